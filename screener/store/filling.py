"""An export of everything read into a file that holds nothing yet: the same rows, the same chain.

What comes from outside is checked against the tables, and then against its own chain, before any
of it is kept.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from screener.chain import FORM, Anchor, RecordKind, read_anchor
from screener.faults import Fault
from screener.store.chain import TABLES, present
from screener.store.driver import Database, unfit
from screener.store.indexed import index_anew
from screener.store.migrate import LATEST
from screener.store.people import load_people
from screener.store.vendor_rows import load_vendors
from screener.store.verify import Evidence
from screener.store.whole import KIND, SEQUENCES, VERSION, Head, beside, columns_of
from screener.text import one_line

_FIRST_STEP = 10
"""No older program wrote such a file."""

_PUT_BY = ("setting", "draft", "deed")
"""What a file may hold and still be a blank one: answers to the first questions, a form begun."""

_BATCH = 500
_LINKS = ("position", "record", "ref", "salt", "head", "hash", "notice")
_DEFECTS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)

Lines = Iterable[tuple[int, str]]
"""The lines of a file, each with its number."""


class Filling(Evidence):
    """Taking in everything."""

    def is_blank(self) -> bool:
        """Whether nothing was ever written down here."""
        db = self._db
        held = [table for table in beside(db) if table not in _PUT_BY]
        return not any(
            db.value(" ".join(("SELECT 1 FROM", table, "LIMIT 1"))) for table in ("link", *held)
        )

    def fill(self, lines: Lines) -> Anchor:
        """Makes of a blank file what the lines say, all or nothing; the head of its chain.

        Raises Fault, with the number of the line where there is one, for lines that are no whole
        export of this step, that do not fit, or whose chain is broken.
        """
        with self.transaction():
            head = put_rows(self._db, lines)
            self.check_filled(head)
            return head.anchor

    def check_filled(self, head: Head) -> None:
        """Fault where what was filled in is not what its first line says, or does not hold."""
        db = self._db
        if db.value("SELECT 1 FROM pragma_foreign_key_check LIMIT 1"):
            raise Fault("it is not whole: a row names another that is not in it.")
        with unfit():
            try:
                index_anew(db)
                load_vendors(db), load_people(db)
                checked = self.verify()
                self._look_over()
            except _DEFECTS as error:
                raise Fault(f"a row says what no row can ({one_line(str(error), 80)}).") from None
        broken = checked.broken or next(iter(checked.outside), None)
        if broken is not None:
            raise Fault(f"its chain is broken: {broken.words}.")
        if present(db) != head.anchor:
            raise Fault("its chain is broken: it does not end where its first line says.")
        if not checked.whole:
            raise Fault("its chain is broken: it does not hold what was quoted of it.")

    def _look_over(self) -> None:
        """Reads everything that has a form of its own once."""
        self._db.value("SELECT count(json(value)) FROM setting")


def read_head(text: str) -> Head:
    """What the first line says. Fault where that is no export of everything, or one that this
    program does not know."""
    try:
        obj = json.loads(text)
    except (ValueError, RecursionError):
        obj = None
    if not isinstance(obj, dict) or obj.get("screener") != KIND:
        raise Fault("line 1: is not the first line of an export of everything.")
    step = obj.get("step")
    if type(step) is not int or step < _FIRST_STEP:
        raise Fault("line 1: step: is no step of the database.")
    if step > LATEST or obj.get("version") != VERSION or obj.get("chain") != FORM:
        raise Fault(
            f"it was written by a newer version of Screener (step {step}, this program knows "
            f"{LATEST}); update Screener to read it."
        )
    return Head(step, read_anchor(f"{obj.get('head')}:{obj.get('records')}"))


def put_rows(db: Database, lines: Lines) -> Head:
    """Puts all rows into tables of the step that the first line says. Belongs into a transaction,
    at whose end rows may have to be checked against each other."""
    each = iter(lines)
    _, first = next(each, (1, ""))
    head = read_head(first)
    db.run("PRAGMA defer_foreign_keys = ON")
    for table in _PUT_BY:
        db.run(f"DELETE FROM {table}")  # noqa: S608 - a name of ours
    rows = _Rows(db)
    number, count, ended = 1, 1, None
    for number, text in each:
        if ended is not None:
            raise Fault(f"line {number}: nothing follows the last line of an export.")
        count += 1
        obj = _parsed(number, text)
        try:
            if "end" in obj:
                ended = obj.get("lines")
            else:
                rows.take(obj)
        except _Wrong as wrong:
            raise Fault(f"line {number}: {wrong}.") from None
    if ended is None or ended != count:
        raise Fault(f"it breaks off after line {number}: an export ends with a line that says so.")
    rows.write()
    return head


class _Wrong(Exception):
    """What is wrong with a line, as the end of a sentence."""


def _parsed(number: int, text: str) -> dict[str, Any]:
    try:
        obj = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Fault(f"line {number}: is not JSON ({one_line(str(error), 60)}).") from None
    if not isinstance(obj, dict):
        raise Fault(f"line {number}: is not a JSON object.")
    return obj


class _Rows:
    """Rows on their way into the tables, some at a time."""

    def __init__(self, db: Database) -> None:
        self._db = db
        tables = [*beside(db), *TABLES.values(), SEQUENCES]
        self._columns = {table: columns_of(db, table) for table in tables}
        self._beside = frozenset((*beside(db), SEQUENCES))
        self._waiting: dict[str, list[tuple[object, ...]]] = {}
        self._count = 0

    def take(self, obj: Mapping[str, Any]) -> None:
        """Takes what a line says."""
        if "table" in obj:
            self._take_row(obj)
        elif "place" in obj:
            self._take_link(obj)
        else:
            raise _Wrong("is neither a row nor a place in the chain")
        self._count += 1
        if self._count >= _BATCH:
            self.write()

    def write(self) -> None:
        """Puts what waits into the tables."""
        for table, rows in self._waiting.items():
            if table == SEQUENCES:
                self._db.many(f"DELETE FROM {SEQUENCES} WHERE name = ?", [row[:1] for row in rows])  # noqa: S608 - a name of ours
            columns = _LINKS if table == "link" else self._columns[table]
            marks = ", ".join("?" * len(columns))
            sql = ("INSERT INTO", table, "(", ", ".join(columns), ") VALUES (", marks, ")")
            with unfit():
                self._db.many(" ".join(sql), rows)
        self._waiting, self._count = {}, 0

    def _take_row(self, obj: Mapping[str, Any]) -> None:
        table, row = obj["table"], obj.get("row")
        if not isinstance(table, str) or table not in self._beside:
            raise _Wrong(f"there is no table {one_line(str(table), 40)!r} to be filled")
        if not isinstance(row, dict) or row.keys() != set(self._columns[table]):
            raise _Wrong(f"does not have the columns of {table}")
        if table == SEQUENCES:
            # Whatever else was given out before comes first.
            self.write()
        values = tuple(_value(row[name]) for name in self._columns[table])
        self._waiting.setdefault(table, []).append(values)

    def _take_link(self, obj: Mapping[str, Any]) -> None:
        place, head = obj["place"], _bytes(obj.get("head"))
        if type(place) is not int:
            raise _Wrong("its place is no number")
        if "hash" in obj:
            notice = _value(obj.get("notice"))
            link: tuple[object, ...] = (place, None, None, None, head, _bytes(obj["hash"]), notice)
        else:
            kind, ref = self._take_record(obj)
            link = (place, kind, ref, _bytes(obj.get("salt")), head, None, None)
        self._waiting.setdefault("link", []).append(link)

    def _take_record(self, obj: Mapping[str, Any]) -> tuple[RecordKind, object]:
        try:
            kind = RecordKind(str(obj.get("record")))
        except ValueError:
            raise _Wrong("is no kind of record") from None
        form, rest = obj.get("form"), obj.get("beside")
        if not isinstance(form, dict) or not isinstance(rest, dict):
            raise _Wrong("has no record in its canonical form")
        columns = self._columns[TABLES[kind]]
        if set(columns) - form.keys() - rest.keys() or rest.keys() - set(columns):
            raise _Wrong(f"does not have the fields of a record of the kind {kind}")
        values = tuple(_value(rest[name] if name in rest else form[name]) for name in columns)
        self._waiting.setdefault(TABLES[kind], []).append(values)
        return kind, _value(form.get("id"))


def _value(value: object) -> object:
    if value is None or type(value) in {int, float, str}:
        return value
    if isinstance(value, dict) and value.keys() == {"bytes"}:
        return _bytes(value["bytes"])
    raise _Wrong("holds what no column can")


def _bytes(text: object) -> bytes:
    try:
        return bytes.fromhex(text) if isinstance(text, str) else _no_bytes()
    except ValueError:
        return _no_bytes()


def _no_bytes() -> bytes:
    raise _Wrong("holds bytes that are not in hexadecimal")
