"""New calls into the file: their keys and ids, and by what they are found.

What is asked and written for each call is asked and written for all of them in few statements.
"""

import json
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from screener.call import Call
from screener.chain import RecordKind
from screener.faults import Fault
from screener.phone import Number, NumberKind, read_number
from screener.store.chain import append_all
from screener.store.driver import Database
from screener.store.facts import FACTS, Facts, facts_of
from screener.store.findings import Shared
from screener.store.indexed import index_new
from screener.store.moments import TIES, first_key, micros
from screener.store.screenings import Standing, put_all, screening_line, standing_of
from screener.store.search import fold, storable
from screener.store.settings import region_of

if TYPE_CHECKING:
    from screener.screening import Screening

_ID_LETTERS = b"0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is taken for another when it is read aloud."""
_LETTER_OF_BYTE = _ID_LETTERS * (256 // len(_ID_LETTERS))
_ID_LENGTH = 8

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
_TOPS = " ".join(
    (
        "SELECT j.value, (SELECT max(key) FROM call WHERE key >= j.value AND key < j.value +",
        str(TIES),
        ") FROM json_each(?) AS j",
    )
)
_AT_A_TIME = 500

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
    shared, region, written = Shared(db), region_of(db), micros(now)
    came = list(judged)
    facts = _written([facts_of(call) for call, _ in came], db, written)
    keys = _keys(db, [first_key(_moment_of(each)) for each in facts])
    rows, words, screenings = [], [], []
    for key, fact, (call, screening) in zip(keys, facts, came, strict=True):
        stands = standing_of(screening, shared) if screening else Standing()
        found = found_by(call, region, _number_read(call, screening))
        rows.append((key, *found, *stands, *fact))
        heads = fact.agent, fact.caller_id, found[0] or "", found[1]
        vendor = shared.vendor_name(stands.vendor)
        words.append((key, fact.company, fact.said, fact.note, vendor, *heads))
        if screening is not None:
            line = screening_line(shared, key, written[0], fact.said, screening, stands)
            screenings.append(line)
    db.many(_ADD, rows)
    put_all(db, screenings)
    index_new(db, words)
    return keys, append_all(db, RecordKind.CALL, [each.id for each in facts], salts)


def _written(facts: Sequence[Facts], db: Database, now: tuple[int, int]) -> list[Facts]:
    """Those facts as they are written down: with ids, and with the moment of it."""
    return [
        each._replace(id=name)
        if each.logged_at is not None
        else each._replace(id=name, logged_at=now[0], logged_offset=now[1])
        for each, name in zip(facts, _ids(db, [each.id for each in facts]), strict=True)
    ]


def _moment_of(fact: Facts) -> int:
    """The moment by which a call stands among the others."""
    return (fact.at if fact.at is not None else fact.logged_at) or 0


def _number_read(call: Call, screening: "Screening | None") -> Number | None:
    """The number of a call as it was read when it was judged."""
    if screening is None or screening.call.number != call.number:
        return None
    return screening.identity.number


def _ids(db: Database, wanted: Sequence[str]) -> Iterator[str]:
    """The ids wanted, and a short one for each that is empty. Fault for one that is taken."""
    given = [name for name in wanted if name]
    taken = _taken(db, given)
    for name in given:
        if name in taken:
            raise Fault(f"id: a call {name!r} is stored already.")
        taken.add(name)
    made = iter(_made(db, len(wanted) - len(given), taken))
    return (name or next(made) for name in wanted)


def _made(db: Database, count: int, taken: Collection[str]) -> set[str]:
    """So many short ids that no call has."""
    made: set[str] = set()
    while len(made) < count:
        drawn = secrets.token_bytes(_ID_LENGTH * (count - len(made)))
        letters = drawn.translate(_LETTER_OF_BYTE).decode()
        some = {letters[at : at + _ID_LENGTH] for at in range(0, len(letters), _ID_LENGTH)}
        made |= some.difference(taken, _taken(db, tuple(some)))
    return made


def _taken(db: Database, names: Sequence[str]) -> set[str]:
    """Those of the ids that calls have."""
    found: set[str] = set()
    for at in range(0, len(names), _AT_A_TIME):
        some = names[at : at + _AT_A_TIME]
        sql = " ".join(("SELECT id FROM call WHERE id IN (", ", ".join("?" * len(some)), ")"))
        found.update(name for (name,) in db.all(sql, some))
    return found


def _keys(db: Database, firsts: Sequence[int]) -> list[int]:
    """For each call the first free key of those of its second."""
    tops = db.all(_TOPS, (json.dumps(firsts),)) if len(firsts) > 1 else ()
    free = _Keys(db, dict(tops))
    return [free.take(first) for first in firsts]


def free_key(db: Database, first: int) -> int:
    """A key that is not taken, the first of those from `first` on or one soon after: where the
    keys of a moment are used up, a call takes the next moment's."""
    return _Keys(db).take(first)


class _Keys:
    """Which keys are taken, by the last one of each second. For the length of a transaction."""

    def __init__(self, db: Database, tops: dict[int, int | None] | None = None) -> None:
        self._db = db
        self._tops = {} if tops is None else tops

    def take(self, first: int) -> int:
        """The first free key from that of a second on; it is taken from now on."""
        key = self._after(first)
        if key == first + TIES:
            key = self._later(first)
        self._tops[key // TIES * TIES] = key
        return key

    def _later(self, first: int) -> int:
        # By doubling steps, so that ten thousand calls of one moment are no slower than ten.
        full, step = first, TIES
        while self._is_full(full + step):
            full += step
            step *= 2
        while step > TIES:
            step //= 2
            if self._is_full(full + step):
                full += step
        return self._after(full + TIES)

    def _after(self, first: int) -> int:
        """The key after the last one that is taken in a second."""
        if first not in self._tops:
            self._tops[first] = self._db.value(_TOP, (first, first + TIES))
        top = self._tops[first]
        return first if top is None else top + 1

    def _is_full(self, first: int) -> bool:
        return self._after(first) == first + TIES


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
