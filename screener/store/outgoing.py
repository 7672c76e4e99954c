"""What leaves the file call by call: facts as they now stand, with what was thought of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from screener.call import Call
from screener.ledger import EntryKind
from screener.phone import read_number
from screener.store.calls import amendments
from screener.store.driver import Database
from screener.store.facts import FACTS, amend_call, call_of
from screener.store.moments import moment
from screener.store.room import Room
from screener.store.settings import region_of, setting
from screener.words import Allowed, Label, Purpose

_CALLS = " ".join(
    (
        "SELECT",
        ", ".join("c." + name for name in FACTS.split(", ")),
        ", c.key, c.amended, c.label, c.corrected, c.scam, c.permission, v.name,",
        "(SELECT group_concat(tag, ' ') FROM tag WHERE call = c.key)",
        "FROM call AS c LEFT JOIN vendor AS v ON v.id = c.vendor ORDER BY c.key",
    )
)
# A correction is followed by others; a call says which stands.
_CORRECTED = (
    "SELECT c.number_key, c.label, c.company, k.at, k.at_offset FROM call AS c "
    "JOIN correction AS k ON k.id = (SELECT max(id) FROM correction WHERE call = c.key) "
    "WHERE c.corrected = 1 AND c.number_key IS NOT NULL ORDER BY k.at, k.id"
)
_SAID = (
    "SELECT p.value, e.kind, e.at, e.at_offset FROM ledger_entry AS e "
    "JOIN party AS p ON p.id = e.party WHERE p.kind = 'number' AND p.vendor IS NULL "
    "AND e.purpose = ? AND e.kind <> ? ORDER BY e.at, e.id"
)
_NAMED = "SELECT number FROM vendor_number UNION SELECT number FROM person_number"
_OF_A_VENDOR = "SELECT 1 FROM call WHERE number_key = ? AND vendor IS NOT NULL LIMIT 1"
_CALLED = "SELECT count(*), max(key) FROM call WHERE number_key = ?"
_LAST = "SELECT at, at_offset, company, caller_id FROM call WHERE key = ?"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A call as it goes out. `label` is the one shown; `corrected` tells that a person gave it."""

    call: Call
    label: Label | None
    corrected: bool
    scam: bool
    permission: Allowed | None
    vendor: str
    tags: tuple[str, ...]


class Unwanted(NamedTuple):
    """A number that the person judged: in E.164, as whom it called, when it was judged, how often
    it called, and when last."""

    number: str
    name: str
    at: datetime
    calls: int
    last_at: datetime | None


class Going(Room):
    """The log and the numbers in it, to be handed to other programs."""

    def outgoing(self) -> Iterator[Outgoing]:
        """Every call, the oldest first, all as of one moment and in constant memory."""
        with self._db.snapshot():
            for line in self._db.each(_CALLS):
                *facts, key, amended, label, corrected, scam, permission, vendor, tags = line
                call = call_of(tuple(facts))
                yield Outgoing(
                    call=amend_call(call, amendments(self._db, key)) if amended else call,
                    label=Label(label) if label else None,
                    corrected=bool(corrected),
                    scam=bool(scam),
                    permission=Allowed(permission) if permission else None,
                    vendor=vendor or "",
                    tags=tuple(sorted((tags or "").split())),
                )

    def unwanted(self) -> list[Unwanted]:
        """The numbers that the person judged as selling, in the order of digits.

        A number is judged by the latest thing the person said of it: a correction of one of its
        calls, or a refusal of sales in the ledger. Never among them are numbers of vendors and of
        people in the book, numbers that a call of a vendor came from, the household's own ones,
        and what is no whole number.
        """
        with self._db.snapshot():
            judged = _judged(self._db)
            kept = _kept(self._db)
            return [
                _unwanted(self._db, number, at, name)
                for number, (at, selling, name) in sorted(judged.items())
                if selling and number not in kept and not self._db.value(_OF_A_VENDOR, (number,))
            ]


_Said = tuple[datetime, bool, str]


def _judged(db: Database) -> dict[str, _Said]:
    """What was said last of each number: when, whether it is unwanted, and its name then."""
    region, found = region_of(db), dict[str, _Said]()
    said: Iterator[tuple[str, datetime, bool, str]] = (
        (number, moment(at, offset), label == Label.SOLICITATION, company)
        for number, label, company, at, offset in db.each(_CORRECTED)
    )
    refused = (
        (number, moment(at, offset), kind in {EntryKind.OPT_OUT, EntryKind.REVOCATION}, "")
        for number, kind, at, offset in db.each(_SAID, (Purpose.SALES, EntryKind.CONFIRMATION))
    )
    for those in (said, refused):
        for text, at, selling, name in those:
            number = read_number(text, region)
            if not number.e164:
                continue
            before = found.get(number.e164)
            if before is None or before[0] <= at:
                found[number.e164] = at, selling, name or (before[2] if before else "")
    return found


def _kept(db: Database) -> set[str]:
    """The numbers that are nobody's to block, in E.164 where they can be read."""
    region = region_of(db)
    texts = [*(line[0] for line in db.all(_NAMED)), *setting(db, "own_numbers", ())]
    return {read_number(text, region).e164 or text for text in texts}


def _unwanted(db: Database, number: str, at: datetime, name: str) -> Unwanted:
    calls, key = db.one(_CALLED, (number,)) or (0, None)
    last = db.one(_LAST, (key,))
    when = moment(last[0], last[1]) if last and last[0] is not None else None
    known = name or (last[2] or last[3] if last else "")
    return Unwanted(number, known, at, calls, when)
