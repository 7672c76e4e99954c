"""What goes into a field of a complaint form, from what is noted and nothing else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from screener.ledger import EntryKind, LedgerEntry
from screener.phone import NumberKind, display, read_number
from screener.reports.evidence import Occasion, Report
from screener.reports.saying import gap_words, listed, moment_words
from screener.reports.subjects import subject_of
from screener.standing import Tie
from screener.words import OPT_OUT_PURPOSES, Purpose, Status

BY_HAND = "[fill in]"
"""What only the person knows: it is not stored."""


class _Style(NamedTuple):
    """How a country's forms want days and short answers."""

    day: str = "%Y-%m-%d"
    yes: str = "Yes"
    no: str = "No"
    open: str = "not noted"


NOT_ENGLISH: Mapping[str, _Style] = {
    "DE": _Style("%d.%m.%Y", "ja", "nein", "nicht notiert"),
    "FR": _Style("%d/%m/%Y", "oui", "non", "non noté"),
    "ES": _Style("%d/%m/%Y", "sí", "no", "no anotado"),
}
"""The countries on file whose forms are not in English."""

_STYLES: Mapping[str, _Style] = {
    **NOT_ENGLISH,
    "US": _Style("%m/%d/%Y"),
    "GB": _Style("%d/%m/%Y"),
    "AU": _Style("%d/%m/%Y"),
    "IN": _Style("%d/%m/%y"),
}
_TOPICS = {"FR": "Démarchage téléphonique"}


@dataclass(frozen=True, slots=True)
class Case:
    """A form to fill in: the report, the call that it is told of, and of how many it is."""

    report: Report
    occasion: Occasion
    calls: int = 1

    @property
    def region(self) -> str:
        """The household's country."""
        return self.report.household.region

    @property
    def style(self) -> _Style:
        """How its forms are filled in."""
        return _STYLES.get(self.region, _Style())

    @property
    def refusal(self) -> LedgerEntry | None:
        """The first request to stop that stood when the call came."""
        purpose, at = self.occasion.purpose, self.occasion.record.call.at
        wanted = purpose if purpose in OPT_OUT_PURPOSES else Purpose.SALES
        found: LedgerEntry | None = None
        for entry in self.report.entries:
            if entry.purpose is not wanted or (at is not None and entry.at > at):
                continue
            if entry.kind is EntryKind.OPT_IN:
                found = None
            elif entry.kind is not EntryKind.CONFIRMATION:
                found = found or entry
        return found

    @property
    def later(self) -> list[datetime]:
        """When calls came after that request that may have broken a rule, at the consumer's
        place."""
        refusal = self.refusal
        calls = [one for one in self.report.occasions if one.violations and one.local]
        if refusal is None:
            return []
        return [one.local for one in calls if one.local and one.local > refusal.at]

    def day(self, day: date | None) -> str:
        """A day as the form wants it."""
        return self.style.open if day is None else f"{day:{self.style.day}}"

    def day_of(self, entry: LedgerEntry) -> str:
        """The day of an entry at the consumer's place."""
        here = self.occasion.local
        return self.day((entry.at.astimezone(here.tzinfo) if here else entry.at).date())

    def moment(self, form: str) -> str:
        """When the call came."""
        here = self.occasion.local
        return self.style.open if here is None else f"{here:{form}}"

    def noted(self, text: str) -> str:
        """A text, or that it was not noted."""
        return text.strip() or self.style.open

    def answer(self, said: bool | None) -> str:
        """Yes, no, or that it was not noted."""
        return {None: self.style.open, True: self.style.yes, False: self.style.no}[said]

    def number(self, number: str) -> str:
        """A number as it is written in the country, or a word for a withheld one as it came."""
        withheld = read_number(number, self.region).kind is NumberKind.WITHHELD
        return self.noted(number if withheld else display(number, self.region))


def filled(case: Case, fact: str) -> str:
    """What goes into a field for a fact of `regionfiles.FORM_FACTS`."""
    fill = _FACTS.get(fact)
    return BY_HAND if fill is None else fill(case)


# The call


def _withheld(case: Case) -> str:
    shown = read_number(case.occasion.record.call.number, case.region)
    return case.answer(shown.kind is NumberKind.WITHHELD)


def _call_kind(case: Case) -> str:
    call = case.occasion.record.call
    if call.recorded is None and call.status is not Status.ANSWERED:
        return case.style.open
    return "Prerecorded voice" if call.recorded else "Live voice"


def _duration(case: Case) -> str:
    seconds = case.occasion.record.call.duration
    return case.style.open if seconds is None else f"{seconds} seconds"


def _company(case: Case) -> str:
    record = case.occasion.record
    return case.noted(record.call.company or record.vendor or "")


def _subject(case: Case) -> str:
    call = case.occasion.record.call
    return subject_of(call.product, call.said, case.occasion.purpose).words


# The party


def _relationship(case: Case) -> str:
    """Whether there was business in the law's sense, by the dates of the vendor book."""
    held, vendor = case.occasion.tie, case.report.vendor
    dates = (
        ("last transaction", vendor.last_transaction if vendor else None),
        ("last inquiry", vendor.last_inquiry if vendor else None),
        ("customer since", vendor.customer_since if vendor else None),
        ("ended", vendor.ended if vendor else None),
    )
    told = listed(f"{name} {case.day(day)}" for name, day in dates if day)
    known = held is not None and held.known and held.held is not Tie.MAYBE
    answer = case.answer(held is not None and held.held is Tie.YES) if known else BY_HAND
    return f"{answer} ({told})" if told else answer


def _asked_on(case: Case) -> str:
    refusal = case.refusal
    return case.style.no if refusal is None else f"{case.style.yes}, {case.day_of(refusal)}"


def _later_calls(case: Case) -> str:
    return ", ".join(f"{at:{case.style.day} %H:%M}" for at in case.later) or "0"


def _own_number(case: Case) -> str:
    mine = case.occasion.record.call.own_number
    own = [mine] if mine.strip() else list(case.report.household.own_numbers)
    return listed((display(number, case.region) for number in own), "or") or BY_HAND


def _state(case: Case) -> str:
    state, law = case.report.household.state, case.report.law
    return (law.states.get(state, state) if law else state) or BY_HAND


# The account


def _story(case: Case) -> str:
    """What happened, in the consumer's name."""
    return " ".join((*_of_call(case), *_of_request(case), *_of_others(case)))


def _of_call(case: Case) -> Iterator[str]:
    call = case.occasion.record.call
    shown = f"from {case.number(call.number)}" if call.number.strip() else "without a number shown"
    yield f"On {moment_words(case.occasion.local)} I was called {shown}."
    company = call.company.strip()
    yield f"The caller gave the name {company}." if company else "I noted no company name."
    if call.recorded:
        yield "A recorded voice spoke."
    if call.said.strip():
        yield f"What I noted, {gap_words(case.occasion.gap)}: “{call.said.strip()}”."
    if call.product.strip():
        yield f"It was about {call.product.strip()}."


def _of_request(case: Case) -> Iterator[str]:
    entry = case.refusal
    if entry is None:
        return
    words = f", with the words “{entry.words.strip()}”" if entry.words.strip() else ""
    whom = f" to {entry.to_whom.strip()}" if entry.to_whom.strip() else ""
    reference = entry.reference.strip()
    theirs = f" (their reference {reference})" if reference else ""
    yield f"I had told them to stop on {case.day_of(entry)}, by {entry.how}{whom}{words}{theirs}."


def _of_others(case: Case) -> Iterator[str]:
    others = [at for at in case.later if at != case.occasion.local]
    if others:
        days = listed(f"{at:{case.style.day} %H:%M}" for at in others)
        yield f"Other calls of theirs after that: {days}."


def _papers(case: Case) -> str:
    records, head = case.report.anchor.records, case.report.anchor.head
    return f"A report from my log of calls ({records} records, head {head[:16]}), on request."


_FACTS: Mapping[str, Callable[[Case], str]] = {
    "country": lambda case: case.report.law.name if case.report.law else case.region,
    "state": _state,
    "language": lambda _: "English",
    "own_number": _own_number,
    "registered_on": lambda case: case.day(case.report.household.registered_on),
    "date": lambda case: case.moment(case.style.day),
    "time": lambda case: case.moment("%H:%M"),
    "hour": lambda case: case.moment("%H"),
    "minute": lambda case: case.moment("%M"),
    "duration": _duration,
    "status": lambda case: case.noted(case.occasion.record.call.status or ""),
    "number": lambda case: case.number(case.occasion.record.call.number),
    "caller_id": lambda case: case.noted(case.occasion.record.call.caller_id),
    "withheld": _withheld,
    "callback_number": lambda case: case.number(case.occasion.record.call.callback_number),
    "company": _company,
    "agent": lambda case: case.noted(case.occasion.record.call.agent),
    "product": lambda case: case.noted(case.occasion.record.call.product),
    "subject": _subject,
    "topic": lambda case: _TOPICS.get(case.region, "Unwanted calls"),
    "call_kind": _call_kind,
    "recorded": lambda case: case.answer(case.occasion.record.call.recorded),
    "message": lambda case: case.answer(False),
    "relationship": _relationship,
    "last_transaction": lambda case: case.day(
        case.report.vendor.last_transaction if case.report.vendor else None
    ),
    "last_inquiry": lambda case: case.day(
        case.report.vendor.last_inquiry if case.report.vendor else None
    ),
    "consent": lambda case: case.answer(case.occasion.consent),
    "permission": lambda case: case.answer(case.occasion.consent),
    "asked_to_stop": lambda case: case.answer(case.refusal is not None),
    "opted_out_on": _asked_on,
    "later_calls": _later_calls,
    "call_count": lambda case: str(case.calls),
    "said": lambda case: case.noted(case.occasion.record.call.said),
    "story": _story,
    "papers": _papers,
}
"""The facts that a log can tell; all others are the person's to fill in."""
