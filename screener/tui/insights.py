"""What the Insights place lists beside its charts: lines, each with the words that find its calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import set_cell_size

from screener.insights import SHOWN
from screener.text import counted, one_line, plain
from screener.tui import wording

if TYPE_CHECKING:
    from screener.insights import Changes, Company, Corrections, OptOut, OptOuts
    from screener.words import Label

MOST = 10
"""Opt-outs that are listed; Rights has them all."""
WHO = 26
_MARK = {"broken": "✗", "running": "●", "kept so far": "✓"}


class Line(NamedTuple):
    """A line and the words that find its calls; without words nothing stands behind it."""

    text: str
    words: str = ""


def glyph(label: Label | None) -> str:
    """A label's sign."""
    return wording.NOT_SCREENED if label is None else wording.GLYPH[label]


def company_lines(companies: Sequence[Company]) -> list[Line]:
    """Companies with how often they called, from how many numbers, and as what."""
    if not companies:
        return [Line("No call named a company.")]
    return [
        Line(
            f"{each.calls:>6,}  {_who(each.name)} {_numbers(each.numbers)}  {_signs(each)}",
            each.words,
        )
        for each in companies
    ]


def _numbers(numbers: int) -> str:
    return f"{numbers:>3,} {'no.' if numbers == 1 else 'nos.':<4}" if numbers else " " * 8


def _signs(each: Company) -> str:
    signs = [f"{glyph(label)} {calls:,}" for label in SHOWN if (calls := each.labels.get(label))]
    signs += [f"{wording.SCAM} {each.scams:,}"] if each.scams else []
    signs += [f"✗ {each.refused:,}"] if each.refused else []
    return "  ".join(signs)


def change_lines(changes: Changes) -> list[Line]:
    """This month beside the one before, and who is new."""
    before = f"{changes.first_before:%b}"
    lines = [Line(f"{'':<18}{changes.first:%b}".ljust(22) + f"{before:>7}  to the same day")]
    lines += [
        Line(
            f"{each.what:<16}{each.now:>7,}{each.before:>7,}  {_step(each.now - each.before)}",
            each.words,
        )
        for each in changes.changes
        if each.now or each.before or each is changes.changes[0]
    ]
    lines += [
        Line(f"new: {_who(each.name)} {counted(each.calls, 'call')}", each.words)
        for each in changes.new
    ]
    return lines


def _step(by: int) -> str:
    if not by:
        return "as many"
    return f"{'▲' if by > 0 else '▼'} {abs(by):,} {'more' if by > 0 else 'fewer'}"


def opt_out_lines(found: OptOuts) -> list[Line]:
    """Opt-outs, the broken ones first, under how many stand how."""
    if not found.entries:
        return [Line("You have told nobody to stop.")]
    sums = (f"{_MARK.get(state, '–')} {count:,} {state}" for state, count in found.states.items())
    lines = [Line("  ".join(sums))]
    lines += [Line(f"{_who(each.who)} {_state(each)}", each.words) for each in found.entries[:MOST]]
    if len(found.entries) > MOST:
        lines.append(Line(f"{len(found.entries) - MOST:,} more in Rights"))
    return lines


def _state(each: OptOut) -> str:
    mark = _MARK.get(each.state, "–")
    if each.state == "broken":
        return f"{mark} broken by {counted(each.broken, 'call')}"
    if each.state == "running":
        return f"{mark} {counted(each.days_left or 0, 'day')} left"
    return f"{mark} {each.state}"


def correction_lines(found: Corrections) -> list[Line]:
    """How often the verdict was put right, from what to what, and whose calls."""
    share = f", {found.changed / found.judged:.1%}" if found.changed and found.judged else ""
    lines = [Line(f"{found.changed:,} of {counted(found.judged, 'call')} judged{share}")]
    lines += [Line(f"{found.agreed:,} more you said were right")] if found.agreed else []
    lines += [
        Line(f"{each.calls:>6,}  {_name(each.was)} → {_name(each.now)}", each.words)
        for each in found.by_label
    ]
    return lines + [Line(f"{calls:>6,}  of {_who(name)}", words)
                    for name, calls, words in found.companies]  # fmt: skip


def _name(label: Label | None) -> str:
    return f"{glyph(label)} {wording.SHORT[label] if label else 'not screened'}"


def fault_lines(words: str) -> Iterable[Line]:
    """What could not be told."""
    return [Line(plain(words))]


def _who(name: str) -> str:
    return set_cell_size(one_line(name, WHO), WHO)
