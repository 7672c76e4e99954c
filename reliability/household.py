"""A throw-away household to do harm to, in folders of its own."""

import os
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch
from xml.sax.saxutils import quoteattr

from screener.call import Call
from screener.desk import Desk
from screener.ledger import EntryKind
from screener.rulebook import load_rulebook
from screener.vendor import Vendor
from screener.words import OPT_OUT_PURPOSES, Label

NAME = "screener.db"
_OURS = int.from_bytes(b"Scr1", "big")
"""The application id in the header of our files."""
SECRET = "Zenith Solar Panels"
"""The vendor to be forgotten. The name stands in no other's calls."""
SECRET_WORD = "zebrawood"
"""Said in its calls, and nowhere else."""
_LAKE = Vendor("Lakeshore Fiber", numbers=("+13125550142",))
_ZENITH = Vendor(SECRET, numbers=("+13125550777", "+13125550778"))
_OPENINGS = (
    "your appointment is on Wednesday at 3:40",
    "free solar estimate in your area, you qualify for the programme",
    "since you are already a customer we can add home security for half the price",
    "lower the interest rate on your credit cards today, press one now",
    "this is the tax office, pay with gift cards or be arrested",
    "wrong number, asked for somebody called Trevor",
)


@contextmanager
def place() -> Iterator[Path]:
    """A folder, with the person's own settings, data and cache kept out of the way; whatever is
    started from here on finds its own below it. Rules are loaded once: a kill is to meet the work,
    not the reading of what does not change."""
    own = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    kept = {name: os.environ.get(name) for name in (*own, "SCREENER_DB")}
    # /tmp, whatever TMPDIR says: a user without rights must be able to walk there.
    with tempfile.TemporaryDirectory(prefix="screener-reliability-", dir="/tmp") as folder:
        Path(folder, "own").mkdir(mode=0o755)
        os.environ |= {name: f"{folder}/own/{name.lower()}" for name in own}
        os.environ.pop("SCREENER_DB", None)
        try:
            with patch("screener.rulebook.load_rulebook", cache(load_rulebook)):
                yield Path(folder)
        finally:
            for name, value in kept.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def calls(dice: random.Random) -> Iterator[Call]:
    """Calls without end, with ids of their own. None is of the vendor to be forgotten."""
    while True:
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(20_000_000))
        yield Call(
            id=f"{dice.getrandbits(48):012x}",
            at=at,
            number=f"+1614555{dice.randrange(10_000):04}",
            company=dice.choice(("Lakeshore Fiber", "Acme", "Bright Smiles", "")),
            said=f"{dice.choice(_OPENINGS)} {dice.randrange(1000)}",
        )


def filled(path: Path, seed: int, count: int = 60) -> Path:
    """A household with vendors, calls, corrections and entries in the ledger."""
    dice = random.Random(seed)
    some = calls(dice)
    with Desk.open(path) as desk:
        for vendor in (_LAKE, _ZENITH):
            desk.add_vendor(vendor)
        for _ in range(count):
            call = next(some)
            desk.log(call)
            if dice.random() < 0.2:
                desk.correct(call.id, dice.choice(list(Label)), "looked into")
    return path


def with_secret(path: Path) -> Path:
    """The same with calls and entries of the vendor to be forgotten, and copies beside."""
    with Desk.open(path) as desk:
        for number in range(6):
            record = desk.log(
                Call(
                    number=_ZENITH.numbers[number % 2],
                    company=SECRET,
                    said=f"we build {SECRET_WORD} roofs, free estimate {number}",
                )
            )
            desk.correct(record.call.id, Label.SOLICITATION, f"{SECRET_WORD} again")
        desk.opt(SECRET, OPT_OUT_PURPOSES, EntryKind.OPT_OUT, words=f"no {SECRET_WORD} roofs")
        desk.store.copy_now()
        desk.store.copy_now()
    return path


def calls_xml(path: Path, seed: int, count: int) -> Path:
    """A file of SMS Backup & Restore."""
    dice = random.Random(seed)
    first = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp() * 1000)
    with path.open("w", encoding="utf-8") as file:
        file.write(f"<?xml version='1.0' encoding='UTF-8'?>\n<calls count='{count}'>\n")
        for each in range(count):
            file.write(
                f'<call number="+1740555{dice.randrange(10_000):04}" duration="{each % 60}" '
                f'date="{first + each * 60_000}" type="{dice.choice("1345")}" '
                f"contact_name={quoteattr(dice.choice(('(Unknown)', 'Acme', 'Orkin')))} />\n"
            )
        file.write("</calls>\n")
    return path


_CALL = (
    "INSERT INTO call VALUES (?, ?, ?, 0, ?, 0, '614 555 0133', 'ACME INC', 'Acme', "
    "NULL, NULL, 'Zoë', '', '', NULL, NULL, NULL, '', '', '', '', "
    "'+16145550133', '16145550133 r33105554161', 'acme', 0, NULL, 0, 0, NULL, NULL, '', ?)"
)
_AMENDED = (
    "INSERT INTO amendment (call, field, old, new, at, at_offset, why) "
    "VALUES (?, 'agent', '', 'Zoë', ?, 0, '')"
)
_CORRECTED = (
    "INSERT INTO correction (call, label, note, at, at_offset) VALUES (?, 'service', '', ?, 0)"
)


def old_file(path: Path, count: int = 300) -> Path:
    """A file of the first step, as the program's first version left it."""
    script = files("screener.store").joinpath("migrations", "0001_first.sql").read_text("utf-8")
    began = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) * 1000
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
        connection.execute("INSERT INTO applied_migration VALUES ('0001_first', ?)", (_moment(),))
        for each in range(count):
            at = began + each * 3_600_000
            said = _OPENINGS[each % len(_OPENINGS)]
            connection.execute(_CALL, (at * 256, f"call{each}", at * 1000, at * 1000, said))
            if each % 5 == 0:
                connection.execute(_AMENDED, (at * 256, at * 1000))
                connection.execute(_CORRECTED, (at * 256, at * 1000))
        connection.execute(f"PRAGMA application_id = {_OURS}")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
    return path


def _moment() -> str:
    return datetime(2026, 1, 1, tzinfo=UTC).isoformat(timespec="seconds")
