"""Calls that come in while one listens: stored once, whoever tells of them and how often."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from screener.call import Call
from screener.desk.calls import Calls
from screener.desk.importing import Columns, Imports, Opened
from screener.desk.things import BY_TELEPHONE
from screener.desk.undo import Doing
from screener.text import one_line
from screener.words import Status

if TYPE_CHECKING:
    from screener.desk.hooks import Hooks
    from screener.desk.tally import Imported
    from screener.feeds.protocol import Place, Rang
    from screener.store import Record

_OF_THE_FEED = frozenset({"id", "at", "logged_at", "number", "source", "source_id"})
"""What the telephone told stays as it told it."""
_RUNG = "listening.rung"
"""The setting with the calls for whose ringing programs were started."""
_MOST = 32
"""So many calls are remembered that rang, or that are over and not stored yet."""


class Listening(Imports):
    """Taking in what a program tells that hears the telephone."""

    find_hooks: Callable[[], Hooks | None] = staticmethod(lambda: None)
    """Gives the programs that are started on calls, None for none; asked at the first call."""
    say_of_hooks: Callable[[str], object] | None = None
    """Hears in their stead what they say of programs that were not started."""
    _untold: tuple[Record, ...] = ()

    @cached_property
    def _over(self) -> dict[tuple[str, str], Call]:
        """Calls that are over and not stored yet: somebody writes down what was said."""
        return {}

    def listening_place(self, *, day_first: bool | None = None) -> Place:
        """How clocks and numbers are read that a server tells of; days as in the household's
        country where `day_first` is None."""
        return self._import_place(None if day_first is None else Columns({}, day_first))

    def is_stored(self, call: Call) -> bool:
        """Whether a call is on file, by its feed or by another one."""
        return self._is_known(call, OrderedDict())

    def arrived(self, call: Call) -> None:
        """A call rings: the programs that wait for that are started, once, however many windows
        hear of it. The call is not stored."""
        from screener.store import Record  # noqa: PLC0415 - only to listen

        hooks = self._hooks
        if hooks is None or not hooks.want("arrived"):
            return
        told = [call.source, call.source_id]
        with self.store.transaction():
            rung = self.store.setting(_RUNG, [])
            if told in rung:
                return
            self.store.set_setting(_RUNG, [*rung, told][-_MOST:])
        hooks.run("arrived", Record(0, call, call), self.screen(call))

    def ended(self, call: Call) -> bool:
        """A call that rang is over, with its status and, where it is known, its length: what is
        on file and lacks them gets them, and so does what is stored of it later. One that nobody
        answered is stored, since nobody will. Whether something was written. As `take_in`,
        nobody's deed."""
        with self.store.transaction():
            stored = self.store.id_of_source(call)
            if stored:
                return self._completed(stored, call)
        if call.status is Status.MISSED:
            return self.take_in(call) is not None
        while len(self._over) >= _MOST:
            del self._over[next(iter(self._over))]
        self._over[call.source, call.source_id] = call
        return False

    def _completed(self, stored: str, call: Call) -> bool:
        held = self.record(stored).call
        found = {"status": call.status, "duration": call.duration}
        lacking = {
            name: value
            for name, value in found.items()
            if value is not None and getattr(held, name) is None
        }
        # What a person put down as its status stands, and then the length is of something else.
        if not lacking or held.status not in {None, call.status}:
            return False
        self.store.amend(stored, lacking, BY_TELEPHONE)
        return True

    def take_in(self, call: Call) -> Record | None:
        """Stores a call as the telephone told it; None where it is on file already. It is
        nobody's deed, so `undo` passes it over."""
        with self.store.transaction():
            if self.is_stored(call):
                return None
            record = Calls.log(self, self._as_it_ended(call))
        self._told(record)
        return record

    def log(self, call: Call) -> Record:
        """As `Deeds.log`. What is written down of a call that was taken in meanwhile is added to
        it, so that there is one of it."""
        if call.has_ground:
            _ = self.screener  # read before the file is locked
        # Within one deed: another window may be storing the same call.
        with self.doing():
            stored = self.store.id_of_source(call) if call.source_id else ""
            over = self._as_it_ended(call)
            record = self._added(stored, call) if stored else super().log(over)
            self._told(record)
        return record

    def _as_it_ended(self, call: Call) -> Call:
        over = self._over.get((call.source, call.source_id))
        if over is None or call.status not in {None, over.status}:
            return call
        duration = over.duration if call.duration is None else call.duration
        return replace(call, status=over.status, duration=duration)

    def _added(self, stored: str, call: Call) -> Record:
        record = self.record(stored)
        changes = {
            field.name: value
            for field in fields(Call)
            if field.name not in _OF_THE_FEED
            and (value := getattr(call, field.name)) not in (None, "", ())
            and value != getattr(record.call, field.name)
        }
        if self._e164(call.number) != self._e164(record.call.number):
            changes["number"] = call.number
        return self.amend(stored, changes) if changes else record

    def rang(self, item: Rang) -> tuple[str, ...]:
        """The consumer rang somebody: the day on which they last asked a vendor for something
        moves, if it is whose number that is. The names of such vendors."""
        number = self._e164(item.number)
        if not number or item.at > self.clock():
            return ()
        with self.doing() as deed:
            asked = self._asked_of({number: item})
            for name, day in asked.items():
                self.edit_vendor(name, last_inquiry=date.fromisoformat(day))
            deed.words = f"noted that you rang {one_line(', '.join(asked), 60)}"
        return tuple(asked)

    def take_history(
        self, name: str, lines: Sequence[str], *, day_first: bool | None = None
    ) -> Imported | None:
        """Brings in what is new of a server's own log of calls, as an import that can be taken
        back; None where nothing is."""
        from screener.feeds import feed_named, ncid  # noqa: PLC0415 - only to listen
        from screener.feeds.protocol import Incoming, Rang  # noqa: PLC0415
        from screener.feeds.replayed import Replayed  # noqa: PLC0415

        chosen = None if day_first is None else Columns({}, day_first)
        told = Replayed(Path(name), lines)
        opened = Opened(told, feed_named(ncid.NAME), None, chosen, shared=True)
        items = ncid.read(told, self._import_place(chosen))
        if not any(
            isinstance(item, Rang) or (isinstance(item, Incoming) and not self.is_stored(item.call))
            for item in items
        ):
            return None
        found = self.import_file(opened)
        return None if found.id is None else found

    # Programs that are started on calls

    @contextmanager
    def doing(self) -> Iterator[Doing]:
        """As `Journal.doing`; programs are started when all of the deed is stored."""
        outermost = self._doing is None
        try:
            with super().doing() as deed:
                yield deed
        except BaseException:
            if outermost:
                self._untold = ()
            raise
        if outermost:
            self._start()

    @cached_property
    def _hooks(self) -> Hooks | None:
        hooks = self.find_hooks()
        if hooks is not None and self.say_of_hooks is not None:
            hooks.tell = self.say_of_hooks
        return hooks

    def _told(self, record: Record) -> None:
        if self._hooks is not None and self._hooks.want("stored"):
            self._untold = (*self._untold, record)
            if self._doing is None:
                self._start()

    def _start(self) -> None:
        records, self._untold = self._untold, ()
        for record in records:
            call = record.call
            if self._hooks is not None:
                self._hooks.run("stored", record, self.screen(call) if call.has_ground else None)
