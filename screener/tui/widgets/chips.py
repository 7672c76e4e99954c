"""Ways of narrowing in a row; those that are taken stand in brackets."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.style import Style

from screener.tui.narrowing import Way, has
from screener.tui.widgets.sheet import FAINT, PICK
from screener.tui.widgets.still import Still


class Chips(Still):
    """Shows which ways a query takes. Those that have no room are left out whole: the menu has
    them all."""

    class Pressed(Message):
        """A way is to be taken or let go."""

        def __init__(self, way: Way) -> None:
            self.way = way
            super().__init__()

    def __init__(self, ways: Sequence[Way], *, id: str) -> None:  # noqa: A002 - as all widgets
        super().__init__(classes="one-row", id=id)
        self._ways = tuple(ways)
        self._query = ""

    def on_resize(self) -> None:
        """More or less room."""
        self.take(self._query)

    def take(self, query: str) -> None:
        """Marks the ways that a query takes."""
        self._query = query
        parts, room = [], self.size.width
        for at, way in enumerate(self._ways):
            taken = has(query, way)
            chip = Content(f"[{way.title}]" if taken else f" {way.title} ")
            room -= chip.cell_length
            if room < 0:
                break
            look = "bold $foreground" if taken else FAINT
            parts.append(chip.stylize(look).stylize(Style.from_meta({PICK: at})))
        self.show(Content("").join(parts))

    def on_click(self, event: Click) -> None:
        """A click takes a way, or lets it go."""
        at = event.style.meta.get(PICK)
        if at is not None:
            event.stop()
            self.post_message(self.Pressed(self._ways[at]))
