"""The rules one at a time: what each asks of a call, and why it is open whether it is broken."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from screener.clocks import Clock, Grace
from screener.consent import spoken_day
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
from screener.vendor import Household
from screener.words import Purpose


class Law(NamedTuple):
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


class Draft(NamedTuple):
    """A violation before it is known how many of its kind came before."""

    breach: Breach
    fact: Fact[Any]
    words: str
    doubts: tuple[str, ...]
    since: date | None = None
    deadline: date | None = None


class Case:
    """One call with all that its rules ask for, worked out when it is first needed."""

    __slots__ = ("_consent", "_ties", "book", "call", "keys", "law", "local", "refusal", "vendor")

    def __init__(
        self, book: Book, call: Suspect, keys: tuple[Key, ...], local: datetime, law: Law
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


AIM: Mapping[Purpose, str] = {
    Purpose.SALES: "called to sell",
    Purpose.SURVEY: "called for a survey",
    Purpose.FUNDRAISING: "asked for a donation",
    Purpose.POLITICAL: "called for a campaign",
}

_Check = Callable[["Judge", Case], "Draft | None"]


class Judge:
    """Holds calls, oldest first, against the law of one household's place."""

    def __init__(
        self, household: Household, region: Region, told_in: Mapping[str, ToldIn] | None
    ) -> None:
        self.clock = Clock(region, household.state, household.time_zone)
        self.book = Book(household, told_in)
        self.registered_on = household.registered_on
        self._laws: dict[tuple[int, Purpose], Law] = {}
        self._recent: dict[Key, deque[datetime]] = {}

    def law(self, day: date, purpose: Purpose) -> Law:
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
            found = self._laws[key] = Law(*facts)
        return found

    def drafts(self, call: Suspect, keys: tuple[Key, ...]) -> list[Draft]:
        """The rules that one call may have broken."""
        if call.purpose not in AIM and not call.also_selling:
            return []
        local = self.clock.local(call.at)
        purpose = Purpose.SALES if call.also_selling else call.purpose
        case = Case(self.book, call, keys, local, self.law(local.date(), purpose))
        checks = _CHECKS if call.purpose in AIM else _CHECKS[:1]
        return [draft for check in checks if (draft := check(self, case)) is not None]

    # The rules, one at a time

    def after_opt_out(self, case: Case) -> Draft | None:
        """A call after the caller was told to stop."""
        refusal, call, day = case.refusal, case.call, case.local.date()
        if refusal is None or not case.law.opt_out or refusal.since.call == call.id:
            return None  # the call in which they were first told breaks nothing yet
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
        return Draft(Breach.AFTER_OPT_OUT, fact, words, (*doubts, *unsure), refusal.since.at, last)

    def without_consent(self, case: Case) -> Draft | None:
        """A sales call where the law asks for consent first."""
        found = _surest(case, case.law.consent)
        words = "They called to sell, and you had not agreed to it."
        return None if found is None else Draft(Breach.NO_CONSENT, found[0], words, found[1])

    def register(self, case: Case) -> Draft | None:
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
            f"They {AIM[case.purpose]} to a number that you registered on "
            f"{spoken_day(self.registered_on)} ({fact.value.name})."
        )
        return Draft(Breach.REGISTER, fact, words, doubts, self.registered_on, counts[fact.id])

    def out_of_hours(self, case: Case) -> Draft | None:
        """A call outside the hours at the consumer's place."""
        if not case.law.hours:
            return None
        found = _surest(case, self.clock.outside_hours(case.local, case.purpose))
        if found is None:
            return None
        words = (
            f"They {AIM[case.purpose]} at {case.local:%H:%M} on {_weekday(case.local)}, your time."
        )
        return Draft(Breach.OUT_OF_HOURS, found[0], words, found[1])

    def too_many(self, case: Case) -> Draft | None:
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
        return Draft(Breach.TOO_MANY, found[0], words, found[1])

    def recorded(self, case: Case) -> Draft | None:
        """A recorded voice that sells."""
        found = _surest(case, case.law.recorded) if case.call.recorded else None
        words = f"A recorded voice {AIM[case.purpose]}."
        return None if found is None else Draft(Breach.RECORDED, found[0], words, found[1])

    def no_name(self, case: Case) -> Draft | None:
        """A caller who did not say for whom they called."""
        call = case.call
        if call.named or call.company or call.vendor or not call.answered:
            return None
        found = _surest(case, case.law.name)
        doubt = "You noted no company, which does not show that none was named."
        words = f"They {AIM[case.purpose]} and named no company."
        return found and Draft(Breach.NO_NAME, found[0], words, (doubt, *found[1]))

    def withheld(self, case: Case) -> Draft | None:
        """A sales call without a number."""
        if case.call.number:
            return None
        found = _surest(case, case.law.number)
        doubts = () if case.call.hidden else ("No number was noted; it may have been shown.",)
        words = f"They {AIM[case.purpose]} and showed no number."
        return found and Draft(Breach.WITHHELD, found[0], words, (*doubts, *found[1]))


_CHECKS: Sequence[_Check] = (
    Judge.after_opt_out,
    Judge.without_consent,
    Judge.register,
    Judge.out_of_hours,
    Judge.too_many,
    Judge.recorded,
    Judge.no_name,
    Judge.withheld,
)
"""The rules by which a call is measured; the first alone also when it only went on to sell."""


def _surest(case: Case, facts: Iterable[Fact[Any]]) -> tuple[Fact[Any], tuple[str, ...]] | None:
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


def _opt_out_words(case: Case, told: date, last: date) -> str:
    aim = "went on to sell" if case.call.also_selling else AIM[case.purpose]
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


_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_WEEKDAYS = tuple(_DAYS.split())


def _weekday(day: date) -> str:
    return _WEEKDAYS[day.weekday()]
