"""Bringing in many calls at once: in batches, in constant memory, as a range to be undone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from screener.call import Call
from screener.store.indexed import join_pieces
from screener.store.putting import put_calls
from screener.store.room import BATCH, Room

if TYPE_CHECKING:
    from screener.screening import Screening

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
            add_run(runs, self.log_batch(some))
            count += len(some)
        self.tidy(count)
        return Brought(count, tuple(runs))

    def log_batch(self, judged: "Sequence[tuple[Call, Screening | None]]") -> tuple[int, int]:
        """Stores some calls, all or nothing; the first and last place that they have in the
        chain. Whoever stored many so calls `tidy` at the end."""
        with self.transaction():
            _, last = put_calls(self._db, judged, self._clock())
        return last - len(judged) + 1, last

    def tidy(self, came: int) -> None:
        """Joins the pieces of the index of words where most of it is new; in a file that was
        large before, that would take longer than the calls themselves."""
        if came >= BATCH and came * 2 > self._db.value("SELECT count(*) FROM call"):
            with self.transaction():
                join_pieces(self._db)

    def calls_brought(self, brought: Brought) -> list[str]:
        """The ids of the calls that came in then and are still there, in their order."""
        return [line[0] for places in brought.places for line in self._db.all(_AT, places)]


def add_run(runs: list[tuple[int, int]], run: tuple[int, int]) -> None:
    """Adds places of the chain to runs of such, joined where they follow each other."""
    if runs and runs[-1][1] + 1 == run[0]:
        runs[-1] = (runs[-1][0], run[1])
    else:
        runs.append(run)
