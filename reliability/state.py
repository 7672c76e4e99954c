"""What a file holds, in a form in which two moments can be compared; and a model of it beside."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

State = dict[str, str | int]
"""A thing ("call 7k3q", "correction of 7k3q", "entries on Acme") with its value; what is not there
has none."""
Changes = Mapping[str, str | int | None]

_READ = (
    ("call", "SELECT id, said FROM call"),
    ("marked", "SELECT note, 1 FROM call WHERE note LIKE 'mark-%'"),
    ("named", "SELECT company, 1 FROM call WHERE company LIKE 'mark-%'"),
    (
        "note of",
        (
            "SELECT c.id, a.new FROM amendment AS a JOIN call AS c ON c.key = a.call "
            "WHERE a.new <> '' AND a.id = "
            "(SELECT max(id) FROM amendment AS o WHERE o.call = a.call AND o.field = 'note')"
        ),
    ),
    (
        "correction of",
        (
            "SELECT c.id, r.label FROM correction AS r JOIN call AS c ON c.key = r.call "
            "WHERE r.label IS NOT NULL AND "
            "r.id = (SELECT max(id) FROM correction AS o WHERE o.call = r.call)"
        ),
    ),
    (
        "tags of",
        (
            "SELECT c.id, group_concat(t.tag, ' ') FROM (SELECT * FROM tag ORDER BY tag) AS t "
            "JOIN call AS c ON c.key = t.call GROUP BY c.key"
        ),
    ),
    (
        "entries on",
        (
            "SELECT p.value, count(*) FROM ledger_entry AS e JOIN party AS p ON p.id = e.party "
            "GROUP BY p.id"
        ),
    ),
    ("vendor", "SELECT name, 1 FROM vendor"),
    ("import", "SELECT id, state FROM import"),
)


def read(path: Path) -> State:
    """What the file holds, read past the program."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            f"{what} {line[0]}": line[1]
            for what, sql in _READ
            for line in connection.execute(sql).fetchall()
        }


UNDO = "undo"


class Model:
    """What a file must hold: what was acknowledged, and at most the one thing that was tried."""

    def __init__(self, state: State) -> None:
        self.state = dict(state)
        self._done: list[Changes] = []

    def do(self, changes: Changes | str) -> None:
        """Takes what was done: things with their new values (None: gone), or UNDO."""
        back = changes == UNDO
        new = self._done.pop() if isinstance(changes, str) else changes
        before = {key: self.state.get(key) for key in new}
        for key, value in new.items():
            if value is None:
                self.state.pop(key, None)
            else:
                self.state[key] = value
        if not back:
            self._done.append(before)

    @property
    def can_undo(self) -> bool:
        """Whether anything was done since it began."""
        return bool(self._done)

    def after(self, changes: Changes | str) -> "Model":
        """What it would be then."""
        other = Model(self.state)
        other._done = list(self._done)
        other.do(changes)
        return other


def difference(found: State, wanted: State) -> str:
    """The first few things that differ, '' for none."""
    keys = [key for key in found.keys() | wanted.keys() if found.get(key) != wanted.get(key)]
    told = ", ".join(
        f"{key}: {found.get(key, 'nothing')!r} instead of {wanted.get(key, 'nothing')!r}"
        for key in sorted(keys)[:3]
    )
    return told + (f" and {len(keys) - 3} more" if len(keys) > 3 else "")
