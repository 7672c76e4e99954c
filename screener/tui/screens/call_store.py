"""What becomes of a call: stored, told to stop, announced, rung back, seen to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from screener.call import Call
from screener.faults import Fault
from screener.tui.screens.call_form import EMPTY
from screener.tui.screens.call_live import LiveCall, span_words

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.ledger import LedgerEntry
    from screener.store.records import Record

NOTHING_YET = "Nothing to store yet: type a number, a name, or what was said."


class StoringCall(LiveCall):
    """One key for each thing that can be done with a call."""

    def __init__(self) -> None:
        super().__init__()
        self._storing = False
        self._stored: Record | None = None

    def has(self, need: str) -> bool:
        """Something is in the form; a call that something was given in; a draft that waits."""
        beside = {"call": self._stored is not None, "draft": self.drafts_left > 0}
        return not self.is_blank or beside.get(need, False)

    @work(group="store")
    async def action_call_store(self) -> None:
        """Stores the call, says so, and makes room for the next."""
        await self._store()

    @work(group="store")
    async def action_call_stop(self) -> None:
        """Stores the call, and writes down that its caller was told to stop."""
        await self._store(told_to_stop=True)

    @work(group="aftercare")
    async def action_call_care(self) -> None:
        """Stores the call, unless that was done already, and shows what to do about what the
        caller was given."""
        from screener.tui.screens.care import CareScreen  # noqa: PLC0415 - when asked for

        if not self.is_blank:
            self._stored = None
            await self._store()
        if self._stored is not None:
            await self.app.push_screen_wait(CareScreen(self._stored))

    @work(group="ask")
    async def action_call_expect(self) -> None:
        """Announces a call, of whoever is in the form."""
        from screener.tui.screens.call_expect import ExpectScreen  # noqa: PLC0415 - when asked for

        call = self.form.call()
        expecting = await self.app.push_screen_wait(ExpectScreen(call.company or call.number))
        if expecting is not None:
            self.house.say(f"Expecting {expecting.who or 'anyone'}, {span_words(expecting)}.")
            self._learn()

    @work(group="ask")
    async def action_call_ring(self) -> None:
        """Shows on which number on file to ring back whom the caller claims to be."""
        from screener.tui.screens.call_ring import RingScreen  # noqa: PLC0415 - when asked for

        call = self.form.call()
        found = await self.try_ask(lambda desk: desk.on_file(call))
        if found is not None:
            await self.app.push_screen_wait(RingScreen(found))

    def action_call_clear(self) -> None:
        """Empties the form; into an empty one comes a draft that waits."""
        if self.drafts_left and self._is_untouched:
            self._bring_draft()
        else:
            self.clear()

    @work(group="draft")
    async def _bring_draft(self) -> None:
        await self._take_draft()

    def clear(self) -> None:
        """Makes room for the next call."""
        self._came = EMPTY
        self.form.clear()
        self.form.notice("")
        self.query_one("#number").focus()

    async def _store(self, *, told_to_stop: bool = False) -> None:
        if self._storing:
            return
        call = self._stamped(self.form.call())
        if self.form.call() == EMPTY:
            self._refuse(NOTHING_YET)
            return
        self._storing = True
        try:
            record, entries = await self.ask(lambda desk: _logged(desk, call, told_to_stop))
        except Fault as fault:
            if not await self.form.complain(str(fault)):
                self.house.complain(str(fault))
            return
        finally:
            self._storing = False
        self._stored = record
        said = record.shown.shown if record.shown else "not screened"
        self.house.say(f"Stored as {record.call.id}: {said}.")
        if entries:
            from screener.tui.screens.opt import told  # noqa: PLC0415 - when they were told to stop

            self.house.say(told(entries))
        if self._stamped(self.form.call()) == call:
            self.clear()

    def _refuse(self, words: str) -> None:
        self.form.remark("number", words, fault=True)
        self.query_one("#number").focus()


def _logged(desk: Desk, call: Call, told_to_stop: bool) -> tuple[Record, list[LedgerEntry]]:
    if not told_to_stop:
        return desk.log(call), []
    from screener.desk.stop import log_told_to_stop  # noqa: PLC0415 - when they were told to stop

    return log_told_to_stop(desk, call)
