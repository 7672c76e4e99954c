"""A program in a terminal of its own, for what is measured from a key press to what is seen.

Of what a terminal does only that is kept which Textual's output needs: a grid of characters, a
caret, and moving it. Colours are skipped.
"""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

WIDTH, HEIGHT = 120, 40
PATIENCE = 60.0
"""Seconds after which a program that shows nothing counts as hung."""

_PIECE = re.compile(
    r"\x1b\[(?P<numbers>[0-9;]*)(?P<verb>[A-Za-z])|\x1b\[[?>=<][0-9;$]*[a-zA-Z]|\x1b[P\]X^_].*?(?:\x1b\\|\x07)"
    r"|\x1b[^\[P\]X^_]|(?P<text>[^\x1b\r\n\x00-\x08]+)|(?P<line>[\r\n])|[\x00-\x08]",
    re.DOTALL,
)
_UNFINISHED = 64
"""An escape sequence cut at the end of a read is no longer than this."""


class Grid:
    """The characters that stand on the screen, and where the caret is."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        self._size = width, height
        self.caret = 0, 0
        self._rest = ""
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._clear()

    @property
    def text(self) -> str:
        """The lines."""
        return "\n".join("".join(row) for row in self._rows)

    def feed(self, written: bytes) -> None:
        """Takes what a program wrote."""
        output, self._rest = self._rest + self._decode(written), ""
        at = 0
        while at < len(output):
            found = _PIECE.match(output, at)
            if found is None:
                if len(output) - at < _UNFINISHED:
                    self._rest = output[at:]
                    return
                at += 1
                continue
            self._take(found)
            at = found.end()

    def _take(self, found: re.Match[str]) -> None:
        column, row = self.caret
        if found["text"]:
            self._write(found["text"])
        elif found["line"]:
            self.caret = (
                (column, min(row + 1, self._size[1] - 1)) if found["line"] == "\n" else (0, row)
            )
        elif found["verb"] == "H":
            line, _, place = found["numbers"].partition(";")
            self.caret = (
                max(int(place or 1) - 1, 0),
                min(max(int(line or 1) - 1, 0), self._size[1] - 1),
            )
        elif found["verb"] == "J":
            self._clear()

    def _write(self, text: str) -> None:
        column, row = self.caret
        width = self._size[0]
        fits = text[: max(width - column, 0)]
        self._rows[row][column : column + len(fits)] = fits
        self.caret = min(column + len(fits), width - 1), row

    def _clear(self) -> None:
        width, height = self._size
        self._rows = [[" "] * width for _ in range(height)]


class Moment(NamedTuple):
    """Seconds since the start: by the clock, and of the processor on all threads."""

    clock: float
    busy: float


class Terminal:
    """A program started in a pseudo-terminal. What it wrote is read while one waits."""

    def __init__(self, command: list[str], **environment: str | Path) -> None:
        self.grid = Grid()
        self._began = time.perf_counter()
        self.pid, self._end = pty.fork()
        if not self.pid:
            os.environ.update({name: str(value) for name, value in environment.items()})
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LINES="", COLUMNS="")
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
            os.execv(command[0], command)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.close(self._end)
        os.waitpid(self.pid, 0)

    def press(self, keys: str) -> None:
        """Types."""
        os.write(self._end, keys.encode())

    def until(self, seen: Callable[[Grid], bool]) -> Moment:
        """Waits until the screen shows something. TimeoutError when it never does."""
        last = time.perf_counter() + PATIENCE
        while not seen(self.grid):
            if not self._read(last - time.perf_counter()):
                raise TimeoutError(f"not seen; the screen shows:\n{self.grid.text}")
        return self.now()

    def until_text(self, *texts: str) -> Moment:
        """Waits until each of the texts stands on the screen."""
        return self.until(lambda grid: all(text in grid.text for text in texts))

    def rest(self, seconds: float) -> None:
        """Goes on reading for a while."""
        last = time.perf_counter() + seconds
        while self._read(last - time.perf_counter()):
            pass

    def now(self) -> Moment:
        """This moment of the program's life."""
        clock = time.perf_counter() - self._began
        threads = Path(f"/proc/{self.pid}/task").iterdir()
        spent = (float((each / "schedstat").read_text().split()[0]) for each in threads)
        return Moment(clock, sum(spent) / 1e9)

    def memory(self) -> float:
        """Megabytes that are held now (resident)."""
        status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    def _read(self, patience: float) -> bool:
        if not select.select([self._end], [], [], max(patience, 0))[0]:
            return False
        try:
            self.grid.feed(os.read(self._end, 1 << 16))
        except OSError as gone:
            raise ChildProcessError(f"the program has ended:\n{self.grid.text}") from gone
        return True


def python(*arguments: str) -> list[str]:
    """A command of this Python."""
    return [sys.executable, *arguments]
