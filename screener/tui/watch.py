"""Noticing what others wrote to the same file: every place hears of it and reads again.

The file's number of changes is asked for on the desk's thread, twice a second; that reads
nothing from the disk unless somebody wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from screener.faults import Fault

if TYPE_CHECKING:
    from screener.tui.app import ScreenerApp

EVERY = 0.5
"""Seconds between two looks."""


class Changed(Message):
    """What is stored is no longer what it was, by another program or by an undo. Sent to the
    place that is in front; the others read again when they are come back to."""

    bubble = False


class Watch:
    """Looks for changes as long as the program runs."""

    def __init__(self, app: ScreenerApp) -> None:
        self._app = app
        self._version: int | None = None
        self._looking = False

    def start(self) -> None:
        """Begins to look: what is written from now on is noticed."""
        self._app.run_worker(self.look(), group="watch")
        self._app.set_interval(EVERY, self.look)

    async def look(self) -> None:
        """Looks once. Nothing is asked while the desk has not answered the time before."""
        if self._looking:
            return
        self._looking = True
        try:
            version = await self._app.ask(lambda desk: desk.version())
        except (Fault, RuntimeError):
            return  # said elsewhere, or the desk is closed by now
        finally:
            self._looking = False
        before, self._version = self._version, version
        if before not in {None, version}:
            self.tell()

    def tell(self) -> None:
        """Tells the place in front."""
        for screen in reversed(self._app.screen_stack):
            screen.post_message(Changed())
