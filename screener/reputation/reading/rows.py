"""The rows of a file as they are counted: how many, and which were passed over and why."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from screener.faults import Fault
from screener.reputation import Junk

MOST_LINES = 20
"""So many lines are named of each reason; all are counted."""

NO_NUMBER = "no number"
NOT_A_NUMBER = "not a telephone number"
NO_DATE = "no date"
NO_ROW = "not a row of this format"

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the clock of a file, whose zone it does not tell
_SECONDS = {f":{second:02}": second for second in range(60)}
_MOST_CACHED = 100_000


class Rows:
    """Counts rows while a reader goes through a file. `region` is the country in whose manner
    numbers without a country code are written."""

    def __init__(self, region: str) -> None:
        self.region = region
        self.count = 0
        self._junk: dict[str, tuple[list[int], list[int]]] = {}

    def pass_over(self, reason: str, line: int) -> None:
        """Notes that the row on that line is left out."""
        count, lines = self._junk.setdefault(reason, ([0], []))
        count[0] += 1
        if len(lines) < MOST_LINES:
            lines.append(line)

    def junk(self) -> tuple[Junk, ...]:
        """What was passed over, the commonest reason first."""
        told = [Junk(reason, n[0], tuple(lines)) for reason, (n, lines) in self._junk.items()]
        return tuple(sorted(told, key=lambda each: (-each.rows, each.reason)))


class Clock:
    """Times as a file writes them → seconds since 1970 on the same clock."""

    def __init__(self, *patterns: str) -> None:
        self._patterns = patterns
        self._minutes: dict[str, int] = {}

    def seconds(self, text: str) -> int | None:
        """The seconds of "2021-07-07 00:01:15" or another form known; None for anything else."""
        minute, second = self._minutes.get(text[:16]), _SECONDS.get(text[16:])
        if minute is not None and second is not None:
            return minute + second
        found = self._read(text)
        if found is not None and second is not None and len(text) == 19:
            if len(self._minutes) > _MOST_CACHED:
                self._minutes.clear()
            self._minutes[text[:16]] = found - found % 60
        return found

    def _read(self, text: str) -> int | None:
        for pattern in ("", *self._patterns):
            try:
                moment = _moment(text.strip(), pattern)
            except ValueError:
                continue
            return int((moment.replace(tzinfo=None) - _EPOCH).total_seconds())
        return None


def _moment(text: str, pattern: str) -> datetime:
    if pattern:
        return datetime.strptime(text, pattern)  # noqa: DTZ007 - as above
    return datetime.fromisoformat(text)


def from_milliseconds(value: object) -> int | None:
    """Seconds of a moment in milliseconds since 1970, as numbers or text; None for none."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 10**14:
        return None
    return int(value) // 1000


class CsvLines(Protocol):
    """A reader of the csv module: `line_num` is the line it has read up to."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...
    def __next__(self) -> list[str]: ...


def each(lines: CsvLines, rows: Rows) -> Iterator[list[str]]:
    """The rows of a CSV file, counted; what is no CSV is passed over."""
    while True:
        try:
            for row in lines:
                if row:
                    rows.count += 1
                    yield row
        except csv.Error:
            rows.count += 1
            rows.pass_over(NO_ROW, lines.line_num)
        else:
            return


def header(lines: CsvLines) -> list[str]:
    """The first row of a CSV file; empty where there is none."""
    try:
        return next(lines, [])
    except csv.Error:
        return []


def columns(header: Sequence[str], *wanted: Sequence[str]) -> list[int]:
    """Where columns stand, each wanted under one of some names (lower case). Fault where one
    is absent."""
    names = [name.strip().casefold() for name in header]
    found = [next((names.index(n) for n in known if n in names), -1) for known in wanted]
    if -1 in found:
        raise Fault(f"it has no column {wanted[found.index(-1)][0]!r}, which its format needs.")
    return found
