"""Who may call about what: parties, the ledger, preferences."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from screener.call import Call
from screener.dates import local_day
from screener.desk.bench import Bench
from screener.faults import Fault
from screener.known import Known
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.phone import read_number
from screener.text import one_line
from screener.vendor import Preference, Vendor
from screener.words import PREFERENCE_PURPOSES, Choice, IdentityState, Purpose

if TYPE_CHECKING:
    from screener.consent import Permission
    from screener.phone import Number


@dataclass(frozen=True, slots=True)
class Found:
    """What a person's text for a party stands for. `certain` is False for a name that no
    vendor has: the caller asks once before it is written down as a claimed name."""

    party: Party
    certain: bool


class Consent(Bench):
    """Writing down and asking what is allowed."""

    def party(self, text: str) -> Found:
        """Whom a person's text means: a vendor by name or number, a number, else a name."""
        text = text.strip()
        if not text:
            raise Fault("party: needs a vendor, a number or a name.")
        number = self._number(text)
        vendor = self._vendor_on_file(number, "" if number else text)
        if vendor is not None:
            return Found(Party(PartyKind.VENDOR, vendor.name), certain=True)
        if number is not None and number.e164:
            return Found(Party(PartyKind.NUMBER, number.e164), certain=True)
        return Found(Party(PartyKind.NAME, text), certain=False)

    def opt(
        self,
        party: Party | str,
        purposes: Iterable[Purpose],
        kind: EntryKind,
        *,
        at: datetime | None = None,
        how: How = How.OTHER,
        words: str = "",
        call_id: str = "",
        note: str = "",
        to_whom: str = "",
        reference: str = "",
        file_hash: str = "",
    ) -> list[LedgerEntry]:
        """Writes one ledger entry for each purpose."""
        now = self.clock()
        if at is not None and at > now:
            raise Fault(f"at: {at.isoformat()} lies in the future.")
        whom = self.party(party).party if isinstance(party, str) else party
        entries = [
            LedgerEntry(
                party=whom,
                purpose=purpose,
                kind=kind,
                at=at or now,
                logged_at=now,
                how=how,
                words=words,
                to_whom=to_whom,
                reference=reference,
                file_hash=file_hash,
                call=call_id,
                note=note,
            )
            for purpose in dict.fromkeys(purposes)
        ]
        self._household = None
        with self.store.transaction():
            self._check_entries(entries)
            return [self.store.enter(entry) for entry in entries]

    def prefer(self, name: str, said: Preference) -> Vendor:
        """Notes what a vendor may call about, from the day of the preference on (None: today).

        What was preferred before that day stays on file, so that earlier calls are judged by
        it. Numbers that a condition names become numbers of the vendor. Fault for a day that
        lies ahead, and for an opt-out with conditions.
        """
        vendor = self.vendor(name)
        today = local_day(self.clock(), self.household().time_zone)
        if said.at is not None and said.at > today:
            raise Fault(f"at: {said.at} lies in the future.")
        if said.conditions and said.choice is Choice.OPT_OUT:
            raise Fault("conditions: belong to an opt-in; an opt-out has none.")
        theirs = self._numbers(said.conditions.numbers)
        said = replace(
            said, at=said.at or today, conditions=replace(said.conditions, numbers=theirs)
        )
        kept = [
            one for one in vendor.preferences if (one.purpose, one.at) != (said.purpose, said.at)
        ]
        numbers = tuple(dict.fromkeys((*vendor.numbers, *theirs)))
        self._household = None
        return self.store.edit_vendor(vendor.name, preferences=(*kept, said), numbers=numbers)

    def prefer_nothing(self, name: str, purpose: Purpose) -> Vendor:
        """Takes back all that was preferred of a vendor for a purpose. Fault for nothing."""
        vendor = self.vendor(name)
        kept = tuple(one for one in vendor.preferences if one.purpose is not purpose)
        if kept == vendor.preferences:
            raise Fault(f"{one_line(vendor.name, 60)}: has no preference for {purpose}.")
        self._household = None
        return self.store.edit_vendor(vendor.name, preferences=kept)

    def permissions(self, text: str, at: datetime | None = None) -> "dict[Purpose, Permission]":
        """Whether a call of that vendor, number or name was or would be allowed at a moment
        (None: now), for each purpose one can decide on."""
        if not text.strip():
            raise Fault("party: needs a vendor, a number or a name.")
        number = self._number(text)
        vendor = self._vendor_on_file(number, "" if number else text.strip())
        return self._permissions(self._asked(text, number, vendor, at), vendor)

    def ledger(self, party: Party | str | None = None) -> tuple[LedgerEntry, ...]:
        """The ledger, all of it or of one party."""
        whom = self.party(party).party if isinstance(party, str) else party
        return self.store.ledger(whom)

    def _check_entries(self, entries: Iterable[LedgerEntry]) -> None:
        """Fault for an entry that lies before the call it names, or that stands there already."""
        for entry in entries:
            called = self.record(entry.call).call.at if entry.call else None
            # A time is typed to the minute, a call is logged to the second.
            if called is not None and entry.at < called.replace(second=0, microsecond=0):
                raise Fault(
                    f"at: {entry.at:%Y-%m-%d %H:%M} lies before the call it names "
                    f"({called:%Y-%m-%d %H:%M})."
                )
            there = self.store.ledger(entry.party)
            same = (entry.purpose, entry.kind, entry.at)
            if any((one.purpose, one.kind, one.at) == same for one in there):
                raise Fault(
                    f"{one_line(entry.party.value, 60)}: this {entry.kind} for {entry.purpose} at "
                    f"{entry.at:%Y-%m-%d %H:%M} is written down already."
                )

    def _asked(
        self, text: str, number: "Number | None", vendor: Vendor | None, at: datetime | None
    ) -> Call:
        """A call as permission is asked for it. A vendor asked about by name is taken to ring
        from a number that the person allowed, where conditions name any."""
        at = at or self.clock()
        if number is not None:
            return Call(at=at, number=number.e164 or text.strip())
        theirs = () if vendor is None else vendor.preferences
        shown = next((one for said in theirs for one in said.conditions.numbers), "")
        return Call(at=at, number=shown, company=text.strip())

    def _permissions(self, call: Call, vendor: Vendor | None) -> "dict[Purpose, Permission]":
        """Whether such a call would be allowed, for each purpose one can decide on."""
        from screener.consent import permission  # noqa: PLC0415 - only where it is asked
        from screener.identity import Identity  # noqa: PLC0415

        household = self.household()
        shown = read_number(call.number, household.region)
        identity = Identity(IdentityState.UNKNOWN, shown, vendor, claimed_name=call.company)
        month, year = self._so_far(vendor, call)
        known = Known(this_month=month, this_year=year)
        day = None if call.at is None else local_day(call.at, household.time_zone)
        return {
            purpose: permission(call, purpose, identity, household, vendor, day, known)
            for purpose in PREFERENCE_PURPOSES
        }
