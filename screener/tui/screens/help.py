"""Help: the keys of the place one is in, read from the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screener.tui import wording
from screener.tui.actions import Action, Place, of_place
from screener.tui.screens.place import TITLES
from screener.words import Label

if TYPE_CHECKING:
    from screener.tui.app import ScreenerApp

IN_SHORT = {
    Place.CALL: "Type while they talk. Enter goes to the next field, → takes the suggested "
    "company. The draft is kept at every key; the time of the call is its first key.",
    Place.HISTORY: "Every call, newest first. ↑ ↓ PgUp PgDn Home End (or k j) move, Enter "
    "opens a call, Tab goes to its reasons. Search looks at everything that was noted.",
    Place.VENDORS: "Whom you deal with, and what each of them may call you about. ↑ ↓ choose, "
    "Tab goes to the details.",
    Place.RIGHTS: "Your opt-outs with the day by which they must be honoured, and the calls that "
    "may have broken a rule. ↑ ↓ choose, Enter opens one with the rule and how sure it is.",
    Place.INSIGHTS: "What many calls come to. Tab goes from part to part, the arrows move in it, "
    "Enter opens the calls behind a figure in History.",
}


COMMANDS = (
    "The palette (everything, by its name) shows beside each action the command that does the "
    "same without a screen. Keys and themes are set in a file: screener config. Esc closes."
)


class HelpScreen(ModalScreen[None]):
    """Shown over a place; any of the closing keys goes back."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,f1,question_mark,q,enter", "dismiss", "Close"),
    ]

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="box"):
            yield Static(f"{TITLES[self._place]}: help", classes="title", markup=False)
            yield Static(IN_SHORT[self._place], classes="short", markup=False)
            yield Static(self._lines(of_place(self._place)), classes="keys-here", markup=False)
            yield Static("In every place", classes="title", markup=False)
            yield Static(self._lines(of_place(Place.ANYWHERE)), classes="keys-all", markup=False)
            yield Static("The signs", classes="title", markup=False)
            yield Static(_signs(), classes="signs", markup=False)
            yield Static(COMMANDS, classes="keys", markup=False)

    def _lines(self, actions: tuple[Action, ...]) -> Content:
        """One line for an action: its keys as they are now, and what it does."""
        house = cast("ScreenerApp", self.app)
        return Content("\n").join(
            Content.assemble((f"{house.keys_of(action):<15}", "bold"), action.title)
            for action in actions
            if house.offers(action)
        )


def _signs() -> Content:
    signs = [f"{wording.GLYPH[label]} {label.shown}" for label in Label]
    signs += [f"{wording.SCAM} scam", f"{wording.NOT_SCREENED} not screened"]
    signs += [f"{glyph} {word}" for glyph, word in wording.PERMISSION.values()]
    return Content("   ".join(signs))
