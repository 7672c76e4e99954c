"""A screen over a desk in memory, or over a real one in a temporary file, at a held clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, cast

import pytest
from rich.cells import cell_len
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea
from textual.worker import Worker, get_current_worker

from screener.desk import Desk
from screener.tui.app import ScreenerApp
from tests.tui.fake_desk import ACME, CABLE, NOW, FakeDesk

Opened = Callable[..., AbstractAsyncContextManager["Hand"]]

_OPEN = {"keep", "listen"}
"""Workers that only wait for the next key, or for the next call."""
_PATIENCE = 30.0
"""Seconds after which what is going on counts as hung."""


class Questions:
    """The questions that workers put to the person, each until its answer is taken."""

    def __init__(self, app: ScreenerApp) -> None:
        self.open: dict[Worker[Any], Screen[Any]] = {}
        self._ask = app.push_screen_wait
        vars(app)["push_screen_wait"] = self._asked

    async def _asked(self, screen: Screen[Any]) -> Any:
        worker = get_current_worker()
        self.open[worker] = screen
        try:
            return await self._ask(screen)
        finally:
            del self.open[worker]


class Hand:
    """What a person does at the screen, and what they see."""

    def __init__(self, app: ScreenerApp, pilot: Pilot[Any], questions: Questions) -> None:
        self.app = app
        self.pilot = pilot
        self._questions = questions

    async def press(self, *keys: str) -> None:
        """Presses keys, then waits until nothing is going on any more; so too behind a key that
        leads to another screen, as a person does."""
        for key in keys:
            before = self.app.screen
            await self.pilot.press(key)
            if self.app.screen is not before:
                await self.settle()
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
        async with asyncio.timeout(_PATIENCE):
            while any(map(self._is_busy, self.app.workers)):
                await asyncio.sleep(0.005)
                await self.pilot.pause()
        if self.app.is_running:
            await self.app.ask(lambda desk: None)
        await self.pilot.pause()

    async def look(self) -> None:
        """Lets the screen look for what others wrote, also where it is at that just now."""
        while self.app.watch_file._looking:
            await asyncio.sleep(0.005)
        await self.app.watch_file.look()
        await self.settle()

    def _is_busy(self, worker: Worker[Any]) -> bool:
        """Whether it is at something, and does not wait for a person to answer a question."""
        if worker.group in _OPEN or worker.is_finished:
            return False
        return self._questions.open.get(worker) not in self.app.screen_stack

    def text(self) -> str:
        """The screen as lines of text, without colours."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        lines = ["".join(segment.text for segment in strip).rstrip() for strip in strips[:height]]
        assert all(cell_len(line) <= width for line in lines)
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
        questions = Questions(app)
        async with app.run_test(size=size) as pilot:
            hand = Hand(app, pilot, questions)
            await hand.settle()
            yield hand

    return open_screen
