"""Call: the form in the order in which a call goes, and beside it the verdict as one types."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual import on, work
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, TextArea

from screener.call import Answer, Call
from screener.text import plain
from screener.tui.actions import ACTIONS, Place, bindings
from screener.tui.screens.call_form import CallForm
from screener.tui.screens.call_store import StoringCall
from screener.tui.widgets.live_card import LiveCard

ORDER = {key: at for at, key in enumerate(k for each in ACTIONS for k in each.keys.split(","))}
"""Keys in the order of the registry."""
QUICK = "abcdefghijklmnopqrstuvwxyz123456789"


class CallScreen(StoringCall):
    """Used while the caller talks: every field may stay empty, and nothing typed is lost."""

    PLACE = Place.CALL
    CSS_PATH = "call.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.CALL),
        # Taken before the field sees it: keys typed right behind it belong to the next field.
        Binding("enter", "next_field", "Next field", show=False, priority=True),
        # A terminal sends Esc and a letter in quick succession as Alt and that letter.
        *(Binding(f"alt+{key}", f"quick('{key}')", show=False, priority=True) for key in QUICK),
        Binding("alt+backspace", "quick('backspace')", show=False, priority=True),
    ]
    AUTO_FOCUS = "#number"

    def __init__(self) -> None:
        super().__init__()
        self._left: Widget | None = None
        self._ringing: deque[Call] = deque()
        self._as_put = Call()

    def body(self) -> Iterable[Widget]:
        """Form and verdict, beside or above each other as the width allows."""
        with Horizontal(id="call"):
            yield CallForm()
            yield LiveCard(id="verdict")

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """In the order of the registry, whatever keys the field in focus knows too."""
        found = super().active_bindings.items()
        return dict(sorted(found, key=lambda item: ORDER.get(item[0], len(ORDER))))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter goes on only from a line; in what they say it begins a new one."""
        if action == "next_field":
            return isinstance(self.focused, Input)
        return super().check_action(action, parameters)

    def action_next_field(self) -> None:
        """From a line to the next field."""
        self.focus_next()

    # Tells and answers with a key each

    def action_call_quick(self) -> None:
        """From a field to the tells, where one key ticks or answers; and back."""
        left, self._left = self._left, None
        if self.focused is self.form.picks and left is not None:
            left.focus()
        elif not self._is_typing:
            self.query_one("#said").focus()
        else:
            self._left = self.focused
            self.form.picks.focus()

    def action_quick(self, key: str) -> None:
        """Ticks or answers from wherever one is, and stays there."""
        self._pick(key)

    def on_key(self, event: Key) -> None:
        """Outside the fields a letter ticks, a digit answers, and Backspace takes back."""
        if self._is_typing:
            return
        if not self._pick(event.key):
            # Among the tells a letter that none of them has does nothing else either.
            if event.key in QUICK and self.focused is self.form.picks:
                event.stop()
            return
        event.stop()
        left, self._left = self._left, None
        if left is not None:
            left.focus()

    @property
    def _is_typing(self) -> bool:
        return isinstance(self.focused, Input | TextArea)

    def _pick(self, key: str) -> bool:
        if key == "backspace":
            self.form.take_back()
            return True
        if key.isdigit():
            return self.card.answer(key)
        return self.form.tick_by(key)

    @on(LiveCard.Answered)
    def _answered(self, message: LiveCard.Answered) -> None:
        self.form.answer(Answer(*message.choice))

    @on(LiveCard.TakenBack)
    def _taken_back(self, message: LiveCard.TakenBack) -> None:
        self.form.take_back(message.question)

    # Calls that come in from outside

    def arrive(
        self,
        number: str,
        name: str = "",
        at: datetime | None = None,
        *,
        came: Call | None = None,
    ) -> None:
        """A call comes in: `number` and `name` as the telephone shows them (empty: withheld),
        `at` its moment (aware; None: now). It goes into the form, if nothing is there. Else it
        waits, is announced, and comes up when the call in the form is stored or given up; only
        what is still empty is filled in where the form has the same number already.

        `came` is the same call with the feed's own id for it. Such a one is stored as it came
        when it has to wait, or when the next one rings before anything was typed."""
        told = Call(number=number, caller_id=name, at=at or self.house.clock())
        ring = told if came is None else replace(came, at=told.at)
        if self._came.source and self.form.call() == self._as_put:
            self._take_in(self._came)
            super().clear()
            self._put(ring)
        elif self.is_blank and self.form.call() == Call():
            self._put(ring)
        elif number and _digits(number) == _digits(self.form.call().number):
            self._came = self._came if self._came.source else replace(ring, at=self._opened)
            self.form.fill(Call(caller_id=name))
        else:
            if ring.source:
                self._take_in(ring)
            self._ringing.append(ring)
            self.house.say(f"{_ring_words(ring)} is ringing; it waits until this call is stored.")
            self._announce()

    def clear(self) -> None:
        """Makes room for the next call, which may be waiting."""
        super().clear()
        if self._ringing:
            self._put(self._ringing.popleft())
        self._announce()

    @work(group="take in")
    async def _take_in(self, ring: Call) -> None:
        """Stores a call as the telephone told it; what is typed of it comes beside."""
        await self.try_ask(lambda desk: desk.take_in(ring))
        self.house.watch_file.tell()

    def _put(self, ring: Call) -> None:
        self._opened, self._came = ring.at, ring if ring.source else Call()
        self.form.fill(Call(number=ring.number, caller_id=ring.caller_id))
        self._as_put = self.form.call()
        self._show_opened()
        if self.focused is None or self.focused.id == "number":
            self.query_one("#company").focus()

    def _announce(self) -> None:
        waiting = ", ".join(_ring_words(each) for each in self._ringing)
        if waiting:
            self.form.waiting(f"☎ Waiting: {waiting}. It comes up when this call is stored.")
        else:
            self.form.waiting("")


def _digits(number: str) -> str:
    return "".join(char for char in number if char.isdigit())[-10:]


def _ring_words(ring: Call) -> str:
    names = " ".join(part for part in (plain(ring.number), plain(ring.caller_id)) if part)
    return f"{names or 'a withheld number'} ({ring.at:%H:%M})"
