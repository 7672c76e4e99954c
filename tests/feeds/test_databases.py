"""Databases of other programs, read and left as they are."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from screener.faults import Fault
from screener.feeds import recognise
from screener.feeds.protocol import Incoming, Item, Place, Rang, Skipped
from screener.feeds.source import opened
from screener.words import Status
from tests.feeds.conftest import ZONE, Read

IPHONE = (
    "CREATE TABLE ZCALLRECORD (Z_PK INTEGER PRIMARY KEY, ZADDRESS BLOB, ZNAME TEXT, ZDATE TIMESTAMP, "
    "ZDURATION FLOAT, ZORIGINATED INTEGER, ZANSWERED INTEGER, ZUNIQUE_ID TEXT)"
)
ATTENDANT = (
    "CREATE TABLE CallLog (CallLogID INTEGER PRIMARY KEY AUTOINCREMENT, Name TEXT, Number TEXT, "
    "Action TEXT, Reason TEXT, Date TEXT, Time TEXT, SystemDateTime TEXT)"
)


def made(path: Path, *tables: str, rows: Sequence[tuple[str, tuple[object, ...]]] = ()) -> Path:
    with closing(sqlite3.connect(path)) as db:
        for sql in tables:
            db.execute(sql)
        for table, row in rows:
            db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        db.commit()
    return path


def items_of(path: Path, expected: str) -> list[Item]:
    before = path.read_bytes()
    source = opened(path)
    feed = recognise(source.head)
    assert expected == feed.NAME
    items = list(feed.read(source, Place(ZONE)))
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    return items


def test_iphone(tmp_path: Path) -> None:
    rows = [
        ("ZCALLRECORD", (1, b"+15551234567", "Ann", 689860800.0, 120.4, 0, 1, "A-1")),
        ("ZCALLRECORD", (2, "+15551234567", None, 689860801.5, 0, 0, 0, None)),
        ("ZCALLRECORD", (3, None, None, "soon", None, 0, 0, "A-3")),
        ("ZCALLRECORD", (4, "a@b.example", None, 689860802, 5, 1, 1, "A-4")),
        ("ZCALLRECORD", (5, None, None, 1e300, None, 0, 0, "A-5")),
    ]
    items = items_of(made(tmp_path / "db", IPHONE, rows=rows), "iphone")
    assert [type(item) for item in items] == [Incoming, Incoming, Skipped, Rang, Skipped]
    first = items[0]
    assert isinstance(first, Incoming)
    assert first.call.at == datetime(2022, 11, 11, 12, tzinfo=UTC)
    assert (first.call.number, first.call.caller_id) == ("+15551234567", "Ann")
    assert (first.call.status, first.call.duration) == (Status.ANSWERED, 120)
    assert first.call.source_id == "A-1"


def test_callattendant_whatever_the_order_of_its_columns(tmp_path: Path) -> None:
    whitelist = "CREATE TABLE Whitelist (PhoneNo TEXT)"
    rows = [
        (
            "CallLog",
            (1, "Bruce", "8055551080", "Permitted", "", "13-Oct", "", "2018-10-13 12:13:11.175"),
        ),
        ("CallLog", (2, "Spam", "8005551234", "Blocked", "x", "", "", "2018-10-13 12:14:11")),
        ("CallLog", (3, "Spam", "8005551234", "Blocked", "x", "13-Oct", "", None)),
    ]
    items = items_of(made(tmp_path / "db", ATTENDANT, whitelist, rows=rows), "callattendant")
    first, second, third = items
    assert isinstance(first, Incoming)
    assert isinstance(second, Incoming)
    assert (first.call.caller_id, first.call.status) == ("Bruce", None)
    assert first.call.at == datetime(2018, 10, 13, 12, 13, 11, 175000, ZONE)
    assert second.call.status is Status.BLOCKED
    assert third == Skipped(3, "no time that can be read")


def test_permitted_numbers_are_people(read: Read) -> None:
    content = "PhoneNo,Name,Reason\n614-555-0133,Ann,family\n,,\n614-555-0134,,x\n"
    items = read(content, "callattendant-list")
    assert [type(item).__name__ for item in items] == ["Contact", "Skipped"]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("CREATE VIEW ZCALLRECORD AS SELECT 1 AS Z_PK", "has no table"),
        ("CREATE TABLE ZCALLRECORD (other TEXT)", "none of the columns that are known"),
    ],
)
def test_other_databases_are_refused(tmp_path: Path, sql: str, said: str) -> None:
    with pytest.raises(Fault, match=said):
        items_of(made(tmp_path / "db", sql), "iphone")


def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    rows = [("ZCALLRECORD", (n, "x" * 500, "", n, 1, 0, 1, str(n))) for n in range(1, 200)]
    path = made(tmp_path / "db", IPHONE, rows=rows)
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * 8192 + whole[16384:])
    with pytest.raises(Fault, match="damaged"):
        items_of(path, "iphone")


@pytest.mark.parametrize("name", [b"ZN\xffME", b'ZN"ME'])
def test_a_database_whose_schema_is_bent_is_refused(tmp_path: Path, name: bytes) -> None:
    path = made(tmp_path / "db", IPHONE, rows=[("ZCALLRECORD", (1, "", "", 1, 1, 0, 1, ""))])
    path.write_bytes(path.read_bytes().replace(b"ZNAME", name))
    with pytest.raises(Fault, match="damaged"):
        items_of(path, "iphone")
