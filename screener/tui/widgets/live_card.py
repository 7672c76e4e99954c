"""The card of a call that goes on: the verdict so far, and questions that can be answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.message import Message

from screener.tui.reading import Asking, Reading
from screener.tui.widgets.asking import DIGITS, AnsweredSection, AskSection, Choice
from screener.tui.widgets.card import PARTS, Card, Section, reading_parts
from screener.tui.widgets.picks import Picks

if TYPE_CHECKING:
    from screener.call import Answer

_FIRST = ("who", "role", "permission", "past", "say", "ask")
"""What one needs while the caller talks."""


class LiveCard(Card):
    """Shows a reading, takes answers, and tells the screen of them."""

    parts: ClassVar[tuple[tuple[str, str], ...]] = (
        *(part for name in _FIRST for part in PARTS if part[1] == name),
        ("Answered", "answered"),
        *(part for part in PARTS if part[1] not in _FIRST),
    )

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
        self._first = 0

    def section(self, heading: str, part: str) -> Section:
        """Questions and answers are more than text."""
        kind = {"ask": AskSection, "ask-more": AskSection, "answered": AnsweredSection}
        return kind.get(part, Section)(heading, part)

    def show_call(self, reading: Reading, past: str, answers: Sequence[Answer]) -> None:
        """A reading, the caller's past, and what the caller answered so far."""
        self._answers = answers
        self.show(reading, past)

    def answer(self, digit: str) -> bool:
        """Gives the answer of that number, if there is one."""
        choices = [*self._choices()]
        at = DIGITS.find(digit)
        if not 0 <= at < len(choices):
            return False
        self.post_message(self.Answered(choices[at]))
        return True

    def fill_from(self, reading: Reading, most: Mapping[str, int]) -> None:
        """Questions in order of use; their answers numbered through."""
        texts = reading_parts(reading, most)
        del texts["ask"], texts["ask-more"]
        if most["why"] > 3 and reading.handling:
            texts["role"] = reading.handling
        self.fill(texts)
        self._first = most["ask"]
        first, later = reading.asking[: self._first], reading.asking[self._first :]
        self.query_one(".section.ask", AskSection).ask(first, 0)
        numbered = sum(len(each.answers) for each in first)
        self.query_one(".section.ask-more", AskSection).ask(later, numbered)
        self.query_one(AnsweredSection).answered(self._answers, self.questions)

    @on(Picks.Picked, ".answers")
    def _answered(self, message: Picks.Picked) -> None:
        message.stop()
        section = next(part for part in message.picks.ancestors if isinstance(part, AskSection))
        place = section.place_of(message.picks)
        place += 0 if section.has_class("ask") else self._first
        if self._reading is not None and message.at is not None:
            asking = self._reading.asking[place]
            choice = Choice(asking.id, asking.answers[message.at][0])
            self.post_message(self.Answered(choice))

    @on(Picks.Picked, ".answered")
    def _taken_back(self, message: Picks.Picked) -> None:
        message.stop()
        if message.at is not None:
            self.post_message(self.TakenBack(self._answers[-1 - message.at].question))

    def _choices(self) -> Iterable[Choice]:
        for asking in self._reading.asking if self._reading else ():
            for key, _ in asking.answers:
                yield Choice(asking.id, key)
