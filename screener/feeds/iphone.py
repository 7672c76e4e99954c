"""iPhone: `CallHistory.storedata`, the database of calls in a backup.

From its columns as iLEAPP (https://github.com/abrignoni/iLEAPP, MIT) documents them; no real
database was at hand. Times are seconds since 2001-01-01 UTC.
"""

from collections.abc import Iterator

from screener.call import Call
from screener.feeds.foreign import MAGIC, Row, opened_database, rows_of, text_of
from screener.feeds.protocol import Head, Incoming, Item, Place, Rang, Skipped
from screener.feeds.source import Source
from screener.feeds.times import NO_TIME, from_epoch
from screener.words import Status

NAME = "iphone"
TITLE = "iPhone, CallHistory.storedata"

_TABLE = "ZCALLRECORD"
_COLUMNS = (
    "Z_PK",
    "ZADDRESS",
    "ZNAME",
    "ZDATE",
    "ZDURATION",
    "ZORIGINATED",
    "ZANSWERED",
    "ZUNIQUE_ID",
)
_FROM_2001 = 978_307_200


def sniff(head: Head) -> float:
    """An SQLite file with the table."""
    return 0.98 if head.raw.startswith(MAGIC) and _TABLE.encode() in head.raw else 0.0


def read(source: Source, place: Place) -> Iterator[Item]:
    """The calls of the table."""
    with opened_database(source) as db:
        for at, row in rows_of(db, _TABLE, _COLUMNS, source):
            yield row if isinstance(row, Skipped) else _item(row, at, place)


def _item(row: Row, line: int, place: Place) -> Item:
    date, duration = row.get("ZDATE"), row.get("ZDURATION")
    at = from_epoch(date + _FROM_2001, place.zone) if isinstance(date, int | float) else None
    if at is None:
        return Skipped(line, NO_TIME)
    number, answered = text_of(row.get("ZADDRESS")), bool(row.get("ZANSWERED"))
    seconds = int(duration) if isinstance(duration, int | float) and 0 <= duration < 2**31 else None
    if row.get("ZORIGINATED"):
        return Rang(number, at, bool(seconds), line)
    call = Call(
        at=at,
        number=number,
        caller_id=text_of(row.get("ZNAME")),
        status=Status.ANSWERED if answered else Status.MISSED,
        duration=seconds,
        source=NAME,
        source_id=text_of(row.get("ZUNIQUE_ID")) or f"{date}-{number[:40]}",
    )
    return Incoming(call, line)
