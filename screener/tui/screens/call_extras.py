"""The further fields of a call, which are seldom asked for: made when they are unfolded first."""

from __future__ import annotations

import os
from collections.abc import Iterable

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from screener.call import Call
from screener.text import one_line
from screener.tui.widgets.field import Field
from screener.tui.widgets.line import Line
from screener.tui.widgets.number import NumberInput

REMEMBERED = ("taken_by", "own_number")
"""What mostly stays the same from call to call, and is kept as long as the screen is open."""
TAKEN_BY = "SCREENER_TAKEN_BY"
"""The variable with the name of who sits here, as `screener web` gives it to a browser's window."""
EXTRAS = {
    "caller_id": "caller ID",
    "agent": "agent",
    "callback_number": "callback",
    "product": "product",
    "note": "note",
    "taken_by": "taken by",
    "own_number": "your line",
}
"""The further fields, as the fold names them."""
_HINTS = {
    "caller_id": "caller ID name",
    "agent": "their own name",
    "product": "what it is about",
    "note": "for yourself",
    "taken_by": "who took it",
    "own_number": "which number of yours",
}


class Extras(Vertical):
    """Holds what stands in the further fields, whether they were ever shown or not."""

    def __init__(self) -> None:
        super().__init__(id="extras")
        self.country = NumberInput.country
        self._unseen = dict.fromkeys(EXTRAS, "") | {"taken_by": os.environ.get(TAKEN_BY, "")}
        self._fields: dict[str, Input] = {}
        self.display = False

    def texts(self) -> dict[str, str]:
        """What stands in each."""
        return self._unseen | {name: field.value for name, field in self._fields.items()}

    def fill(self, call: Call) -> None:
        """Puts in what a call has where nothing stands."""
        for name, text in self.texts().items():
            self._put(name, text or getattr(call, name))

    def clear(self) -> None:
        """Empties them but for what is remembered."""
        for name in EXTRAS:
            if name not in REMEMBERED:
                self._put(name, "")

    def _put(self, name: str, text: str) -> None:
        if name in self._fields:
            self._fields[name].value = text
        else:
            self._unseen[name] = text

    def filled(self) -> str:
        """What stands in them, in a few words: agent Eve · note rude"""
        named = ((EXTRAS[name], text) for name, text in self.texts().items() if text)
        return " · ".join(f"{words} {one_line(text, 24)}" for words, text in named)

    async def open(self) -> None:
        """Shows them."""
        self.display = True
        if not self._fields:
            self._fields = {name: self._made(name) for name in EXTRAS}
            await self.mount(*self._set_out())

    def _made(self, name: str) -> Input:
        value = self._unseen[name]
        if name != "callback_number":
            return Line(value, id=name, placeholder=_HINTS[name])
        field = NumberInput(value, id=name, placeholder="number to ring back")
        field.country = self.country
        return field

    def _set_out(self) -> Iterable[Widget]:
        field = self._fields
        yield Horizontal(
            Field("Shown as", field["caller_id"], classes="first"),
            Field("Agent", field["agent"]),
            classes="pair",
        )
        yield Horizontal(
            Field("Callback", field["callback_number"], classes="first"),
            Field("Product", field["product"]),
            classes="pair",
        )
        yield Field("Note", field["note"])
        yield Horizontal(
            Field("Taken by", field["taken_by"], classes="first"),
            Field("On", field["own_number"]),
            classes="pair",
        )
