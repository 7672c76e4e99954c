"""Forgetting a party: its records go from the file, the index, the log beside it, the copies."""

from collections.abc import Callable
from dataclasses import dataclass

from screener.chain import RecordKind
from screener.faults import Fault
from screener.ledger import Party
from screener.store.copies import copies_of, renew_copies
from screener.store.driver import Database
from screener.store.findings import drop_parts, parts_of
from screener.store.indexed import index_anew, names_it, shows_number
from screener.store.parties import claims_of, join_parties
from screener.store.removal import (
    delete_calls,
    delete_records,
    empty_places,
    hanging,
    permitted,
)
from screener.store.room import Room
from screener.store.traces import Traces, traces_of
from screener.store.verify import Quoted, quoted_anchors

Tell = Callable[[str], None]

_UNFINISHED = "forgetting"
"""The setting that stands while words that were forgotten may still lie in freed pages."""


@dataclass(frozen=True, slots=True)
class Forgettable:
    """What would go with a party, in numbers. `quoted` are the reports, letters, backups and
    exports made so far: what was written into those stays there."""

    party: Party
    vendor: bool
    person: bool
    calls: int
    amendments: int
    corrections: int
    entries: int
    merges: int
    expected: int
    drafts: int
    copies: int
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went. `mentions` counts calls of others whose words name the party still;
    `unfinished` says why the file could not be cleaned to its end, '' when it was: the rest
    is done when the file is next opened."""

    what: Forgettable
    mentions: int
    unfinished: str = ""


class Forget(Room):
    """Removing what the file holds of a party, so that no byte of it stays."""

    def forgettable(self, party: Party) -> Forgettable:
        """What would go with a party. Fault where there is nothing or it is another's."""
        with self._db.snapshot():
            return _counted(self._db, traces_of(self._db, party), quoted_anchors(self._db))

    def forget(self, party: Party, tell: Tell = lambda step: None) -> Forgotten:
        """Removes a party: its calls with all that hangs on them, what was said to it, its
        place in the book, and every copy of those in the folder of the file.

        The chain keeps their places, each with a hash that tells nothing. `tell` is told
        each step. Raises Fault where there is nothing to forget; then nothing is changed.
        """
        tell("looking for its records")
        with self.transaction():
            found = traces_of(self._db, party)
            what = _counted(self._db, found, quoted_anchors(self._db))
            tell("removing them and what hangs on them")
            with permitted(self._db):
                self._remove(found)
            tell("building the index of words anew")
            index_anew(self._db)
            mentions = _mentions(self._db, found)
            self._db.run("INSERT OR REPLACE INTO setting VALUES (?, 'true')", (_UNFINISHED,))
        return Forgotten(what, mentions, finish_forgetting(self._db, tell))

    def _remove(self, found: Traces) -> None:
        db = self._db
        parts = parts_of(db, found.calls, found.vendor)
        empty_places(db, "forgotten", self._now(), _refs(db, found))
        delete_calls(db, found.calls)
        delete_records(db, RecordKind.LEDGER_ENTRY, found.entries)
        delete_records(db, RecordKind.MERGE, found.merges)
        _remove_party(db, found)
        db.many("DELETE FROM expecting WHERE id = ?", [(one,) for one in found.expected])
        db.many("DELETE FROM draft WHERE id = ?", [(one,) for one in found.drafts])
        # Any deed may hold words of the party; what was done before cannot be undone any more.
        db.run("DELETE FROM deed")
        for key, file in db.all("SELECT id, file FROM anchor WHERE file <> ''"):
            if found.named_in(file):
                db.run("UPDATE anchor SET file = '' WHERE id = ?", (key,))
        drop_parts(db, parts)


def finish_forgetting(db: Database, tell: Tell = lambda step: None) -> str:
    """Cleans the file of what was forgotten, as far as that is not done yet: freed pages, the
    log beside it, copies. Why it could not be done to the end, '' when it was."""
    if db.value("SELECT 1 FROM setting WHERE key = ?", (_UNFINISHED,)) is None:
        return ""
    try:
        tell("writing the file anew")
        if db.value("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat4'"):
            db.run("DELETE FROM sqlite_stat4")
        db.run("VACUUM")
        tell("emptying the log beside it")
        db.empty_log()
        tell("renewing the copies beside it")
        renew_copies(db)
        db.run("DELETE FROM setting WHERE key = ?", (_UNFINISHED,))
    except Fault as fault:
        return str(fault)
    return ""


def _remove_party(db: Database, found: Traces) -> None:
    """Takes the party itself away. What it shared with one other vendor becomes that one's."""
    shared = claims_of(db, found.vendor) - found.parties if found.vendor else set()
    if found.vendor is not None:
        db.run("DELETE FROM screening WHERE vendor = ?", (found.vendor,))
    db.many("DELETE FROM party WHERE id = ?", [(one,) for one in found.parties])
    db.run("DELETE FROM vendor WHERE id = ?", (found.vendor,))
    db.run("DELETE FROM person WHERE id = ?", (found.person,))
    join_parties(db, shared)


def _refs(db: Database, found: Traces) -> dict[RecordKind, list[str | int]]:
    refs: dict[RecordKind, list[str | int]] = {
        RecordKind.CALL: [],
        RecordKind.AMENDMENT: [],
        RecordKind.CORRECTION: [],
        RecordKind.LEDGER_ENTRY: list(found.entries),
        RecordKind.MERGE: list(found.merges),
    }
    for key in found.calls:
        refs[RecordKind.CALL].append(db.value("SELECT id FROM call WHERE key = ?", (key,)))
        for kind, those in hanging(db, key).items():
            if kind is not RecordKind.LEDGER_ENTRY:
                refs[kind] += those
    return refs


def _counted(db: Database, found: Traces, quoted: tuple[Quoted, ...]) -> Forgettable:
    refs = _refs(db, found)
    return Forgettable(
        party=found.party,
        vendor=found.vendor is not None,
        person=found.person is not None,
        calls=len(refs[RecordKind.CALL]),
        amendments=len(refs[RecordKind.AMENDMENT]),
        corrections=len(refs[RecordKind.CORRECTION]),
        entries=len(refs[RecordKind.LEDGER_ENTRY]),
        merges=len(refs[RecordKind.MERGE]),
        expected=len(found.expected),
        drafts=len(found.drafts),
        copies=len(copies_of(db.path)),
        quoted=quoted,
    )


def _mentions(db: Database, found: Traces) -> int:
    """How many calls that stay name the party in their words."""
    named = [match for name in found.names if (match := names_it(name))]
    numbers = [match for number in found.numbers if (match := shows_number(number))]
    if not (named or numbers):
        return 0
    sql = "SELECT count(*) FROM call_fts WHERE call_fts MATCH ?"
    return int(db.value(sql, (" OR ".join((*named, *numbers)),)))
