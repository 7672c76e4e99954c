"""The card of a call that goes on: the verdict so far, and questions that can be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message

from screener.tui.widgets.asking import DIGITS, Choice, Given, Questions
from screener.tui.widgets.card import PARTS, Card
from screener.tui.widgets.sheet import PICK, Body

if TYPE_CHECKING:
    from screener.call import Answer
    from screener.tui.app import ScreenerApp
    from screener.tui.reading import Asking, Reading

_FIRST = ("who", "role", "permission", "past", "say", "ask")
"""What one needs while the caller talks."""


class LiveCard(Card):
    """Shows a reading, takes answers, and tells the screen of them."""

    parts: ClassVar[tuple[tuple[str, str], ...]] = (
        *(part for name in _FIRST for part in PARTS if part[1] == name),
        ("Answered", "answered"),
        *(part for part in PARTS if part[1] not in _FIRST),
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Before", show=False),
        Binding("right", "move(1)", "Next", show=False),
        Binding("space,enter", "pick", "Pick", show=False),
    ]

    class Answered(Message):
        """The caller answered a question."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    class TakenBack(Message):
        """An answer was none."""

        def __init__(self, question: str) -> None:
            super().__init__()
            self.question = question

    def __init__(self, *, id: str) -> None:  # noqa: A002 - the name that all widgets give it
        super().__init__(id=id)
        self.questions: Mapping[str, Asking] = {}
        """All questions of the rulebook, by id, for those that were answered."""
        self._answers: Sequence[Answer] = ()
        self._picks: Sequence[Choice | str] = ()
        self._choices = 0
        self._pointed = -1

    def show_call(self, reading: Reading, past: str, answers: Sequence[Answer]) -> None:
        """A reading, the caller's past, and what the caller answered so far."""
        self._answers = answers
        choices = [Choice(each.id, key) for each in reading.asking for key, _ in each.answers]
        self._picks = [*choices, *(each.question for each in reversed(answers))]
        self._choices = len(choices)
        self._pointed = min(self._pointed, len(self._picks) - 1)
        self.show(reading, {"past": past})

    def answer(self, digit: str) -> bool:
        """Gives the answer of that number, if there is one."""
        at = DIGITS.find(digit)
        if self._reading is None or not 0 <= at < self._choices:
            return False
        self._pick(at)
        return True

    def texts_of(self, reading: Reading, most: Mapping[str, int]) -> dict[str, Body]:
        """Questions in order of use; their answers numbered through."""
        texts = super().texts_of(reading, most)
        if most["why"] > 3 and reading.handling:
            texts["role"] = reading.handling
        first, later = reading.asking[: most["ask"]], reading.asking[most["ask"] :]
        numbered = sum(len(each.answers) for each in first)
        texts["ask"] = Questions(first, 0, self._pointed)
        texts["ask-more"] = Questions(later, numbered, self._pointed)
        leave = cast("ScreenerApp", self.app).key("call.quick")
        texts["answered"] = Given(
            self._answers, self.questions, self._choices, self._pointed, leave
        )
        return texts

    # Picking with mouse and keys

    def on_click(self, event: Click) -> None:
        """A click answers, or takes an answer back."""
        at = event.style.meta.get(PICK)
        if self._reading is not None and at is not None and at < len(self._picks):
            event.stop()
            self._pick(at)

    def on_focus(self) -> None:
        """The first answer is pointed at."""
        self.action_move(0)

    def on_blur(self) -> None:
        """Nothing is pointed at any more."""
        self._pointed = -1
        self.draw()

    def action_move(self, by: int) -> None:
        """Points at another answer."""
        if self._picks and self._reading is not None:
            self._pointed = max(self._pointed + by, 0) % len(self._picks)
            self.draw()
            line = self.line_with(PICK, self._pointed)
            if line is not None and by:
                self.show_line(line)

    def action_pick(self) -> None:
        """Picks what is pointed at."""
        if self._reading is not None and 0 <= self._pointed < len(self._picks):
            self._pick(self._pointed)

    def _pick(self, at: int) -> None:
        pick = self._picks[at]
        message = self.Answered(pick) if isinstance(pick, Choice) else self.TakenBack(pick)
        self.post_message(message)
