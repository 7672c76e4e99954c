"""Questions to the caller with the answers to pick, and those that were answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from screener.tui.reading import Asking
from screener.tui.widgets.card import Section
from screener.tui.widgets.picks import Pick, Picks
from screener.tui.widgets.still import Still

if TYPE_CHECKING:
    from screener.call import Answer

MOST = 4
"""Questions that have a place on the card."""
DIGITS = "123456789"


class Choice(NamedTuple):
    """An answer that can be given."""

    question: str
    answer: str


class Asked(Vertical):
    """One question and its answers."""

    def compose(self) -> ComposeResult:
        yield Still(classes="question")
        yield Picks(classes="answers")

    def show(self, asking: Asking, keys: Sequence[str]) -> None:
        """Shows a question; `keys` are those of its answers, some of them empty."""
        self.query_one(Still).show(f"“{asking.words}”")
        picks = [Pick(key, words) for key, (_, words) in zip(keys, asking.answers, strict=True)]
        self.query_one(Picks).show(picks)


class AskSection(Section):
    """Questions to ask, each with its answers."""

    def compose(self) -> ComposeResult:
        yield Static(self.heading, classes="heading", markup=False)
        with Vertical(classes="body"):
            for _ in range(MOST):
                yield Asked()

    def ask(self, questions: Sequence[Asking], first: int) -> None:
        """Shows questions; their answers are numbered from `first` on."""
        self.display = bool(questions)
        places = list(self.query(Asked))
        for at, place in enumerate(places):
            place.display = at < len(questions)
        for place, question in zip(places, questions, strict=False):
            count = len(question.answers)
            place.show(question, [DIGITS[at : at + 1] for at in range(first, first + count)])
            first += count

    def place_of(self, picks: Picks) -> int:
        """Which of the questions these answers belong to."""
        return [place.query_one(Picks) for place in self.query(Asked)].index(picks)


class AnsweredSection(Section):
    """What was answered so far; picking one takes it back."""

    def compose(self) -> ComposeResult:
        yield Static(self.heading, classes="heading", markup=False)
        yield Picks(classes="body answered")

    def answered(self, answers: Sequence[Answer], questions: Mapping[str, Asking]) -> None:
        """Shows answers, the newest first."""
        self.display = bool(answers)
        picks = [Pick("", _told(each, questions), on=True) for each in reversed(answers)]
        self.query_one(Picks).show(picks, BACK if answers else "")


BACK = "Esc, Backspace: take back"


def _told(answer: Answer, questions: Mapping[str, Asking]) -> str:
    """an offer – “Is this about something I already have, or to offer me something?”"""
    question = questions.get(answer.question)
    if question is None:
        return f"{answer.question}: {answer.answer}"
    words = dict(question.answers).get(answer.answer, answer.answer)
    return f"{words} – “{question.words}”"
