"""Each format with what can be wrong with a file of it: a named reason, and nothing is touched."""

import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest

from screener.desk import Desk
from screener.desk.importing import Columns
from screener.desk.tally import Imported
from screener.faults import Fault
from screener.feeds import FORMATS

WHEN = {
    "asterisk": "2026-03-04 16:05:00",
    "freepbx": "2026-03-04 16:05:00",
    "ncid": "03042026",
    "fritzbox": "04.03.26 16:05",
    "csv": "2026-03-04 16:05",
    "jsonl": "2026-03-04T16:05:00Z",
    "android": "1772640300000",
    "google-voice": "2026-03-04T16:05:00.000-05:00",
}
LINES: Mapping[str, tuple[str, str]] = {
    "asterisk": (
        "",
        (
            '"","6145550133","200","from-pstn","""{name}"" <1>","SIP/1","","Dial","x",'
            '"{when}","{when}","{when}",9,8,"ANSWERED","D"'
        ),
    ),
    "freepbx": (
        "calldate,clid,src,dst,dcontext,lastapp,billsec,disposition,uniqueid\n",
        "{when},{name},6145550133,200,from-pstn,Dial,8,ANSWERED,{at}",
    ),
    "ncid": ("", "CID: *DATE*{when}*TIME*210{at}*NMBR*6145550133*NAME*{name}*"),
    "fritzbox": (
        "sep=;\nTyp;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer\n",
        "1;{when};{name};030123456;Fon;99;0:02",
    ),
    "csv": ("When,Phone,Name\n", "{when},6145550133,{name}"),
    "jsonl": ("", '{{"at":"{when}","number":"6145550133","caller_id":"{name}"}}'),
    "vcard": ("", "BEGIN:VCARD\nVERSION:3.0\nFN:{name}{at}\nTEL:614555013{at}\nEND:VCARD"),
    "google-contacts": (
        "First Name,Organization Name,Phone 1 - Value\n",
        "{name}{at},,614555013{at}",
    ),
    "callattendant-list": ("PhoneNo,Name,Reason\n", "614555013{at},{name}{at},friend"),
}
"""What a file begins with, and a line (or card) of it."""

XML = '<calls><call number="6145550133" date="{when}" type="1" contact_name="{name}" /></calls>'
PAGE = (
    '<div class="haudio"><a rel="tag" href="http://www.google.com/voice#missed">x</a>'
    '<a class="tel" href="tel:+16145550133"><span class="fn">{name}</span></a>'
    '<abbr class="published" title="{when}"></abbr></div>'
)
PAGE_NAME = "Takeout/Voice/Calls/Ann - Missed - 2026-03-04T21_05_00Z.html"
LONG = "x" * (3 << 20)


def written(path: Path, format_: str, name: str = "Ann", when: str = "") -> Path:
    """A file with one call or contact; names of other encodings are in surrogates."""
    when = when or WHEN.get(format_, "")
    if format_ == "android":
        text = XML.format(name=name, when=when)
    elif format_ == "google-voice":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            page = PAGE.format(name=name, when=when)
            archive.writestr(PAGE_NAME, page.encode("utf-8", "surrogateescape"))
        return path
    elif format_ in {"iphone", "callattendant"}:
        return database(path, format_, name, when)
    else:
        head, line = LINES[format_]
        text = head + line.format(name=name, when=when, at=1) + "\n"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return path


def database(path: Path, format_: str, name: str, when: object) -> Path:
    told = name.encode("utf-8", "surrogateescape")
    with closing(sqlite3.connect(path)) as db, db:
        if format_ == "iphone":
            db.execute(
                "CREATE TABLE ZCALLRECORD (Z_PK INTEGER, ZADDRESS TEXT, ZNAME TEXT, ZDATE FLOAT)"
            )
            sql = "INSERT INTO ZCALLRECORD VALUES (1, '6145550133', CAST(? AS TEXT), ?)"
            db.execute(sql, (told, when or 689860800.0))
        else:
            db.execute("CREATE TABLE Whitelist (PhoneNo TEXT)")
            db.execute("CREATE TABLE CallLog (Name TEXT, Number TEXT, SystemDateTime TEXT)")
            sql = "INSERT INTO CallLog VALUES (CAST(? AS TEXT), '6145550133', ?)"
            db.execute(sql, (told, when or "2026-03-04 16:05:00"))
    return path


def brought(path: Path, format_: str, place: Path, *, named: bool = False) -> Imported:
    """Brings a file in, by its format as recognised or as named."""
    with Desk.open(place) as desk:
        named = named or format_ == "callattendant-list"
        file = desk.open_import(path, format_ if named else "")
        assert format_ == file.feed.NAME
        if file.table is not None:
            columns = {"at": "When", "number": "Phone", "caller_id": "Name"}
            file = file._replace(chosen=Columns(columns))
        return desk.import_file(file)


def refused(path: Path, format_: str, place: Path) -> str:
    """Why nothing of a file came in: as a whole, or of what was left out."""
    try:
        told = brought(path, format_, place, named=True)
    except Fault as fault:
        return str(fault)
    assert amount(told) == 0
    return told.left[0].reason


def amount(told: Imported) -> int:
    return told.calls + told.vendors + told.people


def rows_in(place: Path) -> list[list[tuple[object, ...]]]:
    """All rows of all tables; the index of words can only be searched."""
    with closing(sqlite3.connect(place)) as db:
        names = [
            name
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("call_fts")
        ]
        return [db.execute(f'SELECT * FROM "{name}"').fetchall() for name in names]


def half(path: Path) -> Path:
    """The file, cut in its last line; an archive or a database, in its middle."""
    whole = path.read_bytes()
    is_text = not whole.startswith((b"PK", b"SQLite"))
    last = len(whole.splitlines()[-1]) if is_text else len(whole)
    path.write_bytes(whole[: len(whole) - max(last * 2 // 3, 8) - 1])
    return path


MIX = ("\r\n", "\r", "\n", "\n\r\n")


@pytest.mark.parametrize("format_", FORMATS)
def test_the_sample_as_it_stands_comes_in(tmp_path: Path, format_: str) -> None:
    told = brought(written(tmp_path / "file", format_), format_, tmp_path / "db")
    assert (amount(told), told.left) == (1, ())


@pytest.mark.parametrize("format_", LINES)
def test_mixed_line_ends_are_read(tmp_path: Path, format_: str) -> None:
    head, line = LINES[format_]
    when, path = WHEN.get(format_, ""), tmp_path / "file"
    lines = (line.format(name=f"Ann{at}", when=when, at=at) + end for at, end in enumerate(MIX, 1))
    path.write_bytes((head + "".join(lines)).encode())
    told = brought(path, format_, tmp_path / "db")
    assert (amount(told), told.left) == (len(MIX), ())


WRONG: Mapping[str, Callable[[Path, str], Path]] = {
    "nul": lambda path, format_: written(path, format_, name="A\0b"),
    "encoding": lambda path, format_: written(path, format_, name="\udcff\udcfeAnn"),
    "long": lambda path, format_: written(path, format_, name=LONG),
    "date": lambda path, format_: written(path, format_, when="99.99.9999"),
    "cut": lambda path, format_: half(written(path, format_)),
}
USUAL = {
    "nul": "the line holds NUL bytes",
    "encoding": "the line is not UTF-8",
    "long": "the line is longer than 1 MiB",
    "date": "no time that can be read",
}
REASONS: Mapping[str, Mapping[str, str]] = {
    "android": {
        "nul": "is no whole XML",
        "encoding": "is no whole XML",
        "long": "a tag is longer than 1 MiB",
        "cut": "is no whole XML",
    },
    "google-voice": {
        "nul": "the page holds NUL bytes",
        "encoding": "the page is not UTF-8",
        "long": "the file is larger than 1 MiB",
        "cut": "is a damaged archive",
    },
    "asterisk": {"cut": "not a row of this format", "date": "not a row of this format"},
    "freepbx": {"cut": "not a row of this format"},
    "ncid": {"cut": "no time that can be read"},
    "fritzbox": {"cut": "not a row of this format"},
    "iphone": {
        "nul": "the row holds NUL bytes",
        "encoding": "the row is not UTF-8",
        "long": "a text in the row is longer than 1 MiB",
        "cut": "damaged",
    },
    "callattendant": {
        "nul": "the row holds NUL bytes",
        "encoding": "the row is not UTF-8",
        "long": "a text in the row is longer than 1 MiB",
        "cut": "damaged",
    },
    "callattendant-list": {"cut": "no number or no name"},
    "vcard": {
        "nul": "the card has no name",
        "long": "the card has no name",
        "cut": "the card breaks off",
    },
    "google-contacts": {"cut": "the contact has no number"},
    "jsonl": {"date": "at: must be a moment", "cut": "not JSON"},
    "csv": {"cut": "the row breaks off"},
}
"""What is told of each; what is not named is as usual."""
HAS_NO_DATES = {"vcard", "google-contacts", "callattendant-list"}
IN_TWO_ENCODINGS = {"ncid", "fritzbox", "vcard"}
"""Older ones are in one of Latin letters, as which any bytes can be read."""
TABLE = [
    (format_, what)
    for format_ in FORMATS
    for what in WRONG
    if not (what == "date" and format_ in HAS_NO_DATES)
    and not (what == "encoding" and format_ in IN_TWO_ENCODINGS)
]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which nothing stands."""
    path = tmp_path_factory.mktemp("empty") / "db"
    with Desk.open(path):
        pass
    return path


@pytest.mark.parametrize(("format_", "what"), TABLE)
def test_it_ends_in_a_named_reason_and_an_untouched_database(
    tmp_path: Path, empty: Path, format_: str, what: str
) -> None:
    place, path = tmp_path / "db", WRONG[what](tmp_path / "file", format_)
    copyfile(empty, place)
    before = rows_in(place)
    reason = REASONS.get(format_, {}).get(what) or USUAL[what]
    said = refused(path, format_, place)
    assert reason in said
    assert len(said.splitlines()) == 1
    assert rows_in(place) == before


@pytest.mark.parametrize("format_", sorted(IN_TWO_ENCODINGS))
def test_older_encodings_are_read(tmp_path: Path, format_: str) -> None:
    path = written(tmp_path / "file", format_, name="\udcc4nn")
    assert amount(brought(path, format_, tmp_path / "db")) == 1
    assert "Änn" in repr(rows_in(tmp_path / "db"))


def test_a_database_in_another_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA encoding = 'UTF-16le'")
    database(path, "callattendant", "Ann", "")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE CallLog SET Name = 'Änn'")
    assert amount(brought(path, "callattendant", tmp_path / "db")) == 1
    assert "Änn" in repr(rows_in(tmp_path / "db"))
