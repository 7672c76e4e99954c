"""Questions to the caller with the answers to pick, and those that were answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from screener.tui.widgets.picks import Pick, flow, set_out, widths_of

if TYPE_CHECKING:
    from screener.call import Answer
    from screener.tui.reading import Asking

DIGITS = "123456789"
BACK = "{}, Backspace: take back"


class Choice(NamedTuple):
    """An answer that can be given."""

    question: str
    answer: str


class Questions(NamedTuple):
    """Questions to ask, each with its answers, numbered from `first` on; the one of the number
    `pointed` is pointed at."""

    questions: Sequence[Asking]
    first: int
    pointed: int

    def set_out(self, room: int) -> Content:
        """Set out in so many columns."""
        parts: list[Content] = []
        number = self.first
        for question in self.questions:
            parts.append(Content(f"“{question.words}”"))
            picks = [
                Pick(DIGITS[at : at + 1], words, value=at)
                for at, (_, words) in enumerate(question.answers, number)
            ]
            if picks:
                answers = set_out(picks, flow(widths_of(picks), room - 1), self.pointed - number)
                parts += [Content(" ") + line for line in answers.split(allow_blank=True)]
            number += len(picks)
        return Content("\n").join(parts)


class Given(NamedTuple):
    """What was answered so far, the newest first, numbered from `first` on; picking one takes it
    back. `leave` is the key that leaves the field for them."""

    answers: Sequence[Answer]
    questions: Mapping[str, Asking]
    first: int
    pointed: int
    leave: str

    def set_out(self, room: int) -> Content:
        """Set out in so many columns."""
        if not self.answers:
            return Content("")
        picks = [
            Pick("", _told(each, self.questions), on=True, value=at)
            for at, each in enumerate(reversed(self.answers), self.first)
        ]
        picks.append(Pick("", BACK.format(self.leave), hint=True))
        return set_out(picks, flow(widths_of(picks), room), self.pointed - self.first)


def _told(answer: Answer, questions: Mapping[str, Asking]) -> str:
    """an offer – “Is this about something I already have, or to offer me something?”"""
    question = questions.get(answer.question)
    if question is None:
        return f"{answer.question}: {answer.answer}"
    words = dict(question.answers).get(answer.answer, answer.answer)
    return f"{words} – “{question.words}”"
