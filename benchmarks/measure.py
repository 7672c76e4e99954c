"""What all benchmarks share: a row of the table, timing beside a floor, and rendering.

A benchmark of the work inside one process:

    work, floor = beside(lambda: judge_all(lines), lambda: parse_all(lines))
    yield Row("judge a call", work.busy / len(lines) * 1e6, "µs", floor.busy / ..., at_most(333))

and one of whole commands, from the start of Python to its end:

    command, bare = beside(
        lambda: run([sys.executable, "-m", "screener", "log"], SCREENER_DB=path),
        lambda: run([sys.executable, "-c", SCAN, path]),
    )

Other programs on the machine lengthen what the clock says and, less, what the processor says;
a floor that ran turn about with the work was lengthened alike, so that the ratio stands.
"""

import os
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

KEEP = "SCREENER_BENCH_KEEP"
"""Environment variable: a folder where made-up material is kept from one run to the next."""


class Goal(NamedTuple):
    """What a row is to reach: a bound for its figure, or for its ratio to the floor."""

    bound: float
    least: bool = False
    of_ratio: bool = False

    def is_met(self, row: "Row") -> bool:
        value = row.ratio if self.of_ratio else row.figure
        if value is None:
            return False
        return value >= self.bound if self.least else value <= self.bound

    def __str__(self) -> str:
        sign = "≥" if self.least else "≤"
        return f"{sign} {number(self.bound)}{' times' if self.of_ratio else ''}"


def at_most(bound: float) -> Goal:
    """The figure is to be no larger (times, sizes)."""
    return Goal(bound)


def at_least(bound: float) -> Goal:
    """The figure is to be no smaller (rates, accuracy)."""
    return Goal(bound, least=True)


def times_at_most(bound: float) -> Goal:
    """The work is to be no more than so many times the floor's."""
    return Goal(bound, of_ratio=True)


class Row(NamedTuple):
    """One measured figure. `unit` is its and the floor's: "ms", "s", "MB", "calls/s", "".

    `floor` is the same for the least that could be done at all, or for a peer; None when there
    is nothing to compare with.
    """

    what: str
    figure: float
    unit: str
    floor: float | None = None
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor: of its cost where the unit is a rate ("…/s")."""
        if not self.floor or not self.figure:
            return None
        return self.floor / self.figure if self.unit.endswith("/s") else self.figure / self.floor


class Took(NamedTuple):
    """Seconds by the clock and of the processor."""

    clock: float
    busy: float


def took(work: Callable[[], object]) -> Took:
    """What `work` takes in this process."""
    clock, busy = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - clock, time.process_time() - busy)


def run(command: Sequence[str | Path], **environment: str | Path) -> Took:
    """What a whole process takes; `environment` is set beside what is set already. Raises
    `CalledProcessError` when it fails."""
    with_ours = os.environ | {name: str(value) for name, value in environment.items()}
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=with_ours, check=True, stdout=subprocess.DEVNULL)
    elapsed, after = time.perf_counter() - clock, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(elapsed, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def beside(
    work: Callable[[], Took | object], floor: Callable[[], Took | object], runs: int = 7
) -> tuple[Took, Took]:
    """Medians of both, run turn about after one run each that does not count."""
    taken = [(_taken(work), _taken(floor)) for _ in range(runs + 1)][1:]
    return median_of(one for one, _ in taken), median_of(other for _, other in taken)


def _taken(work: Callable[[], Took | object]) -> Took:
    results: list[object] = []
    own = took(lambda: results.append(work()))
    return results[0] if isinstance(results[0], Took) else own


def median_of(samples: Iterable[Took]) -> Took:
    """The median of each column."""
    clocks, busy = zip(*samples, strict=True)
    return Took(statistics.median(clocks), statistics.median(busy))


def at_share(samples: Iterable[float], share: float) -> float:
    """The sample below which `share` of all lie: 0.99 for the slowest in a hundred."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@contextmanager
def folder(name: str) -> Iterator[Path]:
    """A folder for made-up material: below $SCREENER_BENCH_KEEP, where what was made is found
    again, or else for this run alone."""
    keep = os.environ.get(KEEP)
    if keep:
        place = Path(keep) / name
        place.mkdir(parents=True, exist_ok=True)
        yield place
    else:
        with tempfile.TemporaryDirectory(prefix="screener-bench-") as made:
            yield Path(made)


def number(value: float) -> str:
    """A figure in three digits that mean something: 2,950 · 14.2 · 0.857."""
    if value and abs(value) < 0.01:
        return f"{value:.2g}"
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.3g}" if size >= 1 else f"{value:.3f}"


HEADS = ("what", "measured", "unit", "floor", "ratio", "to reach")


def cells(row: Row) -> tuple[str, ...]:
    """A row as the texts of its columns."""
    goal = ""
    if row.goal is not None:
        goal = str(row.goal) if row.goal.is_met(row) else f"{row.goal} (missed)"
    floor = "" if row.floor is None else number(row.floor)
    ratio = "" if row.ratio is None else f"{row.ratio:.3g}"
    return row.what, number(row.figure), row.unit, floor, ratio, goal


def markdown(rows: Iterable[Row]) -> str:
    """A table for the documents."""
    table = [HEADS, ("---",) * len(HEADS), *map(cells, rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in table)


def aligned(rows: Iterable[Row]) -> str:
    """A table for the terminal."""
    table = [HEADS, *map(cells, rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    sides = (str.ljust, str.rjust, str.ljust, str.rjust, str.rjust, str.ljust)
    return "".join(
        "  ".join(
            side(cell, width) for side, cell, width in zip(sides, line, widths, strict=True)
        ).rstrip()
        + "\n"
        for line in table
    )
