"""Listening beside the screen: a call that rings opens the form, all else is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from screener.actions import Place
from screener.config_calls import ListenTo
from screener.faults import Fault
from screener.text import plain
from screener.tui.screens.place import PlaceScreen

if TYPE_CHECKING:
    from screener.call import Call
    from screener.desk import Desk
    from screener.live.events import Event
    from screener.tui.app import ScreenerApp

T = TypeVar("T")


class Listener:
    """Hears of calls as long as the program runs."""

    def __init__(self, app: ScreenerApp, to: ListenTo) -> None:
        self._app, self._to = app, to

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
        from screener.live.events import Arrival, History, Link  # noqa: PLC0415

        if isinstance(event, Arrival) and event.rings:
            self._ring(event.call)
        elif isinstance(event, Arrival):
            call = event.call
            await self._ask(lambda desk: desk.take_in(call))
            self._app.watch_file.tell()
        elif isinstance(event, Rang):
            rang = event
            for name in await self._ask(lambda desk: desk.rang(rang)) or ():
                self._app.say(f"Noted: you rang {name}.")
        elif isinstance(event, History):
            # Beside what is heard meanwhile: whoever rings does not wait for old calls.
            self._app.run_worker(self._bring(event.lines), group="history")
        elif isinstance(event, Link) and event.up:
            self._app.say(f"Listening to {self._to.address}.")
        else:
            self._app.notify(plain(event.words), severity="warning", markup=False)

    def _ring(self, call: Call) -> None:
        """Opens the form with the call. A question that is open in front stays there; the form
        behind it is filled."""
        from screener.tui.screens.call import CallScreen  # noqa: PLC0415 - a place, made elsewhere

        app = self._app
        if isinstance(app.screen, PlaceScreen):
            app.switch_mode(Place.CALL)
        else:
            who = (
                plain(" ".join(filter(None, (call.number, call.caller_id)))) or "A withheld number"
            )
            app.say(f"☎ {who} is ringing; the form is filled.")
        form = app.get_screen_stack(Place.CALL)[0]
        if isinstance(form, CallScreen):
            form.arrive(call.number, call.caller_id, call.at, came=call)
        app.tell(lambda desk: desk.arrived(call))

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
