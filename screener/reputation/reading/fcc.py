"""The FCC's unwanted-calls complaints: a CSV export of its open data, a row a complaint.

Source: https://opendata.fcc.gov (vakf-fz8e), with the names that people read in the header or
those of the API. The caller's number is the one shown; an advertiser's number is left alone.
"""

import csv
from collections.abc import Iterator
from typing import TextIO

from screener.reputation import LIVE, NOT_SAID, RECORDED, ComplaintRow
from screener.reputation.reading.numbers import number_of
from screener.reputation.reading.rows import NO_DATE, NO_ROW, Clock, Rows, columns, each, header

_COLUMNS = (
    ("caller id number", "caller_id_number"),
    ("ticket created", "ticket_created"),
    ("date of issue", "issue_date"),
    ("issue",),
    ("type of call or messge", "type of call or message", "type_of_call_or_messge"),
)
_PATTERNS = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M:%S %p %z", "%m/%d/%Y")
_NO_NUMBERS = {"none", "n/a", "unknown"}


def recognises(head: str) -> bool:
    """Whether a file begins with the columns of the FCC."""
    names = [name.strip().strip('"').casefold() for name in head.split("\n", 1)[0].split(",")]
    return all(any(name in names for name in known) for known in _COLUMNS)


def read(text: TextIO, rows: Rows) -> Iterator[ComplaintRow]:
    """The complaints of a file; rows without the caller's number or a date are passed over."""
    lines = csv.reader(text)
    places = columns(header(lines), *_COLUMNS)
    clock = Clock(*_PATTERNS)
    for row in each(lines, rows):
        if len(row) <= max(places):
            rows.pass_over(NO_ROW, lines.line_num)
            continue
        shown, created, issued, issue, kind = (row[place].strip() for place in places)
        number = number_of("" if shown.casefold() in _NO_NUMBERS else shown, "US")
        if isinstance(number, str):
            rows.pass_over(number, lines.line_num)
            continue
        at = clock.seconds(created or issued)
        if at is None:
            rows.pass_over(NO_DATE, lines.line_num)
            continue
        yield number, at, issue, _recorded(issue, kind)


def _recorded(issue: str, kind: str) -> int:
    """A robocall is one dialled by machine or with a recorded voice."""
    kind = kind.casefold()
    if "prerecorded" in kind or "autodialed" in kind or issue.casefold() == "robocalls":
        return RECORDED
    return LIVE if "live voice" in kind else NOT_SAID
