"""What the rooms of the store share: the database and a clock."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from screener.store.driver import Database
from screener.store.moments import micros

BATCH = 2000
"""Calls to a transaction, where many come: the disk is waited for once in so many."""


class Room:
    """One part of `Store`. A database and the clock by which things are written down."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def transaction(self) -> AbstractContextManager[None]:
        """Makes everything within all or nothing, and one write to the disk."""
        return self._db.transaction()

    def tentative(self) -> AbstractContextManager[None]:
        """Like a transaction of which nothing is kept."""
        return self._db.tentative()

    def _now(self) -> tuple[int, int]:
        return micros(self._clock())
