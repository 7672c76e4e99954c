"""Bringing in many calls at once: in batches, in constant memory, as a range to be undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from screener.call import Call
from screener.store.calls import put_calls
from screener.store.indexed import join_pieces
from screener.store.room import Room

if TYPE_CHECKING:
    from screener.screening import Screening

BATCH = 2000
"""Calls to a transaction: the disk is waited for once in so many."""

_AT = "SELECT ref FROM link WHERE position BETWEEN ? AND ? AND record = 'call' ORDER BY position"


@dataclass(frozen=True, slots=True)
class Brought:
    """What came in: how many calls, and which places of the chain they took (first and last of
    each run; another program that writes meanwhile parts them)."""

    calls: int
    places: tuple[tuple[int, int], ...]


class Bulk(Room):
    """Calls by the thousand."""

    def log_all(
        self, judged: "Iterable[tuple[Call, Screening | None]]", *, batch: int = BATCH
    ) -> Brought:
        """Stores calls as `log` does, each batch of them all or nothing, in constant memory.

        Raises Fault as `log` does; the batches before stay. What came in can be taken back:
        `store.void(store.calls_brought(brought), why)`.
        """
        those, count = iter(judged), 0
        runs: list[tuple[int, int]] = []
        while some := list(islice(those, batch)):
            with self.transaction():
                _, last = put_calls(self._db, some, self._clock())
            count += len(some)
            first = last - len(some) + 1
            if runs and runs[-1][1] + 1 == first:
                runs[-1] = (runs[-1][0], last)
            else:
                runs.append((first, last))
        self._tidy(count)
        return Brought(count, tuple(runs))

    def _tidy(self, came: int) -> None:
        """Joins the pieces of the index of words where most of it is new; in a file that was
        large before, that would take longer than the calls themselves."""
        if came >= BATCH and came * 2 > self._db.value("SELECT count(*) FROM call"):
            with self.transaction():
                join_pieces(self._db)

    def calls_brought(self, brought: Brought) -> list[str]:
        """The ids of the calls that came in then and are still there, in their order."""
        return [line[0] for places in brought.places for line in self._db.all(_AT, places)]
