"""Ringing back: on the number on file, never on one that the caller gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screener.text import plain

if TYPE_CHECKING:
    from screener.desk.calls import OnFile

NEVER = "✗ Never on a number that the caller shows or gives: both can be made up."
NONE = (
    "No number of theirs is on file. Take it from a bill, a contract or your card, or from an "
    "address that you type yourself."
)
COPIED = "Copied to the clipboard, where the terminal allows it. Hang up first."


class RingScreen(ModalScreen[None]):
    """Shows the numbers on file; the first is copied at once, any other on `Enter`."""

    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss", "Back")]

    def __init__(self, on_file: OnFile) -> None:
        super().__init__()
        self._on_file = on_file

    def compose(self) -> ComposeResult:
        found = self._on_file
        name = plain(found.name) or "them"
        with VerticalScroll(classes="box", can_focus=False):
            yield Static(f"Ring {name} back", classes="title", markup=False)
            if found.numbers:
                yield OptionList(*(Option(plain(each)) for each in found.numbers), markup=False,
                                 compact=True)  # fmt: skip
            yield Static(COPIED if found.numbers else NONE, classes="copied", markup=False)
            yield Static(_never(found), classes="never", markup=False)
            keys = "↑ ↓ and Enter copy another · Esc goes back"
            yield Static(keys if len(found.numbers) > 1 else "Esc goes back", classes="keys")

    def on_mount(self) -> None:
        """The first number is the one that is most likely wanted."""
        if self._on_file.numbers:
            self.query_one(OptionList).focus()
            self._copy(0)

    @on(OptionList.OptionSelected)
    def _chosen(self, message: OptionList.OptionSelected) -> None:
        self._copy(message.option_index)

    def _copy(self, at: int) -> None:
        number = plain(self._on_file.numbers[at])
        self.app.copy_to_clipboard(number)
        self.query_one(".copied", Static).update(f"{number}: {COPIED[0].lower()}{COPIED[1:]}")


def _never(found: OnFile) -> str:
    given = ", ".join(plain(each) for each in found.given)
    return f"{NEVER} {given} is not on file." if given else NEVER
