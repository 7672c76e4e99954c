"""What was, is and will be between the consumer and a vendor, over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from screener.dates import add_months
from screener.relationship import INQUIRY_MONTHS, TRANSACTION_MONTHS, relationship
from screener.words import Relation

if TYPE_CHECKING:
    from screener.vendor import Vendor

STATE = {
    Relation.CURRENT: ("●", "customer"),
    Relation.INQUIRY: ("◐", "asked"),
    Relation.LAPSED: ("○", "lapsed"),
    Relation.NONE: (" ", "no dates"),
}
STROKE = {
    Relation.CURRENT: "━",
    Relation.INQUIRY: "╍",
    Relation.LAPSED: "┄",
    Relation.NONE: " ",
}
LONG = 26
"""Cells of the line."""


@dataclass(frozen=True, slots=True)
class Span:
    """From a day on, one relation."""

    start: date
    relation: Relation


def spans(vendor: Vendor) -> tuple[Span, ...]:
    """The relations one after the other, those to come as well, by the same rule as every call's.
    Empty where no date tells of any."""
    known = (vendor.customer_since, vendor.last_transaction, vendor.last_inquiry, vendor.ended)
    turns = {day for day in known if day is not None}
    for day, months in (
        (vendor.last_transaction, TRANSACTION_MONTHS),
        (vendor.last_inquiry, INQUIRY_MONTHS),
    ):
        if day is not None:
            turns.add(add_months(day, months) + timedelta(days=1))
    found: list[Span] = []
    for day in sorted(turns):
        relation = relationship(vendor, day)
        if relation is not (found[-1].relation if found else Relation.NONE):
            found.append(Span(day, relation))
    return tuple(found)


def timeline(vendor: Vendor, today: date) -> str:
    """The spans as a line to scale, and below it a line for each. Empty where there are none."""
    found = spans(vendor)
    if not found:
        return ""
    lines = [_stroke(found, today)] if len(found) > 1 or found[0].start < today else []
    ends = [span.start - timedelta(days=1) for span in found[1:]]
    for span, end in zip(found, [*ends, None], strict=True):
        glyph, word = STATE[span.relation]
        if span.start > today:
            when = f"{_day(span.start)}, as it stands"
        elif end is None or end >= today:
            when = f"since {_day(span.start)}"
        else:
            when = f"{_day(span.start)} – {_day(end)}"
        lines.append(f"{glyph} {word:<8} {when}")
    return "\n".join(lines)


def _stroke(found: tuple[Span, ...], today: date) -> str:
    first, last = found[0].start, max(today, found[-1].start)
    days = max((last - first).days, 1)
    cells = []
    for at in range(LONG):
        day = first + timedelta(days=days * at // (LONG - 1))
        relation = next(span.relation for span in reversed(found) if span.start <= day)
        cells.append(STROKE[relation])
    cells[(min(today, last) - first).days * (LONG - 1) // days if today >= first else 0] = "│"
    return f"{first.year} {''.join(cells)} {last.year}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def missing(vendor: Vendor) -> tuple[str, ...]:
    """What would make the book better at telling their calls apart."""
    found = []
    if not vendor.numbers:
        found.append("no number: who rings can only claim to be them")
    dates = (vendor.customer_since, vendor.last_transaction, vendor.last_inquiry, vendor.ended)
    if not any(dates):
        found.append("no date: they count as yours today, whatever happened")
    return tuple(found)
