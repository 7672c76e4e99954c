"""The least that a Textual program can do: the floor that the screen is measured beside.

python -m benchmarks.bare line     one line; any key changes it
python -m benchmarks.bare input    one field to type in
"""

import sys

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Input, Static

READY = "ready"
ANSWERED = "answered"


class OneLine(App[None]):
    """Shows one line."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static(READY)

    def on_key(self, event: Key) -> None:
        """Another line."""
        event.stop()
        self.query_one(Static).update(ANSWERED)


class OneField(App[None]):
    """Takes what is typed, and does nothing with it."""

    def compose(self) -> ComposeResult:
        """The field."""
        yield Input(placeholder=READY)


if __name__ == "__main__":
    (OneLine if sys.argv[1] == "line" else OneField)().run()
