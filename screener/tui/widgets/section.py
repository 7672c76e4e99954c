"""A heading with what belongs to it, in a card that is made of widgets."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from screener.tui.widgets.still import Still


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
