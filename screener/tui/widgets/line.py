"""A line to type in. What was pasted stays as it came, and shows without its tricks."""

from __future__ import annotations

from typing import Any

from rich.highlighter import Highlighter
from rich.text import Text
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input

from screener.text import plain

MASK = "·"
LONGEST = 2000
"""Characters in a line. A longer one slows every key press, and nobody means it."""


def masked(text: str) -> str:
    """The text, character for character, with those that must not reach a terminal masked:
    the caret counts characters, so none may go."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else plain(char) or MASK for char in text)


class Mask(Highlighter):
    """Masks what an input shows, not what it holds."""

    def __call__(self, text: str | Text) -> Text:
        """A text of the same length."""
        return Text(masked(str(text)), no_wrap=True, overflow="ignore", end="")

    def highlight(self, text: Text) -> None:
        """Nothing is coloured."""


class Line(Input):
    """One line, a row high. What would make it too long is not taken, and said so."""

    virtual_size = Reactive(Size(0, 0), layout=False)
    """How long the text is moves nothing else: with Textual's own, each letter laid out the screen."""

    class Full(Message):
        """Something was not taken, since it is too long."""

    def __init__(self, value: str = "", **options: Any) -> None:
        super().__init__(value, highlighter=Mask(), compact=True, max_length=LONGEST, **options)

    def restricted(self) -> None:
        """Says so where the bell would ring."""
        self.post_message(self.Full())
