"""What many screenings share, each kept once: sentences, findings, signals.

A finding is all of a screening but its moment, its numbers and the places in the words: whoever
rings about the same thing in the same standing gets the same one.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from screener.store.driver import Database
from screener.store.numbers import unpacked
from screener.store.search import fold, storable

if TYPE_CHECKING:
    from screener.vendor import Vendor

SHARED = ("say", "do", "ask", "never", "next", "would_change", "notes", "permission_words")
"""Lists of sentences in a finding's JSON, which holds their numbers in table `wording`."""

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

_FIND_WORDINGS = "SELECT text, id FROM wording WHERE text IN (SELECT value FROM json_each(?))"
_WORDINGS = "SELECT id, text FROM wording WHERE id IN (SELECT value FROM json_each(?))"
_FIND_OUTCOME = (
    "SELECT id FROM outcome WHERE label = ? AND purpose = ? AND scam = ? AND also_selling = ?"
)
_VENDOR_NAME = "SELECT name FROM vendor WHERE id = ?"
_ADD_OUTCOME = "INSERT INTO outcome (label, purpose, scam, also_selling) VALUES (?, ?, ?, ?)"


class Found(NamedTuple):
    """What a finding is made of: words of the program, names, and the sentences of `SHARED`."""

    rulebook: str
    role: str
    identity: str
    relationship: str
    permission: str
    permission_by: str
    permission_since: str | None
    vendor: str | None
    claimed_vendor: str | None
    known_person: str | None
    how: str
    permission_words: tuple[str, ...]
    would_change: tuple[str, ...]
    notes: tuple[str, ...]
    say: tuple[str, ...]
    do: tuple[str, ...]
    ask: tuple[str, ...]
    never: tuple[str, ...]
    next: tuple[str, ...]


Signed = tuple[str, str, float, str]
"""What the same signal of many calls has in common: its rule, purpose, weight and reason."""

_NAMES = Found._fields[7:11]
_SENTENCES = Found._fields[11:]


class Shared:
    """Keys of rows that many screenings refer to, each looked up once. Only for the length of
    a transaction: what it undoes is remembered here still."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._numbers: dict[tuple[str, str], int] = {}
        self._vendors: dict[tuple[int | None, str], int | None] = {}
        self._names: dict[int | None, str] = {None: ""}
        self._signals: dict[Signed, int] = {}
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

    def meet(self, said: Found, signals: Iterable[Signed]) -> None:
        """Looks up in one statement what `finding_of` and `signal` would ask for one by one."""
        texts = {signal_text(*each) for each in signals if each not in self._signals}
        if said not in self._findings:
            texts.update(text for name in _SENTENCES for text in getattr(said, name))
        unknown = [storable(text) for text in texts if ("wording", text) not in self._numbers]
        if unknown:
            for text, number in self.db.all(_FIND_WORDINGS, (_JSON.encode(unknown),)):
                self._numbers["wording", text] = number

    def vendor(self, vendor: "Vendor | None") -> int | None:
        """The store's key of a vendor; None for none and for one that is not in the book."""
        if vendor is None:
            return None
        asked = vendor.id, vendor.name
        if asked not in self._vendors:
            self._vendors[asked] = vendor_id(self.db, vendor)
        return self._vendors[asked]

    def vendor_name(self, key: int | None) -> str:
        """The name of the vendor with that key of the store, '' for none."""
        found = self._names.get(key)
        if found is None:
            found = self._names[key] = str(self.db.value(_VENDOR_NAME, (key,)))
        return found

    def signal(self, signed: Signed) -> int:
        """The number of the sentence that holds what the same signal of many calls has in
        common."""
        found = self._signals.get(signed)
        if found is None:
            found = self._signals[signed] = self.number("wording", signal_text(*signed))
        return found

    def outcome(self, *words: str | bool) -> int:
        """The key of what a verdict says by label, purpose, scam and whether it was also selling,
        kept from now on."""
        found = self._outcomes.get(words)
        if found is None:
            found = self.db.value(_FIND_OUTCOME, words) or self.db.run(_ADD_OUTCOME, words)
            self._outcomes[words] = found
        return found

    def finding_of(self, said: Found) -> int:
        """The key of the finding that says so, kept from now on."""
        found = self._findings.get(said)
        if found is None:
            found = self._findings[said] = self.finding(self._values(said))
        return found

    def finding(self, values: tuple[object, ...]) -> int:
        """The key of a finding with these values (those of `_FINDING`), kept from now on."""
        hashed = _hash_of(values)
        same = (line[0] for line in self.db.all(_HASHED, (hashed,)) if line[1:] == values)
        return next(same, None) or self.db.run(_ADD, (hashed, *values))

    def _values(self, said: Found) -> tuple[object, ...]:
        names = {name: getattr(said, name) for name in _NAMES}
        sentences = {
            name: [self.number("wording", text) for text in getattr(said, name) if text]
            for name in _SENTENCES
        }
        detail = {name: value for name, value in (names | sentences).items() if value}
        number = self.number("rulebook", said.rulebook)
        words = map(str, (said.role, said.identity, said.relationship, said.permission))
        return number, *words, said.permission_by, said.permission_since, compact(detail)


def vendor_id(db: Database, vendor: "Vendor | None") -> int | None:
    """The store's key of a vendor, by its key or else its name; None if it is not in the book."""
    if vendor is None:
        return None
    found: int | None = db.value("SELECT id FROM vendor WHERE id = ?", (vendor.id,))
    return found or db.value("SELECT id FROM vendor WHERE folded = ?", (fold(vendor.name),))


def compact(value: object) -> str:
    """A value as JSON without blanks, fit for the file."""
    return storable(_JSON.encode(value))


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=4096, typed=True)
def signal_text(rule: str, purpose: str, weight: float, why: str) -> str:
    """A `Signed` as the sentence that is kept of it: JSON."""
    return compact((rule, purpose, weight, why))


def _hash_of(values: tuple[object, ...]) -> int:
    return int.from_bytes(blake2b(repr(values).encode(), digest_size=6).digest(), "big")


def words_of(db: Database, numbers: Iterable[int]) -> dict[int, str]:
    """The sentences with these numbers."""
    return dict(db.all(_WORDINGS, (json.dumps(list(numbers)),)))


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
