"""The pages of a long list that are here. Knows nothing of widgets, and of the desk only that the
list asks it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from screener.tui.lists import Line, List, Nothing
from screener.tui.numbers import in_lines

if TYPE_CHECKING:
    from screener.desk import Desk

PAGE = 100
"""Lines a page: some screens full, and under a millisecond to read."""
KEPT = 40
"""Pages held at once; what was seen longest ago goes first."""


class Fetched(NamedTuple):
    """One page of a list."""

    page: int
    lines: Sequence[Line]


class Pages:
    """What is here of a list."""

    def __init__(self, listed: List | None = None) -> None:
        self.listed: List = listed or Nothing()
        self._pages: OrderedDict[int, Sequence[Line]] = OrderedDict()

    @property
    def total(self) -> int:
        """How many lines the list has."""
        return len(self.listed)

    def line(self, index: int) -> Line | None:
        """The line at a place of the list, None if its page is not here."""
        lines = self._pages.get(index // PAGE)
        if lines is None:
            return None
        self._pages.move_to_end(index // PAGE)
        at = index % PAGE
        return lines[at] if at < len(lines) else None

    def has(self, page: int) -> bool:
        """Whether a page is here."""
        return page in self._pages

    def put(self, fetched: Fetched) -> None:
        """Takes a page in, and lets the one seen longest ago go."""
        self._pages[fetched.page] = fetched.lines
        self._pages.move_to_end(fetched.page)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def fetch(self, desk: Desk, page: int) -> Fetched:
        """Reads a page, its numbers as people write them, on the desk's thread."""
        lines = self.listed.lines(desk, page * PAGE, PAGE)
        return Fetched(page, in_lines(lines, desk.region))

    def drop(self, page: int) -> None:
        """Lets a page go that was not full: the list has grown at its end."""
        self._pages.pop(page, None)
