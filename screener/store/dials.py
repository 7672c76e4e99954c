"""What the household's clocks showed at the time of a call: its key as hours on their dial."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from screener.store.moments import TIES

_SECOND = timedelta(seconds=1)
_DAY = 86_400
_HOUR = 3600 * TIES
_EARLY = 1_000_000 * 24
"""Hours that are added while dividing, since SQLite rounds towards zero."""
_FIRST, _LAST = (
    int(datetime(year, 1, 3, tzinfo=UTC).timestamp()) for year in (2, 9998)
)  # what Python's calendar holds, in any zone


class Spell(NamedTuple):
    """A stretch of time without a change of the clocks: the first key of it and the first after
    it, and by how many seconds the clocks are ahead of UTC."""

    first: int
    after: int
    ahead: int

    @property
    def shift(self) -> int:
        """What is added to a key before it is divided by `PER_HOUR`."""
        return self.ahead * TIES + _EARLY * _HOUR


PER_HOUR = _HOUR
EARLY = _EARLY


def spells(zone: tzinfo | None, first: int, after: int) -> list[Spell]:
    """The stretches between two keys, the earliest first; at least one."""
    second, end = first // TIES, -(-after // TIES)
    found, begins, ahead = [], first, _ahead(zone, second)
    while second < end:
        reached = min(second + _DAY, end)
        if _ahead(zone, reached) != ahead:
            change = _change(zone, second, reached)
            found.append(Spell(begins, change * TIES, ahead))
            begins, ahead = change * TIES, _ahead(zone, change)
            second = change
        else:
            second = reached
    return [*found, Spell(begins, max(after, begins), ahead)]


def hours_of(stretches: Sequence[Spell], key: str) -> str:
    """The hours since 1970 on the clock at a key, in SQL."""
    *before, last = stretches
    cases = "".join(f" WHEN {key} < {one.after} THEN {one.shift}" for one in before)
    shift = f"CASE{cases} ELSE {last.shift} END" if cases else str(last.shift)
    return f"(({key} + {shift}) / {_HOUR} - {_EARLY})"


def _change(zone: tzinfo | None, before: int, after: int) -> int:
    """The first second with the offset of `after`; that of `before` is another."""
    ahead = _ahead(zone, after)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (before, middle) if _ahead(zone, middle) == ahead else (middle, after)
    return after


def _ahead(zone: tzinfo | None, second: int) -> int:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=min(max(second, _FIRST), _LAST))
    offset = (at if zone is None else at.astimezone(zone)).utcoffset()
    return 0 if offset is None else offset // _SECOND
