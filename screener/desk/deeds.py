"""Everything that a person does at the desk, with the things that it touches, so that it can be
undone. What is only asked, and what other programs bring in, is no deed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from screener.call import Call
from screener.desk.book import Book
from screener.desk.care import Aftercare
from screener.desk.consent import Consent
from screener.desk.things import calls_like, judge_again
from screener.desk.undo import Journal
from screener.ledger import EntryKind, How, LedgerEntry, Party
from screener.text import one_line
from screener.vendor import Expecting, Person, Preference, Vendor
from screener.wire import entry_to
from screener.words import Choice, Label, Purpose

if TYPE_CHECKING:
    from screener.aftercare import Care
    from screener.store import Record

_PLACE = ("region", "state", "time_zone", "defaults", "own_numbers")
"""The settings of the household's place."""


class Deeds(Journal, Book, Consent, Aftercare):
    """The operations of the desk, as deeds."""

    # Calls

    def log(self, call: Call) -> "Record":
        """As `Calls.log`."""
        if call.has_ground:
            _ = self.screener  # read before the file is locked
        with self.doing() as deed:
            record = super().log(call)
            deed.made("call", record.call.id)
            deed.words = f"stored the call of {_who(record)}"
            return record

    def correct(self, call_id: str, label: Label | None, note: str = "") -> "Record":
        """As `Calls.correct`."""
        with self.doing() as deed:
            call_id = self.record(call_id).call.id
            deed.touches("correction", call_id)
            record = super().correct(call_id, label, note)
            how = f"to {label.shown}" if label else "no longer"
            deed.words = f"corrected the call of {_who(record)} {how}"
            return record

    def amend(self, call_id: str, changes: Mapping[str, object], why: str = "") -> "Record":
        """As `Calls.amend`."""
        with self.doing() as deed:
            call_id = self.record(call_id).call.id
            known = [field for field in changes if field in Call.__slots__]
            for field in known:
                deed.touches("fact", [call_id, field])
            record = super().amend(call_id, changes, why)
            named = ", ".join(field.replace("_", " ") for field in known)
            deed.words = f"amended {named} of the call of {_who(record)}"
            return record

    def note(self, call_id: str, text: str) -> "Record":
        """Gives a call this note; what it said before is kept as amended."""
        with self.doing() as deed:
            record = self.amend(call_id, {"note": text})
            deed.words = f"noted on the call of {_who(record)}: {one_line(text, 40) or 'nothing'}"
            return record

    def tags(self, call_id: str) -> tuple[str, ...]:
        """The tags of a call."""
        return self.store.tags(self.record(call_id).call.id)

    def tag(
        self, call_id: str, add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Gives a call tags and takes others away; those that it has then. Fault for a tag
        without a letter or digit."""
        from screener.store.tags import tag_of  # noqa: PLC0415 - only to tag

        gone, new = ({tag_of(tag) for tag in some} for some in (remove, add))
        with self.doing() as deed:
            record = self.record(call_id)
            deed.touches("tags", record.call.id)
            kept = {*self.store.tags(record.call.id)} - gone
            tags = self.store.set_tags(record.call.id, kept | new)
            named = ", ".join(tags) or "nothing"
            deed.words = f"tagged the call of {_who(record)}: {one_line(named, 40)}"
            return tags

    def make_vendor(self, call_id: str, vendor: Vendor) -> Vendor:
        """Puts the caller of a call into the book, and judges anew the calls that claimed its
        name or showed its number."""
        with self.doing() as deed:
            self.record(call_id)
            made = self.add_vendor(vendor)
            judge_again(self, calls_like(self, made))
            deed.words = f"made a vendor of {one_line(made.name, 40)}"
            return made

    # The book

    def add_vendor(self, vendor: Vendor) -> Vendor:
        """As `Book.add_vendor`."""
        with self.doing() as deed:
            made = super().add_vendor(vendor)
            deed.made("vendor", made.id)
            deed.words = f"added {one_line(made.name, 40)} to the book"
            return made

    def edit_vendor(self, name: str, /, **changes: object) -> Vendor:
        """As `Book.edit_vendor`."""
        with self.doing() as deed:
            deed.touches("vendor", self.vendor(name).id)
            vendor = super().edit_vendor(name, **changes)
            deed.words = f"edited {one_line(vendor.name, 40)}"
            return vendor

    def end_vendor(self, name: str, day: date) -> Vendor:
        """As `Book.end_vendor`."""
        with self.doing() as deed:
            deed.touches("vendor", self.vendor(name).id)
            vendor = super().end_vendor(name, day)
            deed.words = f"ended {one_line(vendor.name, 40)} on {day}"
            return vendor

    def merge_vendors(self, keep: str, other: str) -> Vendor:
        """As `Book.merge_vendors`."""
        with self.doing() as deed:
            names = [self.vendor(name).name for name in (keep, other)]
            merged = super().merge_vendors(keep, other)
            deed.made("merge", names)
            kept, gone = (one_line(name, 40) for name in names)
            deed.words = f"merged {gone} into {kept}"
            return merged

    def unmerge_vendor(self, name: str) -> tuple[Vendor, Vendor]:
        """As `Book.unmerge_vendor`."""
        with self.doing() as deed:
            stays, back = super().unmerge_vendor(name)
            deed.made("merge", [stays.name, back.name], before=True)
            deed.words = f"took {one_line(back.name, 40)} out of {one_line(stays.name, 40)}"
            return stays, back

    def add_person(self, person: Person) -> Person:
        """As `Book.add_person`."""
        with self.doing() as deed:
            made = super().add_person(person)
            deed.made("person", made.name)
            deed.words = f"added {one_line(made.name, 40)} to the people you know"
            return made

    def remove_person(self, name: str) -> None:
        """As `Book.remove_person`."""
        with self.doing() as deed:
            for person in self.household().people:
                deed.touches("person", person.name)
            super().remove_person(name)
            deed.words = f"removed {one_line(name, 40)} from the people you know"

    def edit_person(self, name: str, person: Person) -> Person:
        """Puts what is noted of someone right. Fault when there is nobody of that name."""
        with self.doing() as deed:
            self.remove_person(name)
            made = self.add_person(person)
            deed.words = f"edited {one_line(made.name, 40)}"
            return made

    def set_up(
        self,
        *,
        region: str | None = None,
        state: str | None = None,
        time_zone: str | None = None,
        own_numbers: tuple[str, ...] = (),
        defaults: Mapping[Purpose, Choice | None] | None = None,
    ) -> None:
        """As `Book.set_up`."""
        with self.doing() as deed:
            for key in _PLACE:
                deed.touches("setting", key)
            super().set_up(
                region=region,
                state=state,
                time_zone=time_zone,
                own_numbers=own_numbers,
                defaults=defaults,
            )
            deed.words = "set up the household"

    def expect(self, expecting: Expecting) -> Expecting:
        """As `Book.expect`."""
        with self.doing() as deed:
            made = super().expect(expecting)
            deed.made("expected", made.id)
            deed.words = f"expected {one_line(made.who, 40) or 'a call'}"
            return made

    def cancel(self, key: int) -> Expecting:
        """As `Book.cancel`."""
        with self.doing() as deed:
            deed.touches("expected", key)
            found = super().cancel(key)
            deed.words = f"expected {one_line(found.who, 40) or 'a call'} no longer"
            return found

    # Consent and care

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
        """As `Consent.opt`."""
        with self.doing() as deed:
            last = self.store.last_entry()
            entries = super().opt(
                party,
                purposes,
                kind,
                at=at,
                how=how,
                words=words,
                call_id=call_id,
                note=note,
                to_whom=to_whom,
                reference=reference,
                file_hash=file_hash,
            )
            for key, entry in zip(self.store.entries_after(last), entries, strict=True):
                deed.made("entry", key, after=entry_to(entry))
            named = ", ".join(entry.purpose for entry in entries)
            whom = one_line(entries[0].party.value, 40) if entries else ""
            deed.words = f"wrote down for {whom}: {kind} of {named}"
            return entries

    def prefer(self, name: str, said: Preference) -> Vendor:
        """As `Consent.prefer`."""
        with self.doing() as deed:
            deed.touches("vendor", self.vendor(name).id)
            vendor = super().prefer(name, said)
            deed.words = (
                f"preferred {said.choice} of {said.purpose} for {one_line(vendor.name, 40)}"
            )
            return vendor

    def prefer_nothing(self, name: str, purpose: Purpose) -> Vendor:
        """As `Consent.prefer_nothing`."""
        with self.doing() as deed:
            deed.touches("vendor", self.vendor(name).id)
            vendor = super().prefer_nothing(name, purpose)
            deed.words = f"preferred nothing about {purpose} for {one_line(vendor.name, 40)}"
            return vendor

    def aftercare(self, call_id: str = "", gave: Iterable[str] = ()) -> "Care":
        """As `Aftercare.aftercare`."""
        things = tuple(gave)
        if not call_id or not things:
            return super().aftercare(call_id, things)
        with self.doing() as deed:
            record = self.record(call_id)
            deed.touches("given", record.call.id)
            care = super().aftercare(call_id, things)
            deed.words = f"noted what {_who(record)} got: {', '.join(things)}"
            return care

    def tick(self, call_id: str, step: str, *, done: bool = True) -> "Care":
        """As `Aftercare.tick`."""
        with self.doing() as deed:
            record = self.record(call_id)
            care = self.aftercare(record.call.id)
            named = care.step(step)
            deed.touches("step", [record.call.id, named.id])
            care = super().tick(call_id, named.id, done=done)
            deed.words = (
                f"{'ticked off' if done else 'took the tick from'}: {one_line(named.do, 50)}"
            )
            return care


def _who(record: "Record") -> str:
    """Orkin (7k3q)"""
    call = record.call
    name = one_line(record.vendor or call.company or call.number, 30)
    return f"{name or 'a withheld number'} ({call.id})"
