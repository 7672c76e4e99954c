"""Moments as the file keeps them, and the keys that put calls in the order of time."""

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from screener.faults import Fault

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)

TIES = 8
"""Keys to each second. Few, because each word in the full-text index pays for the distance
between the keys of the calls that hold it. A call too many takes the next second's."""

_SECOND = 1_000_000


def micros(at: datetime, field: str = "at") -> tuple[int, int]:
    """Microseconds since 1970 UTC and the local offset in minutes. Fault without an offset."""
    offset = at.utcoffset()
    if offset is None:
        raise Fault(f"{field}: {at.isoformat()} needs its offset from UTC.")
    return (at - _EPOCH) // _MICROSECOND, offset // _MINUTE


def moment(at: int, offset: int) -> datetime:
    """The moment that `micros` took apart, at its local offset."""
    seconds, part = divmod(at, 1_000_000)
    zone = _zone(offset)
    try:
        found = datetime.fromtimestamp(seconds, zone)
    except (ValueError, OverflowError, OSError):
        # On the wall clock first: the same moment in UTC may lie outside the calendar.
        wall = _EPOCH.replace(tzinfo=None) + timedelta(microseconds=at) + timedelta(minutes=offset)
        return wall.replace(tzinfo=zone)
    return found.replace(microsecond=part) if part else found


@lru_cache(maxsize=256)
def _zone(offset: int) -> timezone:
    return timezone(timedelta(minutes=offset))


def first_key(at: int) -> int:
    """The first of the keys that belong to the second of `at` (in microseconds)."""
    return at // _SECOND * TIES
