"""The light rows that lists are made of."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from screener.store.driver import Database, Line
from screener.store.moments import moment
from screener.words import Allowed, Label

if TYPE_CHECKING:
    from screener.store.records import Amendment

ROW = (
    "SELECT c.key, c.id, c.at, c.at_offset, c.number, c.company, v.name, c.label, c.corrected, "
    "c.scam, c.permission, substr(c.said, 1, 80), c.amended, c.own_number, c.taken_by FROM "
)
"""Asks for what `row_of` reads, of `call AS c` with `vendor AS v` beside it."""
VENDOR = " LEFT JOIN vendor AS v ON v.id = c.vendor "
"""That beside it."""

AT = " ".join(
    (
        ROW,
        "json_each(?) AS k CROSS JOIN call AS c ON c.key = k.value",
        VENDOR.strip(),
    )
)
"""The same at the keys in a JSON list, in their order."""
_SAID = 80


class Row(NamedTuple):
    """A call in a list. `label` is the one to show; `said` is its first 80 characters."""

    key: int
    id: str
    at: datetime | None
    number: str
    company: str
    vendor: str | None
    label: Label | None
    corrected: bool
    scam: bool
    permission: Allowed | None
    said: str
    own_number: str = ""
    taken_by: str = ""


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
        own_number=line[13],
        taken_by=line[14],
    )
    if not line[12]:
        return row
    from screener.store.calls import amendments  # noqa: PLC0415 - few calls are amended

    return _amended(row, amendments(db, row.key))


def _amended(row: Row, changes: "tuple[Amendment, ...]") -> Row:
    now: dict[str, Any] = {change.field: change.new for change in changes}
    if "said" in now:
        now["said"] = now["said"][:_SAID]
    return row._replace(**{field: now[field] for field in now if field in row._fields})


def rows_at(db: Database, keys: Sequence[int]) -> list[Row]:
    """The rows of calls, in the order of their keys given."""
    lines = {line[0]: line for line in db.all(AT, (json.dumps(keys),))}
    return [row_of(db, lines[key]) for key in keys]
