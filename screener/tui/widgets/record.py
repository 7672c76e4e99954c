"""A stored call with all that is kept of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content

from screener.text import plain
from screener.tui import wording
from screener.tui.numbers import put_in
from screener.tui.widgets.card import PARTS, STYLES, Card
from screener.tui.widgets.sheet import FAINT, Body

if TYPE_CHECKING:
    from screener.call import Call
    from screener.desk.windows import Story
    from screener.store.records import Amendment, Correction, Record

LONGEST_SAID = 4000
"""Characters of what was said that are shown; a longer text slows the screen, and is kept."""

NONE: Mapping[str, str] = {}
"""No numbers that are written otherwise than they came."""

FACTS = {
    "caller_id": "shown as",
    "agent": "agent",
    "callback_number": "callback",
    "product": "product",
    "status": "",
    "own_number": "on your line",
    "taken_by": "taken by",
    "source": "from",
}


_FIRST = ("who", "permission", "why", "why-more")
"""Afterwards one looks for the reasons; what to say comes below them."""


class RecordCard(Card):
    """The card of a stored call: what was decided then, and what was put right since."""

    parts: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Call", "call"),
        ("Yours", "corrected"),
        ("Tags", "tags"),
        ("Note", "note"),
        ("Said", "said"),
        ("Amended", "amended"),
        *(part for name in _FIRST for part in PARTS if part[1] == name),
        ("Story", "story"),
        *(part for part in PARTS if part[1] not in _FIRST),
        ("Facts", "facts"),
    )
    styles_of: ClassVar[Mapping[str, str]] = {
        **STYLES,
        "call": "bold",
        "tags": "$text-primary",
        "amended": FAINT,
    }
    apart: ClassVar[frozenset[str]] = frozenset({"said", "story"})

    def record(
        self,
        record: Record,
        today: date,
        story: Story,
        tags: tuple[str, ...] = (),
        title: str = "",
        numbers: Mapping[str, str] = NONE,
    ) -> None:
        """Shows a record; its verdict stays beside a correction, not under it. `title` is that
        of the group, where the record stands for one; `numbers` say how its numbers are written."""
        from screener.tui.reading import reading_from  # noqa: PLC0415 - when a call is read
        from screener.tui.story import told  # noqa: PLC0415

        call = record.call
        newest = f"{title}, the newest call:\n" if title else ""
        texts: dict[str, Body] = {
            "call": newest + headline(record, numbers),
            "tags": "  ".join(f"#{tag}" for tag in tags),
            "story": told(story, record, today),
            "corrected": corrected(record.correction),
            "said": quoted(call.said, marks(record.screening)),
            "note": plain(call.note),
            "facts": facts(call, numbers),
            "amended": "\n".join(amended(change, numbers) for change in record.amended),
        }
        reading = reading_from(record.screening)
        who, permission = put_in(reading.who, numbers), put_in(reading.permission, numbers)
        self.show(reading._replace(who=who, permission=permission), texts)
        self.scroll_home(animate=False)


def headline(record: Record, numbers: Mapping[str, str] = NONE) -> str:
    """Tue 5 May 2026, 14:02 · Acme Insurance · (512) 555-0123 · c1"""
    call = record.call
    names = dict.fromkeys(plain(name) for name in (record.vendor or "", call.company) if name)
    parts = [
        wording.moment_words(call.at) if call.at else "no time",
        *names,
        plain(numbers.get(call.number, call.number)) or "number withheld",
        plain(call.id),
    ]
    return " · ".join(parts)


def corrected(correction: Correction | None) -> str:
    """What the person said that it was."""
    if correction is None:
        return ""
    label = f"{wording.GLYPH[correction.label]} {correction.label.shown}"
    note = f" – {plain(correction.note)}" if correction.note else ""
    return f"✎ {label}, corrected {_on(correction.at)}{note}"


def marks(screening: Mapping[str, Any] | None) -> list[tuple[int, int]]:
    """Where in the words the signals lie."""
    signals = (screening or {}).get("signals", ())
    found = ((signal.get("start", -1), signal.get("end", -1)) for signal in signals)
    return sorted((start, end) for start, end in found if 0 <= start < end)


def quoted(said: str, places: Iterable[tuple[int, int]]) -> Content:
    """What was said, with the words that gave it away in bold and underlined."""
    if not said.strip():
        return Content("")
    pieces: list[str | tuple[str, str]] = []
    at = 0
    for start, end in places:
        if start < at or end > LONGEST_SAID:
            continue
        pieces += [_shown(said[at:start]), (_shown(said[start:end]), "bold underline")]
        at = end
    pieces.append(_shown(said[at:LONGEST_SAID]))
    if len(said) > LONGEST_SAID:
        pieces.append(f"… ({len(said):,} characters in all)")
    return Content.assemble(*pieces)


def facts(call: Call, numbers: Mapping[str, str] = NONE) -> str:
    """What else was noted of the call."""
    found = [
        f"{words} {plain(numbers.get(value, value))}".strip()
        for words, value in ((words, getattr(call, name)) for name, words in FACTS.items())
        if value
    ]
    if call.recorded:
        found.append("a recorded voice")
    if call.duration is not None:
        found.append(f"{call.duration} seconds")
    if call.at and call.logged_at and abs((call.logged_at - call.at).total_seconds()) > 3600:
        found.append(f"written down {_on(call.logged_at)}")
    return " · ".join(found)


def amended(change: Amendment, numbers: Mapping[str, str] = NONE) -> str:
    """company: "Acme" was "Acne", 5 May 2026 – misheard"""
    new, old = (plain(numbers.get(str(value), str(value))) for value in (change.new, change.old))
    why = f" – {plain(change.why)}" if change.why else ""
    return f"{change.field}: {new or 'nothing'} (was {old or 'nothing'}), {_on(change.at)}{why}"


def _shown(text: str) -> str:
    return plain(text, lines=True)


def _on(at: date | datetime) -> str:
    day = at.date() if isinstance(at, datetime) else at
    return f"on {wording.day_words(day)}"
