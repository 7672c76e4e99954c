"""FRITZ!Box: the call list as its page saves it, German or English, seven or eight columns.

From the documented columns; no real list was at hand. `sep=;` stands on the first line; older boxes
write ISO 8859-1, newer UTF-8. Times are minutes, without an id: rows of one minute are told apart
by their order.
"""

from collections.abc import Iterator, Sequence

from screener.call import Call
from screener.feeds.ids import Ids
from screener.feeds.protocol import Head, Incoming, Item, Place, Rang, Skipped
from screener.feeds.source import Source
from screener.feeds.tabular import Cells, cell, rows
from screener.feeds.times import NO_TIME, from_wall, seconds_of
from screener.text import one_line
from screener.words import Status

NAME = "fritzbox"
TITLE = "FRITZ!Box call list, CSV"

_HEADS = (("typ", "datum"), ("type", "date"))
_NUMBER = ("rufnummer", "number", "telephone number")
_DURATION = ("dauer", "duration")
_STATUS = {"1": Status.ANSWERED, "2": Status.MISSED, "10": Status.BLOCKED}
_OUTGOING = {"3", "4"}
"""3 as the box's programming interface has it, 4 as its page saves it."""


def sniff(head: Head) -> float:
    """Its header, after `sep=;` or without."""
    lines = head.text.lstrip("\ufeff").casefold().splitlines()[:2]
    return 0.99 if any(tuple(line.split(";")[:2]) in _HEADS for line in lines) else 0.0


def read(source: Source, place: Place) -> Iterator[Item]:
    """The calls of the list."""
    ids, header = Ids(), list[str]()
    for row in rows(source, ";", "cp1252"):
        if isinstance(row, Skipped):
            yield row
        elif not header:
            names = [each.strip("\ufeff ").casefold() for each in row.cells]
            header = names if tuple(names[:2]) in _HEADS else []
        elif len(row.cells) < len(header):
            yield Skipped(row.line, "not a row of this format")
        else:
            yield _item(row, header, place, ids)


def _item(row: Cells, header: Sequence[str], place: Place, ids: Ids) -> Item:
    cells = row.cells
    kind, when, name = (cell(cells, at).strip() for at in range(3))
    number = cell(cells, _place(header, _NUMBER))
    at = from_wall(when, place.zone, "%d.%m.%y %H:%M", "%d.%m.%Y %H:%M")
    if at is None:
        return Skipped(row.line, NO_TIME)
    length = cell(cells, _place(header, _DURATION)).strip()
    # H:MM, so that 0:01 is a minute, or less: started minutes count.
    duration = seconds_of(f"{length}:00") if ":" in length else None
    if kind in _OUTGOING:
        return Rang(number, at, bool(duration), row.line)
    if kind not in _STATUS:
        return Skipped(row.line, f"a call of the unknown type {one_line(kind, 10)!r}")
    status = _STATUS[kind]
    call = Call(
        at=at,
        number=number,
        caller_id=name,
        status=status,
        duration=duration if status is Status.ANSWERED else None,
        own_number=cell(cells, len(header) - 2),
        source=NAME,
        source_id=ids.of(when, kind, number, length),
    )
    return Incoming(call, row.line)


def _place(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((at for at, each in enumerate(header) if each in names), None)
