"""A piece of work in a process of its own, and killing it: at a random moment, or at a step.

The process is forked, so that it needs no second to start and the kill meets the work. What it
acknowledges comes back line by line through a pipe; what stands there when it dies was
acknowledged, whatever happens then.
"""

import contextlib
import json
import os
import select
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

Said = dict[str, Any]
Say = Callable[[Said], None]
Work = Callable[[Say], None]

PATIENCE = 120.0
"""Seconds after which work that does not end counts as hung."""

_STEPS = {"os.rename", "os.remove", "os.link", "os.chmod", "os.mkdir", "os.truncate", "open"}


class Ran(NamedTuple):
    """How a piece of work went: what it acknowledged, whether it was killed in the midst of it,
    how long it ran, what went wrong in it ('' for nothing), and after how many steps it ended."""

    said: list[Said]
    killed: bool
    seconds: float
    trouble: str = ""
    steps: int = 0


def ran(work: Work, *, after: float | None = None, at_step: int = 0) -> Ran:
    """Runs work to its end, or kills its whole group `after` seconds, or before step `at_step`.

    A step is a statement that SQLite is about to carry out, or a change in a folder.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        _child(work, writing, at_step)
    os.close(writing)
    with contextlib.suppress(OSError):
        os.setpgid(pid, pid)
    try:
        return _watched(pid, reading, after)
    finally:
        os.close(reading)


def killed_group(pid: int) -> None:
    """SIGKILL for a process and all that it started; one that has ended stays as it is."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _watched(pid: int, reading: int, after: float | None) -> Ran:
    said = os.read(reading, 1)  # it is about to begin
    began = time.monotonic()
    last = began + (PATIENCE if after is None else after)
    hung = False
    while (rest := last - time.monotonic()) > 0:
        if select.select([reading], [], [], rest)[0]:
            piece = os.read(reading, 1 << 16)
            if not piece:
                break
            said += piece
    else:
        hung = after is None
        killed_group(pid)
    _, status = os.waitpid(pid, 0)
    took = time.monotonic() - began
    while piece := os.read(reading, 1 << 16):
        said += piece
    return _told(said, status, took, hung=hung)


def _told(said: bytes, status: int, took: float, *, hung: bool) -> Ran:
    # A line that the kill cut off was not acknowledged.
    lines = [json.loads(line) for line in said[: said.rfind(b"\n") + 1].splitlines() if line]
    trouble = next((line["trouble"] for line in lines if "trouble" in line), "")
    steps = next((line["steps"] for line in lines if "steps" in line), 0)
    if hung:
        trouble = f"did not end within {PATIENCE:.0f} seconds"
    acknowledged = [line for line in lines if not {"trouble", "steps"} & set(line)]
    return Ran(acknowledged, os.WIFSIGNALED(status), took, trouble, steps)


def _child(work: Work, writing: int, at_step: int) -> None:
    """Never comes back."""
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for handle in range(3):
        os.dup2(nowhere, handle)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(at, "w" if at else "r") for at in range(3))

    def say(line: Said) -> None:
        os.write(writing, json.dumps(line).encode() + b"\n")

    count = _count_steps(at_step)
    os.write(writing, b"\n")
    try:
        work(say)
    except BaseException:  # noqa: BLE001 - told to who started it
        say({"trouble": traceback.format_exc(limit=-6)})
        os._exit(1)
    say({"steps": count()})
    os._exit(0)


def _count_steps(at_step: int) -> Callable[[], int]:
    taken = 0

    def step(_: object = None) -> None:
        nonlocal taken
        taken += 1
        if taken == at_step:
            os.killpg(0, signal.SIGKILL)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _STEPS and (event != "open" or _writes(arguments)):
            step()

    connect = sqlite3.connect

    def connected(path: str | Path, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(path, **options)
        connection.set_trace_callback(step)
        return connection

    sqlite3.connect = connected  # type: ignore[assignment]
    sys.addaudithook(watch)
    return lambda: taken


def _writes(arguments: tuple[Any, ...]) -> bool:
    return bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
