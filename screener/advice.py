"""Verdict and Permission → Advice: what to say, what to ask, what never to do."""

from typing import NamedTuple


class Question(NamedTuple):
    """One question that splits the leading purposes, with its likely answers (id, words)."""

    id: str
    words: str
    answers: tuple[tuple[str, str], ...] = ()


class Advice(NamedTuple):
    """Sentences with vendor, dates and names filled in. `next` is what to do afterwards."""

    say: tuple[str, ...] = ()
    ask: tuple[Question, ...] = ()
    never: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
