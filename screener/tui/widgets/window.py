"""A list of any length: only the lines that are seen are ever asked for or drawn."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screener.tui.lists import Heading, Line
from screener.tui.pages import PAGE, Fetched, Pages
from screener.tui.widgets.columns import cells, heading_cells


class Window(ScrollView, can_focus=True):
    """Shows calls, and the headings of groups of them, a line each. Lines that are not here are
    asked for by a message and drawn as dots until they come."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "window--cursor",
        "window--faint",
        "window--scam",
        "window--heading",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("pagedown,space", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home,g", "ends(0)", "Newest", show=False),
        Binding("end,G", "ends(1)", "Oldest", show=False),
        Binding("right", "fold(True)", "Open the group", show=False),
        Binding("left", "fold(False)", "Fold the group", show=False),
        Binding("enter", "open", "Open", show=True),
    ]

    cursor: reactive[int] = reactive(0, init=False, repaint=False)

    class Missing(Message):
        """A page is needed."""

        def __init__(self, page: int) -> None:
            self.page = page
            super().__init__()

    class Reached(Message):
        """The cursor stands on another line (None: the list is empty or it is on its way)."""

        def __init__(self, line: Line | None) -> None:
            self.line = line
            super().__init__()

    class Opened(Message):
        """A line is to be opened."""

        def __init__(self, line: Line) -> None:
            self.line = line
            super().__init__()

    class Folded(Message):
        """A group is to be opened or folded (None: whichever it is not)."""

        def __init__(self, line: Line, open_: bool | None) -> None:
            self.line = line
            self.open = open_
            super().__init__()

    def __init__(self, *, id: str) -> None:  # noqa: A002 - the name that all widgets give it
        super().__init__(id=id)
        self.pages = Pages()
        self.today = date.min
        self._asked: set[int] = set()
        self._looks: dict[tuple[str, bool], Style] = {}
        self._width = 0

    @property
    def line(self) -> Line | None:
        """The line under the cursor, if it is here."""
        return self.pages.line(self.cursor) if self.pages.total else None

    def reset(self, pages: Pages, today: date, cursor: int = 0, top: int | None = None) -> None:
        """Another list, with a page of it. `top` is the line to stand first (None: as near as
        it can stay to where it was)."""
        self.pages, self.today = pages, today
        self.grown()
        if top is not None:
            self.scroll_to(y=top, animate=False, force=True)
        self.set_reactive(Window.cursor, max(0, min(cursor, pages.total - 1)))
        self._keep_in_sight()
        self.post_message(self.Reached(self.line))

    def grown(self) -> None:
        """The list has other lines now, or more of them."""
        self._asked.clear()
        self.virtual_size = Size(0, self.pages.total)
        self.refresh()

    def fill(self, pages: Pages, fetched: Fetched) -> None:
        """A page that was asked for; nothing happens if the list is another by now."""
        if pages is not self.pages:
            return
        pages.put(fetched)
        self._asked.discard(fetched.page)
        self.refresh()
        if self.cursor // PAGE == fetched.page:
            self.post_message(self.Reached(self.line))

    def wants(self, page: int) -> bool:
        """Whether a page is still in sight, so that a fast scroll leaves no queue behind."""
        top = self.scroll_offset.y
        wanted = range(top // PAGE, (top + self.size.height) // PAGE + 1)
        if page in wanted or page == self.cursor // PAGE:
            return True
        self._asked.discard(page)
        return False

    def watch_cursor(self, old: int, new: int) -> None:
        """The line under the cursor stays in sight; only two lines are drawn anew."""
        self._keep_in_sight()
        for index in (old, new):
            self.refresh(Region(0, index - self.scroll_offset.y, self.size.width, 1))
        self.post_message(self.Reached(self.line))

    def on_focus(self) -> None:
        """The cursor looks otherwise."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor looks otherwise."""
        self.refresh()

    def _keep_in_sight(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)

    def action_move(self, by: int) -> None:
        """One line up or down."""
        self._go(self.cursor + by)

    def action_page(self, by: int) -> None:
        """One screen full up or down."""
        self._go(self.cursor + by * max(self.size.height - 1, 1))

    def action_ends(self, end: int) -> None:
        """To the newest or the oldest call."""
        self._go(self.pages.total - 1 if end else 0)

    def action_fold(self, open_: bool) -> None:
        """Opens the group under the cursor, or folds the one that it is in."""
        if self.line is not None:
            self.post_message(self.Folded(self.line, open_))

    def action_open(self) -> None:
        """Opens the line under the cursor: a call to read, a group to see its calls."""
        if isinstance(self.line, Heading):
            self.post_message(self.Folded(self.line, None))
        elif self.line is not None:
            self.post_message(self.Opened(self.line))

    def on_click(self, event: Click) -> None:
        """A click goes to a line, a second one on it opens it; a heading opens at the first."""
        index = self.scroll_offset.y + event.y
        if index >= self.pages.total:
            return
        again = index == self.cursor
        self._go(index)
        if again or isinstance(self.line, Heading):
            self.action_open()

    def _go(self, index: int) -> None:
        if self.pages.total:
            self.cursor = max(0, min(index, self.pages.total - 1))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of the list. Width and styles are asked for once for all of them."""
        self._looks, self._width = self._styles_now(), self.scrollable_content_region.width
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the list, or dots while it is on its way."""
        index, width = self.scroll_offset.y + y, self._width
        if index >= self.pages.total:
            return Strip.blank(width, self._looks["", False])
        line, here = self.pages.line(index), index == self.cursor
        if line is None:
            self._ask(index // PAGE)
            return self._strip([("  ·", "faint")], here=here)
        if isinstance(line, Heading):
            return self._strip(heading_cells(line, self.today, width), here=here)
        grouped = getattr(self.pages.listed, "by", "")
        return self._strip(cells(line, self.today, width, grouped), here=here)

    def _ask(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            self.post_message(self.Missing(page))

    def _strip(self, parts: list[tuple[str, str]], *, here: bool) -> Strip:
        looks, base = self._looks, self._looks["", here]
        mark = "▌" if here and self.has_focus else "│" if here else " "
        segments = [
            Segment(mark, base),
            *(Segment(text, looks[kind, here]) for text, kind in parts),
        ]
        return Strip(segments).adjust_cell_length(self._width, base).simplify()

    def _styles_now(self) -> dict[tuple[str, bool], Style]:
        """The style of each kind of text, beside the cursor and under it."""
        plain = self.rich_style
        under = plain + self.get_component_rich_style("window--cursor", partial=True)
        looks = {}
        for here, base in ((False, plain), (True, under)):
            looks["", here] = base
            looks["strong", here] = base + Style(bold=True)
        for kind in ("faint", "scam", "heading"):
            named = self.get_component_rich_style(f"window--{kind}", partial=True)
            looks[kind, False] = plain + named
            looks[kind, True] = under + Style(bold=named.bold)
        return looks
