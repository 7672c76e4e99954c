"""The chain in the file: each record is linked as it was stored, within its own transaction."""

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice, repeat
from operator import itemgetter

from screener.chain import (
    FIELDS,
    GENESIS,
    SALT_BYTES,
    Anchor,
    RecordKind,
    canonical,
    link,
    record_hash,
)
from screener.store.driver import Database, Line

# The id of the call that a ledger entry names. The call itself may be forgotten, and another one
# may have its id by now; an entry that was led to another call does not read as it was written.
_CITED = "CASE WHEN r.call IS NULL OR c.id = r.call_id THEN r.call_id END"
_OF_A_CALL = "JOIN call AS c ON c.key = r.call"
_PARTY_AND_CALL = "JOIN party AS p ON p.id = r.party LEFT JOIN call AS c ON c.key = r.call"

TABLES: Mapping[RecordKind, str] = {
    RecordKind.CALL: "call",
    RecordKind.AMENDMENT: "amendment",
    RecordKind.CORRECTION: "correction",
    RecordKind.LEDGER_ENTRY: "ledger_entry",
    RecordKind.MERGE: "vendor_merge",
    RecordKind.NOTICE: "notice",
}
_JOINS: Mapping[RecordKind, str] = {
    RecordKind.AMENDMENT: _OF_A_CALL,
    RecordKind.CORRECTION: _OF_A_CALL,
    RecordKind.LEDGER_ENTRY: _PARTY_AND_CALL,
}
_ELSEWHERE: Mapping[tuple[RecordKind, str], str] = {
    (RecordKind.AMENDMENT, "call"): "c.id",
    (RecordKind.CORRECTION, "call"): "c.id",
    (RecordKind.LEDGER_ENTRY, "call"): _CITED,
    (RecordKind.LEDGER_ENTRY, "party"): "p.value",
    (RecordKind.LEDGER_ENTRY, "party_kind"): "p.kind",
}


def _columns(kind: RecordKind) -> str:
    return ", ".join(_ELSEWHERE.get((kind, field), "r." + field) for field in FIELDS[kind])


_READ = {
    kind: " ".join(
        ("SELECT r.id,", _columns(kind), "FROM", TABLES[kind], "AS r", _JOINS.get(kind, ""))
    )
    for kind in RecordKind
}
# One statement for the head and the record: this one runs with every call logged.
_ONE = {
    kind: " ".join(
        (
            "SELECT k.position, k.head,",
            _columns(kind),
            "FROM",
            TABLES[kind],
            "AS r",
            _JOINS.get(kind, ""),
            "LEFT JOIN link AS k ON k.position = (SELECT max(position) FROM link)",
            "WHERE r.id = ?",
        )
    )
    for kind in RecordKind
}
# CROSS: the links lead, in their own order, and each finds its record.
_WALK = {
    kind: " ".join(
        (
            "SELECT k.position,",
            _columns(kind),
            "FROM link AS k CROSS JOIN",
            TABLES[kind],
            "AS r ON r.id = k.ref",
            _JOINS.get(kind, ""),
            "WHERE k.position BETWEEN ? AND ? AND k.record = ?",
        )
    )
    for kind in RecordKind
}
_ADD = "INSERT INTO link (position, record, ref, salt, head) VALUES (?, ?, ?, ?, ?)"

_LAST = "SELECT position, head FROM link ORDER BY position DESC LIMIT 1"
_KINDS = "SELECT DISTINCT record FROM link WHERE position BETWEEN ? AND ?"
_SPANS = (
    "SELECT position, record, ref, salt, head, hash, notice FROM link "
    "WHERE position > ? ORDER BY position LIMIT ?"
)
_BEFORE_ALL = -(2**63)
_SPAN = 500

_UNCHAINED = (
    "SELECT 'call' AS record, id, logged_at AS written, 1 AS rank FROM call "
    "UNION ALL SELECT 'amendment', id, at, 2 FROM amendment "
    "UNION ALL SELECT 'correction', id, at, 3 FROM correction "
    "UNION ALL SELECT 'ledger entry', id, logged_at, 4 FROM ledger_entry "
    "UNION ALL SELECT 'merge', id, at, 5 FROM vendor_merge ORDER BY written, rank, id"
)


def append(db: Database, kind: RecordKind, ref: str | int, salt: bytes = b"") -> int:
    """Links the record with that id, read back as it was stored; its place in the chain.

    Belongs into the transaction that wrote the record. The salt is made unless it is given,
    as for a record that comes with its own from another file.
    """
    line = db.one(_ONE[kind], (ref,))
    if line is None:
        raise LookupError(kind, ref)
    position, head = (line[0] or 0) + 1, line[1] or GENESIS
    salt = salt or os.urandom(SALT_BYTES)
    head = link(head, record_hash(salt, canonical(kind, line[2:])))
    db.run(_ADD, (position, kind, ref, salt, head))
    return int(position)


def append_all(
    db: Database, kind: RecordKind, refs: Sequence[str | int], salts: Sequence[bytes] = ()
) -> int:
    """Links many records of one kind in this order; the place of the last. Cheaper than one
    by one, and in memory for all of them: a few thousand at a time are enough."""
    position, head = _last(db)
    forms = _forms_of(db, kind, refs)
    links = []
    for ref, given in zip(refs, salts or repeat(b""), strict=False):
        salt = given or os.urandom(SALT_BYTES)
        position += 1
        head = link(head, record_hash(salt, forms[ref]))
        links.append((position, kind, ref, salt, head))
    db.many(_ADD, links)
    return position


def _last(db: Database) -> tuple[int, bytes]:
    line = db.one(_LAST)
    return line or (0, GENESIS)


def _forms_of(db: Database, kind: RecordKind, refs: Sequence[str | int]) -> dict[str | int, bytes]:
    found: dict[str | int, bytes] = {}
    for at in range(0, len(refs), _SPAN):
        some = refs[at : at + _SPAN]
        sql = " ".join((_READ[kind], "WHERE r.id IN (", ", ".join("?" * len(some)), ")"))
        found |= {line[0]: canonical(kind, line[1:]) for line in db.all(sql, some)}
    return found


def chain_all(db: Database) -> None:
    """Links all records of a file that had no chain yet, in the order of writing."""
    lines = db.each(_UNCHAINED)
    for kind, same in groupby(lines, key=itemgetter(0)):
        refs = (line[1] for line in same)
        while some := list(islice(refs, _SPAN)):
            append_all(db, RecordKind(kind), some)


def present(db: Database) -> Anchor:
    """The head of the chain and the number of its links."""
    position, head = _last(db)
    return Anchor(head.hex(), position)


def forms(db: Database, first: int, last: int) -> dict[int, tuple[RecordKind, bytes]]:
    """The canonical forms of the records that stand between two places of the chain, by
    place. A place whose record is not there is left out."""
    there = {line[0] for line in db.all(_KINDS, (first, last))}
    return {
        line[0]: (kind, canonical(kind, line[1:]))
        for kind in RecordKind
        if kind in there
        for line in db.all(_WALK[kind], (first, last, kind))
    }


def spans(db: Database, size: int) -> Iterator[list[Line]]:
    """The links in their order, a bounded number at a time: position, kind, id of the record,
    salt, head, hash, notice."""
    last = _BEFORE_ALL
    while lines := db.all(_SPANS, (last, size)):
        yield lines
        last = lines[-1][0]
