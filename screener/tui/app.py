"""The screen: six places over one desk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import on, work
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.screen import Screen
from textual.widget import Widget

from screener.actions import BY_METHOD, Action, Place, key_words
from screener.config import Settings
from screener.faults import Fault
from screener.text import plain
from screener.tui.actions import bindings, rebound
from screener.tui.asking import Asker
from screener.tui.palette import ScreenerCommands
from screener.tui.places import PLACES
from screener.tui.screens.place import PlaceScreen
from screener.tui.stylesheet import KeptStylesheet
from screener.tui.themes import THEMES
from screener.tui.watch import Watch
from screener.tui.widgets.placebar import PlaceBar

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.store.deeds import Deed
    from screener.store.newest import Glance

T = TypeVar("T")


ANSI = {True: "ansi-dark", False: "ansi-light"}
"""The themes without colours of their own, by whether they are dark."""
FRAME = 0.016
"""Seconds that a picture stands."""
HEARD = 0.03
"""Seconds from the first picture to the work that would slow the answer to a first key."""
SAMPLE = (
    "These vendors and calls are made up. {} throws them away and begins with your own book; so "
    "does leaving."
)
_IN_PLACES = ("go.", "app.jump", "app.help", "app.commands", "app.undo", "app.redo", "app.own")
"""What is not done while a question is open in front."""


def _now() -> datetime:
    return datetime.now().astimezone()


class After(Enum):
    """What is opened when the person leaves, where that is not all."""

    SAMPLE = "the screen on sample data"
    OWN = "the screen on the person's own data"


class ScreenerApp(App[After]):
    """Opens on the Call form, or where the person wants it. `clock` gives the present, so that a
    test can hold it still.

    `settings` are the person's keys and theme, the place to begin in and where to listen;
    `keep_theme` remembers a theme. `sample` says that the desk holds sample data which the person
    may throw away for their own.
    """

    TITLE = "Screener"
    CSS_PATH = "app.tcss"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[None]]]] = PLACES
    DEFAULT_MODE = Place.CALL
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.ANYWHERE)]
    COMMANDS: ClassVar = {ScreenerCommands}
    ENABLE_COMMAND_PALETTE = False  # it has its place in the registry like everything else

    def __init__(
        self,
        desk_factory: Callable[[], Desk],
        *,
        demo: bool = False,
        sample: bool = False,
        settings: Settings | None = None,
        keep_theme: Callable[[str], object] | None = None,
        clock: Callable[[], datetime] = _now,
        driver_class: type[Driver] | None = None,
    ) -> None:
        # Without colour the terminal's own two are used, not greys (https://no-color.org).
        self._colourless = bool(os.environ.get("NO_COLOR"))
        super().__init__(driver_class=driver_class, ansi_color=True if self._colourless else None)
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())
        self.use_command_palette = True
        self.demo = demo
        self.sample = sample
        self.clock = clock
        self.settings = settings or Settings()
        # Textual knows the place to begin in by class only.
        self._current_mode = self.settings.start
        self._screen_stacks = {self._current_mode: []}
        self._keep_theme = keep_theme
        self._bindings = rebound(self._bindings, self.settings.keys)
        self.failure: Fault | None = None
        self._strayed: Exception | None = None
        self._asker = Asker(desk_factory)
        self._shown = asyncio.Event()
        self.watch_file = Watch(self)
        for theme in THEMES.values():
            self.register_theme(theme)
        chosen = THEMES[self.settings.theme]
        self.theme = chosen.name if not self._colourless else ANSI[chosen.dark]

    def look_first(self, glance: Callable[[], Glance | None]) -> None:
        """Has the file opened by `glance` for what can be shown before the desk is there."""
        self._asker.first_look = glance

    def on_ready(self) -> None:
        """The desk opens after the first picture, and a key pressed by then is heard before it."""
        asyncio.get_running_loop().set_exception_handler(self._astray)
        if self.settings.start != Place.HISTORY:
            self.pictured()
        self._open()

    def pictured(self) -> None:
        """The first picture stands. The history's is its first calls, and it says so itself."""
        if not self._shown.is_set():
            self.set_timer(HEARD, self._shown.set)

    @work(group="open")
    async def _open(self) -> None:
        try:
            new = await self.ask(lambda desk: desk.is_new())
        except Fault as fault:
            self.failure = fault
            self.exit(return_code=2)
            return
        self.tell(self._hear_of_hooks)
        self.watch_file.start()
        if self.settings.listen is not None:
            from screener.tui.listening import Listener  # noqa: PLC0415 - only where one listens

            Listener(self, self.settings.listen).start()
        if self.sample:
            self.notify(SAMPLE.format(self.key("app.own")), title="Sample data", timeout=12)
        elif new and not self.demo:
            self._begin()

    def _hear_of_hooks(self, desk: Desk) -> None:
        """What is said of the person's programs would go to a terminal that is drawn on."""

        def say(words: str) -> None:
            self.notify(plain(words), severity="warning", markup=False, timeout=8)

        desk.say_of_hooks = say

    @work(group="ask")
    async def _begin(self) -> None:
        """The first time: three questions."""
        from screener.tui.screens.first import FirstScreen  # noqa: PLC0415 - only the first time

        if await self.push_screen_wait(FirstScreen()):
            self.exit(After.SAMPLE)

    @property
    def defect(self) -> Exception | None:
        """A mistake of the program: what the screen ended of, or went on in spite of."""
        return self._exception or self._strayed

    def _astray(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What a task ended of that nobody waits for. asyncio would print it, words and all."""
        error = context.get("exception")
        if isinstance(error, Exception):
            self._strayed = error

    def panic(self, *renderables: object) -> None:
        """Ends without the account that Textual gives: it shows what was in hand, calls too."""
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        self.panic()

    async def on_unmount(self) -> None:
        """Whatever was handed to the desk is finished before the program ends."""
        await asyncio.to_thread(self._asker.close)

    async def ask(self, question: Callable[[Desk], T]) -> T:
        """The desk's answer, from the one thread that it lives in."""
        await self._shown.wait()
        return await self._asker.ask(question)

    async def glance(self, question: Callable[[Glance], T]) -> T | None:
        """What a first look at the file tells before the desk opens. None where it is to be asked."""
        return None if self._shown.is_set() else await self._asker.glance(question)

    def tell(self, order: Callable[[Desk], object]) -> None:
        """Hands the desk an order whose answer nobody waits for."""
        self._asker.tell(order)

    def delay_update(self, delay: float = FRAME) -> None:
        """Holds drawing back while places change, no longer than a frame."""
        super().delay_update(min(delay, FRAME))

    def offers(self, action: Action) -> bool:
        """Whether an action has a meaning here at all."""
        return self.sample or action.id != "app.own"

    def keys_of(self, action: Action) -> str:
        """The keys that an action has now, as one reads them: "Ctrl+S or F2"."""
        return key_words(self.settings.keys_of(action))

    def key(self, action_id: str) -> str:
        """The first of them, for a sentence."""
        return self.keys_of(BY_METHOD[action_id.replace(".", "_")]).split(" or ")[0]

    def say(self, words: str, title: str = "") -> None:
        """A short message that goes by itself."""
        self.notify(plain(words), title=title, markup=False)

    def complain(self, words: str) -> None:
        """A message about something that could not be done."""
        self.notify(plain(words), title="Not done", severity="error", markup=False, timeout=8)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a question is open in front, one does not walk off to another place."""
        known = BY_METHOD.get(action)
        if known is None or not known.id.startswith(_IN_PLACES):
            return True
        here = self.screen
        if not self.offers(known):
            return False
        return isinstance(here, PlaceScreen) and known.id != f"go.{here.PLACE}"

    @on(PlaceBar.Chosen)
    def _chosen(self, message: PlaceBar.Chosen) -> None:
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

    def action_go_insights(self) -> None:
        """To what many calls come to."""
        self.switch_mode(Place.INSIGHTS)

    def action_go_rules(self) -> None:
        """To what calls are judged by."""
        self.switch_mode(Place.RULES)

    @work(group="undo")
    async def action_app_undo(self) -> None:
        """Takes back what was done last, wherever and whenever that was."""
        await self._turn(
            lambda desk: desk.undo(), f"Undone: {{}}. {self.key('app.redo')} does it again."
        )

    @work(group="undo")
    async def action_app_redo(self) -> None:
        """Does again what was undone last."""
        await self._turn(lambda desk: desk.redo(), "Done again: {}.")

    async def _turn(self, turn: Callable[[Desk], Deed], words: str) -> None:
        try:
            deed = await self.ask(turn)
        except Fault as fault:
            self.complain(str(fault))
            return
        self.say(words.format(deed.words))
        self.watch_file.tell()

    def action_app_jump(self) -> None:
        """A letter at every field and pane."""
        from screener.tui.screens.jump import JumpScreen, targets  # noqa: PLC0415 - when asked for

        here = self.screen

        def go(widget: Widget | None) -> None:
            if widget is not None:
                here.set_focus(widget)

        self.push_screen(JumpScreen(targets(here)), go)

    def action_app_help(self) -> None:
        """The keys of the place one is in."""
        from screener.tui.screens.help import HelpScreen  # noqa: PLC0415 - only when asked for

        self.push_screen(HelpScreen(Place(self.current_mode)))

    def action_app_commands(self) -> None:
        """The command palette."""
        self.action_command_palette()

    def action_app_theme(self) -> None:
        """To the next theme, which is remembered."""
        if self._colourless:
            self.theme = ANSI[not self.current_theme.dark]
            return
        names = list(THEMES)
        here = next(name for name in names if THEMES[name].name == self.theme)
        name = names[(names.index(here) + 1) % len(names)]
        self.theme = THEMES[name].name
        self._remember(name)

    @work(group="theme")
    async def _remember(self, name: str) -> None:
        if self._keep_theme is not None:
            try:
                await asyncio.to_thread(self._keep_theme, name)
            except Fault as fault:
                self.complain(f"The theme holds until you leave: {fault}")

    def action_app_own(self) -> None:
        """Away with the sample data."""
        self.exit(After.OWN)

    def action_app_leave(self) -> None:
        """Leaves; the draft is kept."""
        self.exit()
