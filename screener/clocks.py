"""The law's clocks: the day to honour an opt-out by, how long it lasts, calling hours.

All of it is told at the consumer's place: the household's time zone, else the offset that a
call was logged with. Only here are public holidays looked up.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
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
_DAY = 24 * 60
_WEEK = 7 * _DAY
_DAY_ZERO = date(1970, 1, 1)

_Facts = tuple[Fact[Hours], ...]


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
        self._changes = region.changes
        self._facts: dict[tuple[type[Any], int, Purpose | None], tuple[Fact[Any], ...]] = {}
        self._closed: dict[tuple[int, Purpose, int, int], tuple[_Facts, _Facts]] = {}

    @property
    def has_zone(self) -> bool:
        """Whether the household has a time zone; else each call's own offset counts."""
        return self._zone is not None

    def local(self, at: datetime) -> datetime:
        """A moment at the consumer's place."""
        if self._zone is None or at.tzinfo is None:
            return at
        try:
            return at.astimezone(self._zone)
        except OverflowError:
            return at

    def period(self, day: date) -> int:
        """A number for the time in which the law stayed as it is on a day."""
        return bisect_right(self._changes, day)

    def facts(self, kind: type[Any], day: date, purpose: Purpose | None) -> tuple[Fact[Any], ...]:
        """The facts of a kind that hold on a day for calls of that purpose."""
        key = (kind, self.period(day), purpose)
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
        day = local.date()
        minute = local.hour * 60 + local.minute
        key = (self.period(day), purpose, local.weekday(), minute)
        if key not in self._closed:
            self._closed[key] = _closed(self.facts(Hours, day, purpose), key[2], minute)
        always, on_holidays = self._closed[key]
        if not on_holidays:
            return always
        return (*always, *(fact for fact in on_holidays if self.is_holiday(day, fact.state)))


class OpenHours:
    """Minutes at which calls may be made by every rule that a place ever had: a quick sieve for
    many calls. What passes is in order; what does not must be looked at."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offsets: dict[int, int | None] = {}
        facts = [
            fact
            for fact in clock.region.facts
            if isinstance(fact.value, Hours) and fact.state in {"", clock.state}
        ]
        self._open = bytearray(_WEEK)
        for minute in range(_WEEK):
            weekday, time = divmod(minute, _DAY)
            self._open[minute] = all(_within(fact.value.week[weekday], time) for fact in facts)
        self._states = {fact.state for fact in facts if fact.value.holidays is not None}
        self._holidays: dict[int, frozenset[int]] = {}

    def closed(self, moments: Iterable[tuple[int, int, int]]) -> Iterator[int]:
        """Of calls (key, milliseconds since 1970 UTC, offset in minutes) the keys of those that
        came when some rule forbids it. The offset counts where the household has no zone."""
        zoned = self._clock.has_zone
        for key, at, logged in moments:
            offset = self._offset(at) if zoned else logged
            minute = at // 60_000 + offset
            # The first of January 1970 was a Thursday.
            place = (minute + 3 * _DAY) % _WEEK
            if not self._open[place] or (self._states and self._is_holiday(minute // _DAY)):
                yield key

    def _offset(self, at: int) -> int:
        """Minutes to add to UTC at a moment; looked up once for a day without a change."""
        day = at // 86_400_000
        if day not in self._offsets:
            first, last = (self._exactly(day * 86_400_000 + part) for part in (0, 86_399_999))
            self._offsets[day] = first if first == last else None
        found = self._offsets[day]
        return self._exactly(at) if found is None else found

    def _exactly(self, at: int) -> int:
        try:
            moment = datetime.fromtimestamp(at // 1000, tz=UTC)
        except (ValueError, OverflowError, OSError):
            return 0
        offset = self._clock.local(moment).utcoffset() or timedelta()
        return int(offset.total_seconds()) // 60

    def _is_holiday(self, day: int) -> bool:
        year = day // 366
        if year not in self._holidays:
            self._holidays[year] = frozenset(self._near(year))
        return day in self._holidays[year]

    def _near(self, year: int) -> Iterator[int]:
        """The holidays in the calendar years that such a span of 366 days touches."""
        middle = _DAY_ZERO.year + year * 366 // 365
        for state in self._states:
            for near in range(max(middle - 1, 1), middle + 3):
                for day in public_holidays(self._clock.region.code, state, near):
                    yield (day - _DAY_ZERO).days


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


def _closed(facts: _Facts, weekday: int, minute: int) -> tuple[_Facts, _Facts]:
    """Of facts on hours those by which a minute of a weekday is closed, and those by which it
    is on holidays only."""
    # The last minute counts: calls are noted to the minute, and "after 9 p.m." is not 9 p.m.
    always = tuple(fact for fact in facts if not _within(fact.value.week[weekday], minute))
    on_holidays = tuple(
        fact
        for fact in facts
        if fact not in always
        and fact.value.holidays is not None
        and not _within(fact.value.holidays, minute)
    )
    return always, on_holidays


def _within(windows: Iterable[tuple[int, int]], minute: int) -> bool:
    return any(start <= minute <= end for start, end in windows)


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def _end(day: date, lasting: Lasting) -> date | None:
    if lasting.forever:
        return None
    return _later(add_months(day, 12 * lasting.years), lasting.days)
