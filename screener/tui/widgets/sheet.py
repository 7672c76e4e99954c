"""A text of many parts drawn by one widget: headings at the left, what belongs to them at the
right, and only the lines that are seen are ever drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple, Protocol

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style

HEADING = 10
"""Columns of the headings."""
AT_ONCE = 8
"""Lines drawn within a frame. With all of a card at once, a letter typed meanwhile waits for it."""
FRAME = 1 / 60
"""Seconds."""
FAINT = "$foreground-muted"
PICK = "pick"
"""What a style calls the value of the thing to pick that it belongs to."""


class SetOut(Protocol):
    """What stands differently where there is more or less room."""

    def set_out(self, room: int) -> Content:
        """In so many columns."""


Body = str | Content | SetOut
"""What stands in a part."""


class Part(NamedTuple):
    """A heading and what belongs to it. Without a heading the body takes the whole width,
    `inset` columns from either side; `apart` keeps an empty line above and below."""

    heading: str
    body: Body
    style: str = ""
    apart: bool = False
    inset: int = 0


class Sheet(ScrollView, can_focus=True):
    """Shows parts below each other. Another text is another set of lines: no widget comes or
    goes, so that it costs a repaint and no layout."""

    DEFAULT_CSS = "Sheet { overflow-x: hidden; scrollbar-size-vertical: 1; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - as all widgets call it
        super().__init__(id=id)
        self._parts: tuple[Part, ...] = ()
        self._lines: list[Content] = []
        self._broken: list[Broken] = []
        self._stale: list[int] = []
        self._laid_for = 0
        self._width = 0
        self._base = Style()

    @property
    def is_roomy(self) -> bool:
        """Whether the terminal is high enough for an empty line between parts."""
        return self.screen.has_class("-high")

    def put(self, parts: Iterable[Part]) -> None:
        """Shows other parts."""
        self._parts = tuple(parts)
        self._lay()

    def on_resize(self) -> None:
        """Lines break elsewhere in another width."""
        if self._laid_for != self._room:
            self._lay()

    @property
    def _room(self) -> int:
        return self.scrollable_content_region.width

    def _lay(self) -> None:
        old = self._lines
        self._break()
        if len(old) != len(self._lines):
            # Only a scroll bar that comes or goes needs a layout.
            self._grow()
            if self._laid_for != self._room:
                # The bar has just come or gone, and no resize tells of that.
                self._break()
                self._grow()
        pairs = enumerate(zip_longest(old, self._lines, fillvalue=Content("")))
        changed = {at for at, (one, other) in pairs if not one.is_same(other)}
        waiting, self._stale = self._stale, sorted(changed.union(self._stale))
        if not waiting:
            self._draw_some()

    def _break(self) -> None:
        self._laid_for = self._room
        self._broken = broken(self._parts, self._room, self._broken) if self._room else []
        self._lines = joined(self._broken, apart=self.is_roomy)

    def _grow(self) -> None:
        self.set_reactive(Sheet.virtual_size, Size(0, len(self._lines)))
        self._scroll_update(self.virtual_size)

    def _draw_some(self) -> None:
        """Has lines that changed drawn, from the top, and more of them with the next frame."""
        first, high = self.scroll_offset.y, self.size.height
        seen = [at for at in self._stale if first <= at < first + high]
        for at in seen[:AT_ONCE]:
            self.refresh_line(at)
        self._stale = seen[AT_ONCE:]
        if self._stale:
            self.set_timer(FRAME, self._draw_some)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of it. Width and style are asked for once for all of them."""
        self._width, self._base = self._room, self.visual_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        at, width, base = self.scroll_offset.y + y, self._width, self._base
        if at >= len(self._lines):
            return Strip.blank(width, base.rich_style)
        line = self._selected(self._lines[at], at)
        segments, x = [], 0
        for text, style in line.render(base, end="", parse_style=self._get_style):
            segments.append(Segment(text, (base + style).rich_style_with_offset(x, at)))
            x += len(text)
        return Strip(segments).adjust_cell_length(width, base.rich_style)

    def _selected(self, line: Content, at: int) -> Content:
        span = self.text_selection.get_span(at) if self.text_selection else None
        if span is None:
            return line
        start, end = span
        style = Style.from_styles(self.screen.get_component_styles("screen--selection"))
        return line.stylize(style, start, None if end == -1 else end)

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """The lines that are selected with the mouse."""
        return selection.extract("\n".join(line.plain for line in self._lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """What is selected looks otherwise."""
        self.refresh()

    def show_line(self, at: int) -> None:
        """Scrolls to a line."""
        self.scroll_to_region(Region(0, at, 1, 1), animate=False, force=True)

    def line_with(self, key: str, value: object) -> int | None:
        """The first line on which a style says `key: value` of itself."""
        for at, line in enumerate(self._lines):
            for span in line.spans:
                if isinstance(span.style, Style) and span.style.meta.get(key) == value:
                    return at
        return None


class Broken(NamedTuple):
    """A part, broken into lines for so many columns."""

    part: Part
    width: int
    lines: list[Content]


def broken(parts: Iterable[Part], width: int, before: Sequence[Broken] = ()) -> list[Broken]:
    """Parts broken into lines of `width` columns. What has stayed since `before`, as most of a
    card does from one letter to the next, is not broken anew."""
    found = []
    for part, old in zip_longest(parts, before):
        if part is None:
            break
        stays = old is not None and old.width == width and _is_same(old.part, part)
        found.append(old if stays else Broken(part, width, _lines_of(part, width)))
    return found


def _is_same(one: Part, other: Part) -> bool:
    if isinstance(one.body, Content) and isinstance(other.body, Content):
        return one.body.is_same(other.body) and one._replace(body="") == other._replace(body="")
    return type(one.body) is type(other.body) and one == other


def joined(parts: Iterable[Broken], *, apart: bool) -> list[Content]:
    """The lines of all parts; those without a text are left out. `apart` puts an empty line below
    each of them."""
    found: list[Content] = []
    for part, _, own in parts:
        if not own:
            continue
        if part.apart and found and found[-1].plain.strip():
            found.append(Content(""))
        found += own
        if apart or part.apart:
            found.append(Content(""))
    return found


def _lines_of(part: Part, width: int) -> list[Content]:
    indent = HEADING if part.heading else part.inset
    room = max(width - indent - part.inset, 1)
    body = part.body
    if isinstance(body, str):
        content = Content(body)
    else:
        content = body if isinstance(body, Content) else body.set_out(room)
    if not content:
        return []
    if part.style:
        content = content.stylize_before(part.style)
    first = Content.styled(part.heading.ljust(indent), FAINT)
    rest = Content(" " * indent)
    return [(rest if at else first) + line for at, line in enumerate(content.wrap(room))]
