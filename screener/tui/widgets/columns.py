"""A call, and the heading of a group of calls, as the columns of one line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from screener.text import one_line
from screener.tui import wording
from screener.tui.lists import Grouping, Heading
from screener.words import Allowed

if TYPE_CHECKING:
    from screener.store.rows import Row

WHEN, WHAT, ALLOWED = 13, 17, 2
SAID, HOME = 24, 15
"""Columns that the words keep, and those that who took it and on which line get beside them."""
_EPOCH = date(1970, 1, 1)

Cell = tuple[str, str]
"""A text and the kind of style that it has."""


def cells(row: Row, today: date, width: int, by: str = "") -> list[Cell]:
    """A call's columns for a width: when, what, whether allowed, who, and what was said.
    In a group, what the heading says already is not said again."""
    when = wording.short_moment(row.at, today) if row.at else "no time"
    if by == Grouping.DAY and row.at:
        when = f"  {row.at:%H:%M}"
    elif by:
        when = f"  {when}"
    what, kind = what_of(row)
    first = WHEN + (2 if by and by != Grouping.DAY else 0)
    rest = width - 1 - first - WHAT - ALLOWED
    found = [
        (set_cell_size(when, first), "faint"),
        (set_cell_size(what, WHAT), kind),
        (set_cell_size(allowed_mark(row), ALLOWED), "strong"),
    ]
    name = (row.number or "withheld") if by == Grouping.COMPANY else name_of(row)
    said = rest - max(16, min(30, rest * 2 // 5)) - 1
    who = rest if said < 16 else rest - said - 1
    found.append((set_cell_size(one_line(name, who), who), "" if by else "strong"))
    if who < rest:
        home = household(row) if said >= SAID + HOME else ""
        said -= HOME if home else 0
        found.append((" " + set_cell_size(one_line(row.said, said), said), "faint"))
        if home:
            found.append((" " + set_cell_size(one_line(home, HOME - 1), HOME - 1), "faint"))
    return found


def household(row: Row) -> str:
    """Who took a call, and the end of the number that it came in on: Eve ·0142."""
    digits = "".join(filter(str.isdigit, row.own_number))
    line = f"·{digits[-4:]}" if digits else row.own_number
    return f"{row.taken_by} {line}".strip()


def heading_cells(line: Heading, today: date, width: int) -> list[Cell]:
    """▾ Orkin                    214 calls   ◆ 3  ▲ 211         last today 14:02"""
    mark = "▾ " if line.open else "▸ "
    count = wording.counted(line.calls, "call")
    labels = "  ".join(f"{wording.GLYPH[label]} {calls:,}" for label, calls in line.labels.items())
    last = ""
    if line.by != Grouping.DAY and line.newest.at:
        last = f"last {wording.short_moment(line.newest.at, today)}"
    name = max(16, min(34, (width - 30) // 2))
    left = width - 1 - 2 - name - 13
    tail = last if cell_len(labels) + cell_len(last) + 2 <= left else ""
    middle = max(left - cell_len(tail), 0)
    return [
        (mark, "heading"),
        (set_cell_size(one_line(group_name(line, today), name), name), "heading"),
        (f" {count:>11} ", ""),
        (set_cell_size(" " + labels, middle), "faint"),
        (tail, "faint"),
    ]


def group_name(line: Heading, today: date) -> str:
    """What the calls of a group share."""
    newest = line.newest
    if line.by == Grouping.DAY and isinstance(line.group, int):
        return _day(line.group, today)
    if line.by == Grouping.NUMBER:
        called = newest.vendor or newest.company
        return (newest.number or "withheld") + (f" {called}" if called else "")
    return newest.vendor or newest.company or newest.number or "withheld"


def _day(number: int, today: date) -> str:
    try:
        day = _EPOCH + timedelta(days=number)
    except OverflowError:
        return "a day outside of the calendar"
    words = f"{day:%a} {day.day} {day:%b %Y}"
    return f"{words}, today" if day == today else words


def name_of(row: Row) -> str:
    """Whom a call is from: the vendor, else who they said, else the number."""
    return row.vendor or row.company or row.number or "withheld"


def allowed_mark(row: Row) -> str:
    """✗ refused, ✓ allowed; nothing where nobody was asked."""
    if row.permission is Allowed.REFUSED:
        return "✗"
    return "✓" if row.permission is Allowed.ALLOWED else ""


def what_of(row: Row) -> Cell:
    """Glyph and word of what a call was."""
    mark = "✎" if row.corrected else ""
    if row.label is None:
        return f"{wording.NOT_SCREENED} not screened", "faint"
    if row.scam and not row.corrected:
        return f"{wording.SCAM} scam", "scam"
    return f"{wording.GLYPH[row.label]} {wording.SHORT[row.label]} {mark}".rstrip(), ""
