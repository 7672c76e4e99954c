"""A change of the rules, tried on past calls while it is thought over, and only then kept."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select, Static, TextArea

from screener.faults import Fault
from screener.text import plain
from screener.tui.rules import trial_lines
from screener.tui.screens.question import KEYS, FieldFault, Question
from screener.tui.widgets.field import Field

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.rule_edits import Edit
    from screener.rule_own import Prepared
    from screener.rule_trial import Tally
    from screener.tui.app import ScreenerApp

PAUSE = 0.4
"""Seconds without a key before a change is tried: the rules are compiled anew for it."""
TRYING = "Trying it on your calls …"
FIELDS = {"any": "phrases", "match": "matching", "no_match": "not_matching"}
_OWN = frozenset({"purpose", "title", "why", "weight", "phrases", "matching", "not_matching"})


class TrialScreen(Question[str]):
    """Shows what a change would make of past calls; saving it gives the rule's id. Sub-classes
    say which change (`edit`)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "Next field", show=False, priority=True)
    ]
    CSS_PATH = "rules_trial.tcss"
    ways = ("saves", "leaves it as it was")

    def __init__(self) -> None:
        super().__init__()
        self._prepared: Prepared | None = None
        self._asked: Edit | None = None

    def fields(self) -> Iterable[Widget]:
        """None, where there is nothing to fill in."""
        return ()

    def edit(self) -> Edit | None:
        """The change as it stands in the fields; None while it is not one yet. FieldFault for
        what cannot be read."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(plain(self.heading), classes="title", markup=False)
            if self.lead:
                yield Static(plain(self.lead, lines=True), classes="lead", markup=False)
            with VerticalScroll(classes="fields", can_focus=False):
                yield from self.fields()
            yield Static("", classes="wrong", markup=False)
            with VerticalScroll(classes="trial"):
                yield Static(TRYING, classes="told", markup=False)
            yield Static(Content.from_markup(KEYS.format(*self.ways)), classes="keys")

    def on_mount(self) -> None:
        """The change is tried as it first stands."""
        self._try()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter saves where there is nothing to fill in."""
        if action == "enter" and not self.query(Field):
            return True
        return super().check_action(action, parameters)

    def action_enter(self) -> None:
        """To the next field, and from the last line on to saving."""
        if self.query(Field):
            super().action_enter()
        else:
            self.action_take()

    @property
    def house(self) -> ScreenerApp:
        """The app, by its own type."""
        return cast("ScreenerApp", self.app)

    # Trying

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    def _typed(self) -> None:
        self._try(PAUSE)

    @work(group="try", exclusive=True)
    async def _try(self, pause: float = 0.0) -> None:
        await asyncio.sleep(pause)
        self._clear()
        try:
            edit = self.edit()
            if edit is None:
                self._tell("")
                return
            self._tell(TRYING)
            prepared, against = await asyncio.to_thread(_prepared, edit)
        except FieldFault as fault:
            self._tell("")
            self._remark(fault.field, str(fault))
            return
        self._prepared, self._asked = prepared, edit
        await self._try_on(prepared, against)

    async def _try_on(self, prepared: Prepared, against: tuple[str, ...]) -> None:
        from screener.rule_trial import Tally  # noqa: PLC0415 - when it is come to

        total, tally = await self.house.ask(lambda desk: desk.count()), Tally()
        outcomes = await self.house.ask(lambda desk: desk.trying(prepared.trial))
        going = bool(total)
        while going:
            going = await self.house.ask(lambda desk: desk.try_slice(outcomes, tally))
            self._tell_trial(tally, total, against, done=not going)
        self._tell_trial(tally, total, against, done=True)

    def _tell_trial(
        self, tally: Tally, total: int, against: tuple[str, ...], *, done: bool
    ) -> None:
        self._tell("\n".join(trial_lines(tally, total, done=done, against=against)))

    def _tell(self, words: str) -> None:
        self.query_one(".trial .told", Static).update(words)

    def _clear(self) -> None:
        for field in self.query(Field):
            field.remark("")
        self._wrong("")

    def _remark(self, name: str, words: str) -> None:
        """As at saving, but the cursor stays where one types."""
        for field in self.query(Field):
            if field.control.id == name:
                field.remark(words, fault=True)
                return
        self._wrong(words)

    # Keeping

    def order(self) -> Callable[[Desk], str]:
        """Writes it as it was tried, or checks it first."""
        edit = self.edit()
        if edit is None:
            raise FieldFault("title", "There is nothing to save yet.")
        prepared = self._prepared if edit == self._asked else None

        def keep(desk: Desk) -> str:
            ready = prepared or _prepared(edit)[0]
            desk.keep_rules(ready)
            return ready.edit.id

        return keep


def _prepared(edit: Edit) -> tuple[Prepared, tuple[str, ...]]:
    """The change, checked, with what it would contradict; not on the thread where keys are read.
    Raises FieldFault at the field that is wrong."""
    from screener.desk import rules as desk_rules  # noqa: PLC0415 - when it is come to

    try:
        return desk_rules.prepare_with_conflicts(edit)
    except Fault as fault:
        raise at_field(str(fault)) from None


def at_field(words: str) -> FieldFault:
    """A fault of a rule file as one of a field: "x.toml: MY_RULE: weight must be …"."""
    told = re.sub(r"^.*?\.toml: ", "", words)
    told = re.sub(r"^[A-Z][A-Z0-9_]*: ", "", told)
    found = re.match(r"(?:examples\.)?(\w+)", told)
    name = found[1] if found else ""
    field = FIELDS.get(name, name)
    if told.startswith("needs phrases"):
        field = "phrases"
    told = re.sub(r"^examples\.\w+ (\d+)", r"line \1", told.removeprefix("more: "))
    return FieldFault(field if field in _OWN else "more", told)
