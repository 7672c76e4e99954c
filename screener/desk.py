"""The desk beside the phone: what both the command line and the screen do with a household.

It looks up what is known before a call is judged, and writes down what was decided. One
desk belongs to one thread.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from screener.call import Answer, Call
from screener.chain import Anchor
from screener.dates import local, local_day
from screener.faults import Fault
from screener.known import Known, Taught
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.lookup import Lookup
from screener.store import Past, Record, Row, Store
from screener.store.counts import NONE_SO_FAR, SoFar
from screener.store.forget import Forgettable, Forgotten
from screener.store.history import Wanted
from screener.store.place import default_path, rules_folder_of_user
from screener.store.verify import Checked
from screener.text import one_line
from screener.vendor import Expecting, Household, Person, Preference, Vendor
from screener.words import PREFERENCE_PURPOSES, Choice, IdentityState, Label, Purpose

if TYPE_CHECKING:
    from screener.aftercare import AftercareBook, Care
    from screener.consent import Permission
    from screener.identity import Directory
    from screener.phone import Number
    from screener.questions import QuestionBook
    from screener.regions import Region
    from screener.reports.evidence import Report
    from screener.reports.letter import Letter
    from screener.screening import Screener, Screening
    from screener.violations import Duty, Findings


@dataclass(frozen=True, slots=True)
class Found:
    """What a person's text for a party stands for. `certain` is False for a name that no
    vendor has: the caller asks once before it is written down as a claimed name."""

    party: Party
    certain: bool


def _load_screener() -> "Screener":
    from screener.rulebook import load_rulebook  # noqa: PLC0415 - a look-up loads no rulebook
    from screener.screening import Screener  # noqa: PLC0415

    return Screener(load_rulebook(rules_folder_of_user()))


class Desk:
    """A store and a screener, and the operations that need both."""

    def __init__(
        self,
        store: Store,
        *,
        load_screener: Callable[[], "Screener"] = _load_screener,
        clock: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self.store = store
        self.clock = clock
        self._load_screener = load_screener
        self._screener: Screener | None = None
        self._household: Household | None = None
        self._words: Mapping[str, Taught] | None = None
        self._directory: tuple[Household, Directory] | None = None
        self._aftercare: AftercareBook | None = None
        self._version = store.data_version()

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """A desk on the database at `path`, or at the person's usual place."""
        return cls(Store.open(path or default_path()))

    def close(self) -> None:
        """Closes the database."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # What calls are judged against

    @property
    def screener(self) -> "Screener":
        """The screener, with the rulebook loaded when it is first needed."""
        if self._screener is None:
            self._screener = self._load_screener()
        return self._screener

    def household(self) -> Household:
        """The household as it stands, read again when anything was written."""
        if self._household is None or self.changed():
            self._household = self.store.household()
        return self._household

    def changed(self) -> bool:
        """Whether somebody else wrote to the file since this was last asked."""
        version = self.store.data_version()
        seen, self._version = self._version, version
        if seen != version:
            self._household = self._words = None
        return seen != version

    @property
    def region(self) -> str:
        """The country that numbers are read in."""
        return self.household().region

    # Calls

    def screen(self, call: Call) -> "Screening":
        """Judges a call by what is known now, and stores nothing."""
        return self.screener.screen(call, self.household(), self.known(call))

    def known(self, call: Call) -> Known:
        """What is known of a call's caller from all other calls: the number's, the vendor's
        and those of the claimed company."""
        vendor = self._vendor_of(call)
        number = self._e164(call.number) or call.number.strip()
        name = vendor.name if vendor else None
        known = self.store.known(number, call.company, name, without=call.id)
        who = name or call.company.strip() or number
        month, year = self._so_far(vendor, call)
        words = self._words_taught()
        return replace(known, who=who, words=words, this_month=month, this_year=year)

    def _so_far(self, vendor: Vendor | None, call: Call) -> SoFar:
        """How often the vendor called before, where a preference of the person limits that."""
        if vendor is None or not any(said.conditions.at_most for said in vendor.preferences):
            return NONE_SO_FAR
        at = local(call.at or self.clock(), self.household().time_zone)
        return self.store.so_far(vendor, at, without=call.id)

    def _words_taught(self) -> Mapping[str, Taught]:
        """The words that corrections teach, worked out again when something was corrected."""
        if self._words is None:
            lessons = self.store.lessons()
            if not lessons:
                return {}
            from screener.experience import words_taught  # noqa: PLC0415 - only to judge by

            self._words = words_taught(lessons, self.store.left_alone())
        return self._words

    def log(self, call: Call) -> Record:
        """Stores a call with its screening; one without words or company is not screened."""
        now = self.clock()
        if call.at is not None and call.at > now:
            raise Fault(f"at: {call.at.isoformat()} lies in the future.")
        call = replace(call, at=call.at or now, logged_at=call.logged_at or now)
        return self.store.log(call, self.screen(call) if call.has_ground else None)

    def correct(self, call_id: str, label: Label | None, note: str = "") -> Record:
        """Keeps the person's own judgement beside the verdict; None takes it back."""
        self._words = None
        return self.store.correct(call_id, label, note)

    def amend(self, call_id: str, changes: Mapping[str, object], why: str = "") -> Record:
        """Amends facts of a call and judges it again by the facts as they now stand."""
        at = changes.get("at")
        if isinstance(at, datetime) and at > self.clock():
            raise Fault(f"at: {at.isoformat()} lies in the future.")
        record = self.store.amend(call_id, changes, why)
        if not record.call.has_ground:
            return record
        return self.store.rescreen(record.call.id, self.screen(record.call))

    def answer(self, call_id: str, answers: Iterable[Answer], why: str = "") -> Record:
        """Adds what the caller answered to questions, and judges the call again."""
        given = {each.question: each for each in (*self.record(call_id).call.answers, *answers)}
        return self.amend(call_id, {"answers": tuple(given.values())}, why)

    def questions(self) -> "QuestionBook":
        """The questions to a caller, with the answers that can be given."""
        return self.screener.rulebook.advice.questions

    def record(self, call_id: str) -> Record:
        """A call with everything that is kept of it. `call_id` may be the start of an id."""
        return self.store.record(call_id)

    def history(
        self,
        text: str = "",
        *,
        before: int | None = None,
        after: int | None = None,
        limit: int = 50,
        **wanted: Unpack[Wanted],
    ) -> list[Row]:
        """Calls, newest first; `before` is the key to go on from."""
        return self.store.history(text, before=before, after=after, limit=limit, **wanted)

    def count(self, text: str = "", **wanted: Unpack[Wanted]) -> int:
        """How many calls `history` would give in all."""
        return self.store.count(text, **wanted)

    def anchors(self, step: int, text: str = "", **wanted: Unpack[Wanted]) -> list[int]:
        """The keys at every `step`-th place of that list, so that it can be entered anywhere."""
        return self.store.anchors(step, text, **wanted)

    def past(self, call: Call) -> Past | None:
        """The earlier calls of this caller: from the number, the vendor or the company."""
        vendor = self._vendor_of(call)
        past = self.store.past(
            number=self._e164(call.number) or call.number.strip(),
            vendor=vendor.name if vendor else None,
            company=call.company,
        )
        return past if past.count else None

    # Vendors and people

    def vendors(self) -> tuple[Vendor, ...]:
        """The vendor book, by name."""
        return self.store.vendors()

    def vendor_names(self) -> list[str]:
        """Every name a vendor goes by, for completion."""
        return [name for vendor in self.vendors() for name in (vendor.name, *vendor.aliases)]

    def vendor(self, name: str) -> Vendor:
        """The vendor of that name or alias."""
        return self.store.vendor(name)

    def add_vendor(self, vendor: Vendor) -> Vendor:
        """Puts a vendor into the book, with its numbers in E.164 where they can be read."""
        read = replace(vendor, numbers=self._numbers(vendor.numbers))
        self._household = None
        return self.store.add_vendor(read)

    def edit_vendor(self, name: str, /, **changes: object) -> Vendor:
        """Changes fields of a vendor."""
        numbers = changes.get("numbers")
        if isinstance(numbers, tuple):
            changes["numbers"] = self._numbers(numbers)
        self._household = None
        return self.store.edit_vendor(name, **changes)

    def end_vendor(self, name: str, day: date) -> Vendor:
        """Notes the day on which the relationship ended."""
        self._household = None
        return self.store.end_vendor(name, day)

    def merge_vendors(self, keep: str, other: str) -> Vendor:
        """Makes two vendors one: names, numbers, ledger and calls of `other` follow."""
        self._household = None
        return self.store.merge_vendors(keep, other)

    def add_person(self, person: Person) -> Person:
        """Notes someone whom the consumer knows."""
        read = replace(person, numbers=self._numbers(person.numbers))
        self._household = None
        return self.store.add_person(read)

    def remove_person(self, name: str) -> None:
        """Takes someone off the list."""
        self._household = None
        self.store.remove_person(name)

    def set_up(
        self,
        *,
        region: str | None = None,
        state: str | None = None,
        time_zone: str | None = None,
        own_numbers: tuple[str, ...] = (),
        defaults: Mapping[Purpose, Choice | None] | None = None,
    ) -> None:
        """Sets where the household lives, and what holds for purposes on which a vendor has no
        entry (None: nothing does); what is None or not named stays as it is."""
        place = self._place(region, state)
        if defaults:
            chosen = {**self.household().defaults, **defaults}
            place["defaults"] = {purpose: choice for purpose, choice in chosen.items() if choice}
        if time_zone is not None:
            local_day(self.clock(), time_zone)
            place["time_zone"] = time_zone
        with self.store.transaction():
            for key, value in place.items():
                self.store.set_setting(key, value)
        self._household = None
        if own_numbers:
            self.store.set_setting("own_numbers", list(self._numbers(own_numbers)))
            self._household = None

    def expect(self, expecting: Expecting) -> Expecting:
        """Announces a call beforehand."""
        self._household = None
        return self.store.expect(expecting)

    def expected(self) -> tuple[Expecting, ...]:
        """The calls that were ever announced, past ones too, by their start."""
        return self.household().expecting

    def cancel(self, key: int) -> Expecting:
        """Takes an announced call back; one whose time has begun ends now."""
        self._household = None
        return self.store.cancel(key)

    # Consent

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

    def look_up(self, text: str) -> Lookup:
        """Who a number or a name is, from what is on file; nothing is judged."""
        from screener.identity import relationship  # noqa: PLC0415 - only where it is asked

        household, now = self.household(), self.clock()
        number = self._number(text)
        named = "" if number else text.strip()
        vendor = self._vendor_on_file(number, named)
        person = next((p for p in household.people if number and number.e164 in p.numbers), None)
        shown = (number.e164 or text.strip()) if number else ""
        name = vendor.name if vendor else None
        allowed = self._permissions(self._asked(text, number, vendor, now), vendor)
        return Lookup(
            text=text,
            number=number,
            vendor=vendor,
            person=person,
            relationship=relationship(vendor, local_day(now, household.time_zone)),
            past=self.store.past(number=shown, vendor=name, company=named),
            calls=tuple(self.store.calls_of(number=shown, vendor=name, company=named)),
            entries=self._entries_of(vendor, number, named),
            permissions={purpose: each.state for purpose, each in allowed.items()},
        )

    # The law

    def law(self) -> "Region":
        """The law of the household's country. Fault where it is not on file."""
        from screener.regions import load_region  # noqa: PLC0415 - only where it is asked

        return load_region(self.region, rules_folder_of_user())

    def violations(
        self, party: Party | str | None = None, *, since: date | None = None
    ) -> "Findings":
        """The rules that calls may have broken, newest first, of all callers or of one party,
        from a day of the household on. Fault where the country's law is not on file."""
        from screener.violations import find_violations, sieve, window  # noqa: PLC0415

        law, household = self.law(), self.household()
        whom = self.party(party).party if isinstance(party, str) else party
        return find_violations(
            self.store.suspects(
                window(since), surveys=law.covers(Purpose.SURVEY), sieve=sieve(household, law)
            ),
            household,
            law,
            self.store.told_in(),
            party=whom,
            since=since,
        )

    def deadlines(self) -> "tuple[Duty, ...]":
        """Every opt-out with the day it must be honoured by and the calls that came after it,
        newest first. Fault where the country's law is not on file."""
        from screener.violations import find_duties  # noqa: PLC0415 - only where it is asked

        law, calls, told_in = self.law(), self.store.suspects_refused(), self.store.told_in()
        return find_duties(calls, self.household(), law, self.clock(), told_in)

    # Evidence

    def anchor(self, quoted: str, file: str = "") -> Anchor:
        """The head of the chain, kept as quoted in a report, letter, backup or export."""
        return self.store.anchor(quoted, file)

    def verify(self, anchors: Iterable[Anchor] = ()) -> Checked:
        """Walks the chain of all records and compares it with these anchors and those kept."""
        return self.store.verify(anchors)

    def whom(self, text: str) -> Party:
        """Whom to forget: unlike in `party`, only an exact name is a vendor, and a number is
        a number, since what goes does not come back."""
        text = text.strip()
        if not text:
            raise Fault("party: needs a vendor, a number or a name.")
        number = self._number(text)
        if number is not None and number.e164:
            return Party(PartyKind.NUMBER, number.e164)
        try:
            return Party(PartyKind.VENDOR, self.store.vendor(text).name)
        except Fault:
            digits = any(map(str.isdigit, text)) and not any(map(str.isalpha, text))
            return Party(PartyKind.NUMBER if digits else PartyKind.NAME, text)

    def forgettable(self, party: Party) -> Forgettable:
        """What would go with a party, in numbers."""
        return self.store.forgettable(party)

    def forget(self, party: Party, tell: Callable[[str], None]) -> Forgotten:
        """Removes what is kept of a party for good; `tell` is told each step."""
        self._household = self._words = None
        return self.store.forget(party, tell)

    # Evidence

    def report(self, text: str, file: str = "") -> "Report":
        """Everything on file about a vendor, a number or a name, with the head of the chain,
        which is kept as quoted in a report (in `file`). Fault where nothing is on file."""
        found = self._collect(text)
        return replace(found, anchor=self.store.anchor("report", file))

    def letter(self, text: str, purposes: Iterable[Purpose] = (), file: str = "") -> "Letter":
        """A letter that makes an opt-out in writing, with the head of the chain, which is kept
        as quoted in it. Without purposes it is about those that were refused already, else
        about sales. Fault where nothing is on file."""
        from screener.reports.letter import compose, load_wording, purposes_of  # noqa: PLC0415

        wording = load_wording(self.region, rules_folder_of_user())
        found = self._collect(text)
        wanted = tuple(dict.fromkeys(purposes)) or purposes_of(found)
        return compose(replace(found, anchor=self.store.anchor("letter", file)), wording, wanted)

    def _collect(self, text: str) -> "Report":
        from screener.reports.evidence import collect  # noqa: PLC0415 - only where it is asked

        whom = self.party(text).party
        found = collect(self.store, self.household(), self.law_on_file(), whom, self.clock())
        if not found.occasions and not found.entries and found.vendor is None:
            raise Fault(f"{one_line(text, 40)!r}: no call, no entry and no vendor is on file.")
        return found

    def law_on_file(self) -> "Region | None":
        """The law of the household's country, None where it is not on file."""
        from screener.regions import known_regions  # noqa: PLC0415 - only where it is asked

        return self.law() if self.region in known_regions(rules_folder_of_user()) else None

    # Aftercare

    @property
    def aftercare_book(self) -> "AftercareBook":
        """The steps after a caller was given something, read when they are first needed."""
        if self._aftercare is None:
            from screener.rulebook import load_aftercare  # noqa: PLC0415 - only where needed

            self._aftercare = load_aftercare(rules_folder_of_user())
        return self._aftercare

    def aftercare(self, call_id: str = "", gave: Iterable[str] = ()) -> "Care":
        """The steps for what a caller was given, in order, with those that are done. What was
        given is noted with the call; without a call nothing is kept."""
        from screener.aftercare import Care, Tick  # noqa: PLC0415 - only where it is asked

        things = tuple(dict.fromkeys(gave))
        steps = self.aftercare_book.steps(things, self.region)
        if not call_id:
            return Care(things, tuple(Tick(step) for step in steps))
        record = self.record(call_id)
        if things:
            self.store.note_given(record.call.id, things)
        return self._care(record)

    def tick(self, call_id: str, step: str, *, done: bool = True) -> "Care":
        """Ticks off a step of a call's aftercare (its id, or its place in the list), or takes
        the tick back. Fault for a step that is not in the list."""
        record = self.record(call_id)
        self.store.tick(record.call.id, self._care(record).step(step).id, done=done)
        return self._care(record)

    def aftercare_open(self) -> "list[Care]":
        """The calls whose aftercare has steps left, the latest call first."""
        cares = [self._care(self.record(call_id)) for call_id in self.store.calls_that_got()]
        return [care for care in cares if care.left]

    def _care(self, record: Record) -> "Care":
        from screener.aftercare import Care, Tick  # noqa: PLC0415 - only where it is asked

        call, book = record.call, self.aftercare_book
        gave = tuple(thing for thing in self.store.given(call.id) if thing in book.gave)
        done = self.store.steps_done(call.id)
        ticks = tuple(Tick(step, done.get(step.id)) for step in book.steps(gave, self.region))
        return Care(gave, ticks, call.id, call.company or call.number, call.at)

    # Drafts

    def save_draft(self, call: Call | None) -> None:
        """Keeps what is being typed; None throws it away."""
        self.store.save_draft(call)

    def draft(self) -> Call | None:
        """What was being typed when the screen was last closed."""
        return self.store.draft()

    def _place(self, region: str | None, state: str | None) -> dict[str, object]:
        """The settings for country and state, checked together. A state that another country
        left behind goes."""
        from screener.regions import check_country, state_of  # noqa: PLC0415 - only for setting up

        if region is None and state is None:
            return {}
        country = self.region if region is None else check_country(region)
        folder = rules_folder_of_user()
        if state is None:
            try:
                kept = state_of(country, self.household().state, folder)
            except Fault:
                kept = ""
            return {"region": country, "state": kept}
        return {"region": country, "state": state_of(country, state, folder)}

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

    def _number(self, text: str) -> "Number | None":
        """A text as a number, None for one that is a name."""
        from screener.phone import NumberKind, read_number  # noqa: PLC0415 - only for numbers

        if not any(char.isdigit() for char in text):
            return None
        number = read_number(text, self.region)
        return None if number.kind is NumberKind.INVALID else number

    def _e164(self, text: str) -> str:
        number = self._number(text)
        return number.e164 if number else ""

    def _numbers(self, numbers: tuple[str, ...]) -> tuple[str, ...]:
        read = []
        for number in numbers:
            e164 = self._e164(number)
            if not e164:
                raise Fault(f"numbers: {number!r} is no telephone number.")
            read.append(e164)
        return tuple(read)

    def _vendor_on_file(self, number: "Number | None", name: str) -> Vendor | None:
        if number is not None:
            vendors = self.household().vendors
            return next((v for v in vendors if number.e164 and number.e164 in v.numbers), None)
        try:
            return self.store.vendor(name)
        except Fault:
            return self._vendor_of(Call(company=name))

    def _vendor_of(self, call: Call) -> Vendor | None:
        from screener.identity import Directory, identify  # noqa: PLC0415 - names need rapidfuzz

        household = self.household()
        if self._directory is None or self._directory[0] is not household:
            self._directory = (household, Directory(household))
        return identify(call, self._directory[1]).vendor

    def _entries_of(
        self, vendor: Vendor | None, number: "Number | None", name: str
    ) -> tuple[LedgerEntry, ...]:
        if vendor is not None:
            return self.store.ledger(Party(PartyKind.VENDOR, vendor.name))
        if number is not None:
            return self.store.ledger(Party(PartyKind.NUMBER, number.e164 or number.raw))
        return self.store.ledger(Party(PartyKind.NAME, name))

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
        from screener.phone import read_number  # noqa: PLC0415

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
