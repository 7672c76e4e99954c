"""FreePBX: call detail records as its CDR report gives them out (columns of asteriskcdrdb.cdr).

From the documented columns; no real export was at hand. Rows as in `asterisk`, by their header.
"""

from collections.abc import Iterator, Mapping

from screener.feeds.cdr import Record, item_of
from screener.feeds.ids import Ids
from screener.feeds.protocol import Head, Item, Place, Skipped
from screener.feeds.source import Source
from screener.feeds.tabular import delimiter_of, header_of, rows

NAME = "freepbx"
TITLE = "FreePBX, CDR report"

_NEEDED = {"calldate", "src", "dst", "disposition"}


def sniff(head: Head) -> float:
    """A header with the columns of the table."""
    names = {each.casefold() for each in header_of(head.text, delimiter_of(head.text))}
    return 0.98 if names >= _NEEDED else 0.0


def read(source: Source, place: Place) -> Iterator[Item]:
    """The calls of the report."""
    ids, header = Ids(), list[str]()
    for row in rows(source, delimiter_of(source.head.text)):
        if isinstance(row, Skipped):
            yield row
        elif not header:
            header = [cell.strip("\ufeff ").casefold() for cell in row.cells]
        elif len(row.cells) < len(_NEEDED):
            yield Skipped(row.line, "not a row of this format")
        else:
            found = dict(zip(header, row.cells, strict=False))
            yield item_of(_record(found), row.line, place, NAME, ids)


def _record(found: Mapping[str, str]) -> Record:
    name = found.get("cnam", "")
    return Record(
        src=found.get("cnum") or found.get("src", ""),
        dst=found.get("dst", ""),
        context=found.get("dcontext", ""),
        clid=f'"{name}" <>' if name else found.get("clid", ""),
        application=found.get("lastapp", ""),
        start=found.get("calldate", ""),
        billsec=found.get("billsec", ""),
        disposition=found.get("disposition", "").upper(),
        unique=found.get("uniqueid", ""),
        did=found.get("did", ""),
    )
