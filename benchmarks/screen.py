"""The screen in a terminal of 120 by 40: opening it, typing in it, and what it holds in memory.

    python -m benchmarks.screen [--calls 100000] [--many 1000000]

Both programs run in pseudo-terminals, turn about, and are timed by the clock from their start,
or from a key, to what is seen. The floor is a Textual program that shows one line and answers a
key, or one with a bare field to type in (`benchmarks/bare.py`). Cache and settings of the person
are kept out; Python's byte code and the rules are compiled once before, as they are from the
second start on. To the History one gets by way of the form, or at once where the settings say so.
"""

import argparse
import random
import re
import shutil
import statistics
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks import life
from benchmarks.bare import ANSWERED, READY
from benchmarks.measure import Row, aligned, at_most, at_share, folder, times_at_most
from benchmarks.terminal import HEIGHT, Grid, Moment, Terminal, python

FEW, SOME, MANY = 1_000, 100_000, 1_000_000
_SMALL = 200
_MILLI = 1e3
_HISTORY, _DOWN, _EMPTY, _SEARCH = "\x1bOS", "\x1b[B", "\x1b[19~", "\x06"
_PITCH = "press one to lower your interest rate"
_SENTENCES = 16
_FORM = slice(0, 54)
"""Columns in which the form stands, and the search; the verdict stands right of them."""
_SEEN = 44
"""Letters that a line of the form shows, behind its label."""
_BOX = slice(2, 3)
"""The line of the search."""


class Opened(NamedTuple):
    """One start: when it could be read, when a key was answered, and megabytes held then."""

    shown: Moment
    answered: Moment
    memory: float


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=SOME)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    sys.stdout.write(aligned(measured(asked.calls, asked.many, asked.runs)))


def rows(*, small: bool = False) -> Iterator[Row]:
    """The rows of the table."""
    return measured(_SMALL, _SMALL, 1) if small else measured(SOME, MANY, 7)


def measured(some: int, many: int, runs: int) -> Iterator[Row]:
    """Starts, key presses and memory."""
    with folder("life") as place:
        programs = Programs(place)
        screens = [Screen(programs, place, calls) for calls in (min(FEW, some), some, many)]
        _warm(screens[0])
        yield from _starts(screens, runs)
        yield from _typing(screens[1], _SENTENCES if runs > 1 else 1)


class Programs:
    """Our program and the floor, in an environment of their own below a folder."""

    def __init__(self, place: Path) -> None:
        home = place.resolve() / "home"
        self._environment: dict[str, str | Path] = {
            "XDG_CACHE_HOME": home / "cache",
            "XDG_CONFIG_HOME": home / "config",
            "PYTHONPYCACHEPREFIX": home / "bytecode",
            "PYTHONDONTWRITEBYTECODE": "",
        }
        self._in_history = home / "in-history"
        settings = self._in_history / "screener" / "config.toml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text('[screen]\nstart = "history"\n', encoding="utf-8")

    def screen(self, path: Path, *, in_history: bool = False) -> Terminal:
        """Ours, on a database."""
        environment = self._environment | {"SCREENER_DB": path}
        if in_history:
            environment["XDG_CONFIG_HOME"] = self._in_history
        return Terminal(python("-m", "screener"), **environment)

    def floor(self, kind: str) -> Terminal:
        """A bare program."""
        return Terminal(python("-m", "benchmarks.bare", kind), **self._environment)

    def bare(self) -> Opened:
        """The floor's start."""
        with self.floor("line") as terminal:
            shown = terminal.until_text(READY)
            terminal.press("x")
            answered = terminal.until_text(ANSWERED)
            terminal.rest(0.5)
            return Opened(shown, answered, terminal.memory())


class Screen:
    """Our program on a file of so many calls, a copy, since a draft is kept of what is typed."""

    def __init__(self, programs: Programs, place: Path, calls: int) -> None:
        self.programs = programs
        self.calls = calls
        made = life.made(place, calls)
        self.path = made.with_suffix(".screen.db")
        shutil.copyfile(made, self.path)

    def open(self, *, in_history: bool = False) -> Terminal:
        """Starts it."""
        return self.programs.screen(self.path, in_history=in_history)

    def call_form(self) -> tuple[Opened, float]:
        """The form takes a key; and seconds from there to the first verdict on what is said."""
        with self.open() as terminal:
            shown = terminal.until_text("Number", "They say")
            terminal.press("6")
            answered = terminal.until_text("Number   6")
            memory = terminal.memory()
            terminal.press(f"\t\t{_PITCH}")
            verdict = terminal.until_text("SOLICITATION")
            terminal.press(_EMPTY)
            terminal.until_text("Nobody on the line")
            terminal.rest(0.3)
        return Opened(shown, answered, memory), verdict.clock - answered.clock

    def history(self, *, by_call: bool = False) -> Opened:
        """The history is filled down to the last line, and the cursor goes down."""
        with self.open(in_history=not by_call) as terminal:
            if by_call:
                terminal.until_text("Number", "They say")
                terminal.press(_HISTORY)
            shown = terminal.until(_filled)
            terminal.press(_DOWN)
            answered = terminal.until(_on_second_line)
            terminal.rest(0.5)
            return Opened(shown, answered, terminal.memory())


def _warm(screen: Screen) -> None:
    """Byte code and rules are compiled."""
    screen.programs.bare()
    screen.call_form()
    screen.history()
    screen.history(by_call=True)


def _lines(grid: Grid) -> list[str]:
    """The lines of the list, which have a time of day in front."""
    return [line for line in grid.text.splitlines() if re.match(r".{5,12}\d\d:\d\d ", line)]


def _filled(grid: Grid) -> bool:
    return len(_lines(grid)) > HEIGHT * 3 // 4


def _on_second_line(grid: Grid) -> bool:
    return "▌" in _lines(grid)[1][:3]


def _starts(screens: Sequence[Screen], runs: int) -> Iterator[Row]:
    few, some, many = screens
    taken = [
        (
            some.programs.bare(),
            some.call_form(),
            some.history(),
            some.history(by_call=True),
            few.history(),
            many.history(),
        )
        for _ in range(runs)
    ]
    bare, forms, histories, by_call, few_histories, many_histories = zip(*taken, strict=True)
    floor = _key(bare)
    yield Row("processor, start to the form taking keys", _busy([form for form, _ in forms]),
              "ms", _busy(bare))  # fmt: skip
    yield Row("processor, start to History", _busy(histories), "ms", _busy(bare))
    yield Row("start to the form taking keys", _key([form for form, _ in forms]), "ms", floor,
              times_at_most(1.8))  # fmt: skip
    verdict = statistics.median(seconds for _, seconds in forms) * _MILLI
    yield Row("from there to the first verdict", verdict, "ms", None, at_most(300))
    yield Row(f"start, History filled and a key answered, {some.calls:,} calls",
              _key(histories), "ms", floor, times_at_most(1.8))  # fmt: skip
    yield Row("the same by way of the form", _key(by_call), "ms", floor)
    yield Row(f"the same, {many.calls:,} calls, beside {few.calls:,}",
              _key(many_histories), "ms", _key(few_histories), times_at_most(1.1))  # fmt: skip
    memory = statistics.median(each.memory for each in many_histories)
    yield Row(f"memory after start, {many.calls:,} calls", memory, "MB",
              statistics.median(each.memory for each in bare), at_most(80))  # fmt: skip


def _busy(starts: Sequence[Opened]) -> float:
    return statistics.median(each.answered.busy for each in starts) * _MILLI


def _key(starts: Sequence[Opened]) -> float:
    return statistics.median(each.answered.clock for each in starts) * _MILLI


# Typing


def _typing(screen: Screen, sentences: int) -> Iterator[Row]:
    in_call: list[float] = []
    in_search: list[float] = []
    bare: list[float] = []
    said = list(_said(sentences))
    with (
        screen.open() as call,
        screen.open() as history,
        screen.programs.floor("input") as field,
    ):
        call.until_text("Number", "They say")
        call.press("\t\t")
        history.until_text("Number", "They say")
        history.press(_HISTORY)
        history.until(_filled)
        history.press(_SEARCH)
        for each in (call, history, field):
            each.rest(3)
        for sentence in said:
            in_call += _typed(call, sentence, slice(0, None))
            call.press(_EMPTY)
            call.until(lambda grid: "Nobody on the line" in grid.text)
            call.press("\t\t")
            in_search += _typed(history, sentence[:20], _BOX)
            history.press("\x1b")
            history.rest(0.5)
            bare += _typed(field, sentence, slice(0, 3))
            field.press("\x15")
            field.rest(0.1)
    for what, taken in (("Call", in_call), ("search", in_search)):
        yield Row(f"key to repaint, {what}, p99", at_share(taken, 0.99), "ms",
                  at_share(bare, 0.99), at_most(50))  # fmt: skip
        yield Row(f"key to repaint, {what}, median", at_share(taken, 0.5), "ms",
                  at_share(bare, 0.5))  # fmt: skip


def _said(sentences: int) -> Iterator[str]:
    """What was said in calls, for the greater part of a line."""
    chance = random.Random(13)
    words, weights = life.vocabulary(7)
    for _ in range(sentences):
        drawn = chance.choices(words, cum_weights=weights, k=7)
        yield f"{chance.choice(words)} upgrade {' '.join(drawn)}"[:_SEEN]


def _typed(terminal: Terminal, text: str, lines: slice) -> list[float]:
    """Milliseconds from each letter but the first of a word's key to its sight, at the pace of a quick typist."""
    chance = random.Random(len(text))
    taken = []
    word = ""
    for letter in text:
        word = "" if letter == " " else word + letter
        before = _times(terminal.grid, lines, word)
        pressed = terminal.now().clock
        terminal.press(letter)
        if len(word) > 1:
            shown = terminal.until(partial(_more, lines, word, before))
            taken.append((shown.clock - pressed) * _MILLI)
        terminal.rest(chance.uniform(0.03, 0.2))
    return taken


def _more(lines: slice, word: str, before: int, grid: Grid) -> bool:
    return _times(grid, lines, word) > before


def _times(grid: Grid, lines: slice, word: str) -> int:
    text = "\n".join(line[_FORM] for line in grid.text.splitlines()[lines])
    return text.count(word) if word else 0


if __name__ == "__main__":
    main()
