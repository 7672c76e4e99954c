"""The calls of a report as a section: facts, amendments, verdict and permission of each."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from screener.consent import spoken_day
from screener.phone import display
from screener.reports.document import Block, Items, Pairs, Part, Section, Table, Text
from screener.reports.evidence import LegalTie, Occasion, Report
from screener.reports.saying import (
    gap_words,
    listed,
    moment_words,
    number_words,
    offset_words,
    short_moment,
    written_moment,
)
from screener.scam import hedge, scam_words
from screener.standing import Tie
from screener.store.records import Amendment
from screener.text import counted
from screener.undecided import why_undecided
from screener.words import Label, Purpose

_LONGEST = 10_000
"""Characters of one fact that are told."""


def calls_section(report: Report) -> Section:
    """All calls: at a glance first, then each with all that is known of it."""
    if not report.occasions:
        return Section("Calls", (Text("No call of theirs was logged."),))
    heads = (("No.", 4), ("When", 16), ("Number", 18), ("What it was", 24), ("Permission", 10))
    rows = tuple(_glance(one, report.household.region) for one in report.occasions)
    parts = (_call(report, one) for one in report.occasions)
    return Section("Calls, the oldest first", (Table(heads, rows), *parts), own_sheet=True)


def _glance(one: Occasion, region: str) -> tuple[str, ...]:
    record = one.record
    shown = display(record.call.number, region) if record.call.number.strip() else "none shown"
    permission = str(record.permission or "not judged").replace("_", " ")
    return (str(one.number), short_moment(one.local), shown, _label(record.shown), permission)


def _label(label: Label | None) -> str:
    return "not screened" if label is None else label.shown


def _call(report: Report, one: Occasion) -> Part:
    blocks: list[Block] = [Pairs(tuple(_facts(report, one)))]
    if one.record.amended:
        blocks.append(Part("Amended", (Items(tuple(map(_amended, one.record.amended))),)))
    if one.record.screening:
        blocks.append(Part("Verdict", tuple(_verdict(one, one.record.screening))))
    elif one.record.correction:
        blocks.append(Part("Verdict", (Pairs((("What you say it was", _correction(one)),)),)))
    for place, broken in enumerate(one.violations):
        blocks += [Text("May have broken:")] if place == 0 else []
        blocks.append(Items((f"{broken.breach} ({broken.sure}): {broken.words}",)))
    return Part(f"Call {one.number}: {moment_words(one.local)}", tuple(blocks))


def _facts(report: Report, one: Occasion) -> Iterator[tuple[str, str]]:
    call, region = one.record.call, report.household.region
    utc = "" if call.at is None else f"{call.at:%Y-%m-%d %H:%M:%S} {offset_words(call.at)}"
    yield "Call", call.id
    yield "Happened", f"{moment_words(one.local)}; noted as {utc}" if utc else "no time noted"
    yield "Written down", f"{moment_words(call.logged_at)}, {gap_words(one.gap)}"
    yield "Number shown", number_words(call.number, region)
    texts = (
        ("Name shown", call.caller_id),
        ("Company given", call.company),
        ("Attributed to", one.record.vendor or ""),
        ("Agent", call.agent),
        ("Number to ring back", call.callback_number),
        ("Product", call.product),
        ("What was said", call.said),
        ("What became of it", call.status or ""),
        ("Duration", "" if call.duration is None else counted(call.duration, "second")),
        ("Recorded voice", {None: "", True: "yes", False: "no"}[call.recorded]),
        ("Ticked", listed(call.tells)),
        ("Answers", listed(f"{each.question}: {each.answer}" for each in call.answers)),
        ("Your line", call.own_number),
        ("Taken by", call.taken_by),
        ("Note", call.note),
        ("From feed", listed(text for text in (call.source, call.source_id) if text)),
    )
    yield from ((name, value) for name, value in texts if value.strip())
    yield from _standing(report, one)


def _standing(report: Report, one: Occasion) -> Iterator[tuple[str, str]]:
    """Permission and relationship: yours and the law's are different things."""
    judged = one.record.screening
    if judged:
        yield "Permission then", _permission(judged)
    if one.permission_now is not None:
        words = one.permission_now.words or str(one.permission_now.state).replace("_", " ")
        yield "By today's ledger", f"{words} (for {one.purpose} calls)"
    if judged:
        yield "Relationship to you", str(judged["relationship"])
    if one.tie is not None:
        yield "Relationship in law", _tie(one.tie)


def _permission(judged: Mapping[str, Any]) -> str:
    state = str(judged["permission"]).replace("_", " ")
    by, since = judged["permission_by"], judged["permission_since"]
    words = judged["permission_words"] or state
    basis = f" (by {by}" + (f", since {written_moment(since)}" if since else "") + ")" if by else ""
    return words + basis


def _tie(held: LegalTie) -> str:
    if not held.known:
        return "the law on file makes no difference between customers and others"
    words = {
        Tie.YES: "yes, by the dates on file",
        Tie.MAYBE: "perhaps: dates that would tell are missing",
        Tie.NONE: "none, by the dates on file",
    }[held.held]
    if held.ended is None or held.held is Tie.NONE:
        return words
    return f"{words}; for sales calls ended by your request of {spoken_day(held.ended)}"


def _amended(one: Amendment) -> str:
    why = f" ({one.why})" if one.why.strip() else ""
    old, new = _value(one.old), _value(one.new)
    return f"{one.field}: was {old}, is {new}; put right {moment_words(one.at)}{why}"


def _value(value: object) -> str:
    if value is None or value in ("", ()):
        return "nothing"
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, tuple):
        return listed(": ".join(one) if isinstance(one, tuple) else str(one) for one in value)
    return f"“{str(value)[:_LONGEST]}”" if isinstance(value, str) else str(value)


def _verdict(one: Occasion, judged: Mapping[str, Any]) -> Iterator[Block]:
    told, share = bool(judged["scam"]), judged["purposes"].get(Purpose.FRAUD, 0.0)
    label, perhaps = Label(judged["label"]), hedge(scam=told, share=share)
    words = scam_words(scam=told, share=share, label=label)
    scam = f", {words}" if words else ""
    selling = ", also selling" if judged["also_selling"] else ""
    open_for = why_undecided(
        label, Purpose(judged["purpose"]), known=bool(judged.get("known_person"))
    )
    sure = open_for or f"{judged['confidence']:.0%}"
    wanted = f"{perhaps}{judged['purpose']} ({str(judged['role']).replace('_', ' ')})"
    pairs = [
        ("What it was", f"{label.shown} ({sure}){scam}{selling}"),
        ("What they wanted", wanted),
        ("Who it was", str(judged["how"])),
        (
            "Judged",
            f"{written_moment(judged['judged_at'])}, by rulebook {str(judged['rulebook'])[:16]}",
        ),
    ]
    pairs += [
        ("Before", f"{was.label.shown}, judged {written_moment(was.at)}") for was in one.earlier
    ]
    if one.record.correction:
        pairs.append(("What you say it was", _correction(one)))
    yield Pairs(tuple(pairs))
    reasons = tuple(
        f"{signal['why']} (“{signal['quote']}”)" if signal["quote"] else str(signal["why"])
        for signal in judged["signals"]
    )
    if reasons:
        yield Items(reasons)


def _correction(one: Occasion) -> str:
    correction = one.record.correction
    if correction is None:
        return ""
    note = f": {correction.note}" if correction.note.strip() else ""
    return f"{correction.label.shown}, said {moment_words(correction.at)}{note}"
