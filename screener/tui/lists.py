"""Lists of calls that are too long to be held: each knows how many lines it has, which lines
stand at a place, and where a call stands. Lines are read on the desk's thread."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import accumulate
from operator import neg
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from screener.words import Label

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.store.rows import Row
    from screener.store.windows import Walked


class Grouping(StrEnum):
    """What a list is grouped by."""

    NONE = ""
    COMPANY = "company"
    NUMBER = "number"
    DAY = "day"


class Query(NamedTuple):
    """What a list is to hold: words of the query language, and what they are grouped by."""

    text: str = ""
    by: Grouping = Grouping.NONE


class Heading(NamedTuple):
    """The line above a group. `newest` is its newest call, whose name it goes by."""

    group: int | str
    by: Grouping
    calls: int
    labels: Mapping[Label, int]
    open: bool
    newest: Row


Line: TypeAlias = "Row | Heading"


class List(Protocol):
    """A list of lines."""

    def __len__(self) -> int: ...

    def lines(self, desk: Desk, first: int, count: int) -> Sequence[Line]:
        """At most `count` lines from a place on."""

    def place(self, desk: Desk, key: int) -> int:
        """Where a call stands, or stood if it is gone."""


class Nothing:
    """No lines."""

    def __len__(self) -> int:
        return 0

    def lines(self, _desk: Desk, _first: int, _count: int) -> Sequence[Line]:
        """None."""
        return ()

    def place(self, _desk: Desk, _key: int) -> int:
        """The beginning."""
        return 0


class AllCalls:
    """Every call. Places are found by adding up the days, so that a million calls cost no more
    than a thousand."""

    def __init__(self, days: Sequence[tuple[int, int]]) -> None:
        self._days = [day for day, _ in days]
        self._starts = list(accumulate((calls for _, calls in days), initial=0))

    def __len__(self) -> int:
        return self._starts[-1]

    def lines(self, desk: Desk, first: int, count: int) -> Sequence[Line]:
        """From the day in which the place lies, going on by keys."""
        at = bisect_right(self._starts, first) - 1
        if not 0 <= at < len(self._days):
            return ()
        return desk.rows_of_day(self._days[at], first - self._starts[at], count)

    def place(self, desk: Desk, key: int) -> int:
        """The newer days, and the newer calls of its own."""
        from screener.store.newest import day_of_key  # noqa: PLC0415 - not before the first paint

        at = bisect_left(self._days, -day_of_key(key), key=neg)
        if at == len(self._days):
            return max(len(self) - 1, 0)
        return self._starts[at] + desk.newer_of_day(key)


class Found:
    """The calls that a query found, by their keys; grows while it is looked for more."""

    def __init__(self) -> None:
        self.keys: array[int] = array("q")

    def __len__(self) -> int:
        return len(self.keys)

    def lines(self, desk: Desk, first: int, count: int) -> Sequence[Line]:
        """By their keys."""
        return desk.rows(self.keys[first : first + count])

    def place(self, _desk: Desk, key: int) -> int:
        """By its key: they are in order."""
        return bisect_left(self.keys, -key, key=neg)


_LABELS: tuple[Label | None, ...] = (None, *Label)
_BITS = 24
"""Room for each label's count in one whole number: less memory than a counter each."""


class Groups:
    """Calls by what they share, each group under its heading, the one with the newest call
    first. `flipped` are those that are not as the others are: folded among open ones, or open
    among folded ones."""

    def __init__(self, by: Grouping, *, open_: bool) -> None:
        self.by = by
        self.open = open_
        self.calls = 0
        self.flipped: set[int | str] = set()
        self._keys: dict[int | str, list[int]] = {}
        self._tallies: dict[int | str, int] = {}
        self._names: list[int | str] = []
        self._starts: list[int] = [0]

    def __len__(self) -> int:
        return self._starts[-1]

    def take(self, walked: Walked) -> None:
        """Takes a slice in; `settle` comes at the end."""
        keys, tallies = self._keys, self._tallies
        for key, (group, label) in zip(walked.keys, walked.groups, strict=True):
            theirs = keys.get(group)
            if theirs is None:
                keys[group], tallies[group] = [key], 1 << label * _BITS
            else:
                theirs.append(key)
                tallies[group] += 1 << label * _BITS
        self.calls += len(walked.keys)

    def settle(self) -> None:
        """Works out where each group begins."""
        # In the order in which their first, that is newest, calls were met.
        self._names = list(self._keys)
        sizes = (self._size(group) for group in self._names)
        self._starts = list(accumulate(sizes, initial=0))

    def flip(self, group: int | str) -> None:
        """Folds a group, or opens it."""
        self.flipped ^= {group}
        self.settle()

    def flip_all(self) -> None:
        """Folds all groups where most are open, or opens them."""
        self.open = not self.open
        self.flipped.clear()
        self.settle()

    def count(self) -> int:
        """How many groups there are."""
        return len(self._names)

    def is_open(self, group: int | str) -> bool:
        """Whether the calls of a group are shown."""
        return self.open != (group in self.flipped)

    def group_of(self, key: int) -> int | str:
        """The group that a call is in; the first for one that is gone."""
        for group, keys in self._keys.items():
            if keys[-1] <= key <= keys[0]:
                inner = bisect_left(keys, -key, key=neg)
                if inner < len(keys) and keys[inner] == key:
                    return group
        return self._names[0]

    def heading_place(self, group: int | str) -> int:
        """Where the heading of a group stands; the beginning for one that is gone."""
        try:
            return self._starts[self._names.index(group)]
        except ValueError:
            return 0

    def lines(self, desk: Desk, first: int, count: int) -> Sequence[Line]:
        """Headings, and the calls of open groups under them."""
        wanted: list[tuple[int | str | None, int]] = []
        at = bisect_right(self._starts, first) - 1
        while 0 <= at < len(self._names) and len(wanted) < count:
            group = self._names[at]
            keys = self._keys[group]
            skip = max(first - self._starts[at], 0)
            if skip == 0:
                wanted.append((group, keys[0]))
            if self.is_open(group):
                some = keys[max(skip - 1, 0) : max(skip - 1, 0) + count]
                wanted += [(None, key) for key in some]
            at += 1
        del wanted[count:]
        rows = {row.key: row for row in desk.rows(list({key for _, key in wanted}))}
        found = ((group, rows.get(key)) for group, key in wanted)
        return [
            row if group is None else self._heading(group, row)
            for group, row in found
            if row is not None
        ]

    def place(self, _desk: Desk, key: int) -> int:
        """Its own line where its group is open, else the heading."""
        if not self._names:
            return 0
        group = self.group_of(key)
        inner = bisect_left(self._keys[group], -key, key=neg) + 1 if self.is_open(group) else 0
        return self.heading_place(group) + inner

    def _size(self, group: int | str) -> int:
        return 1 + (len(self._keys[group]) if self.open != (group in self.flipped) else 0)

    def _heading(self, group: int | str, newest: Row) -> Heading:
        tally, mask = self._tallies[group], (1 << _BITS) - 1
        labels = {
            label: tally >> at * _BITS & mask
            for at, label in enumerate(_LABELS)
            if label is not None and tally >> at * _BITS & mask
        }
        calls = len(self._keys[group])
        return Heading(group, self.by, calls, labels, self.is_open(group), newest)
