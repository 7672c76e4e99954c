"""The tells as the form shows them: each with a letter that ticks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING

from screener.text import plain
from screener.tui.widgets.picks import Pick

if TYPE_CHECKING:
    from screener.tells import Tell

_LITTLE = 3
"""Words up to so many letters are little ones: their first letters come last."""


def letters(texts: Iterable[str]) -> list[str]:
    """A letter for each text: the first one of its last long word that is not taken yet, else
    of the words before it, else any letter of it, else any at all; empty when none is left."""
    taken: dict[str, None] = {}
    found = []
    for text in texts:
        letter = next((each for each in _wished(text) if each not in taken), "")
        taken[letter] = None
        found.append(letter)
    return found


def _wished(text: str) -> Iterator[str]:
    words = ["".join(char for char in word if char in ascii_lowercase)
             for word in reversed(text.lower().split())]  # fmt: skip
    yield from (word[0] for word in words if len(word) > _LITTLE)
    yield from (word[0] for word in words if 0 < len(word) <= _LITTLE)
    yield from (char for word in words for char in word)
    yield from ascii_lowercase


def picks_of(tells: Sequence[Tell], ticked: Iterable[str], *, recorded: bool) -> list[Pick]:
    """The tells to pick from, with those that were ticked."""
    on = frozenset(ticked)
    return [
        Pick(letter, plain(tell.words), on=recorded if tell.recorded else tell.id in on)
        for letter, tell in zip(letters(tell.words for tell in tells), tells, strict=True)
    ]
