"""A call, and the heading of a group of calls, as the columns of one line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from screener.text import counted, one_line
from screener.tui import wording
from screener.tui.lists import Grouping, Heading
from screener.words import Allowed

if TYPE_CHECKING:
    from screener.store.rows import Row

WHEN, WHAT, ALLOWED = 13, 17, 2
SAID, HOME = 24, 15
"""Columns that the words keep, and those that who took it and on which line get at most."""
LABELS, LAST = 18, 18
"""Columns of a heading for its labels, and for when the last of its calls was."""
_EPOCH = date(1970, 1, 1)

Cell = tuple[str, str]
"""A text and the kind of style that it has."""


def cells(row: Row, today: date, width: int, by: str = "") -> list[Cell]:
    """A call's columns for a width: when, what, whether allowed, who, and what was said.
    In a group, what the heading says already is not said again."""
    when = wording.short_moment(row.at, today) if row.at else "no time"
    if by == Grouping.DAY and row.at:
        when = f"  {row.at:%H:%M}"
    else:
        # Times below each other, whatever stands before them.
        when = ("  " if by else "") + when.rjust(WHEN - 1)
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
        home = one_line(household(row), HOME - 1) if said >= SAID + HOME else ""
        said -= cell_len(home) + 1 if home else 0
        found.append((" " + set_cell_size(one_line(row.said, said), said), "faint"))
        if home:
            found.append((f" {home}", "faint"))
    return found


def household(row: Row) -> str:
    """Who took a call, and the end of the number that it came in on: Eve ·0142."""
    digits = "".join(filter(str.isdigit, row.own_number))
    line = f"·{digits[-4:]}" if digits else row.own_number
    return f"{row.taken_by} {line}".strip()


def heading_cells(line: Heading, today: date, width: int) -> list[Cell]:
    """▾ Orkin                    214 calls   ◆ 3  ▲ 211         last today 14:02"""
    mark = "▾ " if line.open else "▸ "
    count = counted(line.calls, "call")
    left = width - 1 - 2 - 13
    labels = LABELS if left < 2 * LABELS + LAST + 8 else 2 * LABELS
    tail = LAST if left >= labels + LAST + 20 else 0
    name = min(left - labels - tail, 40)
    last = ""
    if line.by != Grouping.DAY and line.newest.at and tail:
        last = f"last {wording.short_moment(line.newest.at, today)}".rjust(tail)
    return [
        (mark, "heading"),
        (set_cell_size(one_line(group_name(line, today), name), name), "heading"),
        (f" {count:>11} ", ""),
        (set_cell_size(" " + labels_of(line, labels - 2), labels), "faint"),
        (last, "faint"),
    ]


def labels_of(line: Heading, room: int) -> str:
    """◆ 3  ▲ 211: how often each label; closer where there is little room, and never half a
    figure."""
    parts = [f"{wording.GLYPH[label]} {calls:,}" for label, calls in line.labels.items()]
    if cell_len("  ".join(parts)) <= room:
        return "  ".join(parts)
    close = [part.replace(" ", "") for part in parts]
    while len(close) > 1 and cell_len(" ".join(close)) > room:
        close = [*close[:-2], "…"]
    return " ".join(close)


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
