"""A labelled field with its message underneath, where the eye already is."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from screener.text import plain
from screener.tui.widgets.line import LONGEST, Line
from screener.tui.widgets.sheet import FAINT
from screener.tui.widgets.still import Still

TOO_LONG = f"Not taken: a line holds {LONGEST:,} characters at most."


class Field(Vertical):
    """Label at the left, control at the right, and below it what is wrong with it, if
    anything. What was typed always stays.

    The label is drawn by the field itself, and the message is a widget only from the first one on:
    widgets are what the start of a form waits for."""

    def __init__(self, label: str, control: Widget, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._label = label
        self._remark: Still | None = None
        self.control = control
        control.add_class("control")

    def compose(self) -> ComposeResult:
        yield self.control

    def render(self) -> Content:
        """The label, in the room that the control leaves at its left."""
        style = "bold $text-error" if self.has_class("-faulty") else FAINT
        return Content.styled(self._label, style)

    @on(Line.Full)
    def _full(self) -> None:
        self.remark(TOO_LONG, fault=True)

    def remark(self, words: str, *, fault: bool = False) -> None:
        """A remark at the field; a fault is marked as one. Empty words take it away."""
        if self._remark is None:
            if not words:
                return
            self._remark = Still(vanish=True, classes="fault")
            self.mount(self._remark)
        mark = "✗" if fault else "!"
        self._remark.show(f"{mark} {plain(words)}" if words else "")
        self.set_class(fault and bool(words), "-faulty")


class Fold(Still, can_focus=True):
    """A heading that opens and shuts the fields below it."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter,space", "press", "Open or shut")]

    class Pressed(Message):
        """Somebody wants it the other way."""

    def on_click(self) -> None:
        """A click is a press."""
        self.action_press()

    def action_press(self) -> None:
        """The screen knows what is folded here."""
        self.post_message(self.Pressed())
