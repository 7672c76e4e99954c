"""The screen: four places over one desk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on, work
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.screen import Screen

from screener.faults import Fault
from screener.text import plain
from screener.tui.actions import BY_METHOD, Place, bindings
from screener.tui.asking import Asker
from screener.tui.palette import ScreenerCommands
from screener.tui.screens.place import PlaceScreen, PlaceTab
from screener.tui.themes import DARK, LIGHT, THEMES

if TYPE_CHECKING:
    from screener.desk import Desk

T = TypeVar("T")


def _now() -> datetime:
    return datetime.now().astimezone()


def _call() -> Screen[None]:
    from screener.tui.screens.call import CallScreen  # noqa: PLC0415 - mounted on first visit

    return CallScreen()


def _history() -> Screen[None]:
    from screener.tui.screens.history import HistoryScreen  # noqa: PLC0415 - on first visit

    return HistoryScreen()


def _vendors() -> Screen[None]:
    from screener.tui.screens.vendors import VendorsScreen  # noqa: PLC0415 - on first visit

    return VendorsScreen()


def _rights() -> Screen[None]:
    from screener.tui.screens.rights import RightsScreen  # noqa: PLC0415 - on first visit

    return RightsScreen()


class ScreenerApp(App[None]):
    """Opens on the Call form. `clock` gives the present, so that a test can hold it still."""

    TITLE = "Screener"
    CSS_PATH = "app.tcss"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[None]]]] = {
        Place.CALL: _call,
        Place.HISTORY: _history,
        Place.VENDORS: _vendors,
        Place.RIGHTS: _rights,
    }
    DEFAULT_MODE = Place.CALL
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.ANYWHERE)]
    COMMANDS: ClassVar = {ScreenerCommands}
    ENABLE_COMMAND_PALETTE = False  # it has its place in the registry like everything else

    def __init__(
        self,
        desk_factory: Callable[[], Desk],
        *,
        demo: bool = False,
        clock: Callable[[], datetime] = _now,
        driver_class: type[Driver] | None = None,
    ) -> None:
        # Without colour the terminal's own two are used, not greys (https://no-color.org).
        self._colourless = bool(os.environ.get("NO_COLOR"))
        super().__init__(driver_class=driver_class, ansi_color=True if self._colourless else None)
        self.use_command_palette = True
        self.demo = demo
        self.clock = clock
        self.failure: Fault | None = None
        self._asker = Asker(desk_factory)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "ansi-dark" if self._colourless else DARK.name

    def on_mount(self) -> None:
        """The desk opens after the first paint."""
        self.call_after_refresh(self._open)

    @work(group="open")
    async def _open(self) -> None:
        try:
            await self.ask(lambda desk: desk.region)
        except Fault as fault:
            self.failure = fault
            self.exit(return_code=2)

    async def on_unmount(self) -> None:
        """Whatever was handed to the desk is finished before the program ends."""
        await asyncio.to_thread(self._asker.close)

    async def ask(self, question: Callable[[Desk], T]) -> T:
        """The desk's answer, from the one thread that it lives in."""
        return await self._asker.ask(question)

    def tell(self, order: Callable[[Desk], object]) -> None:
        """Hands the desk an order whose answer nobody waits for."""
        self._asker.tell(order)

    def say(self, words: str, title: str = "") -> None:
        """A short message that goes by itself."""
        self.notify(plain(words), title=title, markup=False)

    def complain(self, words: str) -> None:
        """A message about something that could not be done."""
        self.notify(plain(words), title="Not done", severity="error", markup=False, timeout=8)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a question is open in front, one does not walk off to another place."""
        known = BY_METHOD.get(action)
        if known is None or not known.id.startswith(("go.", "app.help", "app.commands")):
            return True
        here = self.screen
        return isinstance(here, PlaceScreen) and known.id != f"go.{here.PLACE}"

    @on(PlaceTab.Chosen)
    def _chosen(self, message: PlaceTab.Chosen) -> None:
        self.switch_mode(message.place)

    def action_go_call(self) -> None:
        """To the form."""
        self.switch_mode(Place.CALL)

    def action_go_history(self) -> None:
        """To the history."""
        self.switch_mode(Place.HISTORY)

    def action_go_vendors(self) -> None:
        """To the vendor book."""
        self.switch_mode(Place.VENDORS)

    def action_go_rights(self) -> None:
        """To deadlines and violations."""
        self.switch_mode(Place.RIGHTS)

    def action_app_help(self) -> None:
        """The keys of the place one is in."""
        from screener.tui.screens.help import HelpScreen  # noqa: PLC0415 - only when asked for

        self.push_screen(HelpScreen(Place(self.current_mode)))

    def action_app_commands(self) -> None:
        """The command palette."""
        self.action_command_palette()

    def action_app_light(self) -> None:
        """Between dark and light."""
        if self._colourless:
            self.theme = "ansi-light" if self.theme == "ansi-dark" else "ansi-dark"
        else:
            self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    def action_app_leave(self) -> None:
        """Leaves; the draft is kept."""
        self.exit()


def run(desk_factory: Callable[[], Desk], *, demo: bool = False) -> None:
    """Opens the screen and comes back when the person leaves it.

    Raises Fault if the desk could not be opened.
    """
    app = ScreenerApp(desk_factory, demo=demo)
    app.run()
    if app.failure is not None:
        raise app.failure
