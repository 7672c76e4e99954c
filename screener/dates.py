"""Days and moments: calendar months, local days, and what a person types for a time.

Nothing here reads a clock; whoever needs the present passes `now`.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

from screener.faults import Fault
from screener.text import one_line
from screener.words import WEEKDAYS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_A_YEAR = timedelta(days=366)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

# What people type is read with these, which are compiled at the first text: a call that is judged
# as it rings brings its moment along.
_DAY = r"(?a)(\d{4})-(\d{2})-(\d{2})"
_ISO_WITH_OFFSET = (
    r"(?a)\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)? ?(?:z|[+-]\d{2}:?\d{2})"
)
_AGO = r"(?a)(\d{1,4}) ?(m|h|d|w)(?:in|ins|inutes?|ours?|ays?|eeks?)? ago"
_CLOCK_AT_END = r"(?a)(?<![^ ,])(?:at )?(?:(\d{1,2})[:.](\d{2})(?::(\d{2})(?:\.\d+)?)?|(\d{1,2})(?= ?[ap]\.?m)) ?([ap])?\.?(?:m\.?)?$"
_MONTH = f"({'|'.join(_MONTHS)})[a-z]*"
_DAY_MONTH = rf"(?a)(\d{{1,2}})(?:st|nd|rd|th)? {_MONTH}(?:,? (\d{{4}}))?"
_MONTH_DAY = rf"(?a){_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?"
_WEEKDAY = rf"(?a)({'|'.join(WEEKDAYS)})(?:[a-z]*day)?"


def add_months(day: date, n: int) -> date:
    """The same day `n` calendar months later (earlier if negative), clamped to the month's
    last day (31 January + 1 month is 28 or 29 February) and to the calendar's ends."""
    from calendar import monthrange  # noqa: PLC0415 - not every caller is a customer

    months = day.year * 12 + day.month - 1 + n
    year, month = divmod(months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def local_day(at: datetime, time_zone: str) -> date:
    """The day of a moment in an IANA time zone; an empty zone means the moment's own offset.

    Raises Fault for an unknown zone.
    """
    return local(at, time_zone).date()


def local(at: datetime, time_zone: str) -> datetime:
    """A moment as clocks in an IANA time zone show it; an empty zone means its own offset.

    Raises Fault for an unknown zone.
    """
    if not time_zone or at.tzinfo is None:
        return at
    zone = _zone(time_zone)
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at


def read_day(text: str) -> date:
    """A day written as 2026-02-11. Raises Fault for anything else."""
    found = re.fullmatch(_DAY, text.strip())
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Fault(f'There is no day "{_quoted(text)}" in the calendar.') from None
    raise Fault(f'"{_quoted(text)}" is no day: write it as 2026-02-11.')


def read_moment(text: str, now: datetime, zone: str) -> datetime:
    """What a person typed for a moment, as an aware datetime with a fixed offset.

    `now` is the present (aware); `zone` is an IANA name, or empty for the offset of `now`.
    Takes ISO 8601 with or without offset, "2026-11-02 09:12", "2 Nov 9:12am", "Nov 2, 2026",
    "today 14:00", "yesterday 9am", "monday 14:05", "14:05", "10 min ago", "now". A day without
    a time is its first minute. Where year, week or day is left out, it is the last such moment
    up to now; "today" and "tomorrow" mean what they say.

    Raises Fault, with one sentence, for anything else (11/02 too: it is two different days),
    for a moment over a year ahead, and for an unknown zone.
    """
    where = _zone(zone) if zone else now.tzinfo or UTC
    here = now.astimezone(where)
    words = " ".join(text.split()).casefold()
    try:
        moment = _exact(words, here) or _day_and_clock(words, here)
    except (ValueError, OverflowError):
        raise Fault(f'There is no such time as "{_quoted(text)}".') from None
    if moment is None:
        hint = "write it as 2026-11-02 09:12, yesterday 9am or 14:05"
        raise Fault(f'"{_quoted(text)}" cannot be read as a time: {hint}.')
    if moment - now > _A_YEAR:
        raise Fault(f'"{_quoted(text)}" lies more than a year ahead.')
    return moment


def _exact(words: str, here: datetime) -> datetime | None:
    """What needs no day to be guessed: now, a while ago, ISO 8601 with its offset."""
    if words in {"now", "just now"}:
        return _fixed(here)
    ago = re.fullmatch(_AGO, words)
    if ago:
        past = here.astimezone(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        return _fixed(past.astimezone(here.tzinfo))
    if re.fullmatch(_ISO_WITH_OFFSET, words):
        day, rest = words[:10], words[11:].replace(" ", "").upper()
        return _fixed(datetime.fromisoformat(f"{day}T{rest}"))
    return None


def _day_and_clock(words: str, here: datetime) -> datetime | None:
    if re.match(_DAY, words):
        words = words.replace("t", " ", 1)
    found = re.search(_CLOCK_AT_END, words)
    if not words:
        return None
    clock = _clock(found) if found else time()
    day_words = words[: found.start()].rstrip(" ,") if found else words
    moments = [_on(day, clock, here) for day in _days(day_words, here)]
    if len(moments) == 1:
        return moments[0]
    return next((moment for moment in moments if moment <= here), None)


def _clock(found: re.Match[str]) -> time:
    hour, minute, second = int(found[1] or found[4]), int(found[2] or 0), int(found[3] or 0)
    if found[5]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if found[5] == "p" else 0)
    return time(hour, minute, second)


def _days(words: str, here: datetime) -> list[date]:
    """The days that the words can mean: the only one, or several, latest first."""
    today = here.date()
    named = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if words in named:
        return [today + timedelta(days=named[words])]
    if not words:
        return [today, today - timedelta(days=1)]
    if re.fullmatch(_DAY, words):
        return [date.fromisoformat(words)]
    weekday = re.fullmatch(_WEEKDAY, words.removeprefix("last ").removeprefix("on "))
    if weekday:
        # On a Monday, "monday 23:00" in the morning is the week before.
        back = (today.weekday() - WEEKDAYS.index(weekday[1])) % 7
        return [today - timedelta(days=back), today - timedelta(days=back + 7)]
    return _named_days(words, today)


def _named_days(words: str, today: date) -> list[date]:
    day_first, month_first = re.fullmatch(_DAY_MONTH, words), re.fullmatch(_MONTH_DAY, words)
    if day_first:
        day, month, year = day_first.groups()
    elif month_first:
        month, day, year = month_first.groups()
    else:
        return []
    years = [int(year)] if year else [today.year, today.year - 1]
    return [date(in_year, _MONTHS.index(month) + 1, int(day)) for in_year in years]


def _on(day: date, clock: time, here: datetime) -> datetime:
    return _fixed(datetime.combine(day, clock, here.tzinfo))


def _fixed(moment: datetime) -> datetime:
    """The same moment with its offset alone: what the zone's rules say later cannot move it.

    A wall time that was skipped when clocks went forward comes out an hour later.
    """
    through = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return through.replace(tzinfo=timezone(through.utcoffset() or timedelta()))


def _zone(name: str) -> "ZoneInfo":
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - only where one is set

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Fault(
            f'"{_quoted(name)}" is no time zone: write it as America/New_York or Europe/London.'
        ) from None


def _quoted(text: str) -> str:
    return one_line(text, 40)
