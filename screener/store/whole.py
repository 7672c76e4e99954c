"""The whole file as lines that any program can read, with the chain of its records as it is.

First a line that says what this is, then the rows of tables that stand beside the chain, then
every link with its record in the canonical form (`chain.py`), then a line that says it is whole.
docs/export.md tells the form.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from screener.chain import FORM, GENESIS, Anchor, link, record_hash
from screener.faults import Fault
from screener.store.chain import TABLES, forms, present, spans
from screener.store.driver import Database, Line
from screener.store.migrate import LATEST
from screener.store.room import Room

KIND, VERSION = "screener-everything", 1
BEGINS = f'{{"screener":"{KIND}"'.encode()
"""What the first line says; another way of writing the lines is another version."""

SEQUENCES = "sqlite_sequence"
"""SQLite's own table of the highest ids ever given out, so that none is given out twice."""

_OWN = frozenset({"applied_migration", "forgetting", "link", *TABLES.values()})
_DERIVED = frozenset(
    (
        "claimed_word",
        "number_count",
        "company_count",
        "company_number",
        "company_size",
        "day_count",
        "household_value",
    )
)
"""Worked out from the calls by triggers, and worked out again."""
_NAMES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
    "AND name NOT LIKE 'call_fts%' ORDER BY name"
)
_SPAN = 500


class Head(NamedTuple):
    """The first line: the step of the schema, and the head of the chain."""

    step: int
    anchor: Anchor


def beside(db: Database) -> list[str]:
    """The tables whose rows are given out as they are."""
    return [name for (name,) in db.all(_NAMES) if name not in _OWN and name not in _DERIVED]


def columns_of(db: Database, table: str) -> tuple[str, ...]:
    """The columns of a table, in their order."""
    return tuple(name for (name,) in db.all("SELECT name FROM pragma_table_info(?)", (table,)))


class Whole(Room):
    """Giving out everything."""

    def whole(self) -> Iterator[str]:
        """The lines, all as of one moment and in constant memory. Fault where the chain is
        broken: what is not whole is not given out as such."""
        db, lines = self._db, 2
        with db.snapshot():
            anchor = present(db)
            yield _written(
                {
                    "screener": KIND,
                    "version": VERSION,
                    "step": LATEST,
                    "chain": FORM,
                    "head": anchor.head,
                    "records": anchor.records,
                }
            )
            for table in beside(db):
                for row in _rows(db, table):
                    yield _written({"table": table, "row": row})
                    lines += 1
            for obj in _links(db):
                yield _written(obj)
                lines += 1
            for row in _rows(db, SEQUENCES):
                yield _written({"table": SEQUENCES, "row": row})
                lines += 1
            yield _written({"end": True, "lines": lines})


def _rows(db: Database, table: str) -> Iterator[dict[str, object]]:
    columns = columns_of(db, table)
    # Names of tables and columns come from the schema, not from outside.
    for line in db.each(" ".join(("SELECT", ", ".join(columns), "FROM", table, "ORDER BY 1"))):
        yield dict(zip(columns, map(_value, line), strict=True))


def _value(value: object) -> object:
    return {"bytes": value.hex()} if isinstance(value, bytes) else value


def _written(obj: object) -> str:
    return json.dumps(obj, ensure_ascii=True, allow_nan=False, separators=(",", ":")) + "\n"


def _links(db: Database) -> Iterator[dict[str, object]]:
    """Each link with its record, derived anew on the way."""
    head = GENESIS
    of_record = {kind: _of_record(db, table) for kind, table in TABLES.items()}
    for lines in spans(db, _SPAN):
        first, last = lines[0][0], lines[-1][0]
        canonical = forms(db, first, last)
        rows = _beside_records(db, of_record, {line[1] for line in lines}, first, last)
        for line in lines:
            position, kind, _, salt, stored, emptied, notice = line
            hashed = emptied
            if hashed is None and position in canonical:
                hashed = record_hash(salt, canonical[position][1])
            head = link(head, hashed or b"")
            if head != stored:
                raise Fault(
                    f"The chain is broken at record {position} (`screener verify` tells more); "
                    "`screener backup FILE` copies the file as it is."
                )
            found: dict[str, object] = {"place": position, "head": stored.hex()}
            if emptied is not None:
                yield found | {"hash": emptied.hex(), "notice": notice}
                continue
            form = json.loads(canonical[position][1])
            row = rows[position]
            rest = {name: row[name] for name in row if name not in form or form[name] != row[name]}
            yield found | {"record": kind, "salt": salt.hex(), "form": form, "beside": rest}


def _of_record(db: Database, table: str) -> tuple[tuple[str, ...], str]:
    columns = columns_of(db, table)
    sql = (
        "SELECT k.position,",
        ", ".join("r." + name for name in columns),
        "FROM link AS k CROSS JOIN",
        table,
        "AS r ON r.id = k.ref WHERE k.position BETWEEN ? AND ? AND k.record = ?",
    )
    return columns, " ".join(sql)


def _beside_records(
    db: Database, of_record: Mapping[Any, tuple[tuple[str, ...], str]], there: set[str], *span: int
) -> dict[int, dict[str, object]]:
    """The rows of the records between two places, by place."""
    found: dict[int, dict[str, object]] = {}
    for kind, (columns, sql) in of_record.items():
        if kind in there:
            lines: list[Line] = db.all(sql, (*span, kind))
            for position, *values in lines:
                found[position] = dict(zip(columns, map(_value, values), strict=True))
    return found
