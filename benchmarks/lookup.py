"""Who is this? `screener lookup NUMBER` from the shell, from the start of Python to its end.

The calls are those of `benchmarks.life`, with as many public complaints beside them. The floor
is `python -c "import sqlite3, phonenumbers"`; for the longer log, the same look-up in the
shorter one. Each of four numbers is asked for: one that rang once, a vendor's, the one that rang
most often, and one that never did.
"""

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks.life import made
from benchmarks.measure import Row, Took, beside, folder, run, times_at_most
from screener.desk.lookup import look_up
from screener.reputation import ComplaintRow
from screener.store import Store
from screener.store.callers import CallerStore
from screener.store.driver import open_database

LONG, SHORT = 1_000_000, 10_000
COMPLAINTS = 1_000_000
NOBODY = "216 299 0100"
_FLOOR = "import sqlite3, phonenumbers"
_BATCH = 100_000
_OFTEN = "SELECT number_key FROM call WHERE number_key NOTNULL GROUP BY 1 "
_ONCE = _OFTEN + "HAVING count(*) = 1 LIMIT 1"
_MOST = _OFTEN + "ORDER BY count(*) DESC LIMIT 1"
_VENDORS = (
    "SELECT n.number FROM vendor_number AS n JOIN call AS c ON c.number_key = n.number "
    "GROUP BY 1 ORDER BY abs(count(*) - 200) LIMIT 1"
)


def rows(small: bool = False) -> Iterator[Row]:
    """Figures of whole commands, and of the look-up inside one process."""
    long, runs = (2000, 1) if small else (LONG, 11)
    with folder("life") as place:
        files = [made(place, count) for count in (min(SHORT, long // 2), long)]
        for file in files:
            complain(file, 2000 if small else COMPLAINTS)
        for what, numbers in zip(
            ("that rang once", "of a vendor", "that rang most", "that never rang"),
            zip(*map(callers, files), strict=True),
            strict=True,
        ):
            yield from _of_number(what, files, numbers, runs)
        yield from _inside(files, 20 if small else 400, runs)


def _of_number(what: str, files: list[Path], numbers: tuple[str, ...], runs: int) -> Iterator[Row]:
    def ask(place: int) -> Took:
        command = [sys.executable, "-m", "screener", "lookup", numbers[place]]
        return run(command, SCREENER_DB=files[place])

    work, floor = beside(lambda: ask(1), lambda: run([sys.executable, "-c", _FLOOR]), runs)
    yield Row(f"look up a number {what}", work.busy * 1e3, "ms", floor.busy * 1e3, times_at_most(3))
    work, floor = beside(lambda: ask(1), lambda: ask(0), runs)
    yield Row(
        "  beside the shorter log", work.busy * 1e3, "ms", floor.busy * 1e3, times_at_most(1.1)
    )


def _inside(files: list[Path], count: int, runs: int) -> Iterator[Row]:
    """One look-up after the other in one process, as the form of the Call place asks them: of the
    numbers of the newest calls, turn about in both logs."""
    with Store.open(files[0]) as short, Store.open(files[1]) as long:
        asks = [
            partial(_all, store, [row.number for row in store.history(limit=count) if row.number])
            for store in (long, short)
        ]
        work, floor = beside(asks[0], asks[1], runs)
        counts = [len(ask.args[1]) for ask in asks]
        each = [
            taken.busy / count * 1e3 for taken, count in zip((work, floor), counts, strict=True)
        ]
        yield Row("look up inside one process", each[0], "ms", each[1], times_at_most(1.1))


def _all(store: CallerStore, numbers: list[str]) -> None:
    for number in numbers:
        look_up(store, number, datetime.now(UTC))


def callers(file: Path) -> tuple[str, str, str, str]:
    """A number that rang once, a vendor's, the one that rang most, and one that never rang."""
    db = open_database(file)
    try:
        once, vendors, most = (str(db.value(sql)) for sql in (_ONCE, _VENDORS, _MOST))
        return once, vendors, most, NOBODY
    finally:
        db.close()


def complain(file: Path, count: int) -> None:
    """Puts made-up complaints beside the calls, unless they are there."""
    chance = random.Random(5)
    with Store.open(file) as store:
        if store.reputation_sources():
            return
        source = store.start_source("made-up", "ftc", "made-up")
        for _ in range(0, count, _BATCH):
            some = [_complaint(chance) for _ in range(min(_BATCH, count))]
            store.add_complaints(source, some)
        store.finish_source(source, count, ())


def _complaint(chance: random.Random) -> ComplaintRow:
    number = 1_201_200_0000 + int(chance.paretovariate(0.7) * 9973) % 7_980_000_000
    at = 1_760_000_000 + chance.randrange(30_000_000)
    subject = chance.choice(("Other", "Warranties & protection plans", "Reducing your debt"))
    return number, at, subject, chance.choice((0, 1))
