"""Walking the chain: does every record still read as it was written, in the order it was?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from screener.chain import GENESIS, Anchor, Places, RecordKind, link, record_hash
from screener.faults import Fault
from screener.store.chain import TABLES, append, forms, present, spans
from screener.store.driver import Database, Line
from screener.store.moments import moment
from screener.store.room import Room
from screener.store.search import storable

QUOTED = ("report", "letter", "backup", "export")
"""What an anchor can be quoted in."""

_SPAN = 500
_MOST_OUTSIDE = 10
_OUTSIDE = {
    kind: " ".join(
        ("SELECT id FROM", table, "WHERE id NOT IN (SELECT ref FROM link WHERE record = ?) LIMIT ?")
    )
    for kind, table in TABLES.items()
}
_KINDS = {str(kind): kind for kind in RecordKind}
_LINK = "SELECT head FROM link WHERE position = ?"
_NOTICES = (
    "SELECT id, kind, begins, ends, records, digest FROM notice "
    "WHERE kind IN ('forgotten', 'voided')"
)
# A call that was forgotten and came again stands behind the entries that named it before. CROSS:
# the chain, which has no index on its records, is looked through for such entries only.
_LED_AWAY = (
    "SELECT k.position, r.id FROM ledger_entry AS r CROSS JOIN call AS c ON c.id = r.call_id "
    "CROSS JOIN link AS l ON l.record = 'call' AND l.ref = c.id "
    "CROSS JOIN link AS k ON k.record = 'ledger entry' AND k.ref = r.id "
    "WHERE r.call IS NULL AND l.position < k.position"
)
_ANCHORS = "SELECT head, records, at, at_offset, quoted, file FROM anchor ORDER BY id"


class Damage(StrEnum):
    """What can be wrong at a place of the chain."""

    CHANGED = "changed"
    MISSING = "missing"
    MOVED = "moved"
    UNLINKED = "unlinked"
    EMPTIED = "emptied"
    OUTSIDE = "outside"


_SENTENCES = {
    Damage.CHANGED: "was changed after it was written, or one before it was taken away",
    Damage.MISSING: "is missing",
    Damage.MOVED: "stands in another place than it was written in",
    Damage.UNLINKED: "is missing together with its link",
    Damage.EMPTIED: "was emptied without a notice that says so",
    Damage.OUTSIDE: "was put into the file past the chain",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A place of the chain (0: none) at which something is wrong, and the record there."""

    position: int
    damage: Damage
    record: RecordKind | None = None
    ref: str = ""

    @property
    def words(self) -> str:
        """A sentence about it, as "record 3 (call 7k3q) is missing"."""
        named = f"{self.record} {self.ref}" if self.record else ""
        if not self.position:
            return f"{named} {_SENTENCES[self.damage]}"
        place = f"record {self.position}" + (f" ({named})" if named else "")
        return f"{place} {_SENTENCES[self.damage]}"


@dataclass(frozen=True, slots=True)
class Quoted:
    """An anchor with what it was quoted in and when, and whether the chain still holds it.

    `holds` is None where nobody asked. `at` is None for an anchor that came from outside.
    """

    anchor: Anchor
    at: datetime | None = None
    quoted: str = ""
    file: str = ""
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a walk along the chain found.

    `records` counts the links, `forgotten` and `voided` the emptied places among them;
    `broken` is the first broken place and `more` counts those after it; `outside` are
    records that are in the file but not in the chain (at most ten of each kind).
    """

    present: Anchor
    forgotten: int = 0
    voided: int = 0
    broken: Broken | None = None
    more: int = 0
    outside: tuple[Broken, ...] = ()
    anchors: tuple[Quoted, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        held = all(each.holds for each in self.anchors)
        return held and self.broken is None and not self.outside


class Evidence(Room):
    """The chain's head to quote, and the walk along it."""

    def anchor(self, quoted: str, file: str = "") -> Anchor:
        """The head of the chain as it stands, kept as quoted in a "report", "letter",
        "backup" or "export", and in which file that is if it is known."""
        if quoted not in QUOTED:
            raise Fault(f"quoted: must be one of {', '.join(QUOTED)}.")
        with self.transaction():
            found = present(self._db)
            self._db.run(
                "INSERT INTO anchor (head, records, at, at_offset, quoted, file) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (*found, *self._now(), quoted, storable(file)),
            )
            return found

    def anchors_quoted(self) -> tuple[Quoted, ...]:
        """The anchors that were quoted so far, the first one first."""
        return quoted_anchors(self._db)

    def verify(self, anchors: Iterable[Anchor] = ()) -> Checked:
        """Walks the whole chain, deriving every link anew from the records, and compares it
        with the anchors kept in the file and with those given. In constant memory."""
        with self._db.snapshot():
            walk = _Walk(self._db)
            for lines in spans(self._db, _SPAN):
                walk.follow(lines)
            walk.end()
            quoted = (*quoted_anchors(self._db), *map(Quoted, anchors))
            return Checked(
                present=present(self._db),
                forgotten=walk.emptied.get("forgotten", 0),
                voided=walk.emptied.get("voided", 0),
                broken=walk.broken,
                more=max(walk.count - 1, 0),
                outside=tuple(_outside(self._db)),
                anchors=tuple(_compared(self._db, each) for each in quoted),
            )


def quoted_anchors(db: Database) -> tuple[Quoted, ...]:
    """The anchors that the file keeps, the first one first."""
    return tuple(
        Quoted(Anchor(head, records), moment(at, offset), quoted, file)
        for head, records, at, offset, quoted, file in db.all(_ANCHORS)
    )


def put_notice(
    db: Database, kind: str, at: tuple[int, int], places: Iterable[int], why: str = ""
) -> int:
    """Writes and links a notice that these places of the chain (in rising order) are empty
    from now on; its id."""
    notice = db.run(
        "INSERT INTO notice (kind, at, at_offset, begins, ends, records, digest, why) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (kind, *at, *Places(places).told(), storable(why)),
    )
    append(db, RecordKind.NOTICE, notice)
    return notice


class _Walk:
    """One way along the chain, and what was found broken on it."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._last, self._head = 0, GENESIS
        self._empty: dict[int | None, Places] = {}
        self._suspect: tuple[bytes, bytes, bytes] | None = None
        self.broken: Broken | None = None
        self.count = 0
        self.emptied: dict[str, int] = {}

    def follow(self, lines: list[Line]) -> None:
        """Goes on along these links."""
        found = forms(self._db, lines[0][0], lines[-1][0])
        for line in lines:
            position, kind, ref, salt, head, emptied, notice = line
            damage = self._damage(line, found)
            if damage is Damage.UNLINKED:
                self._note(Broken(self._last + 1, damage))
            elif damage is not None:
                if self.broken is None and damage is Damage.CHANGED and emptied is None:
                    self._suspect = salt, found[position][1], head
                self._note(Broken(position, damage, _KINDS.get(kind), str(ref)))
            if emptied is not None:
                self._empty.setdefault(notice, Places()).add(position)
            self._last, self._head = position, head

    def _damage(self, line: Line, found: Mapping[int, tuple[RecordKind, bytes]]) -> Damage | None:
        position, _, _, salt, head, emptied, _ = line
        if position != self._last + 1:
            return Damage.UNLINKED
        if emptied is None:
            if position not in found:
                return Damage.MISSING
            emptied = record_hash(salt, found[position][1])
        return None if link(self._head, emptied) == head else Damage.CHANGED

    def end(self) -> None:
        """Compares the emptied places with the notices, looks where a record that does not fit
        in its place would fit, and for entries that were led away from a call that is there."""
        notices = {line[0]: line[1:] for line in self._db.all(_NOTICES)}
        for notice, places in self._empty.items():
            kind, *told = notices.pop(notice, ("",)) if notice else ("",)
            self.emptied[kind] = self.emptied.get(kind, 0) + places.count
            if tuple(told) != places.told():
                self._note(Broken(places.first or 0, Damage.EMPTIED))
        for _, first, *_ in notices.values():
            if first is not None:
                self._note(Broken(first, Damage.EMPTIED))
        broken, suspect = self.broken, self._suspect
        if broken and suspect and broken.damage is Damage.CHANGED and any(self._fits(*suspect)):
            self.broken = replace(broken, damage=Damage.MOVED)
        for position, entry in self._db.all(_LED_AWAY):
            self._note(Broken(position, Damage.CHANGED, RecordKind.LEDGER_ENTRY, str(entry)))

    def _note(self, broken: Broken) -> None:
        self.count += 1
        if self.broken is None or broken.position < self.broken.position:
            self.broken = broken

    def _fits(self, salt: bytes, form: bytes, head: bytes) -> Iterator[bool]:
        """Whether the record was linked after another head, or its text belongs to another
        place, for each link of the chain."""
        record, previous = record_hash(salt, form), GENESIS
        yield link(previous, record) == head
        for lines in spans(self._db, _SPAN):
            for _, _, _, other, there, *_ in lines:
                yield link(there, record) == head
                if other is not None and there != head:
                    yield link(previous, record_hash(other, form)) == there
                previous = there


def _outside(db: Database) -> Iterator[Broken]:
    for kind, sql in _OUTSIDE.items():
        for (ref,) in db.all(sql, (kind, _MOST_OUTSIDE)):
            yield Broken(0, Damage.OUTSIDE, kind, str(ref))


def _compared(db: Database, quoted: Quoted) -> Quoted:
    head, count = quoted.anchor
    there: bytes | None = GENESIS if count == 0 else db.value(_LINK, (count,))
    return replace(quoted, holds=there is not None and there.hex().startswith(head))
