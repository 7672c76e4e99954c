"""What an opt-in is tied to: hours, days, how many calls, which numbers, only in writing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import NamedTuple

from screener.faults import Fault
from screener.words import WEEKDAYS

MOST_CALLS = 999
"""More than this is no limit that anybody keeps."""


class Period(StrEnum):
    """The calendar period that calls are counted in, at the household's place."""

    MONTH = "month"
    YEAR = "year"


class Hours(NamedTuple):
    """A span of the day: `start` included, `end` not. An end of 00:00 is midnight."""

    start: time
    end: time

    def hold(self, at: time) -> bool:
        """Whether a time of the day lies in the span."""
        return self.start <= at and (at < self.end or self.end == time())


class Limit(NamedTuple):
    """At most so many calls in each period."""

    calls: int
    per: Period


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an opt-in is tied to; what is empty does not narrow it.

    `hours` and `days` (names of `WEEKDAYS`, in their order) are those of the household's time
    zone. `at_most` counts calls of that vendor for that purpose. With `in_writing` no call is
    allowed. `numbers` are the only ones to ring from, E.164 where they can be read.
    """

    hours: Hours | None = None
    days: tuple[str, ...] = ()
    at_most: Limit | None = None
    in_writing: bool = False
    numbers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != NO_CONDITIONS


NO_CONDITIONS = Conditions()


def failing(
    conditions: Conditions,
    at: datetime | None,
    *,
    from_them: bool,
    so_far: int,
    shown: Callable[[str], str] = str,
) -> str:
    """The condition that a call does not keep, in words ("only in writing"); empty when it
    keeps all of them.

    `at` is the local moment of the call; a call without one is not held against hours and
    days. `from_them` tells whether it came from one of the `numbers`, `so_far` how many calls
    came before it in the period of `at_most`. `shown` makes a number readable.
    """
    if conditions.in_writing:
        return "only in writing"
    if conditions.numbers and not from_them:
        return f"only from {_joined([shown(number) for number in conditions.numbers], 'or')}"
    if at is not None and not _in_time(conditions, at):
        return f"only {_when(conditions)}"
    limit = conditions.at_most
    if limit is not None and so_far >= limit.calls:
        return f"at most {_times(limit)}"
    return ""


def told(conditions: Conditions, shown: Callable[[str], str] = str) -> str:
    """All the conditions in words, such as "on weekdays from 9 to 17, at most twice a month"."""
    parts = [_when(conditions)]
    if conditions.at_most is not None:
        parts.append(f"at most {_times(conditions.at_most)}")
    if conditions.numbers:
        parts.append(f"only from {_joined([shown(n) for n in conditions.numbers], 'or')}")
    if conditions.in_writing:
        parts.append("only in writing")
    return ", ".join(part for part in parts if part)


def _in_time(conditions: Conditions, at: datetime) -> bool:
    if conditions.days and WEEKDAYS[at.weekday()] not in conditions.days:
        return False
    return conditions.hours is None or conditions.hours.hold(at.time())


# Words

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _when(conditions: Conditions) -> str:
    words = [_on_days(conditions.days)] if conditions.days else []
    if conditions.hours is not None:
        start, end = conditions.hours
        until = "midnight" if end == time() else _clock(end)
        words.append(f"from {_clock(start)} to {until}")
    return " ".join(words)


def _on_days(days: tuple[str, ...]) -> str:
    if days == WEEKDAYS[:5]:
        return "on weekdays"
    if days == WEEKDAYS[5:]:
        return "at weekends"
    places = [WEEKDAYS.index(day) for day in days]
    if len(places) > 2 and places == list(range(places[0], places[0] + len(places))):
        return f"from {_NAMES[places[0]]} to {_NAMES[places[-1]]}"
    return f"on {_joined([_NAMES[place] for place in places], 'and')}"


def _clock(at: time) -> str:
    return f"{at:%H:%M}" if at.minute else str(at.hour)


def _times(limit: Limit) -> str:
    count = {1: "once", 2: "twice"}.get(limit.calls, f"{limit.calls} times")
    return f"{count} a {limit.per}"


def _joined(words: list[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


# Their written form

_HOURS = r"(?ai)(\d{1,2})(?::(\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?::(\d{2}))?"
_LIMIT = r"(?ai)(\d{1,4})\s*(?:/|a|per)\s*(month|year)"
_GROUPS = {"weekdays": WEEKDAYS[:5], "weekend": WEEKDAYS[5:], "weekends": WEEKDAYS[5:]}


def read_hours(text: str) -> Hours:
    """Hours written as 09:00-17:00 or 9-17; 24:00 is midnight. Raises Fault for others."""
    found = re.fullmatch(_HOURS, text.strip())
    if found is None:
        raise Fault(f'"{text[:40]}" are no hours: write them as 09:00-17:00.')
    first, last = _minutes(found[1], found[2]), _minutes(found[3], found[4])
    if not 0 <= first < last <= 24 * 60:
        raise Fault(f'"{text[:40]}" are no hours of one day, the earlier one first.')
    return Hours(time(first // 60, first % 60), time(last // 60 % 24, last % 60))


def _minutes(hour: str, minute: str | None) -> int:
    minutes = int(minute or 0)
    return int(hour) * 60 + minutes if minutes < 60 else -1


def hours_text(hours: Hours) -> str:
    """Hours as `read_hours` reads them."""
    end = "24:00" if hours.end == time() else f"{hours.end:%H:%M}"
    return f"{hours.start:%H:%M}-{end}"


def read_days(text: str) -> tuple[str, ...]:
    """Days of the week written as mon-fri, "sat, sun", weekdays or weekend, in the order of
    the week. Raises Fault for others."""
    found: set[str] = set()
    for part in re.split(r"[,\s]+", text.strip().casefold()):
        if part in _GROUPS:
            found.update(_GROUPS[part])
            continue
        ends = [end[:3] for end in re.split(r"[-–]", part) if _is_day(end)]
        if len(ends) != part.count("-") + part.count("–") + 1 or len(ends) > 2:
            raise Fault(f'"{text[:40]}" are no days: write them as mon-fri or sat,sun.')
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        found.update(WEEKDAYS[(first + step) % 7] for step in range((last - first) % 7 + 1))
    return tuple(day for day in WEEKDAYS if day in found)


def _is_day(word: str) -> bool:
    return len(word) >= 3 and any(name.casefold().startswith(word) for name in _NAMES)


def read_limit(text: str) -> Limit:
    """A limit written as 2/month or 4/year. Raises Fault for others."""
    found = re.fullmatch(_LIMIT, text.strip())
    if found is None or not 1 <= int(found[1]) <= MOST_CALLS:
        raise Fault(f'"{text[:40]}" is no limit: write it as 2/month or 4/year.')
    return Limit(int(found[1]), Period(found[2].lower()))


def limit_text(limit: Limit) -> str:
    """A limit as `read_limit` reads it."""
    return f"{limit.calls}/{limit.per}"
