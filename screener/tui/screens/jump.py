"""Jumping: a letter over every field and pane of a place, and the letter goes there."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""Those under the fingers first."""


def targets(screen: Screen[object]) -> dict[str, tuple[Widget, Offset]]:
    """The fields and panes that are in sight and can be gone to, in the order of reading, each by
    its letter with the place where it begins."""
    seen = [
        (widget, region.offset)
        for widget in screen.focus_chain
        if (region := screen.find_widget(widget).visible_region)
    ]
    return dict(zip(LETTERS, sorted(seen, key=lambda at: (at[1].y, at[1].x)), strict=False))


class JumpScreen(ModalScreen[Widget]):
    """Shows the letters, and comes back with where one goes; None for any other key."""

    DEFAULT_CSS = """
    JumpScreen { align: left top; background: $background 40%; }
    JumpScreen Static {
        position: absolute; width: 3; height: 1;
        background: $warning; color: auto 95%; text-style: bold;
    }
    JumpScreen Static:nocolor { text-style: bold reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stay", "Stay", show=False)]

    def __init__(self, found: dict[str, tuple[Widget, Offset]]) -> None:
        super().__init__()
        self._found = found

    def compose(self) -> ComposeResult:
        for letter, (_, at) in self._found.items():
            label = Static(f" {letter} ", markup=False)
            label.styles.offset = at
            yield label

    def on_key(self, event: Key) -> None:
        """A letter goes there; what is none goes nowhere."""
        event.stop()
        widget, _ = self._found.get(event.key, (None, None))
        self.dismiss(widget)

    def on_click(self) -> None:
        """A click goes nowhere."""
        self.dismiss(None)

    def action_stay(self) -> None:
        """Nowhere."""
        self.dismiss(None)
