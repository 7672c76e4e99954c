"""Conditions: when they hold, how they are told, and how people write them."""

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.conditions import (
    NO_CONDITIONS,
    Conditions,
    Hours,
    Limit,
    Period,
    failing,
    hours_text,
    limit_text,
    read_days,
    read_hours,
    read_limit,
    told,
)
from screener.faults import Fault
from screener.words import WEEKDAYS

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
OFFICE = Conditions(hours=Hours(time(9), time(17)), days=WEEKDAYS[:5])
TWICE = Conditions(at_most=Limit(2, Period.MONTH))


def broken(conditions: Conditions, at: datetime | None = MONDAY, **more: Any) -> str:
    return failing(conditions, at, **({"from_them": False, "so_far": 0} | more))


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (MONDAY, ""),
        (MONDAY - timedelta(seconds=1), "only on weekdays from 9 to 17"),
        (MONDAY.replace(hour=16, minute=59, second=59), ""),
        (MONDAY.replace(hour=17), "only on weekdays from 9 to 17"),
        (MONDAY + timedelta(days=4), ""),
        (MONDAY + timedelta(days=5), "only on weekdays from 9 to 17"),
        (MONDAY - timedelta(days=1), "only on weekdays from 9 to 17"),
        (None, ""),
    ],
)
def test_hours_and_days(at: datetime | None, words: str) -> None:
    assert broken(OFFICE, at) == words


def test_midnight_ends_the_day() -> None:
    evening = Conditions(hours=Hours(time(18), time()))
    assert broken(evening, MONDAY.replace(hour=23, minute=59)) == ""
    assert broken(evening, MONDAY.replace(hour=0)) == "only from 18 to midnight"


def test_writing_numbers_and_limits() -> None:
    assert broken(Conditions(in_writing=True)) == "only in writing"
    theirs = Conditions(numbers=("1", "2", "3"))
    assert broken(theirs, from_them=True) == ""
    assert broken(theirs, shown=lambda number: f"({number})") == "only from (1), (2) or (3)"
    assert broken(TWICE, so_far=1) == ""
    assert broken(TWICE, so_far=2) == "at most twice a month"
    yearly = Conditions(at_most=Limit(3, Period.YEAR))
    assert broken(yearly, so_far=3) == "at most 3 times a year"
    assert broken(NO_CONDITIONS, None, so_far=99) == ""


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        (NO_CONDITIONS, ""),
        (OFFICE, "on weekdays from 9 to 17"),
        (Conditions(days=("sat", "sun")), "at weekends"),
        (Conditions(days=("mon", "tue", "wed", "thu")), "from Monday to Thursday"),
        (Conditions(days=("mon", "wed", "fri")), "on Monday, Wednesday and Friday"),
        (Conditions(days=("tue",)), "on Tuesday"),
        (Conditions(hours=Hours(time(9, 30), time())), "from 09:30 to midnight"),
        (
            Conditions(at_most=Limit(1, Period.YEAR), in_writing=True, numbers=("5",)),
            "at most once a year, only from 5, only in writing",
        ),
    ],
)
def test_they_are_told_in_words(conditions: Conditions, words: str) -> None:
    assert told(conditions) == words
    assert bool(conditions) is bool(words)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", WEEKDAYS[:5]),
        ("Sat, Sun", ("sat", "sun")),
        ("sunday monday", ("mon", "sun")),
        ("sat–mon", ("mon", "sat", "sun")),
        ("weekdays,sat", WEEKDAYS[:6]),
        ("weekend", ("sat", "sun")),
        ("thurs", ("thu",)),
    ],
)
def test_days_as_people_write_them(text: str, days: tuple[str, ...]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize(
    ("text", "written"),
    [("9-17", "09:00-17:00"), ("09:30 – 24:00", "09:30-24:00"), ("0 to 8:15", "00:00-08:15")],
)
def test_hours_as_people_write_them(text: str, written: str) -> None:
    assert hours_text(read_hours(text)) == written


@pytest.mark.parametrize("text", ["2/month", "2 a month", " 2 per Month "])
def test_limits_as_people_write_them(text: str) -> None:
    assert limit_text(read_limit(text)) == "2/month"


@pytest.mark.parametrize(
    "text", ["", "always", "17-9", "9-9", "9-25", "9:60-17", "22-06", "9", "-1-5", "9am-5pm"]
)
def test_no_hours(text: str) -> None:
    with pytest.raises(Fault, match="hours"):
        read_hours(text)


@pytest.mark.parametrize("text", ["", "mo", "mon-", "-fri", "mon-tue-wed", "workdays"])
def test_no_days(text: str) -> None:
    with pytest.raises(Fault, match="are no days"):
        read_days(text)


@pytest.mark.parametrize(
    "text", ["", "2", "0/month", "1000/year", "2/day", "-1/month", "two/month"]
)
def test_no_limit(text: str) -> None:
    with pytest.raises(Fault, match="is no limit"):
        read_limit(text)


@given(st.text(max_size=20))
def test_any_text_is_read_or_a_fault(text: str) -> None:
    for read in (read_hours, read_days, read_limit):
        with suppress(Fault):
            assert read(text)
