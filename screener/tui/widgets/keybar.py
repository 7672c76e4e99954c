"""The keys that work here, in one line at the foot.

Textual's own footer makes a widget of every key and makes them all anew whenever one of them
changes; that took a third of the time in which a place opens.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from textual.binding import ActiveBinding
from textual.content import Content
from textual.events import Click, MouseMove
from textual.screen import Screen
from textual.widget import Widget

KEY, WORD = "bold $footer-key-foreground", "$footer-description-foreground"


class Piece(NamedTuple):
    """A key with its word, and what a click on it does."""

    key: str
    word: str
    binding: ActiveBinding

    @property
    def width(self) -> int:
        """Columns, with the gap behind it."""
        return len(self.key) + len(self.word) + 2


class KeyBar(Widget):
    """Follows what can be done in a screen: what cannot be done now is dimmed, and what finds no
    room is left out whole. A click presses the key."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; background: $footer-background; }"
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.pieces: tuple[Piece, ...] = ()

    def on_mount(self) -> None:
        """Hears of changes from now on."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        if not (self.app.app_focus and self.is_attached and screen is self.screen):
            return
        pieces = tuple(self._read())
        if pieces != self.pieces:
            self.pieces = pieces
            self.refresh()

    def _read(self) -> Iterator[Piece]:
        shown: dict[str, ActiveBinding] = {}
        for each in self.screen.active_bindings.values():
            if each.binding.show:
                shown.setdefault(each.binding.action, each)
        for each in shown.values():
            key = self.app.get_key_display(each.binding)
            yield Piece(key, each.binding.description, each)

    def render(self) -> Content:
        """The line."""
        parts: list[tuple[str, str]] = []
        room = self.size.width + 1
        for piece in self.pieces:
            room -= piece.width
            if room < 0:
                break
            dim = "" if piece.binding.enabled else " dim"
            parts.append((piece.key, KEY + dim))
            parts.append((f" {piece.word} ", WORD + dim))
        return Content.assemble(*parts)

    def _at(self, column: int) -> ActiveBinding | None:
        at = 0
        for piece in self.pieces:
            at += piece.width
            if column < at:
                return piece.binding
        return None

    def on_mouse_move(self, event: MouseMove) -> None:
        """What the key below the mouse does is told in full."""
        found = self._at(event.x)
        self.tooltip = (found.tooltip or found.binding.description) if found else None

    def on_click(self, event: Click) -> None:
        """The key below the mouse is pressed."""
        found = self._at(event.x)
        if found is None:
            return
        if found.enabled:
            self.app.simulate_key(found.binding.key)
        else:
            self.app.bell()
