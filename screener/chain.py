"""The hash chain over everything written down: canonical form, record hash, link, anchor.

docs/evidence.md tells the form in full, so that other programs can walk a chain too.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from json.encoder import encode_basestring
from typing import NamedTuple

from screener.faults import Fault

FORM = "screener-chain/1"
"""The version of the canonical form. Another list of fields is another version."""

GENESIS = sha256(FORM.encode()).digest()
"""What the first link follows."""

SALT_BYTES = 16
"""Enough that a record cannot be guessed from its hash once its salt is gone."""


class RecordKind(StrEnum):
    """What can stand in the chain. A notice is a record about other records of the chain."""

    CALL = "call"
    AMENDMENT = "amendment"
    CORRECTION = "correction"
    LEDGER_ENTRY = "ledger entry"
    MERGE = "merge"
    NOTICE = "notice"


FIELDS: Mapping[RecordKind, tuple[str, ...]] = {
    RecordKind.CALL: (
        "id",
        "at",
        "at_offset",
        "logged_at",
        "logged_offset",
        "number",
        "caller_id",
        "company",
        "status",
        "duration",
        "agent",
        "callback_number",
        "product",
        "recorded",
        "tells",
        "answers",
        "own_number",
        "taken_by",
        "source",
        "source_id",
        "note",
        "said",
    ),
    RecordKind.AMENDMENT: ("id", "call", "field", "old", "new", "at", "at_offset", "why"),
    RecordKind.CORRECTION: ("id", "call", "label", "note", "at", "at_offset"),
    RecordKind.LEDGER_ENTRY: (
        "id",
        "party_kind",
        "party",
        "purpose",
        "kind",
        "at",
        "at_offset",
        "logged_at",
        "logged_offset",
        "how",
        "words",
        "to_whom",
        "reference",
        "file_hash",
        "call",
        "note",
    ),
    RecordKind.MERGE: ("id", "kept", "merged", "vendor", "at"),
    RecordKind.NOTICE: (
        "id",
        "kind",
        "at",
        "at_offset",
        "begins",
        "ends",
        "records",
        "digest",
        "why",
    ),
}
"""The fields of each kind of record in `FORM`. Never changed: a longer list is a new form."""

Value = str | int | None


def _places(kind: RecordKind) -> tuple[str, tuple[int, ...]]:
    """The form of a kind with a gap for each field, and which value goes into which gap."""
    fields = FIELDS[kind]
    fixed = {"form": json.dumps(FORM), "record": json.dumps(kind)}
    names = sorted((*fields, *fixed))
    gaps = ",".join(f'"{name}":{fixed.get(name, "%s")}' for name in names)
    return "{" + gaps + "}", tuple(fields.index(name) for name in names if name in fields)


_FORMS = {kind: _places(kind) for kind in RecordKind}


def canonical(kind: RecordKind, values: Sequence[Value]) -> bytes:
    """A record in its canonical form: `values` in the order of `FIELDS`, as the file keeps them
    (moments in microseconds since 1970 UTC, offsets in minutes, flags 0 or 1)."""
    form, order = _FORMS[kind]
    texts = [
        encode_basestring(value)
        if isinstance(value, str)
        else "null"
        if value is None
        else str(value)
        for value in values
    ]
    return (form % tuple([texts[at] for at in order])).encode()


def record_hash(salt: bytes, form: bytes) -> bytes:
    """The salted hash of a record. Without the salt it tells nothing of the record."""
    return sha256(salt + form).digest()


def link(previous: bytes, record: bytes) -> bytes:
    """The head of the chain after a record: the head before it and the record's hash."""
    return sha256(previous + record).digest()


class Places:
    """Places of the chain, added in rising order, and one hash that says which they are: of
    each in decimal, followed by a line feed."""

    def __init__(self, places: Iterable[int] = ()) -> None:
        self.first: int | None = None
        self.last: int | None = None
        self.count = 0
        self._hashed = sha256()
        for place in places:
            self.add(place)

    def add(self, place: int) -> None:
        """One more."""
        self.first = place if self.first is None else self.first
        self.last = place
        self.count += 1
        self._hashed.update(b"%d\n" % place)

    def told(self) -> tuple[int | None, int | None, int, str]:
        """The first, the last, how many, and the hash, as a notice tells them."""
        return self.first, self.last, self.count, self._hashed.hexdigest()


_ANCHOR = re.compile(r"([0-9a-f]{16,64}):([0-9]{1,15})")


class Anchor(NamedTuple):
    """The head of the chain and how many records it stands for, quoted outside of the file.

    `head` is in hexadecimal; at least its first 16 digits when a person typed it.
    """

    head: str
    records: int

    def __str__(self) -> str:
        return f"{self.head}:{self.records}"


def read_anchor(text: str) -> Anchor:
    """An anchor as it is quoted (HEAD:COUNT). Fault for anything else."""
    found = _ANCHOR.fullmatch(text.strip().lower())
    if found is None:
        raise Fault(f"anchor: {text!r} is not HEAD:COUNT (at least 16 hexadecimal digits).")
    return Anchor(found[1], int(found[2]))
