"""A menu of all ways of narrowing the history; what is chosen is written into the search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from screener.text import one_line
from screener.tui.narrowing import Way, has
from screener.tui.widgets.line import Line

KEYS = "Type to find one · ↑ ↓ choose · Enter takes it, or takes it out · Esc goes back"
LONGEST = 60


class NarrowScreen(ModalScreen[Way]):
    """Shows each way with the words for it, so that one learns to type them."""

    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss", "Back"),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("enter", "take", "Take", show=False, priority=True),
    ]

    def __init__(self, ways: Sequence[Way], text: str) -> None:
        super().__init__()
        self._ways = ways
        self._text = text
        self._shown: list[Way] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static("Show only", classes="title", markup=False)
            yield Line(id="find", placeholder="label, permission, date, tag, vendor …")
            yield OptionList(id="ways", markup=False, compact=True)
            yield Static(KEYS, classes="keys", markup=False)

    def on_mount(self) -> None:
        """Begins with all of them."""
        self._show("")
        self.query_one("#find").focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, typed: str) -> None:
        words = typed.casefold().split()
        self._shown = [
            way
            for way in self._ways
            if all(word in f"{way.title} {way.words}".casefold() for word in words)
        ]
        choices = self.query_one(OptionList)
        choices.set_options([Option(self._line(way)) for way in self._shown])
        choices.highlighted = 0 if self._shown else None

    def _line(self, way: Way) -> Content:
        mark = "[x] " if has(self._text, way) else "    "
        title, words = one_line(way.title, LONGEST), one_line(way.words, LONGEST)
        return Content.assemble((f"{mark}{title:<28} ", "bold"), (words, "$text-muted"))

    @on(OptionList.OptionSelected)
    def action_take(self) -> None:
        """Back with the way that is chosen."""
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._shown):
            self.dismiss(self._shown[at])

    def action_move(self, by: int) -> None:
        """The next or the one before."""
        choices = self.query_one(OptionList)
        if by > 0:
            choices.action_cursor_down()
        else:
            choices.action_cursor_up()
