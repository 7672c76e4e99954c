"""The light rows that lists are made of."""

from typing import Any

from screener.store.driver import Database, Line
from screener.store.moments import moment
from screener.store.records import Amendment, Row
from screener.words import Allowed, Label

ROW = (
    "SELECT c.key, c.id, c.at, c.at_offset, c.number, c.company, v.name, c.label, c.corrected, "
    "c.scam, c.permission, substr(c.said, 1, 80), c.amended FROM "
)
"""Asks for what `row_of` reads, of `call AS c` with `vendor AS v` beside it."""

_SAID = 80


def row_of(db: Database, line: Line) -> Row:
    """The row of a list, with its facts as they now stand."""
    row = Row(
        key=line[0],
        id=line[1],
        at=None if line[2] is None else moment(line[2], line[3]),
        number=line[4],
        company=line[5],
        vendor=line[6],
        label=Label(line[7]) if line[7] else None,
        corrected=bool(line[8]),
        scam=bool(line[9]),
        permission=Allowed(line[10]) if line[10] else None,
        said=line[11],
    )
    if not line[12]:
        return row
    from screener.store.calls import amendments  # noqa: PLC0415 - few calls are amended

    return _amended(row, amendments(db, row.key))


def _amended(row: Row, changes: tuple[Amendment, ...]) -> Row:
    now: dict[str, Any] = {change.field: change.new for change in changes}
    if "said" in now:
        now["said"] = now["said"][:_SAID]
    return row._replace(**{field: now[field] for field in now if field in row._fields})
