"""Which calls and which entries are one party's, as violations count them: whatever its number."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from screener.consent import one_name
from screener.ledger import LedgerEntry, Party, PartyKind
from screener.phone import NumberKind, read_number
from screener.standing import Book, Key
from screener.store import Row, Store
from screener.store.search import fold
from screener.suspect import Suspect, ToldIn
from screener.vendor import Household, Vendor

NEVER = datetime.min.replace(tzinfo=UTC)
"""The moment of a call whose moment is not known."""

_ALL = 1_000_000
"""Calls. More than one household gets in a hundred years."""


class Theirs(NamedTuple):
    """What hangs on a party: its vendor, the keys it is known by, its entries in the order of
    time, and the keys of its calls with the newest last."""

    vendor: Vendor | None
    keys: frozenset[Key]
    entries: tuple[LedgerEntry, ...]
    calls: tuple[int, ...]


def theirs(
    store: Store,
    household: Household,
    book: Book,
    told_in: Mapping[str, ToldIn],
    party: Party,
) -> Theirs:
    """Everything of one party. A name is joined with the number of the call in which it was
    told to stop, and the other way round. Reads that party's calls only."""
    wider = book.wider_keys(party)
    entries = _entries(household, book, wider)
    vendor = book.vendor([book.key_of(party)])
    names, numbers = _spellings(party, vendor, entries, told_in)
    region = household.region
    found = {
        row.key
        for row in _rows(store, vendor, names, numbers, region)
        if wider & set(book.keys_of(bare_call(row.number, row.company, row.vendor, region)))
    }
    return Theirs(vendor, wider, entries, tuple(sorted(found)))


def bare_call(
    number: str, company: str, vendor: str | None, region: str, at: datetime = NEVER
) -> Suspect:
    """A call with no more than what its party is told by."""
    read = read_number(number, region)
    shown = "" if read.kind is NumberKind.WITHHELD else read.e164 or number.strip()
    return Suspect("", at, shown, company=company, vendor=vendor or "")


def _entries(household: Household, book: Book, keys: frozenset[Key]) -> tuple[LedgerEntry, ...]:
    return tuple(entry for entry in household.ledger if keys & set(book.keys_of_entry(entry)))


def _spellings(
    party: Party,
    vendor: Vendor | None,
    entries: Iterable[LedgerEntry],
    told_in: Mapping[str, ToldIn],
) -> tuple[set[str], set[str]]:
    """The names and numbers under which calls of the party may stand."""
    names = {vendor.name, *vendor.aliases} if vendor else set()
    numbers = set(vendor.numbers) if vendor else set()
    for whom in (party, *(entry.party for entry in entries)):
        (numbers if whom.kind is PartyKind.NUMBER else names).add(whom.value)
    for entry in entries:
        told = told_in.get(entry.call)
        if told is not None:
            names.add(told.company)
            numbers.add(told.number)
    return names - {""}, numbers - {""}


def _rows(
    store: Store,
    vendor: Vendor | None,
    names: set[str],
    numbers: set[str],
    region: str,
) -> Iterable[Row]:
    if vendor is not None:
        yield from store.calls_of(vendor=vendor.name, limit=_ALL)
    for number in numbers:
        yield from store.calls_of(number=read_number(number, region).e164 or number, limit=_ALL)
    for company in {spelling for name in names for spelling in _like(store, name)}:
        yield from store.calls_of(company=company, limit=_ALL)


def _like(store: Store, name: str) -> Iterable[str]:
    """The claimed companies that are the same name in another spelling ("Acme, Inc")."""
    words, same = fold(name).split(), one_name(name)
    if not words or not same:
        return ()
    found = store.companies_with(max(words, key=len))
    return [spelling for spelling in found if one_name(spelling) == same]
