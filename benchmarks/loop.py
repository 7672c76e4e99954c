"""How long the screen's event loop is held at a time, beside a bare Textual program.

    python -m benchmarks.loop [--calls 2000] [--keys 60] [--slowest]

Both programs run here without a terminal, at 120 by 40. What counts is the processor time that the
loop's own thread spends in one step before it takes the next, so that other programs on the
machine do not count; 16 ms is a frame. `--slowest` lists what ran in the longest steps.
"""

import argparse
import asyncio
import sys
import time
from asyncio.events import Handle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from textual.app import App
from textual.pilot import Pilot

from benchmarks import life
from benchmarks.bare import OneField
from benchmarks.measure import Row, aligned, at_most, at_share, folder
from screener.desk import Desk
from screener.store import Store
from screener.tui import memory
from screener.tui.app import ScreenerApp

SIZE = (120, 40)
FRAME = 16.0
_BETWEEN = 0.12
"""Seconds between two keys: a call's detail and the verdict come within them."""
_TEXT = "press one to lower your interest rate or speak to an agent about your car warranty "
_MILLI = 1e3
_TO_WORDS = ("f3", "f8", "tab", "tab")
_TO_LIST = ("f4", "home")


class Step(NamedTuple):
    """One step of the loop: seconds of the processor, and what ran."""

    busy: float
    what: str


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=2_000)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--slowest", action="store_true")
    asked = parser.parse_args()
    sys.stdout.write(aligned(measured(asked.calls, asked.keys, slowest=asked.slowest)))


def rows(*, small: bool = False) -> Iterable[Row]:
    """The rows of the table."""
    return measured(50, 3) if small else measured(2_000, 60)


def measured(calls: int, keys: int, *, slowest: bool = False) -> Iterator[Row]:
    """Typing in a bare field, typing in Call, paging through History."""
    with folder("loop") as place:
        path = life.made(place, calls)
        typed, paged = _words(keys), ["down"] * keys
        floor = _watched(OneField, (), typed)
        for what, way, pressed in (
            ("typing in Call", _TO_WORDS, typed),
            ("paging in History", _TO_LIST, paged),
        ):
            steps = _watched(partial(_screen, path), way, pressed)
            yield from _figures(what, steps, floor)
            if slowest:
                _tell(steps)


def _figures(what: str, steps: list[Step], floor: list[Step]) -> Iterator[Row]:
    mine, bare = ([step.busy * _MILLI for step in each] for each in (steps, floor))
    yield Row(f"{what}: the longest step", max(mine), "ms", max(bare), at_most(FRAME))
    share = sum(busy > FRAME for busy in mine)
    yield Row(f"{what}: steps over {FRAME:.0f} ms of {len(mine):,}", share, "")
    yield Row(f"{what}: 999 steps in 1,000 within", at_share(mine, 0.999), "ms",
              at_share(bare, 0.999))  # fmt: skip


def _tell(steps: list[Step]) -> None:
    for step in sorted(steps, reverse=True)[:12]:
        sys.stderr.write(f"{step.busy * _MILLI:7.1f} ms  {step.what}\n")


def _screen(path: Path) -> ScreenerApp:
    return ScreenerApp(lambda: Desk(Store.open(path)))


def _watched(make: Callable[[], App[Any]], way: Sequence[str], keys: Sequence[str]) -> list[Step]:
    """The steps of the loop while keys are pressed, after those of the way there, which do not
    count. All is pressed twice and counts the second time: styles, rules and pages are read once."""
    steps: list[Step] = []

    async def run() -> None:
        async with make().run_test(size=SIZE) as pilot:
            for watch in (nullcontext(), _steps_into(steps)):
                await pilot.press(*way)
                await asyncio.sleep(1)
                memory.settle()  # as the screen does in a terminal, when its rules are loaded
                with watch:
                    await _press(pilot, keys)

    asyncio.run(run())
    return steps


@contextmanager
def _steps_into(steps: list[Step]) -> Iterator[None]:
    plain = vars(Handle)["_run"]  # the loop has no public place to look at its steps

    def timed(handle: Handle) -> None:
        task = getattr(getattr(handle, "_callback", None), "__self__", handle)
        began = time.thread_time()
        plain(handle)
        steps.append(Step(time.thread_time() - began, getattr(task, "get_name", task.__repr__)()))

    with patch.object(Handle, "_run", timed):
        yield


async def _press(pilot: Pilot[Any], keys: Iterable[str]) -> None:
    for key in keys:
        await pilot.press(key)
        await asyncio.sleep(_BETWEEN)


def _words(keys: int) -> list[str]:
    text = (_TEXT * (keys // len(_TEXT) + 1))[:keys]
    return ["space" if char == " " else char for char in text]


if __name__ == "__main__":
    main()
