"""callattendant (and CallAttendantNext): its database of calls, blocked and permitted numbers.

From the tables that its source makes; no real database was at hand. Columns are read by name, since
their order changed. Whom it permits are people whom the consumer knows; its blocked numbers are
read with `screener reputation add`.
"""

from collections.abc import Iterator

from screener.call import Call
from screener.feeds.foreign import MAGIC, Row, opened_database, rows_of, text_of
from screener.feeds.protocol import Head, Incoming, Item, Place, Skipped
from screener.feeds.source import Source
from screener.feeds.times import NO_TIME, from_wall
from screener.words import Status

NAME = "callattendant"
TITLE = "callattendant, callattendant.db"

_TABLE = "CallLog"
_COLUMNS = ("CallLogID", "Name", "Number", "Action", "SystemDateTime")
_STATUS = {"blocked": Status.BLOCKED, "screened": Status.BLOCKED}
"""A screened call was answered by the machine; a permitted one rang, and what came of it is not
told."""


def status_of(action: str) -> Status | None:
    """What became of a call, by what the program did about it."""
    return _STATUS.get(action.casefold())


def sniff(head: Head) -> float:
    """An SQLite file with its tables."""
    fits = head.raw.startswith(MAGIC) and b"CallLog" in head.raw and b"Whitelist" in head.raw
    return 0.97 if fits else 0.0


def read(source: Source, place: Place) -> Iterator[Item]:
    """The calls of the log."""
    with opened_database(source) as db:
        for at, row in rows_of(db, _TABLE, _COLUMNS, source):
            yield row if isinstance(row, Skipped) else _item(row, at, place)


def _item(row: Row, line: int, place: Place) -> Item:
    when = text_of(row.get("SystemDateTime"))
    at = from_wall(when, place.zone, "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S")
    if at is None:
        return Skipped(line, NO_TIME)
    number = text_of(row.get("Number"))
    call = Call(
        at=at,
        number=number,
        caller_id=text_of(row.get("Name")),
        status=status_of(text_of(row.get("Action"))),
        source=NAME,
        # Its own ids begin anew with each new database, so the moment stands beside.
        source_id=f"{text_of(row.get('CallLogID'))}-{when[:30]}",
    )
    return Incoming(call, line)
