"""The verdict card: what the call is, who it is, what was allowed, and what to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from screener.scam import LIKELY, is_doubtful
from screener.tui import wording
from screener.tui.widgets.sheet import FAINT, Body, Part, Sheet
from screener.words import Allowed, Label

if TYPE_CHECKING:
    from screener.tui.reading import Reading, Reason

ROOMY = {"ask": 4, "never": 6, "why": 5}
TIGHT = {"ask": 1, "never": 1, "why": 3}
"""How much of a part stands in the first place; the rest follows further down. At 80x24 the
verdict, one sentence of each kind and the reasons are to be seen without scrolling."""


def badge(reading: Reading, *, colours: bool = True) -> Content:
    """Label and confidence, or why there is no label: glyph, word, and a colour that says nothing more. Without colours it
    stands out in reverse."""
    if reading.label is None:
        return Content.assemble((f" {wording.NOT_SCREENED} NOT SCREENED ", "reverse bold"))
    parts: list[Content | tuple[str, str]] = []
    if reading.scam:
        warning = "bold $text-error on $error-muted" if colours else "bold reverse"
        mark = "SCAM" if reading.fraud >= LIKELY else "SCAM?"
        parts += [(f" {wording.SCAM} {mark} ", warning), (" ", "")]
    tint = TINT[reading.label] if not reading.scam else "error"
    word = f" {wording.GLYPH[reading.label]} {reading.label.shown.upper()} "
    parts.append((word, f"bold $text-{tint} on ${tint}-muted" if colours else "bold reverse"))
    parts.append((f"  {reading.undecided or wording.sureness(reading.confidence)}", "bold"))
    if is_doubtful(reading.fraud, reading.label) and not reading.scam:
        parts.append((f"  · scam? {round(reading.fraud * 100)} %", "bold $text-error"))
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
REFUSED = "bold $text-error"
STYLES = {
    "say": "bold",
    "never": "$text-error",
    "never-more": "$text-error",
    "past": "$text-warning",
    "role": FAINT,
    "more": FAINT,
}
"""How the parts look; colour only repeats what their words say."""


class Card(Sheet):
    """Shows a reading. It is told what to show and asks for nothing itself."""

    parts: ClassVar[tuple[tuple[str, str], ...]] = PARTS
    styles_of: ClassVar[Mapping[str, str]] = STYLES
    apart: ClassVar[frozenset[str]] = frozenset()
    """Parts with an empty line above and below them."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - the name that all widgets give it
        super().__init__(id=id)
        self._reading: Reading | None = None
        self._texts: dict[str, Body] = {}

    def hint(self, text: str) -> None:
        """Only a hint, and nothing of a verdict."""
        self._reading, self._texts = None, {}
        self.put([Part("", f"\n{text}", FAINT, inset=2)] if text else [])

    def show(self, reading: Reading, texts: Mapping[str, Body]) -> None:
        """A reading, and texts for other parts of the card."""
        self._reading, self._texts = reading, dict(texts)
        self.draw()

    def on_resize(self) -> None:
        """More or less room, more or less in the first place."""
        if self._reading is None:
            super().on_resize()
        else:
            self.draw()

    def draw(self) -> None:
        """Sets out what is shown in the room that there is."""
        if self._reading is not None:
            texts = self._texts | self.texts_of(self._reading, ROOMY if self.is_roomy else TIGHT)
            parts = (self._part(heading, name, texts) for heading, name in self.parts)
            self.put([Part("", badge(self._reading, colours=not self.app.no_color)), *parts])

    def texts_of(self, reading: Reading, most: Mapping[str, int]) -> dict[str, Body]:
        """What of a reading goes into which part; `most` says how much of each stands in the
        first place."""
        return reading_parts(reading, most)

    def _part(self, heading: str, name: str, texts: Mapping[str, Body]) -> Part:
        refused = (
            name == "permission"
            and self._reading is not None
            and self._reading.allowed == Allowed.REFUSED
        )
        style = REFUSED if refused else self.styles_of.get(name, "")
        return Part(heading, texts.get(name, ""), style, apart=name in self.apart)


def reading_parts(reading: Reading, most: Mapping[str, int]) -> dict[str, Body]:
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
