"""Which calls may have broken which rule, and how sure that is. Nothing of it is legal advice.

A fact that is only known at second hand or remembered, and everything that the log cannot
show, makes a violation no more than possible.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from screener.breach_words import Told, words_of
from screener.breaches import Draft
from screener.dates import add_months
from screener.judge import Hit, Judge
from screener.ledger import EntryKind, LedgerEntry, Party
from screener.regions import Breach, Fact, Region, Remedy
from screener.standing import Key, Refusal
from screener.suspect import Sightings, Suspect, ToldIn
from screener.text import one_line
from screener.vendor import Household
from screener.words import OPT_OUT_PURPOSES, Purpose

NO_ADVICE = (
    "This is no legal advice: the rules are told as they were found, and may have changed or "
    "not fit your case."
)

SECOND_MONTHS = 12


class Sure(StrEnum):
    """How sure a violation is. Nobody here can say more than likely."""

    LIKELY = "likely"
    POSSIBLE = "possible"


class Violation(NamedTuple):
    """One rule that a call may have broken.

    `at` is when it came, at the consumer's place; `who` the caller as best known. `rule` is the
    id of the fact in `rules/regions`, `says` what it demands, `words` what the call did.
    `doubts` are the reasons why it is only possible. `since` is when the caller was told to
    stop or the number was registered, `deadline` the last day that was left to honour it.
    `times` counts such calls of this caller within 12 months up to this one; `remedies` say
    what the law gives for them.
    """

    call: str
    at: datetime
    who: str
    number: str
    breach: Breach
    rule: str
    says: str
    words: str
    citation: str
    source: str
    sure: Sure
    doubts: tuple[str, ...] = ()
    since: date | None = None
    deadline: date | None = None
    times: int = 1
    remedies: tuple[str, ...] = ()

    @property
    def second_within_12_months(self) -> bool:
        """Whether such a call of the same caller came in the 12 months before."""
        return self.times > 1


class Scam(NamedTuple):
    """A scam under the name or number of somebody who was told to stop: it is reported as
    fraud, not as a broken opt-out."""

    call: str
    at: datetime
    who: str
    number: str
    words: str


class Findings(NamedTuple):
    """What was found, newest first; `total` counts all violations, told or not."""

    violations: tuple[Violation, ...]
    scams: tuple[Scam, ...]
    total: int = 0


class Duty(NamedTuple):
    """An opt-out and what became of it. `honour_by` is the last day left to honour it (None:
    the law is not about these purposes), `at_once` whether some rule leaves no day at all,
    `until` the last day on which it counts for sure (None: no end). `days_left` is negative
    once the day is over. `early` and `broken` count calls before and after that day."""

    party: Party
    purposes: tuple[Purpose, ...]
    at: datetime
    honour_by: date | None
    at_once: bool
    until: date | None
    days_left: int | None
    early: int
    broken: int
    rule: str
    citation: str

    @property
    def state(self) -> str:
        """In a word: broken, running, kept so far, over, or no deadline."""
        if self.broken:
            return "broken"
        if self.days_left is None:
            return "no deadline"
        return "running" if self.days_left >= 0 else "kept so far"


def find_violations(
    calls: Sightings,
    household: Household,
    region: Region,
    told_in: Mapping[str, ToldIn] | None = None,
    *,
    party: Party | None = None,
    since: date | None = None,
    limit: int | None = None,
) -> Findings:
    """The rules that calls may have broken, of all callers or of one party, from a local day
    on; all are counted, the newest `limit` are told. Calls before `since` still count as
    earlier ones.

    Raises Fault for a time zone that does not exist.
    """
    judge = Judge(household, region, told_in)
    tally = _Tally(judge, calls.look, since)
    wanted = None if party is None else judge.book.wider_keys(party)
    for hit in judge.hits(calls, wanted):
        tally.add(hit)
    return Findings(tuple(islice(tally.told(), limit)), tuple(tally.scams()), tally.total)


def window(since: date | None) -> datetime | None:
    """From when on calls are needed to tell the violations since a day: those of the year
    before may be the first of two."""
    if since is None:
        return None
    start = add_months(since, -SECOND_MONTHS - 1)
    return datetime(start.year, start.month, start.day, tzinfo=UTC)


def find_duties(
    calls: Sightings,
    household: Household,
    region: Region,
    today: datetime,
    told_in: Mapping[str, ToldIn] | None = None,
) -> tuple[Duty, ...]:
    """Every opt-out with the day it must be honoured by and the calls that came after it,
    newest first; purposes that were refused in one breath stand in one. `today` is aware."""
    judge = Judge(household, region, told_in)
    told: dict[tuple[Party, datetime], list[LedgerEntry]] = {}
    for entry in household.ledger:
        if entry.kind in {EntryKind.OPT_OUT, EntryKind.REVOCATION}:
            told.setdefault((entry.party, entry.at), []).append(entry)
    if not told:
        return ()
    after: dict[Key, list[Hit]] = {}
    for hit in judge.hits(calls):
        if any(draft.breach is Breach.AFTER_OPT_OUT for draft in hit.held.drafts):
            for key in hit.caller.keys:
                after.setdefault(key, []).append(hit)
    days = judge.clock.local(today).date()
    newest = sorted(told.values(), key=lambda entries: entries[0].at, reverse=True)
    return tuple(_duty(judge, entries, after, days) for entries in newest)


def _duty(
    judge: Judge,
    entries: Sequence[LedgerEntry],
    after: Mapping[Key, Sequence[Hit]],
    today: date,
) -> Duty:
    first = entries[0]
    day = judge.clock.local(first.at).date()
    graces = [
        (grace, judge.clock.term(day, entry.purpose))
        for entry in entries
        if (grace := judge.clock.grace(day, entry.purpose)) is not None
    ]
    grace, term = max(graces, key=lambda one: one[0].last, default=(None, None))
    moment = first.at.timestamp() * 1000
    later = {
        hit.sight.ref: date.fromordinal(hit.day)
        for entry in entries
        for key in judge.book.keys_of_entry(entry)
        for hit in after.get(key, ())
        if hit.sight.at > moment
    }
    last = grace.last if grace else None
    return Duty(
        party=first.party,
        purposes=tuple(entry.purpose for entry in entries),
        at=first.at,
        honour_by=last,
        at_once=grace is not None and grace.first <= day,
        until=term.first if term else None,
        days_left=(last - today).days if last else None,
        early=sum(last is not None and on <= last for on in later.values()),
        broken=sum(last is None or on > last for on in later.values()),
        rule=grace.last_fact.id if grace else "",
        citation=grace.last_fact.citation if grace else "",
    )


class _Tally:
    """Counts how often callers broke rules. What is not told costs no words."""

    def __init__(self, judge: Judge, look: Callable[[int], Suspect], since: date | None) -> None:
        self._judge, self._look = judge, look
        self._since = 0 if since is None else since.toordinal()
        self._hits: list[tuple[Hit, int]] = []
        self._scams: list[Hit] = []
        self._days: dict[tuple[Key, frozenset[Breach]], list[int]] = {}
        self.total = 0

    def add(self, hit: Hit) -> None:
        """One more, the oldest first."""
        held, place = hit.held, 0
        if held.track and hit.caller.keys:
            days = self._days.setdefault((hit.caller.keys[0], held.track), [])
            place = len(days)
            days.append(hit.day)
        if hit.day < self._since:
            return
        if held.drafts:
            self._hits.append((hit, place))
            self.total += len(held.drafts)
        else:
            self._scams.append(hit)

    def told(self) -> Iterator[Violation]:
        """The violations, newest first; the rules of one call in their order."""
        for hit, place in reversed(self._hits):
            times = self._times(hit, place)
            call = self._look(hit.sight.ref)
            for draft in hit.held.drafts:
                again = times if draft.breach in hit.held.track else 1
                yield self._violation(hit, call, draft, again)

    def scams(self) -> Iterator[Scam]:
        """Scams that bear the name or number of someone who was told to stop, newest first."""
        for hit in reversed(self._scams):
            call = self._look(hit.sight.ref)
            refusal = self._refusal(hit, call)
            if refusal is not None:
                who = one_line(refusal.since.party.value, 60)
                words = (
                    f"A scam under the name or number of {who}, whom you told to stop: report it "
                    "as fraud; it says nothing about whether they keep your opt-out."
                )
                local = self._judge.clock.local(call.at)
                yield Scam(call.id, local, _who(call), call.number, words)

    def _refusal(self, hit: Hit, call: Suspect) -> Refusal | None:
        book = self._judge.book
        found = (book.refusal(hit.caller.keys, each, call.at) for each in OPT_OUT_PURPOSES)
        return next((refusal for refusal in found if refusal is not None), None)

    def _times(self, hit: Hit, place: int) -> int:
        """Which such call of its caller within 12 months it is."""
        if not hit.held.track or not hit.caller.keys:
            return 1
        days = self._days[hit.caller.keys[0], hit.held.track]
        a_year_before = add_months(date.fromordinal(hit.day), -SECOND_MONTHS).toordinal()
        return place + 1 - bisect_right(days, a_year_before, 0, place + 1)

    def _violation(self, hit: Hit, call: Suspect, draft: Draft, times: int) -> Violation:
        fact, local = draft.fact, self._judge.clock.local(call.at)
        return Violation(
            call.id,
            local,
            _who(call),
            call.number,
            draft.breach,
            fact.id,
            fact.says,
            words_of(Told(self._judge, draft, call, hit.caller, hit.sight.at, local)),
            fact.citation,
            fact.source,
            Sure.POSSIBLE if draft.doubts else Sure.LIKELY,
            draft.doubts,
            draft.since,
            draft.deadline,
            times,
            _said(hit.held.remedies, draft.breach, times),
        )


@lru_cache(maxsize=1024)
def _said(remedies: tuple[Fact[Remedy], ...], breach: Breach, times: int) -> tuple[str, ...]:
    return tuple(
        one.says for one in remedies if breach in one.value.breaches and times >= one.value.calls
    )


def _who(call: Suspect) -> str:
    return call.vendor or call.company or call.number or "number withheld"
