"""The verdict card: what the call is, who it is, what was allowed, and what to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screener.tui import wording
from screener.tui.reading import Reading, Reason
from screener.tui.widgets.still import Still
from screener.words import Allowed, Label

ROOMY = {"ask": 4, "never": 6, "why": 5}
TIGHT = {"ask": 1, "never": 1, "why": 3}
"""How much of a part stands in the first place; the rest follows further down. At 80x24 the
verdict, one sentence of each kind and the reasons are to be seen without scrolling."""


def badge(reading: Reading) -> Content:
    """Label and confidence: glyph, word, and a colour that says nothing more."""
    if reading.label is None:
        return Content.assemble((f" {wording.NOT_SCREENED} NOT SCREENED ", "reverse bold"))
    parts: list[Content | tuple[str, str]] = []
    if reading.scam:
        parts += [(f" {wording.SCAM} SCAM ", "bold $text-error on $error-muted"), (" ", "")]
    tint = TINT[reading.label] if not reading.scam else "error"
    word = f" {wording.GLYPH[reading.label]} {reading.label.shown.upper()} "
    parts.append((word, f"bold $text-{tint} on ${tint}-muted"))
    parts.append((f"  {wording.sureness(reading.confidence)}", "bold"))
    if reading.also_selling:
        parts.append(("  · also selling", "bold $text-warning"))
    return Content.assemble(*parts)


TINT = {
    Label.SOLICITATION: "warning",
    Label.UPSELL: "accent",
    Label.SERVICE: "success",
    Label.UNDETERMINED: "primary",
}


def reasons(found: tuple[Reason, ...]) -> Content:
    """The signals, each with the words that gave it away."""
    return Content("\n").join(
        Content.assemble((f"“{reason.quote}” ", "bold"), reason.why)
        if reason.quote
        else Content(reason.why)
        for reason in found
    )


def spoken(sentences: tuple[str, ...], unspoken: tuple[str, ...] = ()) -> str:
    """Sentences to say, each in quotation marks on a line of its own; those that are no words
    to speak without."""
    return "\n".join(each if each in unspoken else f"“{each}”" for each in sentences)


class Section(Horizontal):
    """A heading at the left and text at its right; gone when there is no text."""

    def __init__(self, heading: str, part: str) -> None:
        super().__init__(classes=f"section {part}")
        self.heading = heading

    def compose(self) -> ComposeResult:
        yield Static(self.heading, classes="heading", markup=False)
        yield Still(classes="body")

    def show(self, text: str | Content) -> None:
        """Puts a text in; an empty one takes the section away."""
        self.display = bool(text)
        self.query_one(Still).show(text)


PARTS = (
    ("Who", "who"),
    ("Allowed?", "permission"),
    ("Before", "past"),
    ("Say", "say"),
    ("Ask", "ask"),
    ("Never", "never"),
    ("Why", "why"),
    ("They are", "role"),
    ("Ask too", "ask-more"),
    ("Never", "never-more"),
    ("Why too", "why-more"),
    ("Also", "more"),
)


class Card(VerticalScroll, can_focus=True):
    """Shows a reading. It is told what to show and asks for nothing itself."""

    parts: ClassVar[tuple[tuple[str, str], ...]] = PARTS

    def __init__(self, *, id: str) -> None:  # noqa: A002 - the name that all widgets give it
        super().__init__(id=id)
        self._reading: Reading | None = None

    def compose(self) -> ComposeResult:
        yield Still(classes="hint", vanish=True)
        yield Still(classes="badge one-row", vanish=True)
        for heading, part in self.parts:
            yield self.section(heading, part)

    def section(self, heading: str, part: str) -> Section:
        """The widget of a part."""
        return Section(heading, part)

    def on_mount(self) -> None:
        """Nothing to show yet."""
        self.hint("")

    def hint(self, text: str) -> None:
        """Only a hint, and nothing of a verdict."""
        self._reading = None
        self.put(".hint", text)
        self.put(".badge", "")
        for section in self.query(Section):
            section.display = False

    def show(self, reading: Reading, past: str = "") -> None:
        """A reading and the caller's past."""
        self.put(".hint", "")
        self.put(".badge", badge(reading))
        self.fill({"past": past})
        self._reading = reading
        self._fill_by_room()
        permission = self.query_one(".section.permission")
        permission.set_class(reading.allowed == Allowed.REFUSED, "-refused")

    def on_resize(self) -> None:
        """More or less room, more or less in the first place."""
        self._fill_by_room()

    def _fill_by_room(self) -> None:
        if self._reading is not None:
            self.fill_from(self._reading, ROOMY if self.screen.has_class("-high") else TIGHT)

    def fill_from(self, reading: Reading, most: Mapping[str, int]) -> None:
        """Puts a reading into the parts; `most` says how much of each stands in the first place."""
        self.fill(reading_parts(reading, most))

    def fill(self, texts: Mapping[str, str | Content]) -> None:
        """Texts for parts of the card; a part with an empty text goes."""
        for part, text in texts.items():
            self.query_one(f".section.{part}", Section).show(text)

    def put(self, where: str, text: str | Content) -> None:
        """A text for the hint or the badge."""
        self.query_one(where, Still).show(text)


def reading_parts(reading: Reading, most: Mapping[str, int]) -> dict[str, str | Content]:
    """What of a reading goes into which part of the card."""
    ask, never, why = most["ask"], most["never"], most["why"]
    return {
        "who": reading.who,
        "permission": reading.permission,
        "say": spoken(reading.say, reading.do),
        "ask": spoken(reading.ask[:ask]),
        "ask-more": spoken(reading.ask[ask:]),
        "never": "\n".join(reading.never[:never]),
        "never-more": "\n".join(reading.never[never:]),
        "why": reasons(reading.reasons[:why]),
        "why-more": reasons(reading.reasons[why:]),
        "role": reading.role,
        "more": "\n".join(reading.more),
    }
