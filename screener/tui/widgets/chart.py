"""Two charts that one walks about in: columns by week, shades by weekday and hour.

What a mark means is told by its form: labels have the glyphs that they have everywhere, many
calls are a denser shade. Colour says the same once more.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from screener.insights import SHOWN, Figures, Week, marks
from screener.text import counted
from screener.tui import wording
from screener.words import WEEKDAYS, Label

AXIS = 6
"""Cells for the figures at the left."""
STYLE = {
    Label.SOLICITATION: "$warning",
    Label.UPSELL: "$accent",
    Label.SERVICE: "$success",
    Label.UNDETERMINED: "$foreground-muted",
    None: "$foreground-muted",
}
SHADES = "·░▒▓█"
"""From no call to the most; each step as many calls as the others."""
HOUR_MARKS = (0, 6, 12, 18)
_WIDEST = 4

SIGNS = (
    *(f"{wording.GLYPH[label]} {wording.SHORT[label]}" for label in Label),
    f"{wording.NOT_SCREENED} not screened",
)


class Chart(Widget, can_focus=True):
    """A chart with a cursor; what stands under it is told in words below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1, 0)", "Left", show=False),
        Binding("right", "step(1, 0)", "Right", show=False),
        Binding("home", "step(-999, 0)", "First", show=False),
        Binding("end", "step(999, 0)", "Last", show=False),
    ]

    class Opened(Message):
        """The calls behind the figure under the cursor are wanted."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self, *, id: str) -> None:  # noqa: A002 - as all widgets
        super().__init__(id=id)
        self._figures: Figures | None = None
        self._at = (0, 0)

    def show(self, figures: Figures) -> None:
        """Shows figures; the cursor stays where it can."""
        anew = self._figures is None or len(self._figures.weeks) != len(figures.weeks)
        self._figures = figures
        self._at = self._first() if anew else self._at
        self.refresh(layout=True)

    def action_step(self, right: int, down: int) -> None:
        """Moves the cursor."""
        columns, rows = self._extent()
        self._at = (
            min(max(self._at[0] + right, 0), columns - 1),
            min(max(self._at[1] + down, 0), rows - 1),
        )
        self.refresh()

    def on_click(self, event: Click) -> None:
        """The cursor goes where one points; a second click opens."""
        spot = self._spot(event.x, event.y)
        if spot is None:
            return
        if spot == self._at and event.chain > 1:
            self.post_message(self.Opened(self.words))
        self._at = spot
        self.refresh()

    @property
    def words(self) -> str:
        """What finds the calls under the cursor."""
        raise NotImplementedError

    def _first(self) -> tuple[int, int]:
        return 0, 0

    def _extent(self) -> tuple[int, int]:
        raise NotImplementedError

    def _spot(self, x: int, y: int) -> tuple[int, int] | None:
        raise NotImplementedError

    def _lines(self) -> list[list[tuple[str, str]]]:
        raise NotImplementedError

    def render(self) -> Content:
        """The chart, or that it is being counted."""
        if self._figures is None:
            return Content.styled("Counting …", "$foreground-muted")
        lines = [Content.assemble(*line) for line in self._lines()]
        return Content("\n").join(lines)


class WeekChart(Chart):
    """A column for each week, of the labels' glyphs from the ground up."""

    BINDINGS: ClassVar[list[BindingType]] = []

    @property
    def words(self) -> str:
        """The calls of the week."""
        week = self._week
        return week.words if week else ""

    @property
    def _week(self) -> Week | None:
        weeks = self._figures.weeks if self._figures else ()
        return weeks[min(self._at[0], len(weeks) - 1)] if weeks else None

    def _first(self) -> tuple[int, int]:
        return self._extent()[0] - 1, 0

    def _extent(self) -> tuple[int, int]:
        return len(self._figures.weeks) if self._figures else 1, 1

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as there is room: low on a low screen."""
        rows = 5 if viewport.height < 34 else 12 if viewport.height < 46 else 18
        return rows + 3 + len(legend(width))

    @property
    def _wide(self) -> int:
        return max(1, min(_WIDEST, (self.content_size.width - AXIS) // max(self._extent()[0], 1)))

    def _spot(self, x: int, y: int) -> tuple[int, int] | None:
        column = (x - AXIS) // self._wide
        return (column, 0) if 0 <= column < self._extent()[0] else None

    def _lines(self) -> list[list[tuple[str, str]]]:
        weeks = self._figures.weeks if self._figures else ()
        shown = weeks[-max((self.content_size.width - AXIS) // self._wide, 1) :]
        signs = legend(self.content_size.width)
        rows = max(self.content_size.height - 3 - len(signs), 1)
        most = max((week.calls for week in shown), default=0)
        columns = [marks(week.labels, most, rows) for week in shown]
        lines: list[list[tuple[str, str]]] = []
        for row in range(rows, 0, -1):
            scale = f"{most:,}" if row == min(rows, max(most, 1)) and most else ""
            line = [(f"{scale:>{AXIS - 2}} ┤" if scale else " " * (AXIS - 1) + "│", _FAINT)]
            line += [self._mark(column, row) for column in columns]
            lines.append(line)
        lines.append(self._ground(len(shown), len(weeks) - len(shown)))
        lines.append([(self._months(shown), _FAINT)])
        return [*lines, self._told(), *([(line, _FAINT)] for line in signs)]

    def _mark(self, column: tuple[Label | None, ...], row: int) -> tuple[str, str]:
        if row > len(column):
            return " " * self._wide, ""
        label = column[row - 1]
        glyph = wording.NOT_SCREENED if label is None else wording.GLYPH[label]
        drawn = glyph * max(self._wide - 1, 1)
        return f"{drawn:<{self._wide}}", STYLE[label]

    def _ground(self, shown: int, hidden: int) -> list[tuple[str, str]]:
        at = self._at[0] - hidden
        before, after = "─" * (self._wide * at), "─" * (self._wide * (shown - at - 1))
        return [
            (" " * (AXIS - 1) + "└" + before, _FAINT),
            (f"{'↑' * max(self._wide - 1, 1):─<{self._wide}}", self._pointer),
            (after, _FAINT),
        ]

    @property
    def _pointer(self) -> str:
        return "bold $primary" if self.has_focus else _FAINT

    def _months(self, shown: tuple[Week, ...]) -> str:
        """The month's name under the first week that begins in it."""
        line = [" "] * (AXIS + self._wide * len(shown))
        free = AXIS
        for at, week in enumerate(shown):
            place = AXIS + self._wide * at
            begins = at == 0 or shown[at - 1].first.month != week.first.month
            if begins and place >= free and place + 3 <= len(line):
                line[place : place + 3] = f"{week.first:%b}"
                free = place + 4
        return "".join(line)

    def _told(self) -> list[tuple[str, str]]:
        week = self._week
        if week is None:
            return [("", "")]
        parts = [
            f"{wording.NOT_SCREENED if label is None else wording.GLYPH[label]} {calls:,}"
            for label in SHOWN
            if (calls := week.labels.get(label, 0))
        ]
        parts += [f"{wording.SCAM} {week.scams:,}"] if week.scams else []
        return [
            (f"{_days(week)}: {counted(week.calls, 'call')}", self._said),
            ("   " + "  ".join(parts), ""),
        ]

    @property
    def _said(self) -> str:
        return "bold" if self.has_focus else ""


class HourChart(Chart):
    """A row for each weekday, two cells for each hour."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(0, -1)", "Up", show=False),
        Binding("down", "step(0, 1)", "Down", show=False),
    ]

    @property
    def words(self) -> str:
        """The calls of that hour of that weekday."""
        if self._figures is None:
            return ""
        return self._figures.hour_words(self._at[1], self._at[0])

    def _first(self) -> tuple[int, int]:
        """The hour with the most calls."""
        hours = self._figures.hours if self._figures else ((0,),)
        return max(
            ((hour, day) for day, row in enumerate(hours) for hour in range(len(row))),
            key=lambda spot: hours[spot[1]][spot[0]],
        )

    def _extent(self) -> tuple[int, int]:
        return 24, 7

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Hours, days, and what is told."""
        return 9

    @property
    def _wide(self) -> int:
        return max(2, min(3, (self.content_size.width - AXIS) // 24))

    def _spot(self, x: int, y: int) -> tuple[int, int] | None:
        hour, day = (x - AXIS) // self._wide, y - 1
        return (hour, day) if 0 <= hour <= 23 and 0 <= day <= 6 else None

    def _lines(self) -> list[list[tuple[str, str]]]:
        hours = self._figures.hours if self._figures else ()
        most = max((max(row) for row in hours), default=0)
        head = "".join(f"{hour if hour in HOUR_MARKS else '':<{self._wide}}" for hour in range(24))
        lines: list[list[tuple[str, str]]] = [[(" " * AXIS + head, _FAINT)]]
        for day, row in enumerate(hours):
            line = [(f"{WEEKDAYS[day].capitalize():<{AXIS}}", _FAINT)]
            line += [self._cell(calls, most, (hour, day)) for hour, calls in enumerate(row)]
            lines.append(line)
        hour, day = self._at
        calls = hours[day][hour] if hours else 0
        told = f"{WEEKDAYS[day].capitalize()} {hour}:00 to {hour}:59: "
        step = f"   {SHADES[-1]} up to {most:,}" if most else ""
        return [*lines, [(told + counted(calls, "call"), "bold" if self.has_focus else ""),
                         (step, _FAINT)]]  # fmt: skip

    def _cell(self, calls: int, most: int, spot: tuple[int, int]) -> tuple[str, str]:
        shade = SHADES[0 if not calls else -(-calls * (len(SHADES) - 1) // most)]
        style = "$primary" if calls else _FAINT
        if spot == self._at and self.has_focus:
            # Brackets say it where there is no colour.
            return f"[{shade}]"[: self._wide].ljust(self._wide), "bold reverse"
        return f"{shade * (1 if shade == SHADES[0] else self._wide):<{self._wide}}", style


_FAINT = "$foreground-muted"


def legend(width: int) -> list[str]:
    """What the signs say, in lines of `width` columns that break between two of them."""
    lines = [""]
    for sign in SIGNS:
        longer = f"{lines[-1]}  {sign}".lstrip()
        if lines[-1] and len(longer) > width:
            lines.append(sign)
        else:
            lines[-1] = longer
    return lines


def _days(week: Week) -> str:
    last = f"{week.last.day} {week.last:%b %Y}"
    if week.first == week.last:
        return last
    same = week.first.month == week.last.month
    return f"{week.first.day}{'' if same else f' {week.first:%b}'}–{last}"
