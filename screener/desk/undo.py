"""Undo: a journal of what the person did, each deed with what takes it back, as data.

A deed is a list of changes: a thing with its state before and after. Undoing writes the states
before, doing again those after, and either only while the thing is as it was left. So nobody
else's work is lost, and all of it outlives the program.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from screener.desk.calls import Calls
from screener.desk.things import THINGS, stands
from screener.faults import Fault
from screener.store.deeds import Change, Deed, Value


class Doing:
    """What is being done: the things that it touches, and what to call it afterwards."""

    def __init__(self, desk: "Journal") -> None:
        self._desk = desk
        self._touched: dict[tuple[str, str], Change] = {}
        self.words = ""

    def touches(self, what: str, key: Value) -> None:
        """Must come before the thing is changed; its state afterwards is read at the end."""
        before = THINGS[what].read(self._desk, key)
        self._touched.setdefault((what, repr(key)), Change(what, key, before, None))

    def made(self, what: str, key: Value, after: Value = None, before: Value = None) -> None:
        """The same for a thing whose state before is known: it was not there, as a rule. `after`
        is needed of an entry only, which cannot be found again by its key."""
        self._touched.setdefault((what, repr(key)), Change(what, key, before, after))

    def changes(self) -> list[Change]:
        """What is different now."""
        found = [
            change
            if change.what == "entry"
            else change._replace(after=THINGS[change.what].read(self._desk, change.key))
            for change in self._touched.values()
        ]
        return [change for change in found if change.before != change.after]


class Journal(Calls):
    """Keeping deeds, and turning them. What is judged by a thing that comes back is judged anew."""

    _doing: Doing | None = None

    @contextmanager
    def doing(self) -> Iterator[Doing]:
        """All that is done within is one deed, to be undone at once, and is all or nothing. What
        is done within another deed belongs to that."""
        if self._doing is not None:
            yield self._doing
            return
        self._doing = Doing(self)
        try:
            with self.store.transaction():
                yield self._doing
                changes = self._doing.changes()
                if changes:
                    self.store.note_deed(self._doing.words, changes)
        except BaseException:
            self.forget_what_was_read()  # what was read meanwhile did not come about
            raise
        finally:
            self._doing = None

    def forget_what_was_read(self) -> None:
        """Reads household and lessons again when they are next needed."""
        self._household = self._words = None

    def deeds(self, limit: int = 50) -> list[Deed]:
        """What was done, the newest first."""
        return self.store.deeds(limit)

    def undo(self, key: int | None = None) -> Deed:
        """Takes back what was done last, or the deed with that number.

        Fault where there is nothing, and where something that the deed changed is no longer as
        it was left.
        """
        deed = self.store.last_deed() if key is None else self.store.deed(key)
        if deed is None:
            raise Fault("There is nothing to undo.")
        if deed.undone:
            raise Fault(f"{deed.id}: that is undone already.")
        return self._turn(deed, back=True)

    def redo(self) -> Deed:
        """Does again what was undone last. Fault where nothing was undone, or something else
        was done since."""
        deed = self.store.last_undone()
        if deed is None:
            raise Fault("There is nothing to do again.")
        return self._turn(deed, back=False)

    def _turn(self, deed: Deed, *, back: bool) -> Deed:
        try:
            with self.store.transaction():
                turned = [
                    self._turn_change(deed, change, back=back)
                    for change in (reversed(deed.changes) if back else deed.changes)
                ]
                changes = tuple(reversed(turned) if back else turned)
                self.store.mark_deed(deed.id, changes, undone=back)
        finally:
            self.forget_what_was_read()
        return deed._replace(changes=changes, undone=back)

    def _turn_change(self, deed: Deed, change: Change, *, back: bool) -> Change:
        now, wanted = (change.after, change.before) if back else (change.before, change.after)
        if not stands(self, change.what, change.key, now):
            raise Fault(f"{deed.words}: something of it was changed since; it stays as it is.")
        key = THINGS[change.what].write(self, change.key, wanted)
        self.forget_what_was_read()
        return change._replace(key=key)
