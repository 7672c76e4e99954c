"""Moments as the file keeps them, and the keys that put calls in the order of time."""

from datetime import UTC, datetime, timedelta, timezone

from screener.faults import Fault

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)

TIES = 256
"""Keys to each millisecond. Few, because each word in the full-text index pays for the
distance between the keys of the calls that hold it. A call too many takes the next
millisecond's."""


def micros(at: datetime, field: str = "at") -> tuple[int, int]:
    """Microseconds since 1970 UTC and the local offset in minutes. Fault without an offset."""
    offset = at.utcoffset()
    if offset is None:
        raise Fault(f"{field}: {at.isoformat()} needs its offset from UTC.")
    return (at - _EPOCH) // _MICROSECOND, offset // _MINUTE


def moment(at: int, offset: int) -> datetime:
    """The moment that `micros` took apart, at its local offset."""
    shift = timedelta(minutes=offset)
    # On the wall clock first: the same moment in UTC may lie outside the calendar.
    wall = _EPOCH.replace(tzinfo=None) + timedelta(microseconds=at) + shift
    return wall.replace(tzinfo=timezone(shift))


def first_key(at: int) -> int:
    """The first of the keys that belong to the millisecond of `at` (in microseconds)."""
    return at // 1000 * TIES
