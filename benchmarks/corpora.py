"""Whole files of calls: one process and two workers, and what memory a larger file takes.

Both are the whole command, from the start of Python to its end. The file is the labelled calls
of tests/scenarios over and over. The floor of the speed is a program that reads and writes as
many lines of JSON and judges nothing; two workers stand beside one process. Memory is the
largest that any one process had, and that of the larger file stands beside that of the smaller.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from benchmarks.measure import Row, Took, beside, folder, run, times_at_most

SMALL, TIMES = 500, 20
_CALLS = Path(__file__).parents[1] / "tests" / "scenarios" / "a1.calls.jsonl"
_HOUSEHOLD = _CALLS.with_name("a1.json")
_COPY = (
    "import json, sys\n"
    "for line in open(sys.argv[1], 'rb'): sys.stdout.write(json.dumps(json.loads(line)) + '\\n')"
)


def rows(small: bool = False) -> Iterator[Row]:
    """Speed with one process and two workers, and memory on a small and a larger file."""
    count = SMALL // 10 if small else SMALL
    runs = 1 if small else 3
    with folder("corpora") as place:
        few, many = _file(place, count), _file(place, count * TIMES)
        lines = count * TIMES
        one, bare = beside(lambda: _classify(many, 1), lambda: _copied(many), runs)
        yield Row(f"{lines:,} calls, one process", lines / one.clock, "calls/s", lines / bare.clock)
        two, one = beside(lambda: _classify(many, 2), lambda: _classify(many, 1), runs)
        yield Row("the same with two workers", lines / two.clock, "calls/s", lines / one.clock)
        yield Row("the same, processor time of all", two.busy, "s", one.busy)
        for workers in (1, 2):
            told = "one process" if workers == 1 else f"{workers} workers, the largest"
            least, most = _peak(few, workers), _peak(many, workers)
            yield Row(
                f"memory, {told}: {lines:,} calls, {count:,} calls",
                most,
                "MB",
                least,
                times_at_most(1.2),
            )


def _file(place: Path, count: int) -> Path:
    path = place / f"calls-{count}.jsonl"
    if not path.exists():
        calls = _CALLS.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(islice(cycle(calls), count)))
    return path


def _command(file: Path, workers: int) -> list[str | Path]:
    start = (sys.executable, "-m", "screener", "classify", "--household", _HOUSEHOLD)
    return [*start, "--workers", str(workers), file]


def _classify(file: Path, workers: int) -> Took:
    return run(_command(file, workers))


def _copied(file: Path) -> Took:
    return run([sys.executable, "-c", _COPY, file])


def _peak(file: Path, workers: int) -> float:
    """The most memory that one of the processes of the command had, in MB."""
    started = subprocess.Popen(_command(file, workers), stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise subprocess.CalledProcessError(started.returncode, _command(file, workers))
    return used.ru_maxrss / 1000
