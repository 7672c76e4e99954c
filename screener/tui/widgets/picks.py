"""A few things to pick, one beside the other, each with the key that picks it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Blur, Click, Focus
from textual.geometry import Size
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from screener.tui.widgets.sheet import PICK

GAP = 2
TICKED = "✓"


class Pick(NamedTuple):
    """One of them: its key (empty: none), its words made plain, and whether it is picked. One that
    has a `value` bears it where it is drawn, so that a click finds it; a `hint` only tells."""

    key: str
    words: str
    on: bool = False
    value: int | None = None
    hint: bool = False


class Placed(NamedTuple):
    """Where a pick stands: its row, its first column, and how many columns it takes."""

    row: int
    at: int
    width: int


def columns(widths: Sequence[int], room: int) -> list[Placed]:
    """Sets them out in as many equal columns as `room` takes, read down each."""
    widest = max(widths, default=0) + GAP
    count = max((room + GAP) // max(widest, 1), 1)
    rows = -(-len(widths) // count)
    return [
        Placed(at % rows, at // rows * widest, min(width, room)) for at, width in enumerate(widths)
    ]


def flow(widths: Sequence[int], room: int) -> list[Placed]:
    """Sets things of these widths out in rows of `room` columns, as words are in a text. What is
    wider than a row is cut to it."""
    placed: list[Placed] = []
    row = at = 0
    for width in (min(each, room) for each in widths):
        if at and at + width > room:
            row, at = row + 1, 0
        placed.append(Placed(row, at, width))
        at += width + GAP
    return placed


def widths_of(picks: Sequence[Pick]) -> list[int]:
    """The columns that each takes, with its key."""
    return [cell_len(_before(each)) + cell_len(each.words) for each in picks]


def set_out(picks: Sequence[Pick], placed: Sequence[Placed], cursor: int = -1) -> Content:
    """Picks in rows, each at its place; the one at `cursor` is pointed at."""
    parts: list[Content] = []
    row = end = 0
    for place, (at, pick) in sorted(zip(placed, enumerate(picks), strict=True)):
        parts.append(Content("\n" * (place.row - row)))
        row, end = place.row, end if place.row == row else 0
        parts.append(Content(" " * (place.at - end)))
        parts.append(_drawn(pick, place.width, pointed=at == cursor))
        end = place.at + place.width
    return Content("").join(parts)


def _drawn(pick: Pick, width: int, *, pointed: bool) -> Content:
    before = _before(pick)
    words = _cut(pick.words, max(width - cell_len(before), 0))
    style = "$foreground-muted" if pick.hint else "bold underline" if pick.on else ""
    key = "bold $text-primary" if not pick.on else "bold"
    drawn = Content.assemble((before, key), (words, f"{style} reverse" if pointed else style))
    return drawn if pick.value is None else drawn.stylize(Style.from_meta({PICK: pick.value}))


class Picks(Widget, can_focus=True):
    """Shows things to pick. A click, its key or `Space` picks one; the owner says what becomes of
    it. Where `lead` is given, it stands behind them as a hint."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "move(-1)", "Before", show=False),
        Binding("right,down", "move(1)", "Next", show=False),
        Binding("space,enter", "pick", "Pick", show=False),
    ]

    class Picked(Message):
        """One was picked: `at` is its place among them, None for a click beside them."""

        def __init__(self, picks: Picks, at: int | None) -> None:
            super().__init__()
            self.picks, self.at = picks, at

        @property
        def control(self) -> Picks:
            """Where."""
            return self.picks

    def __init__(self, *, id: str | None = None, classes: str = "") -> None:  # noqa: A002 - as all
        super().__init__(id=id, classes=classes)
        self.picks: tuple[Pick, ...] = ()
        self._lead = ""
        self._tidy = False
        self._cursor = -1

    def show(self, picks: Sequence[Pick], lead: str = "", *, tidy: bool = False) -> None:
        """Other things to pick, in columns where they are to be `tidy`."""
        new = (tuple(picks), lead, tidy)
        if new != (self.picks, self._lead, self._tidy):
            words = [pick.words for pick in self.picks]
            again = (words, self._lead, self._tidy) != ([pick.words for pick in picks], lead, tidy)
            self.picks, self._lead, self._tidy = new
            self._cursor = min(self._cursor, len(picks) - 1)
            self.refresh(layout=again)

    def render(self) -> Content:
        """All of them in rows."""
        placed = self._placed(self.content_size.width)
        return set_out(self._shown(), placed, self._cursor)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as it takes."""
        placed = self._placed(width)
        return max((place.row for place in placed), default=0) + 1

    def on_click(self, event: Click) -> None:
        """Picks what was clicked."""
        event.stop()
        where = event.get_content_offset_capture(self)
        for at, place in enumerate(self._placed(self.content_size.width)):
            if where.y == place.row and place.at <= where.x < place.at + place.width:
                self._picked(at if at < len(self.picks) else None)
                return
        self._picked(None)

    def on_focus(self, event: Focus) -> None:
        """The owner may have more to show."""
        self.refresh()

    def on_blur(self, event: Blur) -> None:
        """Nothing is pointed at any more."""
        self._cursor = -1
        self.refresh()

    def action_move(self, by: int) -> None:
        """Points at another one."""
        if self.picks:
            self._cursor = max(self._cursor + by, 0) % len(self.picks)
            self.refresh()

    def action_pick(self) -> None:
        """Picks what is pointed at."""
        if 0 <= self._cursor < len(self.picks):
            self._picked(self._cursor)

    def _picked(self, at: int | None) -> None:
        self.post_message(self.Picked(self, at))

    def _shown(self) -> list[Pick]:
        return [*self.picks, *([Pick("", self._lead, hint=True)] if self._lead else ())]

    def _placed(self, room: int) -> list[Placed]:
        widths = widths_of(self._shown())
        if not self._tidy:
            return flow(widths, room)
        placed = columns(widths[: len(self.picks)], room)
        below = max((place.row for place in placed), default=-1) + 1
        lead = [Placed(below, 0, min(width, room)) for width in widths[len(self.picks) :]]
        return [*placed, *lead]


def _before(pick: Pick) -> str:
    mark = f"{TICKED} " if pick.on else "  " if pick.key else ""
    return f"{pick.key}{mark}"


def _cut(words: str, width: int) -> str:
    return words if cell_len(words) <= width else f"{set_cell_size(words, max(width - 1, 0))}…"
