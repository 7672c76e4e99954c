"""Complaint sheets: each regulator's own fields, in the form's order, filled in from the log.

What nobody but the person knows (name, address) is left to be filled in by hand: it is not
stored.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from screener.regions import Confidence, Fact, Regulator
from screener.reports.evidence import Occasion, Report
from screener.reports.filling import NOT_ENGLISH, Case, filled
from screener.violations import Sure
from screener.words import Purpose

MOST_SHEETS = 10
"""Sheets of one regulator in one report, the newest calls first, unless more are asked for."""


class Field(NamedTuple):
    """A field of the form by its own name, and what goes into it."""

    field: str
    value: str


class Sheet(NamedTuple):
    """A form filled in. `calls` are the numbers of the report's calls that it is about, `notes`
    what to know before sending it."""

    regulator: str
    url: str
    phone: str
    about: str
    needs: str
    calls: tuple[int, ...]
    fields: tuple[Field, ...]
    notes: tuple[str, ...]


class Sheets(NamedTuple):
    """The sheets of a report, and how many more could be made for older calls, by regulator."""

    sheets: tuple[Sheet, ...]
    more: Mapping[str, int]


def sheets_of(report: Report, most: int = MOST_SHEETS) -> Sheets:
    """A sheet for each regulator that takes what calls may have broken, and for each call where
    its form wants that. At most `most` of one regulator."""
    found: list[Sheet] = []
    more: dict[str, int] = {}
    for fact in _regulators(report):
        calls = [one for one in reversed(report.occasions) if _takes(fact.value, one)]
        if not calls:
            continue
        if fact.value.each_call:
            found += [_sheet(report, fact, one, [one]) for one in calls[:most]]
            if len(calls) > most:
                more[fact.value.name] = len(calls) - most
        else:
            found.append(_sheet(report, fact, calls[0], calls))
    return Sheets(tuple(found), more)


def _regulators(report: Report) -> Iterator[Fact[Regulator]]:
    if report.law is None:
        return
    yield from report.law.of(Regulator, report.made_at.date(), report.household.state)


def _takes(regulator: Regulator, occasion: Occasion) -> bool:
    """Whether a call is the regulator's business: by what it broke, or where the form is for
    scams or for collectors, by what it was."""
    if occasion.scam:
        return Purpose.FRAUD in regulator.purposes
    if occasion.purpose is Purpose.COLLECTIONS:
        return Purpose.COLLECTIONS in regulator.purposes
    return any(one.breach in regulator.takes for one in occasion.violations)


def _sheet(
    report: Report, fact: Fact[Regulator], occasion: Occasion, calls: Sequence[Occasion]
) -> Sheet:
    regulator = fact.value
    case = Case(report, occasion, len(calls))
    return Sheet(
        regulator=regulator.name,
        url=regulator.url,
        phone=regulator.phone,
        about=fact.says,
        needs=regulator.needs,
        calls=tuple(sorted(one.number for one in calls)),
        fields=tuple(Field(one.field, filled(case, one.fact)) for one in regulator.fields),
        notes=tuple(_notes(report, fact, occasion)),
    )


def _notes(report: Report, fact: Fact[Regulator], occasion: Occasion) -> Iterator[str]:
    if occasion.violations and all(one.sure is Sure.POSSIBLE for one in occasion.violations):
        doubts = dict.fromkeys(doubt for one in occasion.violations for doubt in one.doubts)
        yield "That a rule was broken is only possible: " + " ".join(doubts)
    within = fact.value.within_days
    age = (report.made_at.date() - occasion.local.date()).days if occasion.local else None
    if within and age is not None and age > within:
        yield f"This call is {age} days old; complaints are taken within {within} days of a call."
    elif within and age is not None:
        yield f"Complaints are taken within {within} days of a call: {within - age} are left."
    if fact.confidence is not Confidence.READ:
        yield "The form was not seen: its fields are told as they are remembered."
    if report.household.region in NOT_ENGLISH:
        yield "The form is not in English; the account of the call is. Tell it in your own words."
