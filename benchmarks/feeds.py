"""Bringing calls in: 100,000 of calls.xml, and memory over a million lines of each format.

    python -m benchmarks.feeds [--calls 100000] [--lines 1000000] [FORMAT...]

Beside importing stands `classify` on the same calls as JSON Lines: the goal is half its speed. In
calls.xml is nothing to judge by, so a second row imports voicemail transcripts, which are judged.
Memory is the peak of a process that reads the whole file, beside its peak after a hundredth of it.
An archive has a tenth as many files as others have lines: its directory is held whole.
"""

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from benchmarks import life
from benchmarks.measure import KEEP, Row, aligned, at_most, folder, median_of, run, times_at_most

_FIRST = 1_600_000_000
_SPOKEN = 10_000
# A process's own accounts begin with what the one that started it had at most; this does not.
_PEAK = """
import re, sys
from pathlib import Path
def peak():
    told = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
    return int(told[1]) / 1000
"""
_READ = """
from zoneinfo import ZoneInfo
from screener.feeds import feed_named
from screener.feeds.protocol import Place
from screener.feeds.source import opened
columns = {"at": "At", "number": "Number", "caller_id": "Name"}
source = opened(Path(sys.argv[1]))
lines, first = int(sys.argv[3]), 0
place = Place(ZoneInfo("UTC"), columns=columns)
for at, item in enumerate(feed_named(sys.argv[2]).read(source, place), 1):
    if at == lines // 100:
        first = peak()
if at != lines:
    sys.exit(f"{at:,} of {lines:,} lines were read")
print(first, peak())
"""
_IMPORT = """
from screener.cli import run_command
sys.exit(run_command(["--db", sys.argv[2], "import", sys.argv[1]], None) or print(peak()))
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="only the memory of these")
    asked = parser.parse_args()
    if asked.formats:
        with folder("feeds") as place:
            sys.stdout.write(aligned(_of_lines(place, asked.lines, asked.formats)))
        return
    sys.stdout.write(aligned(measured(asked.calls, asked.lines, _SPOKEN)))


def rows(*, small: bool = False) -> Iterator[Row]:
    """The rows of the table."""
    return measured(300, 2_000, 60) if small else measured(100_000, 1_000_000, _SPOKEN)


def measured(calls: int, lines: int, spoken: int) -> Iterator[Row]:
    """Importing beside classifying, then memory."""
    with folder("feeds") as place:
        yield from _imported(place, calls, spoken)
        yield from _of_lines(place, lines, list(WRITERS))


def _of_lines(place: Path, lines: int, formats: Sequence[str]) -> Iterator[Row]:
    for name in formats:
        count = lines // 10 if name == "google-voice" else lines
        file = place / f"{name}-{count}"
        if not file.exists():
            WRITERS[name](file, count)
        command: list[str | Path] = [sys.executable, "-c", _PEAK + _READ, file, name, str(count)]
        ran = subprocess.run(command, check=True, capture_output=True, text=True)
        if KEEP not in os.environ:
            file.unlink()
        first, last = map(float, ran.stdout.split())
        goal = None if name == "google-voice" else times_at_most(1.1)
        yield Row(f"memory over {count:,} of {name}", last, "MB", first, goal)


def _imported(place: Path, calls: int, spoken: int) -> Iterator[Row]:
    xml, plain = place / "calls.xml", place / "calls.jsonl"
    _android(xml, calls)
    heard = [call for call, _ in islice(life.Life(spoken, life.made_vendors()), spoken)]
    with plain.open("w", encoding="utf-8") as file:
        for at, call in enumerate(heard):
            told = {"at": f"{_clock(at)}+00:00", "number": call.number, "said": call.said}
            file.write(json.dumps(told | {"company": call.company, "own_number": str(at)}) + "\n")
    classify = median_of(
        run([sys.executable, "-m", "screener", "classify", plain]) for _ in range(3)
    )
    each = classify.busy / spoken * 1e6
    for what, source, count in (("calls.xml", xml, calls), ("transcripts", plain, spoken)):
        db = place / f"{what}.db"
        db.unlink(missing_ok=True)
        command: list[str | Path] = [sys.executable, "-c", _PEAK + _IMPORT, source, db]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ran = subprocess.run(command, check=True, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        busy = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        took = busy / count * 1e6
        yield Row(f"import a call, {what} ({count:,})", took, "µs", each, times_at_most(2))
        peak = float(ran.stdout.splitlines()[-1])
        yield Row(f"memory of that, {what}", peak, "MB", None, at_most(150))
        with sqlite3.connect(db) as connection:
            (stored,) = connection.execute("SELECT count(*) FROM call").fetchone()
        if stored != count:
            raise RuntimeError(f"{what}: {stored} of {count} calls were stored")


def _clock(at: int, between: str = "T") -> str:
    seconds = at * 60
    day, rest = divmod(seconds, 86_400)
    year, day = divmod(day, 336)
    month, day = divmod(day, 28)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{2020 + year}-{month + 1:02}-{day + 1:02}{between}{clock}"


def _number(at: int) -> str:
    return f"614{2_000_000 + at * 7919 % 7_999_999}"


def _android(file: Path, count: int) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<calls count="{count}">\n')
        for at in range(count):
            out.write(
                f'  <call number="{_number(at % 5000)}" duration="{at % 300}" '
                f'date="{(_FIRST + at * 90) * 1000}" type="{1 + at % 2 * 2}" presentation="1" '
                'readable_date="Jul 8, 2016 1:14:21 PM" contact_name="(Unknown)" />\n'
            )
        out.write("</calls>\n")


def _voice(file: Path, count: int) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for at in range(count):
            page = (
                '<div class="haudio"><a rel="tag" href="http://www.google.com/voice#missed">x</a>'
                f'<a class="tel" href="tel:+1{_number(at)}"><span class="fn">A</span></a>'
                f'<abbr class="published" title="{_clock(at)}.000-05:00"></abbr></div>'
            )
            name = f"Takeout/Voice/Calls/+1{_number(at)} - Missed - {_clock(at)}Z{at}.html"
            archive.writestr(name, page)


def _iphone(file: Path, count: int) -> None:
    rows = ((f"+1{_number(at)}", 600_000_000 + at * 60, 0, 1, f"A-{at}") for at in range(count))
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(
            "CREATE TABLE ZCALLRECORD (ZADDRESS TEXT, ZDATE FLOAT, ZORIGINATED INTEGER, "
            "ZANSWERED INTEGER, ZUNIQUE_ID TEXT)"
        )
        db.executemany("INSERT INTO ZCALLRECORD VALUES (?, ?, ?, ?, ?)", rows)


def _attendant(file: Path, count: int) -> None:
    rows = ((at, "A", _number(at), "Permitted", _clock(at, " ")) for at in range(count))
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE Whitelist (PhoneNo TEXT)")
        db.execute(
            "CREATE TABLE CallLog (CallLogID INTEGER, Name TEXT, Number TEXT, Action TEXT, "
            "SystemDateTime TEXT)"
        )
        db.executemany("INSERT INTO CallLog VALUES (?, ?, ?, ?, ?)", rows)


def _written(head: str, line: Callable[[int], str]) -> Callable[[Path, int], None]:
    def write(file: Path, count: int) -> None:
        with file.open("w", encoding="utf-8") as out:
            out.write(head)
            for at in range(count):
                out.write(line(at) + "\n")

    return write


WRITERS: dict[str, Callable[[Path, int], None]] = {
    "android": _android,
    "asterisk": _written(
        "",
        lambda at: (
            f'"","{_number(at)}","200","from-pstn","""A"" <1>","SIP/1","","Dial","x",'
            f'"{_clock(at, " ")}","{_clock(at, " ")}","{_clock(at, " ")}",9,8,"ANSWERED","D"'
        ),
    ),
    "freepbx": _written(
        "calldate,clid,src,dst,dcontext,lastapp,billsec,disposition,uniqueid\n",
        lambda at: (
            f"{_clock(at, ' ')},A,{_number(at)},200,from-pstn,Dial,8,ANSWERED,"
            f"{_FIRST + at * 60}.{at}"
        ),
    ),
    "google-voice": _voice,
    "iphone": _iphone,
    "callattendant": _attendant,
    "callattendant-list": _written("PhoneNo,Name,Reason\n", lambda at: f"{_number(at)},A{at},x"),
    "csv": _written("At,Number,Name\n", lambda at: f"{_clock(at)},{_number(at)},Ann"),
    "jsonl": _written("", lambda at: f'{{"at":"{_clock(at)}Z","number":"{_number(at)}"}}'),
    "vcard": _written("", lambda at: f"BEGIN:VCARD\nFN:A{at}\nTEL:{_number(at)}\nEND:VCARD"),
    "google-contacts": _written(
        "First Name,Organization Name,Phone 1 - Value\n", lambda at: f"A{at},,{_number(at)}"
    ),
    "ncid": _written(
        "",
        lambda at: f"CID: *DATE*0504{2000 + at % 26}*TIME*2149*NMBR*{_number(at)}*NAME*John*",
    ),
    "fritzbox": _written(
        "sep=;\nTyp;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer\n",
        lambda at: f"1;04.03.26 16:{at // 9 % 60:02};A;{_number(at)};Fon;99;0:02",
    ),
}


if __name__ == "__main__":
    main()
