"""A desk in memory, made of the real nouns, with a judge that knows a few words."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

from screener.advice import Advice, Question
from screener.aftercare import AftercareBook, Care, Step
from screener.aftercare import Tick as CareTick
from screener.call import Call
from screener.consent import Permission
from screener.desk.calls import OnFile
from screener.desk.windows import Story
from screener.faults import Fault
from screener.identity import Identity
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.lookup import Called, End, Home, Lookup, Tally
from screener.phone import read_number
from screener.signals import Signal
from screener.store.records import Correction, Record
from screener.store.rows import Row
from screener.store.windows import Walked
from screener.tells import Tell
from screener.vendor import Expecting, Household, Vendor
from screener.verdict import Verdict
from screener.violations import Duty, Findings
from screener.words import Allowed, IdentityState, Label, Purpose, Relation, Role

NOW = datetime(2026, 5, 5, 14, 2, tzinfo=timezone(timedelta(hours=-5)))
ACME = Vendor(
    "Acme Insurance",
    aliases=("Acme",),
    numbers=("+15125550123",),
    category="insurance",
    customer_since=date(2021, 4, 1),
    last_transaction=date(2026, 4, 2),
    id=1,
)
CABLE = Vendor("Northwind Cable", numbers=("+15125550188",), ended=date(2024, 8, 1), id=2)

CARE_BOOK = AftercareBook(
    {"code": "a one-time code", "card": "a card number or a PIN"},
    (
        Step("hang_up", "Hang up [/], and wait a minute."),
        Step("bank", "Ring the bank on the card's number.", frozenset({"card"}), link="x.example"),
        Step("login", "Log in, and throw everybody else out.", frozenset({"code"})),
    ),
)

TELLS = (
    Tell("ASKS_CODE", "asks for a code"),
    Tell("WONT_SAY", "won't say who"),
    Tell("RECORDED", "recorded voice", recorded=True),
    Tell("UPGRADE", "offers an upgrade"),
)
TOLD = {"ASKS_CODE": Purpose.FRAUD, "UPGRADE": Purpose.SALES, "have": Purpose.SERVICE}
"""What ticks and answers tell to this judge."""
QUESTIONS = (
    Question(
        "existing",
        "What exactly is this about that I already have?",
        (("have", "something I have"), ("offer", "an offer")),
    ),
    Question("who", "Who are you calling for?", (("own", "my own vendor"), ("vague", "vague"))),
)

SIGNS = (
    ("gift card", Purpose.FRAUD, "Nobody honest is paid in gift cards."),
    ("upgrade", Purpose.SALES, "The caller offers something on top of what you already have."),
    ("special offer", Purpose.SALES, "An offer is made that you did not ask for."),
    ("appointment", Purpose.SERVICE, "The call is about an appointment that exists."),
    ("claim", Purpose.SERVICE, "The call is about something that is already under way."),
)


@dataclass(frozen=True)
class FakeScreening:
    call: Call
    identity: Identity
    relationship: Relation
    verdict: Verdict
    permission: Permission
    advice: Advice
    rulebook: str = "abc"
    notes: tuple[str, ...] = ()


class FakeDesk:
    region = "US"

    def __init__(self, *vendors: Vendor, now: datetime = NOW) -> None:
        self.now = now
        self.book = {vendor.name: vendor for vendor in vendors}
        self.records: list[Record] = []
        self.entries: list[LedgerEntry] = []
        self.kept: Call | None = None
        self.drafts = 0
        self.asked: list[str] = []
        self.gave: list[str] = []
        self.done: set[str] = set()
        self.expecting: list[Expecting] = []
        self.home = Home()
        self.duties: tuple[Duty, ...] = ()
        self.findings = Findings((), ())

    # Calls

    def doing(self) -> AbstractContextManager[SimpleNamespace]:
        """A deed that nobody takes back."""
        return nullcontext(SimpleNamespace(words=""))

    def screen(self, call: Call) -> FakeScreening:
        vendor = self._vendor(call)
        said = call.said.lower()
        hits = [(words, purpose, why) for words, purpose, why in SIGNS if words in said]
        told = [
            TOLD[each] for each in (*call.tells, *(a.answer for a in call.answers)) if each in TOLD
        ]
        purposes = [*told, *(purpose for _, purpose, _ in hits)]
        purpose = purposes[0] if purposes else Purpose.UNKNOWN
        scam = purpose is Purpose.FRAUD
        label = {
            Purpose.SALES: Label.UPSELL if vendor else Label.SOLICITATION,
            Purpose.SERVICE: Label.SERVICE,
            Purpose.FRAUD: Label.SOLICITATION,
        }.get(purpose, Label.UNDETERMINED)
        confidence = 0.93 if purposes else 0.55
        on_file = vendor is not None and read_number(call.number, "US").e164 in vendor.numbers
        if vendor is None:
            state, how = IdentityState.UNKNOWN, "Nobody in your book has this number or name."
        elif on_file:
            state, how = IdentityState.NUMBER_ON_FILE, f"{vendor.name}: the number is on file."
        else:
            state = IdentityState.CLAIMED
            how = f"Says {vendor.name}, but the number is not on file."
        signals = tuple(
            Signal(
                words.upper().replace(" ", "_"),
                sign,
                2.0,
                words,
                why,
                start=said.find(words),
                end=said.find(words) + len(words),
            )
            for words, sign, why in hits
        )
        advice = Advice(
            say=("I do not buy anything on the phone.", "Send it by post, please."),
            ask=tuple(q for q in QUESTIONS if q.id not in {a.question for a in call.answers}),
            never=("Never read out a code that was sent to you.",) if scam else (),
        )
        return FakeScreening(
            call=call,
            identity=Identity(
                state, read_number(call.number, "US"), vendor, vendor, None, call.company, how=how
            ),
            relationship=Relation.CURRENT if vendor and not vendor.ended else Relation.NONE,
            verdict=Verdict(
                label,
                purpose,
                Role.IMPOSTOR if scam else Role.TELESALES,
                scam=scam,
                confidence=confidence,
                probabilities={label: confidence},
                purposes={purpose: confidence},
                signals=signals,
                would_change=("Would be genuine service if it were about an open claim.",),
            ),
            permission=self._permission(vendor, purpose),
            advice=advice,
        )

    def _permission(self, vendor: Vendor | None, purpose: Purpose) -> Permission:
        for entry in reversed(self.entries):
            if vendor and entry.party.value == vendor.name and entry.purpose is purpose:
                refused = entry.kind is EntryKind.OPT_OUT
                return Permission(
                    Allowed.REFUSED if refused else Allowed.ALLOWED, "ledger", entry.at.date()
                )
        return Permission(Allowed.NOT_ASKED)

    def log(self, call: Call) -> Record:
        if call.at and call.at > self.now:
            raise Fault(f"at: {call.at.isoformat()} lies in the future.")
        key = len(self.records) + 1
        call = replace(call, id=f"c{key}", at=call.at or self.now, logged_at=self.now)
        found = self.screen(call) if call.has_ground else None
        stored = None if found is None else stored_form(found)
        record = Record(
            key,
            call,
            call,
            label=found.verdict.label if found else None,
            screening=stored,
            vendor=stored["vendor"] if stored else None,
        )
        self.records.append(record)
        return record

    def history(
        self,
        text: str = "",
        *,
        label: Label | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> list[Row]:
        self.asked.append(f"history {text!r} {label} before {before}")
        rows = [_row(record) for record in reversed(self.records) if _fits(record, text, label)]
        return [row for row in rows if before is None or row.key < before][:limit]

    def version(self) -> int:
        return 1

    def days(self) -> list[tuple[int, int]]:
        return [(0, len(self.records))] if self.records else []

    def rows_of_day(self, day: int, skip: int, limit: int) -> list[Row]:
        return [_row(record) for record in reversed(self.records)][skip : skip + limit]

    def newer_of_day(self, key: int) -> int:
        return sum(record.key > key for record in self.records)

    def rows(self, keys: Iterable[int]) -> list[Row]:
        return [_row(self.records[key - 1]) for key in keys]

    def walk(self, text: str, before: int | None = None, by: str = "") -> Walked:
        keys = [record.key for record in self.records if _fits(record, text, None)]
        return Walked(array("q", reversed(keys)), [], None)

    def story(self, record: Record) -> Story:
        return Story((), (), 1)

    def tags(self, call_id: str) -> tuple[str, ...]:
        return ()

    def count(self, text: str = "", label: Label | None = None) -> int:
        return sum(_fits(record, text, label) for record in self.records)

    def anchors(self, step: int, text: str = "", *, label: Label | None = None) -> list[int]:
        self.asked.append("anchors")
        keys = [record.key for record in self.records if _fits(record, text, label)]
        return sorted(keys, reverse=True)[::step]

    def record(self, call_id: str) -> Record:
        return next(record for record in self.records if record.call.id == call_id)

    def correct(self, call_id: str, label: Label | None, note: str = "") -> Record:
        record = self.record(call_id)
        correction = None if label is None else Correction(label, note, self.now)
        self.records[record.key - 1] = replace(record, correction=correction)
        return self.records[record.key - 1]

    def caller(self, call: Call) -> Lookup:
        earlier = [
            record
            for record in self.records
            if (call.number and record.call.number == call.number)
            or (call.company and record.call.company == call.company)
        ]
        if not earlier:
            return Lookup("", home=self.home)
        last = End(earlier[-1].call.at or NOW, earlier[-1].shown, earlier[-1].call.id)
        ever = Tally(Counter(record.shown for record in earlier))
        return Lookup(
            "", home=self.home, called=Called(ever=ever, last=last), today=self.now.date()
        )

    # What the form asks for

    def preparing(self) -> None:
        return None

    def tells(self) -> tuple[Tell, ...]:
        return TELLS

    def questions(self) -> tuple[Question, ...]:
        return QUESTIONS

    def on_file(self, call: Call) -> OnFile:
        vendor = self._vendor(call)
        if vendor is None:
            return OnFile(call.company)
        given = (call.number,) if read_number(call.number, "US").e164 not in vendor.numbers else ()
        return OnFile(vendor.name, vendor.numbers, tuple(filter(None, given)))

    def expect(self, expecting: Expecting) -> Expecting:
        self.expecting.append(expecting)
        return expecting

    def expected(self) -> tuple[Expecting, ...]:
        return tuple(self.expecting)

    # Vendors

    def household(self) -> Household:
        return Household(vendors=self.vendors(), ledger=tuple(self.entries))

    def vendors(self) -> tuple[Vendor, ...]:
        return tuple(sorted(self.book.values(), key=lambda vendor: vendor.name))

    def vendor_names(self) -> list[str]:
        return [name for vendor in self.vendors() for name in (vendor.name, *vendor.aliases)]

    def add_vendor(self, vendor: Vendor) -> Vendor:
        if vendor.name in self.book:
            raise Fault(f"name: there is a vendor {vendor.name!r} already.")
        for number in vendor.numbers:
            if not read_number(number, "US").e164:
                raise Fault(f"numbers: {number!r} is no telephone number.")
        self.book[vendor.name] = vendor
        return vendor

    def edit_vendor(self, name: str, **changes: Any) -> Vendor:
        vendor = replace(self.book.pop(name), **changes)
        self.book[vendor.name] = vendor
        return vendor

    def end_vendor(self, name: str, day: date) -> Vendor:
        return self.edit_vendor(name, ended=day)

    def opt(
        self,
        party: str,
        purposes: Iterable[Purpose],
        kind: EntryKind,
        *,
        at: datetime | None = None,
        how: How = How.OTHER,
        words: str = "",
        call_id: str = "",
        note: str = "",
    ) -> list[LedgerEntry]:
        if at is not None and at > self.now:
            raise Fault(f"at: {at.isoformat()} lies in the future.")
        whom = Party(PartyKind.VENDOR if party in self.book else PartyKind.NAME, party)
        made = [
            LedgerEntry(whom, purpose, kind, at or self.now, self.now, how, words, call=call_id)
            for purpose in purposes
        ]
        self.entries += made
        return made

    def ledger(self, party: str = "") -> tuple[LedgerEntry, ...]:
        return tuple(entry for entry in self.entries if party in {"", entry.party.value})

    # The first time

    def is_new(self) -> bool:
        return False

    # The law

    def deadlines(self) -> tuple[Duty, ...]:
        return self.duties

    def written(self) -> list[Any]:
        return []

    def aftercare_open(self) -> list[Care]:
        return []

    def violations(self, *, limit: int | None = None) -> Findings:
        return self.findings

    # Aftercare

    @property
    def aftercare_book(self) -> AftercareBook:
        return CARE_BOOK

    def aftercare(self, call_id: str, gave: Iterable[str] = ()) -> Care:
        self.gave += gave
        steps = CARE_BOOK.steps(self.gave, self.region)
        done = tuple(CareTick(step, NOW if step.id in self.done else None) for step in steps)
        return Care(tuple(self.gave), done, call_id)

    def not_given(self, call_id: str, things: Iterable[str]) -> Care:
        self.gave = [thing for thing in self.gave if thing not in things]
        return self.aftercare(call_id)

    def tick(self, call_id: str, step: str, *, done: bool = True) -> Care:
        (self.done.add if done else self.done.discard)(step)
        return self.aftercare(call_id)

    # Drafts

    def save_draft(self, call: Call | None) -> None:
        self.kept = call
        self.drafts += 1

    def draft(self) -> Call | None:
        return self.kept

    def drafts_left(self) -> tuple[int, ...]:
        return () if self.kept is None else (1,)

    def take_draft(self, key: int) -> Call | None:
        return self.kept

    def leave_draft(self) -> None:
        pass

    def changed(self) -> bool:
        return False

    def _vendor(self, call: Call) -> Vendor | None:
        e164 = read_number(call.number, "US").e164
        for vendor in self.book.values():
            named = call.company.strip().lower() in {
                name.lower() for name in (vendor.name, *vendor.aliases)
            }
            if named or (e164 and e164 in vendor.numbers):
                return vendor
        return None


def stored_form(found: FakeScreening) -> dict[str, Any]:
    """As `classify.screening_to` writes it."""
    since = found.permission.since
    return {
        "label": str(found.verdict.label),
        "purpose": str(found.verdict.purpose),
        "role": str(found.verdict.role),
        "scam": found.verdict.scam,
        "also_selling": False,
        "confidence": found.verdict.confidence,
        "purposes": dict(found.verdict.purposes),
        "vendor": found.identity.vendor.name if found.identity.vendor else None,
        "identity": str(found.identity.state),
        "relationship": str(found.relationship),
        "permission": str(found.permission.state),
        "permission_since": since.isoformat() if since else None,
        "signals": [
            {
                "id": signal.id,
                "quote": signal.quote,
                "why": signal.why,
                "start": found.call.said.lower().find(signal.quote),
                "end": found.call.said.lower().find(signal.quote) + len(signal.quote),
            }
            for signal in found.verdict.signals
        ],
        "say": list(found.advice.say),
        "ask": [question.words for question in found.advice.ask],
        "never": list(found.advice.never),
    }


def _row(record: Record) -> Row:
    call, screening = record.call, record.screening or {}
    permission = screening.get("permission")
    return Row(
        key=record.key,
        id=call.id,
        at=call.at or NOW,
        number=call.number,
        company=call.company,
        vendor=screening.get("vendor") or "",
        label=record.shown,
        corrected=record.correction is not None,
        scam=bool(screening.get("scam")),
        permission=Allowed(permission) if permission else None,
        said=call.said,
    )


def _fits(record: Record, text: str, label: Label | None) -> bool:
    call = record.call
    return text.lower() in f"{call.said} {call.company} {call.number}".lower() and (
        label is None or record.shown is label
    )
