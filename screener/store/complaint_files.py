"""Files of complaints: read in, listed, and taken out again, each complaint kept once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from screener.faults import Fault
from screener.reputation import ComplaintRow, Junk, ListedRow, Source
from screener.store.driver import Line
from screener.store.moments import moment
from screener.store.room import Room
from screener.store.search import storable

_LONGEST_SUBJECT = 120
_CHUNK = 50_000
"""Rows that are rewritten in one transaction: others wait no longer than for these."""

_ADD = (
    "INSERT INTO complaint (number, at, subject, robocall, sources) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT DO UPDATE SET robocall = max(robocall, excluded.robocall), "
    "sources = (SELECT has FROM temp.moved WHERE had = sources)"
)
_LIST = (
    "INSERT INTO listed (number, more, subject, votes, at, source) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT DO UPDATE SET votes = max(votes, excluded.votes), "
    "at = coalesce(max(at, excluded.at), at, excluded.at)"
)
_SOURCE = (
    "SELECT id, name, format, hash, added_at, added_offset, complete, rows, counted, junk "
    "FROM reputation_source "
)


class ComplaintFiles(Room):
    """The files whose complaints are kept. Which files tell of a complaint is a set that
    complaints share, so that a set is all that a row has to name."""

    def reputation_sources(self) -> list[Source]:
        """The files that were read in, in that order."""
        return [_source(line) for line in self._db.all(_SOURCE + "ORDER BY id")]

    def reputation_source(self, text: str) -> Source:
        """The file of that name, or of that number in the list. Fault where there is none."""
        line = self._db.one(_SOURCE + "WHERE name = ?1 OR CAST(id AS TEXT) = ?1", (storable(text),))
        if line is None:
            raise Fault(f"No complaints were read from {text!r}; see `screener reputation list`.")
        return _source(line)

    def start_source(self, name: str, format_: str, hash_: str) -> Source:
        """Notes a file that is about to be read in; the same content is the same source,
        whatever its name. A name that other content goes by gets a number."""
        with self.transaction():
            known = self._db.one(_SOURCE + "WHERE hash = ?", (hash_,))
            if known is not None:
                self._db.run(
                    "UPDATE reputation_source SET format = ? WHERE hash = ? AND NOT complete",
                    (format_, hash_),
                )
            else:
                at, offset = self._now()
                self._db.run(
                    "INSERT INTO reputation_source (name, format, hash, added_at, added_offset) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (self._free_name(name), format_, hash_, at, offset),
                )
            known = self._db.one(_SOURCE + "WHERE hash = ?", (hash_,))
        return _source(known or ())

    def add_complaints(self, source: Source, rows: Sequence[ComplaintRow]) -> None:
        """Adds some complaints of a source in one transaction; one that is on file already is
        noted as told by this source too."""
        with self._db.unhurried(), self.transaction():
            ids = self._subject_ids({row[2] for row in rows})
            own = self._joined_sets(source.id)
            # In the order of the tree, so that each page is visited once.
            self._db.many(
                _ADD,
                sorted([(number, at, ids[about], rec, own) for number, at, about, rec in rows]),
            )

    def add_listed(self, source: Source, rows: Sequence[ListedRow]) -> None:
        """Adds some lines of a list in one transaction."""
        with self._db.unhurried(), self.transaction():
            ids = self._subject_ids({row[2] for row in rows})
            self._db.many(
                _LIST,
                (
                    (number, more, ids[about], votes, at, source.id)
                    for number, more, about, votes, at in rows
                ),
            )

    def finish_source(self, source: Source, rows: int, junk: Sequence[Junk]) -> Source:
        """Notes that a file was read to its end, with what was passed over."""
        told = json.dumps([(each.reason, each.rows, each.lines) for each in junk])
        counted = rows - sum(each.rows for each in junk)
        with self.transaction():
            self._db.run(
                "UPDATE reputation_source SET complete = 1, rows = ?, counted = ?, junk = ? "
                "WHERE id = ?",
                (rows, counted, told, source.id),
            )
            self._drop_unused()
        return self.reputation_source(str(source.id))

    def remove_source(self, source: Source) -> None:
        """Removes all that only this file told of; what others told of too stays counted.

        Goes through the complaints in steps, so that other programs can write between them.
        """
        self._db.run("UPDATE reputation_source SET complete = 0 WHERE id = ?", (source.id,))
        first: int | None = -1
        while first is not None:
            with self.transaction():
                after = self._db.value(
                    "SELECT number FROM complaint WHERE number > ? ORDER BY number LIMIT 1 OFFSET ?",
                    (first, _CHUNK),
                )
                self._remove_between(source.id, first, after)
            first = after
        with self.transaction():
            self._db.run("DELETE FROM listed WHERE source = ?", (source.id,))
            self._db.run("DELETE FROM reputation_set WHERE source = ?", (source.id,))
            self._db.run("DELETE FROM reputation_source WHERE id = ?", (source.id,))
            self._drop_unused()

    def _remove_between(self, source: int, first: int, last: int | None) -> None:
        """Takes a source away from the complaints about numbers after `first` up to `last`."""
        sole = self._parted_sets(source)
        last = 10**16 if last is None else last
        self._db.run(
            "DELETE FROM complaint WHERE number > ? AND number <= ? AND sources = ?",
            (first, last, sole),
        )
        self._db.run(
            "UPDATE complaint SET sources = (SELECT has FROM temp.moved WHERE had = sources) "
            "WHERE number > ? AND number <= ? AND sources IN (SELECT had FROM temp.moved)",
            (first, last),
        )

    def _free_name(self, name: str) -> str:
        taken = {line[0] for line in self._db.all("SELECT name FROM reputation_source")}
        names = (name if place == 1 else f"{name} ({place})" for place in range(1, len(taken) + 2))
        return next(each for each in names if each not in taken)

    def _subject_ids(self, texts: Iterable[str]) -> Mapping[str, int]:
        tidy = {text: " ".join(text.split())[:_LONGEST_SUBJECT] for text in texts}
        self._db.many(
            "INSERT OR IGNORE INTO reputation_subject (text) VALUES (?)",
            ((text,) for text in sorted(set(tidy.values()))),
        )
        find = "SELECT id FROM reputation_subject WHERE text = ?"
        return {text: self._db.value(find, (kept,)) for text, kept in tidy.items()}

    def _joined_sets(self, source: int) -> int:
        """Fills temp.moved with what each set of sources becomes with this one; the set that
        is this one alone."""
        sets = self._sets()
        ids = {members: id_ for id_, members in sets.items()}
        moved = [(id_, self._set_of(members | {source}, ids)) for id_, members in sets.items()]
        own = self._set_of(frozenset({source}), ids)
        # What was joined stays as it is where a file tells the same twice.
        stay = [(has, has) for _, has in moved]
        self._move([*moved, *stay, (own, own)])
        return own

    def _parted_sets(self, source: int) -> int:
        """Fills temp.moved with what each set of this source and others becomes without it;
        the set that is this one alone, 0 where there is none."""
        sets = self._sets()
        ids = {members: id_ for id_, members in sets.items()}
        alone = frozenset({source})
        self._move(
            [
                (id_, self._set_of(members - alone, ids))
                for id_, members in sets.items()
                if members > alone
            ]
        )
        return ids.get(alone, 0)

    def _sets(self) -> dict[int, frozenset[int]]:
        lines = self._db.all("SELECT id, source FROM reputation_set ORDER BY id")
        return {
            id_: frozenset(source for _, source in members)
            for id_, members in groupby(lines, key=lambda line: line[0])
        }

    def _set_of(self, members: frozenset[int], ids: dict[frozenset[int], int]) -> int:
        if members not in ids:
            ids[members] = max(ids.values(), default=0) + 1
            self._db.many(
                "INSERT INTO reputation_set (id, source) VALUES (?, ?)",
                [(ids[members], source) for source in sorted(members)],
            )
        return ids[members]

    def _move(self, moved: Iterable[tuple[int, int]]) -> None:
        self._db.run(
            "CREATE TEMP TABLE IF NOT EXISTS moved (had INTEGER PRIMARY KEY, has INTEGER NOT NULL)"
        )
        self._db.run("DELETE FROM temp.moved")
        self._db.many("INSERT OR REPLACE INTO temp.moved (had, has) VALUES (?, ?)", moved)

    def _drop_unused(self) -> None:
        """Drops the sets and subjects that no row names any more."""
        self._db.run("DELETE FROM reputation_set WHERE id NOT IN (SELECT sources FROM complaint)")
        self._db.run(
            "DELETE FROM reputation_subject WHERE id NOT IN (SELECT subject FROM complaint) "
            "AND id NOT IN (SELECT subject FROM listed)"
        )


def _source(line: Line) -> Source:
    id_, name, format_, hash_, at, offset, complete, rows, counted, junk = line
    return Source(
        id_,
        name,
        format_,
        hash_,
        moment(at, offset),
        bool(complete),
        rows,
        counted,
        tuple(Junk(reason, count, tuple(lines)) for reason, count, lines in json.loads(junk)),
    )
