"""Listening beside the screen: a call that rings opens the form, all else is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from screener.actions import Place
from screener.config_calls import ListenTo
from screener.faults import Fault
from screener.text import plain
from screener.tui.screens.place import PlaceScreen
from screener.words import Status

if TYPE_CHECKING:
    from screener.call import Call
    from screener.desk import Desk
    from screener.live.events import Arrival, Ended, Event
    from screener.tui.app import ScreenerApp

T = TypeVar("T")

AT_ONCE, SPELL = 3, 10.0
"""So many messages are shown within so many seconds."""
SOON = 0.01
"""Seconds between two looks whether a form that was just opened can be filled."""


class Listener:
    """Hears of calls as long as the program runs."""

    def __init__(self, app: ScreenerApp, to: ListenTo) -> None:
        self._app, self._to = app, to
        self._passed: list[float] = []

    def start(self) -> None:
        """Begins to listen."""
        self._app.run_worker(self._listen(), group="listen")

    async def _listen(self) -> None:
        from screener.live.listening import listen  # noqa: PLC0415 - only to listen

        try:
            place = await self._app.ask(
                lambda desk: desk.listening_place(day_first=self._to.day_first)
            )
            await listen(self._to, place, self._app.clock, self._hear)
        except Fault as fault:
            self._app.complain(str(fault))

    async def _hear(self, event: Event) -> None:
        from screener.feeds.protocol import Rang  # noqa: PLC0415 - only to listen
        from screener.live.events import Arrival, Ended, History, Link, Message  # noqa: PLC0415

        if isinstance(event, Arrival | Ended):
            await self._hear_of_call(event)
        elif isinstance(event, Rang):
            rang = event
            for name in await self._ask(lambda desk: desk.rang(rang)) or ():
                self._app.say(f"Noted: you rang {name}.")
        elif isinstance(event, History):
            # Beside what is heard meanwhile: whoever rings does not wait for old calls.
            self._app.run_worker(self._bring(event.lines), group="history")
        elif isinstance(event, Message):
            self._pass_on(event.words)
        elif isinstance(event, Link) and event.up:
            self._app.say(f"Listening to {self._to.address}.")
        else:
            self._app.notify(plain(event.words), severity="warning", markup=False)

    async def _hear_of_call(self, event: Arrival | Ended) -> None:
        from screener.live.events import Ended  # noqa: PLC0415 - only to listen

        call = event.call
        if isinstance(event, Ended):
            if await self._ask(lambda desk: desk.ended(call)):
                self._app.watch_file.tell()
            if call.status is Status.MISSED:
                self._app.say(f"☎ {_who(call)} rang out; stored as missed.")
        elif event.rings:
            await self._ring(call)
        else:
            await self._ask(lambda desk: desk.take_in(call))
            self._app.watch_file.tell()

    async def _ring(self, call: Call) -> None:
        """Opens the form with the call. A question that is open in front stays there; the form
        behind it is filled. Where nobody opened the form yet, the call is stored as it came."""
        from screener.tui.screens.call import CallScreen  # noqa: PLC0415 - a place, made elsewhere

        app = self._app
        app.tell(lambda desk: desk.arrived(call))
        in_front = isinstance(app.screen, PlaceScreen)
        if in_front:
            await app.switch_mode(Place.CALL)
        try:
            form = app.get_screen_stack(Place.CALL)[0]
        except KeyError:
            await self._ask(lambda desk: desk.take_in(call))
            app.say(f"☎ {_who(call)} is ringing; the call is stored.")
            return
        if not in_front:
            app.say(f"☎ {_who(call)} is ringing; the form is filled.")
        if isinstance(form, CallScreen):
            while not form.begun and form.is_running:
                await asyncio.sleep(SOON)
            form.arrive(call.number, call.caller_id, call.at, came=call)

    def _pass_on(self, words: str) -> None:
        """Shows what the server passes on to people; of many at once the first ones."""
        now = monotonic()
        self._passed = [when for when in self._passed if now - when < SPELL]
        if len(self._passed) < AT_ONCE:
            self._app.say(words, title="From the telephone")
        elif len(self._passed) == AT_ONCE:
            self._app.say("More messages came; they are not shown.", title="From the telephone")
        else:
            return
        self._passed.append(now)

    async def _bring(self, lines: tuple[str, ...]) -> None:
        address = self._to.address
        name = f"{address.scheme.upper()} {address.host}:{address.port}"
        day_first = self._to.day_first
        brought = await self._ask(lambda desk: desk.take_history(name, lines, day_first=day_first))
        if brought is not None and brought.calls:
            self._app.say(f"{brought.calls:,} earlier calls came in from the server's log.")
            self._app.watch_file.tell()

    async def _ask(self, question: Callable[[Desk], T]) -> T | None:
        try:
            return await self._app.ask(question)
        except Fault as fault:
            self._app.complain(str(fault))
            return None


def _who(call: Call) -> str:
    return plain(" ".join(filter(None, (call.number, call.caller_id)))) or "A withheld number"
