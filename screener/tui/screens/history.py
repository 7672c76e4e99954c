"""History: every call, found again by words or label, with its reasons; and put right."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import ScreenResume
from textual.widget import Widget
from textual.widgets import Input, Static

from screener.ledger import EntryKind
from screener.tui import wording
from screener.tui.actions import Place, bindings
from screener.tui.pages import Fetched, Pages, Query, fetch
from screener.tui.screens.place import PlaceScreen
from screener.tui.widgets.chips import Chips
from screener.tui.widgets.line import Line
from screener.tui.widgets.record import RecordCard
from screener.tui.widgets.window import Window
from screener.words import Label

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.store.records import Past, Record

SEARCH_PAUSE = 0.08
"""Seconds without a key before a search is made."""
DETAIL_PAUSE = 0.04
"""Seconds on a row before its call is read, so that a held arrow key stays smooth."""

NOTHING_STORED = "No calls yet. F3 goes to the form; what you store there stands here."
NOTHING_FOUND = "Nothing fits. Esc in the search, or L, shows more."


class HistorySearch(Line):
    """Down and Enter go to the list; Esc empties the search first."""

    BINDINGS: ClassVar[list[BindingType]] = [("down,enter", "screen.list", "To the list")]


class HistoryScreen(PlaceScreen):
    """The list holds only what is seen; the desk is asked for the rest as it comes in sight."""

    PLACE = Place.HISTORY
    CSS_PATH = "history.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.HISTORY)]
    AUTO_FOCUS = "#calls"

    def __init__(self) -> None:
        super().__init__()
        self._record: Record | None = None

    def body(self) -> Iterable[Widget]:
        """Search and labels above; list and detail side by side, or one over the other."""
        with Horizontal(id="narrowing"):
            yield HistorySearch(id="search", placeholder="search (/): name, number, words, notes")
            chips = ["all", *(f"{wording.GLYPH[label]} {wording.SHORT[label]}" for label in Label)]
            yield Chips(chips, id="labels")
        with Horizontal(id="history"):
            with Vertical(id="list"):
                yield Static("", id="nothing", markup=False)
                yield Window(id="calls")
            yield RecordCard(id="detail")

    @property
    def query_now(self) -> Query:
        """What the list is to hold."""
        chosen = self.query_one(Chips).chosen
        label = list(Label)[chosen - 1] if chosen else None
        return Query(self.query_one("#search", Input).value.strip(), label)

    def has(self, need: str) -> bool:
        """A call under the cursor; a caller that something can be said to."""
        if need == "party":
            return self._record is not None and bool(_party(self._record))
        return self._record is not None

    # The list

    @on(ScreenResume)
    def _back_again(self) -> None:
        self._load(0.0)

    @on(Input.Changed, "#search")
    def _searched(self) -> None:
        self._load(SEARCH_PAUSE, anew=True)

    @on(Chips.Changed)
    def _narrowed(self) -> None:
        self._load(0.0, anew=True)

    @work(group="list", exclusive=True)
    async def _load(self, pause: float, *, anew: bool = False) -> None:
        await asyncio.sleep(pause)
        query, window, pages = self.query_now, self.query_one(Window), Pages()

        def first(desk: Desk) -> tuple[int, Fetched]:
            count = desk.count(query.text, label=query.label)
            return count, fetch(desk, query, 0, pages.before)

        found = await self.try_ask(first)
        if found is None:
            return
        total, fetched = found
        pages.total = total
        pages.put(fetched)
        # Calls logged meanwhile stand above: the cursor stays at its call.
        cursor = 0 if anew or not window.cursor else window.cursor + total - window.pages.total
        window.reset(pages, self.house.clock().date(), cursor)
        self._say_how_many(total, query)

    def _say_how_many(self, total: int, query: Query) -> None:
        narrowed = bool(query.text or query.label)
        self.told(wording.counted(total, "call") + (" found" if narrowed else ""))
        nothing = self.query_one("#nothing", Static)
        nothing.display = not total
        nothing.update(NOTHING_FOUND if narrowed else NOTHING_STORED)

    @on(Window.Missing)
    @work(group="pages")
    async def _bring(self, message: Window.Missing) -> None:
        window = self.query_one(Window)
        pages, query = window.pages, self.query_now

        def page(desk: Desk) -> Fetched | None:
            wanted = window.wants(message.page)
            return fetch(desk, query, message.page, pages.before) if wanted else None

        fetched = await self.try_ask(page)
        if fetched is not None:
            window.fill(pages, fetched)

    # The detail

    @on(Window.Reached)
    @work(group="detail", exclusive=True)
    async def _reached(self, message: Window.Reached) -> None:
        if message.row is None:
            self._show(None, None)
            return
        await asyncio.sleep(DETAIL_PAUSE)
        await self._read(message.row.id)

    async def _read(self, call_id: str) -> None:
        def read(desk: Desk) -> tuple[Record, Past | None]:
            record = desk.record(call_id)
            return record, desk.past(record.call)

        found = await self.try_ask(read)
        if found is not None:
            self._show(*found)

    def _show(self, record: Record | None, past: Past | None) -> None:
        self._record = record
        card = self.query_one(RecordCard)
        if record is None:
            card.hint("")
            self._detail(open_=False)
        else:
            card.record(record, all_of(past))
        self.refresh_bindings()

    @on(Window.Opened)
    def _opened(self) -> None:
        self._detail(open_=True)
        self.query_one(RecordCard).focus()

    def _detail(self, *, open_: bool) -> None:
        self.set_class(open_, "-detail")

    # What can be done here

    def action_history_search(self) -> None:
        """To the search box."""
        self._detail(open_=False)
        self.query_one("#search").focus()

    def action_history_label(self) -> None:
        """The next label."""
        self.query_one(Chips).next()

    def action_list(self) -> None:
        """From the search to the list."""
        self.query_one(Window).focus()

    def action_history_back(self) -> None:
        """Detail to list, search to nothing searched, and that to the list."""
        search = self.query_one("#search", Input)
        if search.has_focus and search.value:
            search.value = ""
            return
        self._detail(open_=False)
        self.query_one(Window).focus()

    @work(group="correct")
    async def action_history_correct(self) -> None:
        """Asks what the call was."""
        from screener.tui.screens.correct import CorrectScreen  # noqa: PLC0415 - when asked for

        if self._record is None:
            return
        record = await self.app.push_screen_wait(CorrectScreen(self._record))
        if record is not None:
            label = record.shown.shown if record.shown else "not screened"
            self.house.say(f"{record.call.id} is now: {label}.")
            await self._reread(record)

    @work(group="opt")
    async def action_history_optout(self) -> None:
        """Asks what the caller is no longer to call about."""
        from screener.tui.screens.opt import OptScreen, told  # noqa: PLC0415 - when asked for

        if self._record is None:
            return
        question = OptScreen(_party(self._record), EntryKind.OPT_OUT, call_id=self._record.call.id)
        entries = await self.app.push_screen_wait(question)
        if entries:
            self.house.say(told(entries))

    @work(group="ask")
    async def action_history_care(self) -> None:
        """Asks what the caller was given, and shows the steps to be done about it."""
        from screener.tui.screens.care import CareScreen  # noqa: PLC0415 - when asked for

        if self._record is not None:
            await self.app.push_screen_wait(CareScreen(self._record))

    async def _reread(self, record: Record) -> None:
        await self._read(record.call.id)
        self._load(0.0)


def _party(record: Record) -> str:
    return record.vendor or record.call.number or record.call.company


def all_of(past: Past | None) -> str:
    """5 calls from them so far · last on Tuesday … told without counting this one twice."""
    if past is None or past.count < 2:
        return ""
    parts = [f"{past.count} calls from them in all"]
    parts += [f"{count} {wording.SHORT[label]}" for label, count in past.labels.items() if count]
    if past.after_opt_out:
        parts.append(f"{past.after_opt_out} after your opt-out")
    return " · ".join(parts)
