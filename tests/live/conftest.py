"""A listener over a real socket, and what it heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from screener.call import Call
from screener.feeds.protocol import Place
from screener.live.address import Address
from screener.live.again import again
from screener.live.connection import converse
from screener.live.events import Arrival, Event, History, Link, Notice
from screener.live.ncid import Conversation
from screener.live.patience import Patience

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 5, 4, 21, 49, 20, tzinfo=ZONE)
QUICK = Patience(first=0.01, most=0.05, quiet=0.1, answering=2, empty=0.2, greeting=5)


class Heard:
    """What came, in its order; `until` waits for it."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._news = asyncio.Event()

    async def hear(self, event: Event) -> None:
        self.events.append(event)
        self._news.set()

    async def until(self, come: Callable[[Heard], bool]) -> None:
        async with asyncio.timeout(20):
            while not come(self):
                self._news.clear()
                await self._news.wait()

    async def until_up(self, times: int) -> None:
        await self.until(lambda heard: heard.times_up == times)

    async def until_calls(self, number: int) -> None:
        await self.until(lambda heard: len(heard.calls) == number)

    async def until_links(self, number: int) -> None:
        await self.until(lambda heard: len(heard.links) >= number)

    @property
    def calls(self) -> list[Call]:
        return [each.call for each in self.events if isinstance(each, Arrival)]

    @property
    def numbers(self) -> list[str]:
        return [call.number for call in self.calls]

    @property
    def links(self) -> list[Link]:
        return [each for each in self.events if isinstance(each, Link)]

    @property
    def notices(self) -> list[str]:
        return [each.words for each in self.events if isinstance(each, Notice)]

    @property
    def history(self) -> list[tuple[str, ...]]:
        return [each.lines for each in self.events if isinstance(each, History)]

    @property
    def times_up(self) -> int:
        return sum(link.up for link in self.links)


Listening = Callable[..., AbstractAsyncContextManager[Heard]]


@pytest.fixture
def listening() -> Listening:
    """Listens to a port of this machine: `async with listening(port) as heard`."""

    @asynccontextmanager
    async def listen_to(
        port: int,
        *,
        patience: Patience = QUICK,
        history: bool = True,
        day_first: bool = False,
        clock: Callable[[], datetime] = lambda: NOW,
    ) -> AsyncIterator[Heard]:
        heard = Heard()
        talk = Conversation(Place(ZONE, day_first=day_first), clock, history=history)
        address = Address("ncid", "127.0.0.1", port)
        task = asyncio.create_task(
            again(
                address,
                lambda hear: converse(address, talk, hear, patience),
                heard.hear,
                patience=patience,
                chance=Random(1),
            )
        )
        try:
            yield heard
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    return listen_to


def minutes_ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)
