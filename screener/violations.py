"""Which calls may have broken which rule, and how sure that is. Nothing of it is legal advice.

A fact that is only known at second hand or remembered, and everything that the log cannot
show, makes a violation no more than possible.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from screener.breaches import Draft, Judge
from screener.clocks import Clock, OpenHours
from screener.dates import add_months
from screener.ledger import EntryKind, LedgerEntry, Party
from screener.regions import Breach, Cap, Fact, Regime, Region, Register, Remedy
from screener.standing import Key
from screener.suspect import Suspect, ToldIn
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
    """What was found, newest first."""

    violations: tuple[Violation, ...]
    scams: tuple[Scam, ...]


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
    calls: Iterable[Suspect],
    household: Household,
    region: Region,
    told_in: Mapping[str, ToldIn] | None = None,
    *,
    party: Party | None = None,
    since: date | None = None,
) -> Findings:
    """The rules that calls may have broken, of all callers or of one party, from a local day
    on. Calls before `since` still count as earlier ones.

    Raises Fault for a time zone that does not exist.
    """
    judge = Judge(household, region, told_in)
    tally = _Tally(judge)
    wanted = None if party is None else judge.book.key_of(party)
    violations: list[Violation] = []
    scams: list[Scam] = []
    for call in sorted(calls, key=lambda call: call.at):
        keys = judge.book.keys_of(call)
        if wanted is not None and wanted not in keys:
            continue
        if call.scam or call.purpose is Purpose.FRAUD:
            scams += tally.scam(call, keys)
        else:
            violations += tally.violations(call, keys)
    if since is not None:
        violations = [one for one in violations if one.at.date() >= since]
        scams = [one for one in scams if one.at.date() >= since]
    # Sorting keeps the rules of one call in their order.
    violations.sort(key=lambda one: one.at, reverse=True)
    return Findings(tuple(violations), tuple(reversed(scams)))


def sieve(household: Household, region: Region) -> OpenHours | None:
    """What tells calls in order from those to be looked at by their time alone; None where any
    sales call may break a rule: the number is registered, consent comes first, or calls are
    counted. Raises Fault for a time zone that does not exist."""
    clock = Clock(region, household.state, household.time_zone)
    for fact in region.facts:
        if fact.state not in {"", clock.state}:
            continue
        value = fact.value
        if isinstance(value, Cap) or (isinstance(value, Regime) and value.kind == "opt-in"):
            return None
        if isinstance(value, Register) and household.registered_on is not None:
            return None
    return OpenHours(clock)


def window(since: date | None) -> datetime | None:
    """From when on calls are needed to tell the violations since a day: those of the year
    before may be the first of two."""
    if since is None:
        return None
    start = add_months(since, -SECOND_MONTHS - 1)
    return datetime(start.year, start.month, start.day, tzinfo=UTC)


def find_duties(
    calls: Iterable[Suspect],
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
    after: dict[Key, list[datetime]] = {}
    for call in calls:
        keys = judge.book.keys_of(call)
        if call.scam:
            continue
        if any(draft.breach is Breach.AFTER_OPT_OUT for draft in judge.drafts(call, keys)):
            for key in keys:
                after.setdefault(key, []).append(judge.clock.local(call.at))
    days = judge.clock.local(today).date()
    newest = sorted(told.values(), key=lambda entries: entries[0].at, reverse=True)
    return tuple(_duty(judge, entries, after, days) for entries in newest)


def _duty(
    judge: Judge,
    entries: Sequence[LedgerEntry],
    after: Mapping[Key, Sequence[datetime]],
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
    later = {
        at
        for entry in entries
        for key in judge.book.keys_of_entry(entry)
        for at in after.get(key, ())
        if at > first.at
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
        early=sum(last is not None and at.date() <= last for at in later),
        broken=sum(last is None or at.date() > last for at in later),
        rule=grace.last_fact.id if grace else "",
        citation=grace.last_fact.citation if grace else "",
    )


class _Tally:
    """Holds calls against the rules, oldest first, and counts how often a caller broke them."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._earlier: dict[tuple[Key, frozenset[Breach]], deque[date]] = {}

    def scam(self, call: Suspect, keys: tuple[Key, ...]) -> Iterator[Scam]:
        """A scam that bears the name or number of someone who was told to stop."""
        for purpose in OPT_OUT_PURPOSES:
            refusal = self._judge.book.refusal(keys, purpose, call.at)
            if refusal is not None:
                who = one_line(refusal.since.party.value, 60)
                words = (
                    f"A scam under the name or number of {who}, whom you told to stop: report it "
                    "as fraud; it says nothing about whether they keep your opt-out."
                )
                yield Scam(
                    call.id, self._judge.clock.local(call.at), _who(call), call.number, words
                )
                return

    def violations(self, call: Suspect, keys: tuple[Key, ...]) -> list[Violation]:
        """The same with how often it happened. Calls must come oldest first."""
        drafts = self._judge.drafts(call, keys)
        if not drafts:
            return []
        local = self._judge.clock.local(call.at)
        remedies = self._judge.law(local.date(), call.purpose).remedies
        track = _counted(remedies)
        counts = any(draft.breach in track for draft in drafts)
        times = self._count(keys, track, local.date()) if counts else 1
        return [
            _violation(call, local, draft, times if draft.breach in track else 1, remedies)
            for draft in drafts
        ]

    def _count(self, keys: tuple[Key, ...], track: frozenset[Breach], day: date) -> int:
        if not keys:
            return 1
        days = self._earlier.setdefault((keys[0], track), deque())
        days.append(day)
        a_year_before = add_months(day, -SECOND_MONTHS)
        while days[0] <= a_year_before:
            days.popleft()
        return len(days)


@lru_cache(maxsize=64)
def _counted(remedies: tuple[Fact[Remedy], ...]) -> frozenset[Breach]:
    """The breaches that are counted together: those that a remedy wants more than one of,
    else all."""
    found = (one.value.breaches for one in remedies if one.value.calls > 1)
    return frozenset[Breach]().union(*found) or frozenset(Breach)


@lru_cache(maxsize=1024)
def _said(remedies: tuple[Fact[Remedy], ...], breach: Breach, times: int) -> tuple[str, ...]:
    return tuple(
        one.says for one in remedies if breach in one.value.breaches and times >= one.value.calls
    )


def _violation(
    call: Suspect, local: datetime, draft: Draft, times: int, remedies: tuple[Fact[Remedy], ...]
) -> Violation:
    fact = draft.fact
    return Violation(
        call.id,
        local,
        _who(call),
        call.number,
        draft.breach,
        fact.id,
        fact.says,
        draft.words,
        fact.citation,
        fact.source,
        Sure.POSSIBLE if draft.doubts else Sure.LIKELY,
        draft.doubts,
        draft.since,
        draft.deadline,
        times,
        _said(remedies, draft.breach, times),
    )


def _who(call: Suspect) -> str:
    return call.vendor or call.company or call.number or "number withheld"
