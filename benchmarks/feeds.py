"""Bringing calls in: 100,000 of calls.xml, and memory over a million lines of each format.

    python -m benchmarks.feeds [--calls 100000] [--lines 1000000]

Beside importing stands `classify` on the same calls as JSON Lines: the goal is half its speed. In
calls.xml is nothing to judge by, so a second row imports voicemail transcripts, which are judged.
Memory is the process's peak above what it is when a tenth of the lines has been read.
"""

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from benchmarks import life
from benchmarks.measure import Row, aligned, at_most, folder, median_of, run, times_at_most

_FIRST = 1_600_000_000
_SPOKEN = 10_000
_READ = """
import resource, sys
from pathlib import Path
from zoneinfo import ZoneInfo
from screener.feeds import feed_named
from screener.feeds.protocol import Place
from screener.feeds.source import opened
columns = {"at": "At", "number": "Number", "caller_id": "Name"}
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
source = opened(Path(sys.argv[1]))
tenth = int(sys.argv[3]) // 10
first = 0
for at, item in enumerate(feed_named(sys.argv[2]).read(source, Place(ZoneInfo("UTC"), columns=columns))):
    if at == tenth:
        first = peak()
print(peak() - first)
"""
_IMPORT = """
import resource, sys
from screener.cli import run_command
sys.exit(run_command(["--db", sys.argv[2], "import", sys.argv[1]], None) or
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000))
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=1_000_000)
    asked = parser.parse_args()
    sys.stdout.write(aligned(measured(asked.calls, asked.lines, _SPOKEN)))


def rows(*, small: bool = False) -> Iterator[Row]:
    """The rows of the table."""
    return measured(300, 2_000, 60) if small else measured(100_000, 1_000_000, _SPOKEN)


def measured(calls: int, lines: int, spoken: int) -> Iterator[Row]:
    """Importing beside classifying, then memory."""
    with folder("feeds") as place:
        yield from _imported(place, calls, spoken)
        for name, write in WRITERS.items():
            file = place / f"{name}-{lines}"
            if not file.exists():
                write(file, lines)
            command: list[str | Path] = [sys.executable, "-c", _READ, file, name, str(lines)]
            ran = subprocess.run(command, check=True, capture_output=True, text=True)
            grown = max(float(ran.stdout), 0.0)
            yield Row(f"memory over {lines:,} lines of {name}", grown, "MB", None, at_most(2))


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
        command: list[str | Path] = [sys.executable, "-c", _IMPORT, source, db]
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
