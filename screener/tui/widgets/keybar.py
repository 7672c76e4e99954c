"""The keys that work here, in one line at the foot.

Textual's own footer makes a widget of every key and makes them all anew whenever one of them
changes; that took a third of the time in which a place opens.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from textual.binding import ActiveBinding
from textual.content import Content
from textual.events import Click, MouseMove
from textual.screen import Screen
from textual.widget import Widget

KEY, WORD = "bold $footer-key-foreground", "$footer-description-foreground"


class Piece(NamedTuple):
    """A key with its word; `gap` is the room before it, and what a click does stands in
    `binding`. A word that closes a group of keys belongs to none."""

    gap: int
    key: str
    word: str
    binding: ActiveBinding | None = None

    @property
    def width(self) -> int:
        """Columns, without the gap."""
        return len(self.key) + len(self.word) + bool(self.key and self.word)


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
        gap = 0
        for group, bindings in groupby(shown.values(), lambda each: each.binding.group):
            for first, each in enumerate(bindings):
                key = self.app.get_key_display(each.binding)
                word = "" if group else each.binding.description
                yield Piece(gap + (bool(group) and not first), key, word, each)
                gap = 1
            if group:
                yield Piece(1, "", group.description.strip())

    def render(self) -> Content:
        """The line."""
        parts: list[str | tuple[str, str]] = []
        room = self.size.width
        for piece in self.pieces:
            room -= piece.gap + piece.width
            if room < 0:
                break
            parts.append(" " * piece.gap)
            dim = " dim" if piece.binding is not None and not piece.binding.enabled else ""
            if piece.key:
                parts.append((piece.key, KEY + dim))
            if piece.word:
                parts.append((" " * bool(piece.key) + piece.word, WORD + dim))
        return Content.assemble(*parts)

    def _at(self, column: int) -> ActiveBinding | None:
        at = 0
        for piece in self.pieces:
            at += piece.gap + piece.width
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
