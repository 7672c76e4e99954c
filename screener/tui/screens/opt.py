"""Opt-in and opt-out: who may call about what, since when, said how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, cast

from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Checkbox, Select

from screener.dates import read_moment
from screener.faults import Fault
from screener.ledger import EntryKind, How
from screener.tui.screens.question import FieldFault, Question, text_field
from screener.tui.widgets.field import Field
from screener.tui.widgets.tick import Tick
from screener.words import OPT_OUT_PURPOSES, PREFERENCE_PURPOSES, Purpose

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.ledger import LedgerEntry
    from screener.tui.app import ScreenerApp


class OptScreen(Question["Sequence[LedgerEntry]"]):
    """Writes an entry into the consent ledger for each purpose ticked."""

    names = {"at": "when"}  # noqa: RUF012 - a constant of the class

    def __init__(
        self, party: str, kind: EntryKind, *, how: How = How.CALL, call_id: str = ""
    ) -> None:
        super().__init__()
        self._party, self._kind, self._how, self._call_id = party, kind, how, call_id
        if kind is EntryKind.OPT_OUT:
            self.heading = f"{party}: may no longer call about …"
            self.lead = "What you refuse here shows as refused on their next call."
        else:
            self.heading = f"{party}: may call about …"
            self.lead = "What you allow here holds until you take it back."

    def fields(self) -> Iterable[Widget]:
        """Purposes, moment, way and words."""
        ticked = OPT_OUT_PURPOSES if self._kind is EntryKind.OPT_OUT else ()
        boxes = [
            Tick(purpose, purpose in ticked, id=f"about-{purpose}", compact=True)
            for purpose in PREFERENCE_PURPOSES
        ]
        yield Field("About", Container(*boxes, id="about", classes="purposes"))
        yield text_field("When", "when", "now", "now, yesterday, 3 Mar, 2026-03-03 14:00")
        ways = Select(
            [(way, way) for way in How], value=self._how, allow_blank=False, id="how", compact=True
        )
        yield Field("How", ways)
        yield text_field("Words used", "words", "", "as you said or wrote them")

    def on_mount(self) -> None:
        """Begins at the purposes."""
        self.query_one(Checkbox).focus()

    def order(self) -> Callable[[Desk], Sequence[LedgerEntry]]:
        """Writes the entries."""
        purposes = [
            purpose
            for purpose in PREFERENCE_PURPOSES
            if self.query_one(f"#about-{purpose}", Checkbox).value
        ]
        if not purposes:
            raise FieldFault("about", "Tick at least one purpose.")
        now = cast("ScreenerApp", self.app).clock()
        try:
            at = read_moment(self.value("when"), now, "")
        except Fault as fault:
            raise FieldFault("when", str(fault)) from None
        if at > now:
            raise FieldFault("when", "That moment lies in the future.")
        how = How(str(self.query_one("#how", Select).value))
        words, party, kind, call_id = self.value("words"), self._party, self._kind, self._call_id
        return lambda desk: desk.opt(
            party, purposes, kind, at=at, how=how, words=words, call_id=call_id
        )


def told(entries: Sequence[LedgerEntry]) -> str:
    """Acme Insurance: sales, survey refused."""
    purposes = ", ".join(Purpose(entry.purpose) for entry in entries)
    refused = entries[0].kind in {EntryKind.OPT_OUT, EntryKind.REVOCATION}
    return f"{entries[0].party.value}: {purposes} {'refused' if refused else 'allowed'}."
