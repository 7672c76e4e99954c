"""A list of any length: only the rows that are seen are ever asked for or drawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screener.text import one_line
from screener.tui import wording
from screener.tui.pages import PAGE, Fetched, Pages
from screener.words import Allowed

if TYPE_CHECKING:
    from screener.store.rows import Row


class Window(ScrollView, can_focus=True):
    """Shows calls a line each. Rows that are not here are asked for by a message and drawn
    as dots until they come."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"window--cursor", "window--faint", "window--scam"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("pagedown,space", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home,g", "ends(0)", "Newest", show=False),
        Binding("end,G", "ends(1)", "Oldest", show=False),
        Binding("enter", "open", "Open", show=True),
    ]

    cursor: reactive[int] = reactive(0, init=False)

    class Missing(Message):
        """A page is needed."""

        def __init__(self, page: int) -> None:
            self.page = page
            super().__init__()

    class Reached(Message):
        """The cursor stands on another row (None: the list is empty or it is on its way)."""

        def __init__(self, row: Row | None) -> None:
            self.row = row
            super().__init__()

    class Opened(Message):
        """A row is to be opened."""

        def __init__(self, row: Row) -> None:
            self.row = row
            super().__init__()

    def __init__(self, *, id: str) -> None:  # noqa: A002 - the name that all widgets give it
        super().__init__(id=id)
        self.pages = Pages()
        self.today = date.min
        self._asked: set[int] = set()

    @property
    def row(self) -> Row | None:
        """The row under the cursor, if it is here."""
        return self.pages.row(self.cursor) if self.pages.total else None

    def reset(self, pages: Pages, today: date, cursor: int = 0) -> None:
        """Another list, with its first page in it."""
        self.pages, self.today = pages, today
        self._asked.clear()
        self.virtual_size = Size(0, pages.total)
        self.set_reactive(Window.cursor, max(0, min(cursor, pages.total - 1)))
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Reached(self.row))

    def fill(self, pages: Pages, fetched: Fetched) -> None:
        """A page that was asked for; nothing happens if the list is another by now."""
        if pages is not self.pages:
            return
        pages.put(fetched)
        self._asked.discard(fetched.page)
        self.refresh()
        if self.cursor // PAGE == fetched.page:
            self.post_message(self.Reached(self.row))

    def wants(self, page: int) -> bool:
        """Whether a page is still in sight, so that a fast scroll leaves no queue behind."""
        top = self.scroll_offset.y
        wanted = range(top // PAGE, (top + self.size.height) // PAGE + 1)
        if page in wanted or page == self.cursor // PAGE:
            return True
        self._asked.discard(page)
        return False

    def watch_cursor(self, _old: int, _new: int) -> None:
        """The row under the cursor stays in sight."""
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Reached(self.row))

    def _keep_in_sight(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)

    def action_move(self, by: int) -> None:
        """One row up or down."""
        self._go(self.cursor + by)

    def action_page(self, by: int) -> None:
        """One screen full up or down."""
        self._go(self.cursor + by * max(self.size.height - 1, 1))

    def action_ends(self, end: int) -> None:
        """To the newest or the oldest call."""
        self._go(self.pages.total - 1 if end else 0)

    def action_open(self) -> None:
        """Opens the row under the cursor."""
        if self.row is not None:
            self.post_message(self.Opened(self.row))

    def on_click(self, event: Click) -> None:
        """A click goes to a row, a second one on it opens it."""
        index = self.scroll_offset.y + event.y
        if index >= self.pages.total:
            return
        if index == self.cursor:
            self.action_open()
        else:
            self._go(index)

    def _go(self, index: int) -> None:
        if self.pages.total:
            self.cursor = max(0, min(index, self.pages.total - 1))

    def render_line(self, y: int) -> Strip:
        """One row of the list, or a line of dots while it is on its way."""
        index, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        if index >= self.pages.total:
            return Strip.blank(width, self.rich_style)
        row, here = self.pages.row(index), index == self.cursor
        if row is None:
            self._ask(index // PAGE)
            return self._strip([("  ·", "faint")], here, width)
        return self._strip(cells(row, self.today, width), here, width)

    def _ask(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            self.post_message(self.Missing(page))

    def _strip(self, parts: list[tuple[str, str]], here: bool, width: int) -> Strip:
        base = self.rich_style
        if here:
            base += self.get_component_rich_style("window--cursor", partial=True)
        styles = {
            "": Style(),
            "faint": Style()
            if here
            else self.get_component_rich_style("window--faint", partial=True),
            "strong": Style(bold=True),
            "scam": Style(bold=True)
            if here
            else self.get_component_rich_style("window--scam", partial=True),
        }
        mark = "▌" if here and self.has_focus else "│" if here else " "
        segments = [Segment(mark, base)]
        segments += [Segment(text, base + styles[kind]) for text, kind in parts]
        return Strip(segments).adjust_cell_length(width, base).simplify()


def cells(row: Row, today: date, width: int) -> list[tuple[str, str]]:
    """A row's columns for a width: when, what, whether allowed, who, and what was said."""
    when = wording.short_moment(row.at, today) if row.at else "no time"
    what, kind = _what(row)
    name = row.vendor or row.company or row.number or "withheld"
    refused = row.permission is Allowed.REFUSED
    rest = width - 1 - 13 - 17 - 2
    said = rest - max(16, min(30, rest * 2 // 5)) - 1
    who = rest if said < 16 else rest - said - 1
    allowed = "✗" if refused else "✓" if row.permission is Allowed.ALLOWED else ""
    found = [
        (set_cell_size(when, 13), "faint"),
        (set_cell_size(what, 17), kind),
        (set_cell_size(allowed, 2), "strong"),
        (set_cell_size(one_line(name, who), who), "strong"),
    ]
    if who < rest:
        found.append((" " + set_cell_size(one_line(row.said, said), said), "faint"))
    return found


def _what(row: Row) -> tuple[str, str]:
    mark = "✎" if row.corrected else ""
    if row.label is None:
        return f"{wording.NOT_SCREENED} not screened", "faint"
    if row.scam and not row.corrected:
        return f"{wording.SCAM} scam", "scam"
    return f"{wording.GLYPH[row.label]} {wording.SHORT[row.label]} {mark}".rstrip(), ""
