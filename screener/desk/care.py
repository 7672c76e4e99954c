"""What to do once a caller was given something."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from screener.faults import Fault
from screener.store.place import rules_folder_of_user

if TYPE_CHECKING:
    from screener.aftercare import AftercareBook, Care
    from screener.store import Record
from screener.desk.bench import Bench


class Aftercare(Bench):
    """Aftercare, with what is ticked off."""

    @property
    def aftercare_book(self) -> "AftercareBook":
        """The steps after a caller was given something, read when they are first needed."""
        if self._aftercare is None:
            from screener.rulebook import load_aftercare  # noqa: PLC0415 - only where needed

            self._aftercare = load_aftercare(rules_folder_of_user())
        return self._aftercare

    def aftercare(self, call_id: str = "", gave: Iterable[str] = ()) -> "Care":
        """The steps for what a caller was given, in order, with those that are done. What was
        given is noted with the call; without a call nothing is kept."""
        from screener.aftercare import Care, Tick  # noqa: PLC0415 - only where it is asked

        things = tuple(dict.fromkeys(gave))
        steps = self.aftercare_book.steps(things, self.region)
        if not call_id:
            return Care(things, tuple(Tick(step) for step in steps))
        record = self.record(call_id)
        if things:
            self.store.note_given(record.call.id, things)
        return self._care(record)

    def not_given(self, call_id: str, things: Iterable[str]) -> "Care":
        """Takes back that the caller of a call was given something. Fault for a thing that was
        not noted as given."""
        record, wanted = self.record(call_id), tuple(dict.fromkeys(things))
        self.aftercare_book.check(wanted)
        for thing in wanted:
            if thing not in self.store.given(record.call.id):
                raise Fault(f"not-given: {thing!r} is not noted as given in that call.")
        self.store.take_back_given(record.call.id, wanted)
        return self._care(record)

    def tick(self, call_id: str, step: str, *, done: bool = True) -> "Care":
        """Ticks off a step of a call's aftercare (its id, or its place in the list), or takes
        the tick back. Fault for a step that is not in the list."""
        record = self.record(call_id)
        self.store.tick(record.call.id, self._care(record).step(step).id, done=done)
        return self._care(record)

    def aftercare_open(self) -> "list[Care]":
        """The calls whose aftercare has steps left, the latest call first."""
        cares = [self._care(self.record(call_id)) for call_id in self.store.calls_that_got()]
        return [care for care in cares if care.left]

    def _care(self, record: "Record") -> "Care":
        from screener.aftercare import Care, Tick  # noqa: PLC0415 - only where it is asked

        call, book = record.call, self.aftercare_book
        gave = tuple(thing for thing in self.store.given(call.id) if thing in book.gave)
        done = self.store.steps_done(call.id)
        ticks = tuple(Tick(step, done.get(step.id)) for step in book.steps(gave, self.region))
        return Care(gave, ticks, call.id, call.company or call.number, call.at)
