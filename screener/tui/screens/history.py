"""History: every call, found again: searched, narrowed and grouped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from screener.tui.actions import Place, bindings
from screener.tui.lists import Grouping
from screener.tui.narrowing import CHIPS, next_label, toggled
from screener.tui.screens.history_deeds import HistoryDeeds
from screener.tui.screens.history_list import SEARCH_PAUSE
from screener.tui.widgets.chips import Chips
from screener.tui.widgets.line import Line
from screener.tui.widgets.record import RecordCard
from screener.tui.widgets.still import Still
from screener.tui.widgets.window import Window

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.tui.narrowing import Way

HINT = "search ({}): name, number, words, notes; {} for label:, since:, is:scam …"
NEXT = {
    Grouping.NONE: Grouping.COMPANY,
    Grouping.COMPANY: Grouping.NUMBER,
    Grouping.NUMBER: Grouping.DAY,
    Grouping.DAY: Grouping.NONE,
}


class HistorySearch(Line):
    """Down and Enter go to the list; Esc empties the search first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Taken before the field sees it: keys typed right behind it belong to the list.
        Binding("down,enter", "screen.list", "To the list", priority=True)
    ]


class HistoryScreen(HistoryDeeds):
    """The list and the detail of the call that the cursor is at."""

    PLACE = Place.HISTORY
    CSS_PATH = "history.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.HISTORY)]
    AUTO_FOCUS = "#calls"

    def body(self) -> Iterable[Widget]:
        """Search and chips above; list and detail side by side, or one over the other."""
        with Vertical(id="narrowing"):
            keys = (self.house.key(each) for each in ("history.search", "history.narrow"))
            yield HistorySearch(id="search", placeholder=HINT.format(*keys))
            yield Still(classes="wrong-search", vanish=True)
            yield Chips(CHIPS, id="chips")
        with Horizontal(id="history"):
            with Vertical(id="list"):
                yield Still(id="nothing", vanish=True)
                yield Window(id="calls")
            yield RecordCard(id="detail")

    # Narrowing

    @on(Input.Changed, "#search")
    def _searched(self) -> None:
        self.query_one(Chips).take(self.query_one("#search", Input).value)
        self.load(SEARCH_PAUSE, anew=True)

    @on(Chips.Pressed)
    def _pressed(self, message: Chips.Pressed) -> None:
        self._narrow(message.way)

    def _narrow(self, way: Way) -> None:
        search = self.query_one("#search", Input)
        search.value = toggled(search.value, way)
        search.cursor_position = len(search.value)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a line of text the search's key is a letter like others."""
        if action == "history_search" and isinstance(self.focused, Input):
            return False
        return super().check_action(action, parameters)

    def action_history_search(self) -> None:
        """To the search box."""
        self._detail(open_=False)
        self.set_focus(self.query_one("#search"))

    def action_history_label(self) -> None:
        """The next label."""
        search = self.query_one("#search", Input)
        search.value = next_label(search.value)

    @work(group="ask")
    async def action_history_narrow(self) -> None:
        """A menu of everything that one can narrow by."""
        from screener.tui.screens.narrow import NarrowScreen  # noqa: PLC0415 - when asked for

        ways = await self.try_ask(_ways(self.house.clock().date()))
        if ways is not None:
            text = self.query_one("#search", Input).value
            way = await self.app.push_screen_wait(NarrowScreen(ways, text))
            if way is not None:
                self._narrow(way)

    def action_history_group(self) -> None:
        """Grouped by company, by number, by day, not at all."""
        self.by = NEXT[self.by]
        self.house.say(f"Grouped by {self.by}." if self.by else "Not grouped.")
        self.refresh_bindings()
        self.load(anew=True)

    def action_history_fold(self) -> None:
        """All groups open, or all folded."""
        self.fold_all()

    def action_list(self) -> None:
        """From the search to the list."""
        self.set_focus(self.query_one(Window))

    def action_history_back(self) -> None:
        """Detail to list, search to nothing searched, and that to the list."""
        search = self.query_one("#search", Input)
        if search.has_focus and search.value:
            search.value = ""
            return
        self._detail(open_=False)
        self.query_one(Window).focus()


def _ways(today: Any) -> Callable[[Desk], list[Way]]:
    from screener.tui.narrowing import (  # noqa: PLC0415 - when asked for
        LABELS,
        PERMISSIONS,
        STATES,
        days,
        of_tag,
        of_vendor,
    )

    def ways(desk: Desk) -> list[Way]:
        tags = [of_tag(tag, calls) for tag, calls in desk.all_tags()]
        vendors = [of_vendor(vendor.name) for vendor in desk.vendors()]
        return [*LABELS, *STATES, *PERMISSIONS, *days(today), *tags, *vendors]

    return ways
