"""The call that the cursor is at: its detail, and what can be done with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import on, work

from screener.tui.lists import Grouping, Heading
from screener.tui.numbers import numbers_of
from screener.tui.screens.history_list import HistoryList
from screener.tui.widgets.columns import group_name
from screener.tui.widgets.record import RecordCard
from screener.tui.widgets.window import Window

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.desk.windows import Story
    from screener.store.records import Record
    from screener.tui.screens.question import Question

DETAIL_PAUSE = 0.04
"""Seconds on a row before its call is read, so that a held arrow key stays smooth."""


class Read(NamedTuple):
    """A call with what stands beside it; `numbers` are its numbers as people write them."""

    record: Record
    tags: tuple[str, ...]
    story: Story
    numbers: Mapping[str, str]


class HistoryDeeds(HistoryList):
    """The list, with the call under the cursor beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._read_last: Read | None = None
        self._needs: tuple[bool, ...] = ()

    @property
    def record(self) -> Record | None:
        """The call that is shown."""
        return self._read_last.record if self._read_last else None

    def has(self, need: str) -> bool:
        """A call under the cursor; a caller that something can be said to; groups to fold."""
        record = self.record
        if need == "party":
            return record is not None and bool(_party(record))
        if need == "stranger":
            return record is not None and record.vendor is None and bool(_party(record))
        if need == "groups":
            return self.by is not Grouping.NONE
        return record is not None

    # The detail

    @on(Window.Reached)
    @work(group="detail", exclusive=True)
    async def _reached(self, message: Window.Reached) -> None:
        if message.line is None:
            self._show_read(None)
            return
        await asyncio.sleep(DETAIL_PAUSE)
        line = message.line
        await self._read(line.newest.id if isinstance(line, Heading) else line.id)

    async def _read(self, call_id: str) -> None:
        def read(desk: Desk) -> Read:
            record = desk.record(call_id)
            numbers = numbers_of(record, desk.region)
            return Read(record, desk.tags(call_id), desk.story(record), numbers)

        found = await self.try_ask(read)
        if found is not None and self.query(RecordCard):  # it is gone while the program ends
            self._show_read(found)

    def _show_read(self, read: Read | None) -> None:
        self._read_last = read
        card = self.query_one(RecordCard)
        if read is None:
            card.hint("")
            self._detail(open_=False)
        else:
            today = self.house.clock().date()
            line = self.query_one(Window).line
            title = group_name(line, today) if isinstance(line, Heading) else ""
            with self.app.batch_update():
                card.record(read.record, today, read.story, read.tags, title, read.numbers)
        self._show_keys()

    def _show_keys(self) -> None:
        # The footer is built anew, so only where other keys work than before.
        needs = tuple(self.has(need) for need in ("row", "party", "stranger"))
        if needs != self._needs:
            self._needs = needs
            self.refresh_bindings()

    @on(Window.Opened)
    def _opened(self) -> None:
        self._detail(open_=True)
        self.query_one(RecordCard).focus()

    def _detail(self, *, open_: bool) -> None:
        self.set_class(open_, "-detail")

    # What can be done with a call

    async def _ask_about(
        self, make: Callable[[Record], Question[Any]], done: Callable[[Any], str]
    ) -> None:
        """Puts a question about the call in front; then says what was done, and reads again."""
        record = self.record
        if record is None:
            return
        answer = await self.app.push_screen_wait(make(record))
        if answer is not None:
            self.house.say(f"{done(answer)} {self.house.key('app.undo')} takes it back.")
            await self._read(record.call.id)
            self.load()

    @work(group="correct")
    async def action_history_correct(self) -> None:
        """Asks what the call was."""
        from screener.tui.screens.correct import CorrectScreen  # noqa: PLC0415 - when asked for

        await self._ask_about(CorrectScreen, _corrected)

    @work(group="ask")
    async def action_history_note(self) -> None:
        """Asks for a note."""
        from screener.tui.screens.history_forms import NoteScreen  # noqa: PLC0415 - when asked for

        await self._ask_about(NoteScreen, lambda record: f"Noted on {record.call.id}.")

    @work(group="ask")
    async def action_history_tag(self) -> None:
        """Asks for tags."""
        from screener.tui.screens.history_forms import TagScreen  # noqa: PLC0415 - when asked for

        used = await self.try_ask(lambda desk: desk.all_tags())
        tags = self._read_last.tags if self._read_last else ()
        await self._ask_about(lambda record: TagScreen(record, tags, used or ()), _tagged)

    @work(group="ask")
    async def action_history_amend(self) -> None:
        """Asks for facts as they really were."""
        from screener.tui.screens.history_forms import AmendScreen  # noqa: PLC0415 - when asked for

        await self._ask_about(AmendScreen, lambda record: f"{record.call.id} is put right.")

    @work(group="ask")
    async def action_history_vendor(self) -> None:
        """Asks for what makes a vendor of the caller."""
        from screener.tui.screens.history_forms import MakeVendor  # noqa: PLC0415 - when asked for

        await self._ask_about(MakeVendor, lambda vendor: f"{vendor.name} is in the vendor book.")

    @work(group="opt")
    async def action_history_optout(self) -> None:
        """Asks what the caller is no longer to call about."""
        from screener.ledger import EntryKind  # noqa: PLC0415 - when asked for
        from screener.tui.screens.opt import OptScreen, told  # noqa: PLC0415

        await self._ask_about(
            lambda record: OptScreen(_party(record), EntryKind.OPT_OUT, call_id=record.call.id),
            told,
        )

    @work(group="ask")
    async def action_history_care(self) -> None:
        """Asks what the caller was given, and shows the steps to be done about it."""
        from screener.tui.screens.care import CareScreen  # noqa: PLC0415 - when asked for

        if self.record is not None:
            await self.app.push_screen_wait(CareScreen(self.record))


def _party(record: Record) -> str:
    return record.vendor or record.call.number or record.call.company


def _corrected(record: Record) -> str:
    return f"{record.call.id} is now: {record.shown.shown if record.shown else 'not screened'}."


def _tagged(tags: tuple[str, ...]) -> str:
    return f"Tagged: {', '.join(tags)}." if tags else "No tags any more."
