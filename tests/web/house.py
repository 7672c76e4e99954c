"""`screener web` as it is started, with the household's file and settings in a folder."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.web.paper import Paper

PATIENCE = 90.0


@dataclass
class House:
    """A server that runs. `link` lets one in."""

    process: asyncio.subprocess.Process
    link: str
    log: Path

    @property
    def url(self) -> str:
        """The page, without the key."""
        return self.link.partition("#")[0]

    @property
    def key(self) -> str:
        """What lets one in."""
        return self.link.partition("#key=")[2]

    def windows(self) -> list[int]:
        """The processes that it started and that are not gone."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # one that just ended
                _, parent, *_ = stat.read_text().rpartition(")")[2].split()
                if int(parent) == self.process.pid:
                    found.append(int(stat.parent.name))
        return found


def places(home: Path) -> dict[str, str]:
    """The variables that put everything below one folder."""
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "SCREENER_DB": str(home / "calls.db"),
        "LANG": "C.UTF-8",
    }


def screener(home: Path, *arguments: str) -> str:
    """Runs a command, and gives back what it printed."""
    environ = {**os.environ, **places(home)}
    command = [sys.executable, "-m", "screener", *arguments]
    return subprocess.run(command, env=environ, check=True, capture_output=True, text=True).stdout


@asynccontextmanager
async def house(home: Path, *arguments: str) -> AsyncIterator[House]:
    """Starts it, and ends it."""
    screener(home, "setup", "--region", "US", "--own-number", "512 555 0100")
    log = home / "web.log"
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "screener", "web", "--port", "0", *arguments,
            stdout=asyncio.subprocess.PIPE, stderr=errors, env={**os.environ, **places(home)},
        )  # fmt: skip
    try:
        if process.stdout is None:
            raise AssertionError("no output")
        line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()
        found = re.search(r"https?://\S+", line)
        if found is None:
            raise AssertionError(f"no link in {line!r}; {log.read_text()}")
        yield House(process, found[0], log)
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), PATIENCE)


class Sitting:
    """A tab without a browser: a web socket, and what its terminal would show."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.paper = Paper()

    async def sees(self, *texts: str) -> str:
        """What stands there, once all of the texts do; not a key is pressed meanwhile."""
        return await self._until(lambda there: all(text in there for text in texts), texts)

    async def lacks(self, text: str) -> str:
        """What stands there, once the text does no more."""
        return await self._until(lambda there: text not in there, (f"no {text}",))

    async def _until(self, stands: Callable[[str], bool], texts: tuple[str, ...]) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                while not stands(self.paper.text()):
                    message = await self.socket.receive()
                    if message.type is aiohttp.WSMsgType.BINARY:
                        self.paper.draw(message.data)
                    elif message.type is not aiohttp.WSMsgType.TEXT:
                        raise AssertionError(f"closed: {message}")
        except TimeoutError:
            raise AssertionError(f"never seen: {texts}; there is:\n{self.paper.text()}") from None
        return self.paper.text()

    async def type(self, keys: str) -> None:
        """Sends what a terminal would."""
        await self.socket.send_json(["stdin", keys])


@asynccontextmanager
async def sitting(opened: House, query: str = "?width=100&height=30") -> AsyncIterator[Sitting]:
    """Logs in, and opens a window."""
    headers = {"Origin": opened.url.rstrip("/")}
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, headers=headers) as web:
        await web.post(opened.url + "login", data={"password": opened.key})
        async with web.ws_connect(f"{opened.url}ws{query}", max_msg_size=0) as socket:
            yield Sitting(socket)
