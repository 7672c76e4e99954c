"""The step to the compact form (0004): keys by the second, screenings apart from findings."""

import json
from collections.abc import Iterator
from typing import Any

from screener.store.driver import Database, Line
from screener.store.findings import SHARED, Shared, compact
from screener.store.indexed import index_anew
from screener.store.moments import first_key
from screener.store.numbers import Numbers, Sign, packed
from screener.store.putting import kept_number
from screener.store.settings import region_of
from screener.words import Label, Purpose

_TIES_BEFORE = 256
"""Keys to each millisecond, in the form before."""

_OUT_OF_THE_WAY = 1 << 60
_BEFORE = (
    "SELECT b.id, b.call, b.at, b.rulebook, b.label, b.purpose, b.role, b.scam, b.also_selling, "
    "b.confidence, b.identity, b.relationship, b.vendor, b.permission, b.permission_by, "
    "b.permission_since, b.detail, t.said FROM screening_before AS b "
    "JOIN call_text AS t ON t.key = b.call WHERE b.id > ? ORDER BY b.id LIMIT 500"
)
_ADD = (
    "INSERT INTO screening (id, call, at, finding, label, purpose, scam, also_selling, vendor, "
    "numbers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_BACK = "SELECT key, back_key, callback_number, amended FROM call WHERE back_key <> ''"
_BACK_NOW = "SELECT new FROM amendment WHERE call = ? AND field = 'callback_number' ORDER BY id DESC LIMIT 1"


def recast(db: Database) -> None:
    """Moves the rows over, within the transaction of the step."""
    _screenings(db)
    db.run("DROP TABLE screening_before")
    _numbers_to_ring(db)
    _keys(db)
    index_anew(db)


def _screenings(db: Database) -> None:
    shared = Shared(db)
    words: dict[int, str] = dict(db.all("SELECT id, text FROM wording"))
    used: set[int] = set()
    last = -(2**63)
    while lines := db.all(_BEFORE, (last,)):
        db.many(_ADD, [_screening(shared, line, words, used) for line in lines])
        last = lines[-1][0]
    db.many("DELETE FROM wording WHERE id = ?", [(one,) for one in words.keys() - used])


def _screening(
    shared: Shared, line: Line, words: dict[int, str], used: set[int]
) -> tuple[object, ...]:
    detail, said = json.loads(line[16]), line[17]
    finding = (
        line[3], line[6], line[10], line[11], line[13], line[14], line[15],
        compact(_shared_part(detail)),
    )  # fmt: skip
    used.update(number for name in SHARED for number in detail.get(name, ()))
    signs = []
    for rule, purpose, weight, quote, why, start, end in detail.get("signals", ()):
        sign = shared.number("wording", compact([rule, purpose, weight, words.get(why, "")]))
        used.add(sign)
        told = 0 <= start <= end and said[start:end] == quote
        signs.append(Sign(sign, max(start, -1), max(end, -1), None if told else quote))
    numbers = Numbers(
        line[9],
        dict(zip(Label, detail["probabilities"], strict=True)),
        {Purpose(purpose): share for purpose, share in detail.get("purposes", {}).items()},
        tuple(signs),
    )
    key = shared.finding(finding)
    return *line[:3], key, *line[4:6], *line[7:9], line[12], packed(numbers)


def _shared_part(detail: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in detail.items() if name not in _OWN}


_OWN = ("probabilities", "purposes", "signals")


def _numbers_to_ring(db: Database) -> None:
    """In this column stood the words of all numbers."""
    region = region_of(db)
    found = []
    for key, _, number, amended in db.all(_BACK):
        now = (db.value(_BACK_NOW, (key,)) or "") if amended else number
        found.append((kept_number(now or number, region), key))
    db.many("UPDATE call SET back_key = ? WHERE key = ?", found)


def _keys(db: Database) -> None:
    moves = list(_moves(db))
    if not moves:
        return
    # The old keys are larger by far, but for calls of the first days of 1970 and before.
    if min(old for _, old in moves) <= max(new for new, _ in moves):
        db.run("UPDATE call SET key = key + ?", (_OUT_OF_THE_WAY,))
        moves = [(new, old + _OUT_OF_THE_WAY) for new, old in moves]
    db.many("UPDATE call SET key = ? WHERE key = ?", moves)


def _moves(db: Database) -> Iterator[tuple[int, int]]:
    last: int | None = None
    for (old,) in db.all("SELECT key FROM call ORDER BY key"):
        new = first_key(old // _TIES_BEFORE * 1000)
        last = new if last is None or new > last else last + 1
        yield last, old
