"""The line at the top: the program, the places with their keys, and what is told of this one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from screener.actions import Place
from screener.tui.widgets.sheet import FAINT

BRAND = "Screener"
_CUT = "…"


class Tab(NamedTuple):
    """A place in the bar: the key that leads there, and how it is called."""

    place: Place
    key: str
    title: str


class PlaceBar(Widget):
    """Shows where one is, in brackets, and where one can go. Where there is little room the name
    of the program is left out first, then what is told behind its first " · ", then the keys."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """A place was clicked."""

        def __init__(self, place: Place) -> None:
            self.place = place
            super().__init__()

    def __init__(self, here: Place, tabs: Mapping[Place, tuple[str, str]]) -> None:
        """`tabs` has each place's key and name."""
        super().__init__(id="bar")
        self._here = here
        self._tabs = tuple(Tab(place, *told) for place, told in tabs.items())
        self._told = ""

    def tell(self, words: str) -> None:
        """Puts a few words at the right."""
        if words != self._told:
            self._told = words
            self.refresh()

    def render(self) -> Content:
        """The line."""
        parts = [(text, style) for text, style, _ in self._pieces()]
        room = self.size.width - sum(cell_len(text) for text, _ in parts) - 1
        told = self._told
        while cell_len(told) > room - 1 and " · " in told:
            told = told.rpartition(" · ")[0]
        if cell_len(told) > room - 1:
            told = set_cell_size(told, max(room - 2, 0)).rstrip() + _CUT
        return Content.assemble(*parts, (told.rjust(room), FAINT))

    def _pieces(self) -> list[tuple[str, str, Place | None]]:
        """Texts with their looks and where a click on them leads: as much as there is room for."""
        told, first = cell_len(self._told), cell_len(self._told.partition(" · ")[0])
        for brand, keys in ((True, True), (False, True), (True, False), (False, False)):
            pieces = list(self._set_out(brand=brand, keys=keys))
            least = first if keys and not brand else told
            if sum(cell_len(text) for text, _, _ in pieces) + least + 2 <= self.size.width:
                break
        return pieces

    def _set_out(self, *, brand: bool, keys: bool) -> Iterator[tuple[str, str, Place | None]]:
        yield f" {BRAND} " if brand else "", "bold $primary", None
        for place, key, title in self._tabs:
            here = place is self._here
            yield f" {key}" if keys else "", "$footer-key-foreground", place
            named = f"[{title}]" if here else f" {title}" if keys else f" {title} "
            yield named, "bold" if here else FAINT, place

    def on_click(self, event: Click) -> None:
        """A click on a place goes there."""
        at = 0
        for text, _, place in self._pieces():
            at += cell_len(text)
            if event.x < at:
                if place is not None:
                    self.post_message(self.Chosen(place))
                return
