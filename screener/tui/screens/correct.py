"""What a call really was, in the person's own judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from screener.tui import wording
from screener.tui.screens.question import Question, text_field
from screener.tui.widgets.record import headline
from screener.words import Label

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.store.records import Record

MEANING = {
    Label.SOLICITATION: "nobody asked them to call",
    Label.UPSELL: "your company wants to sell more",
    Label.SERVICE: "about something that exists for you",
    Label.UNDETERMINED: "there is no way to tell",
}


class CorrectScreen(Question["Record"]):
    """Keeps the person's judgement beside the verdict."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(at), f"pick({at - 1})", show=False, priority=True) for at in range(1, 5)
    ]
    heading = "What was this call?"

    def __init__(self, record: Record) -> None:
        super().__init__()
        self._record = record
        self.lead = headline(record)

    def fields(self) -> Iterable[Widget]:
        """The four labels, taking a correction back where there is one, and a note."""
        options = [
            Option(
                Content.assemble(
                    (f"{at} {wording.GLYPH[label]} {label.shown}", "bold"), f"  {MEANING[label]}"
                ),
                id=label,
            )
            for at, label in enumerate(Label, 1)
        ]
        if self._record.correction:
            options.append(Option(Content("  Take my correction back"), id=""))
        yield OptionList(*options, id="label", markup=False, compact=True)
        note = self._record.correction.note if self._record.correction else ""
        yield text_field("Note", "note", note, "why, if you like")

    def on_mount(self) -> None:
        """Begins at what is shown now."""
        choices = self.query_one(OptionList)
        shown = self._record.shown
        choices.highlighted = list(Label).index(shown) if shown else 0
        choices.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A digit picks a label only while the labels have the focus."""
        if action == "pick":
            return isinstance(self.focused, OptionList)
        return super().check_action(action, parameters)

    def action_pick(self, at: int) -> None:
        """A digit picks a label."""
        self.query_one(OptionList).highlighted = at

    @on(OptionList.OptionSelected)
    def _picked(self) -> None:
        self.action_take()

    def order(self) -> Callable[[Desk], Record]:
        """Corrects the call."""
        choices = self.query_one(OptionList)
        picked = choices.get_option_at_index(choices.highlighted or 0).id
        label = Label(picked) if picked else None
        note, call_id = self.query_one("#note", Input).value, self._record.call.id
        return lambda desk: desk.correct(call_id, label, note)
