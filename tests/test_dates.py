"""Calendar months, local days, and what a person types for a time."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.dates import add_months, local_day, read_day, read_moment
from screener.faults import Fault

NEW_YORK = "America/New_York"
NOW = datetime(2026, 11, 2, 10, 0, tzinfo=timezone(timedelta(hours=-5)))
"""A Monday, the day after clocks went back in New York."""


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2024-08-31", 18, "2026-02-28"),
        ("2025-05-19", 18, "2026-11-19"),
        ("2026-11-02", -18, "2025-05-02"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-15", 0, "2026-12-15"),
        ("9998-12-31", 18, "9999-12-31"),
        ("0001-01-31", -1, "0001-01-01"),
    ],
)
def test_adds_calendar_months(day: str, n: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), n) == date.fromisoformat(expected)


@given(st.dates(), st.integers(-400, 400))
def test_added_months_keep_the_day_or_clamp_to_the_months_end(day: date, n: int) -> None:
    moved = add_months(day, n)
    if moved in {date.min, date.max}:
        return
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == n
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(1)).day == 1)


@given(st.dates(), st.dates(), st.integers(0, 36))
def test_adding_months_keeps_the_order_of_days(one: date, other: date, n: int) -> None:
    low, high = sorted((one, other))
    assert add_months(low, n) <= add_months(high, n)


def test_local_day_is_the_zones_day() -> None:
    late = datetime(2026, 11, 3, 2, 30, tzinfo=UTC)
    assert local_day(late, NEW_YORK) == date(2026, 11, 2)
    assert local_day(late, "") == date(2026, 11, 3)
    assert local_day(datetime.max.replace(tzinfo=UTC), "Asia/Tokyo") == date.max


@pytest.mark.parametrize("zone", ["Nowhere/Else", "../etc/passwd", "America", "\0", "/etc/passwd"])
def test_an_unknown_zone_is_told(zone: str) -> None:
    with pytest.raises(Fault, match="no time zone"):
        local_day(NOW, zone)


def test_reads_days() -> None:
    assert read_day(" 2026-02-11 ") == date(2026, 2, 11)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "20260211", "2026-W07-3", "11/02/2026", "", "x" * 99]
)
def test_tells_what_is_no_day(text: str) -> None:
    with pytest.raises(Fault) as fault:
        read_day(text)
    assert len(str(fault.value)) < 120


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-02T09:12:00-05:00", "2026-11-02T09:12:00-05:00"),
        ("2026-11-02 09:12 +0100", "2026-11-02T09:12:00+01:00"),
        ("2026-11-02T14:12Z", "2026-11-02T14:12:00+00:00"),
        ("2026-11-02 09:12", "2026-11-02T09:12:00-05:00"),
        ("2026-10-31 09:12", "2026-10-31T09:12:00-04:00"),
        ("2026-11-02T09:12:33.250", "2026-11-02T09:12:33-05:00"),
        ("2026-11-02", "2026-11-02T00:00:00-05:00"),
        ("2026-11-02 9am", "2026-11-02T09:00:00-05:00"),
        ("today 14:00", "2026-11-02T14:00:00-05:00"),
        ("Today at 9:12", "2026-11-02T09:12:00-05:00"),
        ("yesterday 9am", "2026-11-01T09:00:00-05:00"),
        ("yesterday", "2026-11-01T00:00:00-04:00"),
        ("tomorrow 8.30 a.m.", "2026-11-03T08:30:00-05:00"),
        ("12am", "2026-11-02T00:00:00-05:00"),
        ("9:59", "2026-11-02T09:59:00-05:00"),
        ("14:05", "2026-11-01T14:05:00-05:00"),
        ("2:05 pm", "2026-11-01T14:05:00-05:00"),
        ("now", "2026-11-02T10:00:00-05:00"),
        ("10 min ago", "2026-11-02T09:50:00-05:00"),
        ("2 hours ago", "2026-11-02T08:00:00-05:00"),
        ("monday 9:30", "2026-11-02T09:30:00-05:00"),
        ("monday 23:00", "2026-10-26T23:00:00-04:00"),
        ("last fri", "2026-10-30T00:00:00-04:00"),
        ("2 Nov 9:12am", "2026-11-02T09:12:00-05:00"),
        ("Nov 3", "2025-11-03T00:00:00-05:00"),
        ("24 December 2026 18:00", "2026-12-24T18:00:00-05:00"),
        ("Dec 24, 2025 at 9.15 p.m.", "2025-12-24T21:15:00-05:00"),
        ("2026-03-08 02:30", "2026-03-08T03:30:00-04:00"),
    ],
)
def test_reads_moments(text: str, expected: str) -> None:
    moment = read_moment(text, NOW, NEW_YORK)
    assert moment.isoformat() == expected


def test_without_a_zone_the_offset_of_now_counts() -> None:
    assert read_moment("yesterday 9am", NOW, "").isoformat() == "2026-11-01T09:00:00-05:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "11/02",
        "11/02/2026 9:12",
        "25:00",
        "13pm",
        "0pm",
        "9",
        "2026-02-30 10:00",
        "2062-11-02",
        "2027-12-01 10:00",
        "first",
        "x14:05",
        "2026-11-02 09:12 America",
        "0001-01-01 00:00+14:00",
        "30 feb",
        "\x1b[31m",
        "a" * 10_000,
    ],
)
def test_tells_in_one_sentence_what_is_no_moment(text: str) -> None:
    with pytest.raises(Fault) as fault:
        read_moment(text, NOW, NEW_YORK)
    assert str(fault.value).endswith(".")
    assert len(str(fault.value)) < 150
    assert "\x1b" not in str(fault.value)


@given(st.text() | st.from_regex(r"(today|fri|2 nov|2026-11-0\d)? ?\d{1,2}[:.]\d\d ?(am|pm)?"))
def test_any_text_is_a_moment_or_a_fault(text: str) -> None:
    try:
        moment = read_moment(text, NOW, NEW_YORK)
    except Fault:
        return
    assert moment.utcoffset() is not None
    assert moment.year <= NOW.year + 1


@given(st.datetimes(datetime(1990, 1, 1), datetime(2027, 1, 1)), st.integers(-14 * 4, 14 * 4))  # noqa: DTZ001
def test_iso_with_an_offset_comes_back_as_it_was(naive: datetime, quarters: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=15 * quarters)))
    assert read_moment(moment.isoformat(), NOW, NEW_YORK) == moment
