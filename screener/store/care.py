"""Care of the file: after larger writes, when it is closed, and a copy of it every day."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from screener.faults import Fault
from screener.store.copies import copy_beside, copy_to, is_due, make_daily, quote_backup, thin_out
from screener.store.driver import Database, open_database
from screener.store.room import Room

_ROWS_LOOKED_AT = 400
"""Of each index, for the planner's figures: as SQLite's manual advises."""

_START = 5.0
_ROUND = 3600.0
_BREATH = 0.002


class Care(Room):
    """Looking after the file."""

    @property
    def wrote(self) -> bool:
        """Whether anything was written by way of this store, also once it is closed."""
        return self._db.changes > 0

    def settle(self) -> None:
        """After many writes: brings the planner's figures up to date and empties the log
        beside the file, where no one else is reading."""
        settle(self._db)

    def backup(self, target: Path) -> None:
        """A whole copy of the file, made while others use it; an existing one is replaced.

        The head of the chain is kept as quoted in it, here and in the copy. Fault where it
        could not be made or does not read well; then an existing one stays.
        """
        anchor = copy_to(self._db, target).anchor
        if anchor is not None:
            quote_backup(self._db, anchor, target)

    def copy_now(self, before: str = "") -> Path:
        """A copy beside the file, whether one is due or not, and before what it is made."""
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
        # Readers keep the log for as long as they read; nobody waits for them.
        db.run("PRAGMA busy_timeout = 0")
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
    """Beside the screen: the day's copy, from a thread and a connection of its own.

    `failure` is the last Fault, None where there was none. Leaving ends a copy that is under
    way; it is made the next time.
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
        wait = _START
        while not self._stop.wait(wait):
            wait = _ROUND
            try:
                with suppress(_StopError):
                    copy_of_the_day(self._path, self._go_on)
                self.failure = None
            except Fault as fault:
                self.failure = fault
            except OSError as error:
                self.failure = Fault(f"No copy of {self._path} was made ({error.strerror}).")

    def _go_on(self) -> None:
        # A breath after each megabyte, so that who types never waits for the disk.
        if self._stop.wait(_BREATH):
            raise _StopError
