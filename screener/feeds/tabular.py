"""Rows of CSV files, bounded, with the line on which each begins."""

import csv
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from screener.feeds.protocol import Skipped
from screener.feeds.source import Line, Source

LARGEST_CELL = 1 << 17
"""Characters. A quote that is never closed swallows no more than this."""
NO_ROW = "not a row of CSV (a quote that is never closed?)"

_DELIMITERS = ",;\t|"


class Cells(NamedTuple):
    """A row and the line on which it begins."""

    line: int
    cells: list[str]


def rows(source: Source, delimiter: str = ",", legacy: str = "") -> Iterator[Cells | Skipped]:
    """The rows of a file that hold anything, and what could not be read of it, in its order."""
    csv.field_size_limit(LARGEST_CELL)
    feed = _Fed(source.lines(legacy))
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.begins = 0
        try:
            row = next(reader, None)
        except csv.Error:
            row = []
            feed.wrong.append(Skipped(feed.begins, NO_ROW))
        yield from feed.wrong
        feed.wrong.clear()
        if row is None:
            return
        if any(row):
            yield Cells(feed.begins, row)


class _Fed:
    """The lines that can be read, as they are handed on; `begins` is the first since it was 0,
    `wrong` what cannot be read."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self.begins = 0
        self.wrong: list[Skipped] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for line in self._lines:
            if not line.wrong:
                self.begins = self.begins or line.number
                return line.text
            self.wrong.append(Skipped(line.number, line.wrong))
        raise StopIteration


def delimiter_of(text: str) -> str:
    """The character that parts the cells of the first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=lambda each: (first.count(each), -_DELIMITERS.index(each)))


def header_of(text: str, delimiter: str) -> list[str]:
    """The cells of the first line of a head."""
    first = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    try:
        return [
            cell.strip() for cell in next(csv.reader([first[:LARGEST_CELL]], delimiter=delimiter))
        ]
    except (csv.Error, StopIteration):
        return []


def cell(cells: Sequence[str], at: int | None) -> str:
    """A cell of a row, '' where the row is too short or there is no such column."""
    return cells[at] if at is not None and at < len(cells) else ""
