"""What the file holds of one party: its calls, what was said to it, and where its name stands."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from screener.faults import Fault
from screener.ledger import Party, PartyKind
from screener.store.driver import Database
from screener.store.indexed import heads_it, number_forms, shows_number
from screener.store.search import digits_of, fold, storable
from screener.store.settings import setting
from screener.store.vendors import read_as_kept

_FEWEST_DIGITS = 7
"""Fewer digits are no number: they stand in dates and amounts too."""

_OF_VENDOR = (
    "SELECT key FROM call WHERE vendor = ?1 UNION SELECT s.call FROM screening AS s "
    "JOIN call AS c ON c.key = s.call WHERE s.vendor = ?1 AND coalesce(c.vendor, ?1) = ?1"
)
_FREE = "SELECT 1 FROM call WHERE key = ? AND (vendor IS NULL OR vendor IS ? OR ? = 'number')"
_IN_INDEX = "SELECT rowid FROM call_fts WHERE call_fts MATCH ?"
_NAMED = (
    "SELECT DISTINCT json_extract(detail, '$.{0}') FROM finding "
    "WHERE json_extract(detail, '$.{0}') IS NOT NULL"
)
_NAMING = (
    "SELECT s.call FROM screening AS s JOIN finding AS f ON f.id = s.finding "
    "WHERE json_extract(f.detail, '$.{0}') = ?"
)
_NAMES_IN_DETAIL = ("claimed_vendor", "vendor", "known_person")
_AMENDED = (
    "SELECT key, number, callback_number, company, caller_id FROM call WHERE amended > 0 "
    "UNION ALL SELECT call, iif(field IN ('number', 'callback_number'), old, ''), "
    "iif(field IN ('number', 'callback_number'), new, ''), "
    "iif(field IN ('company', 'caller_id'), old, ''), "
    "iif(field IN ('company', 'caller_id'), new, '') FROM amendment"
)
_OTHERS_NAMES = (
    "SELECT 1 FROM vendor WHERE folded = ?1 AND id <> ?2 "
    "UNION SELECT 1 FROM vendor_name WHERE folded = ?1 AND vendor <> ?2"
)
_OTHERS_NUMBERS = "SELECT 1 FROM vendor_number WHERE number = ? AND vendor <> ?"
_HEADS = "SELECT number, callback_number, company, caller_id FROM call WHERE key = ?"


@dataclass(slots=True)
class Traces:
    """What there is of a party. `calls`, `entries`, `merges`, `parties`, `expected` and
    `drafts` are keys of rows; `names` are folded, `numbers` as they are kept."""

    party: Party
    vendor: int | None = None
    person: int | None = None
    names: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    calls: set[int] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)
    merges: set[int] = field(default_factory=set)
    parties: set[int] = field(default_factory=set)
    expected: set[int] = field(default_factory=set)
    drafts: set[int] = field(default_factory=set)

    @property
    def nothing(self) -> bool:
        """Whether the file holds nothing of the party."""
        rows = self.calls or self.entries or self.merges or self.parties or self.expected
        return not (rows or self.vendor or self.person or self.drafts)

    def named_in(self, text: str) -> bool:
        """Whether a text names the party, by one of its names as whole words or a number."""
        words, digits = f" {fold(text)} ", digits_of(text)
        if any(f" {name} " in words for name in self.names):
            return True
        return any(
            len(form) >= _FEWEST_DIGITS and form in digits
            for number in self.numbers
            for form in number_forms(number)
        )


def traces_of(db: Database, party: Party) -> Traces:
    """Everything that is kept of a party.

    Raises Fault for a vendor that is not in the book, for a number that is one's own, a
    vendor's or a known person's (those are named instead), and where there is nothing.
    """
    party = Party(PartyKind(party.kind), storable(party.value.strip()))
    found = Traces(party)
    _FIND[party.kind](db, found)
    _find_parties(db, found)
    _find_calls(db, found)
    _find_mentions(db, found)
    if found.nothing:
        raise Fault(f"{party.value!r}: nothing is kept of it.")
    return found


def _find_vendor(db: Database, found: Traces) -> None:
    name = found.party.value
    found.vendor = db.value("SELECT id FROM vendor WHERE folded = ?", (fold(name),))
    if found.vendor is None:
        raise Fault(f"{name!r}: there is no such vendor.")
    found.names |= {fold(name)}
    found.names |= _set(db, "SELECT folded FROM vendor_name WHERE vendor = ?", found.vendor)
    found.numbers |= _set(db, "SELECT number FROM vendor_number WHERE vendor = ?", found.vendor)
    vendors = {found.vendor}
    merges = db.all("SELECT id, kept, merged, vendor FROM vendor_merge ORDER BY id DESC")
    for merge, kept, merged, text in merges:
        if kept in vendors or merged in vendors:
            vendors.add(merged)
            found.merges.add(merge)
            gone = json.loads(text)
            found.names |= {fold(one) for one in (gone["name"], *gone["aliases"])}
            found.numbers |= set(gone["numbers"])
    found.names -= _others(db, _OTHERS_NAMES, found.names, found.vendor)
    found.numbers -= _others(db, _OTHERS_NUMBERS, found.numbers, found.vendor)
    found.parties |= _set(db, "SELECT id FROM party WHERE vendor = ?", found.vendor)
    found.calls |= _set(db, _OF_VENDOR, found.vendor)


def _others(db: Database, sql: str, values: set[str], vendor: int) -> set[str]:
    """Those of the names or numbers that another vendor has too."""
    return {value for value in values if db.one(sql, (value, vendor))}


def _find_number(db: Database, found: Traces) -> None:
    number = read_as_kept(db, found.party.value)
    if number in setting(db, "own_numbers", ()):
        raise Fault(f"{number}: is a number of your own.")
    for table, sql in _OWNERS.items():
        owner = db.value(sql, (number,))
        if owner is not None:
            raise Fault(f"{number}: is the number of {owner!r}; name that {table} to forget it.")
    found.numbers.add(number)


_OWNERS = {
    "vendor": (
        "SELECT v.name FROM vendor AS v JOIN vendor_number AS n ON n.vendor = v.id "
        "WHERE n.number = ?"
    ),
    "person": (
        "SELECT p.name FROM person AS p JOIN person_number AS n ON n.person = p.id "
        "WHERE n.number = ?"
    ),
}


def _find_name(db: Database, found: Traces) -> None:
    name = fold(found.party.value)
    found.names.add(name)
    found.person = db.value("SELECT id FROM person WHERE folded = ?", (name,))
    if found.person is not None:
        sql = "SELECT number FROM person_number WHERE person = ?"
        found.numbers |= _set(db, sql, found.person)


_FIND = {
    PartyKind.VENDOR: _find_vendor,
    PartyKind.NUMBER: _find_number,
    PartyKind.NAME: _find_name,
}


def _find_parties(db: Database, found: Traces) -> None:
    """The parties with one of the names or numbers, unless they are another vendor's."""
    for kind, values in (("name", found.names), ("number", found.numbers)):
        for value in values:
            sql = "SELECT id FROM party WHERE kind = ?1 AND folded = ?2 AND coalesce(vendor, ?3) IS ?3"
            found.parties |= {line[0] for line in db.all(sql, (kind, value, found.vendor))}
    for party in found.parties:
        found.entries |= _set(db, "SELECT id FROM ledger_entry WHERE party = ?", party)


def _find_calls(db: Database, found: Traces) -> None:
    """The calls that show one of the numbers or names, now or before they were amended. What
    is attributed to another vendor is that vendor's, but where a number is to be forgotten."""
    keys = {key for key in _in_index(db, found) if _heads_name(db, found, key)}
    keys |= {line[0] for line in db.each(_AMENDED) if _names_party(db, found, line[1:])}
    for what in _NAMES_IN_DETAIL:
        for (name,) in db.all(_NAMED.format(what)):
            if fold(str(name)) in found.names:
                keys |= _set(db, _NAMING.format(what), name)
    kind = found.party.kind
    found.calls |= {key for key in keys if db.one(_FREE, (key, found.vendor, kind))}


def _in_index(db: Database, found: Traces) -> Iterator[int]:
    for name in found.names:
        if match := heads_it(name):
            yield from _set(db, _IN_INDEX, match)
        yield from _set(db, "SELECT key FROM call WHERE company_folded = ?", name)
    for number in found.numbers:
        yield from _set(db, "SELECT key FROM call WHERE number_key = ?", number)
        if match := shows_number(number):
            yield from _set(db, _IN_INDEX, match)


def _heads_name(db: Database, found: Traces, key: int) -> bool:
    line = db.one(_HEADS, (key,))
    return line is not None and _names_party(db, found, line)


def _names_party(db: Database, found: Traces, heads: Iterable[str | None]) -> bool:
    """Whether a number, callback number, company or caller's name is one of the party's."""
    number, back, company, shown = (text or "" for text in heads)
    if any(fold(text) in found.names for text in (company, shown) if text.strip()):
        return True
    return any(read_as_kept(db, text) in found.numbers for text in (number, back) if text.strip())


def _find_mentions(db: Database, found: Traces) -> None:
    """What names the party beside its records: calls announced and those being typed."""
    for key, who, note in db.all("SELECT id, who, note FROM expecting"):
        short = any(f"{name} ".startswith(f"{fold(who)} ") for name in found.names)
        if short or found.named_in(who) or found.named_in(note):
            found.expected.add(key)
    for key, draft in db.all("SELECT id, call FROM draft"):
        if any(found.named_in(str(text)) for text in json.loads(draft).values()):
            found.drafts.add(key)


def _set(db: Database, sql: str, value: object) -> set[Any]:
    return {line[0] for line in db.all(sql, (value,))}
