"""One window: a process that runs the screen for one browser tab.

The process is the program itself, started without a shell, with the driver of
`screener/tui/browser.py`. What goes to and fro are Textual's packets (textual/drivers/web_driver.py):
a letter for the kind, four bytes for the length, big end first, and the content.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress

Sink = Callable[[bytes], Awaitable[None]]

COMMAND = (sys.executable, "-P", "-m", "screener")
"""The program, as this Python runs it; `-P`, so that nothing is taken from the folder one is in."""
DRIVER = "screener.tui.browser:BrowserDriver"
PASSWORD = "SCREENER_WEB_PASSWORD"  # noqa: S105 - the name of a variable
"""The variable that may hold the password. No window needs it."""
GRACE = 5.0
"""Seconds that a window has to finish what it is at, before it is ended."""
WIDTH, HEIGHT = (20, 500), (5, 300)
"""Columns and rows that a window has at least and at most."""
_START = b"_"
_LAST_WORDS = 2_000


class Window:
    """A process of the screen, from its start to its end."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._errors = asyncio.create_task(self._listen())
        self._heard = b""

    @classmethod
    async def open(
        cls, width: int, height: int, given: Mapping[str, str], command: Sequence[str] = COMMAND
    ) -> "Window":
        """Starts one of that size; `given` are variables for it. Raises OSError."""
        environ = {name: value for name, value in os.environ.items() if name != PASSWORD}
        environ |= {
            "TEXTUAL_DRIVER": DRIVER,
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
            "COLUMNS": str(between(width, WIDTH)),
            "ROWS": str(between(height, HEIGHT)),
            **given,
        }
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=pipe, stdout=pipe, stderr=pipe, env=environ, start_new_session=True,
        )  # fmt: skip
        return cls(process)

    async def type(self, text: str) -> None:
        """Keys, pasted text and the mouse, as a terminal would send them."""
        await self._send(b"D", text.encode("utf-8", "replace"))

    async def resize(self, width: int, height: int) -> None:
        """The tab has another size."""
        size = {"width": between(width, WIDTH), "height": between(height, HEIGHT)}
        await self.tell("resize", **size)

    async def tell(self, kind: str, **about: int) -> None:
        """Something that is no typing: `focus`, `blur`, `quit`."""
        await self._send(b"M", json.dumps({"type": kind, **about}).encode())

    async def show(self, sink: Sink) -> None:
        """Hands over what is to be drawn, until the process ends. Where nobody takes it any more it
        is read all the same: a process that cannot write would not hear that it is to leave."""
        stream, taken = self._process.stdout, True
        with suppress(asyncio.IncompleteReadError):
            while stream is not None:
                kind = await stream.readexactly(1)
                if kind == _START:
                    await stream.readline()
                    continue
                size = int.from_bytes(await stream.readexactly(4), "big")
                content = await stream.readexactly(size)
                if kind == b"D" and taken:
                    try:
                        await sink(content)
                    except ConnectionError:
                        taken = False

    async def last_words(self) -> tuple[int, str]:
        """The exit code of a process that ended, and the one sentence that it left on standard
        error when it could not begin (exit code 2). Anything else it said stays unread: it may
        hold what was on the screen."""
        code = await self._process.wait()
        await self._errors
        line = self._heard.decode("utf-8", "replace").strip()
        told = code == 2 and line.startswith("screener: ") and "\n" not in line
        return code, line.removeprefix("screener: ") if told else ""

    async def end(self) -> None:
        """Asks the process to leave, and ends it with all that it started if it does not. When
        this comes back there is no process any more."""
        with suppress(OSError):
            await self.tell("quit")
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), GRACE)
        except TimeoutError:
            pass
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        await self._errors

    async def _send(self, kind: bytes, content: bytes) -> None:
        pipe = self._process.stdin
        if pipe is None or pipe.is_closing():
            return
        pipe.write(kind + len(content).to_bytes(4, "big") + content)
        await pipe.drain()

    async def _listen(self) -> None:
        stream = self._process.stderr
        while stream is not None and (data := await stream.read(4096)):
            self._heard = (self._heard + data)[-_LAST_WORDS:]


def between(value: int, limits: tuple[int, int]) -> int:
    """The value, or the limit that it is beyond."""
    return min(max(value, limits[0]), limits[1])
