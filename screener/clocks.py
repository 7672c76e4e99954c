"""The law's clocks: the day to honour an opt-out by, how long it lasts, calling hours.

All of it is told at the consumer's place: the household's time zone, else the offset that a
call was logged with. Only here are public holidays looked up.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from screener.dates import add_months, local_day
from screener.ledger import LedgerEntry
from screener.regions import Deadline, Fact, Hours, Lasting, Region
from screener.words import Purpose

SATURDAY = 5
_ANY_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


class Grace(NamedTuple):
    """When an opt-out must be honoured by: the earliest day that any rule names and the latest,
    each with its fact. A call after `last` breaks whatever rule is right."""

    first: date
    first_fact: Fact[Deadline]
    last: date
    last_fact: Fact[Deadline]


class Term(NamedTuple):
    """Until when an opt-out counts (that day included): by the rule that ends first and by the
    one that ends last; None never ends."""

    first: date | None
    last: date | None


class HoursAnswer(NamedTuple):
    """Whether calls are allowed at a moment, and by which facts they are not. `local` is the
    moment at the consumer's place."""

    allowed: bool
    facts: tuple[Fact[Hours], ...]
    local: datetime


class Clock:
    """One place in the law and in time. Facts and holidays are looked up once for each day."""

    def __init__(self, region: Region, state: str = "", time_zone: str = "") -> None:
        """Raises Fault for a time zone that does not exist."""
        self.region = region
        self.state = state.strip().upper()
        self._zone: tzinfo | None = None
        if time_zone:
            local_day(_ANY_MOMENT, time_zone)
            self._zone = ZoneInfo(time_zone)
        self._facts: dict[tuple[type[Any], date, Purpose | None], tuple[Fact[Any], ...]] = {}

    def local(self, at: datetime) -> datetime:
        """A moment at the consumer's place."""
        if self._zone is None or at.tzinfo is None:
            return at
        try:
            return at.astimezone(self._zone)
        except OverflowError:
            return at

    def facts(self, kind: type[Any], day: date, purpose: Purpose | None) -> tuple[Fact[Any], ...]:
        """The facts of a kind that hold on a day for calls of that purpose."""
        key = (kind, day, purpose)
        found = self._facts.get(key)
        if found is None:
            found = self._facts[key] = self.region.of(kind, day, self.state, purpose)
        return found

    def is_holiday(self, day: date, state: str = "") -> bool:
        """Whether a day is a public holiday of the country, or of one of its states."""
        return day in public_holidays(self.region.code, state, day.year)

    def is_business_day(self, day: date) -> bool:
        """Monday to Friday and no public holiday of the whole country (US: 5 USC 6103)."""
        return day.weekday() < SATURDAY and not self.is_holiday(day)

    def days_after(self, day: date, deadline: Deadline) -> date:
        """The last day of a deadline that began on `day`, which is not counted itself."""
        if not deadline.business:
            return _later(day, deadline.days)
        left = deadline.days
        while left and day < date.max:
            day += timedelta(days=1)
            left -= self.is_business_day(day)
        return day

    def grace(self, day: date, purpose: Purpose) -> Grace | None:
        """When an opt-out made on a local day must be honoured by, by the rules in force on
        that day; None where no rule is about calls of that purpose."""
        ends = [
            (self.days_after(day, fact.value), fact) for fact in self.facts(Deadline, day, purpose)
        ]
        if not ends:
            return None
        (first, first_fact), (last, last_fact) = (
            min(ends, key=lambda end: end[0]),
            max(ends, key=lambda end: end[0]),
        )
        return Grace(first, first_fact, last, last_fact)

    def term(self, day: date, purpose: Purpose) -> Term:
        """Until when an opt-out made on a local day counts."""
        ends = [_end(day, fact.value) for fact in self.facts(Lasting, day, purpose)]
        known = [end for end in ends if end is not None]
        if not known:
            return Term(None, None)
        return Term(min(known), None if len(known) < len(ends) else max(known))

    def outside_hours(self, local: datetime, purpose: Purpose) -> tuple[Fact[Hours], ...]:
        """The facts by which no such call may be made at a local moment; none: it may."""
        facts = self.facts(Hours, local.date(), purpose)
        return tuple(fact for fact in facts if not self._is_open(fact, local)) if facts else ()

    def _is_open(self, fact: Fact[Hours], local: datetime) -> bool:
        hours = fact.value
        # The last minute counts: calls are noted to the minute, and "after 9 p.m." is not 9 p.m.
        minute = local.hour * 60 + local.minute
        if not any(start <= minute <= end for start, end in hours.week[local.weekday()]):
            return False
        if hours.holidays is None or not self.is_holiday(local.date(), fact.state):
            return True
        return any(start <= minute <= end for start, end in hours.holidays)


def honour_by(
    entry: LedgerEntry, region: Region, state: str = "", time_zone: str = ""
) -> date | None:
    """The last day on which an opt-out may still not be honoured, by the longest deadline of
    the rules in force when it was made; the day itself where they give none. None where no
    rule is about its purpose. Raises Fault for an unknown time zone."""
    clock = Clock(region, state, time_zone)
    grace = clock.grace(clock.local(entry.at).date(), entry.purpose)
    return None if grace is None else grace.last


def hours_allowed(
    at: datetime,
    region: Region,
    state: str = "",
    time_zone: str = "",
    purpose: Purpose = Purpose.SALES,
) -> HoursAnswer:
    """Whether a call may be made at a moment, at the consumer's place. Raises Fault for an
    unknown time zone."""
    clock = Clock(region, state, time_zone)
    local = clock.local(at)
    facts = clock.outside_hours(local, purpose)
    return HoursAnswer(not facts, facts, local)


@lru_cache(maxsize=512)
def public_holidays(country: str, state: str, year: int) -> frozenset[date]:
    """The public holidays of a year as they are kept (those moved from a weekend too), of a
    country or of one of its states by ISO 3166-2 code. Empty where none are known."""
    from holidays import country_holidays  # noqa: PLC0415 - 50 ms, for deadlines only

    try:
        return frozenset(country_holidays(country, subdiv=state or None, years=year))
    except NotImplementedError:
        return public_holidays(country, "", year) if state else frozenset()


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def _end(day: date, lasting: Lasting) -> date | None:
    if lasting.forever:
        return None
    return _later(add_months(day, 12 * lasting.years), lasting.days)
