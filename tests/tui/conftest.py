"""A screen over a desk in memory, or over a real one in a temporary file, at a held clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, cast

import pytest
from rich.cells import cell_len
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from screener.desk import Desk
from screener.tui.app import ScreenerApp
from tests.tui.fake_desk import ACME, CABLE, NOW, FakeDesk

Opened = Callable[..., AbstractAsyncContextManager["Hand"]]

_OPEN = {"aftercare", "ask", "correct", "opt", "keep", "listen"}
"""Workers that wait for a person, or only for the next key."""


class Hand:
    """What a person does at the screen, and what they see."""

    def __init__(self, app: ScreenerApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Presses keys, then waits until nothing is going on any more."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Types a text into the field that has the focus, faster than anything is drawn."""
        for char in text:
            name = "enter" if char == "\n" else _character_to_key(char)
            self.app.post_message(Key(name, None if char == "\n" else char))
        await self.settle()

    async def click(self, words: str) -> None:
        """Clicks on the first place where these words stand on the screen."""
        row, line = next(
            (row, line) for row, line in enumerate(self.text().splitlines()) if words in line
        )
        await self.pilot.click(offset=(cell_len(line[: line.index(words)]), row))
        await self.settle()

    async def put(self, field: str, text: str) -> None:
        """Puts a text into a field at once, as a paste does."""
        widget = self.app.screen.query_one(field)
        if isinstance(widget, TextArea):
            widget.load_text(text)
        else:
            cast("Input", widget).value = text
        await self.settle()

    async def settle(self) -> None:
        """Waits for what was asked of the desk and for the paint that follows."""
        await self.pilot.pause()
        for _ in range(10):
            busy = [worker for worker in self.app.workers if worker.group not in _OPEN]
            if not busy:
                break
            await self.app.workers.wait_for_complete(busy)
            await self.pilot.pause()
        if self.app.is_running:
            await self.app.ask(lambda desk: None)
        await self.pilot.pause()

    def text(self) -> str:
        """The screen as lines of text, without colours."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        lines = ["".join(segment.text for segment in strip).rstrip() for strip in strips[:height]]
        assert all(len(line) <= width for line in lines)
        return "\n".join(lines)

    def messages(self) -> list[str]:
        """The messages that are shown."""
        return [note.message for note in self.app._notifications]


@pytest.fixture
def opened() -> Opened:
    """Opens the screen: `async with opened(desk) as hand`."""

    @asynccontextmanager
    async def open_screen(
        desk: Any = None, size: tuple[int, int] = (80, 24), **options: Any
    ) -> AsyncIterator[Hand]:
        desk = desk or FakeDesk(ACME, CABLE)
        factory = desk if callable(desk) else lambda: desk
        app = ScreenerApp(cast("Callable[[], Desk]", factory), clock=lambda: NOW, **options)
        async with app.run_test(size=size) as pilot:
            hand = Hand(app, pilot)
            await hand.settle()
            yield hand

    return open_screen
