"""What the four places share: the bar above, the keys below, and the way to the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import Click
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from screener.faults import Fault
from screener.text import plain
from screener.tui.actions import BY_METHOD, Place, rebound
from screener.tui.widgets.keybar import KeyBar
from screener.tui.widgets.still import Still

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

TITLES = {
    Place.CALL: "Call",
    Place.HISTORY: "History",
    Place.VENDORS: "Vendors",
    Place.RIGHTS: "Rights",
    Place.INSIGHTS: "Insights",
    Place.RULES: "Rules",
}


class PlaceTab(Static):
    """One place's name in the bar; the place one is in stands in brackets."""

    class Chosen(Message):
        """A place was clicked."""

        def __init__(self, place: Place) -> None:
            self.place = place
            super().__init__()

    def __init__(self, place: Place, *, here: bool) -> None:
        title = TITLES[place]
        super().__init__(f"[{title}]" if here else f" {title} ", markup=False)
        self.place = place
        self.set_class(here, "-here")

    def on_click(self, event: Click) -> None:
        """A click goes there."""
        event.stop()
        self.post_message(self.Chosen(self.place))


class PlaceScreen(Screen[None]):
    """A place. Sub-classes compose their body and say what they have (`has`)."""

    PLACE: ClassVar[Place]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    BINDINGS: ClassVar[list[BindingType]] = [*TABBING]

    @property
    def house(self) -> ScreenerApp:
        """The app, by its own type."""
        return cast("ScreenerApp", self.app)

    def compose(self) -> ComposeResult:
        """Bar, body, keys."""
        self._bindings = rebound(self._bindings, self.house.settings.keys)
        with Horizontal(id="bar"):
            yield Static("Screener", id="brand", markup=False)
            for place in TITLES:
                yield PlaceTab(place, here=place is self.PLACE)
            yield Still(classes="told one-row")
        yield from self.body()
        yield KeyBar()

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
        demo = "DEMO  " if self.house.demo else ""
        self.query_one(".told", Still).show(demo + plain(words))

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
