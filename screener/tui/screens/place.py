"""What the four places share: the bar above, the keys below, and the way to the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Event, ScreenResume
from textual.messages import Prune
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from screener.faults import Fault
from screener.text import plain
from screener.tui.actions import ACTIONS, BY_METHOD, Place, rebound
from screener.tui.compositor import PartCompositor
from screener.tui.widgets.keybar import KeyBar
from screener.tui.widgets.placebar import PlaceBar

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.tui.app import ScreenerApp

T = TypeVar("T")

TABBING = (
    Binding("tab", "app.focus_next", "Next field", show=False, priority=True),
    Binding("shift+tab", "app.focus_previous", "Field before", show=False, priority=True),
)
"""Taken before a field sees them: keys typed right behind belong to the next field."""

WIDTHS = [(0, "-narrow"), (110, "-wide")]
HEIGHTS = [(0, "-low"), (20, "-usual"), (34, "-high")]
"""Columns and rows from which on a class says how much room there is."""
PACE = 1 / 240
"""Seconds between two looks for what is to be drawn. After each drawing Textual waits one or two of
them: with its own, which are twice as long, a letter typed behind a verdict came up to 30 ms later."""

TITLES = {
    Place(action.id.removeprefix("go.")): action.short
    for action in ACTIONS
    if action.id.startswith("go.")
}
"""The places in the order of the bar."""


class PlaceScreen(Screen[None]):
    """A place. Sub-classes compose their body and say what they have (`has`)."""

    PLACE: ClassVar[Place]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    BINDINGS: ClassVar[list[BindingType]] = [*TABBING]

    def __init__(self) -> None:
        super().__init__()
        self._compositor = PartCompositor()
        self._pacer: Timer | None = None

    @property
    def _update_timer(self) -> Timer:
        if self._pacer is None:
            look = self._on_timer_update
            self._pacer = self.set_interval(PACE, look, name="screen_update", pause=True)
        return self._pacer

    @property
    def house(self) -> ScreenerApp:
        """The app, by its own type."""
        return cast("ScreenerApp", self.app)

    def compose(self) -> ComposeResult:
        """Bar, body, keys."""
        self._bindings = rebound(self._bindings, self.house.settings.keys)
        self._be_sized()
        yield PlaceBar(
            self.PLACE, {place: (self._key_to(place), TITLES[place]) for place in TITLES}
        )
        yield from self.body()
        yield KeyBar()

    def _key_to(self, place: Place) -> str:
        keys = self.house.settings.keys_of(BY_METHOD[f"go_{place}"])
        return self.house.get_key_display(Binding(keys.partition(",")[0], ""))

    def _be_sized(self) -> None:
        """Says how much room there is before any widget is styled; the first resize, which says
        so too, comes when all of them are, and would have them styled once more."""
        width, height = self.house.size
        for size, classes in ((width, WIDTHS), (height, HEIGHTS)):
            self.add_class(*self._get_breakpoint_classes(size, classes), update=False)

    async def on_event(self, event: Event) -> None:
        """Being in front again is no reason to style anything: another theme is met before that
        (`App.switch_mode`), and nothing else about the styles changes meanwhile."""
        if isinstance(event, ScreenResume):
            event.refresh_styles = False
        await super().on_event(event)

    def _compositor_refresh(self) -> None:
        # While updates are held back Textual draws everything, and then throws it away.
        if not self.app._batch_count:  # noqa: SLF001 - it has no public name
            super()._compositor_refresh()

    @on(Prune)
    def _give_up(self) -> None:
        """What still waits for an answer is given up before the widgets go that would show it."""
        self.workers.cancel_node(self)

    def body(self) -> Iterable[Widget]:
        """What the place is made of."""
        raise NotImplementedError

    def has(self, need: str) -> bool:
        """Whether that which an action needs is there."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An action of the registry that lacks what it needs is shown dimmed."""
        known = BY_METHOD.get(action)
        if known is None or not known.needs or not self.is_mounted:
            return True
        return True if self.has(known.needs) else None

    def told(self, words: str) -> None:
        """Puts a few words at the right of the bar."""
        demo = ("DEMO",) if self.house.demo else ()
        self.query_one(PlaceBar).tell(" · ".join((*demo, *filter(None, (plain(words),)))))

    async def ask(self, question: Callable[[Desk], T]) -> T:
        """The desk's answer, from its own thread."""
        return await self.house.ask(question)

    async def try_ask(self, question: Callable[[Desk], T]) -> T | None:
        """As `ask`; what the desk cannot do is shown as a message, and None comes back."""
        try:
            return await self.ask(question)
        except Fault as fault:
            self.house.complain(str(fault))
            return None
