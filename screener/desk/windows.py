"""Windows on the history: lists of any length, read where they are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from screener.desk.consent import Consent

if TYPE_CHECKING:
    from screener.ledger import LedgerEntry
    from screener.store import Record, Row
    from screener.store.windows import Walked

SLICE = 0.015
"""Seconds for which a walk along a list may keep others waiting."""
TOLD = 40
"""Calls of a caller that its story tells."""


class Story(NamedTuple):
    """What passed between the household and one caller, the newest first: at most `TOLD` of its
    calls (of `calls` in all), and what was said about calling."""

    rows: Sequence[Row]
    entries: Sequence[LedgerEntry]
    calls: int


class Windows(Consent):
    """Looking at many calls."""

    def all_tags(self) -> tuple[tuple[str, int], ...]:
        """Every tag with the number of its calls, the most used first."""
        return self.store.all_tags()

    def days(self) -> list[tuple[int, int]]:
        """How many calls each day (in UTC, counted from 1970) has, the newest day first."""
        return self.store.days()

    def rows_of_day(self, day: int, skip: int, limit: int) -> list[Row]:
        """Calls, newest first, from a day on into the past, without the newest of that day."""
        return self.store.rows_of_day(day, skip, limit)

    def newer_of_day(self, key: int) -> int:
        """How many calls of its day are newer than a call."""
        return self.store.newer_of_day(key)

    def rows(self, keys: Sequence[int]) -> list[Row]:
        """The calls with these keys, in this order."""
        return self.store.rows(keys)

    def walk(self, text: str, before: int | None = None, by: str = "") -> Walked:
        """A slice of the list of a query from a key on, grouped by company, number or day."""
        return self.store.walk(text, before, SLICE, by)

    def story(self, record: Record) -> Story:
        """What passed with the caller of a call."""
        call = record.call
        number = self._e164(call.number) or call.number.strip()
        rows = self.store.calls_of(number, record.vendor, call.company, limit=TOLD)
        calls = self.store.calls_so_far(number, call.company, record.vendor)
        named = record.vendor or number or call.company.strip()
        entries = self.store.ledger(self.party(named).party) if named else ()
        return Story(rows, entries, max(calls, len(rows)))
