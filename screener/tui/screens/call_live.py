"""The Call place while one types: the verdict follows."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on, work
from textual.css.query import NoMatches
from textual.events import ScreenResume
from textual.widgets import Input

from screener.call import Call
from screener.faults import Fault
from screener.phone import NumberKind
from screener.text import plain
from screener.tui import memory, wording
from screener.tui.caller import number_words, past_words
from screener.tui.reading import asking_of, reading_of
from screener.tui.screens.call_form import EMPTY, CallForm
from screener.tui.screens.call_kept import KeptCall
from screener.tui.widgets.field import Fold
from screener.tui.widgets.live_card import LiveCard

if TYPE_CHECKING:
    from textual.worker import Worker

    from screener.desk import Desk
    from screener.lookup import Lookup
    from screener.screening import Screener, Screening
    from screener.tui.reading import Asking
    from screener.vendor import Expecting

PAUSE = 0.06
"""Seconds without a key before the verdict is asked for."""

HINT = (
    "Nobody on the line.\n\n"
    "When the phone rings, type what you see and hear: the number, the name they give, "
    "what they say. Who it is and what to answer appears here while you type."
)
NUMBER_REMARK = {
    NumberKind.INVALID: "No phone number; kept as typed.",
    NumberKind.POSSIBLE: "No such number: typo, or made up.",
}


class LiveCall(KeptCall):
    """Form and card, and what goes from one to the other."""

    def __init__(self) -> None:
        super().__init__()
        self._expected: tuple[Expecting, ...] = ()
        self._ready = asyncio.Event()
        self._judging: Worker[None] | None = None
        self._waiting: Worker[None] | None = None

    @property
    def card(self) -> LiveCard:
        """The card."""
        return self.query_one(LiveCard)

    @property
    def begun(self) -> bool:
        """Whether a draft of the last time is back, where there was one."""
        return self._drafts is not None

    def on_mount(self) -> None:
        """The form takes keys at once; draft, names and rules come when the desk is open."""
        self._show_opened()
        self.card.hint(HINT)
        self.call_after_refresh(self._begin)

    @work(group="begin")
    async def _begin(self) -> None:
        await self._begin_keeping()
        if not self._is_closing:
            await self._prepare()

    async def _prepare(self) -> None:
        """Loads rules in a thread of their own, so that drafts go on being kept meanwhile."""
        try:
            prepare = await self.ask(lambda desk: desk.preparing())
            if prepare is not None:
                screener = await asyncio.to_thread(prepare)
                self.card.questions = await self.ask(lambda desk: _prepared(desk, screener))
            else:
                self.card.questions = await self.ask(_questions)
        except Fault:
            return  # the first verdict meets the same fault, and says so where it would stand
        finally:
            if not self.app.is_headless:  # one of many programs in a process, as in tests
                memory.settle()
            self._ready.set()

    @on(ScreenResume)
    @work(group="names", exclusive=True)
    async def _learn(self) -> None:
        """The book may have changed while one was away, and the rules. What was typed by the time
        that the rules are there gets its verdict first, which needs nothing of this."""
        if not self._ready.is_set():
            await self._ready.wait()
            await asyncio.sleep(PAUSE)
            while self._judging is not None and not self._judging.is_finished:
                await asyncio.sleep(PAUSE)
        found = await self.try_ask(_book)
        if found is None or self._is_closing:
            return
        region, names, self._expected = found
        self.form.names.learn(names)
        self.form.live_in(region)
        await self._offer()
        self._judge()

    async def _offer(self) -> None:
        """What can be ticked and asked by the rules."""
        try:
            tells = await self.ask(lambda desk: desk.tells())
            self.card.questions = await self.ask(_questions)
        except Fault:
            return  # said where the verdict would stand
        if tells != self.form.tells and not self._is_closing:
            self.form.offer(tells)

    # What is typed

    @on(CallForm.Changed)
    def _typed(self, message: CallForm.Changed) -> None:
        was_blank, before = self.is_blank, self._call
        call = self.form.call()
        if call == EMPTY:
            self._opened = self._came.at
        elif self._opened is None:
            self._opened = self.house.clock()
            self.form.remark("number", "")
        self._call = EMPTY if call == EMPTY else self._stamped(call)
        if self._call != before:
            self._keep()
            if not message.at_once:
                self.form.notice("")
        self._show_opened()
        if self.is_blank is not was_blank:
            self.refresh_bindings()
            if self.is_blank:
                self._offer_drafts()
        self._judge(at_once=message.at_once)

    def _stamped(self, call: Call) -> Call:
        """A call of the form with its moment, and with what the telephone told beside."""
        came = self._came
        return replace(
            call,
            at=self._opened,
            own_number=came.own_number or call.own_number,
            source=came.source,
            source_id=came.source_id,
        )

    @on(Input.Blurred, "#number")
    def _number_left(self) -> None:
        self._judge()

    # The verdict

    def _judge(self, *, at_once: bool = False) -> None:
        if self._waiting is not None and self._waiting is self._judging and not self.is_blank:
            return  # once the rules are there, it judges what stands there then
        self._judging = self._tell(at_once=at_once)

    @work(group="judge", exclusive=True)
    async def _tell(self, *, at_once: bool) -> None:
        if not at_once:
            await asyncio.sleep(PAUSE)
        if self._is_closing:
            return
        if self.is_blank:
            self.form.mark(())
            self.card.hint(HINT + expected_words(self._expected, self.house.clock()))
            return
        if not self._ready.is_set():
            self._waiting = self._judging
            await self._ready.wait()
            self._waiting = None
        call = self._call
        try:
            screening, found = await self.ask(lambda desk: (desk.screen(call), desk.caller(call)))
        except Fault as fault:
            self.card.hint(plain(str(fault)))
            return
        if not self._is_closing:
            self._show(screening, found)

    @property
    def _is_closing(self) -> bool:
        """Whether the form is being taken down, so that a late verdict has no place to go."""
        try:
            return not (
                self.query_one(LiveCard).is_attached and self.query_one("#number").is_attached
            )
        except NoMatches:
            return True

    def _show(self, screening: Screening, found: Lookup) -> None:
        number = screening.identity.number
        typing = self.query_one("#number").has_focus
        self.form.advise("number", "" if typing else NUMBER_REMARK.get(number.kind, ""))
        reading = reading_of(screening)
        who = " · ".join(part for part in (reading.who, number_words(found)) if part)
        self.form.mark(reading.marks)
        self.card.show_call(reading._replace(who=who), past_words(found), self.form.answers)

    # Small things

    @on(Fold.Pressed)
    async def _fold(self) -> None:
        await self.action_call_more()

    async def action_call_more(self) -> None:
        """Opens or shuts the further fields."""
        if self.form.unfolded:
            self.form.fold()
            self.query_one("#said").focus()
        else:
            await self.form.unfold()
            self.query_one("#caller_id").focus()

    def _show_opened(self) -> None:
        today = self.house.clock().date()
        told = wording.this_moment(self._opened, today) if self._opened else ""
        self.told(told)


def _prepared(desk: Desk, screener: Screener) -> dict[str, Asking]:
    desk.prepared(screener)
    return _questions(desk)


def _questions(desk: Desk) -> dict[str, Asking]:
    return {each.id: asking_of(each) for each in desk.questions()}


def _book(desk: Desk) -> tuple[str, tuple[str, ...], tuple[Expecting, ...]]:
    from screener.phone import format_as_typed  # noqa: PLC0415 - loads what sets numbers out

    format_as_typed("0", desk.region)
    return desk.region, tuple(desk.vendor_names()), tuple(desk.expected())


def expected_words(expected: tuple[Expecting, ...], now: datetime) -> str:
    """The calls that are still to come, a line each."""
    lines = [f"{plain(each.who) or 'anyone'}, {span_words(each)}"
             for each in expected if each.end >= now]  # fmt: skip
    return "\n\nYou expect: " + "; ".join(lines[:4]) + "." if lines else ""


def span_words(expecting: Expecting) -> str:
    """5 May 2026, 14:00 to 17:00"""
    start, end = expecting.start, expecting.end
    until = "" if start.date() == end.date() else f"{wording.day_words(end.date())}, "
    return f"{wording.day_words(start.date())}, {start:%H:%M} to {until}{end:%H:%M}"
