"""What storing a call leaves for later: the log goes into the file, and the pieces in which the
index of words was written are joined. Done in a lull beside the screen and the listener, and when
a file is closed; `driver.LOG_PAGES` bounds the log until then, the index its pieces by itself.

Any number of programs may rest at once on one file. Nobody's writing waits for longer than a step,
nobody's reading at all, and what is cut short is gone on with the next time.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from screener.faults import Fault
from screener.store.driver import Database, open_database
from screener.store.indexed import join_some

AT_CLOSING = 8
"""Steps of joining that closing a file takes at most: some milliseconds."""


class Lull:
    """Tells when a file was written to and then left alone for a moment."""

    def __init__(self, path: Path) -> None:
        self._log = path.with_name(path.name + "-wal")
        self._seen = self._done = (0, 0)

    def has_come(self) -> bool:
        """Whether nothing was written since this was last asked, and something since `over`."""
        before, self._seen = self._seen, self._stamp()
        return self._seen == before != self._done

    def over(self) -> None:
        """What was written up to now is looked after."""
        self._seen = self._done = self._stamp()

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self._log.stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_size


def rest(path: Path, go_on: Callable[[], None]) -> None:
    """Does what was left, by a connection of its own. `go_on` is called after every step; what it
    raises ends the work. Fault where the file cannot be used."""
    if not path.exists():
        return
    db = open_database(path)
    try:
        db.checkpoint()
        while join(db):
            go_on()
        db.checkpoint()
    finally:
        db.close()


def join(db: Database, steps: int = 1) -> bool:
    """Joins pieces of the index, at most so many steps of a few milliseconds; whether there is
    more to do. Where somebody else is writing, whoever rests next does it."""
    with suppress(Fault), db.unhurried():
        return all(join_some(db) for _ in range(steps))
    return False
