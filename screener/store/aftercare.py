"""What the caller of a call was given, and which steps were done about it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from screener.faults import Fault
from screener.store.moments import moment
from screener.store.room import Room
from screener.store.search import storable


class AftercareNotes(Room):
    """Notes of the aftercare, by the whole id of a call. They are kept as long as the call is,
    and can be taken back."""

    def given(self, call_id: str) -> tuple[str, ...]:
        """What the caller was given, in the order in which it was noted."""
        sql = "SELECT what FROM given WHERE call = ? ORDER BY at, what"
        return tuple(what for (what,) in self._db.all(sql, (self._noted(call_id),)))

    def note_given(self, call_id: str, things: Iterable[str]) -> None:
        """Notes what the caller was given; what was noted before stays."""
        with self.transaction():
            key, now = self._noted(call_id), self._now()
            self._db.many(
                "INSERT OR IGNORE INTO given (call, what, at, at_offset) VALUES (?, ?, ?, ?)",
                [(key, storable(thing), *now) for thing in things],
            )

    def take_back_given(self, call_id: str, things: Iterable[str]) -> None:
        """Strikes what the caller was noted to have been given. Steps that were ticked off stay
        so, should the same be noted again."""
        with self.transaction():
            key = self._noted(call_id)
            self._db.many(
                "DELETE FROM given WHERE call = ? AND what = ?", [(key, each) for each in things]
            )

    def steps_done(self, call_id: str) -> Mapping[str, datetime]:
        """The steps that were ticked off, and when."""
        sql = "SELECT step, at, at_offset FROM step_done WHERE call = ?"
        lines = self._db.all(sql, (self._noted(call_id),))
        return {step: moment(at, offset) for step, at, offset in lines}

    def tick(self, call_id: str, step: str, *, done: bool = True) -> None:
        """Ticks a step off, or takes the tick back. One that was ticked off keeps its time."""
        with self.transaction():
            key = self._noted(call_id)
            if not done:
                self._db.run("DELETE FROM step_done WHERE call = ? AND step = ?", (key, step))
                return
            self._db.run(
                "INSERT OR IGNORE INTO step_done (call, step, at, at_offset) VALUES (?, ?, ?, ?)",
                (key, storable(step), *self._now()),
            )

    def calls_that_got(self) -> list[str]:
        """The ids of the calls whose caller was given something, the latest call first."""
        sql = (
            "SELECT c.id FROM call AS c WHERE c.key IN (SELECT call FROM given) ORDER BY c.key DESC"
        )
        return [call_id for (call_id,) in self._db.all(sql)]

    def _noted(self, call_id: str) -> int:
        key: int | None = self._db.value("SELECT key FROM call WHERE id = ?", (call_id,))
        if key is None:
            raise Fault(f"{call_id!r}: there is no such call.")
        return key
