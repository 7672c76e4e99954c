"""The letter that makes an opt-out in writing, in the words of the household's country."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from screener.dates import local
from screener.ledger import EntryKind, LedgerEntry, Party, PartyKind
from screener.phone import NumberKind, display, read_number
from screener.reports.document import Block, Document, Items, Lines, Section, Text
from screener.reports.evidence import Occasion, Report
from screener.reports.letterfiles import (
    Paragraph,
    Wording,
    letter_folders,
    put_in,
    read_letter_file,
)
from screener.reports.saying import together
from screener.text import one_line
from screener.words import OPT_OUT_PURPOSES, PREFERENCE_PURPOSES, Purpose

_EUROPE, _ANYWHERE = "eu", "other"
_REFUSING = frozenset({EntryKind.OPT_OUT, EntryKind.REVOCATION})
_MOST = 30
"""Calls and requests that are listed, the newest."""
_QUOTED = 160
"""Characters of the words of an earlier request."""


class Letter(NamedTuple):
    """A letter with what it asks for: `request` are the words of the opt-out itself."""

    document: Document
    party: Party
    purposes: tuple[Purpose, ...]
    request: str


@lru_cache(maxsize=8)
def load_wording(country: str, user_folder: Path | None = None) -> Wording:
    """The letter of a country: its own, that of Europe, else one without law. A file of the
    person's own (`letters` in their rules folder) comes first. Raises Fault for a file that is
    not in order."""
    folders = letter_folders(user_folder)
    for name in (country.lower(), _EUROPE, _ANYWHERE):
        for folder in folders:
            path = folder / f"{name}.toml"
            if not path.is_file():
                continue
            wording = read_letter_file(path)
            if name == _ANYWHERE or country in wording.countries:
                return wording
    raise FileNotFoundError(folders[-1] / f"{_ANYWHERE}.toml")


def purposes_of(report: Report) -> tuple[Purpose, ...]:
    """What a party was told to stop calling for as it now stands, else sales alone."""
    stands: dict[Purpose, bool] = {}
    for entry in report.entries:
        if entry.kind is not EntryKind.CONFIRMATION:
            stands[entry.purpose] = entry.kind in _REFUSING
    refused = tuple(one for one in PREFERENCE_PURPOSES if stands.get(one))
    return refused or (Purpose.SALES,)


def compose(report: Report, wording: Wording, purposes: tuple[Purpose, ...]) -> Letter:
    """The letter to a party about calls for these purposes, from its report."""
    household = report.household
    told = [entry for entry in report.entries if _refuses(entry, purposes)]
    called = [one for one in report.occasions if _despite(one, told, purposes)]
    own = tuple(display(number, household.region) for number in household.own_numbers)
    values = {
        "company": _company(report),
        "purposes": wording.listed(tuple(wording.purposes[one] for one in purposes)),
        "own_numbers": wording.listed(own) or wording.own_numbers,
        "records": str(report.anchor.records),
        "anchor": report.anchor.head,
    }
    lists = {
        "told": tuple(_told(entries[0], report, wording) for entries in together(told)),
        "called": tuple(_called(one, report, wording) for one in called),
    }
    holds = {
        "told": bool(told),
        "called": bool(called),
        "no service": not {Purpose.SERVICE, Purpose.ACCOUNT} & set(purposes),
    }
    body: list[Block] = []
    for paragraph in wording.paragraphs:
        if all(holds[condition] for condition in paragraph.when):
            body += _blocks(paragraph, values, lists)
    request = next(one.text for one in wording.paragraphs if one.id == "request")
    here = local(report.made_at, household.time_zone)
    document = Document(
        title=put_in(wording.subject, values),
        sections=(
            Section("", (Lines(wording.yours),)),
            Section("", (Lines(tuple(put_in(line, values) for line in wording.theirs)),)),
            Section("", (Text(wording.spoken_day(here.date())),)),
            Section("", (Text(put_in(wording.subject, values), strong=True),)),
            Section("", (Text(wording.greeting), *body)),
            Section("", (Lines((wording.closing, "", "", wording.yours[0])),)),
        ),
        language=wording.language,
        heading=False,
    )
    return Letter(document, report.party, purposes, put_in(request, values))


def _blocks(
    paragraph: Paragraph, values: Mapping[str, str], lists: Mapping[str, tuple[str, ...]]
) -> list[Block]:
    blocks: list[Block] = [Text(put_in(paragraph.text, values))]
    if paragraph.list:
        blocks.append(Items(lists[paragraph.list][-_MOST:]))
    return blocks


def _refuses(entry: LedgerEntry, purposes: tuple[Purpose, ...]) -> bool:
    return entry.kind in _REFUSING and entry.purpose in purposes


def _despite(one: Occasion, told: list[LedgerEntry], purposes: tuple[Purpose, ...]) -> bool:
    """Whether a call came although they had been told; a scam under their name is not theirs."""
    at = one.record.call.at
    if at is None or one.scam or not any(entry.at < at for entry in told):
        return False
    unwanted = one.purpose in OPT_OUT_PURPOSES and one.purpose in purposes
    return unwanted or bool(one.violations)


def _company(report: Report) -> str:
    if report.party.kind is not PartyKind.NUMBER:
        return report.party.value
    number = display(report.party.value, report.household.region)
    return f"{report.names[-1]} ({number})" if report.names else number


def _told(entry: LedgerEntry, report: Report, wording: Wording) -> str:
    here = local(entry.at, report.household.time_zone)
    values = {
        "day": wording.spoken_day(here.date()),
        "time": f"{here:%H:%M}",
        "how": wording.how[entry.how],
        "words": f"“{one_line(entry.words, _QUOTED)}”" if entry.words.strip() else "",
    }
    return put_in(wording.told, values).strip().removesuffix(":").rstrip()


def _called(one: Occasion, report: Report, wording: Wording) -> str:
    call, region = one.record.call, report.household.region
    here = one.local or report.made_at
    shown = read_number(call.number, region)
    withheld = shown.kind is NumberKind.WITHHELD
    values = {
        "day": wording.spoken_day(here.date()),
        "time": f"{here:%H:%M}",
        "number": wording.withheld if withheld else display(call.number, region),
    }
    return put_in(wording.called, values)
