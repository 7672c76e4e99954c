"""Care of the file: after larger writes, when it is closed, in idle moments, and a copy of it every
day."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from screener.faults import Fault
from screener.store.driver import Database, open_database
from screener.store.resting import AT_CLOSING, Lull, join, rest
from screener.store.room import Room

_ROWS_LOOKED_AT = 400
"""Of each index, for the planner's figures: as SQLite's manual advises."""

_START = 5.0
_ROUND = 3600.0
_LOOK = 1.0
"""Seconds in which nobody wrote are a lull."""
_BREATH = 0.002
_LONG_BREATH = 0.02
"""After a step that others wait for when they write."""


class Care(Room):
    """Looking after the file."""

    @property
    def wrote(self) -> bool:
        """Whether anything was written by way of this store, also once it is closed."""
        return self._db.changes > 0

    def settle(self) -> None:
        """After many writes: brings the planner's figures up to date, joins some pieces of the
        index and empties the log beside the file, where no one else is reading."""
        settle(self._db)

    def backup(self, target: Path) -> None:
        """A whole copy of the file, made while others use it; an existing one is replaced.

        The head of the chain is kept as quoted in it, here and in the copy. Fault where it
        could not be made or does not read well; then an existing one stays.
        """
        from screener.store.copies import copy_to, quote_backup  # noqa: PLC0415 - only to copy

        anchor = copy_to(self._db, target).anchor
        if anchor is not None:
            quote_backup(self._db, anchor, target)

    def copy_now(self, before: str = "") -> Path:
        """A copy beside the file, whether one is due or not, and before what it is made."""
        from screener.store.copies import copy_beside, thin_out  # noqa: PLC0415 - only to copy

        made = copy_beside(self._db, before)
        thin_out(self._db.path)
        return made


def settle(db: Database) -> None:
    """See `Care.settle`."""
    db.run(f"PRAGMA analysis_limit = {_ROWS_LOOKED_AT}")
    # Where somebody writes just now, whoever settles next does it.
    with suppress(Fault):
        db.run("PRAGMA optimize")
    waits = db.value("PRAGMA busy_timeout")
    try:
        # Readers keep the log for as long as they read; nobody waits for them, nor for writers.
        db.run("PRAGMA busy_timeout = 0")
        join(db, AT_CLOSING)
        db.value("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        db.run(f"PRAGMA busy_timeout = {waits}")


def settle_and_close(db: Database) -> None:
    """Closes a file, looked after where anything was written. That this fails loses nothing:
    the next one does it."""
    if db.changes and not db.closed:
        with suppress(Fault):
            settle(db)
    db.close()


def copy_of_the_day(path: Path, go_on: Callable[[], None] = lambda: None) -> Path | None:
    """Makes the day's copy beside a file where it is due. Fault where that failed."""
    from screener.store.copies import is_due, make_daily  # noqa: PLC0415 - after the first verdict

    now = datetime.now(UTC)
    if not path.exists() or not is_due(path.resolve(), now):
        return None
    db = open_database(path)
    try:
        return make_daily(db, now, go_on)
    finally:
        db.close()


class _StopError(Exception):
    """The screen is closed."""


class Keeper:
    """Beside the screen and the listener: the day's copy, and in each lull what storing calls
    left for later, from a thread and connections of its own.

    `failure` is the last Fault of a copy, None where there was none. Leaving ends what is under
    way; it is done the next time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self.failure: Fault | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _keep(self) -> None:
        lull, due = Lull(self._path), time.monotonic() + _START
        wait = min(_START, _LOOK)
        while not self._stop.wait(wait):
            wait = _LOOK
            with suppress(_StopError):
                if lull.has_come():
                    self._rest()
                    lull.over()
                if time.monotonic() >= due:
                    due = time.monotonic() + _ROUND
                    self._copy()

    def _rest(self) -> None:
        # What is wrong with the file is told by whoever works with it.
        with suppress(Fault, OSError):
            rest(self._path, lambda: self._go_on(_LONG_BREATH))

    def _copy(self) -> None:
        try:
            copy_of_the_day(self._path, self._go_on)
            self.failure = None
        except Fault as fault:
            self.failure = fault
        except OSError as error:
            self.failure = Fault(f"No copy of {self._path} was made ({error.strerror}).")

    def _go_on(self, breath: float = _BREATH) -> None:
        # A breath after each megabyte or step, so that who types never waits for the disk.
        if self._stop.wait(breath):
            raise _StopError
