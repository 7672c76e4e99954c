"""The chain in the file: each record is linked as it was stored, within its own transaction."""

import os
from collections.abc import Iterator, Mapping

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

# The id of the call that a ledger entry names. The call itself may be forgotten; an entry that
# was led to another call, or away from one that is there, does not read as it was written.
_CITED = (
    "CASE WHEN r.call IS NULL AND NOT EXISTS (SELECT 1 FROM call WHERE id = r.call_id) "
    "THEN r.call_id WHEN c.id = r.call_id THEN c.id END"
)
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
        (
            "SELECT (SELECT max(position) FROM link),",
            "(SELECT head FROM link ORDER BY position DESC LIMIT 1),",
            _columns(kind),
            "FROM",
            TABLES[kind],
            "AS r",
            _JOINS.get(kind, ""),
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
    line = db.one(_READ[kind], (ref,))
    if line is None:
        raise LookupError(kind, ref)
    position, head = (line[0] or 0) + 1, line[1] or GENESIS
    salt = salt or os.urandom(SALT_BYTES)
    head = link(head, record_hash(salt, canonical(kind, line[2:])))
    db.run(_ADD, (position, kind, ref, salt, head))
    return int(position)


def chain_all(db: Database) -> None:
    """Links all records of a file that had no chain yet, in the order of writing."""
    for record, ref, *_ in db.each(_UNCHAINED):
        append(db, RecordKind(record), ref)


def present(db: Database) -> Anchor:
    """The head of the chain and the number of its links."""
    line = db.one("SELECT head, position FROM link ORDER BY position DESC LIMIT 1")
    return Anchor(line[0].hex(), line[1]) if line else Anchor(GENESIS.hex(), 0)


def forms(db: Database, first: int, last: int) -> dict[int, tuple[RecordKind, bytes]]:
    """The canonical forms of the records that stand between two places of the chain, by
    place. A place whose record is not there is left out."""
    return {
        line[0]: (kind, canonical(kind, line[1:]))
        for kind in RecordKind
        for line in db.all(_WALK[kind], (first, last, kind))
    }


def spans(db: Database, size: int) -> Iterator[list[Line]]:
    """The links in their order, a bounded number at a time: position, kind, id of the record,
    salt, head, hash, notice."""
    last: int | None = None
    while lines := db.all(
        "SELECT position, record, ref, salt, head, hash, notice FROM link "
        "WHERE ?1 IS NULL OR position > ?1 ORDER BY position LIMIT ?2",
        (last, size),
    ):
        yield lines
        last = lines[-1][0]
