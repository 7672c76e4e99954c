"""The journal of what the person did: each deed with what takes it back, as data."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from screener.faults import Fault
from screener.store.driver import Line
from screener.store.moments import moment
from screener.store.room import Room
from screener.store.search import storable

Value = Any
"""Whatever JSON can hold."""

_SELECT = "SELECT id, at, at_offset, words, changes, undone FROM deed "
_LAST = _SELECT + "WHERE undone = 0 ORDER BY id DESC LIMIT 1"
# What was undone can be done again until something else is done.
_UNDONE_LAST = " ".join(
    (
        _SELECT,
        "WHERE undone = 1 AND id > coalesce((SELECT max(id) FROM deed WHERE undone = 0), 0)",
        "ORDER BY id LIMIT 1",
    )
)


class Change(NamedTuple):
    """One thing that a deed changed: what kind of thing, which one, and its state before and
    after. None is the state of a thing that is not there."""

    what: str
    key: Value
    before: Value
    after: Value


class Deed(NamedTuple):
    """Something that the person did."""

    id: int
    at: datetime
    words: str
    changes: tuple[Change, ...]
    undone: bool = False


class Deeds(Room):
    """Deeds in their order. What they hold goes as a whole when somebody is forgotten."""

    def note_deed(self, words: str, changes: Sequence[Change]) -> None:
        """Keeps a deed. Belongs into the transaction that did it."""
        sql = "INSERT INTO deed (at, at_offset, words, changes) VALUES (?, ?, ?, ?)"
        self._db.run(sql, (*self._now(), storable(words), _text(changes)))

    def deeds(self, limit: int = 50) -> list[Deed]:
        """The newest deeds, newest first."""
        return [
            _deed(line) for line in self._db.all(_SELECT + "ORDER BY id DESC LIMIT ?", (limit,))
        ]

    def deed(self, key: int) -> Deed:
        """One deed. Fault where it is not there."""
        line = self._db.one(_SELECT + "WHERE id = ?", (key,))
        if line is None:
            raise Fault(f"{key}: no such deed is on file.")
        return _deed(line)

    def last_deed(self) -> Deed | None:
        """The newest deed that stands."""
        line = self._db.one(_LAST)
        return None if line is None else _deed(line)

    def last_undone(self) -> Deed | None:
        """The deed that was undone last, unless something else was done since."""
        line = self._db.one(_UNDONE_LAST)
        return None if line is None else _deed(line)

    def mark_deed(self, key: int, changes: Sequence[Change], *, undone: bool) -> None:
        """Notes that a deed was undone or done again, and the things as they are named now."""
        sql = "UPDATE deed SET undone = ?, changes = ? WHERE id = ?"
        self._db.run(sql, (undone, _text(changes), key))


def _text(changes: Sequence[Change]) -> str:
    return storable(json.dumps(changes, ensure_ascii=False, separators=(",", ":")))


def _deed(line: Line) -> Deed:
    changes = tuple(Change(*change) for change in json.loads(line[4]))
    return Deed(line[0], moment(line[1], line[2]), line[3], changes, bool(line[5]))
