"""Announcing a call: the plumber who rings back this afternoon is let through."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, cast

from textual.widget import Widget
from textual.widgets import Input

from screener.dates import read_moment
from screener.faults import Fault
from screener.tui.screens.question import FieldFault, Question, text_field
from screener.vendor import Expecting

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.tui.app import ScreenerApp

HOURS = 3
"""How long one waits for a call when nothing else is said."""


class ExpectScreen(Question["Expecting"]):
    """Who, on which day, between which hours."""

    heading = "Whose call do you expect?"
    lead = "In these hours their call shows as allowed. Signs of fraud are told all the same."

    def __init__(self, who: str = "") -> None:
        super().__init__()
        self._who = who

    def fields(self) -> Iterable[Widget]:
        """Today, from now on, unless something else is said."""
        now = self._now()
        end = min(now + timedelta(hours=HOURS), datetime.combine(now, time(23, 59), now.tzinfo))
        yield text_field("Who", "who", self._who, "a company, a name or a number; empty: anyone")
        yield text_field("Day", "day", "today", "today, tomorrow, Friday's date as 2026-03-06")
        yield text_field("From", "from", f"{now:%H:%M}", "14:00, 2pm")
        yield text_field("Until", "until", f"{end:%H:%M}", "17:00, 5pm")
        yield text_field("About", "about", "", "for yourself, if you like")

    def on_mount(self) -> None:
        """Begins at whom one waits for, or at the hours where that is known."""
        self.query_one("#day" if self._who else "#who", Input).focus()

    def order(self) -> Callable[[Desk], Expecting]:
        """Announces the call."""
        start, end = self._moment("from"), self._moment("until")
        if end < start:
            raise FieldFault("until", "That lies before the beginning.")
        if end < self._now():
            raise FieldFault("until", "That is over already.")
        expecting = Expecting(self.value("who"), start, end, self.value("about"))
        return lambda desk: desk.expect(expecting)

    def _moment(self, field: str) -> datetime:
        day, hour = self.value("day") or "today", self.value(field)
        if not hour:
            raise FieldFault(field, "Which hour?")
        try:
            read_moment(day, self._now(), "")
        except Fault as fault:
            raise FieldFault("day", str(fault)) from None
        try:
            return read_moment(f"{day} {hour}", self._now(), "")
        except Fault as fault:
            raise FieldFault(field, str(fault)) from None

    def _now(self) -> datetime:
        return cast("ScreenerApp", self.app).clock()
