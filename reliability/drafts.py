"""A half-typed call in a screen that is killed, and what of it is there when the screen is back."""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from benchmarks.terminal import Terminal, python
from screener.desk import Desk

SETTLED = 1.0
"""Seconds after which a letter that was typed must be on the disk, on a busy machine too."""
_OPENS = 60.0
"""Seconds after which a screen that keeps nothing counts as broken."""
_TAB = "\t"
_DRAFT = "SELECT count(*) FROM draft"
_WORDS = (
    *("this", "is", "about", "the", "extended", "warranty", "of", "your", "car"),
    *("press", "one", "to", "speak", "with", "an", "agent", "now"),
)


class Killed(NamedTuple):
    """A screen killed while somebody typed: letters typed, kept in the draft, typed long enough
    before that they must be, and what is wrong."""

    typed: int
    kept: int
    due: int
    wrong: tuple[str, ...]


def killed_while_typing(path: Path, dice: random.Random) -> Killed:
    """Opens the screen, types, kills it, and opens it again."""
    text = " ".join(dice.sample(_WORDS, len(_WORDS)))[: dice.randrange(8, 60)]
    moments: list[float] = []
    with Desk.open(path) as desk:
        for key in desk.drafts_left():
            desk.take_draft(key)
            desk.save_draft(None)
    with _screen(path) as screen:
        screen.until_text("Number", "They say")
        screen.press(_TAB + _TAB + text[0])
        _until_kept(path, screen)
        moments.append(time.monotonic())
        for letter in text[1:]:
            screen.press(letter)
            moments.append(time.monotonic())
            screen.rest(dice.random() * 0.08)
        screen.rest(dice.random() * 0.5)
        killed_at = time.monotonic()
    due = sum(killed_at - moment > SETTLED for moment in moments)
    with Desk.open(path) as desk:
        draft = desk.draft()
    kept = draft.said if draft else ""
    wrong = list(_wrong(text, kept, due))
    if kept and not wrong:
        wrong += _not_back(path, kept)
    return Killed(len(text), len(kept), due, tuple(wrong))


def _until_kept(path: Path, screen: Terminal) -> None:
    """The file is open from here on, and the first letter is kept."""
    last = time.monotonic() + _OPENS
    with closing(sqlite3.connect(path)) as connection:
        while not connection.execute(_DRAFT).fetchone()[0]:
            if time.monotonic() > last:
                raise TimeoutError("The screen keeps no draft.")
            screen.rest(0.05)


def _wrong(text: str, kept: str, due: int) -> Iterator[str]:
    if not text.startswith(kept):
        yield f"the draft reads {kept!r}, and {text!r} was typed"
    elif len(kept) < due:
        yield f"the draft holds {len(kept)} letters, and {due} were typed {SETTLED:g} s before"


def _not_back(path: Path, kept: str) -> Iterator[str]:
    last = kept.rsplit(maxsplit=1)[-1]
    with _screen(path) as screen:
        try:
            screen.until_text("Your draft", last)
        except (TimeoutError, ChildProcessError) as error:
            yield f"the draft {kept!r} does not come back: {error}"


def _screen(path: Path) -> Terminal:
    return Terminal(python("-m", "screener"), SCREENER_DB=path)
