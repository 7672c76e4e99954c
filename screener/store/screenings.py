"""Screenings in and out of the file: columns to ask by, the rest as compact JSON.

Sentences that many screenings share (a signal's why, the advice) stand once in table
`wording`; the JSON holds their numbers.
"""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from screener.store.driver import Database, Line
from screener.store.moments import moment
from screener.store.search import fold, storable
from screener.words import Label

if TYPE_CHECKING:
    from screener.screening import Screening
    from screener.vendor import Vendor

_SHARED = ("say", "do", "ask", "never", "next", "would_change", "notes", "permission_words")
_LEAST_SHARE = 0.0005
_SELECT = (
    "SELECT s.at, s.label, s.purpose, s.role, s.scam, s.also_selling, s.confidence, s.identity, "
    "s.relationship, v.name, s.permission, s.permission_by, s.permission_since, s.detail, r.hash "
    "FROM screening AS s JOIN rulebook AS r ON r.id = s.rulebook "
    "LEFT JOIN vendor AS v ON v.id = s.vendor WHERE s.call = ? ORDER BY s.id DESC"
)
_ADD = (
    "INSERT INTO screening (call, at, rulebook, label, purpose, role, scam, also_selling, "
    "confidence, identity, relationship, vendor, permission, permission_by, "
    "permission_since, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Standing(NamedTuple):
    """What a screening says of its call in lists."""

    label: str | None = None
    scam: bool = False
    permission: str | None = None
    vendor: int | None = None


class Shared:
    """Keys of rows that many screenings refer to, each looked up once. Only for the length of
    a transaction: what it undoes is remembered here still."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._numbers: dict[tuple[str, str], int] = {}
        self._vendors: dict[tuple[int | None, str], int | None] = {}

    def number(self, table: str, text: str) -> int:
        """The number of a rulebook's hash or of a sentence, given one where it has none."""
        found = self._numbers.get((table, text))
        if found is None:
            found = self._numbers[table, text] = _number_of(self.db, table, text)
        return found

    def vendor(self, vendor: "Vendor | None") -> int | None:
        """The store's key of a vendor; None for none and for one that is not in the book."""
        if vendor is None:
            return None
        asked = vendor.id, vendor.name
        if asked not in self._vendors:
            self._vendors[asked] = vendor_id(self.db, vendor)
        return self._vendors[asked]


def standing_of(screening: "Screening", shared: Shared) -> Standing:
    """What a screening says of its call in lists."""
    verdict = screening.verdict
    vendor = shared.vendor(screening.identity.vendor)
    return Standing(verdict.label, verdict.scam, screening.permission.state, vendor)


def put(shared: Shared, call: int, at: int, screening: "Screening") -> None:
    """Stores a screening of the call with that key, made at `at` (microseconds)."""
    verdict, permission = screening.verdict, screening.permission
    vendor = shared.vendor(screening.identity.vendor)
    shared.db.run(
        _ADD,
        (
            call,
            at,
            shared.number("rulebook", screening.rulebook),
            verdict.label,
            verdict.purpose,
            verdict.role,
            verdict.scam,
            verdict.also_selling,
            round(verdict.confidence, 4),
            screening.identity.state,
            screening.relationship,
            vendor,
            permission.state,
            permission.by,
            permission.since.isoformat() if permission.since else None,
            _packed(shared, _detail(screening, named=vendor is None)),
        ),
    )


def standing(db: Database, call: int) -> Standing:
    """What the latest screening of a call says; nothing where there is none."""
    line = db.one(
        "SELECT label, scam, permission, vendor FROM screening WHERE call = ? "
        "ORDER BY id DESC LIMIT 1",
        (call,),
    )
    return Standing(*line) if line else Standing()


def latest(db: Database, call: int) -> Mapping[str, Any] | None:
    """The latest screening of a call in the JSON form, None where it was not screened."""
    line = db.one(_SELECT + " LIMIT 1", (call,))
    return None if line is None else _unpacked(db, line)


def every(db: Database, call: int) -> list[Mapping[str, Any]]:
    """All screenings of a call, the latest first."""
    return [_unpacked(db, line) for line in db.all(_SELECT, (call,))]


def vendor_id(db: Database, vendor: "Vendor | None") -> int | None:
    """The store's key of a vendor, by its key or else its name; None if it is not in the book."""
    if vendor is None:
        return None
    found: int | None = db.value("SELECT id FROM vendor WHERE id = ?", (vendor.id,))
    return found or db.value("SELECT id FROM vendor WHERE folded = ?", (fold(vendor.name),))


def wordings_in(detail: str) -> set[int]:
    """The numbers of the shared sentences that a screening's JSON holds."""
    return _wordings(json.loads(detail))


def _detail(screening: "Screening", *, named: bool) -> dict[str, Any]:
    verdict, identity, advice = screening.verdict, screening.identity, screening.advice
    claimed, person = identity.claimed_vendor, identity.known_person
    return {
        "probabilities": [round(verdict.probabilities.get(label, 0.0), 4) for label in Label],
        "purposes": {
            str(purpose): round(share, 3)
            for purpose, share in verdict.purposes.items()
            if share >= _LEAST_SHARE
        },
        "vendor": identity.vendor.name if named and identity.vendor else None,
        "claimed_vendor": claimed.name if claimed else None,
        "known_person": person.name if person else None,
        "how": identity.how,
        "permission_words": [screening.permission.words],
        "would_change": list(verdict.would_change),
        "notes": list(screening.notes),
        "say": list(advice.say),
        "do": list(advice.do),
        "ask": [question.words for question in advice.ask],
        "never": list(advice.never),
        "next": list(advice.next),
        "signals": [
            [s.id, s.purpose, round(s.weight, 4), s.quote, s.why, s.start, s.end]
            for s in verdict.evidence
        ],
    }


def _packed(shared: Shared, detail: dict[str, Any]) -> str:
    for name in _SHARED:
        detail[name] = [shared.number("wording", text) for text in detail[name] if text]
    for signal in detail["signals"]:
        signal[4] = shared.number("wording", signal[4])
    kept = {name: value for name, value in detail.items() if value}
    return storable(json.dumps(kept, ensure_ascii=False, separators=(",", ":")))


def _unpacked(db: Database, line: Line) -> Mapping[str, Any]:
    detail = json.loads(line[13])
    signals = detail.get("signals", [])
    words = _words(db, _wordings(detail))
    found: dict[str, Any] = {
        "judged_at": moment(line[0], 0).isoformat(),
        "label": line[1],
        "purpose": line[2],
        "role": line[3],
        "scam": bool(line[4]),
        "also_selling": bool(line[5]),
        "confidence": line[6],
        "probabilities": dict(zip(map(str, Label), detail["probabilities"], strict=True)),
        "purposes": detail.get("purposes", {}),
        "vendor": line[9] or detail.get("vendor"),
        "claimed_vendor": detail.get("claimed_vendor"),
        "known_person": detail.get("known_person"),
        "identity": line[7],
        "how": detail.get("how", ""),
        "relationship": line[8],
        "permission": line[10],
        "permission_by": line[11] or None,
        "permission_since": line[12],
        "signals": [
            {
                "id": signal[0],
                "purpose": signal[1],
                "weight": signal[2],
                "quote": signal[3],
                "why": words.get(signal[4], ""),
                "start": signal[5],
                "end": signal[6],
            }
            for signal in signals
        ],
        "rulebook": line[14],
    }
    for name in _SHARED:
        found[name] = [words[number] for number in detail.get(name, [])]
    found["permission_words"] = "".join(found["permission_words"])
    if not found["notes"]:
        del found["notes"]
    return found


def _wordings(detail: Mapping[str, Any]) -> set[int]:
    numbers = {number for name in _SHARED for number in detail.get(name, ())}
    return numbers | {signal[4] for signal in detail.get("signals", ())}


def _number_of(db: Database, table: str, text: str) -> int:
    text = storable(text)
    found: int | None = db.value(_FIND[table], (text,))
    return found or db.run(_ADD_SHARED[table], (text,))


_FIND = {
    "rulebook": "SELECT id FROM rulebook WHERE hash = ?",
    "wording": "SELECT id FROM wording WHERE text = ?",
}
_ADD_SHARED = {
    "rulebook": "INSERT INTO rulebook (hash) VALUES (?)",
    "wording": "INSERT INTO wording (text) VALUES (?)",
}


def _words(db: Database, numbers: Iterable[int]) -> dict[int, str]:
    found = (db.one("SELECT id, text FROM wording WHERE id = ?", (n,)) for n in numbers)
    return {line[0]: line[1] for line in found if line}
