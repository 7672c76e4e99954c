"""The rules one at a time: what each asks of a call, and why it is open whether it is broken."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from screener.callers import Caller
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
    Register,
    Relationship,
    Remedy,
    Waiver,
)
from screener.standing import Book, Consent, Refusal, Tie, tie
from screener.suspect import Suspect
from screener.words import Purpose


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """The facts in force for some days for calls of one purpose."""

    purpose: Purpose
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
    """A violation as all calls of a case have it in common: without its words, and before it is
    known how many of its kind came before."""

    breach: Breach
    fact: Fact[Any]
    doubts: tuple[str, ...]
    since: date | None = None
    deadline: date | None = None


class Place(NamedTuple):
    """Where the household lives in the law, and what it agreed with whom."""

    clock: Clock
    book: Book
    registered_on: date | None


class Case:
    """One call with all that its rules ask for, worked out when it is first needed.

    `local` is its moment at the consumer's place; `over` are the limits on the number of calls
    that it goes beyond.
    """

    __slots__ = ("_consent", "_ties", "call", "caller", "law", "local", "over", "place", "refusal")

    def __init__(
        self,
        place: Place,
        call: Suspect,
        caller: Caller,
        local: datetime,
        law: Law,
        over: tuple[Fact[Any], ...] = (),
    ) -> None:
        self.place, self.call, self.caller, self.local = place, call, caller, local
        self.law, self.over = law, over
        self.refusal: Refusal | None = place.book.refusal(caller.keys, self.purpose, call.at)
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
            found = self.place.book.consent(
                self.caller.keys, self.call, self.purpose, self.local, self.caller.vendor
            )
            self._consent = (found,)
        return self._consent[0]

    def tie(self, state: str) -> Tie:
        """The relationship by the windows of the country, or of a state that has its own. An
        opt-out ends it."""
        if self.refusal is not None or self.caller.vendor is None:
            return Tie.NONE
        if state not in self._ties:
            facts = [fact for fact in self.law.ties if fact.state == state] or self.law.ties
            self._ties[state] = tie(self.caller.vendor, self.local.date(), facts)
        return self._ties[state]

    def doubts(self, fact: Fact[Any]) -> tuple[str, ...] | None:
        """Why it is open whether the fact's rule binds the call; None where it does not."""
        by_consent, by_tie = _asks(fact)
        consent = self.consent if by_consent else None
        return _doubts(fact, consent, self.tie(fact.state) if by_tie else Tie.NONE)

    def day_of(self, at: datetime) -> date:
        """The day of a moment at the consumer's place."""
        return self.place.clock.local(at).date()


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


# The rules


def after_opt_out(case: Case) -> Draft | None:
    """A call after the caller was told to stop."""
    refusal, call, day = case.refusal, case.call, case.local.date()
    if refusal is None or not case.law.opt_out or refusal.since.call == call.id:
        return None  # the call in which they were first told breaks nothing yet
    if call.also_selling and not case.law.dual:
        return None
    clock, told = case.place.clock, case.day_of(refusal.since.at)
    grace = clock.grace(told, case.purpose)
    term = clock.term(case.day_of(refusal.last.at), case.purpose)
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
    return Draft(Breach.AFTER_OPT_OUT, fact, (*doubts, *unsure), refusal.since.at, last)


def without_consent(case: Case) -> Draft | None:
    """A sales call where the law asks for consent first."""
    return _draft(Breach.NO_CONSENT, _surest(case, case.law.consent))


def register(case: Case) -> Draft | None:
    """A sales call to a number that has long enough been in the register."""
    registered = case.place.registered_on
    if registered is None:
        return None
    counts = {f.id: registered + timedelta(days=f.value.grace_days) for f in case.law.register}
    day = case.local.date()
    found = _surest(case, [fact for fact in case.law.register if counts[fact.id] <= day])
    if found is None:
        return None
    fact, doubts = found
    return Draft(Breach.REGISTER, fact, doubts, registered, counts[fact.id])


def out_of_hours(case: Case) -> Draft | None:
    """A call outside the hours at the consumer's place."""
    if not case.law.hours:
        return None
    closed = case.place.clock.outside_hours(case.local, case.purpose)
    return _draft(Breach.OUT_OF_HOURS, _surest(case, closed))


def too_many(case: Case) -> Draft | None:
    """More calls of one caller than may be made in some time."""
    return _draft(Breach.TOO_MANY, _surest(case, [f for f in case.over if f in case.law.caps]))


def over_your_limit(case: Case) -> Draft | None:
    """More calls of a vendor than the person allowed; after an opt-out that alone counts."""
    if case.refusal is not None:
        return None
    return _draft(Breach.YOUR_LIMIT, _surest(case, [f for f in case.over if f.id == YOUR_LIMIT]))


def recorded(case: Case) -> Draft | None:
    """A recorded voice that sells."""
    return _draft(Breach.RECORDED, _surest(case, case.law.recorded)) if case.call.recorded else None


def no_name(case: Case) -> Draft | None:
    """A caller who did not say for whom they called."""
    call = case.call
    if call.named or call.company or call.vendor or not call.answered:
        return None
    doubt = "You noted no company, which does not show that none was named."
    return _draft(Breach.NO_NAME, _surest(case, case.law.name), doubt)


def withheld(case: Case) -> Draft | None:
    """A sales call without a number."""
    if case.call.number:
        return None
    doubts = () if case.call.hidden else ("No number was noted; it may have been shown.",)
    return _draft(Breach.WITHHELD, _surest(case, case.law.number), *doubts)


YOUR_LIMIT = "YOUR_LIMIT"
"""The id of the rule that a person set."""

RULES: Sequence[Callable[[Case], Draft | None]] = (
    after_opt_out,
    without_consent,
    register,
    out_of_hours,
    too_many,
    over_your_limit,
    recorded,
    no_name,
    withheld,
)
"""The rules by which a call is measured; the first alone also when it only went on to sell."""


def _draft(
    breach: Breach, found: tuple[Fact[Any], tuple[str, ...]] | None, *doubts: str
) -> Draft | None:
    return None if found is None else Draft(breach, found[0], (*doubts, *found[1]))


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
