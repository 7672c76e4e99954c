"""An export of everything read into a file that holds something already.

The chains of two files do not become one. What the other one holds is written down here as it was
written there, under a notice that quotes the head of its chain: who has that chain can hold both
against each other. Records keep their moments and, where they are the same, their hashes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from screener.call import Call
from screener.chain import Anchor, RecordKind
from screener.ledger import Party, PartyKind
from screener.store.calls import Calls
from screener.store.chain import append, present, spans
from screener.store.driver import Database
from screener.store.facts import FACTS, call_of, facts_of
from screener.store.indexed import index, unindex
from screener.store.parties import party_id
from screener.store.people import People, load_people
from screener.store.putting import put_calls
from screener.store.screenings import keep_quotes, standing
from screener.store.search import fold
from screener.store.tags import Tags
from screener.store.vendor_rows import load_vendors
from screener.store.vendors import Vendors

if TYPE_CHECKING:
    from screener.screening import Screening

NOTICE = "taken in"
"""The kind of notice that quotes a foreign chain: its head as `digest`, its length as `records`."""

_SPAN = 500
_CALL = " ".join(("SELECT", FACTS, "FROM call WHERE id = ?"))
_WRITTEN_THEN = " ".join(("SELECT", FACTS, "FROM call WHERE logged_at = ? AND logged_offset = ?"))
_TAGS = "SELECT t.tag FROM tag AS t JOIN call AS c ON c.key = t.call WHERE c.id = ?"
_KEY = "SELECT key FROM call WHERE id = ?"
_OF_SOURCE = "SELECT id FROM call WHERE source_id = ? AND source = ? AND source_id <> ''"
_AMENDMENT = (
    "SELECT c.id, r.field, r.old, r.new, r.at, r.at_offset, r.why FROM amendment AS r "
    "JOIN call AS c ON c.key = r.call WHERE r.id = ?"
)
_CORRECTION = (
    "SELECT c.id, r.label, r.note, r.at, r.at_offset FROM correction AS r "
    "JOIN call AS c ON c.key = r.call WHERE r.id = ?"
)
_ENTRY = (
    "SELECT p.kind, p.value, v.name, r.purpose, r.kind, r.at, r.at_offset, r.logged_at, "
    "r.logged_offset, r.how, r.words, r.to_whom, r.reference, r.file_hash, r.note, r.call, "
    "r.call_id FROM ledger_entry AS r JOIN party AS p ON p.id = r.party "
    "LEFT JOIN vendor AS v ON v.id = p.vendor WHERE r.id = ?"
)
_ADD_AMENDMENT = (
    "INSERT INTO amendment (call, field, old, new, at, at_offset, why) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_SAME_AMENDMENT = (
    "SELECT 1 FROM amendment WHERE call = ? AND field = ? AND old IS ? AND new IS ? AND at = ? "
    "AND at_offset = ? AND why = ?"
)
_ADD_CORRECTION = "INSERT INTO correction (call, label, note, at, at_offset) VALUES (?, ?, ?, ?, ?)"
_SAME_CORRECTION = (
    "SELECT 1 FROM correction WHERE call = ? AND label IS ? AND note = ? AND at = ? "
    "AND at_offset = ?"
)
_ADD_ENTRY = (
    "INSERT INTO ledger_entry (party, purpose, kind, at, at_offset, logged_at, logged_offset, how, "
    "words, to_whom, reference, file_hash, note, call, call_id) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SAME_ENTRY = (
    "SELECT 1 FROM ledger_entry WHERE party = ? AND purpose = ? AND kind = ? AND at = ? "
    "AND at_offset = ? AND logged_at = ? AND logged_offset = ? AND how = ? AND words = ?"
)
_ADD_NOTICE = (
    "INSERT INTO notice (kind, at, at_offset, records, digest, why) VALUES (?, ?, ?, ?, ?, ?)"
)

Judge = Callable[[Call], "Screening | None"]


@dataclass(slots=True)
class Taken:
    """What was taken in, in numbers. `same` counts what was here already, `left` what only had a
    meaning in the other file (emptied places, notices, merges of vendors)."""

    anchor: Anchor
    calls: int = 0
    amendments: int = 0
    corrections: int = 0
    entries: int = 0
    vendors: int = 0
    people: int = 0
    same: int = 0
    left: int = 0


@dataclass(slots=True)
class _Way:
    """The way along the other file: what judges calls, the ids that calls have here where these
    are not the same, and the calls that were amended."""

    there: Database
    taken: Taken
    judge: Judge
    named: dict[str, str] = field(default_factory=dict)
    amended: set[str] = field(default_factory=set)

    def id_here(self, call_id: str) -> str:
        """The id that a call of the other file has here."""
        return self.named.get(call_id, call_id)


class TakingIn(Calls, Vendors, People, Tags):
    """Taking in what another file holds."""

    def take_in(self, there: Database, judge: Callable[[], Judge]) -> Taken:
        """Writes down what another file holds and this one does not, all or nothing.

        `judge` is called once the other's vendors and people are in the book, and gives what
        judges its calls. A vendor or person of a name that is known stays as it is here.
        """
        with self.transaction(), there.snapshot():
            taken = Taken(present(there))
            self._quote(taken.anchor)
            self._meet(there, taken)
            self._follow(_Way(there, taken, judge()))
            return taken

    def _quote(self, anchor: Anchor) -> None:
        why = "read in from an export of everything"
        values = (NOTICE, *self._now(), anchor.records, anchor.head, why)
        append(self._db, RecordKind.NOTICE, self._db.run(_ADD_NOTICE, values))

    def _meet(self, there: Database, taken: Taken) -> None:
        known = {fold(name) for v in self.vendors() for name in (v.name, *v.aliases)}
        for vendor in load_vendors(there):
            if fold(vendor.name) in known:
                taken.same += 1
                continue
            aliases = tuple(name for name in vendor.aliases if fold(name) not in known)
            self.add_vendor(replace(vendor, aliases=aliases, id=None))
            known |= {fold(name) for name in (vendor.name, *aliases)}
            taken.vendors += 1
        people = {fold(person.name) for person in self.people()}
        for person in load_people(there):
            if fold(person.name) in people:
                taken.same += 1
            else:
                self.add_person(person)
                taken.people += 1

    def _follow(self, way: _Way) -> None:
        """Goes along the other chain, writes down what is new, and judges anew the calls that
        were amended."""
        steps: Mapping[str, Callable[[_Way, str | int, bytes], None]] = {
            RecordKind.CALL: self._take_call,
            RecordKind.AMENDMENT: self._take_amendment,
            RecordKind.CORRECTION: self._take_correction,
            RecordKind.LEDGER_ENTRY: self._take_entry,
        }
        for lines in spans(way.there, _SPAN):
            for _, kind, ref, salt, *_ in lines:
                if kind in steps:
                    steps[kind](way, ref, salt)
                else:
                    way.taken.left += 1
        for call_id in sorted(way.amended):
            screening = way.judge(self.record(call_id).call)
            if screening is not None:
                self.rescreen(call_id, screening)

    def _take_call(self, way: _Way, ref: str | int, salt: bytes) -> None:
        call = call_of(way.there.all(_CALL, (ref,))[0])
        here = self._same_call(call)
        if here is not None:
            way.taken.same += 1
        else:
            is_other = self._db.value(_KEY, (call.id,)) is not None
            fresh = replace(call, id="") if is_other else call
            keys, _ = put_calls(self._db, [(fresh, way.judge(fresh))], self._clock(), [salt])
            here = str(self._db.value("SELECT id FROM call WHERE key = ?", (keys[0],)))
            if tags := [tag for (tag,) in way.there.all(_TAGS, (ref,))]:
                self.set_tags(here, tags)
            way.taken.calls += 1
        if here != call.id:
            way.named[call.id] = here

    def _same_call(self, call: Call) -> str | None:
        """The id of the same call here: with the same facts, or the same id of the same feed."""
        facts = facts_of(call)
        line = self._db.one(_CALL, (call.id,))
        if line is not None and line == facts:
            return call.id
        if line is not None:
            # Its id was taken when it came in once before.
            for other in self._db.each(_WRITTEN_THEN, facts[3:5]):
                if other[1:] == facts[1:]:
                    return str(other[0])
        found: str | None = self._db.value(_OF_SOURCE, (call.source_id, call.source))
        return found

    def _key_here(self, way: _Way, call_id: str) -> int:
        return int(self._db.value(_KEY, (way.id_here(call_id),)))

    def _take_amendment(self, way: _Way, ref: str | int, salt: bytes) -> None:
        call_id, name, *rest = way.there.all(_AMENDMENT, (ref,))[0]
        key = self._key_here(way, call_id)
        if self._db.value(_SAME_AMENDMENT, (key, name, *rest)):
            way.taken.same += 1
            return
        unindex(self._db, [key])
        if name == "said":
            keep_quotes(self._db, key, self.record_at(key).call.said)
        made = self._db.run(_ADD_AMENDMENT, (key, name, *rest))
        append(self._db, RecordKind.AMENDMENT, made, salt)
        index(self._db, [self._resettle(key, 1)])
        way.amended.add(way.id_here(call_id))
        way.taken.amendments += 1

    def _take_correction(self, way: _Way, ref: str | int, salt: bytes) -> None:
        call_id, *rest = way.there.all(_CORRECTION, (ref,))[0]
        key = self._key_here(way, call_id)
        if self._db.value(_SAME_CORRECTION, (key, *rest)):
            way.taken.same += 1
            return
        made = self._db.run(_ADD_CORRECTION, (key, *rest))
        append(self._db, RecordKind.CORRECTION, made, salt)
        self._restand(key, standing(self._db, key))
        way.taken.corrections += 1

    def _take_entry(self, way: _Way, ref: str | int, salt: bytes) -> None:
        kind, value, vendor, *rest, there, cited = way.there.all(_ENTRY, (ref,))[0]
        party = party_id(self._db, self._party_here(kind, value, vendor))
        if self._db.value(_SAME_ENTRY, (party, *rest[:8])):
            way.taken.same += 1
            return
        if there is not None:
            call, cited = self._key_here(way, cited), way.id_here(cited)
        else:
            call, cited = None, self._gone(way, cited)
        made = self._db.run(_ADD_ENTRY, (party, *rest, call, cited))
        append(self._db, RecordKind.LEDGER_ENTRY, made, salt)
        way.taken.entries += 1

    def _gone(self, way: _Way, cited: str) -> str:
        """The id of a call that the other file has forgotten. Where a call here has it, that is
        another one, which the entry must not seem to name."""
        if cited and self._db.value(_KEY, (cited,)) is not None:
            return f"{cited}@{way.taken.anchor.head[:16]}"
        return cited

    def _party_here(self, kind: str, value: str, vendor: str | None) -> Party:
        """The party here: a vendor by the name that it has in the other's book now."""
        if kind != PartyKind.VENDOR:
            return Party(PartyKind(kind), value)
        return Party(PartyKind.VENDOR, self.vendor(vendor or value).name)
