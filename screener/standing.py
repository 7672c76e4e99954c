"""What stands between a caller and the household at a moment, as the law asks for it.

Joins what is of one party: an opt-out said to a number or a claimed name is the vendor's who
has it, so that a later call counts from whatever number it comes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import IntEnum
from typing import NamedTuple

from screener.conditions import failing
from screener.consent import one_name
from screener.dates import add_months
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.phone import read_number
from screener.regions import Fact, Relationship
from screener.suspect import Suspect, ToldIn
from screener.vendor import Expecting, Household, Preference, Vendor
from screener.words import Choice, Purpose

Key = tuple[PartyKind, str]
"""A party as it is compared: its kind, and its name or number in one spelling."""

WRITTEN = frozenset({How.LETTER, How.EMAIL, How.WEB, How.TEXT})
"""Ways in which consent is in writing."""


class Refusal(NamedTuple):
    """A refusal that stands: the entry since when, and the last one that repeated it."""

    since: LedgerEntry
    last: LedgerEntry


class Consent(NamedTuple):
    """A permission that stands."""

    written: bool


class Tie(IntEnum):
    """Whether the law takes there to be a relationship."""

    NONE = 0
    MAYBE = 1
    YES = 2


class Book:
    """A household's ledger, vendors and announced calls, ready to be asked about callers."""

    def __init__(self, household: Household, told_in: Mapping[str, ToldIn] | None = None) -> None:
        """`told_in` are the calls that ledger entries name, by id: who was told to stop under a
        number is known by the name claimed in that call too, and the other way round."""
        self._region = household.region
        self._told_in = told_in or {}
        self._by_number: dict[str, Vendor] = {}
        self._by_name: dict[str, Vendor] = {}
        for vendor in household.vendors:
            for number in vendor.numbers:
                self._by_number.setdefault(self._number(number), vendor)
            for name in (vendor.name, *vendor.aliases):
                self._by_name.setdefault(one_name(name), vendor)
        self._by_name.pop("", None)
        self._entries: dict[tuple[Key, Purpose], list[LedgerEntry]] = {}
        self._about: dict[Key, list[LedgerEntry]] = {}
        for entry in sorted(household.ledger, key=_order):
            for key in self.keys_of_entry(entry):
                self._about.setdefault(key, []).append(entry)
                if entry.kind is not EntryKind.CONFIRMATION:
                    self._entries.setdefault((key, entry.purpose), []).append(entry)
        self._expecting = household.expecting

    def keys_of(self, call: Suspect) -> tuple[Key, ...]:
        """The parties that a call is from, the best known first: vendor, name, number."""
        return self.keys_known(call.vendor, call.company, call.number)

    def keys_known(self, vendor: str, company: str, number: str) -> tuple[Key, ...]:
        """The same by the names and the number (in E.164, else as it came)."""
        name = one_name(company) if company else ""
        vendor = one_name(vendor) if vendor else ""
        if not vendor and (found := self._vendor_of(name, number)):
            vendor = one_name(found.name)
        keys: list[Key] = [(PartyKind.VENDOR, vendor)] if vendor else []
        if name:
            keys.append((PartyKind.NAME, name))
        if number:
            keys.append((PartyKind.NUMBER, number))
        return tuple(keys)

    def keys_of_entry(self, entry: LedgerEntry) -> tuple[Key, ...]:
        """The parties that an entry is about."""
        key = self.key_of(entry.party)
        told = self._told_in.get(entry.call)
        if told is None or key[0] is PartyKind.VENDOR:
            return (key,)
        number, name = self._number(told.number), one_name(told.company)
        keys = {key, (PartyKind.NUMBER, number), (PartyKind.NAME, name)}
        return tuple(sorted(key for key in keys if key[1]))

    def key_of(self, party: Party) -> Key:
        """A party as it is compared: the vendor's where its number or name is on file."""
        kind, value = party
        key = self._number(value) if kind is PartyKind.NUMBER else one_name(value)
        owners = self._by_number if kind is PartyKind.NUMBER else self._by_name
        owner = owners.get(key)
        return (kind, key) if owner is None else (PartyKind.VENDOR, one_name(owner.name))

    def wider_keys(self, party: Party) -> frozenset[Key]:
        """All that a party is known by: a name is joined with the number of the call in which
        it was told to stop, and the other way round."""
        key = self.key_of(party)
        entries = self.entries_of((key,))
        return frozenset({key}).union(*(self.keys_of_entry(entry) for entry in entries))

    def entries_of(self, keys: Iterable[Key]) -> list[LedgerEntry]:
        """The entries about any of the parties."""
        if not self._about:
            return []
        return [entry for key in keys for entry in self._about.get(key, ())]

    def vendor(self, keys: Sequence[Key]) -> Vendor | None:
        """The vendor that a call is from, None where it is nobody's in the book."""
        if not keys or keys[0][0] is not PartyKind.VENDOR:
            return None
        return self._by_name.get(keys[0][1])

    def refusal(self, keys: Iterable[Key], purpose: Purpose, at: datetime) -> Refusal | None:
        """The oldest refusal that stands at a moment against any of the parties."""
        if not self._entries:
            return None
        standing = [found for found in self._standing(keys, purpose, at) if _refuses(found[-1])]
        if not standing:
            return None
        run = min(standing, key=lambda found: _order(found[0]))
        return Refusal(run[0], run[-1])

    def consent(
        self,
        keys: Sequence[Key],
        call: Suspect,
        purpose: Purpose,
        local: datetime,
        vendor: Vendor | None,
    ) -> Consent | None:
        """A permission that stands at the moment of a call (`local` at the consumer's place);
        no refusal may stand. `vendor` is whom the call is from."""
        standing = self._standing(keys, purpose, call.at) if self._entries else []
        if any(_refuses(run[-1]) for run in standing):
            return None
        stated = stated_on(vendor, purpose, local.date())
        kept = stated is None or self._keeps(stated, call, local)
        if standing and kept:
            return Consent(written=any(entry.how in WRITTEN for run in standing for entry in run))
        if self.expects(keys, call.at):
            return Consent(written=False)
        if stated is None or stated.choice is Choice.OPT_OUT or not kept:
            return None
        return Consent(written=stated.how in WRITTEN)

    def expects(self, keys: Sequence[Key], at: datetime) -> bool:
        """Whether a call of one of the parties was announced for that moment."""
        return any(self._announces(one, keys, at) for one in self._expecting)

    def _keeps(self, stated: Preference, call: Suspect, local: datetime) -> bool:
        """Whether a call keeps the conditions of a preference. How many came before is not
        counted: a call too many is no call without consent, and stands under a name of its own."""
        if not stated.conditions:
            return True
        on_file = {self._number(number) for number in stated.conditions.numbers}
        broken = failing(stated.conditions, local, from_them=call.number in on_file, so_far=0)
        return not broken

    def _standing(
        self, keys: Iterable[Key], purpose: Purpose, at: datetime
    ) -> list[list[LedgerEntry]]:
        """For each party the unbroken run of entries that say the same, up to the moment."""
        found = []
        for key in keys:
            entries = self._entries.get((key, purpose))
            run = _run(entries, _moment(at)) if entries else []
            if run:
                found.append(run)
        return found

    def _announces(self, one: Expecting, keys: Iterable[Key], at: datetime) -> bool:
        if not _moment(one.start) <= _moment(at) <= _moment(one.end):
            return False
        who = one.who.strip()
        wanted = {one_name(who), self._number(who)}
        if (owner := self._by_name.get(one_name(who))) is not None:
            wanted.add(one_name(owner.name))
        return not who or any(value in wanted for _, value in keys)

    def _vendor_of(self, name: str, number: str) -> Vendor | None:
        # A number on file under another name is a spoofed one: the name alone counts.
        return self._by_name.get(name) if name else self._by_number.get(number)

    def _number(self, text: str) -> str:
        return (read_number(text, self._region).e164 or text.strip()) if text else ""


def tie(vendor: Vendor | None, day: date, facts: Iterable[Fact[Relationship]]) -> Tie:
    """Whether the law takes there to be a relationship on a day, by its own windows. An
    opt-out ends it for sales calls; who asks sees to that first."""
    if vendor is None:
        return Tie.NONE
    return max((_tie(vendor, day, fact.value) for fact in facts), default=Tie.NONE)


def _tie(vendor: Vendor, day: date, window: Relationship) -> Tie:
    if window.after == "inquiry":
        asked = vendor.last_inquiry
        held = asked is not None and asked <= day <= add_months(asked, window.months)
        return Tie.YES if held else Tie.NONE
    if window.after == "contract":
        return _contract(vendor, day, window.months)
    return _dealings(vendor, day, window.months) if window.months else Tie.NONE


def _contract(vendor: Vendor, day: date, months: int) -> Tie:
    since = vendor.customer_since
    if vendor.ended is not None and vendor.ended <= day:
        held = months and day <= add_months(vendor.ended, months)
        return Tie.YES if held else Tie.NONE
    if since is not None:
        return Tie.YES if since <= day else Tie.NONE
    # A transaction alone may have been a single purchase, and no dates tell nothing.
    return Tie.MAYBE if vendor.last_transaction or not vendor.last_inquiry else Tie.NONE


def _dealings(vendor: Vendor, day: date, months: int) -> Tie:
    since, last, ended = vendor.customer_since, vendor.last_transaction, vendor.ended
    if last is not None and last <= day:
        return Tie.YES if day <= add_months(last, months) else Tie.NONE
    if since is not None and since > day:
        return Tie.NONE
    if ended is not None and ended <= day:
        return Tie.MAYBE if day <= add_months(ended, months) else Tie.NONE
    if since is not None:
        return Tie.YES
    # Dealt with only after the call, or never with a date: there may have been dealings before.
    return Tie.MAYBE if last or not vendor.last_inquiry else Tie.NONE


def stated_on(vendor: Vendor | None, purpose: Purpose, day: date) -> Preference | None:
    """What was last preferred of a vendor for a purpose by that day."""
    if vendor is None or not vendor.preferences:
        return None
    said = [
        one
        for one in vendor.preferences
        if one.purpose is purpose and (one.at is None or one.at <= day)
    ]
    return max(said, key=lambda one: one.at or date.min, default=None)


def _run(entries: Sequence[LedgerEntry], until: datetime) -> list[LedgerEntry]:
    run: list[LedgerEntry] = []
    for entry in _up_to(entries, until):
        if run and _refuses(run[-1]) is not _refuses(entry):
            run = []
        run.append(entry)
    return run


def _up_to(entries: Sequence[LedgerEntry], until: datetime) -> Iterator[LedgerEntry]:
    return (entry for entry in entries if _moment(entry.at) <= until)


def _refuses(entry: LedgerEntry) -> bool:
    return entry.kind is not EntryKind.OPT_IN


def _order(entry: LedgerEntry) -> tuple[datetime, datetime]:
    return _moment(entry.at), _moment(entry.logged_at or entry.at)


def _moment(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
