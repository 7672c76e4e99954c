"""Looking up a caller: a number or a name → all that is on file of it, without judging.

It takes a few reads by index and loads no rulebook: `screener lookup` and the form of the Call
place ask it while the phone rings.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from screener.call import Call
from screener.dates import local, local_day
from screener.desk.companies import Whom, company_named, company_of_number
from screener.faults import Fault
from screener.ledger import EntryKind, LedgerEntry, Party, PartyKind
from screener.lookup import MOST_NUMBERS, NEVER, Called, Lookup, Near, home_of
from screener.phone import Number, NumberKind, read_number
from screener.store.callers import CallerStore
from screener.store.claims import Company
from screener.store.moments import micros
from screener.text import one_line
from screener.vendor import Household, Person, Vendor
from screener.words import PREFERENCE_PURPOSES, Purpose, Relation

if TYPE_CHECKING:
    from screener.consent import Permission

NEWEST = 10
"""Calls that a look-up hands out."""

_AGES = (timedelta(7), timedelta(30), timedelta(365))
_SECOND = 1_000_000  # in microseconds
_SIX_DIGITS = len("+1") + 6


class _Shown(NamedTuple):
    number: Number
    claimed_name: str


def look_up(store: CallerStore, text: str, now: datetime) -> Lookup:
    """Who a number or a name is. Fault for a text that is neither."""
    text = text.strip()
    if not text:
        raise Fault("Give a number or a name to look up.")
    number = read_number(text, store.region())
    is_name = number.kind is NumberKind.INVALID and any(char.isalpha() for char in text)
    if number.kind is NumberKind.INVALID and not is_name and not store.number_since(text).calls:
        raise Fault(f'"{one_line(text, 40)}" cannot be read as a telephone number.')
    if is_name:
        return look_up_caller(store, None, text, now)._replace(text=text)
    return look_up_caller(store, number, "", now)._replace(text=text)


def look_up_caller(store: CallerStore, number: Number | None, name: str, now: datetime) -> Lookup:
    """The same of what a call shows: its number (None for a name alone) and the company that it
    claims, empty where it claims none. Where the number is a vendor's, that is the company."""
    key = number_key(number)
    found = company_of_number(store, key)
    if name and not found.on_file:
        found = company_named(store, name)
    place, person = store.place(), store.person_at(key) if key else None
    entries = _entries(store, key, found, name)
    since = _told_since(entries)
    household = _around(store, place, found.vendor, entries, now)
    return Lookup(
        text=name or (number.raw if number else ""),
        number=number,
        home=home_of(number),
        own=bool(key) and key in place.own_numbers,
        neighbour=_is_neighbour(number, place.own_numbers, found, person is not None),
        near=_near(store, key) if found.vendor is None else (),
        vendor=found.vendor,
        person=None if person is None else Person(person[0], (key,), person[1]),
        company=found.name,
        on_file=found.on_file,
        alike=found.alike,
        relationship=_relationship(found.vendor, household, now),
        called=NEVER if number is None else _from_number(store, key, now, since),
        company_called=_of_companies(store, found.companies, now, since),
        permissions=_permissions(store, key, found, household, now),
        entries=entries,
        calls=tuple(store.newest(key, found.companies, NEWEST)),
        reputation=store.complaints(number.e164, now) if number else None,
        today=local_day(now, place.time_zone),
    )


def number_key(number: Number | None) -> str:
    """By what calls from a number are kept: E.164, else as it came, '' for a withheld one."""
    if number is None or number.kind is NumberKind.WITHHELD:
        return ""
    return number.e164 or number.raw.strip()


def _is_neighbour(number: Number | None, own: Iterable[str], found: Whom, known: bool) -> bool:
    """Whether it shares its first six digits with one's own number, as spoofed ones do (CRTC and
    FCC, 2016), and is nobody's whom one knows."""
    if number is None or known or found.on_file or not number.e164.startswith("+1"):
        return False
    six = number.e164[:_SIX_DIGITS]
    return any(mine.startswith(six) and mine != number.e164 for mine in own)


def _near(store: CallerStore, key: str) -> tuple[Near, ...]:
    if not key.startswith("+"):
        return ()
    return tuple(
        Near(store.vendor_at_key(vendor).name, number) for vendor, number in store.vendors_near(key)
    )


def _entries(store: CallerStore, key: str, found: Whom, name: str) -> tuple[LedgerEntry, ...]:
    """The ledger of the number, of the vendor, and of the name under each of its spellings."""
    parties = [Party(PartyKind.NUMBER, key)] if key else []
    if found.vendor is not None:
        parties.append(Party(PartyKind.VENDOR, found.vendor.name))
    spellings = [store.folded(c) for c in found.companies if c.claim]
    parties += [
        Party(PartyKind.NAME, each)
        for each in dict.fromkeys((name, found.name, *spellings))
        if each.strip()
    ]
    entries = {entry: None for party in parties for entry in store.ledger(party)}
    return tuple(sorted(entries, key=lambda entry: entry.at))


def _told_since(entries: Iterable[LedgerEntry]) -> int | None:
    """From when on calls come after the first opt-out or revocation, in microseconds since 1970
    UTC: a second later, since the call in which they were told does not count."""
    told = (EntryKind.OPT_OUT, EntryKind.REVOCATION)
    first = min((micros(entry.at)[0] for entry in entries if entry.kind in told), default=None)
    return None if first is None else first + _SECOND


def _from_number(store: CallerStore, key: str, now: datetime, since: int | None) -> Called:
    ends = store.ends_of_number(key)
    if ends is None:
        return NEVER
    week, month, year, ever, told = store.number_ages(key, _stretches(now, since))
    after = 0 if since is None else told.refused
    own = ((key, ever.calls),) if key else ()
    return Called(week, month, year, ever, *ends, after, own, len(own))


def _of_companies(
    store: CallerStore, companies: tuple[Company, ...], now: datetime, since: int | None
) -> Called:
    ends = store.ends_of(companies)
    if ends is None:
        return NEVER
    week, month, year, ever, told = store.companies_ages(companies, _stretches(now, since))
    after = 0 if since is None else told.refused
    numbers, count = store.numbers_of(companies, MOST_NUMBERS)
    return Called(week, month, year, ever, *ends, after, tuple(numbers), count)


def _stretches(now: datetime, since: int | None) -> tuple[int | None, ...]:
    """When a week, a month and a year begin, all time, and the time since they were told."""
    return (*(micros(now - age)[0] for age in _AGES), None, since)


def _around(
    store: CallerStore,
    place: Household,
    vendor: Vendor | None,
    entries: tuple[LedgerEntry, ...],
    now: datetime,
) -> Household:
    """So much of the household as permission asks for of this caller."""
    return Household(
        region=place.region,
        state=place.state,
        time_zone=place.time_zone,
        vendors=() if vendor is None else (vendor,),
        own_numbers=place.own_numbers,
        defaults=place.defaults,
        expecting=store.expectations(now),
        ledger=entries,
    )


def _relationship(vendor: Vendor | None, household: Household, now: datetime) -> Relation:
    if vendor is None:
        return Relation.NONE
    from screener.relationship import relationship  # noqa: PLC0415 - names cost more than numbers

    return relationship(vendor, local_day(now, household.time_zone))


def _permissions(
    store: CallerStore, key: str, found: Whom, household: Household, now: datetime
) -> "dict[Purpose, Permission]":
    """Whether a call at this moment would be allowed, for each purpose one can decide on. A
    vendor asked about by name is taken to ring from a number that a condition allows."""
    from screener.consent import permission  # noqa: PLC0415
    from screener.known import NOTHING_KNOWN, Known  # noqa: PLC0415

    vendor = found.vendor
    said = () if vendor is None else vendor.preferences
    shown = key or next((one for each in said for one in each.conditions.numbers), "")
    call = Call(at=now, number=shown, company="" if key and vendor else found.name)
    identity = _Shown(read_number(shown, household.region), call.company)
    known = NOTHING_KNOWN
    if vendor is not None and any(each.conditions.at_most for each in said):
        month, year = store.vendor_so_far(vendor, local(now, household.time_zone))
        known = Known(this_month=month, this_year=year)
    day = local_day(now, household.time_zone)
    return {
        purpose: permission(call, purpose, identity, household, vendor, day, known)
        for purpose in PREFERENCE_PURPOSES
    }
