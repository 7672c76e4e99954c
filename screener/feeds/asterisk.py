"""Asterisk: `Master.csv` as cdr_csv writes it, 16 to 18 columns without a header.

Columns as in Asterisk's documentation (asteriskdocs.org, chapter 13); tried on real rows. Times
are the clock on the wall; the unique id begins with the same moment in seconds since 1970, which
tells the offset. Several legs of one call have one unique id and count once.
"""

import re
from collections.abc import Iterator, Sequence

from screener.feeds.cdr import Record, item_of
from screener.feeds.ids import Ids
from screener.feeds.protocol import Head, Item, Place, Skipped
from screener.feeds.source import Source
from screener.feeds.tabular import cell, delimiter_of, rows

NAME = "asterisk"
TITLE = "Asterisk, Master.csv"

_COLUMNS = range(16, 19)
_START = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)
_DISPOSITIONS = {"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"}


def sniff(head: Head) -> float:
    """A first row of so many cells, with a time and a disposition where they belong."""
    import csv  # noqa: PLC0415 - one row

    first = next((line for line in head.text.splitlines() if line.strip()), "")
    if delimiter_of(first) != ",":
        return 0.0
    try:
        cells = next(csv.reader([first[: 1 << 16]]))
    except (csv.Error, StopIteration):
        return 0.0
    return 0.98 if _fits(cells) else 0.0


def read(source: Source, place: Place) -> Iterator[Item]:
    """The calls of the file; between two extensions is none that came in."""
    ids = Ids()
    for row in rows(source):
        if isinstance(row, Skipped):
            yield row
        elif not _fits(row.cells):
            yield Skipped(row.line, "not a row of this format")
        else:
            yield item_of(_record(row.cells), row.line, place, NAME, ids)


def _fits(cells: Sequence[str]) -> bool:
    return (
        len(cells) in _COLUMNS
        and _START.fullmatch(cells[9]) is not None
        and cells[14] in _DISPOSITIONS
    )


def _record(cells: Sequence[str]) -> Record:
    return Record(
        src=cells[1],
        dst=cells[2],
        context=cells[3],
        clid=cells[4],
        application=cells[7],
        start=cells[9],
        billsec=cells[13],
        disposition=cells[14],
        unique=cell(cells, 16),
    )
