"""The form of the Call place: fields in the order in which a call goes, and tells to tick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.events import DescendantBlur, DescendantFocus
from textual.message import Message
from textual.widgets import Input, TextArea

from screener.call import Answer, Call
from screener.text import plain
from screener.tui.screens.call_extras import EXTRAS, Extras
from screener.tui.tells import picks_of
from screener.tui.widgets.field import Field, Fold
from screener.tui.widgets.line import Line
from screener.tui.widgets.names import NameSuggester
from screener.tui.widgets.number import NumberInput
from screener.tui.widgets.picks import Picks
from screener.tui.widgets.still import Still
from screener.tui.widgets.words import FOLDED, Words

if TYPE_CHECKING:
    from screener.tells import Tell
    from screener.tui.app import ScreenerApp

EMPTY = Call()
FIRST = ("number", "company")
"""The lines that are always shown; what they say has a field of its own kind."""
TELLS_HINT = "{}, then a letter; or click"
PICKING_HINT = "A digit answers; {} goes back"


class CallForm(VerticalScroll, can_focus=False):
    """Fields of which any may stay empty. It holds what was typed, ticked and answered."""

    class Changed(Message):
        """Something was typed, ticked, answered or taken back; `at_once` for what is no typing."""

        def __init__(self, *, at_once: bool = False) -> None:
            super().__init__()
            self.at_once = at_once

    def __init__(self) -> None:
        super().__init__(id="form")
        self.names = NameSuggester()
        self.tells: tuple[Tell, ...] = ()
        self.answers: tuple[Answer, ...] = ()
        self._ticked: tuple[str, ...] = ()
        self._recorded = False

    def compose(self) -> ComposeResult:
        """What comes first in a call stands first; what is seldom asked is folded."""
        yield Still(classes="waiting notice", vanish=True)
        yield Still(classes="draft notice", vanish=True)
        with Horizontal(classes="pair"):
            number = NumberInput(id="number", placeholder="as shown; empty if withheld")
            yield Field("Number", number, classes="first")
            company = Line(id="company", placeholder="who they say they are", suggester=self.names)
            yield Field("Company", company)
        words = Words(
            id="said",
            compact=True,
            placeholder="what they say, in your words or theirs",
            highlight_cursor_line=False,
        )
        yield Field("They say", words, classes="words")
        yield Field("Tells", Picks(id="tells"), classes="tells")
        yield Fold(classes="one-row")
        yield Extras()

    def on_mount(self) -> None:
        """Folded, and nothing ticked."""
        self._show_fold()
        self.show_tells()

    # What it holds

    def call(self) -> Call:
        """The call as it stands in the form, without its time. What is remembered of the call
        before makes none by itself."""
        texts: dict[str, Any] = {name: self._line(name).value for name in FIRST}
        texts |= self._extras.texts()
        call = Call(
            said=self._words.whole,
            recorded=self._recorded or None,
            tells=self._ticked,
            answers=self.answers,
            **texts,
        )
        bare = replace(call, taken_by="", own_number="")
        return call if bare != EMPTY else EMPTY

    def fill(self, call: Call) -> None:
        """Puts a call in; what was typed meanwhile stays."""
        with self.prevent(Input.Changed, TextArea.Changed):
            for name in FIRST:
                field = self._line(name)
                field.value = field.value or getattr(call, name)
            self._extras.fill(call)
            for number in self.query(NumberInput):
                number.set_out()
            if not self._words.text:
                self._words.load_text(call.said)
                self._words.move_cursor(self._words.document.end)
        self._recorded = self._recorded or bool(call.recorded)
        self._ticked = self._ticked or call.tells
        self.answers = self.answers or call.answers
        self.show_tells()
        self._changed()

    def clear(self) -> None:
        """Empties it but for what is remembered, and takes every remark away."""
        with self.prevent(Input.Changed, TextArea.Changed):
            for name in FIRST:
                self._line(name).value = ""
            self._extras.clear()
            self._words.load_text("")
        self._ticked, self._recorded, self.answers = (), False, ()
        for field in self.query(Field):
            field.remark("")
        self.fold()
        self.show_tells()
        self._changed()

    def offer(self, tells: Sequence[Tell]) -> None:
        """The tells that can be ticked."""
        self.tells = tuple(tells)
        self.show_tells()

    def tick(self, at: int) -> None:
        """Ticks a tell, or takes the tick back."""
        tell = self.tells[at]
        ticked = self._recorded if tell.recorded else tell.id in self._ticked
        kept = tuple(each for each in self._ticked if each != tell.id)
        self._ticked = kept if ticked else (*kept, tell.id)
        if tell.recorded:
            self._recorded = not ticked
        self.show_tells()
        self._changed()

    def tick_by(self, letter: str) -> bool:
        """Ticks the tell of that letter, if there is one."""
        picks = picks_of(self.tells, self._ticked, recorded=self._recorded)
        at = next((at for at, pick in enumerate(picks) if pick.key == letter), None)
        if at is None:
            return False
        self.tick(at)
        return True

    def answer(self, given: Answer) -> None:
        """Takes an answer down; a second one to the same question takes the first one's place."""
        others = (each for each in self.answers if each.question != given.question)
        self.answers = (*others, given)
        self._changed()

    def take_back(self, question: str = "") -> None:
        """Takes an answer back: that to a question, else the newest."""
        question = question or (self.answers[-1].question if self.answers else "")
        self.answers = tuple(each for each in self.answers if each.question != question)
        self._changed()

    def _changed(self) -> None:
        self._show_typed()
        self.post_message(self.Changed(at_once=True))

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed(self, message: Message) -> None:
        message.stop()
        if isinstance(message, Input.Changed):
            self.remark(str(message.input.id), "")
        self._show_typed()
        self.post_message(self.Changed())

    # What it shows

    def notice(self, words: str) -> None:
        """A line above the fields, about what stands in them."""
        self.query_one(".draft", Still).show(words)

    def waiting(self, words: str) -> None:
        """A line about callers who wait."""
        self.query_one(".waiting", Still).show(words)

    def remark(self, name: str, words: str, *, fault: bool = False) -> None:
        """A remark at a field."""
        self._field(name).remark(words, fault=fault)

    def advise(self, name: str, words: str) -> None:
        """A remark at a field, unless it has a fault to show."""
        if not self._field(name).has_class("-faulty"):
            self.remark(name, words)

    def _field(self, name: str) -> Field:
        ancestors = self.query_one(f"#{name}").ancestors
        return next(part for part in ancestors if isinstance(part, Field))

    async def complain(self, words: str) -> bool:
        """Shows a fault at the field that it begins with; tells whether it names one."""
        fields = (*FIRST, *EXTRAS, "said")
        named = next((name for name in fields if words.startswith(f"{name}:")), None)
        if named is None:
            return False
        if named in EXTRAS:
            await self.unfold()
        self.remark(named, words, fault=True)
        self.query_one(f"#{named}").focus()
        return True

    def mark(self, places: Iterable[tuple[int, int]]) -> None:
        """Marks words among those that were said."""
        self._words.mark(places)

    def live_in(self, country: str) -> None:
        """The country that numbers are set out for."""
        self._extras.country = country
        for field in self.query(NumberInput):
            field.country = country
            field.set_out()

    def _line(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)

    @property
    def _extras(self) -> Extras:
        return self.query_one(Extras)

    @property
    def picks(self) -> Picks:
        """The tells."""
        return self.query_one("#tells", Picks)

    @property
    def _words(self) -> Words:
        return self.query_one("#said", Words)

    @on(Picks.Picked, "#tells")
    def _picked(self, message: Picks.Picked) -> None:
        """A click beside the tells opens them all."""
        message.stop()
        if message.at is None:
            self.picks.focus()
            return
        words = self.picks.picks[message.at].words
        self.tick([plain(tell.words) for tell in self.tells].index(words))

    @on(DescendantFocus, "#tells")
    @on(DescendantBlur, "#tells")
    def _tells_entered(self) -> None:
        self.show_tells()

    def show_tells(self) -> None:
        """All tells where there is room or one is among them, else those that are ticked."""
        picks = picks_of(self.tells, self._ticked, recorded=self._recorded)
        high = self.screen.has_class("-high")
        if self.picks.has_focus:
            self.picks.show(picks, self._hint(PICKING_HINT), tidy=high)
        elif high:
            self.picks.show(picks, self._hint(TELLS_HINT) if picks else "", tidy=True)
        else:
            self.picks.show([pick for pick in picks if pick.on], self._hint(TELLS_HINT))

    def _hint(self, words: str) -> str:
        return words.format(cast("ScreenerApp", self.app).key("call.quick"))

    def on_resize(self) -> None:
        """More or less room."""
        self.show_tells()

    @property
    def unfolded(self) -> bool:
        """Whether the further fields are open."""
        return bool(self._extras.display)

    async def unfold(self) -> None:
        """Opens the further fields."""
        await self._extras.open()
        self._show_fold()

    def fold(self) -> None:
        """Shuts them."""
        self._extras.display = False
        self._show_fold()

    def _show_typed(self) -> None:
        hidden = self._words.hidden
        self.remark("said", f"{FOLDED} {hidden:,} characters are kept, not shown" if hidden else "")
        self._show_fold()

    def _show_fold(self) -> None:
        key = cast("ScreenerApp", self.app).key("call.more")
        what = self._extras.filled() or "caller ID, agent, callback …"
        self.query_one(Fold).show("▾ More" if self.unfolded else f"▸ More ({key}): {what}")
