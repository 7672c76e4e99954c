"""Removing records so that the chain still holds: the place stays, with a hash and nothing else."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from screener.chain import RecordKind, record_hash
from screener.store.chain import TABLES, forms, spans
from screener.store.driver import Database, Line
from screener.store.indexed import unindex
from screener.store.room import Room
from screener.store.verify import put_notice

Refs = Mapping[RecordKind, Collection[str | int]]

_SPAN = 500
_EMPTY = (
    "UPDATE link SET record = NULL, ref = NULL, salt = NULL, hash = ?, notice = ? "
    "WHERE position = ?"
)
_FROM_THE_END = (
    "SELECT position, record, ref, salt, head, hash, notice FROM link "
    "WHERE record = ? AND ref = ? ORDER BY position DESC LIMIT 1"
)
_HANGING = {
    RecordKind.AMENDMENT: "SELECT id FROM amendment WHERE call = ?",
    RecordKind.CORRECTION: "SELECT id FROM correction WHERE call = ?",
    RecordKind.LEDGER_ENTRY: "SELECT id FROM ledger_entry WHERE call = ?",
}
_OF_CALLS = (
    "DELETE FROM screening WHERE call = ?",
    "DELETE FROM amendment WHERE call = ?",
    "DELETE FROM correction WHERE call = ?",
    "UPDATE ledger_entry SET call = NULL WHERE call = ?",
    "DELETE FROM call WHERE key = ?",
)
_DELETE = {kind: " ".join(("DELETE FROM", table, "WHERE id = ?")) for kind, table in TABLES.items()}


class Removal(Room):
    """Taking back what was brought in by mistake."""

    def void(self, call_ids: Collection[str], why: str) -> int:
        """Takes calls out of the file as if they had never come (an import undone), under one
        notice in the chain; how many went. `why` is kept in the notice.

        A call that somebody amended, corrected, cited in the ledger or noted aftercare of
        since is kept: it is the person's by now.
        """
        with self.transaction(), permitted(self._db):
            keys = self._untouched(call_ids)
            empty_places(self._db, "voided", self._now(), {RecordKind.CALL: keys.values()}, why)
            unindex(self._db, keys)
            delete_calls(self._db, keys)
            return len(keys)

    def _untouched(self, call_ids: Collection[str]) -> dict[int, str]:
        found = {}
        for call_id in call_ids:
            key: int | None = self._db.value("SELECT key FROM call WHERE id = ?", (call_id,))
            if key is not None and not self._touched(key):
                found[key] = call_id
        return found

    def _touched(self, key: int) -> bool:
        noted = self._db.value("SELECT 1 FROM given WHERE call = ?", (key,))
        return noted is not None or any(hanging(self._db, key).values())


@contextmanager
def permitted(db: Database) -> Iterator[None]:
    """Facts can be removed within, and nowhere else. Belongs into a transaction."""
    db.run("INSERT INTO forgetting (party) VALUES ('')")
    yield
    db.run("DELETE FROM forgetting")


def hanging(db: Database, key: int) -> dict[RecordKind, list[int]]:
    """The ids of the records that hang on the call with that key."""
    return {kind: [line[0] for line in db.all(sql, (key,))] for kind, sql in _HANGING.items()}


def empty_places(db: Database, kind: str, at: tuple[int, int], refs: Refs, why: str = "") -> int:
    """Empties the places of these records in the chain and puts a notice of it at its end; how
    many there were. The records themselves must be there still."""
    wanted = {str(record): set(those) for record, those in refs.items()}
    hashes: dict[int, bytes] = {}
    for lines in spans(db, _SPAN):
        hit = [line for line in lines if line[2] in wanted.get(line[1], ())]
        hashes |= _hashes(db, hit)
    return _empty(db, kind, at, hashes, why)


def empty_latest(db: Database, kind: str, at: tuple[int, int], refs: Refs, why: str = "") -> int:
    """The same for a few records that were written lately: looks from the chain's end."""
    hashes: dict[int, bytes] = {}
    for record, those in refs.items():
        for ref in those:
            hashes |= _hashes(db, db.all(_FROM_THE_END, (record, ref)))
    return _empty(db, kind, at, dict(sorted(hashes.items())), why)


def _hashes(db: Database, lines: Sequence[Line]) -> dict[int, bytes]:
    """The hashes of the records in these links, by place."""
    if not lines:
        return {}
    found = forms(db, lines[0][0], lines[-1][0])
    return {line[0]: record_hash(line[3], found[line[0]][1]) for line in lines if line[0] in found}


def _empty(
    db: Database, kind: str, at: tuple[int, int], hashes: Mapping[int, bytes], why: str
) -> int:
    if hashes:
        notice = put_notice(db, kind, at, hashes, why)
        db.many(_EMPTY, [(hashed, notice, position) for position, hashed in hashes.items()])
    return len(hashes)


def delete_calls(db: Database, keys: Collection[int]) -> None:
    """Deletes calls with their screenings, amendments and corrections; ledger entries that
    name one keep its id and nothing more. The full-text index is the caller's to mend."""
    for sql in _OF_CALLS:
        db.many(sql, [(key,) for key in keys])


def delete_records(db: Database, kind: RecordKind, ids: Collection[int]) -> None:
    """Deletes records of one kind."""
    db.many(_DELETE[kind], [(one,) for one in ids])
