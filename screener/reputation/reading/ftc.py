"""The FTC's Do Not Call complaints: a CSV file of each weekday, a row a complaint.

Source: https://www.ftc.gov/policy-notes/open-government/data-sets/do-not-call-data; the columns
as in the whole file of 2021-07-08. `Created_Date` has no zone.
"""

import csv
from collections.abc import Iterator
from typing import TextIO

from screener.nanp import ten_digits
from screener.reputation import LIVE, NOT_SAID, RECORDED, ComplaintRow
from screener.reputation.reading.numbers import number_of
from screener.reputation.reading.rows import NO_DATE, NO_ROW, Clock, Rows, columns, each, header

_ROBOCALL = {"Y": RECORDED, "N": LIVE}
_NO_SUBJECT = {"No Subject Provided": ""}


def recognises(head: str) -> bool:
    """Whether a file begins with the columns of the FTC."""
    return {"Company_Phone_Number", "Created_Date"} <= set(head.split("\n", 1)[0].split(","))


def read(text: TextIO, rows: Rows) -> Iterator[ComplaintRow]:
    """The complaints of a file; rows without a number or a date are passed over."""
    lines = csv.reader(text)
    at_number, at_created, at_subject, at_recorded = columns(
        header(lines),
        ("company_phone_number",),
        ("created_date",),
        ("subject",),
        ("recorded_message_or_robocall",),
    )
    last = max(at_number, at_created, at_subject, at_recorded)
    clock = Clock()
    for row in each(lines, rows):
        if len(row) <= last:
            rows.pass_over(NO_ROW, lines.line_num)
            continue
        shown = row[at_number]
        number = ten_digits(shown) or number_of(shown, "US")
        if isinstance(number, str):
            rows.pass_over(number, lines.line_num)
            continue
        at = clock.seconds(row[at_created])
        if at is None:
            rows.pass_over(NO_DATE, lines.line_num)
            continue
        subject = row[at_subject]
        yield (
            number,
            at,
            _NO_SUBJECT.get(subject, subject),
            _ROBOCALL.get(row[at_recorded], NOT_SAID),
        )
