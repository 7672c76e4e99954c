"""Public complaints: reading in a million rows, looking one number up, taking a file out.

The file is made up (fixed seed) in the columns and shares of the FTC's whole file of 2021-07-08:
5 % of rows without a number, 1 % with junk of any length, subjects as often as there, few numbers
complained of many times and most once. The floor is Debian's `sqlite3 .import` of the same file
into a bare table; for the look-up a bare read of one row.
"""

import random
import shutil
import statistics
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.measure import Row, Took, beside, folder, run, times_at_most, took
from screener.desk import Desk
from screener.nanp import AREAS
from screener.store.driver import open_database

ROWS = 1_000_000
LOOKED_UP = 2000
FORM = 3
"""Counted up when other rows are made, so that kept files are not taken for them."""

HEAD = (
    "Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,"
    "Consumer_Area_Code,Subject,Recorded_Message_Or_Robocall\n"
)
_SUBJECTS = {
    "Other": 5049,
    "Dropped call or no message": 2078,
    '"Calls pretending to be government, businesses, or family and friends"': 1830,
    "No Subject Provided": 1786,
    "Warranties  & protection plans": 1467,
    '"Reducing your debt (credit cards, mortgage, student loans)"': 584,
    "Medical & prescriptions": 507,
    '"Energy, solar, & utilities"': 195,
    "Computer & technical support": 175,
    "Vacation & timeshares": 95,
    "Charities": 93,
    '"Lotteries, prizes & sweepstakes"': 75,
    "Home improvement & cleaning": 58,
    "Work from home & other ways to make money": 21,
    "Home security & alarms": 21,
}
_ROBOCALL = {"Y": 9698, "N": 3310, "": 1026}
_CITIES = ("Clinton", "Riverside", "Dayton", "Columbus", "Plano", "Tampa", "Reno", "Fargo")
_STATES = ("California", "Illinois", "Texas", "Ohio", "Florida", "Nevada", "Oregon", "Georgia")
_AREAS = [code for code, (country, _) in AREAS.items() if country in {"US", "CA"}]
_JUNK_DIGITS = (7, 7, 9, 9, 11, 12, 12, 14, 15, 19)


def rows(small: bool = False) -> Iterator[Row]:
    """Figures of reading in, looking up and taking out."""
    count = 20_000 if small else ROWS
    runs = 1 if small else 3
    with folder("reputation") as place:
        file = place / f"complaints-{FORM}-{count}.csv"
        if not file.exists():
            make(file, count)
        yield _read_in(file, place, count, runs)
        store = place / "read.db"
        _add(store, file)
        yield from _looked_up(store)
        size = store.stat().st_size / count
        yield Row("on disk, a row of the file", size, "bytes", file.stat().st_size / count)
        gone = _busy(partial(_remove, store, file.name))
        yield Row(f"take out {count:,} rows", gone, "s")


def make(path: Path, count: int) -> None:
    """A file of made-up complaints."""
    chance = random.Random(11)
    begin = datetime(2026, 9, 1, tzinfo=UTC)
    subjects = chance.choices([*_SUBJECTS], [*_SUBJECTS.values()], k=count)
    robocalls = chance.choices([*_ROBOCALL], [*_ROBOCALL.values()], k=count)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for place, (subject, robocall) in enumerate(zip(subjects, robocalls, strict=True)):
            created = begin + timedelta(seconds=place * 60 * 86_400 // count)
            rang = created - timedelta(minutes=chance.randrange(3000))
            city = chance.choice(_CITIES) if chance.random() < 0.6 else ""
            out.write(
                f"{_number(chance)},{created:%Y-%m-%d %H:%M:%S},{rang:%Y-%m-%d %H:%M:%S},{city},{chance.choice(_STATES)},"
                f"{chance.choice(_AREAS)},{subject},{robocall}\n"
            )
    part.rename(path)


def _number(chance: random.Random) -> str:
    which = chance.random()
    if which < 0.048:
        return ""
    if which < 0.058:
        digits = chance.choice(_JUNK_DIGITS)
        return str(chance.randrange(10 ** (digits - 1), 10**digits))
    if which < 0.065:
        return f"1{chance.randrange(10**8, 10**9)}"
    if which < 0.2:
        # The few that many complain of.
        chance = random.Random(int(chance.random() ** 2 * 40_000))
    return f"{chance.choice(_AREAS)}{chance.randrange(2_000_000, 10_000_000)}"


def _read_in(file: Path, place: Path, count: int, runs: int) -> Row:
    ours, bare = place / "ours.db", place / "bare.db"
    for path in (ours, bare):
        path.unlink(missing_ok=True)
    work, floor = beside(partial(_add, ours, file), partial(_import, bare, file), runs)
    for path in (ours, bare):
        path.unlink(missing_ok=True)
    return Row(f"read in {count:,} rows", work.busy, "s", floor.busy, times_at_most(5))


def _add(path: Path, file: Path) -> None:
    for each in path.parent.glob(path.name + "*"):
        each.unlink()
    with Desk.open(path) as desk:
        desk.add_complaints(file)


def _import(path: Path, file: Path) -> Took:
    program = shutil.which("sqlite3")
    if program is None:
        raise SystemExit("This benchmark needs Debian's sqlite3 beside Python's.")
    path.unlink(missing_ok=True)
    return run([program, path, ".mode csv", f'.import "{file}" bare'])


def _looked_up(store: Path) -> Iterator[Row]:
    with Desk.open(store) as desk:
        ask = desk.store.reputation
        bare = open_database(store)
        every = bare.all("SELECT DISTINCT number FROM complaint")
        chance = random.Random(3)
        numbers = [f"+{line[0]}" for line in chance.sample(every, min(LOOKED_UP, len(every)))]
        one = "SELECT count(*) FROM complaint WHERE number = ?"
        took_ours = [_busy(partial(ask, number)) for number in numbers]
        took_bare = [_busy(partial(bare.value, one, (int(number),))) for number in numbers]
        most = f"+{bare.value('SELECT number FROM complaint GROUP BY 1 ORDER BY count(*) DESC LIMIT 1')}"
        known = ask(most)
        yield Row(
            "look a number up, median",
            statistics.median(took_ours) * 1e6,
            "µs",
            statistics.median(took_bare) * 1e6,
        )
        longest = statistics.median(_busy(partial(ask, most)) for _ in range(20))
        bare.close()
        told = known.complaints if known else 0
        yield Row(f"the number with most complaints ({told:,})", longest * 1e6, "µs")


def _busy(work: Callable[[], object]) -> float:
    return took(work).busy


def _remove(path: Path, name: str) -> None:
    with Desk.open(path) as desk:
        desk.remove_complaints(name)
