"""How long the ledger's commands take on a log of 100,000 calls, beside bare scans.

    python -m benchmarks.consent [--calls 100000] [--runs 7] [--file calls.db]

Every figure is a whole command, from the start of Python to its end: the median and the slowest
of some runs in fresh processes, and what of it the processor worked. Beside it stands a bare
program that only fetches the same rows with sqlite3. The log is made up (fixed seed): half the
calls come from 400 vendors, half from strangers; 20 vendors were told to stop, and call on. The
reports are on a vendor with some 600 calls and on a usual one with some 125. With --file the log
is kept and used again.
"""

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from screener.call import Call
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.rulebook import load_rulebook
from screener.screening import Screener, Screening
from screener.store import Store
from screener.vendor import Household, Vendor
from screener.words import OPT_OUT_PURPOSES

VENDORS, STRANGERS, TOLD = 400, 5000, 20
BUSY, USUAL = "Vendor 0", "Vendor 7"
"""Vendors that are reported on; the first rings five times as often as all others."""

START = datetime(2022, 1, 3, 14, 0, tzinfo=UTC)
_BATCH = 2000
_SAID = (
    "special offer on termite protection, only 25 dollars a month if you sign up today",
    "would you like to upgrade your plan, 20 percent off this week only",
    "confirming your technician is coming on Friday between 9 and 11",
    "your appointment is on Wednesday at 3:40, please ring if you cannot come",
    "free solar estimate in your area, you qualify for the programme",
    "we are calling about your car's extended warranty",
)


def main() -> None:
    """Print the figures as a table of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--file", type=Path, help="where the log is kept (default: nowhere)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="screener-bench-") as folder:
        path = asked.file or Path(folder) / "calls.db"
        if not path.exists():
            began = time.perf_counter()
            make_log(path, asked.calls)
            print(f"made {asked.calls:,} calls in {time.perf_counter() - began:.0f} s\n")
        measure(path, asked.runs)


def make_log(path: Path, count: int) -> None:
    """A log of made-up calls, judged, chained and indexed like real ones."""
    chance = random.Random(7)
    with Store.open(path) as store:
        store.set_setting("region", "US")
        store.set_setting("state", "OH")
        store.set_setting("time_zone", "America/New_York")
        vendors = [_vendor(store, number) for number in range(VENDORS)]
        samples = _samples()
        for first in range(0, count, _BATCH):
            with store.transaction():
                for place in range(first, min(first + _BATCH, count)):
                    _log(store, chance, place, vendors, samples)
        with store.transaction():
            _tell(store, vendors)


def _vendor(store: Store, number: int) -> Vendor:
    line = f"+1614555{number:04d}"
    return store.add_vendor(
        Vendor(f"Vendor {number}", numbers=(line,), last_transaction=START.date())
    )


def _samples() -> list[Screening]:
    screener = Screener(load_rulebook())
    return [
        screener.screen(
            Call(at=START, number="216 555 0101", company="Acme", said=said), Household()
        )
        for said in _SAID
    ]


def _log(
    store: Store,
    chance: random.Random,
    place: int,
    vendors: Sequence[Vendor],
    samples: Sequence[Screening],
) -> None:
    sample = chance.choice(samples)
    vendor = None
    if chance.random() < 0.5:
        vendor = vendors[max(0, chance.randrange(-4, VENDORS))]
    stranger = chance.randrange(STRANGERS)
    # Some 70 calls a day from 9 to 20 at the household's place, one in fifty at night.
    day, minute = divmod(place, 70)
    at = START + timedelta(days=day, minutes=9 * minute)
    if chance.random() < 0.02:
        at = at.replace(hour=4)
    call = Call(
        at=at,
        logged_at=at + timedelta(minutes=1),
        number=vendor.numbers[0] if vendor else f"+1216556{stranger:04d}",
        company=vendor.name if vendor else f"Stranger {stranger}",
        said=f"{sample.call.said}, {place}",
    )
    store.log(
        call,
        replace(
            sample,
            call=call,
            identity=replace(
                sample.identity,
                vendor=vendor,
                number=sample.identity.number._replace(raw=call.number, e164=call.number),
            ),
        ),
    )


def _tell(store: Store, vendors: Sequence[Vendor]) -> None:
    at = START + timedelta(days=1000)
    told = [Party(PartyKind.VENDOR, vendor.name) for vendor in vendors[:TOLD]]
    for party in told:
        for purpose in OPT_OUT_PURPOSES:
            entry = LedgerEntry(party, purpose, EntryKind.OPT_OUT, at, at, How.CALL, "stop calling")
            store.enter(entry)


def measure(path: Path, runs: int) -> None:
    """Times every command and the bare scan of its rows."""
    print(f"{_count(path):,} calls, {path.stat().st_size / 1e6:.0f} MB\n")
    print("| command | median s | slowest s | processor s | bare scan s | its processor s |")
    print("|---|---|---|---|---|---|")
    fresh = (["optout", f"Vendor {VENDORS - 1 - run}", "--words", "stop"] for run in range(VENDORS))
    for title, commands, scan in (
        ("optout", fresh, "SELECT * FROM ledger_entry"),
        ("violations --json", _always("violations", "--json"), _UNWANTED),
        ("report, usual vendor", _always("report", USUAL, "--format", "html"), _of(USUAL)),
        ("report --format html", _always("report", BUSY, "--format", "html"), _of(BUSY)),
        ("report --format json", _always("report", BUSY, "--format", "json"), _of(BUSY)),
        ("letter", _always("letter", BUSY), _of(BUSY)),
        ("verify", _always("verify"), _CHAIN),
    ):
        took = [
            _time([sys.executable, "-m", "screener", *next(commands)], path) for _ in range(runs)
        ]
        bare = [_time([sys.executable, "-c", _SCAN, str(path), scan], path) for _ in range(runs)]
        clock, busy = (statistics.median(column) for column in zip(*took, strict=True))
        bare_clock, bare_busy = (statistics.median(column) for column in zip(*bare, strict=True))
        slowest = max(elapsed for elapsed, _ in took)
        figures = (clock, slowest, busy, bare_clock, bare_busy)
        print(f"| {title} | {' | '.join(f'{figure:.2f}' for figure in figures)} |", flush=True)


_SCAN = (
    "import sqlite3, sys\n"
    "for sql in sys.argv[2].split(';'): sqlite3.connect(sys.argv[1]).execute(sql).fetchall()"
)
_UNWANTED = (
    "SELECT c.*, s.purpose FROM call AS c JOIN screening AS s ON s.call = c.key "
    "WHERE c.label IN ('solicitation', 'upsell')"
)
_CHAIN = "SELECT * FROM link; SELECT * FROM call; SELECT * FROM ledger_entry"


def _of(vendor: str) -> str:
    return (
        "SELECT c.*, s.* FROM call AS c JOIN screening AS s ON s.call = c.key "
        f"WHERE c.vendor = (SELECT id FROM vendor WHERE name = '{vendor}')"
    )


def _always(*arguments: str) -> Iterator[Sequence[str]]:
    while True:
        yield arguments


def _time(command: Sequence[str], path: Path) -> tuple[float, float]:
    """Seconds by the clock and of the processor: what else runs costs the first alone."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        command, env=os.environ | {"SCREENER_DB": str(path)}, check=True, stdout=subprocess.DEVNULL
    )
    elapsed, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return elapsed, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _count(path: Path) -> int:
    with Store.open(path) as store:
        return store.count()


if __name__ == "__main__":
    main()
