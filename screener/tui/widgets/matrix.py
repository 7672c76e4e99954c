"""What a vendor may call about: a line a purpose, a column a state, set in place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Blur, Click, Focus
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from screener.consent import Permission
from screener.text import plain
from screener.tui import wording
from screener.words import Allowed, Purpose

COLUMNS = (
    (Allowed.ALLOWED, "allowed"),
    (Allowed.REFUSED, "refused"),
    (Allowed.NOT_ASKED, "unsaid"),
)
NAMES, CELL = 11, 8
_BY = {"ledger": "", "preference": "wish", "default": "default", "expected": "expected"}


class Matrix(Widget, can_focus=True):
    """Shows the permissions. The arrows point at a cell, `Space` or a click wishes for it; the
    owner has that written down and shows what came of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1, 0)", "Up", show=False),
        Binding("down,j", "move(1, 0)", "Down", show=False),
        Binding("left", "move(0, -1)", "Left", show=False),
        Binding("right", "move(0, 1)", "Right", show=False),
        Binding("space,enter", "choose", "Set", show=False),
    ]

    class Chosen(Message):
        """What a vendor may call about is to be so."""

        def __init__(self, purpose: Purpose, state: Allowed) -> None:
            super().__init__()
            self.purpose, self.state = purpose, state

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - as all widgets name it
        super().__init__(id=id)
        self._permissions: Mapping[Purpose, Permission] = {}
        self._row, self._column = 0, 1
        self.lead = ""

    def show(self, permissions: Mapping[Purpose, Permission]) -> None:
        """Other permissions; what is pointed at stays."""
        self._permissions = permissions
        self._row = min(self._row, max(len(permissions) - 1, 0))
        self.refresh(layout=True)

    def render(self) -> Content:
        """A head, and a line for each purpose."""
        head = " " * NAMES + "".join(f"{words:^{CELL}}" for _, words in COLUMNS)
        lines = [Content.styled(head.rstrip(), "$foreground-muted")]
        lines += [
            self._line(row, purpose, permission)
            for row, (purpose, permission) in enumerate(self._permissions.items())
        ]
        lines.append(Content.styled(self.lead, "$foreground-muted"))
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Head, purposes and the hint below them."""
        return len(self._permissions) + 2

    def on_click(self, event: Click) -> None:
        """A click wishes for the cell under it."""
        where = event.get_content_offset(self)
        if where is None:
            return
        column, row = (where.x - NAMES) // CELL, where.y - 1
        if where.x >= NAMES and column < len(COLUMNS) and 0 <= row < len(self._permissions):
            self._row, self._column = row, column
            self._choose()

    def on_focus(self, event: Focus) -> None:
        """Shows what is pointed at: to begin with the state that holds."""
        self._column = self._held(self._row)
        self.refresh()

    def on_blur(self, event: Blur) -> None:
        """Nothing is pointed at any more."""
        self.refresh()

    def action_move(self, down: int, right: int) -> None:
        """Points at another cell."""
        self._row = max(0, min(self._row + down, len(self._permissions) - 1))
        self._column = max(0, min(self._column + right, len(COLUMNS) - 1))
        self.refresh()

    def action_choose(self) -> None:
        """Wishes for the cell pointed at; where that was wished for or said already, for the
        opposite."""
        if not self._permissions:
            return
        permission = list(self._permissions.values())[self._row]
        said = permission.by in {"preference", "ledger"} or self._column == len(COLUMNS) - 1
        if self._column == self._held(self._row) and said:
            self._column = {0: 1, 1: 0, 2: 1}[self._column]
        self._choose()

    def _choose(self) -> None:
        self.refresh()
        purpose = list(self._permissions)[self._row]
        self.post_message(self.Chosen(purpose, COLUMNS[self._column][0]))

    def _held(self, row: int) -> int:
        states = [state for state, _ in COLUMNS]
        return states.index(list(self._permissions.values())[row].state) if self._permissions else 0

    def _line(self, row: int, purpose: Purpose, permission: Permission) -> Content:
        pointed = self.has_focus and row == self._row
        parts: list[str | tuple[str, str]] = [
            (f"{purpose:<{NAMES}}", "bold" if pointed else ""),
        ]
        for column, (state, _) in enumerate(COLUMNS):
            here = permission.state is state
            glyph = wording.PERMISSION[state][0] if here else " "
            under = pointed and column == self._column
            shown = f"[{glyph}]" if under else f" {glyph} "
            parts.append((f"{shown:^{CELL}}", "reverse bold" if under else "bold" if here else ""))
        return Content.assemble(*parts, (_since(permission), "$foreground-muted"))


def _since(permission: Permission) -> str:
    """Short, for narrow terminals: the day of what was said, the month of a wish."""
    since, by = permission.since, _BY.get(permission.by, plain(permission.by))
    day = since.date() if isinstance(since, datetime) else since
    if day is None:
        return by
    return f"{by} {day:%b %Y}" if by else f"{day.day} {day:%b %Y}"
