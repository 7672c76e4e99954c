"""Storing calls durably, bringing them in by the thousand, and the room that they take.

    python -m benchmarks.store [--calls 1000000]

A call is stored with its screening, its link in the chain and its words. Beside it stands a bare
commit with SQLite's full synchronous mode in the same folder: one row of the call's text. The disk
table is SQLite's own (dbstat): every page that belongs to a table or an index.
"""

import argparse
import sqlite3
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks import life
from benchmarks.measure import Row, aligned, at_least, at_most, at_share, folder, times_at_most
from screener.store import Store

STORED = 400
_MILLI = 1e3
_SMALL = 2_000
_PAGES = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC"
_LARGEST = 14


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000_000)
    sys.stdout.write(aligned(measured(parser.parse_args().calls)))


def rows(*, small: bool = False) -> Iterator[Row]:
    """The rows of the table."""
    return measured(_SMALL if small else 1_000_000)


def measured(calls: int) -> Iterator[Row]:
    """One by one, in bulk, and on the disk."""
    with folder("life") as place:
        path = life.made(place, calls)
        yield from _one_by_one(place, path)
        yield _in_bulk(place)
        yield from _on_disk(path, calls)


def _one_by_one(place: Path, path: Path) -> Iterator[Row]:
    """Calls logged into a copy of the large file, turn about with bare commits beside it."""
    copy, bare = place / "logging.db", place / "bare.db"
    for each in (copy, bare):
        each.unlink(missing_ok=True)
    with Store.open(path) as store:
        store.backup(copy)
        vendors = store.vendors()
    floor = sqlite3.connect(bare, isolation_level=None)
    floor.execute("PRAGMA journal_mode = WAL")
    floor.execute("PRAGMA synchronous = FULL")
    floor.execute("CREATE TABLE call (said TEXT)")
    ours: list[float] = []
    theirs: list[float] = []
    with Store.open(copy) as store:
        for call, screening in islice(life.Life(STORED, vendors, seed=8), STORED):
            began = time.perf_counter()
            store.log(call, screening)
            stored = time.perf_counter()
            floor.execute("INSERT INTO call VALUES (?)", (call.said,))
            ours.append((stored - began) * _MILLI)
            theirs.append((time.perf_counter() - stored) * _MILLI)
    floor.close()
    copy.unlink()
    bare.unlink()
    for what, share, goal in (("p99", 0.99, times_at_most(5)), ("median", 0.5, None)):
        work, least = at_share(ours, share), at_share(theirs, share)
        yield Row(f"store a screened call durably, {what}", work, "ms", least, goal)


def _in_bulk(place: Path) -> Row:
    path = place / "bulk.db"
    path.unlink(missing_ok=True)
    with Store.open(path) as store:
        vendors = [store.add_vendor(one) for one in life.made_vendors()]
        judged = list(islice(life.Life(STORED * 10, vendors), STORED * 10))
        began = time.process_time()
        store.log_all(judged)
        took = time.process_time() - began
    path.unlink()
    return Row("store screened calls in bulk", len(judged) / took, "calls/s", None, at_least(2500))


def _on_disk(path: Path, calls: int) -> Iterator[Row]:
    connection = sqlite3.connect(path)
    sizes = connection.execute(_PAGES).fetchall()
    connection.close()
    most = at_most(900 * calls / 1_000_000)
    yield Row("on the disk, all", path.stat().st_size / 1e6, "MB", None, most)
    for name, size in sizes[:_LARGEST]:
        yield Row(f"on the disk, {name}", size / 1e6, "MB")
    yield Row("on the disk, the rest", sum(size for _, size in sizes[_LARGEST:]) / 1e6, "MB")
    free = path.stat().st_size - sum(size for _, size in sizes)
    yield Row("on the disk, free for what comes next", free / 1e6, "MB")


if __name__ == "__main__":
    main()
