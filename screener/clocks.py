"""The law's clocks: the day to honour an opt-out by, how long it lasts, calling hours.

All of it is told at the consumer's place: the household's time zone, else the offset that a
call was logged with. Only here are public holidays looked up.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache, partial
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from screener.dates import add_months, local_day
from screener.ledger import LedgerEntry
from screener.regions import Deadline, Fact, Hours, Lasting, Region
from screener.words import Purpose

SATURDAY = 5
_MINUTES = 24 * 60
DAY = _MINUTES * 60_000
"""Milliseconds."""
EPOCH = date(1970, 1, 1).toordinal()
_ANY_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)

_Facts = tuple[Fact[Hours], ...]
Span = tuple[_Facts, _Facts]
"""The facts by which minutes of a weekday are closed, and those by which they are on holidays."""
Windows = tuple[Sequence[int], Sequence[Span]]
"""The minutes at which something opens or closes, and what holds before, between and after."""


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
        self._windows: dict[tuple[int, Purpose, int], Windows] = {}
        self.shifts: dict[int, int] = {}
        """Minutes to add to UTC by the day since 1970, where they are known to hold all day."""

    def local(self, at: datetime) -> datetime:
        """A moment at the consumer's place."""
        if self._zone is None or at.tzinfo is None:
            return at
        try:
            return at.astimezone(self._zone)
        except OverflowError:
            return at

    def shift(self, at: int, logged: int) -> int:
        """Minutes to add to UTC at a moment (milliseconds since 1970) for the consumer's place;
        `logged` is the offset of the call. What holds for a whole day is kept in `shifts`."""
        if self._zone is None:
            return logged
        day = at // DAY
        found = self._shift_of_day(day)
        if found is None:
            return self._offset(at, logged)
        self.shifts[day] = found
        return found

    def _shift_of_day(self, day: int) -> int | None:
        """Minutes to add to UTC on a day of UTC; None where that changes on it."""
        first, last = self._offset(day * DAY, 0), self._offset((day + 1) * DAY - 1, 0)
        return first if first == last else None

    def _offset(self, at: int, logged: int) -> int:
        try:
            local = datetime.fromtimestamp(at // 1000, self._zone)
        except (ValueError, OverflowError, OSError):
            return logged
        return int((local.utcoffset() or timedelta()).total_seconds()) // 60

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
        day, minute = local.date(), local.hour * 60 + local.minute
        edges, windows = self.windows(day, purpose)
        return self.shut_on(day, windows[bisect_right(edges, minute)])

    def windows(self, day: date, purpose: Purpose) -> Windows:
        """The hours of a weekday, cut where anything opens or closes, by the rules of a day."""
        key = (self.period(day), purpose, day.weekday())
        if key not in self._windows:
            self._windows[key] = _windows(self.facts(Hours, day, purpose), day.weekday())
        return self._windows[key]

    def shut_on(self, day: date, span: Span) -> tuple[Fact[Hours], ...]:
        """The facts by which a span of a day's hours is closed, its holidays looked up."""
        always, on_holidays = span
        return (*always, *(fact for fact in on_holidays if self.is_holiday(day, fact.state)))


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
    made = _calendar_of(country)
    if made is None:
        return frozenset()
    try:
        return frozenset(made(subdiv=state or None, years=year))
    except NotImplementedError:
        return public_holidays(country, "", year) if state else frozenset()


@lru_cache(maxsize=16)
def _calendar_of(country: str) -> Callable[..., Iterable[date]] | None:
    """What makes the holidays of a country. Read from its own file: the package that it lies in
    reads those of 250 countries first, which takes ten times as long."""
    import holidays  # noqa: PLC0415 - 30 ms, where holidays matter only
    from holidays.registry import COUNTRIES  # noqa: PLC0415

    for module, (name, *codes) in COUNTRIES.items():
        if country in codes:
            folders = [str(Path(folder) / "countries") for folder in holidays.__path__]
            spec = PathFinder.find_spec(f"holidays.countries.{module}", folders)
            if spec is None or spec.loader is None:
                return partial(holidays.country_holidays, country)
            loaded = module_from_spec(spec)
            spec.loader.exec_module(loaded)
            found: Callable[..., Iterable[date]] = getattr(loaded, name)
            return found
    return None


def _windows(facts: _Facts, weekday: int) -> Windows:
    given = [fact.value.week[weekday] for fact in facts]
    given += [fact.value.holidays for fact in facts if fact.value.holidays is not None]
    # The last minute counts: calls are noted to the minute, and "after 9 p.m." is not 9 p.m.
    edges = sorted({edge for each in given for start, end in each for edge in (start, end + 1)})
    return edges, [_closed(facts, weekday, minute) for minute in (-1, *edges)]


def _closed(facts: _Facts, weekday: int, minute: int) -> Span:
    """Of facts on hours those by which a minute of a weekday is closed, and those by which it
    is on holidays only."""
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
