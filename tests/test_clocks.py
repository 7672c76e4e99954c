"""Deadlines, terms and hours at the consumer's place, on both sides of each edge."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from screener.clocks import Clock, honour_by, hours_allowed, public_holidays
from screener.faults import Fault
from screener.ledger import EntryKind, LedgerEntry, Party, PartyKind
from screener.regions import Deadline, known_regions, load_region
from screener.words import Purpose

ORKIN = Party(PartyKind.VENDOR, "Orkin")


def told(at: str, purpose: Purpose = Purpose.SALES) -> LedgerEntry:
    return LedgerEntry(ORKIN, purpose, EntryKind.OPT_OUT, datetime.fromisoformat(at))


@pytest.mark.parametrize(
    ("code", "at", "zone", "day"),
    [
        # Memorial Day 2026 is Monday 25 May: day 1 is Tuesday.
        ("US", "2026-05-22T10:00:00-05:00", "America/Chicago", "2026-06-08"),
        # Friday 3 July 2026 is the holiday of the 4th, a Saturday.
        ("US", "2026-07-02T10:00:00-04:00", "America/New_York", "2026-07-17"),
        ("US", "2026-07-03T10:00:00-04:00", "America/New_York", "2026-07-17"),
        # Thanksgiving and Christmas.
        ("US", "2026-11-25T10:00:00-05:00", "", "2026-12-10"),
        ("US", "2026-12-18T10:00:00-05:00", "", "2027-01-05"),
        # The last day of the old rule counts 30 calendar days, the first of the new one ten.
        ("US", "2025-04-10T10:00:00-04:00", "", "2025-05-10"),
        ("US", "2025-04-11T10:00:00-04:00", "", "2025-04-25"),
        # Half past eleven at night in New York is the next day in UTC, not for the consumer.
        ("US", "2026-06-05T03:30:00+00:00", "America/New_York", "2026-06-18"),
        ("US", "2026-06-05T03:30:00+00:00", "", "2026-06-22"),
        ("CA", "2026-02-20T10:00:00-05:00", "America/Toronto", "2026-03-06"),
        ("CA", "2028-02-20T10:00:00-05:00", "America/Toronto", "2028-03-05"),
        ("CA", "2014-06-29T10:00:00-04:00", "America/Toronto", "2014-07-30"),
        ("CA", "2014-06-30T10:00:00-04:00", "America/Toronto", "2014-07-14"),
        ("GB", "2026-03-28T10:00:00+00:00", "Europe/London", "2026-03-28"),
        ("AU", "2026-04-01T10:00:00+10:00", "Australia/Sydney", "2026-04-01"),
        ("DE", "2026-04-01T10:00:00+02:00", "Europe/Berlin", "2026-04-01"),
    ],
)
def test_an_opt_out_must_be_honoured_by_a_day(code: str, at: str, zone: str, day: str) -> None:
    assert honour_by(told(at), load_region(code), "", zone) == date.fromisoformat(day)


def test_a_purpose_that_no_rule_is_about_has_no_deadline() -> None:
    at = "2026-05-22T10:00:00-05:00"
    assert honour_by(told(at, Purpose.POLITICAL), load_region("US")) is None
    assert honour_by(told(at, Purpose.POLITICAL), load_region("GB")) is not None
    assert honour_by(told(at, Purpose.FUNDRAISING), load_region("US")) is not None


def test_one_us_rule_leaves_no_day() -> None:
    grace = Clock(load_region("US")).grace(date(2026, 5, 22), Purpose.SALES)
    assert grace is not None
    assert grace.first == date(2026, 5, 22)
    assert grace.first_fact.id == "US_OPT_OUT_AT_ONCE_FTC"
    assert grace.last_fact.id == "US_OPT_OUT_10_BUSINESS_DAYS_FCC"


def test_business_days_skip_weekends_and_federal_holidays() -> None:
    clock = Clock(load_region("US"))
    assert not clock.is_business_day(date(2026, 7, 3))
    assert clock.is_business_day(date(2026, 11, 27))
    assert not clock.is_business_day(date(2026, 10, 12))
    assert clock.days_after(date(2026, 10, 9), Deadline(1, business=True)) == date(2026, 10, 13)


@given(
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    st.integers(min_value=0, max_value=40),
)
def test_business_days_are_counted_one_by_one(day: date, days: int) -> None:
    clock = Clock(load_region("US"))
    end = clock.days_after(day, Deadline(days, business=True))
    passed = (day + timedelta(days=n) for n in range(1, (end - day).days + 1))
    assert sum(clock.is_business_day(each) for each in passed) == days
    assert days == 0 or clock.is_business_day(end)


@pytest.mark.parametrize(
    ("code", "day", "first", "last"),
    [
        ("US", "2024-02-29", "2029-02-28", None),
        ("US", "2026-05-22", "2031-05-22", None),
        ("CA", "2026-05-22", "2029-06-05", "2029-06-05"),
        ("CA", "2024-02-29", "2027-03-14", "2027-03-14"),
        ("FR", "2026-08-10", "2026-10-09", "2026-10-09"),
        ("FR", "2026-08-11", None, None),
        ("GB", "2026-05-22", None, None),
    ],
)
def test_an_opt_out_lasts(code: str, day: str, first: str | None, last: str | None) -> None:
    term = Clock(load_region(code)).term(date.fromisoformat(day), Purpose.SALES)
    assert term.first == (date.fromisoformat(first) if first else None)
    assert term.last == (date.fromisoformat(last) if last else None)


HOURS = [
    ("US", "", "2026-11-02T07:59", "America/New_York", False),
    ("US", "", "2026-11-02T08:00", "America/New_York", True),
    ("US", "", "2026-11-02T21:00", "America/New_York", True),
    ("US", "", "2026-11-02T21:01", "America/New_York", False),
    ("US", "TX", "2026-11-02T08:30", "America/Chicago", False),
    ("US", "TX", "2026-11-01T11:59", "America/Chicago", False),
    ("US", "TX", "2026-11-01T12:00", "America/Chicago", True),
    ("US", "FL", "2026-11-02T20:00", "America/New_York", True),
    ("US", "FL", "2026-11-02T20:30", "America/New_York", False),
    ("US", "OR", "2025-12-31T20:30", "America/Los_Angeles", True),
    ("US", "OR", "2026-01-01T20:30", "America/Los_Angeles", False),
    ("US", "PA", "2026-10-11T14:00", "America/New_York", True),
    ("US", "PA", "2026-10-18T14:00", "America/New_York", False),
    ("US", "PA", "2026-10-16T20:00", "America/New_York", True),
    ("US", "PA", "2026-10-19T20:00", "America/New_York", False),
    ("US", "PA", "2026-11-26T14:00", "America/New_York", False),
    ("US", "RI", "2026-08-10T14:00", "America/New_York", False),
    ("US", "RI", "2026-08-11T14:00", "America/New_York", True),
    ("US", "RI", "2026-08-08T17:30", "America/New_York", False),
    ("US", "LA", "2026-02-17T14:00", "America/Chicago", False),
    ("US", "UT", "2026-07-24T14:00", "America/Denver", False),
    ("US", "UT", "2026-07-23T14:00", "America/Denver", True),
    ("US", "KY", "2026-11-02T09:30", "America/New_York", False),
    ("US", "CT", "2026-11-02T08:30", "America/New_York", False),
    ("US", "WY", "2026-11-02T20:30", "America/Denver", False),
    ("CA", "ON", "2026-11-02T21:30", "America/Toronto", True),
    ("CA", "ON", "2026-11-02T21:31", "America/Toronto", False),
    ("CA", "ON", "2026-11-01T09:30", "America/Toronto", False),
    ("CA", "ON", "2026-10-31T18:00", "America/Toronto", True),
    ("GB", "", "2026-11-02T03:00", "Europe/London", True),
    ("AU", "NSW", "2026-11-02T20:00", "Australia/Sydney", True),
    ("AU", "NSW", "2026-11-02T20:01", "Australia/Sydney", False),
    ("AU", "NSW", "2026-10-31T17:01", "Australia/Sydney", False),
    ("AU", "NSW", "2026-11-01T12:00", "Australia/Sydney", False),
    ("AU", "NSW", "2026-04-03T12:00", "Australia/Sydney", False),
    ("AU", "NSW", "2026-04-02T12:00", "Australia/Sydney", True),
    ("FR", "", "2026-08-10T13:30", "Europe/Paris", False),
    ("FR", "", "2026-08-10T14:00", "Europe/Paris", True),
    ("FR", "", "2026-07-14T11:00", "Europe/Paris", False),
    ("FR", "", "2026-08-08T11:00", "Europe/Paris", False),
    ("FR", "", "2023-02-28T21:00", "Europe/Paris", True),
    ("FR", "", "2023-03-01T21:00", "Europe/Paris", False),
    ("ES", "", "2026-10-12T11:00", "Europe/Madrid", False),
    ("ES", "", "2026-10-13T11:00", "Europe/Madrid", True),
    ("DE", "", "2026-11-01T06:00", "Europe/Berlin", True),
    ("IN", "", "2026-11-02T08:59", "Asia/Kolkata", False),
]


@pytest.mark.parametrize(("code", "state", "local", "zone", "allowed"), HOURS)
def test_calls_may_be_made_at_some_hours(
    code: str, state: str, local: str, zone: str, allowed: bool
) -> None:
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    at = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    answer = hours_allowed(at, load_region(code), state, zone)
    assert answer.allowed is allowed
    assert bool(answer.facts) is not allowed
    assert answer.local.isoformat()[:16] == local


@pytest.mark.parametrize(
    ("at", "zone", "local", "allowed"),
    [
        # The call centre's log says 9:30 in the evening in the east; it is 6:30 in the west.
        ("2026-11-02T21:30:00-05:00", "America/Los_Angeles", "18:30", True),
        ("2026-11-02T21:30:00-05:00", "", "21:30", False),
        ("2026-11-02T20:30:00-08:00", "America/New_York", "23:30", False),
        # The hour before and the hour after clocks went forward (8 March) and back (1 November).
        ("2026-03-07T13:30:00+00:00", "America/New_York", "08:30", True),
        ("2026-03-08T11:30:00+00:00", "America/New_York", "07:30", False),
        ("2026-03-08T12:00:00+00:00", "America/New_York", "08:00", True),
        ("2026-10-31T12:00:00+00:00", "America/New_York", "08:00", True),
        ("2026-11-01T12:30:00+00:00", "America/New_York", "07:30", False),
        ("2026-11-02T01:30:00+00:00", "America/New_York", "20:30", True),
        ("2028-02-29T13:00:00+00:00", "America/New_York", "08:00", True),
    ],
)
def test_the_consumers_place_counts(at: str, zone: str, local: str, allowed: bool) -> None:
    answer = hours_allowed(datetime.fromisoformat(at), load_region("US"), "", zone)
    assert (f"{answer.local:%H:%M}", answer.allowed) == (local, allowed)


def test_surveys_have_hours_of_their_own_in_australia() -> None:
    sunday = datetime(2026, 11, 1, 12, tzinfo=timezone(timedelta(hours=11)))
    au = load_region("AU")
    assert hours_allowed(sunday, au, "", "", Purpose.SURVEY).allowed
    assert not hours_allowed(sunday, au, "", "", Purpose.SALES).allowed


def test_an_unknown_zone_is_a_fault() -> None:
    with pytest.raises(Fault, match="no time zone"):
        Clock(load_region("US"), "", "Mars/Olympus")


@pytest.mark.parametrize("code", known_regions())
def test_the_holidays_are_those_that_the_package_tells(code: str) -> None:
    for state in (None, *country_holidays(code).subdivisions):
        for year in (2024, 2026, 2028):
            told = frozenset(country_holidays(code, subdiv=state, years=year))
            assert public_holidays(code, state or "", year) == told, (state, year)


def test_countries_without_a_calendar_have_no_holidays() -> None:
    assert public_holidays("XX", "", 2026) == frozenset()
    assert public_holidays("US", "??", 2026) == public_holidays("US", "", 2026)
