"""Rows of CSV files, bounded, with the line on which each begins."""

import csv
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from screener.feeds.protocol import Skipped
from screener.feeds.source import Source

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
    wrong: list[Skipped] = []
    at = 0

    def lines() -> Iterator[str]:
        nonlocal at
        for line in source.lines(legacy):
            if line.wrong:
                wrong.append(Skipped(line.number, line.wrong))
                continue
            at = line.number
            yield line.text

    reader = csv.reader(lines(), delimiter=delimiter)
    before = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            wrong.append(Skipped(before + 1, NO_ROW))
            row = []
        yield from wrong
        begun, before = before + 1, at
        wrong.clear()
        if row is None:
            return
        if any(row):
            # A row over several lines begins on the first of them.
            yield Cells(
                begun if at - begun < sum(cell.count("\n") for cell in row) + 1 else at, row
            )


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
