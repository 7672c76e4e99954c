"""callattendant: its list of permitted numbers, `PhoneNo,Name,Reason`.

From its documented columns; no real list was at hand. Whom it permits are people whom the consumer
knows. Lists of permitted and of blocked numbers look the same, so this one must be named with
`--format`; blocked numbers are read with `screener reputation add`.
"""

from collections.abc import Iterator

from screener.feeds.protocol import Contact, Head, Item, Place, Skipped
from screener.feeds.source import Source
from screener.feeds.tabular import cell, rows

NAME = "callattendant-list"
TITLE = "callattendant, permitted numbers (CSV)"

_HEADER = ["phoneno", "name"]


def sniff(head: Head) -> float:
    """Never by itself: to take blocked numbers for friends would be worse than to ask."""
    del head
    return 0.0


def read(source: Source, place: Place) -> Iterator[Item]:
    """The people of the list."""
    del place
    for row in rows(source):
        if isinstance(row, Skipped):
            yield row
            continue
        number, name = (cell(row.cells, at).strip("\ufeff ") for at in range(2))
        if [number.casefold(), name.casefold()] == _HEADER:
            continue
        if number and name:
            yield Contact(name, (number,), organisation=False, line=row.line)
        else:
            yield Skipped(row.line, "no number or no name")
