"""What many screenings share, each kept once: sentences, findings, signals; and the few numbers
that are a screening's own, packed.

A finding is all of a screening but its moment, its numbers and the places in the words: whoever
rings about the same thing in the same standing gets the same one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from screener.store.driver import Database
from screener.store.search import fold, storable
from screener.words import Label, Purpose

if TYPE_CHECKING:
    from screener.vendor import Vendor

SHARED = ("say", "do", "ask", "never", "next", "would_change", "notes", "permission_words")
"""Lists of sentences in a finding's JSON, which holds their numbers in table `wording`."""

_SURE, _SHARE = 10_000, 1000
"""Probabilities are kept to four decimals, the purposes' to three."""

_FINDING = (
    "rulebook, role, identity, relationship, permission, permission_by, permission_since, detail"
)
_HASHED = " ".join(("SELECT id,", _FINDING, "FROM finding WHERE hash = ?"))
_ADD = " ".join(("INSERT INTO finding (hash,", _FINDING, ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"))
_FIND_SHARED = {
    "rulebook": "SELECT id FROM rulebook WHERE hash = ?",
    "wording": "SELECT id FROM wording WHERE text = ?",
}
_ADD_SHARED = {
    "rulebook": "INSERT INTO rulebook (hash) VALUES (?)",
    "wording": "INSERT INTO wording (text) VALUES (?)",
}

_FIND_OUTCOME = (
    "SELECT id FROM outcome WHERE label = ? AND purpose = ? AND scam = ? AND also_selling = ?"
)
_ADD_OUTCOME = "INSERT INTO outcome (label, purpose, scam, also_selling) VALUES (?, ?, ?, ?)"


class Shared:
    """Keys of rows that many screenings refer to, each looked up once. Only for the length of
    a transaction: what it undoes is remembered here still."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._numbers: dict[tuple[str, str], int] = {}
        self._vendors: dict[tuple[int | None, str], int | None] = {}
        self._findings: dict[tuple[object, ...], int] = {}
        self._outcomes: dict[tuple[object, ...], int] = {}

    def number(self, table: str, text: str) -> int:
        """The number of a rulebook's hash or of a sentence, given one where it has none."""
        found = self._numbers.get((table, text))
        if found is None:
            kept = storable(text)
            found = self.db.value(_FIND_SHARED[table], (kept,))
            found = found or self.db.run(_ADD_SHARED[table], (kept,))
            self._numbers[table, text] = found
        return found

    def vendor(self, vendor: "Vendor | None") -> int | None:
        """The store's key of a vendor; None for none and for one that is not in the book."""
        if vendor is None:
            return None
        asked = vendor.id, vendor.name
        if asked not in self._vendors:
            self._vendors[asked] = vendor_id(self.db, vendor)
        return self._vendors[asked]

    def outcome(self, *words: str | bool) -> int:
        """The key of what a verdict says by label, purpose, scam and whether it was also selling,
        kept from now on."""
        found = self._outcomes.get(words)
        if found is None:
            found = self.db.value(_FIND_OUTCOME, words) or self.db.run(_ADD_OUTCOME, words)
            self._outcomes[words] = found
        return found

    def finding(self, values: tuple[object, ...]) -> int:
        """The key of a finding with these values (those of `_FINDING`), kept from now on."""
        found = self._findings.get(values)
        if found is None:
            hashed = _hash_of(values)
            same = (line[0] for line in self.db.all(_HASHED, (hashed,)) if line[1:] == values)
            found = next(same, None) or self.db.run(_ADD, (hashed, *values))
            self._findings[values] = found
        return found


def vendor_id(db: Database, vendor: "Vendor | None") -> int | None:
    """The store's key of a vendor, by its key or else its name; None if it is not in the book."""
    if vendor is None:
        return None
    found: int | None = db.value("SELECT id FROM vendor WHERE id = ?", (vendor.id,))
    return found or db.value("SELECT id FROM vendor WHERE folded = ?", (fold(vendor.name),))


def compact(value: object) -> str:
    """A value as JSON without blanks, fit for the file."""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _hash_of(values: tuple[object, ...]) -> int:
    return int.from_bytes(blake2b(repr(values).encode(), digest_size=6).digest(), "big")


class Sign(NamedTuple):
    """A signal of a screening: the number of the wording that holds its JSON, its place in what
    was said, and its quote where that place does not read so."""

    wording: int
    start: int
    end: int
    quote: str | None


class Numbers(NamedTuple):
    """What is a screening's own."""

    confidence: float
    probabilities: Mapping[Label, float]
    purposes: Mapping[Purpose, float]
    signs: tuple[Sign, ...]


_LABELS = tuple(Label)
_PURPOSES = tuple(Purpose)


def packed(numbers: Numbers) -> bytes:
    """A screening's numbers as bytes: whole numbers, seven bits to a byte."""
    shares = [round(numbers.purposes.get(purpose, 0.0) * _SHARE) for purpose in _PURPOSES]
    own = [round(numbers.confidence * _SURE)]
    own += [round(numbers.probabilities.get(label, 0.0) * _SURE) for label in _LABELS]
    own.append(sum(1 << place for place, share in enumerate(shares) if share))
    own += [share for share in shares if share]
    out = bytearray(_varints(own))
    for sign in numbers.signs:
        out += _varints((sign.wording, sign.start + 1, sign.end + 1))
        quote = b"" if sign.quote is None else sign.quote.encode()
        out += _varints((0 if sign.quote is None else len(quote) + 1,)) + quote
    return bytes(out)


def unpacked(blob: bytes) -> Numbers:
    """What `packed` made bytes of."""
    confidence, at = _varint(blob, 0)
    probabilities = {}
    for label in _LABELS:
        value, at = _varint(blob, at)
        probabilities[label] = value / _SURE
    present, at = _varint(blob, at)
    purposes = {}
    for place, purpose in enumerate(_PURPOSES):
        if present >> place & 1:
            value, at = _varint(blob, at)
            purposes[purpose] = value / _SHARE
    return Numbers(confidence / _SURE, probabilities, purposes, tuple(_signs(blob, at)))


def _signs(blob: bytes, at: int) -> Iterator[Sign]:
    while at < len(blob):
        wording, at = _varint(blob, at)
        start, at = _varint(blob, at)
        end, at = _varint(blob, at)
        size, at = _varint(blob, at)
        quote = None
        if size:
            quote = blob[at : at + size - 1].decode()
            at += size - 1
        yield Sign(wording, start - 1, end - 1, quote)


def _varints(values: Iterable[int]) -> bytes:
    out = bytearray()
    for value in values:
        rest = value
        while rest > 0x7F:
            out.append(rest & 0x7F | 0x80)
            rest >>= 7
        out.append(rest)
    return bytes(out)


def _varint(blob: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = blob[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def words_of(db: Database, numbers: Iterable[int]) -> dict[int, str]:
    """The sentences with these numbers."""
    found = (db.one("SELECT id, text FROM wording WHERE id = ?", (n,)) for n in numbers)
    return {line[0]: line[1] for line in found if line}


def wordings_in(detail: Mapping[str, Any]) -> set[int]:
    """The numbers of the sentences that a finding's JSON holds."""
    return {number for name in SHARED for number in detail.get(name, ())}


class Parts(NamedTuple):
    """The findings and the wordings of some screenings."""

    findings: set[int]
    wordings: set[int]


def parts_of(db: Database, calls: Iterable[int], vendor: int | None) -> Parts:
    """What the screenings of these calls and of a vendor are made of."""
    parts = Parts(set(), set())
    lines = [line for key in calls for line in db.all(_OF_CALL, (key,))]
    for finding, numbers in (*lines, *db.all(_OF_VENDOR, (vendor,))):
        parts.findings.add(finding)
        parts.wordings.update(sign.wording for sign in unpacked(numbers).signs)
    for finding in parts.findings:
        detail = db.value("SELECT detail FROM finding WHERE id = ?", (finding,))
        parts.wordings.update(wordings_in(json.loads(detail)))
    return parts


def drop_parts(db: Database, parts: Parts) -> None:
    """Deletes those of the parts that no screening has any more."""
    for finding, numbers in db.each("SELECT finding, numbers FROM screening"):
        parts.findings.discard(finding)
        if parts.wordings:
            parts.wordings.difference_update(sign.wording for sign in unpacked(numbers).signs)
    _delete(db, "DELETE FROM finding WHERE id = ?", parts.findings)
    for (detail,) in db.each("SELECT detail FROM finding"):
        parts.wordings.difference_update(wordings_in(json.loads(detail)))
    _delete(db, "DELETE FROM wording WHERE id = ?", parts.wordings)


def _delete(db: Database, sql: str, keys: Sequence[int] | set[int]) -> None:
    db.many(sql, [(key,) for key in keys])


_OF_CALL = "SELECT finding, numbers FROM screening WHERE call = ?"
_OF_VENDOR = "SELECT finding, numbers FROM screening WHERE vendor = ?"
