"""Call: the form in the order in which a call goes, and beside it the verdict as one types."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import ScreenResume, ScreenSuspend
from textual.widget import Widget
from textual.widgets import Checkbox, Input, TextArea

from screener.call import Call
from screener.faults import Fault
from screener.ledger import EntryKind, How
from screener.phone import NumberKind
from screener.text import plain
from screener.tui import wording
from screener.tui.actions import Place, bindings
from screener.tui.reading import reading_of
from screener.tui.screens.place import PlaceScreen
from screener.tui.widgets.card import Card
from screener.tui.widgets.field import Field, Fold
from screener.tui.widgets.line import Line
from screener.tui.widgets.names import NameSuggester
from screener.tui.widgets.number import NumberInput
from screener.tui.widgets.tick import Tick
from screener.tui.widgets.words import Words
from screener.words import OPT_OUT_PURPOSES

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.ledger import LedgerEntry
    from screener.screening import Screening
    from screener.store.records import Past, Record

PAUSE = 0.06
"""Seconds without a key before the verdict is asked for."""
DRAFT_PAUSE = 0.25
"""Seconds without a key before the draft is kept."""

HINT = (
    "Nobody on the line.\n\n"
    "When the phone rings, type what you see and hear: the number, the name they give, "
    "what they say. Who it is and what to answer appears here while you type."
)
NOTHING_YET = "Nothing to store yet: type a number, a name, or what was said."
NOBODY = "Whom did you tell? Type a number or a company; nothing is stored yet."
STOP_WORDS = "Put me on your do-not-call list. Do not call this number again."
"""What is written down as said where one key says that they were told to stop."""
NUMBER_REMARK = {
    NumberKind.INVALID: "No phone number; kept as typed.",
    NumberKind.POSSIBLE: "No such number: typo, or made up.",
}
EMPTY = Call()
TEXTS = ("number", "company", "caller_id", "agent", "callback_number", "product", "note")
EXTRAS = ("caller_id", "agent", "callback_number", "product", "note")


class CallScreen(PlaceScreen):
    """Used while the caller talks: every field may stay empty, and nothing typed is lost."""

    PLACE = Place.CALL
    CSS_PATH = "call.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.CALL),
        # Taken before the field sees it: keys typed right behind it belong to the next field.
        Binding("enter", "next_field", "Next field", show=False, priority=True),
    ]
    AUTO_FOCUS = "#number"

    def __init__(self) -> None:
        super().__init__()
        self._opened: datetime | None = None
        self._names = NameSuggester()
        self._call = Call()
        self._kept = True
        self._storing = False
        self._stored: Record | None = None

    def body(self) -> Iterable[Widget]:
        """Form and verdict, beside or above each other as the width allows."""
        with Horizontal(id="call"):
            with VerticalScroll(id="form", can_focus=False):
                with Horizontal(classes="pair"):
                    number = NumberInput(id="number", placeholder="as shown; empty if withheld")
                    yield Field("Number", number, classes="first")
                    company = Line(
                        id="company",
                        placeholder="who they say they are",
                        suggester=self._names,
                    )
                    yield Field("Company", company)
                words = Words(
                    id="said",
                    compact=True,
                    placeholder="what they say, in your words or theirs",
                    highlight_cursor_line=False,
                )
                yield Field("They say", words, classes="words")
                yield Fold(classes="one-row")
                with Vertical(id="extras"):
                    yield from self._extras()
            yield Card(id="verdict")

    def _extras(self) -> Iterable[Widget]:
        with Horizontal(classes="pair"):
            yield Field("Shown as", _text("caller_id", "caller ID name"), classes="first")
            yield Field("Agent", _text("agent", "their own name"))
        with Horizontal(classes="pair"):
            callback = NumberInput(id="callback_number", placeholder="number to ring back")
            yield Field("Callback", callback, classes="first")
            yield Field("Product", _text("product", "what it is about"))
        with Horizontal(classes="pair"):
            box = Tick("a recorded voice", id="recorded", compact=True)
            yield Field("Voice", box, classes="first")
            yield Field("Note", _text("note", "for yourself"))

    def on_mount(self) -> None:
        """The form takes keys at once; draft and names come when the desk is open."""
        self.query_one("#extras").display = False
        self._show_fold()
        self._show_opened()
        self.query_one(Card).hint(HINT)
        self.call_after_refresh(self._begin)

    @work(group="begin")
    async def _begin(self) -> None:
        draft = await self.try_ask(lambda desk: desk.draft())
        if draft is not None:
            self._restore(draft)

    @on(ScreenResume)
    @work(group="names", exclusive=True)
    async def _learn(self) -> None:
        """The book may have changed while one was away."""
        found = await self.try_ask(lambda desk: (desk.region, tuple(desk.vendor_names())))
        if found is not None:
            region, names = found
            self._names.learn(names)
            for field in self.query(NumberInput):
                field.country = region
            if not self.is_blank:
                self._judge()

    @on(ScreenSuspend)
    def _left(self) -> None:
        self._keep_now()

    def on_unmount(self) -> None:
        """Leaving keeps the draft."""
        self._keep_now()

    # The form

    def call(self) -> Call:
        """The call as it stands in the form."""
        texts: dict[str, Any] = {name: self.query_one(f"#{name}", Input).value for name in TEXTS}
        return Call(
            at=self._opened,
            said=self.query_one("#said", TextArea).text,
            recorded=self.query_one("#recorded", Checkbox).value or None,
            **texts,
        )

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed or ticked."""
        return self._call == EMPTY

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter goes on only from a line; in what they say it begins a new one."""
        if action == "next_field":
            return isinstance(self.focused, Input)
        return super().check_action(action, parameters)

    def has(self, need: str) -> bool:
        """Something is in the form; a call that something was given in."""
        return not self.is_blank or (need == "call" and self._stored is not None)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Checkbox.Changed)
    def _typed(self) -> None:
        was_blank = self.is_blank
        self._call = replace(self.call(), at=None)
        if self.is_blank:
            self._opened = None
        elif self._opened is None:
            self._opened = self.house.clock()
            self._remark("number", "")
        self._call = replace(self._call, at=self._opened)
        self._kept = False
        self._show_opened()
        self._show_fold()
        if self.is_blank is not was_blank:
            self.refresh_bindings()
        self._judge()
        self._keep()

    @on(Input.Blurred, "#number")
    def _number_left(self) -> None:
        self._judge()

    def action_next_field(self) -> None:
        """From a line to the next field."""
        self.focus_next()

    def _restore(self, draft: Call) -> None:
        """Puts a draft back; what was typed meanwhile stays."""
        self._opened = draft.at or self._opened
        for name in TEXTS:
            field = self.query_one(f"#{name}", Input)
            field.value = field.value or getattr(draft, name)
        words = self.query_one("#said", TextArea)
        if not words.text:
            words.load_text(draft.said)
            words.move_cursor(words.document.end)
        self.query_one("#recorded", Checkbox).value |= bool(draft.recorded)
        if any(getattr(draft, name) for name in EXTRAS) or draft.recorded:
            self.query_one("#extras").display = True
        self._show_fold()
        self.house.say("Your draft is back. F8 empties the form.")

    def _clear(self) -> None:
        for name in TEXTS:
            self.query_one(f"#{name}", Input).value = ""
        self.query_one("#said", TextArea).load_text("")
        self.query_one("#recorded", Checkbox).value = False
        self.query_one("#extras").display = False
        self._call, self._opened, self._kept = EMPTY, None, True
        self.house.tell(lambda desk: desk.save_draft(None))
        for field in self.query(Field):
            field.remark("")
        self._show_fold()
        self.query_one("#number").focus()

    # Kept drafts

    @work(group="keep", exclusive=True)
    async def _keep(self) -> None:
        await asyncio.sleep(DRAFT_PAUSE)
        self._keep_now()

    def _keep_now(self) -> None:
        if self._kept:
            return
        self._kept = True
        draft = None if self.is_blank else self._call
        self.house.tell(lambda desk: desk.save_draft(draft))

    # The verdict

    @work(group="judge", exclusive=True)
    async def _judge(self) -> None:
        await asyncio.sleep(PAUSE)
        if self._is_closing:
            return
        card = self.query_one(Card)
        if self.is_blank:
            card.hint(HINT)
            return
        call = self._call
        try:
            screening, past = await self.ask(lambda desk: (desk.screen(call), desk.past(call)))
        except Fault as fault:
            card.hint(plain(str(fault)))
            return
        if not self._is_closing:
            self._show(screening, past)

    @property
    def _is_closing(self) -> bool:
        """Whether the form is being taken down, so that a late verdict has no place to go."""
        return not (self.query(Card) and self.query("#number"))

    def _show(self, screening: Screening, past: Past | None) -> None:
        number = screening.identity.number
        typing = self.query_one("#number").has_focus
        self._remark("number", "" if typing else NUMBER_REMARK.get(number.kind, ""))
        today = self.house.clock().date()
        self.query_one(Card).show(reading_of(screening), past_words(past, today))

    # What can be done here

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

    async def _store(self, *, told_to_stop: bool = False) -> None:
        if self._storing:
            return
        call = self.call()
        if replace(call, at=None) == EMPTY:
            self._refuse(NOTHING_YET)
            return
        self._storing = True
        try:
            party = await self.ask(lambda desk: party_of(desk, call)) if told_to_stop else ""
            if told_to_stop and not party:
                self._refuse(NOBODY)
                return
            record = await self.ask(lambda desk: desk.log(call))
        except Fault as fault:
            self._complain(str(fault))
            return
        finally:
            self._storing = False
        self._stored = record
        said = record.shown.shown if record.shown else "not screened"
        self.house.say(f"Stored as {record.call.id}: {said}.")
        if self.call() == call:
            self._clear()
        if party:
            await self._stop(party, record)

    async def _stop(self, party: str, record: Record) -> None:
        from screener.tui.screens.opt import told  # noqa: PLC0415 - when asked for

        def stop(desk: Desk) -> list[LedgerEntry]:
            return desk.opt(
                party,
                OPT_OUT_PURPOSES,
                EntryKind.OPT_OUT,
                how=How.CALL,
                words=STOP_WORDS,
                call_id=record.call.id,
            )

        entries = await self.try_ask(stop)
        if entries:
            self.house.say(told(entries))

    def _refuse(self, words: str) -> None:
        self._remark("number", words, fault=True)
        self.query_one("#number").focus()

    def action_call_clear(self) -> None:
        """Empties the form."""
        self._clear()

    def action_call_more(self) -> None:
        """Opens or shuts the further fields."""
        extras = self.query_one("#extras")
        extras.display = not extras.display
        self._show_fold()
        self.query_one("#caller_id" if extras.display else "#said").focus()

    @on(Fold.Pressed)
    def _fold(self) -> None:
        self.action_call_more()

    # Small things shown

    def _show_fold(self) -> None:
        open_ = self.query_one("#extras").display
        filled = sum(bool(self.query_one(f"#{name}", Input).value) for name in EXTRAS)
        filled += self.query_one("#recorded", Checkbox).value
        what = f"{filled} filled in" if filled else "caller ID, agent, callback …"
        self.query_one(Fold).show("▾ More" if open_ else f"▸ More (F9): {what}")

    def _show_opened(self) -> None:
        told = f"call of {wording.full_moment(self._opened)}" if self._opened else ""
        self.told(told)

    def _remark(self, name: str, words: str, *, fault: bool = False) -> None:
        control = self.query_one(f"#{name}")
        field = next(part for part in control.ancestors if isinstance(part, Field))
        field.remark(words, fault=fault)

    def _complain(self, words: str) -> None:
        """At the field that it is about, where it names one; as a message where it does not."""
        named = next((name for name in (*TEXTS, "said") if words.startswith(f"{name}:")), None)
        if named is None:
            self.house.complain(words)
            return
        if named in EXTRAS:
            self.query_one("#extras").display = True
            self._show_fold()
        self._remark(named, words, fault=True)
        self.query_one(f"#{named}").focus()


def party_of(desk: Desk, call: Call) -> str:
    """Whom a call is held against: the vendor, else the number, else the name they gave; empty
    for a caller who left none of them."""
    identity = desk.screen(call).identity
    if identity.vendor is not None:
        return identity.vendor.name
    number = identity.number
    shown = "" if number.kind is NumberKind.WITHHELD else call.number.strip()
    return number.e164 or call.company.strip() or shown


def past_words(past: Past | None, today: date) -> str:
    """4th call · last on Tuesday: existing-vendor upsell · 2 after your opt-out"""
    if past is None or not past.count:
        return ""
    parts = [f"{wording.ordinal(past.count + 1)} call"]
    if past.last_at is not None:
        label = past.last_label.shown if past.last_label else "not screened"
        parts.append(f"last {wording.ago(past.last_at.date(), today)}: {label}")
    if past.after_opt_out:
        parts.append(f"{past.after_opt_out} after your opt-out")
    return " · ".join(parts)


def _text(name: str, placeholder: str) -> Input:
    return Line(id=name, placeholder=placeholder)
