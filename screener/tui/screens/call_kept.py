"""What is typed is kept at every key, and what windows left that are closed comes back."""

from __future__ import annotations

from datetime import datetime

from screener.call import Call
from screener.tui import wording
from screener.tui.drafts import Drafts
from screener.tui.screens.call_form import EMPTY, CallForm
from screener.tui.screens.place import PlaceScreen


class KeptCall(PlaceScreen):
    """A form that loses nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._call = EMPTY
        self._opened: datetime | None = None
        self._came = EMPTY
        """The call as the telephone told it, where it did."""
        self._drafts: Drafts | None = None
        self._taking = False

    @property
    def form(self) -> CallForm:
        """The form."""
        return self.query_one(CallForm)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed, ticked or answered."""
        return self._call == EMPTY

    @property
    def drafts_left(self) -> int:
        """How many drafts of windows that are closed wait."""
        return self._drafts.left if self._drafts is not None else 0

    @property
    def _is_closing(self) -> bool:
        """Whether the form is being taken down."""
        return not self.query("#number")

    @property
    def _is_untouched(self) -> bool:
        return self.is_blank and self.form.call() == EMPTY

    async def _begin_keeping(self) -> None:
        """Looks what was left, once the desk is open. What was typed by then stays."""
        drafts = Drafts(self.house.tell, self._cannot_keep)
        await self.try_ask(drafts.look)
        if self._is_closing:
            return
        self._drafts = drafts
        if not self.is_blank:
            self._keep()
        if drafts.left:
            await self._take_draft()

    def _keep(self) -> None:
        if self._drafts is not None:
            self._drafts.keep(None if self.is_blank else self._call)

    def _cannot_keep(self, words: str) -> None:
        self.app.call_from_thread(self.house.complain, f"The draft could not be kept. {words}")

    async def _take_draft(self) -> None:
        """Puts the newest draft that was left into the form. What was typed stays there, and
        the draft waits."""
        drafts = self._drafts
        if drafts is None or self._taking:
            return
        self._taking = True
        draft = await self.try_ask(drafts.take) if self._is_untouched else None
        self._taking = False
        if self._is_closing:
            return
        if draft is not None and self._is_untouched:
            drafts.accept(draft)
            self._restore(draft)
            return
        if draft is not None:
            drafts.give_back()
        self._offer_drafts()

    def _offer_drafts(self) -> None:
        left = self.drafts_left
        waits = "1 older draft waits" if left == 1 else f"{left} older drafts wait"
        if self._is_untouched:
            how = f". {self.house.key('call.clear')} brings {'it' if left == 1 else 'one'} up."
        else:
            how = " until this call is stored or given up."
        self.form.notice(f"↩ {waits}{how}" if left else "")
        self.refresh_bindings()

    def _restore(self, draft: Call) -> None:
        self._opened = draft.at or self._opened
        if draft.source:
            self._came = Call(
                at=draft.at,
                own_number=draft.own_number,
                source=draft.source,
                source_id=draft.source_id,
            )
        self.form.fill(draft)
        when = f" of {wording.full_moment(draft.at)}" if draft.at else ""
        left = self.drafts_left
        then = f"{left} older wait{'s' * (left == 1)}." if left else ""
        then = then or f"{self.house.key('call.clear')} empties the form."
        self.form.notice(f"↩ Your draft{when} is back. {then}")
