"""Everything on file about one party, collected as it stands, for a report to tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from screener import __version__
from screener.chain import Anchor
from screener.clocks import Clock
from screener.consent import Permission, permission
from screener.dates import local
from screener.identity import Identity
from screener.ledger import LedgerEntry, Party
from screener.phone import read_number
from screener.regions import Region, Relationship
from screener.reports.party import NEVER, bare_call, theirs
from screener.standing import Book, Key, Tie, tie
from screener.store import Record, Store
from screener.suspect import Suspect, sightings_of
from screener.vendor import Household, Vendor
from screener.violations import Duty, Findings, Scam, Violation, find_duties, find_violations
from screener.words import Allowed, IdentityState, Label, Purpose


class Judged(NamedTuple):
    """An earlier screening of a call: when it was made and what it said."""

    at: str
    label: Label


class LegalTie(NamedTuple):
    """Whether the law takes there to be a relationship at a moment, by its own windows.
    `known` is False where the law on file knows no such thing; `ended` is the day of the
    request by which it ended for sales calls."""

    known: bool
    held: Tie
    ended: date | None


@dataclass(frozen=True, slots=True)
class Occasion:
    """One call with all that is kept and held of it.

    `number` counts the report's calls from 1, the oldest first. `local` is when it came, at
    the consumer's place, `gap` how much later it was written down. `purpose` is what it was
    for by the person's correction, else by the verdict. `permission_now` is the permission by
    what is written down today, where that differs from what was judged then. `consent` tells
    whether a permission for sales calls stood.
    """

    number: int
    record: Record
    local: datetime | None
    gap: timedelta | None
    purpose: Purpose | None
    earlier: tuple[Judged, ...] = ()
    permission_now: Permission | None = None
    tie: LegalTie | None = None
    consent: bool = False
    violations: tuple[Violation, ...] = ()
    scam: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What is on file about one party at the moment `made_at`.

    `law` is None where the country's law is not on file; nothing is then said about
    violations. `occasions` and `entries` stand in the order of time.
    """

    made_at: datetime
    party: Party
    household: Household
    law: Region | None
    vendor: Vendor | None
    occasions: tuple[Occasion, ...]
    entries: tuple[LedgerEntry, ...]
    duties: tuple[Duty, ...]
    violations: tuple[Violation, ...]
    scams: tuple[Scam, ...]
    anchor: Anchor
    program: str = __version__

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number that the calls showed, as it came, in the order of time."""
        return tuple(dict.fromkeys(o.record.call.number for o in self.occasions if _shown(o)))

    @property
    def names(self) -> tuple[str, ...]:
        """Every company that the callers gave, as it came, in the order of time."""
        names = (occasion.record.call.company.strip() for occasion in self.occasions)
        return tuple(name for name in dict.fromkeys(names) if name)

    def occasion(self, call_id: str) -> Occasion:
        """The call of that id. Raises KeyError."""
        for occasion in self.occasions:
            if occasion.record.call.id == call_id:
                return occasion
        raise KeyError(call_id)


def collect(
    store: Store, household: Household, law: Region | None, party: Party, now: datetime
) -> Report:
    """A report on one party, without an anchor yet. Reads that party's calls only."""
    told_in = store.told_in()
    book = Book(household, told_in)
    found = theirs(store, household, book, told_in, party)
    suspects = store.suspects_at(found.calls)
    findings = Findings((), ())
    duties: tuple[Duty, ...] = ()
    if law is not None:
        findings = find_violations(sightings_of(suspects), household, law, told_in)
        theirs_alone = replace(household, ledger=found.entries)
        duties = find_duties(sightings_of(suspects), theirs_alone, law, now, told_in)
    collector = _Collector(store, household, law, book, findings, suspects)
    occasions = tuple(collector.occasion(n, key) for n, key in enumerate(found.calls, 1))
    return Report(
        made_at=local(now, household.time_zone),
        party=party,
        household=household,
        law=law,
        vendor=found.vendor,
        occasions=occasions,
        entries=found.entries,
        duties=tuple(reversed(duties)),
        violations=findings.violations,
        scams=findings.scams,
        anchor=Anchor("", 0),
    )


class _Collector:
    """What all calls of a report have in common."""

    def __init__(
        self,
        store: Store,
        household: Household,
        law: Region | None,
        book: Book,
        findings: Findings,
        suspects: Sequence[Suspect],
    ) -> None:
        self._store, self._household, self._book, self._law = store, household, book, law
        self._clock = None if law is None else Clock(law, household.state, household.time_zone)
        self._suspects = {one.id: one for one in suspects}
        self._broken: dict[str, list[Violation]] = {}
        for violation in findings.violations:
            self._broken.setdefault(violation.call, []).append(violation)

    def occasion(self, number: int, key: int) -> Occasion:
        record = self._store.record_at(key)
        call = record.call
        judged = record.screening or {}
        here = None if call.at is None else local(call.at, self._household.time_zone)
        gap = call.logged_at - call.at if call.at and call.logged_at else None
        purpose = _purpose(record, self._suspects.get(call.id))
        keys = self._book.keys_of(self._caller(record))
        return Occasion(
            number=number,
            record=record,
            local=here,
            gap=gap,
            purpose=purpose,
            earlier=self._earlier(record),
            permission_now=self._permission_now(record, purpose, judged),
            tie=self._tie(keys, here),
            consent=self._consented(keys, record, here),
            violations=tuple(self._broken.get(call.id, ())),
            scam=bool(judged.get("scam")) and record.correction is None,
        )

    def _earlier(self, record: Record) -> tuple[Judged, ...]:
        """The screenings before the last. A call is judged again only when it is amended."""
        if not record.amended:
            return ()
        older = self._store.screenings(record.call.id)[1:]
        return tuple(Judged(one["judged_at"], Label(one["label"])) for one in older)

    def _permission_now(
        self, record: Record, purpose: Purpose | None, judged: Mapping[str, Any]
    ) -> Permission | None:
        """By today's ledger, where it differs from what was judged when the call was logged."""
        if purpose is None or not judged:
            return None
        vendor = self._vendor(record)
        limits = [one.conditions.at_most for one in (vendor.preferences if vendor else ())]
        if any(limits):
            # How many calls came before this one was known only when it was judged.
            return None
        number = read_number(record.call.number, self._household.region)
        name = record.call.company
        identity = Identity(IdentityState.UNKNOWN, number, vendor, claimed_name=name)
        here = None if record.call.at is None else local(record.call.at, self._household.time_zone)
        day = None if here is None else here.date()
        found = permission(record.call, purpose, identity, self._household, vendor, day)
        return None if found.state is Allowed(judged["permission"]) else found

    def _vendor(self, record: Record) -> Vendor | None:
        vendors = self._household.vendors
        return next((one for one in vendors if one.name == record.vendor), None)

    def _tie(self, keys: Sequence[Key], here: datetime | None) -> LegalTie | None:
        if self._clock is None or here is None:
            return None
        day = here.date()
        facts = self._clock.facts(Relationship, day, None)
        state = [fact for fact in facts if fact.state]
        refusal = self._book.refusal(keys, Purpose.SALES, here)
        ended = None if refusal is None else self._clock.local(refusal.since.at).date()
        return LegalTie(bool(facts), tie(self._book.vendor(keys), day, state or facts), ended)

    def _consented(self, keys: Sequence[Key], record: Record, here: datetime | None) -> bool:
        if here is None:
            return False
        caller, vendor = self._caller(record), self._book.vendor(keys)
        return self._book.consent(keys, caller, Purpose.SALES, here, vendor) is not None

    def _caller(self, record: Record) -> Suspect:
        call = record.call
        region = self._household.region
        return bare_call(call.number, call.company, record.vendor, region, call.at or NEVER)


def _purpose(record: Record, suspect: Suspect | None) -> Purpose | None:
    """What a call was for: by the person's correction, else by the verdict."""
    if suspect is not None and not suspect.scam and not suspect.also_selling:
        return suspect.purpose
    if record.screening is None:
        return None
    purpose = Purpose(record.screening["purpose"])
    if record.correction is None:
        return purpose
    if record.correction.label is Label.SERVICE:
        return purpose if purpose is Purpose.ACCOUNT else Purpose.SERVICE
    return Purpose.UNKNOWN


def _shown(occasion: Occasion) -> bool:
    return bool(occasion.record.call.number.strip())
