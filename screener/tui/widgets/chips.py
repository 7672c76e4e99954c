"""A row of choices of which one is taken; the one taken stands in brackets."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static


class Chip(Static):
    """One choice, taken by a click."""

    def __init__(self, at: int, words: str) -> None:
        super().__init__("", markup=False)
        self.at = at
        self.words = words

    def taken(self, yes: bool) -> None:
        """Brackets around the one that is taken."""
        self.update(f"[{self.words}]" if yes else f" {self.words} ")
        self.set_class(yes, "-taken")

    def on_click(self, event: Click) -> None:
        """Takes it."""
        event.stop()
        if isinstance(self.parent, Chips):
            self.parent.chosen = self.at


class Chips(Horizontal):
    """Choices by their place in the row, beginning with 0."""

    chosen: reactive[int] = reactive(0, init=False)

    class Changed(Message):
        """Another one was taken."""

        def __init__(self, chosen: int) -> None:
            self.chosen = chosen
            super().__init__()

    def __init__(self, words: Sequence[str], *, id: str) -> None:  # noqa: A002 - as all widgets
        super().__init__(id=id)
        self._words = tuple(words)

    def compose(self) -> ComposeResult:
        for at, words in enumerate(self._words):
            yield Chip(at, words)

    def on_mount(self) -> None:
        """The first is taken."""
        self._mark()

    def next(self) -> None:
        """Takes the next, and after the last the first."""
        self.chosen = (self.chosen + 1) % len(self._words)

    def watch_chosen(self) -> None:
        """Tells whoever asks by it."""
        self._mark()
        self.post_message(self.Changed(self.chosen))

    def _mark(self) -> None:
        for chip in self.query(Chip):
            chip.taken(chip.at == self.chosen)
