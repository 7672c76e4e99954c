"""Which calls may have broken which rule, and how sure that is. Nothing of it is legal advice.

A fact that is only known at second hand or remembered, and everything that the log cannot
show, makes a violation no more than possible.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from screener.clocks import Clock, Grace, OpenHours
from screener.consent import spoken_day
from screener.dates import add_months
from screener.ledger import EntryKind, LedgerEntry, Party
from screener.regions import (
    Breach,
    Cap,
    Confidence,
    Disclosure,
    DualPurpose,
    Fact,
    Hours,
    NumberShown,
    OptOut,
    Recorded,
    Regime,
    Region,
    Register,
    Relationship,
    Remedy,
    Waiver,
)
from screener.standing import Book, Consent, Key, Refusal, Tie, tie
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
    judge = _Judge(household, region, told_in)
    wanted = None if party is None else judge.book.key_of(party)
    violations: list[Violation] = []
    scams: list[Scam] = []
    for call in sorted(calls, key=lambda call: call.at):
        keys = judge.book.keys_of(call)
        if wanted is not None and wanted not in keys:
            continue
        if call.scam or call.purpose is Purpose.FRAUD:
            scams += judge.scam(call, keys)
        else:
            violations += judge.violations(call, keys)
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
    judge = _Judge(household, region, told_in)
    told: dict[tuple[Party, datetime], list[LedgerEntry]] = {}
    for entry in household.ledger:
        if entry.kind in {EntryKind.OPT_OUT, EntryKind.REVOCATION}:
            told.setdefault((entry.party, entry.at), []).append(entry)
    if not told:
        return ()
    after: dict[Key, list[datetime]] = {}
    for call in calls:
        keys = judge.book.keys_of(call)
        if any(draft.breach is Breach.AFTER_OPT_OUT for draft in judge.drafts(call, keys)):
            for key in keys:
                after.setdefault(key, []).append(judge.clock.local(call.at))
    days = judge.clock.local(today).date()
    newest = sorted(told.values(), key=lambda entries: entries[0].at, reverse=True)
    return tuple(_duty(judge, entries, after, days) for entries in newest)


def _duty(
    judge: "_Judge",
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


class _Law(NamedTuple):
    """The facts in force on one day for calls of one purpose."""

    opt_out: tuple[Fact[OptOut], ...]
    dual: tuple[Fact[DualPurpose], ...]
    register: tuple[Fact[Register], ...]
    consent: tuple[Fact[Regime], ...]
    recorded: tuple[Fact[Recorded], ...]
    name: tuple[Fact[Disclosure], ...]
    number: tuple[Fact[NumberShown], ...]
    caps: tuple[Fact[Cap], ...]
    hours: tuple[Fact[Hours], ...]
    ties: tuple[Fact[Relationship], ...]
    remedies: tuple[Fact[Remedy], ...]


class _Draft(NamedTuple):
    """A violation before it is known how many of its kind came before."""

    breach: Breach
    fact: Fact[Any]
    words: str
    doubts: tuple[str, ...]
    since: date | None = None
    deadline: date | None = None


class _Case:
    """One call with all that its rules ask for, worked out when it is first needed."""

    __slots__ = ("_consent", "_ties", "book", "call", "keys", "law", "local", "refusal", "vendor")

    def __init__(
        self, book: Book, call: Suspect, keys: tuple[Key, ...], local: datetime, law: _Law
    ) -> None:
        self.book, self.call, self.keys, self.local, self.law = book, call, keys, local, law
        self.vendor = book.vendor(keys)
        self.refusal: Refusal | None = book.refusal(keys, self.purpose, call.at)
        self._consent: tuple[Consent | None] | None = None
        self._ties: dict[str, Tie] = {}

    @property
    def purpose(self) -> Purpose:
        """What the law takes the call to be for."""
        return Purpose.SALES if self.call.also_selling else self.call.purpose

    @property
    def consent(self) -> Consent | None:
        """The permission that stands; none under a refusal."""
        if self.refusal is not None:
            return None
        if self._consent is None:
            found = self.book.consent(self.keys, self.call, self.purpose, self.local, self.vendor)
            self._consent = (found,)
        return self._consent[0]

    def tie(self, state: str) -> Tie:
        """The relationship by the windows of the country, or of a state that has its own. An
        opt-out ends it."""
        if self.refusal is not None or self.vendor is None:
            return Tie.NONE
        if state not in self._ties:
            facts = [fact for fact in self.law.ties if fact.state == state] or self.law.ties
            self._ties[state] = tie(self.vendor, self.local.date(), facts)
        return self._ties[state]

    def doubts(self, fact: Fact[Any]) -> tuple[str, ...] | None:
        """Why it is open whether the fact's rule binds the call; None where it does not."""
        by_consent, by_tie = _asks(fact)
        consent = self.consent if by_consent else None
        return _doubts(fact, consent, self.tie(fact.state) if by_tie else Tie.NONE)


_OF_CONFIDENCE: Mapping[Confidence, tuple[str, ...]] = {
    Confidence.SECONDARY: ("The rule was read only in an account of it.",),
    Confidence.MEMORY: ("The rule has not been checked against its text.",),
}
_MAYBE_TIED = "You may have had dealings with them that the rule lets them call about."
_DOUBTFUL: Mapping[Waiver, str] = {
    Waiver.CONSENT: "You gave them permission, and it is disputed whether the rule then binds.",
    Waiver.WRITTEN_CONSENT: "You gave them permission, and it is disputed what the rule asks.",
    Waiver.RELATIONSHIP: "You dealt with them, and it is disputed whether the rule then binds.",
}
_CONSENTS = frozenset({Waiver.CONSENT, Waiver.WRITTEN_CONSENT})


@lru_cache(maxsize=1024)
def _asks(fact: Fact[Any]) -> tuple[bool, bool]:
    """Whether consent, and whether a relationship, makes a difference to a rule."""
    about = fact.unless | fact.doubtful
    return bool(about & _CONSENTS), Waiver.RELATIONSHIP in about


@lru_cache(maxsize=1024)
def _doubts(fact: Fact[Any], consent: Consent | None, held: Tie) -> tuple[str, ...] | None:
    found = list(_OF_CONFIDENCE.get(fact.confidence, ()))
    if fact.doubt:
        found.append(fact.doubt)
    for waiver in sorted(fact.unless):
        out = _waives(waiver, consent, held)
        if out is True:
            return None
        if out:
            found.append(out)
    found += [_DOUBTFUL[one] for one in sorted(fact.doubtful) if _waives(one, consent, held)]
    return tuple(found)


def _waives(waiver: Waiver, consent: Consent | None, held: Tie) -> str | bool:
    """True where it holds for sure, a doubt where it may, False where it does not."""
    if waiver is Waiver.RELATIONSHIP:
        return True if held is Tie.YES else (_MAYBE_TIED if held is Tie.MAYBE else False)
    if consent is None:
        return False
    if waiver is Waiver.CONSENT or consent.written:
        return True
    return "You agreed, but your record does not say that it was in writing."


_AIM: Mapping[Purpose, str] = {
    Purpose.SALES: "called to sell",
    Purpose.SURVEY: "called for a survey",
    Purpose.FUNDRAISING: "asked for a donation",
    Purpose.POLITICAL: "called for a campaign",
}

_Check = Callable[["_Judge", _Case], "_Draft | None"]


class _Judge:
    """Holds calls, oldest first, against the law of one household's place."""

    def __init__(
        self, household: Household, region: Region, told_in: Mapping[str, ToldIn] | None
    ) -> None:
        self.clock = Clock(region, household.state, household.time_zone)
        self.book = Book(household, told_in)
        self.registered_on = household.registered_on
        self._laws: dict[tuple[int, Purpose], _Law] = {}
        self._recent: dict[Key, deque[datetime]] = {}
        self._earlier: dict[tuple[Key, frozenset[Breach]], deque[date]] = {}

    def law(self, day: date, purpose: Purpose) -> _Law:
        """What holds on a day."""
        key = (self.clock.period(day), purpose)
        found = self._laws.get(key)
        if found is None:
            kinds = (OptOut, DualPurpose, Register, Regime, Recorded, Disclosure, NumberShown, Cap)
            facts = [self.clock.facts(kind, day, purpose) for kind in kinds]
            facts[3] = tuple(fact for fact in facts[3] if fact.value.kind == "opt-in")
            facts[5] = tuple(fact for fact in facts[5] if "company" in fact.value.must)
            facts += [
                self.clock.facts(Hours, day, purpose),
                self.clock.facts(Relationship, day, None),
                self.clock.facts(Remedy, day, None),
            ]
            found = self._laws[key] = _Law(*facts)
        return found

    def scam(self, call: Suspect, keys: tuple[Key, ...]) -> Iterator[Scam]:
        """A scam that bears the name or number of someone who was told to stop."""
        for purpose in OPT_OUT_PURPOSES:
            refusal = self.book.refusal(keys, purpose, call.at)
            if refusal is not None:
                who = one_line(refusal.since.party.value, 60)
                words = (
                    f"A scam under the name or number of {who}, whom you told to stop: report it "
                    "as fraud; it says nothing about whether they keep your opt-out."
                )
                yield Scam(call.id, self.clock.local(call.at), _who(call), call.number, words)
                return

    def drafts(self, call: Suspect, keys: tuple[Key, ...]) -> list[_Draft]:
        """The rules that one call may have broken."""
        if call.purpose not in _AIM and not call.also_selling:
            return []
        local = self.clock.local(call.at)
        purpose = Purpose.SALES if call.also_selling else call.purpose
        case = _Case(self.book, call, keys, local, self.law(local.date(), purpose))
        checks = _CHECKS if call.purpose in _AIM else _CHECKS[:1]
        return [draft for check in checks if (draft := check(self, case)) is not None]

    def violations(self, call: Suspect, keys: tuple[Key, ...]) -> list[Violation]:
        """The same with how often it happened. Calls must come oldest first."""
        drafts = self.drafts(call, keys)
        if not drafts:
            return []
        local = self.clock.local(call.at)
        remedies = self.law(local.date(), call.purpose).remedies
        broken = {draft.breach for draft in drafts}
        track = frozenset(
            breach for fact in remedies if fact.value.calls > 1 for breach in fact.value.breaches
        ) or frozenset(Breach)
        times = self._count(keys, track, local.date()) if broken & track else 1
        return [
            _violation(call, local, draft, times if draft.breach in track else 1, remedies)
            for draft in drafts
        ]

    def _count(self, keys: tuple[Key, ...], track: frozenset[Breach], day: date) -> int:
        if not keys:
            return 1
        days = self._earlier.setdefault((keys[0], track), deque())
        days.append(day)
        while day >= add_months(days[0], SECOND_MONTHS):
            days.popleft()
        return len(days)

    # The rules, one at a time

    def after_opt_out(self, case: _Case) -> _Draft | None:
        """A call after the caller was told to stop."""
        refusal, call, day = case.refusal, case.call, case.local.date()
        if refusal is None or not case.law.opt_out:
            return None
        if call.also_selling and not case.law.dual:
            return None
        told = self.clock.local(refusal.since.at).date()
        grace = self.clock.grace(told, case.purpose)
        term = self.clock.term(self.clock.local(refusal.last.at).date(), case.purpose)
        first, last = (grace.first, grace.last) if grace else (told, told)
        if (day <= first and first > told) or (term.last is not None and day > term.last):
            return None
        doubts: list[str] = []
        if call.also_selling:
            doubts.append("The call was about something else first.")
        if term.first is not None and day > term.first:
            doubts.append(f"By one rule your request counted until {spoken_day(term.first)}.")
        found = _surest(case, case.law.opt_out)
        if found is None:
            return None
        fact, unsure = found
        if day <= last:
            early, reason = _within_grace(grace, told, last)
            fact = early or fact
            doubts.append(reason)
        words = _opt_out_words(case, told, last)
        return _Draft(Breach.AFTER_OPT_OUT, fact, words, (*doubts, *unsure), refusal.since.at, last)

    def without_consent(self, case: _Case) -> _Draft | None:
        """A sales call where the law asks for consent first."""
        found = _surest(case, case.law.consent)
        words = "They called to sell, and you had not agreed to it."
        return None if found is None else _Draft(Breach.NO_CONSENT, found[0], words, found[1])

    def register(self, case: _Case) -> _Draft | None:
        """A sales call to a number that has long enough been in the register."""
        if self.registered_on is None:
            return None
        counts = {
            fact.id: self.registered_on + timedelta(days=fact.value.grace_days)
            for fact in case.law.register
        }
        day = case.local.date()
        found = _surest(case, [fact for fact in case.law.register if counts[fact.id] <= day])
        if found is None:
            return None
        fact, doubts = found
        words = (
            f"They {_AIM[case.purpose]} to a number that you registered on "
            f"{spoken_day(self.registered_on)} ({fact.value.name})."
        )
        return _Draft(Breach.REGISTER, fact, words, doubts, self.registered_on, counts[fact.id])

    def out_of_hours(self, case: _Case) -> _Draft | None:
        """A call outside the hours at the consumer's place."""
        if not case.law.hours:
            return None
        found = _surest(case, self.clock.outside_hours(case.local, case.purpose))
        if found is None:
            return None
        words = (
            f"They {_AIM[case.purpose]} at {case.local:%H:%M} on {_weekday(case.local)}, your time."
        )
        return _Draft(Breach.OUT_OF_HOURS, found[0], words, found[1])

    def too_many(self, case: _Case) -> _Draft | None:
        """More calls of one caller than may be made in some time."""
        if not case.law.caps or not case.keys:
            return None
        recent = self._recent.setdefault(case.keys[0], deque())
        recent.append(case.call.at)
        longest = timedelta(hours=max(fact.value.hours for fact in case.law.caps))
        while recent[0] <= case.call.at - longest:
            recent.popleft()
        over = [fact for fact in case.law.caps if _calls_within(recent, fact) > fact.value.calls]
        found = _surest(case, over)
        if found is None:
            return None
        cap: Cap = found[0].value
        span = f"{cap.hours // 24} days" if cap.hours > 24 else f"{cap.hours} hours"
        words = f"Their call number {_calls_within(recent, found[0])} within {span}."
        return _Draft(Breach.TOO_MANY, found[0], words, found[1])

    def recorded(self, case: _Case) -> _Draft | None:
        """A recorded voice that sells."""
        found = _surest(case, case.law.recorded) if case.call.recorded else None
        words = f"A recorded voice {_AIM[case.purpose]}."
        return None if found is None else _Draft(Breach.RECORDED, found[0], words, found[1])

    def no_name(self, case: _Case) -> _Draft | None:
        """A caller who did not say for whom they called."""
        call = case.call
        if call.named or call.company or call.vendor or not call.answered:
            return None
        found = _surest(case, case.law.name)
        doubt = "You noted no company, which does not show that none was named."
        words = f"They {_AIM[case.purpose]} and named no company."
        return found and _Draft(Breach.NO_NAME, found[0], words, (doubt, *found[1]))

    def withheld(self, case: _Case) -> _Draft | None:
        """A sales call without a number."""
        if case.call.number:
            return None
        found = _surest(case, case.law.number)
        doubts = () if case.call.hidden else ("No number was noted; it may have been shown.",)
        words = f"They {_AIM[case.purpose]} and showed no number."
        return found and _Draft(Breach.WITHHELD, found[0], words, (*doubts, *found[1]))


_CHECKS: Sequence[_Check] = (
    _Judge.after_opt_out,
    _Judge.without_consent,
    _Judge.register,
    _Judge.out_of_hours,
    _Judge.too_many,
    _Judge.recorded,
    _Judge.no_name,
    _Judge.withheld,
)
"""The rules by which a call is measured; the first alone also when it only went on to sell."""


def _surest(case: _Case, facts: Iterable[Fact[Any]]) -> tuple[Fact[Any], tuple[str, ...]] | None:
    """Of the facts that bind a call the one with the fewest doubts."""
    best: tuple[Fact[Any], tuple[str, ...]] | None = None
    for fact in facts:
        doubts = case.doubts(fact)
        if doubts is not None and (best is None or len(doubts) < len(best[1])):
            best = (fact, doubts)
    return best


def _within_grace(grace: Grace | None, told: date, last: date) -> tuple[Fact[Any] | None, str]:
    if grace is None or last == told:
        return None, "It came on the day on which you told them to stop."
    return grace.first_fact, f"By another rule they have until {spoken_day(last)} to honour it."


def _opt_out_words(case: _Case, told: date, last: date) -> str:
    aim = "went on to sell" if case.call.also_selling else _AIM[case.purpose]
    days = (case.local.date() - told).days
    after = {0: "on the day", 1: "the day after"}.get(days, f"{days} days after")
    words = f"They {aim} {after} you told them to stop ({spoken_day(told)})"
    if case.local.date() > last > told:
        words += f"; that had to be honoured by {spoken_day(last)}"
    return words + "."


def _calls_within(recent: Iterable[datetime], fact: Fact[Cap]) -> int:
    moments = list(recent)
    start = moments[-1] - timedelta(hours=fact.value.hours)
    return sum(moment > start for moment in moments)


def _violation(
    call: Suspect, local: datetime, draft: _Draft, times: int, remedies: Iterable[Fact[Remedy]]
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
        tuple(
            one.says
            for one in remedies
            if draft.breach in one.value.breaches and times >= one.value.calls
        ),
    )


def _who(call: Suspect) -> str:
    return call.vendor or call.company or call.number or "number withheld"


_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_WEEKDAYS = tuple(_DAYS.split())


def _weekday(day: date) -> str:
    return _WEEKDAYS[day.weekday()]
