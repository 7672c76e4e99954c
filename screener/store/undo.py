"""Taking back what was written down, and putting it back: what `desk/undo.py` needs of the file
beyond what is done there every day."""

from collections.abc import Iterable

from screener.faults import Fault
from screener.store.indexed import index, unindex
from screener.store.moments import micros
from screener.store.parties import claims_of, join_parties
from screener.store.search import storable
from screener.store.vendors import Vendors
from screener.vendor import Expecting, Vendor

UNDONE = "undone"
"""Why a place of the chain was emptied, in its notice."""

_ENTRIES_ON = (
    "SELECT 1 FROM ledger_entry AS e JOIN party AS p ON p.id = e.party "
    "WHERE p.vendor = ? AND p.kind = 'vendor'"
)
_LET_GO = (
    "UPDATE call SET vendor = NULL WHERE vendor = ?",
    "UPDATE screening SET vendor = NULL WHERE vendor = ?",
    "DELETE FROM party WHERE vendor = ? AND kind = 'vendor'",
    "UPDATE party SET vendor = NULL WHERE vendor = ?",
    "DELETE FROM vendor WHERE id = ?",
)


class Undoing(Vendors):
    """The ways back. A record that is undone leaves its place in the chain, emptied under a
    notice, as one of an import that is undone does."""

    def void_call(self, call_id: str) -> None:
        """Takes a call out of the file with its corrections and amendments. Fault while a
        ledger entry or aftercare hangs on it."""
        from screener.chain import RecordKind  # noqa: PLC0415 - only to undo
        from screener.store.removal import delete_calls, empty_latest, hanging, permitted  # noqa: PLC0415

        with self.transaction(), permitted(self._db):
            key: int | None = self._db.value("SELECT key FROM call WHERE id = ?", (call_id,))
            if key is None:
                raise Fault(f"{call_id!r}: there is no such call.")
            theirs = hanging(self._db, key)
            if theirs[RecordKind.LEDGER_ENTRY]:
                raise Fault(f"{call_id}: the ledger names this call, so it is kept.")
            if self._db.value("SELECT 1 FROM given WHERE call = ?", (key,)):
                raise Fault(f"{call_id}: its caller was given something, so it is kept.")
            refs: dict[RecordKind, list[str | int]] = {
                kind: [*those] for kind, those in theirs.items()
            }
            refs[RecordKind.CALL] = [call_id]
            empty_latest(self._db, "voided", self._now(), refs, UNDONE)
            unindex(self._db, [key])
            delete_calls(self._db, [key])

    def last_entry(self) -> int:
        """The id of the ledger entry written last, 0 before the first."""
        return int(self._db.value("SELECT coalesce(max(id), 0) FROM ledger_entry"))

    def entries_after(self, key: int) -> list[int]:
        """The ids of the ledger entries written after that one."""
        sql = "SELECT id FROM ledger_entry WHERE id > ? ORDER BY id"
        return [line[0] for line in self._db.all(sql, (key,))]

    def has_entry(self, key: int) -> bool:
        """Whether the ledger has the entry with that id."""
        return self._db.value("SELECT 1 FROM ledger_entry WHERE id = ?", (key,)) is not None

    def void_entry(self, key: int) -> None:
        """Takes an entry out of the ledger."""
        from screener.chain import RecordKind  # noqa: PLC0415 - only to undo
        from screener.store.removal import delete_records, empty_latest, permitted  # noqa: PLC0415

        with self.transaction(), permitted(self._db):
            refs = {RecordKind.LEDGER_ENTRY: [key]}
            empty_latest(self._db, "voided", self._now(), refs, UNDONE)
            delete_records(self._db, RecordKind.LEDGER_ENTRY, [key])

    def has_call(self, call_id: str) -> bool:
        """Whether a call with that whole id is stored."""
        sql = "SELECT 1 FROM call WHERE id = ?"
        return self._db.value(sql, (storable(call_id),)) is not None

    def put_vendor(self, key: int, vendor: Vendor) -> None:
        """Makes the vendor with that key exactly what is given, in the book again where it is
        not. Fault for a name that another vendor has by now."""
        with self.transaction():
            self._check_name(vendor.name, key)
            if self._db.value("SELECT 1 FROM vendor WHERE id = ?", (key,)) is None:
                # A name of its own until the whole of it is written.
                sql = "INSERT INTO vendor (id, name, folded) VALUES (?, '', ?)"
                self._db.run(sql, (key, f"\x01{key}"))
            self._write(key, vendor)

    def drop_vendor(self, key: int) -> list[str]:
        """Takes a vendor out of the book; the ids of the calls that were attributed to it and
        are nobody's now. Fault where the ledger has entries on it."""
        with self.transaction():
            if self._db.value(_ENTRIES_ON, (key,)):
                raise Fault("The ledger has entries on this vendor, so it is kept.")
            claims = claims_of(self._db, key)
            calls = self._db.all("SELECT key, id FROM call WHERE vendor = ?", (key,))
            unindex(self._db, [call for call, _ in calls])
            for sql in _LET_GO:
                self._db.run(sql, (key,))
            index(self._db, [call for call, _ in calls])
            join_parties(self._db, claims)
            return [call_id for _, call_id in calls]

    def put_given(self, call_id: str, things: Iterable[str]) -> None:
        """Makes what a call's caller was given exactly this."""
        with self.transaction():
            key = self._db.value("SELECT key FROM call WHERE id = ?", (call_id,))
            wanted = [storable(thing) for thing in things]
            there = {
                line[0] for line in self._db.all("SELECT what FROM given WHERE call = ?", (key,))
            }
            for thing in there.difference(wanted):
                self._db.run("DELETE FROM given WHERE call = ? AND what = ?", (key, thing))
            self._db.many(
                "INSERT OR IGNORE INTO given (call, what, at, at_offset) VALUES (?, ?, ?, ?)",
                [(key, thing, *self._now()) for thing in wanted],
            )

    def put_expected(self, key: int, expecting: Expecting | None) -> None:
        """Makes the announced call with that key exactly what is given; None takes it away."""
        with self.transaction():
            self._db.run("DELETE FROM expecting WHERE id = ?", (key,))
            if expecting is not None:
                sql = (
                    "INSERT INTO expecting (id, who, starts, starts_offset, ends, ends_offset, "
                    "note) VALUES (?, ?, ?, ?, ?, ?, ?)"
                )
                when = (*micros(expecting.start), *micros(expecting.end))
                note = storable(expecting.note)
                self._db.run(sql, (key, storable(expecting.who), *when, note))
