"""Searching a million calls as you type, beside callattendant's way: LIKE over its CallLog.

    python -m benchmarks.search [--calls 1000000]

A search is one call of `Store.history` for the 50 newest, its time that of the processor. "Any
beginning" asks for beginnings of every length of words drawn as often as they are said and of
words drawn alike, and takes the slowest in a hundred. The peer's table is filled with the same
calls: name, number and, as the reason, what was said; it is asked as its web page asks, for a text
anywhere in either of these, newest first (peers: docs/search.md).
"""

import argparse
import random
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks import life
from benchmarks.measure import Row, aligned, at_most, at_share, folder, took
from screener.store import Store

NEWEST = 50
ASKED = 600
_MILLI = 1e3
_SMALL = 2_000

HARD = (
    ("a beginning common to most calls", "th"),
    ("a long beginning of a common word", "pleas"),
    ("a long beginning of few calls among common ones", "thei"),
    ("a rare beginning", "zuc"),
    ("two beginnings that seldom meet", "brai* pleas"),
    ("a label and a rare word", "label:upsell brai"),
    ("a number's last four digits", "0133"),
    ("a number's first digits", "614 5"),
    ("words beside each other", '"press one"'),
)
_SCHEMA = (
    "CREATE TABLE CallLog (CallLogID INTEGER PRIMARY KEY AUTOINCREMENT, Name TEXT, Number TEXT, "
    "Action TEXT, Reason TEXT, Date TEXT, Time TEXT, SystemDateTime TEXT)"
)
_FILL = (
    "INSERT INTO CallLog (Name, Number, Action, Reason, Date, Time, SystemDateTime) "
    "VALUES (?, ?, 'Permitted', ?, ?, ?, ?)"
)
_PEER = (
    "SELECT * FROM CallLog WHERE Name LIKE ?1 OR Number LIKE ?1 OR Reason LIKE ?1 "
    "ORDER BY SystemDateTime DESC LIMIT 50"
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000_000)
    sys.stdout.write(aligned(measured(parser.parse_args().calls)))


def rows(*, small: bool = False) -> Iterator[Row]:
    """The rows of the table."""
    return measured(_SMALL if small else 1_000_000)


def measured(calls: int) -> Iterator[Row]:
    """Beginnings drawn at random, hard cases, and the peer's way of both."""
    with folder("life") as place:
        path = life.made(place, calls)
        peer = sqlite3.connect(_peer(place, path, calls))
        with Store.open(path) as store:
            yield from _of(store, peer, calls)
        peer.close()


def _of(store: Store, peer: sqlite3.Connection, calls: int) -> Iterator[Row]:
    begun = beginnings(ASKED if calls > _SMALL else 20)
    ours = [_once(partial(store.history, text, limit=NEWEST)) for text in begun]
    theirs = [_once(_asking(peer, text)) for text in begun[:: len(begun) // 12 or 1]]
    worst = at_share(ours, 0.99), at_share(theirs, 0.99)
    yield Row("any beginning, p99", worst[0], "ms", worst[1], at_most(5))
    yield Row("any beginning, median", at_share(ours, 0.5), "ms", at_share(theirs, 0.5))
    for what, text in HARD:
        floor = _best(_asking(peer, text.split()[-1].strip('"*')), 2)
        work = _best(partial(store.history, text, limit=NEWEST), 7)
        yield Row(f"{what}: {text}", work, "ms", floor, at_most(5))


def beginnings(count: int) -> Sequence[str]:
    """Beginnings of two letters or more, the same in every run."""
    chance = random.Random(11)
    words, weights = life.vocabulary(7)
    drawn = chance.choices(words, cum_weights=weights, k=count // 2)
    drawn += chance.choices(words, k=count - len(drawn))
    return [word[: chance.randrange(2, max(len(word), 2) + 1)] for word in drawn if len(word) > 1]


def _once(work: Callable[[], object]) -> float:
    return took(work).busy * _MILLI


def _best(work: Callable[[], object], times: int) -> float:
    return min(_once(work) for _ in range(times))


def _asking(peer: sqlite3.Connection, text: str) -> Callable[[], object]:
    return lambda: peer.execute(_PEER, (f"%{text}%",)).fetchall()


def _peer(place: Path, path: Path, calls: int) -> Path:
    """The same calls in callattendant's table."""
    peer = place / f"callattendant-{life.FORM}-{calls}.db"
    if peer.exists():
        return peer
    part = peer.with_suffix(".part")
    part.unlink(missing_ok=True)
    source, target = sqlite3.connect(path), sqlite3.connect(part)
    target.execute(_SCHEMA)
    with target:
        target.executemany(
            _FILL,
            source.execute(
                "SELECT company, number, said, date(at / 1000000, 'unixepoch'), "
                "time(at / 1000000, 'unixepoch'), datetime(at / 1000000, 'unixepoch') "
                "FROM call ORDER BY logged_at"
            ),
        )
    source.close()
    target.close()
    part.replace(peer)
    return peer


if __name__ == "__main__":
    main()
