"""What passed between the household and one caller, told in the order of time, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from screener.ledger import EntryKind, How
from screener.text import one_line
from screener.tui import wording
from screener.tui.widgets.columns import allowed_mark, what_of

if TYPE_CHECKING:
    from screener.desk.windows import Story
    from screener.ledger import LedgerEntry
    from screener.store.records import Record
    from screener.store.rows import Row

MOST = 14
"""Events that are told; the calls around the one that is read come first."""
LONGEST = 44
"""Characters of what was said: a line each, beside the list."""

_DID = {
    EntryKind.OPT_OUT: ("✗", "you refused"),
    EntryKind.REVOCATION: ("✗", "you took back"),
    EntryKind.OPT_IN: ("✓", "you allowed"),
    EntryKind.CONFIRMATION: ("✓", "they confirmed"),
}
_WAY = {
    How.CALL: "on a call",
    How.LETTER: "by letter ✉",
    How.EMAIL: "by e-mail ✉",
    How.WEB: "on their site",
    How.TEXT: "by text",
    How.KEY_PRESS: "by a key press",
    How.OTHER: "",
}


class Event(NamedTuple):
    """One thing that happened."""

    at: datetime
    words: str
    here: bool = False


def told(story: Story, record: Record, today: date) -> Content:
    """The events around a call, one a line, and how many calls there are beside. Nothing for a
    caller of whom there is nothing else."""
    if story.calls < 2 and not story.entries:
        return Content("")
    events = sorted((*_calls(story, record), *_entries(story)), key=lambda event: event.at)[::-1]
    here = next((at for at, event in enumerate(events) if event.here), 0)
    first = max(0, min(here - MOST // 2, len(events) - MOST))
    shown = events[first : first + MOST]
    lines = [_line(event, today) for event in shown]
    more = len(events) + max(story.calls - len(story.rows), 0) - len(shown)
    if more:
        lines.append(Content(f"… and {more:,} more: b groups the list by company"))
    return Content("\n").join(lines)


def _line(event: Event, today: date) -> Content:
    when = f"{wording.short_moment(event.at, today):>12} "
    if event.here:
        return Content.assemble((f"{when} {event.words}  ◂ this call", "bold"))
    return Content.assemble((when, "$text-muted"), " ", event.words)


def _calls(story: Story, record: Record) -> Iterator[Event]:
    for row in story.rows:
        at = row.at or (record.call.logged_at if row.id == record.call.id else None)
        if at is not None:
            yield Event(at, _called(row), row.id == record.call.id)


def _called(row: Row) -> str:
    what, mark = what_of(row)[0], allowed_mark(row)
    said = one_line(row.said, LONGEST)
    return f"{what}{f' {mark}' if mark else ''}" + (f": {said}" if said else "")


def _entries(story: Story) -> Iterator[Event]:
    """Entries of one moment and one way are one event."""
    found: dict[tuple[datetime, EntryKind, How], list[LedgerEntry]] = {}
    for entry in story.entries:
        found.setdefault((entry.at, entry.kind, entry.how), []).append(entry)
    for (at, kind, how), entries in found.items():
        mark, did = _DID[kind]
        purposes = ", ".join(entry.purpose for entry in entries)
        words = one_line(entries[0].words, LONGEST)
        said = f" “{words}”" if words else ""
        yield Event(at, f"{mark} {did}: {purposes} {_WAY[how]}".rstrip() + said)
