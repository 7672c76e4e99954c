"""Plain lists: a number or a pattern a line, with what is said of it behind.

Takes what programs with lists of this kind write: bare numbers, `+4989123*` and `33899######`
(Saracroche), `<pattern>: <name>` (NoPhoneSpam), `407-555-5670  #= name` (ncidd.blacklist), and
CSV without quotes. Lines that begin with # or // are remarks.
"""

import re
from collections.abc import Iterator
from typing import TextIO

from screener.reputation import ListedRow
from screener.reputation.reading.numbers import range_of
from screener.reputation.reading.rows import Rows

_REMARK = re.compile(r"\s*(?:#|//|$)")
_PARTED = re.compile(r"\s*[,;:\t|]\s*|\s+#=?(?![\d#*])\s*|\s+//\s*")
_PATTERN = re.compile(r"\+?[\d\s().#*-]{2,40}")
_MOST_RECOGNISED = 20


def recognises(head: str) -> bool:
    """Whether most of the first lines begin with a number or a pattern."""
    lines = [line for line in head.splitlines()[:_MOST_RECOGNISED] if not _REMARK.match(line)]
    fitting = sum(_PATTERN.fullmatch(_parts(line)[0]) is not None for line in lines)
    return fitting * 2 > len(lines)


def read(text: TextIO, rows: Rows) -> Iterator[ListedRow]:
    """The numbers and ranges of a list."""
    for at, line in enumerate(text, 1):
        if _REMARK.match(line):
            continue
        rows.count += 1
        pattern, about = _parts(line)
        place = range_of(pattern, rows.region)
        if isinstance(place, str):
            rows.pass_over(place, at)
        else:
            yield *place, about, 1, None


def _parts(line: str) -> tuple[str, str]:
    parts = _PARTED.split(line.strip(), maxsplit=1)
    return parts[0].strip("\"' "), parts[1].strip("\"' ") if len(parts) > 1 else ""
