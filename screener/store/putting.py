"""New calls into the file: their keys and ids, and by what they are found."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from screener.call import Call
from screener.chain import RecordKind
from screener.faults import Fault
from screener.phone import Number, NumberKind, read_number
from screener.store.chain import append_all
from screener.store.driver import Database
from screener.store.facts import FACTS, facts_of
from screener.store.findings import Shared
from screener.store.indexed import index
from screener.store.moments import TIES, first_key, micros, moment
from screener.store.screenings import Standing, put, standing_of
from screener.store.search import fold, storable
from screener.store.settings import region_of

if TYPE_CHECKING:
    from screener.screening import Screening

_ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is taken for another when it is read aloud."""
_ID_LENGTH, _LETTER_BITS = 8, 5
_LETTERS = (1 << _LETTER_BITS) - 1

_ADD = " ".join(
    (
        "INSERT INTO call (key, number_key, back_key, company_folded, label, scam, permission,",
        "vendor, outcome,",
        FACTS,
        ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,",
        ", ".join("?" * len(FACTS.split(", "))),
        ")",
    )
)
_TOP = "SELECT max(key) FROM call WHERE key >= ? AND key < ?"

Judged = tuple[Call, "Screening | None"]
"""A call with its screening, if it was judged."""


def put_calls(
    db: Database, judged: "Iterable[Judged]", now: datetime, salts: Sequence[bytes] = ()
) -> tuple[list[int], int]:
    """Stores calls as they came, linked into the chain in this order and indexed: their keys,
    and the place of the last in the chain. Belongs into a transaction.

    A call without an id gets a short one; one without `logged_at` was written down `now`. Calls
    of another chain bring their salts. Raises Fault for an id that is taken and for a value that
    is no fact of its field.
    """
    region, written = region_of(db), micros(now)[0]
    shared = Shared(db)
    ids: list[str | int] = []
    keys: list[int] = []
    for came, screening in judged:
        call = replace(came, id=_free_id(db, came.id), logged_at=came.logged_at or now)
        ids.append(call.id)
        keys.append(_put(db, call, screening, region, written, shared))
    index(db, keys)
    return keys, append_all(db, RecordKind.CALL, ids, salts)


def _put(
    db: Database, call: Call, screening: "Screening | None", region: str, now: int, shared: Shared
) -> int:
    facts = facts_of(call)
    key = free_key(db, first_key(micros(call.at or call.logged_at or moment(now, 0))[0]))
    number = screening.identity.number if screening else None
    if screening is None or screening.call.number != call.number:
        number = None
    stands = standing_of(screening, shared) if screening else Standing()
    db.run(_ADD, (key, *found_by(call, region, number), *stands, *facts))
    if screening is not None:
        put(shared, key, now, storable(call.said), screening)
    return key


def _free_id(db: Database, wanted: str) -> str:
    wanted = storable(wanted)
    if wanted and db.value("SELECT 1 FROM call WHERE id = ?", (wanted,)):
        raise Fault(f"id: a call {wanted!r} is stored already.")
    while not wanted:
        drawn = secrets.randbits(_LETTER_BITS * _ID_LENGTH)
        places = range(0, _LETTER_BITS * _ID_LENGTH, _LETTER_BITS)
        made = "".join(_ID_LETTERS[drawn >> place & _LETTERS] for place in places)
        if not db.value("SELECT 1 FROM call WHERE id = ?", (made,)):
            wanted = made
    return wanted


def free_key(db: Database, first: int) -> int:
    """A key that is not taken, the first of those from `first` on or one soon after: where the
    keys of a moment are used up, a call takes the next moment's."""
    top: int | None = db.value(_TOP, (first, first + TIES))
    if top is None:
        return first
    if top + 1 < first + TIES:
        return top + 1
    # By doubling steps, so that ten thousand calls of one moment are no slower than ten.
    full, step = first, TIES
    while _is_full(db, full + step):
        full += step
        step *= 2
    while step > TIES:
        step //= 2
        if _is_full(db, full + step):
            full += step
    top = db.value(_TOP, (full + TIES, full + 2 * TIES))
    return full + TIES if top is None else top + 1


def _is_full(db: Database, first: int) -> bool:
    return db.value("SELECT 1 FROM call WHERE key = ?", (first + TIES - 1,)) is not None


def found_by(call: Call, region: str, number: Number | None = None) -> tuple[str | None, str, str]:
    """By what a call is found: its number (E.164, else as it came, None when withheld), the
    number to ring back (the same, '' for none), and its folded company."""
    number = number or read_number(call.number, region)
    key = number.e164 or storable(call.number.strip())
    return (
        None if number.kind is NumberKind.WITHHELD else key or None,
        kept_number(call.callback_number, region),
        fold(call.company),
    )


def kept_number(number: str, region: str) -> str:
    """A number as calls are found by it: E.164, else as it came, '' for none."""
    number = storable(number.strip())
    return (read_number(number, region).e164 or number) if number else ""
