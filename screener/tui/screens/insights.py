"""Insights: what many calls come to. Every figure opens the calls behind it in History."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus, ScreenResume
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from screener.faults import Fault
from screener.insights import USUAL_WEEKS, usual_since
from screener.tui.actions import Place, bindings
from screener.tui.insights import (
    Line,
    change_lines,
    company_lines,
    correction_lines,
    fault_lines,
    opt_out_lines,
)
from screener.tui.screens.place import PlaceScreen
from screener.tui.watch import Changed
from screener.tui.widgets.chart import Chart, HourChart, WeekChart

if TYPE_CHECKING:
    from datetime import date

    from screener.desk import Desk
    from screener.insights import Changes, Company, Corrections, Figures

PERIODS = {13: 26, USUAL_WEEKS: 52, 52: 13}
"""Each period in weeks with the one that comes after it."""
NOTHING = (
    "No call is on file yet, so there is nothing to count.\n\n"
    "{} goes to Call, where calls are written down; screener import brings in those of a phone."
)
COUNTING = "Counting …"
LISTS = {
    "optouts": "Your opt-outs, kept and broken",
    "companies": "Companies that called most",
    "changes": "This month, and the one before",
    "corrections": "Verdicts that you corrected",
}


class Figure(Vertical):
    """A part of the place under its title."""

    def __init__(self, title: str, child: Widget) -> None:
        super().__init__(classes="figure")
        self.title, self._child = title, child

    def compose(self) -> ComposeResult:
        yield Static(self.title, classes="title", markup=False)
        yield self._child


class Lines(OptionList):
    """Lines of figures, of which those that lead to calls can be chosen."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - as all widgets
        super().__init__(Option(COUNTING, disabled=True), id=id, markup=False, compact=True)
        self.figures: Sequence[Line] = ()

    def show(self, lines: Iterable[Line]) -> None:
        """Puts lines in the place of others; the cursor stays."""
        at, self.figures = self.highlighted, tuple(lines)
        self.clear_options()
        self.add_options(
            Option(Content(line.text), disabled=not line.words) for line in self.figures
        )
        able = [place for place, line in enumerate(self.figures) if line.words]
        self.can_focus = bool(able)
        if able:
            self.highlighted = at if at in able else able[0]

    def words_at(self, place: int) -> str:
        """What finds the calls of a line."""
        return self.figures[place].words


class InsightsScreen(PlaceScreen):
    """Charts and lists, one below the other or in two columns."""

    PLACE = Place.INSIGHTS
    CSS_PATH = "insights.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.INSIGHTS)]
    AUTO_FOCUS = "#weeks"

    def __init__(self) -> None:
        super().__init__()
        self._weeks = USUAL_WEEKS

    def body(self) -> Iterable[Widget]:
        """When they called at the left, who and what became of it at the right."""
        yield Static(NOTHING.format(self.house.key("go.call")), id="nothing", markup=False)
        with VerticalScroll(id="insights", can_focus=False):
            with Vertical(id="left"):
                yield Figure("Calls by week", WeekChart(id="weeks"))
                yield Figure("Calls by weekday and hour", HourChart(id="hours"))
                yield _listed("optouts")
            with Vertical(id="right"):
                yield _listed("companies")
                yield _listed("changes")
                yield _listed("corrections")

    def on_mount(self) -> None:
        """Nothing is counted yet."""
        self.query_one("#nothing").display = False

    def has(self, need: str) -> bool:
        """Figures, once a call is on file."""
        return bool(need) and self.query_one("#insights").display

    @on(DescendantFocus)
    def _reached(self) -> None:
        # After the part itself, which is scrolled to without its title.
        self.call_after_refresh(self._in_view)

    def _in_view(self) -> None:
        """The part that one is at is seen with its title."""
        above = self.focused.ancestors if self.focused else ()
        figure = next((one for one in above if isinstance(one, Figure)), None)
        if figure is not None:
            page = self.query_one("#insights")
            top = figure.region.y - page.region.y + page.scroll_offset.y
            lowest = top + figure.size.height - page.size.height
            page.scroll_to(y=min(max(page.scroll_offset.y, lowest), top), animate=False)

    # Counting

    @on(ScreenResume)
    @on(Changed)
    def _come(self) -> None:
        self._count()

    @work(group="insights", exclusive=True)
    async def _count(self) -> None:
        """Each part is shown as soon as it is counted, the quickest first."""
        since = usual_since(self.house.clock().date(), self._weeks)

        def figures(desk: Desk) -> Figures | None:
            return desk.figures(since, desk.today()) if desk.count_all() else None

        found = await self.try_ask(figures)
        self._show(found)
        if found is None:
            return
        rest = await self.try_ask(lambda desk: _lists(desk, since))
        if rest is not None:
            self._list("companies", company_lines(rest[0]))
            self._list("changes", change_lines(rest[1]))
            self._list("corrections", correction_lines(rest[2]))
        try:
            opt_outs = opt_out_lines(await self.ask(lambda desk: desk.opt_outs()))
        except Fault as fault:
            self._list("optouts", fault_lines(str(fault)))
        else:
            self._list("optouts", opt_outs)

    def _show(self, found: Figures | None) -> None:
        self.query_one("#nothing").display = found is None
        self.query_one("#insights").display = found is not None
        self.told(_told(found, self._weeks))
        if found is not None:
            for chart in self.query(Chart):
                chart.show(found)
            if self.focused is None:
                self.query_one("#weeks").focus()
            self.call_after_refresh(self._in_view)
        self.refresh_bindings()

    def _list(self, name: str, lines: Iterable[Line]) -> None:
        self.query_one(f"#{name}", Lines).show(lines)

    def action_insights_period(self) -> None:
        """A longer period, and after the longest the shortest."""
        self._weeks = PERIODS[self._weeks]
        self._count()

    # The calls behind a figure

    def action_insights_calls(self) -> None:
        """The calls of what the cursor is at."""
        at = self.focused
        if isinstance(at, Chart):
            self._open(at.words)

    @on(Chart.Opened)
    def _clicked(self, message: Chart.Opened) -> None:
        self._open(message.words)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if isinstance(event.option_list, Lines):
            self._open(event.option_list.words_at(event.option_index))

    @work(group="ask")
    async def _open(self, words: str) -> None:
        if not words:
            return
        await self.app.switch_mode(Place.HISTORY)
        search = self.app.screen.query_one("#search", Input)
        search.value = words
        search.cursor_position = len(words)


def _told(found: Figures | None, weeks: int) -> str:
    return f"{found.calls:,} in {weeks} weeks" if found else ""


def _listed(name: str) -> Figure:
    return Figure(LISTS[name], Lines(id=name))


def _lists(desk: Desk, since: date) -> tuple[list[Company], Changes, Corrections]:
    return desk.companies(since), desk.changes(), desk.corrections(since, desk.today())
