"""How long the ledger's commands take on a log of 100,000 calls, beside bare scans.

Every figure is a whole command, from the start of Python to its end, in a fresh process. The
floor is a bare program that only fetches the same rows with sqlite3. The log is made up (fixed
seed): half the calls come from 400 vendors, half from strangers; 20 vendors were told to stop,
and call on. The reports are on a vendor with some 600 calls and on a usual one with some 125.
"""

import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.measure import Row, Took, at_most, beside, folder, run
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


def rows(small: bool = False) -> Iterable[Row]:
    """The median of each command, in seconds of the processor: all of them run in one thread."""
    calls, runs = (1_000, 1) if small else (100_000, 7)
    with folder("consent") as place:
        path = place / f"{calls}.db"
        if not path.exists():
            make_log(path, calls)
        yield from measured(path, runs)


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


def measured(path: Path, runs: int) -> Iterator[Row]:
    """Every command beside the bare scan of its rows."""
    fresh = (["optout", f"Vendor {VENDORS - 1 - run}", "--words", "stop"] for run in range(VENDORS))
    for title, commands, scan, most in (
        ("optout", fresh, "SELECT * FROM ledger_entry", 1),
        ("violations --json", _always("violations", "--json"), _UNWANTED, 1),
        ("report, usual vendor", _always("report", USUAL, "--format", "html"), _of(USUAL), 1),
        ("report --format html", _always("report", BUSY, "--format", "html"), _of(BUSY), 1),
        ("report --format json", _always("report", BUSY, "--format", "json"), _of(BUSY), 1),
        ("letter", _always("letter", BUSY), _of(BUSY), 1),
        ("verify", _always("verify"), _CHAIN, 3),
    ):
        work, floor = beside(
            partial(_ask, commands, path),
            partial(run, [sys.executable, "-c", _SCAN, path, scan]),
            runs,
        )
        yield Row(title, work.busy, "s", floor.busy, at_most(most))


def _ask(commands: Iterator[Sequence[str]], path: Path) -> Took:
    return run([sys.executable, "-m", "screener", *next(commands)], SCREENER_DB=path)


_SCAN = (
    "import sqlite3, sys\n"
    "for sql in sys.argv[2].split(';'): sqlite3.connect(sys.argv[1]).execute(sql).fetchall()"
)
_UNWANTED = (
    "SELECT c.*, o.purpose FROM call AS c JOIN outcome AS o ON o.id = c.outcome "
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
