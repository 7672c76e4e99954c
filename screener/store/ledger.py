"""The consent ledger in the file: entries are added and never changed; and calls expected."""

from dataclasses import replace
from datetime import datetime

from screener.faults import Fault
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.store.driver import Database, Line
from screener.store.moments import micros, moment
from screener.store.parties import parties_of, party_id
from screener.store.room import Room
from screener.store.search import storable
from screener.vendor import Expecting
from screener.words import Purpose

_SELECT = (
    "SELECT p.kind, p.value, v.name, e.purpose, e.kind, e.at, e.at_offset, e.logged_at, "
    "e.logged_offset, e.how, e.words, e.to_whom, e.reference, e.file_hash, c.id, e.note, e.id "
    "FROM ledger_entry AS e JOIN party AS p ON p.id = e.party "
    "LEFT JOIN vendor AS v ON v.id = p.vendor LEFT JOIN call AS c ON c.key = e.call "
)
_ORDER = "ORDER BY e.at, e.id"
_EXPECTING = "SELECT who, starts, starts_offset, ends, ends_offset, note, id FROM expecting "


class Ledger(Room):
    """Who may call about what, and whose call is expected."""

    def enter(self, entry: LedgerEntry) -> LedgerEntry:
        """Adds an entry, written down now unless it says when. It comes back with its party
        as the store knows it: a vendor where the number or name is a vendor's.

        Raises Fault for a vendor or call that is not there and for a moment without offset.
        """
        from screener.chain import RecordKind  # noqa: PLC0415 - only to write
        from screener.store.chain import append  # noqa: PLC0415

        with self.transaction():
            at = micros(entry.at)
            logged = micros(entry.logged_at or self._clock(), "logged_at")
            key = self._db.run(
                "INSERT INTO ledger_entry (party, purpose, kind, at, at_offset, logged_at, "
                "logged_offset, how, words, to_whom, reference, file_hash, call, call_id, "
                "note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    party_id(self._db, entry.party),
                    entry.purpose,
                    entry.kind,
                    *at,
                    *logged,
                    entry.how,
                    storable(entry.words),
                    storable(entry.to_whom),
                    storable(entry.reference),
                    storable(entry.file_hash),
                    self._call_key(entry.call),
                    storable(entry.call),
                    storable(entry.note),
                ),
            )
            append(self._db, RecordKind.LEDGER_ENTRY, key)
            return _entry(self._db.all(_SELECT + "WHERE e.id = ?", (key,))[0])

    def ledger(self, party: Party | None = None) -> tuple[LedgerEntry, ...]:
        """The entries in the order of time, all or those of one party; what was said to a
        number or a claimed name of a vendor is the vendor's. Fault for an unknown vendor."""
        if party is None:
            return load_ledger(self._db)
        lines = [
            line
            for key in parties_of(self._db, party)
            for line in self._db.all(_SELECT + "WHERE e.party = ?", (key,))
        ]
        return tuple(_entry(line) for line in sorted(lines, key=lambda line: (line[5], line[16])))

    def expect(self, expecting: Expecting) -> Expecting:
        """Notes a call that was announced. Fault when it ends before it starts."""
        starts, ends = micros(expecting.start, "start"), micros(expecting.end, "end")
        if ends[0] < starts[0]:
            raise Fault("end: lies before the start.")
        who, note = storable(expecting.who.strip()), storable(expecting.note)
        key = self._db.run(
            "INSERT INTO expecting (who, starts, starts_offset, ends, ends_offset, note) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (who, *starts, *ends, note),
        )
        return replace(expecting, who=who, note=note, id=key)

    def cancel(self, key: int) -> Expecting:
        """Takes back an announced call. One whose time has begun ends now, since calls that
        came meanwhile were expected. Fault for one that is not there or over."""
        with self.transaction():
            lines = self._db.all(_EXPECTING + "WHERE id = ?", (key,))
            if not lines:
                raise Fault(f"{key}: no such call is expected.")
            found, now = _expecting(lines[0]), self._clock()
            if found.end < now:
                raise Fault(f"{key}: that call was expected until {found.end:%Y-%m-%d %H:%M}.")
            if found.start >= now:
                self._db.run("DELETE FROM expecting WHERE id = ?", (key,))
                return found
            sql = "UPDATE expecting SET ends = ?, ends_offset = ? WHERE id = ?"
            self._db.run(sql, (*micros(now), key))
            return replace(found, end=now)

    def expectations(self, at: datetime) -> tuple[Expecting, ...]:
        """The calls that are or will be expected at that moment: those not over by then."""
        lines = self._db.all(_EXPECTING + "WHERE ends >= ? ORDER BY starts, id", micros(at)[:1])
        return tuple(_expecting(line) for line in lines)

    def _call_key(self, call_id: str) -> int | None:
        if not call_id:
            return None
        key: int | None = self._db.value("SELECT key FROM call WHERE id = ?", (storable(call_id),))
        if key is None:
            raise Fault(f"call: there is no call {call_id!r}.")
        return key


def load_ledger(db: Database) -> tuple[LedgerEntry, ...]:
    """All entries in the order of time."""
    return tuple(_entry(line) for line in db.all(_SELECT + _ORDER))


def load_expecting(db: Database) -> tuple[Expecting, ...]:
    """All calls ever announced: past ones too, since old calls may be judged again."""
    return tuple(_expecting(line) for line in db.all(_EXPECTING + "ORDER BY starts, id"))


def _entry(line: Line) -> LedgerEntry:
    party = Party(PartyKind.VENDOR, line[2]) if line[2] else Party(PartyKind(line[0]), line[1])
    return LedgerEntry(
        party=party,
        purpose=Purpose(line[3]),
        kind=EntryKind(line[4]),
        at=moment(line[5], line[6]),
        logged_at=moment(line[7], line[8]),
        how=How(line[9]),
        words=line[10],
        to_whom=line[11],
        reference=line[12],
        file_hash=line[13],
        call=line[14] or "",
        note=line[15],
    )


def _expecting(line: Line) -> Expecting:
    return Expecting(line[0], moment(line[1], line[2]), moment(line[3], line[4]), *line[5:])
