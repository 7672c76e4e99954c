"""The whole program in a terminal of its own, driven by tmux as a person would: keys go in, and
what stands on the screen comes out."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

PATIENCE = 90.0
"""Seconds after which what is waited for will not come any more."""

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")


class Tmux:
    """One pane with one program, in a server of its own below `home`."""

    def __init__(self, home: Path, *command: str, size: tuple[int, int] = (120, 40)) -> None:
        self._socket = home / "tmux"
        width, height = size
        places = {
            "HOME": home,
            "XDG_CONFIG_HOME": home / "config",
            "XDG_CACHE_HOME": home / "cache",
            "XDG_DATA_HOME": home / "data",
            "SCREENER_DB": home / "calls.db",
            "LANG": "C.UTF-8",
            "COLORTERM": "truecolor",
        }
        unset = ("-u", "COLUMNS", "-u", "LINES", "-u", "NO_COLOR")
        given = ["env", *unset, *(f"{name}={value}" for name, value in places.items()), *command]
        # The shell outlives the program, so that its last words and exit code can be read.
        line = f"{shlex.join(given)}; echo left with $?; sleep 600"
        self._run("-f", os.devnull, "new-session", "-d", "-x", str(width), "-y", str(height), line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run("kill-server")

    def press(self, *keys: str) -> None:
        """Presses keys by tmux's names: `F4`, `Enter`, `C-s`, `Down`."""
        self._run("send-keys", *keys)

    def type(self, text: str, shown: str = "") -> None:
        """Types a text, and waits until its end, or what is shown of it, is seen."""
        self._run("send-keys", "-l", text)
        self.sees(shown or text.rsplit(maxsplit=1)[-1])

    def sees(self, *texts: str) -> str:
        """The pane, once all of the texts stand on it."""
        return self._until(lambda pane: all(text in pane for text in texts), texts)

    def sees_no_more(self, text: str) -> str:
        """The pane, once the text is gone from it."""
        return self._until(lambda pane: text not in pane, ("without " + text,))

    def pane(self) -> str:
        """What stands on the screen, letter for letter."""
        return self._run("capture-pane", "-p")

    def _until(self, found: Callable[[str], bool], wanted: tuple[str, ...]) -> str:
        last = time.monotonic() + PATIENCE
        while not found(pane := self.pane()):
            if time.monotonic() > last:
                raise AssertionError(f"never seen: {wanted}; the screen shows:\n{pane}")
            time.sleep(0.05)
        return pane

    def _run(self, *command: str) -> str:
        ran = subprocess.run(
            ["tmux", "-S", str(self._socket), *command],
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
        return ran.stdout


def screener(*arguments: str) -> tuple[str, ...]:
    """The program, as this Python runs it."""
    return (sys.executable, "-m", "screener", *arguments)
