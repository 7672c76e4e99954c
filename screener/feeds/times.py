"""Moments as feeds write them."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

_MOST_SKEW = timedelta(seconds=5)
_QUARTER = timedelta(minutes=15)
_FARTHEST = timedelta(hours=14)

NO_TIME = "no time that can be read"


def from_epoch(seconds: float, zone: tzinfo) -> datetime | None:
    """The moment so many seconds after 1970; None for one outside the calendar."""
    try:
        return datetime.fromtimestamp(seconds, zone)
    except (ValueError, OverflowError, OSError):
        return None


def from_wall(text: str, zone: tzinfo, *patterns: str) -> datetime | None:
    """A clock on the wall in `zone`, in ISO 8601 (whose own offset counts, if it has one) or in
    one of the patterns of `strptime`; None for anything else."""
    text = text.strip()
    found = _iso(text)
    for pattern in patterns:
        if found is not None:
            break
        found = _by_pattern(text, pattern)
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _iso(text: str) -> datetime | None:
    # Shorter ones (20260102, 2026-W01) are more likely something else.
    if len(text) < 16:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _by_pattern(text: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone comes after
    except ValueError:
        return None


def with_epoch(wall: datetime, seconds: float) -> datetime:
    """A clock on the wall with the offset that the same moment in seconds since 1970 tells; as
    it was where the two are no quarter of an hour's multiple apart."""
    exact = from_epoch(seconds, UTC)
    if exact is None:
        return wall
    apart = wall.replace(tzinfo=UTC) - exact
    offset = round(apart / _QUARTER) * _QUARTER
    if abs(apart - offset) > _MOST_SKEW or abs(offset) > _FARTHEST:
        return wall
    return wall.replace(tzinfo=timezone(offset))


def seconds_of(text: str) -> int | None:
    """A duration written as seconds, M:SS or H:MM:SS; None for anything else."""
    parts = text.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(p.isascii() and p.isdecimal() for p in parts):
        return None
    if any(len(part) > 9 for part in parts):
        return None
    total = 0
    for part in parts:
        total = total * 60 + int(part)
    return total if total < 2**31 else None
