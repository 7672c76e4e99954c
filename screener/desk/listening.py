"""Calls that come in while one listens: stored once, whoever tells of them and how often."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from screener.call import Call
from screener.desk.calls import Calls
from screener.desk.importing import Columns, Imports, Opened
from screener.desk.tally import Imported
from screener.desk.undo import Doing
from screener.store import Record
from screener.text import one_line

if TYPE_CHECKING:
    from screener.desk.hooks import Hooks
    from screener.feeds.protocol import Place, Rang

_OF_THE_FEED = frozenset({"id", "at", "logged_at", "number", "source", "source_id"})
"""What the telephone told stays as it told it."""


class Listening(Imports):
    """Taking in what a program tells that hears the telephone."""

    find_hooks: "Callable[[], Hooks | None]" = staticmethod(lambda: None)
    """Gives the programs that are started on calls, None for none; asked at the first call."""
    _untold: tuple[Record, ...] = ()

    def listening_place(self, *, day_first: bool | None = None) -> "Place":
        """How clocks and numbers are read that a server tells of; days as in the household's
        country where `day_first` is None."""
        return self._import_place(None if day_first is None else Columns({}, day_first))

    def is_stored(self, call: Call) -> bool:
        """Whether a call is on file, by its feed or by another one."""
        return self._is_known(call, OrderedDict())

    def arrived(self, call: Call) -> None:
        """A call rings: the programs that wait for that are started. Nothing is stored."""
        hooks = self._hooks
        if hooks is not None and hooks.want("arrived"):
            hooks.run("arrived", Record(0, call, call), self.screen(call))

    def take_in(self, call: Call) -> Record | None:
        """Stores a call as the telephone told it; None where it is on file already. It is
        nobody's deed, so `undo` passes it over."""
        with self.store.transaction():
            if self.is_stored(call):
                return None
            record = Calls.log(self, call)
        self._told(record)
        return record

    def log(self, call: Call) -> Record:
        """As `Deeds.log`. What is written down of a call that was taken in meanwhile is added to
        it, so that there is one of it."""
        stored = self.store.id_of_source(call) if call.source_id else ""
        record = self._added(stored, call) if stored else super().log(call)
        self._told(record)
        return record

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

    def rang(self, item: "Rang") -> tuple[str, ...]:
        """The consumer rang somebody: the day on which they last asked a vendor for something
        moves, if it is whose number that is. The names of such vendors."""
        number = self._e164(item.number)
        if not number or item.at > self.clock():
            return ()
        asked = self._asked_of({number: item})
        if asked:
            with self.doing() as deed:
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
        opened = Opened(told, feed_named(ncid.NAME), None, chosen)
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
    def _hooks(self) -> "Hooks | None":
        return self.find_hooks()

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
