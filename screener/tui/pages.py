"""A long list read in pages, each going on from a key: which are here, and how to get one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.store.rows import Row
    from screener.words import Label

PAGE = 100
"""Rows a page: some screens full, and under a millisecond to read."""
KEPT = 40
"""Pages held at once; what was seen longest ago goes first."""
STEPS = 5
"""How many pages are walked over to reach one before the list's keys are asked for."""


class Query(NamedTuple):
    """What the list is to hold."""

    text: str = ""
    label: Label | None = None


class Fetched(NamedTuple):
    """One page of a list."""

    page: int
    rows: Sequence[Row]


@dataclass(slots=True)
class Pages:
    """The pages of one list that are here. Knows nothing of widgets or of the desk.

    `before` holds the keys from which pages can be entered; only the desk's thread uses it.
    """

    total: int = 0
    before: dict[int, int | None] = field(default_factory=lambda: {0: None})
    _rows: OrderedDict[int, Sequence[Row]] = field(default_factory=OrderedDict)

    def row(self, index: int) -> Row | None:
        """The row at a place of the list, None if its page is not here."""
        rows = self._rows.get(index // PAGE)
        if rows is None:
            return None
        self._rows.move_to_end(index // PAGE)
        at = index % PAGE
        return rows[at] if at < len(rows) else None

    def has(self, page: int) -> bool:
        """Whether a page is here."""
        return page in self._rows

    def put(self, fetched: Fetched) -> None:
        """Takes a page in, and lets the one seen longest ago go."""
        self._rows[fetched.page] = fetched.rows
        self._rows.move_to_end(fetched.page)
        while len(self._rows) > KEPT:
            self._rows.popitem(last=False)


def fetch(desk: Desk, query: Query, page: int, before: dict[int, int | None]) -> Fetched:
    """Reads one page, from the nearest place at which the list can be entered, and notes in
    `before` the places that it learns of.

    A page far from all of them asks for the list's keys once; from then on all are near.
    """
    if page - _nearest(page, before) > STEPS:
        keys = desk.anchors(PAGE, query.text, label=query.label)
        before.update({at: key + 1 for at, key in enumerate(keys) if at})
    rows: Sequence[Row] = ()
    for at in range(_nearest(page, before), page + 1):
        rows = desk.history(query.text, label=query.label, before=before[at], limit=PAGE)
        if not rows:
            break
        before[at + 1] = rows[-1].key
    return Fetched(page, rows)


def _nearest(page: int, before: dict[int, int | None]) -> int:
    return max(at for at in before if at <= page)
