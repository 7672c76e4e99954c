"""Files that were brought in: what came of each, so that it can be taken back, and whether a call
of a feed is stored already."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from screener.call import Call
from screener.faults import Fault
from screener.phone import NumberKind, read_number
from screener.store.bulk import Brought, Bulk, add_run
from screener.store.driver import Line
from screener.store.moments import TIES, first_key, micros, moment
from screener.store.removal import Removal
from screener.store.search import storable
from screener.store.settings import region_of

if TYPE_CHECKING:
    from screener.screening import Screening

NEAR = timedelta(minutes=2)
"""Two feeds of one line tell of a call with so much between their clocks."""

_SELECT = (
    "SELECT id, at, at_offset, name, format, hash, calls, contacts, duplicates, skipped, places, "
    "state FROM import "
)
_BY_ID = "SELECT id FROM call WHERE source_id = ? AND source = ? AND source_id <> ''"
_BY_NUMBER = (
    "SELECT 1 FROM call WHERE number_key = ? AND key BETWEEN ? AND ? AND source <> ? LIMIT 1"
)


class Import(NamedTuple):
    """A file that was brought in. `places` are the runs of the chain that its calls took."""

    id: int
    at: datetime
    name: str
    format: str
    hash: str
    calls: int
    contacts: int
    duplicates: int
    skipped: int
    places: tuple[tuple[int, int], ...]
    state: str

    @property
    def undone(self) -> bool:
        """Whether it was taken back."""
        return self.state == "undone"


class Imports(Bulk, Removal):
    """Bringing files in."""

    def start_import(self, name: str, format_: str, hash_: str) -> int:
        """Notes a file that is about to be brought in; its number."""
        sql = "INSERT INTO import (at, at_offset, name, format, hash) VALUES (?, ?, ?, ?, ?)"
        return self._db.run(sql, (*self._now(), storable(name), format_, hash_))

    def bring(self, key: int, judged: "Sequence[tuple[Call, Screening | None]]") -> None:
        """Stores some of its calls, and which places of the chain they took."""
        with self.transaction():
            runs = [*self.import_(key).places]
            add_run(runs, self.log_batch(judged))
            self._db.run(
                "UPDATE import SET calls = calls + ?, places = ? WHERE id = ?",
                (len(judged), json.dumps(runs), key),
            )

    def finish_import(self, key: int, contacts: int, duplicates: int, skipped: int) -> Import:
        """Notes that all of it came in."""
        sql = (
            "UPDATE import SET contacts = ?, duplicates = ?, skipped = ?, state = 'done' "
            "WHERE id = ?"
        )
        self._db.run(sql, (contacts, duplicates, skipped, key))
        return self.import_(key)

    def imports(self) -> list[Import]:
        """What was brought in, the newest first."""
        return [_import(line) for line in self._db.all(_SELECT + "ORDER BY id DESC")]

    def import_(self, key: int) -> Import:
        """One of them. Fault where there is none of that number."""
        line = self._db.one(_SELECT + "WHERE id = ?", (key,))
        if line is None:
            raise Fault(f"{key}: no such import is on file; see `screener import --list`.")
        return _import(line)

    def take_back(self, key: int, why: str) -> int:
        """Takes the calls of an import out again, but for those that the person worked on since;
        how many went."""
        with self.transaction():
            gone = self.void(self.calls_left(key), why)
            self._db.run("UPDATE import SET state = 'undone' WHERE id = ?", (key,))
            return gone

    def calls_left(self, key: int) -> list[str]:
        """The ids of its calls that are there still."""
        found = self.import_(key)
        return self.calls_brought(Brought(found.calls, found.places))

    def drop_import(self, key: int) -> None:
        """Forgets an import that brought nothing."""
        self._db.run("DELETE FROM import WHERE id = ?", (key,))

    def has_of_source(self, call: Call) -> bool:
        """Whether the call of the same feed with the same id is stored."""
        return bool(self.id_of_source(call))

    def id_of_source(self, call: Call) -> str:
        """Under which id that is, '' where it is not stored."""
        found = self._db.value(_BY_ID, (storable(call.source_id), storable(call.source)))
        return str(found or "")

    def has_of_others(self, call: Call) -> bool:
        """Whether another feed, or a person, told of a call from this number about then. Never
        for numbers that were withheld, which anybody has."""
        if call.at is None:
            return False
        number = read_number(call.number, region_of(self._db))
        key = number.e164 or storable(call.number.strip())
        if number.kind is NumberKind.WITHHELD or not key:
            return False
        first, last = (first_key(micros(at)[0]) for at in (call.at - NEAR, call.at + NEAR))
        asked = (key, first, last + TIES - 1, storable(call.source))
        return self._db.value(_BY_NUMBER, asked) is not None


def _import(line: Line) -> Import:
    key, at, offset, name, format_, hash_, calls, contacts, duplicates, skipped, places, state = (
        line
    )
    runs = tuple((first, last) for first, last in json.loads(places))
    counts = (calls, contacts, duplicates, skipped)
    return Import(key, moment(at, offset), name, format_, hash_, *counts, runs, state)
