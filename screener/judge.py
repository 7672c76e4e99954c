"""Holding many calls against the law: each case is worked out once, and calls are counted."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from screener.breaches import RULES, YOUR_LIMIT, Case, Draft, Law, Place
from screener.callers import Caller, Callers
from screener.clocks import DAY, EPOCH, Clock
from screener.conditions import Limit, Period, told
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
)
from screener.standing import Book, Key, stated_on, tie
from screener.suspect import Odd, Sight, Sightings, Suspect, ToldIn
from screener.vendor import Household, Preference
from screener.words import Choice, Purpose

AIM: Mapping[Purpose, str] = {
    Purpose.SALES: "called to sell",
    Purpose.SURVEY: "called for a survey",
    Purpose.FUNDRAISING: "asked for a donation",
    Purpose.POLITICAL: "called for a campaign",
}
"""What calls that a rule may be about were for, in words."""


class Held(NamedTuple):
    """What was found of a case. `track` are the breaches that are counted together, empty where
    none of the drafts is among them."""

    drafts: tuple[Draft, ...]
    remedies: tuple[Fact[Remedy], ...] = ()
    track: frozenset[Breach] = frozenset()


NOTHING = Held(())


_Standing = tuple[object, ...]
"""What is between a caller and the household, as far as the law asks."""
_NOBODY: _Standing = (0, 0)

_Cases = dict[_Standing, Held]
"""What was found of calls about one matter at hours that the same rules close."""

_Matter = tuple[Law, Sequence[int], Sequence[_Cases]]
"""The law for calls about a matter on a day, the minutes at which hours close or open, and the
cases of the spans that these part."""


class Hit(NamedTuple):
    """A call that may have broken rules. `day` is its day at the consumer's place, an ordinal."""

    sight: Sight
    caller: Caller
    day: int
    held: Held


class Judge:
    """Holds calls, oldest first, against the law of one household's place.

    What was found of a call holds for every like one: of the same caller between two days on
    which something changed, for the same purpose, at hours that the same rules close.
    """

    def __init__(
        self, household: Household, region: Region, told_in: Mapping[str, ToldIn] | None
    ) -> None:
        self.clock = Clock(region, household.state, household.time_zone)
        self.book = Book(household, told_in)
        self._callers = Callers(self.book, self.clock, household.expecting)
        self._is_case = self._callers.is_case
        self._announced = bool(household.expecting)
        self._place = Place(self.clock, self.book, household.registered_on)
        self._turns = _turns(region, household.registered_on)
        self._states = {fact.state for fact in region.facts} & {"", self.clock.state}
        self._law_of_turn: dict[tuple[int, Purpose], Law] = {}
        self._usual: dict[tuple[Law, int, str, int], _Matter] = {}
        self._between: dict[tuple[Law, int, int], _Standing] = {}
        self._held: dict[tuple[object, ...], _Cases] = {}
        self._moments: dict[Key, list[int]] = {}
        self._so_far: dict[tuple[object, ...], int] = {}

    def hits(self, calls: Sightings, wanted: frozenset[Key] | None = None) -> Iterator[Hit]:
        """The calls that may have broken a rule, and scams of callers who are in the ledger or
        in the book, oldest first; of all callers, or of those known by a wanted key."""
        # A hundred thousand calls go through here: what is looked up stands in local names.
        callers, shifts, between = self._callers.found, self.clock.shifts, self._between
        matters: dict[tuple[int, str, int], _Matter] = {}
        for sight in self._of(calls, wanted):
            ref, at, offset, number, company, vendor, purpose, odd = sight
            caller = callers.get((vendor, company, number)) or self._callers.meet(
                sight, calls.vendors
            )
            shift = shifts.get(at // DAY)
            if shift is None:
                shift = self.clock.shift(at, offset)
            day, minute = divmod(at // 60_000 + shift, 1440)
            if odd & _SCAM:
                if caller.number:
                    yield Hit(sight, caller, day + EPOCH, NOTHING)
                continue
            matter = matters.get((day, purpose, odd))
            if matter is None:
                matter = matters[day, purpose, odd] = self._matter(day, purpose, odd)
            law, edges, cases = matter
            held_so_far = cases[bisect_right(edges, minute)]
            if caller.number:
                state = bisect_right(caller.turns, day + EPOCH) if caller.turns else 0
                case = between.get((law, caller.number, state)) or self._standing(
                    law, caller, state, day
                )
            else:
                case = _NOBODY
            over: tuple[Fact[Any], ...] = ()
            if law.caps or caller.alone:
                over = self._over(sight, caller, day, law)
                case = (*case, *over)
            held = held_so_far.get(case)
            if held is None or (
                (self._announced or caller.near or caller.alone)
                and self._is_case(caller, day + EPOCH)
            ):
                held = self._worked_out(calls.look(ref), caller, law, over)
                held_so_far.setdefault(case, held)
            if held.drafts:
                yield Hit(sight, caller, day + EPOCH, held)

    def _of(self, calls: Sightings, wanted: frozenset[Key] | None) -> list[Sight]:
        """The calls, oldest first, or those of callers known by a wanted key."""
        sights = sorted(calls.sights, key=_AT)
        if wanted is None:
            return sights
        meet = self._callers.meet
        return [one for one in sights if not wanted.isdisjoint(meet(one, calls.vendors).keys)]

    def calls_within(self, caller: Caller, at: int, hours: int) -> int:
        """How many calls of a caller came in so many hours up to a moment (milliseconds)."""
        moments = self._moments[caller.keys[0]]
        return bisect_right(moments, at) - bisect_right(moments, at - hours * _HOUR)

    def _worked_out(
        self, call: Suspect, caller: Caller, law: Law, over: tuple[Fact[Any], ...]
    ) -> Held:
        if call.purpose not in AIM and not call.also_selling:
            return NOTHING
        case = Case(self._place, call, caller, self.clock.local(call.at), law, over)
        rules = RULES if call.purpose in AIM else RULES[:1]
        drafts = tuple(draft for rule in rules if (draft := rule(case)) is not None)
        if not drafts:
            return NOTHING
        track = _counted(law.remedies)
        counts = any(draft.breach in track for draft in drafts)
        return Held(drafts, law.remedies, track if counts else frozenset())

    def _law(self, day: int, purpose: str, odd: int) -> Law:
        """What holds on a day since 1970 for calls of that purpose."""
        about = Purpose.SALES if odd & _SELLING else Purpose(purpose)
        turn = bisect_right(self._turns, day + EPOCH)
        found = self._law_of_turn.get((turn, about))
        if found is None:
            on = date.fromordinal(day + EPOCH)
            found = self._law_of_turn[turn, about] = _law_of(self.clock, on, about)
        return found

    def _standing(self, law: Law, caller: Caller, state: int, day: int) -> _Standing:
        """What is between a caller and the household in a state of theirs, as far as the law
        asks: it is the same for all who were only dealt with, by their dates."""
        between: _Standing = (caller.number, state)
        if caller.dealt:
            on = date.fromordinal(day + EPOCH)
            between = (None, *(tie(caller.vendor, on, (fact,)) for fact in law.ties))
        self._between[law, caller.number, state] = between
        return between

    def _matter(self, day: int, purpose: str, odd: int) -> _Matter:
        """What is like for all calls about a matter on a day. The days of the week begin again
        every seven: any will do to tell them apart."""
        law, on = self._law(day, purpose, odd), date.fromordinal(day + EPOCH)
        if any(self.clock.is_holiday(on, each) for each in self._states):
            return self._matter_of(law, on, purpose, odd, holiday=True)
        found = self._usual.get((law, day % 7, purpose, odd))
        if found is None:
            found = self._matter_of(law, on, purpose, odd, holiday=False)
            self._usual[law, day % 7, purpose, odd] = found
        return found

    def _matter_of(self, law: Law, on: date, purpose: str, odd: int, *, holiday: bool) -> _Matter:
        edges, spans = self.clock.windows(on, law.purpose)
        closed = (self.clock.shut_on(on, span) if holiday else span[0] for span in spans)
        return law, edges, [self._held.setdefault((law, purpose, odd, shut), {}) for shut in closed]

    def _over(self, sight: Sight, caller: Caller, day: int, law: Law) -> tuple[Fact[Any], ...]:
        """The limits on the number of calls that a call goes beyond, the law's and your own."""
        if sight.odd & _SELLING or not caller.keys:
            return ()
        over: list[Fact[Any]] = []
        if law.caps:
            self._moments.setdefault(caller.keys[0], []).append(sight.at)
            over += [
                cap
                for cap in law.caps
                if self.calls_within(caller, sight.at, cap.value.hours) > cap.value.calls
            ]
        if caller.alone:
            over += self._over_yours(sight, caller, date.fromordinal(day + EPOCH))
        return tuple(over)

    def _over_yours(self, sight: Sight, caller: Caller, day: date) -> list[Fact[Any]]:
        name, purpose = caller.vendor.name if caller.vendor else "", Purpose(sight.purpose)
        counted = {
            Period.MONTH: (name, purpose, day.year, day.month),
            Period.YEAR: (name, purpose, day.year),
        }
        for span in counted.values():
            self._so_far[span] = self._so_far.get(span, 0) + 1
        stated = stated_on(caller.vendor, purpose, day)
        limit = None if stated is None else stated.conditions.at_most
        if stated is None or limit is None or stated.choice is Choice.OPT_OUT:
            return []
        if self._so_far[counted[limit.per]] <= limit.calls:
            return []
        at = datetime.fromtimestamp(sight.at / 1000, UTC)
        return [] if self.book.expects(caller.keys, at) else [_limit_of(stated, limit)]


_AT = itemgetter(1)
"""A sight's moment; quicker by its place than by its name."""
_HOUR = 3_600_000
_SCAM, _SELLING = int(Odd.SCAM), int(Odd.ALSO_SELLING)


def _turns(region: Region, registered_on: date | None) -> list[int]:
    """The days from which on some rule holds or no longer holds, as ordinals."""
    turns = {day.toordinal() for day in region.changes}
    if registered_on is not None:
        graces = {f.value.grace_days for f in region.facts if isinstance(f.value, Register)}
        turns |= {registered_on.toordinal() + grace for grace in graces}
    return sorted(turns)


def _law_of(clock: Clock, day: date, purpose: Purpose) -> Law:
    kinds = (OptOut, DualPurpose, Register, Regime, Recorded, Disclosure, NumberShown, Cap)
    facts = [clock.facts(kind, day, purpose) for kind in kinds]
    facts[3] = tuple(fact for fact in facts[3] if fact.value.kind == "opt-in")
    facts[5] = tuple(fact for fact in facts[5] if "company" in fact.value.must)
    facts += [
        clock.facts(Hours, day, purpose),
        clock.facts(Relationship, day, None),
        clock.facts(Remedy, day, None),
    ]
    return Law(purpose, *facts)


@lru_cache(maxsize=64)
def _counted(remedies: tuple[Fact[Remedy], ...]) -> frozenset[Breach]:
    """The breaches that are counted together: those that a remedy wants more than one of,
    else all."""
    found = (one.value.breaches for one in remedies if one.value.calls > 1)
    return frozenset[Breach]().union(*found) or frozenset(Breach)


@lru_cache(maxsize=256)
def _limit_of(stated: Preference, limit: Limit) -> Fact[Limit]:
    """A limit that the person set, as a rule. No law says so, hence the doubt."""
    since = f" of {spoken_day(stated.at)}" if stated.at else ""
    return Fact(
        id=YOUR_LIMIT,
        says=f"You allowed {stated.purpose} calls {told(stated.conditions)}.",
        value=limit,
        source="your vendor book",
        citation=f"your preference{since}",
        effective_from=stated.at or date.min,
        effective_to=None,
        verified_on=stated.at or date.min,
        confidence=Confidence.READ,
        purposes=frozenset({stated.purpose}),
        doubt="It is a limit of your own: no rule on file names it.",
    )
