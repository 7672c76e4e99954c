"""YetAnotherCallBlocker's blacklist: a CSV of patterns with when they last rang.

Source: `data/BlacklistImporterExporter.java` of blurayne/yet-another-callblocker. Columns go by
place (`ID,name,pattern,creationTimestamp,numberOfCalls,lastCallTimestamp`, and notes in a fork),
a header may be absent, times are in milliseconds. In patterns `*` is any number of digits and `#`
one. How often a number rang that phone is no count of complaints: a line counts as one.
"""

import csv
import re
from collections.abc import Iterator
from typing import TextIO

from screener.reputation import ListedRow
from screener.reputation.reading.numbers import range_of
from screener.reputation.reading.rows import NO_ROW, Rows, each, from_milliseconds

_HEADER = "id,name,pattern,"
_FIRST_ROW = re.compile(
    r'\d*,(?:[^,"\n]*|"[^"]*"),"?\+?[\d#*]+"?,\d{0,14},\d*,\d{0,14}(?:,|\s*$)', re.M
)


def recognises(head: str) -> bool:
    """Whether a file begins with its header or with a row of six or seven such columns."""
    return head.casefold().startswith(_HEADER) or _FIRST_ROW.match(head) is not None


def read(text: TextIO, rows: Rows) -> Iterator[ListedRow]:
    """The numbers and ranges of a blacklist."""
    lines = csv.reader(text)
    for row in each(lines, rows):
        if rows.count == 1 and ",".join(row).casefold().startswith(_HEADER):
            rows.count = 0
            continue
        if len(row) < 6:
            rows.pass_over(NO_ROW, lines.line_num)
            continue
        place = range_of(row[2], rows.region)
        if isinstance(place, str):
            rows.pass_over(place, lines.line_num)
            continue
        at = from_milliseconds(row[5]) or from_milliseconds(row[3])
        yield *place, row[1], 1, at
