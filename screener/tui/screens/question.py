"""A question in front of a place: fields, a way to say yes and a way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from screener.faults import Fault
from screener.text import plain
from screener.tui.screens.place import TABBING
from screener.tui.widgets.field import Field
from screener.tui.widgets.line import Line

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.tui.app import ScreenerApp

R = TypeVar("R")

KEYS = "[@click='screen.take']Ctrl+S or F2 {}[/] · [@click='screen.give_up']Esc {}[/]"
"""The way to say yes and the way out, for the hand on the mouse too."""


class FieldFault(Fault):
    """What is wrong with one field."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


class Question(ModalScreen[R]):
    """Asks until the desk has taken the answer: a fault is shown at its field, and what was
    typed stays. Sub-classes say what is asked (`fields`) and what to do (`order`)."""

    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("ctrl+s,f2", "take", "Save"),
        ("escape", "give_up", "Cancel"),
        *TABBING,
        # Taken before the field sees it: keys typed right behind it belong to the next field.
        Binding("enter", "enter", "Next field", show=False, priority=True),
    ]
    heading = ""
    lead = ""
    ways = ("saves", "leaves it as it was")

    def fields(self) -> Iterable[Widget]:
        """The fields, each a `Field` whose control has the field's name as its id."""
        raise NotImplementedError

    def order(self) -> Callable[[Desk], R]:
        """What the desk is to do with the answer. Raises FieldFault for one that it is not
        to be asked with."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="box", can_focus=False):
            yield Static(plain(self.heading), classes="title", markup=False)
            if self.lead:
                yield Static(plain(self.lead, lines=True), classes="lead", markup=False)
            yield from self.fields()
            yield Static("", classes="wrong", markup=False)
            yield Static(Content.from_markup(KEYS.format(*self.ways)), classes="keys")

    def value(self, name: str) -> str:
        """What stands in a text field, without blanks around it."""
        return self.query_one(f"#{name}", Input).value.strip()

    def action_give_up(self) -> None:
        """Nothing is changed."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter goes on only from a line of text."""
        return isinstance(self.focused, Input) if action == "enter" else True

    def action_enter(self) -> None:
        """To the next field, and from the last one to the desk."""
        if self.focused is self.query(Input).last():
            self.action_take()
        else:
            self.focus_next()

    @work(group="take", exclusive=True)
    async def action_take(self) -> None:
        """Has the desk do it, and goes; or stays and says what is wrong."""
        for field in self.query(Field):
            field.remark("")
        self._wrong("")
        try:
            answer = await cast("ScreenerApp", self.app).ask(self.order())
        except FieldFault as fault:
            self._at(fault.field, str(fault))
        except Fault as fault:
            name, _, _ = str(fault).partition(":")
            self._at(self.names.get(name, name), str(fault))
        else:
            self.dismiss(answer)

    names: ClassVar[dict[str, str]] = {}
    """The desk's word for a field, where the question has another for it."""

    def _at(self, name: str, words: str) -> None:
        for field in self.query(Field):
            if field.control.id == name:
                field.remark(words, fault=True)
                field.control.focus()
                field.scroll_visible()
                return
        self._wrong(words)

    def _wrong(self, words: str) -> None:
        below = self.query_one(".wrong", Static)
        below.display = bool(words)
        below.update(f"✗ {plain(words)}" if words else "")


def text_field(label: str, name: str, value: str = "", hint: str = "") -> Field:
    """A labelled line of text."""
    return Field(label, Line(value, id=name, placeholder=hint))
