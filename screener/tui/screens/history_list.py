"""The list of the history: which calls it holds, read as they come into view, and kept up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import on, work
from textual.events import ScreenResume
from textual.widgets import Input

from screener.faults import Fault
from screener.text import counted
from screener.tui.lists import AllCalls, Found, Grouping, Groups, Heading, Query
from screener.tui.numbers import in_lines
from screener.tui.pages import PAGE, Fetched, Pages
from screener.tui.screens.place import PlaceScreen
from screener.tui.watch import Changed
from screener.tui.widgets.still import Still
from screener.tui.widgets.window import Window

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.store.newest import Glance
    from screener.tui.lists import Line, List

SEARCH_PAUSE = 0.08
"""Seconds without a key before a search is made."""
TELLING = 0.25
"""Seconds between two tellings of how many calls were found so far."""

NOTHING_STORED = "No calls yet. {} goes to the form; what you store there stands here."
NOTHING_FOUND = "Nothing fits. {} in the search shows all calls again."


class HistoryList(PlaceScreen):
    """Loads the list that is asked for, in slices where it must be walked. A later question
    lets an earlier one go."""

    by = Grouping.NONE

    @property
    def query_now(self) -> Query:
        """What the list is to hold."""
        return Query(self.query_one("#search", Input).value.strip(), self.by)

    @on(ScreenResume)
    def _back_again(self) -> None:
        self.load()

    @on(Changed)
    def _changed(self) -> None:
        self.load()

    @work(group="list", exclusive=True)
    async def load(self, pause: float = 0.0, *, anew: bool = False) -> None:
        """Reads the list again, the cursor at its call; `anew`, from the beginning."""
        await asyncio.sleep(pause)
        query, wrong = self.query_now, ""
        if query.text or query.by:
            self.house.pictured()  # nothing can be told of it before the desk is there
        try:
            if query.text:
                text, wrong = await self.ask(lambda _desk: _readable(query.text))
                query = query._replace(text=text)
            if query.by:
                await self._load_groups(query, anew=anew)
            elif query.text:
                await self._load_found(query, anew=anew)
            else:
                await self._load_all(anew=anew)
        except Fault as fault:
            self._say_wrong(str(fault))
        else:
            self._say_wrong(wrong)

    async def _load_all(self, *, anew: bool) -> None:
        glimpsed = await self._glimpse()
        if glimpsed is not None and (glimpsed == await self.ask(newest) or not self.query(Window)):
            return
        key = None if anew else self._key()
        await self._show_all(
            *await self.ask(lambda desk: _at(AllCalls(desk.days()), key)(desk)), anew=anew
        )

    async def _glimpse(self) -> Newest | None:
        """Shows what the list is at a first look, before the desk is there. It is to be read once
        more then, since others may have written meanwhile."""
        try:
            found = await self.house.glance(newest)
            if found is not None:
                pages = Pages(AllCalls(found.days))
                pages.put(Fetched(0, found.rows))
                await self._show_all(pages, 0, anew=False)
        finally:
            self.house.pictured()
        return found

    async def _show_all(self, pages: Pages, place: int, *, anew: bool) -> None:
        await self._show(pages, place, anew=anew)
        self._say_how_many(pages.total)

    async def _load_found(self, query: Query, *, anew: bool) -> None:
        """The first page is shown as soon as it is there, unless the cursor is to stay at a
        call: then all must be found first. How many there are is told now and then."""
        key, listed = None if anew else self._key(), Found()
        clock = asyncio.get_running_loop().time
        shown, due, last = False, 0.0, None
        while True:
            last = await self._find(query, listed, last)
            if not shown and (last is None or (anew and len(listed) >= PAGE)):
                await self._show(*await self.ask(_at(listed, key)), anew=anew)
                shown = True
            elif last is not None and clock() < due:
                continue
            elif shown:
                self._window.grown()
            self._say_how_many(len(listed), found=True, more=last is not None)
            if last is None:
                return
            due = clock() + TELLING

    async def _find(self, query: Query, listed: Found, before: int | None) -> int | None:
        walked = await self.ask(lambda desk: desk.walk(query.text, before))
        full = len(listed)
        listed.keys.extend(walked.keys)
        if self._window.pages.listed is listed:
            self._window.pages.drop(full // PAGE)
        return walked.last

    async def _load_groups(self, query: Query, *, anew: bool) -> None:
        before, key = self._window.pages.listed, None if anew else self._key()
        groups = Groups(query.by, open_=query.by is Grouping.DAY)
        heading = None
        if isinstance(before, Groups) and before.by == query.by:
            groups.open, groups.flipped = before.open, set(before.flipped)
            line = self._window.line
            heading = line.group if isinstance(line, Heading) and not anew else None
        last = await self.ask(_take(groups, query, None))
        while last is not None:
            self.told(f"grouping … {groups.calls:,}")
            last = await self.ask(_take(groups, query, last))
        await self.ask(lambda _desk: groups.settle())
        if heading is None:
            await self._show(*await self.ask(_at(groups, key)), anew=anew)
        else:
            place = groups.heading_place(heading)
            await self._show(*await self.ask(_opened(groups, place)), anew=anew)
        self._say_groups(groups, found=bool(query.text))

    async def _show(self, pages: Pages, place: int, *, anew: bool) -> None:
        window = self._window
        top = window.scroll_offset.y
        if anew:
            top = 0
        elif top:
            # What came above pushes nothing out of sight.
            top = max(place - (window.cursor - top), 0)
        window.reset(pages, self.house.clock().date(), place, top)
        self.query_one("#nothing", Still).show("" if pages.total else self._nothing())

    def _nothing(self) -> str:
        if self.query_now.text:
            return NOTHING_FOUND.format(self.house.key("history.back"))
        return NOTHING_STORED.format(self.house.key("go.call"))

    @on(Window.Missing)
    @work(group="pages")
    async def _bring(self, message: Window.Missing) -> None:
        window = self._window
        pages = window.pages

        def page(desk: Desk) -> Fetched | None:
            return pages.fetch(desk, message.page) if window.wants(message.page) else None

        fetched = await self.try_ask(page)
        if fetched is not None:
            window.fill(pages, fetched)

    @on(Window.Folded)
    @work(group="list", exclusive=True)
    async def _folded(self, message: Window.Folded) -> None:
        groups, line = self._window.pages.listed, message.line
        if not isinstance(groups, Groups):
            return

        def fold(desk: Desk) -> tuple[Pages, int] | None:
            group = line.group if isinstance(line, Heading) else groups.group_of(line.key)
            if message.open in {None, not groups.is_open(group)}:
                groups.flip(group)
            elif message.open:
                return None
            return _opened(groups, groups.heading_place(group))(desk)

        found = await self.ask(fold)
        if found is not None:
            await self._show(*found, anew=False)

    @work(group="list", exclusive=True)
    async def fold_all(self) -> None:
        """Opens all groups, or folds them."""
        groups, key = self._window.pages.listed, self._key()
        if not isinstance(groups, Groups):
            return

        def fold(desk: Desk) -> tuple[Pages, int]:
            groups.flip_all()
            return _at(groups, key)(desk)

        await self._show(*await self.ask(fold), anew=False)

    @property
    def _window(self) -> Window:
        return self.query_one(Window)

    def _key(self) -> int | None:
        """The call that the cursor is at."""
        line = self._window.line
        if line is None:
            return None
        return line.newest.key if isinstance(line, Heading) else line.key

    def _say_wrong(self, words: str) -> None:
        self.query_one(".wrong-search", Still).show(
            f"✗ {words.removeprefix('search: ')}" if words else ""
        )

    def _say_how_many(self, calls: int, *, found: bool = False, more: bool = False) -> None:
        words = counted(calls, "call") + (" found" if found else "")
        self.told(words + (" so far …" if more else ""))

    def _say_groups(self, groups: Groups, *, found: bool) -> None:
        many = {
            Grouping.COMPANY: ("company", "companies"),
            Grouping.NUMBER: ("number", "numbers"),
            Grouping.DAY: ("day", "days"),
        }[groups.by]
        calls = counted(groups.calls, "call") + (" found" if found else "")
        self.told(f"{counted(groups.count(), *many)} · {calls}")


Opening = Callable[["Desk"], tuple[Pages, int]]
"""Gives a list with the page in which a place lies, and the place."""


class Newest(NamedTuple):
    """What the list of all calls begins with: the days with their calls, and the first page."""

    days: Sequence[tuple[int, int]]
    rows: Sequence[Line]


def newest(file: Desk | Glance) -> Newest:
    """Read by a desk, or at a first look without one."""
    days = file.days()
    rows = file.rows_of_day(days[0][0], 0, PAGE) if days else ()
    return Newest(days, in_lines(rows, file.region))


def _readable(text: str) -> tuple[str, str]:
    """What of a search can be answered while it is typed, and what is wrong with the whole."""
    from screener.half_typed import answerable  # noqa: PLC0415 - only for a search
    from screener.query import read_query  # noqa: PLC0415

    try:
        read_query(text)
    except Fault as fault:
        return answerable(text), str(fault)
    return text, ""


def _opened(listed: List, place: int) -> Opening:
    def opened(desk: Desk) -> tuple[Pages, int]:
        here = max(0, min(place, len(listed) - 1))
        pages = Pages(listed)
        if len(listed):
            pages.put(pages.fetch(desk, here // PAGE))
        return pages, here

    return opened


def _at(listed: List, key: int | None) -> Opening:
    """At a call, or at the beginning."""

    def opened(desk: Desk) -> tuple[Pages, int]:
        return _opened(listed, 0 if key is None else listed.place(desk, key))(desk)

    return opened


def _take(groups: Groups, query: Query, before: int | None) -> Callable[[Desk], int | None]:
    """Takes a slice of a list into groups; where to go on."""

    def take(desk: Desk) -> int | None:
        walked = desk.walk(query.text, before, query.by)
        groups.take(walked)
        return walked.last

    return take
