"""The newest calls of a file, read without loading what looks for words or writes: the first picture
of the history waits for no more than that."""

from datetime import datetime
from pathlib import Path

from screener.faults import Fault
from screener.store.driver import open_unchanged
from screener.store.migrate import is_current
from screener.store.moments import TIES
from screener.store.room import Room
from screener.store.rows import ROW, VENDOR, Row, row_of
from screener.store.settings import region_of

DAY = 24 * 60 * 60 * TIES
"""Keys to a day."""
_DAYS = "SELECT day, calls FROM day_count ORDER BY day DESC"
_SKIPPED = "SELECT key FROM call WHERE key < ? ORDER BY key DESC LIMIT 1 OFFSET ?"
_BEFORE = "".join((ROW, "call AS c", VENDOR, "WHERE c.key < ? ORDER BY c.key DESC LIMIT ?"))


class Newest(Room):
    """Every call, newest first, entered at any day."""

    def days(self) -> list[tuple[int, int]]:
        """How many calls each day (in UTC, counted from 1970) has, the newest day first."""
        return [(day, calls) for day, calls in self._db.all(_DAYS)]

    def rows_of_day(self, day: int, skip: int, limit: int) -> list[Row]:
        """At most `limit` calls, newest first, from the day on into the past, without the
        `skip` newest of that day."""
        before = first_after(day)
        if skip:
            found = self._db.value(_SKIPPED, (before, skip - 1))
            before = before if found is None else found
        return [row_of(self._db, line) for line in self._db.all(_BEFORE, (before, limit))]

    def newer_of_day(self, key: int) -> int:
        """How many calls of its day are newer than a call."""
        sql = "SELECT count(*) FROM call WHERE key > ? AND key < ?"
        return int(self._db.value(sql, (key, first_after(day_of_key(key)))))


class Glance(Newest):
    """A file, opened for a first look at it and left as it is."""

    @property
    def region(self) -> str:
        """The household's country, in whose manner numbers are written."""
        return region_of(self._db)

    def close(self) -> None:
        """Closes the file."""
        self._db.close()


def glance(path: Path) -> Glance | None:
    """Opens a file as it lies there. None where there is none, or it must be brought up to date
    or cannot be read: whoever opens it to work with it does that, or says why not."""
    try:
        db = open_unchanged(path)
        if is_current(db):
            return Glance(db, lambda: datetime.now().astimezone())
        db.close()
    except Fault:
        pass
    return None


def day_of_key(key: int) -> int:
    """The day that a key belongs to, counted from 1970 in UTC."""
    return key // DAY


def first_after(day: int) -> int:
    """The first key that lies after a day."""
    return (day + 1) * DAY
