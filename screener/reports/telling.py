"""A report as a document for a person: who, when, what was said, what was promised, what broke."""

from collections.abc import Iterator

from screener.conditions import told
from screener.consent import spoken_day
from screener.ledger import LedgerEntry
from screener.phone import display
from screener.reports.complaint import Sheet, sheets_of
from screener.reports.document import Block, Document, Items, Lines, Pairs, Part, Section, Text
from screener.reports.evidence import Occasion, Report
from screener.reports.saying import (
    day_words,
    gap_words,
    listed,
    moment_words,
    number_words,
    party_words,
    purposes_words,
    short_moment,
    together,
)
from screener.reports.telling_calls import calls_section
from screener.text import counted
from screener.vendor import Preference
from screener.violations import NO_ADVICE, Duty, Violation
from screener.words import PREFERENCE_PURPOSES, Choice

PROOF = (
    "All calls, amendments, corrections and ledger entries of the log are linked in one chain, "
    "each by a hash over itself and all before it. The head quoted here stands for all of them "
    "at this moment. `screener verify` compares the log with it: should a record be changed, "
    "moved, taken out or put in between later on, it shows. It does not show who wrote a record, "
    "nor that it was true when it was written; when it was written is told by this computer's "
    "clock."
)
"""What a quoted head proves, and what it does not."""


def report_document(report: Report, most_sheets: int) -> Document:
    """The whole report, in the order of what a reader asks first."""
    sections = (
        _summary(report),
        _party(report),
        _violations(report),
        _ledger(report),
        _preferences(report),
        calls_section(report),
        _chain(report),
        *_sheets(report, most_sheets),
    )
    who = party_words(report.party, report.household.region)
    title = f"Calls of {who}: report of {spoken_day(report.made_at)}"
    return Document(title, tuple(section for section in sections if section.blocks))


# The head


def _summary(report: Report) -> Section:
    likely = sum(one.sure == "likely" for one in report.violations)
    possible = len(report.violations) - likely
    first, last = (
        (_when(report.occasions[place]) for place in (0, -1)) if report.occasions else ("", "")
    )
    span = (
        f", from {first} to {last}" if len(report.occasions) > 1 else f", {first}" if first else ""
    )
    broken = f"{likely} likely and {possible} possible" if report.violations else "none found"
    if report.law is None:
        broken = f"not looked for: the law of {report.household.region} is not on file"
    pairs = (
        ("Made", f"{moment_words(report.made_at)} with screener {report.program}"),
        ("Calls", counted(len(report.occasions), "call") + span),
        ("Ledger", counted(len(report.entries), "entry", "entries")),
        ("Broken rules", broken),
        ("Chain", f"{_short_anchor(report)} (told at the end)"),
    )
    return Section("", (Pairs(pairs), Text(NO_ADVICE)))


def _when(occasion: Occasion) -> str:
    return short_moment(occasion.local)


def _party(report: Report) -> Section:
    vendor, region = report.vendor, report.household.region
    pairs = [("Party", f"{party_words(report.party, region)} ({report.party.kind})")]
    if vendor is not None:
        pairs += [
            ("Names on file", listed((vendor.name, *vendor.aliases))),
            ("Numbers on file", listed(display(n, region) for n in vendor.numbers) or "none"),
            ("What they are", vendor.category or "not noted"),
            ("Customer since", day_words(vendor.customer_since)),
            ("Last transaction", day_words(vendor.last_transaction)),
            ("Last inquiry", day_words(vendor.last_inquiry)),
            ("Ended", day_words(vendor.ended)),
        ]
    pairs += [
        ("Names they gave", listed(report.names) or "none"),
        (
            "Numbers they showed",
            "; ".join(number_words(n, region) for n in report.numbers) or "none",
        ),
        ("Household", _place(report)),
    ]
    return Section("Who", (Pairs(tuple(pairs)),))


def _place(report: Report) -> str:
    household, law = report.household, report.law
    place = law.name if law else household.region
    state = law.states.get(household.state, household.state) if law else household.state
    parts = [place, state, household.time_zone and f"time zone {household.time_zone}"]
    own = listed(display(number, household.region) for number in household.own_numbers)
    parts.append(own and f"own numbers {own}")
    registered = household.registered_on
    parts.append((registered and f"in the register since {spoken_day(registered)}") or "")
    return ", ".join(part for part in parts if part)


# Rules


def _violations(report: Report) -> Section:
    places = {one.record.call.id: one.number for one in report.occasions}
    blocks: list[Block] = [_violation(one, places[one.call]) for one in reversed(report.violations)]
    scams = [
        f"Call {places[one.call]}, {short_moment(one.at)}: {one.words}" for one in report.scams
    ]
    if scams:
        blocks.append(Part("Scams under this name", (Items(tuple(reversed(scams))),)))
    said = tuple(dict.fromkeys(said for one in report.violations for said in one.remedies))
    if said:
        blocks.append(Part("What the law gives for it", (Items(said),)))
    return Section("Rules that may be broken", tuple(blocks))


def _violation(one: Violation, place: int) -> Part:
    pairs = [
        ("What they did", one.words),
        ("How sure", f"{one.sure}" + (": " + " ".join(one.doubts) if one.doubts else "")),
        ("The rule", one.says),
        ("Citation", one.citation),
        ("Read at", one.source),
    ]
    if one.since:
        pairs.append(("Since", spoken_day(one.since)))
    if one.deadline:
        pairs.append(("To be honoured by", spoken_day(one.deadline)))
    if one.times > 1:
        pairs.append(
            ("Within 12 months", f"call number {one.times} of theirs that broke such a rule")
        )
    return Part(f"Call {place}, {short_moment(one.at)}: {one.breach}", (Pairs(tuple(pairs)),))


# What was promised and asked for


def _ledger(report: Report) -> Section:
    region = report.household.region
    clocks = {(one.party, one.at): one for one in report.duties}
    blocks: list[Block] = []
    for entries in together(report.entries):
        first = entries[0]
        duty = clocks.get((first.party, first.at))
        pairs = (*_entry(entries, region), *(_duty(duty) if duty else ()))
        title = f"{short_moment(first.at)}: {first.kind}"
        blocks.append(Part(title, (Pairs(tuple(pairs)),)))
    return Section("What you told them, and when it had to be honoured", tuple(blocks))


def _entry(entries: tuple[LedgerEntry, ...], region: str) -> Iterator[tuple[str, str]]:
    first = entries[0]
    gap = first.logged_at - first.at if first.logged_at else None
    yield "For", f"{purposes_words(one.purpose for one in entries)} calls"
    yield "Party", party_words(first.party, region)
    yield "Happened", moment_words(first.at)
    yield "Written down", f"{moment_words(first.logged_at)}, {gap_words(gap)}"
    yield "How", str(first.how)
    for name, value in (
        ("Words", f"“{first.words}”" if first.words.strip() else ""),
        ("To whom", first.to_whom),
        ("Their reference", first.reference),
        ("SHA-256 of a proof", first.file_hash),
        ("In call", first.call),
        ("Note", first.note),
    ):
        if value.strip():
            yield name, value


def _duty(duty: Duty) -> Iterator[tuple[str, str]]:
    if duty.honour_by is None:
        yield "Deadline", "the law on file names none for such calls"
        return
    at_once = " (by another rule: at once)" if duty.at_once else ""
    yield "To be honoured by", f"{spoken_day(duty.honour_by)}{at_once}; {duty.citation}"
    until = f"{spoken_day(duty.until)} at least" if duty.until else "no end"
    yield "Counts until", until
    early = f", {counted(duty.early, 'call')} up to that day" if duty.early else ""
    broken = (
        f"broken by {counted(duty.broken, 'call')} after that day" if duty.broken else duty.state
    )
    yield "So far", broken + early


def _preferences(report: Report) -> Section:
    vendor, household = report.vendor, report.household
    lines = [_preference(one) for one in (vendor.preferences if vendor else ())]
    for purpose in PREFERENCE_PURPOSES:
        choice = household.defaults.get(purpose)
        if choice is not None:
            words = (
                "refused unless allowed" if choice is Choice.OPT_IN else "allowed unless refused"
            )
            lines.append(f"All {purpose} calls, whoever rings: {words} (the household's default).")
    return Section("Preferences", (Items(tuple(lines)),) if lines else ())


def _preference(one: Preference) -> str:
    since = f" since {spoken_day(one.at)}" if one.at else ""
    how = f", said by {one.how}" if one.how else ""
    tied = told(one.conditions)
    return f"{one.purpose}: {one.choice}{since}{how}" + (f", {tied}" if tied else "") + "."


# The end


def _chain(report: Report) -> Section:
    pairs = (
        ("Records", f"{report.anchor.records:,}"),
        ("Taken", moment_words(report.made_at)),
        ("To compare", f"screener verify --anchor {_short_anchor(report)}"),
    )
    head = Lines(("Head of the chain:", report.anchor.head))
    return Section("What holds this together", (head, Pairs(pairs), Text(PROOF)))


def _short_anchor(report: Report) -> str:
    return f"{report.anchor.head[:16]}:{report.anchor.records}"


def _sheets(report: Report, most: int) -> Iterator[Section]:
    found = sheets_of(report, most)
    for number, sheet in enumerate(found.sheets, 1):
        yield _sheet(report, sheet, number)
    more = tuple(f"{name}: {counted(count, 'older call')}" for name, count in found.more.items())
    if more:
        words = "Sheets for older calls are made with a higher --sheets:"
        yield Section("More sheets", (Text(words), Items(more)))


def _sheet(report: Report, sheet: Sheet, number: int) -> Section:
    calls = listed(map(str, sheet.calls))
    about = [
        ("About", f"call {calls}" if len(sheet.calls) == 1 else f"calls {calls}"),
        ("Where", sheet.url),
        ("By telephone", sheet.phone),
        ("What they take", sheet.about),
        ("What they need", sheet.needs),
    ]
    fields = tuple((one.field, one.value) for one in sheet.fields)
    blocks: list[Block] = [Pairs(tuple(pair for pair in about if pair[1]))]
    blocks += [Items(sheet.notes)] if sheet.notes else []
    blocks.append(Part("The form's fields, in its order", (Pairs(fields),)))
    return Section(f"Complaint sheet {number}: {sheet.regulator}", tuple(blocks), own_sheet=True)
