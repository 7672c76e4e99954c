"""Calls in the file: logged once, then amended, corrected and judged again, never overwritten."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from screener.call import Call
from screener.chain import RecordKind
from screener.faults import Fault
from screener.store.chain import append
from screener.store.driver import Database
from screener.store.facts import (
    FACTS,
    amend_call,
    call_of,
    check_changes,
    from_text,
    to_text,
)
from screener.store.findings import Shared
from screener.store.indexed import index, unindex
from screener.store.moments import TIES, first_key, micros, moment
from screener.store.putting import found_by, free_key, put_calls
from screener.store.records import Amendment, Correction, Record
from screener.store.room import Room
from screener.store.screenings import (
    Standing,
    every,
    keep_quotes,
    latest,
    put,
    standing,
)
from screener.store.search import storable
from screener.store.settings import region_of
from screener.words import Allowed, Label

if TYPE_CHECKING:
    from screener.screening import Screening

_SELECT = " ".join(
    ("SELECT", FACTS, ", amended, corrected, permission, vendor FROM call WHERE key = ?")
)


class Calls(Room):
    """Calls, their amendments, corrections and screenings."""

    def log(self, call: Call, screening: "Screening | None" = None) -> Record:
        """Stores a call as it came, with its screening if it was judged.

        A call without an id gets a short one; one without `logged_at` was written down now.
        Raises Fault for an id that is taken and for a value that is no fact of its field.
        """
        with self.transaction():
            keys, _ = put_calls(self._db, [(call, screening)], self._clock())
            return self._load(keys[0])

    def amend(self, call_id: str, changes: Mapping[str, object], why: str = "") -> Record:
        """Puts facts of a call right, keeping what stood there before.

        `changes` are fields of `Call` and their true values; a changed `at` moves the call to
        its place in time. Raises Fault for a field that stays and for a wrong value.
        """
        check_changes(changes)
        with self.transaction():
            record = self.record(call_id)
            changed = {f: v for f, v in changes.items() if v != getattr(record.call, f)}
            if not changed:
                return record
            unindex(self._db, [record.key])
            if "said" in changed:
                keep_quotes(self._db, record.key, record.call.said)
            for field, value in changed.items():
                self._put_amendment(record, field, value, why)
            key = self._resettle(record.key, len(changed))
            index(self._db, [key])
            return self._load(key)

    def correct(self, call_id: str, label: Label | None, note: str = "") -> Record:
        """Keeps what the person says the call was, beside the verdict; None takes it back.

        Raises Fault when there is nothing to take back.
        """
        with self.transaction():
            record = self.record(call_id)
            if label is None and record.correction is None:
                raise Fault(f"{record.call.id}: has no correction to take back.")
            correction = self._db.run(
                "INSERT INTO correction (call, label, note, at, at_offset) VALUES (?, ?, ?, ?, ?)",
                (record.key, label, storable(note), *self._now()),
            )
            append(self._db, RecordKind.CORRECTION, correction)
            self._restand(record.key, standing(self._db, record.key))
            return self._load(record.key)

    def rescreen(self, call_id: str, screening: "Screening") -> Record:
        """Adds a later screening, which counts from now on; earlier ones are kept."""
        with self.transaction():
            key = self._key_of(call_id)
            unindex(self._db, [key])
            at, _ = self._now()
            said = self._db.value("SELECT said FROM call_text WHERE key = ?", (key,))
            put(Shared(self._db), key, at, said, screening)
            self._restand(key, standing(self._db, key))
            index(self._db, [key])
            return self._load(key)

    def record(self, call_id: str) -> Record:
        """A call with all that is kept of it, by its id or the beginning of it.

        Raises Fault when no call or more than one begins so.
        """
        return self._load(self._key_of(call_id))

    def record_at(self, key: int) -> Record:
        """The same by a row's key. Raises Fault when no call stands there."""
        return self._load(key)

    def screenings(self, call_id: str) -> list[Mapping[str, Any]]:
        """All screenings of a call, the latest first, in the JSON form of `Record.screening`."""
        return every(self._db, self._key_of(call_id))

    def _key_of(self, call_id: str) -> int:
        wanted = storable(call_id)
        exact: int | None = self._db.value("SELECT key FROM call WHERE id = ?", (wanted,))
        if exact is not None:
            return exact
        found = (
            self._db.all(
                "SELECT key FROM call WHERE id >= ? AND id < ? LIMIT 2",
                (wanted, wanted + "\U0010ffff"),
            )
            if wanted
            else []
        )
        if len(found) == 1:
            key: int = found[0][0]
            return key
        if found:
            raise Fault(f"{call_id!r}: more than one call begins so; give more of its id.")
        raise Fault(f"{call_id!r}: there is no such call.")

    def _put_amendment(self, record: Record, field: str, value: object, why: str) -> None:
        amendment = self._db.run(
            "INSERT INTO amendment (call, field, old, new, at, at_offset, why) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                record.key,
                field,
                to_text(field, getattr(record.call, field)),
                to_text(field, value),
                *self._now(),
                storable(why),
            ),
        )
        append(self._db, RecordKind.AMENDMENT, amendment)

    def _resettle(self, key: int, amended: int) -> int:
        """Brings what is worked out from the facts up to date; the key that the call has now."""
        self._db.run("UPDATE call SET amended = amended + ? WHERE key = ?", (amended, key))
        call = self._load(key).call
        self._db.run(
            "UPDATE call SET number_key = ?, back_key = ?, company_folded = ? WHERE key = ?",
            (*found_by(call, region_of(self._db)), key),
        )
        at, _ = micros(call.at or call.logged_at or self._clock())
        if first_key(at) == key // TIES * TIES:
            return key
        moved = free_key(self._db, first_key(at))
        self._db.run("UPDATE call SET key = ? WHERE key = ?", (moved, key))
        return moved

    def _restand(self, key: int, stands: Standing) -> None:
        correction = _correction(self._db, key)
        self._db.run(
            "UPDATE call SET label = ?, corrected = ?, scam = ?, permission = ?, vendor = ?, "
            "outcome = ? WHERE key = ?",
            (
                correction.label if correction else stands.label,
                correction is not None,
                stands.scam,
                stands.permission,
                stands.vendor,
                stands.outcome,
                key,
            ),
        )

    def _load(self, key: int) -> Record:
        line = self._db.one(_SELECT, (key,))
        if line is None:
            raise Fault(f"{key}: there is no such call.")
        *facts, amended, corrected, permission, vendor = line
        original = call_of(tuple(facts))
        changes = amendments(self._db, key) if amended else ()
        screening = latest(self._db, key)
        return Record(
            key=key,
            call=amend_call(original, changes),
            original=original,
            amended=changes,
            label=Label(screening["label"]) if screening else None,
            correction=_correction(self._db, key) if corrected else None,
            screening=screening,
            vendor=self._db.value("SELECT name FROM vendor WHERE id = ?", (vendor,)),
            permission=Allowed(permission) if permission else None,
        )


def amendments(db: Database, key: int) -> tuple[Amendment, ...]:
    """What was put right in a call, the earliest first."""
    lines = db.all(
        "SELECT field, old, new, at, at_offset, why FROM amendment WHERE call = ? ORDER BY id",
        (key,),
    )
    return tuple(
        Amendment(field, from_text(field, old), from_text(field, new), moment(at, offset), why)
        for field, old, new, at, offset, why in lines
    )


def _correction(db: Database, key: int) -> Correction | None:
    line = db.one(
        "SELECT label, note, at, at_offset FROM correction WHERE call = ? ORDER BY id DESC LIMIT 1",
        (key,),
    )
    if line is None or line[0] is None:
        return None
    return Correction(Label(line[0]), line[1], moment(line[2], line[3]))
