"""Ways of narrowing in a row; those that are taken stand in brackets."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from screener.tui.narrowing import Way, has

SHOWN_NARROW = 6
"""Ways that have room beside each other in 80 columns."""


class Chip(Static):
    """One way, taken or let go by a click."""

    def __init__(self, way: Way) -> None:
        super().__init__(f" {way.title} ", markup=False)
        self.way = way

    def taken(self, *, yes: bool) -> None:
        """Brackets around one that is taken."""
        if yes != self.has_class("-taken"):
            self.update(f"[{self.way.title}]" if yes else f" {self.way.title} ")
            self.set_class(yes, "-taken")

    def on_click(self, event: Click) -> None:
        """Takes it, or lets it go."""
        event.stop()
        self.post_message(Chips.Pressed(self.way))


class Chips(Horizontal):
    """Shows which ways a query takes."""

    class Pressed(Message):
        """A way is to be taken or let go."""

        def __init__(self, way: Way) -> None:
            self.way = way
            super().__init__()

    def __init__(self, ways: Sequence[Way], *, id: str) -> None:  # noqa: A002 - as all widgets
        super().__init__(id=id)
        self._ways = tuple(ways)

    def compose(self) -> ComposeResult:
        for way in self._ways:
            chip = Chip(way)
            # The menu has them all where there is no room.
            chip.set_class(way in self._ways[SHOWN_NARROW:], "-rest")
            yield chip

    def show(self, text: str) -> None:
        """Marks the ways that a query takes."""
        for chip in self.query(Chip):
            chip.taken(yes=has(text, chip.way))
