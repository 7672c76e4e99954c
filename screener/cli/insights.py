"""`screener insights`: what many calls come to, in text or for programs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from screener.cli.main import Session
from screener.cli.output import GLYPHS, emit, emit_json, shown_label
from screener.cli.times import day_option
from screener.faults import Fault
from screener.insights import (
    SHOWN,
    Changes,
    Company,
    Correction,
    Corrections,
    Figures,
    OptOut,
    OptOuts,
    Week,
    marks,
)
from screener.text import one_line
from screener.words import WEEKDAYS, Label

if TYPE_CHECKING:
    from screener.desk import Desk

_BAR = 30
_MOST = 10


@click.command()
@click.option("--since", default=None, help="From this day on (default: the last 26 weeks).")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def insights(session: Session, since: str | None, as_json: bool) -> None:
    """Count calls: by week, hour and company, opt-outs kept, this month, verdicts corrected.

    Each part ends with the words that find its calls with `screener history`.

    \b
    Example:
      screener insights --since 2026-01-01
    """
    with session.desk() as desk:
        first, today = desk.period(day_option(since, "since"))
        figures = desk.figures(first, today)
        companies, changes = desk.companies(first, _MOST), desk.changes()
        corrections, opt_outs = desk.corrections(first, today), _opt_outs(desk)
    if as_json:
        emit_json(_json(figures, companies, changes, corrections, opt_outs))
        return
    parts = (
        _weeks(figures), _hours(figures), _companies(companies), _opt_out_lines(opt_outs),
        _changes(changes), _corrections(corrections),
    )  # fmt: skip
    emit(line for part in parts for line in (*part, ""))


def _opt_outs(desk: "Desk") -> OptOuts | str:
    """What became of the opt-outs, or why that cannot be told."""
    try:
        return desk.opt_outs()
    except Fault as fault:
        return str(fault)


# For people


def _weeks(figures: Figures) -> Iterator[str]:
    yield f"Calls by week, {figures.since} to {figures.until}: {figures.calls:,} in all"
    yield "  " + "  ".join(shown_label(label) for label in SHOWN)
    most = max((week.calls for week in figures.weeks), default=0)
    called = next((at for at, week in enumerate(figures.weeks) if week.calls), None)
    if called is None:
        yield "  No call was logged in this time."
        return
    if called:
        yield f"  none before {figures.weeks[called].first}"
    for week in figures.weeks[called:]:
        bar = "".join(map(_mark, marks(week.labels, most, _BAR)))
        scams = f"  ‼ {week.scams:,}" if week.scams else ""
        yield f"  {week.first}  {week.calls:>6,}  {bar}{scams}".rstrip()
    yield "  found with: since:DAY until:DAY"


def _mark(label: Label | None) -> str:
    return "·" if label is None else GLYPHS[label]


def _hours(figures: Figures) -> Iterator[str]:
    yield "Calls by weekday and hour"
    yield "       " + "".join(f"{hour:>5}" for hour in range(24))
    for name, hours in zip(WEEKDAYS, figures.hours, strict=True):
        yield f"  {name}  " + "".join(f"{calls or '·':>5}" for calls in hours)
    yield "  found with: weekday:mon hour:9"


def _companies(companies: Sequence[Company]) -> Iterator[str]:
    yield "Companies that called most"
    for each in companies:
        parts = [
            f"{_mark(label)} {each.labels[label]:,}" for label in SHOWN if each.labels.get(label)
        ]
        parts += [f"✗ {each.refused:,} refused"] if each.refused else []
        parts += [f"‼ {each.scams:,} scams"] if each.scams else []
        numbers = f"{each.numbers:,} number{'' if each.numbers == 1 else 's'}"
        yield f"  {each.calls:>6,}  {one_line(each.name, 30):<30}  {numbers:<12}  {'  '.join(parts)}"
    if not companies:
        yield "  No call named a company."


def _opt_out_lines(found: OptOuts | str) -> Iterator[str]:
    yield "Your opt-outs"
    if isinstance(found, str):
        yield f"  {found}"
        return
    if not found.entries:
        yield "  You have told nobody to stop."
        return
    yield "  " + ", ".join(f"{count:,} {state}" for state, count in found.states.items())
    for each in found.entries[:_MOST]:
        yield f"  {each.told}  {one_line(each.who, 30):<30}  {_state_words(each)}"
    if len(found.entries) > _MOST:
        yield f"  {len(found.entries) - _MOST:,} more: screener deadlines"


def _state_words(each: OptOut) -> str:
    if each.state == "broken":
        return f"✗ broken by {each.broken:,} call{'' if each.broken == 1 else 's'}"
    if each.state == "running":
        return f"● to be honoured by {each.honour_by}"
    return f"{'✓' if each.state == 'kept so far' else '·'} {each.state}"


def _changes(found: Changes) -> Iterator[str]:
    yield (
        f"This month ({found.first} to {found.today}), beside the same days of the one before "
        f"({found.first_before} to {found.last_before})"
    )
    for each in found.changes:
        yield f"  {each.what:<16}  {each.now:>6,}  {each.before:>6,}  {each.now - each.before:>+7,}"
    if found.new:
        names = (f"{one_line(each.name, 30)} ({each.calls:,})" for each in found.new)
        yield "  new: " + ", ".join(names)


def _corrections(found: Corrections) -> Iterator[str]:
    yield "Verdicts that you corrected"
    share = f" ({found.changed / found.judged:.1%})" if found.judged else ""
    yield f"  {found.changed:,} of {found.judged:,} calls with a label{share}"
    if found.agreed:
        yield f"  {found.agreed:,} more that you said were right"
    for each in found.by_label:
        was, now = shown_label(each.was), shown_label(each.now)
        yield f"  {each.calls:>6,}  {was} → {now}"
    for name, calls, _ in found.companies:
        yield f"  {calls:>6,}  of {one_line(name, 40)}"


# For programs


def _json(
    figures: Figures,
    companies: Sequence[Company],
    changes: Changes,
    corrections: Corrections,
    opt_outs: OptOuts | str,
) -> dict[str, object]:
    return {
        "since": figures.since.isoformat(),
        "until": figures.until.isoformat(),
        "calls": figures.calls,
        "weeks": [_week_json(week) for week in figures.weeks],
        "hours": dict(zip(WEEKDAYS, figures.hours, strict=True)),
        "companies": [_company_json(each) for each in companies],
        "opt_outs": opt_outs
        if isinstance(opt_outs, str)
        else {
            "states": dict(opt_outs.states),
            "entries": [_plain(asdict(each)) for each in opt_outs.entries],
        },
        "this_month": {
            "since": changes.first.isoformat(),
            "until": changes.today.isoformat(),
            "before_since": changes.first_before.isoformat(),
            "before_until": changes.last_before.isoformat(),
            "changes": [asdict(each) for each in changes.changes],
            "new": [_company_json(each) for each in changes.new],
        },
        "corrections": {
            "judged": corrections.judged,
            "changed": corrections.changed,
            "agreed": corrections.agreed,
            "by_label": [_correction_json(each) for each in corrections.by_label],
            "companies": [
                {"name": name, "calls": calls, "words": words}
                for name, calls, words in corrections.companies
            ],
        },
    }


def _week_json(week: Week) -> dict[str, object]:
    return {
        "since": week.first.isoformat(),
        "until": week.last.isoformat(),
        "calls": week.calls,
        "labels": _labels_json(week.labels),
        "scams": week.scams,
        "words": week.words,
    }


def _company_json(each: Company) -> dict[str, object]:
    return asdict(each) | {"labels": _labels_json(each.labels)}


def _correction_json(each: Correction) -> dict[str, object]:
    return asdict(each) | {"was": each.was or "not_screened"}


def _labels_json(labels: Mapping[Label | None, int]) -> dict[str, int]:
    return {label or "not_screened": labels.get(label, 0) for label in SHOWN}


def _plain(found: dict[str, object]) -> dict[str, object]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in found.items()}
