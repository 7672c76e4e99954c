"""Chromium, driven by its DevTools protocol: pages are opened, keys pressed, and what goes over
the page's web socket is read along."""

from __future__ import annotations

import asyncio
import base64
import itertools
import os
import shutil
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.web.paper import Paper

PATIENCE = 90.0
"""Seconds after which what is waited for will not come any more."""
NAMES = ("chromium", "chromium-browser", "google-chrome")
FOUND = next((path for name in NAMES if (path := shutil.which(name))), None)
needs_chromium = pytest.mark.skipif(FOUND is None, reason="needs chromium")
FLAGS = (
    "--headless=new", "--no-sandbox", "--no-first-run", "--disable-extensions", "--disable-sync",
    "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
    "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--remote-debugging-port=0",
    "--window-size=1280,800",
)  # fmt: skip
REACHED = ("EXCLUDE 127.0.0.1", "EXCLUDE localhost")
KEYS = {"Enter": 13, "Tab": 9, "Escape": 27, **{f"F{n}": 111 + n for n in range(1, 13)}}


class Tab:
    """One page in one browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.asked: list[str] = []
        self.statuses: list[int] = []
        self.dialogs: list[str] = []
        self.drawn = bytearray()
        self.paper = Paper()
        self._news = asyncio.Event()

    async def read_along(self) -> None:
        """Takes in what the browser tells, until it is gone."""
        async for message in self._socket:
            told = message.json()
            waiting = self._answers.pop(told.get("id", 0), None)
            if waiting is not None and not waiting.done():
                waiting.set_result(told)
            self._note(told.get("method", ""), told.get("params", {}))
            self._news.set()

    def _note(self, method: str, about: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.asked.append(about["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.asked.append(about["url"])
        elif method == "Network.webSocketHandshakeResponseReceived":
            self.statuses.append(about["response"]["status"])
        elif method == "Network.webSocketFrameReceived" and about["response"]["opcode"] == 2:
            content = base64.b64decode(about["response"]["payloadData"])
            self.drawn += content
            self.paper.draw(content)
        elif method == "Page.javascriptDialogOpening":
            self.dialogs.append(about["message"])
            self._closing = asyncio.create_task(self.do("Page.handleJavaScriptDialog", accept=True))

    async def do(self, method: str, **about: object) -> dict[str, Any]:
        """One order, and its answer."""
        number = next(self._numbers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": about})
        told = await asyncio.wait_for(self._answers[number], PATIENCE)
        if "error" in told:
            raise AssertionError(f"{method}: {told['error']}")
        answer: dict[str, Any] = told["result"]
        return answer

    async def go(self, url: str) -> None:
        """Opens a page."""
        await self.do("Page.navigate", url=url)

    async def value(self, script: str) -> Any:
        """What a script in the page comes to."""
        found = await self.do(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        return found["result"].get("value")

    async def sees(self, *texts: str) -> str:
        """What the page's terminal shows, once all of the texts stand there."""
        await self._until(lambda: all(text in self.paper.text() for text in texts), texts)
        return self.paper.text()

    async def says(self, text: str) -> None:
        """Waits until the page itself, not its terminal, says this."""
        last = asyncio.get_running_loop().time() + PATIENCE
        while text not in (said := str(await self.value("document.body?.innerText"))):
            if asyncio.get_running_loop().time() > last:
                raise AssertionError(f"never said: {text}; the page says:\n{said}")
            await asyncio.sleep(0.05)

    async def _until(self, found: Callable[[], bool], wanted: tuple[str, ...]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not found():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            shown = self.paper.text()
            raise AssertionError(f"never seen: {wanted}; the screen shows:\n{shown}") from None

    async def rests(self, quiet: float = 0.3) -> None:
        """Waits until nothing more is drawn for so many seconds."""
        before = -1
        while before != len(self.drawn):
            before = len(self.drawn)
            await asyncio.sleep(quiet)

    async def type(self, text: str) -> None:
        """Types a text into what has the focus, a letter at a time."""
        for letter in text:
            await self.do("Input.dispatchKeyEvent", type="keyDown", key=letter, text=letter)
            await self.do("Input.dispatchKeyEvent", type="keyUp", key=letter)

    async def press(self, key: str) -> None:
        """One key: `F4`, `Enter`, `ctrl+s`."""
        name = key.removeprefix("ctrl+")
        about = {
            "key": name,
            "code": name if name in KEYS else f"Key{name.upper()}",
            "windowsVirtualKeyCode": KEYS.get(name) or ord(name.upper()),
            "modifiers": 2 if key != name else 0,
        }
        await self.do("Input.dispatchKeyEvent", type="rawKeyDown", **about)
        await self.do("Input.dispatchKeyEvent", type="keyUp", **about)

    async def click(self, row: int, column: int) -> None:
        """The left button, on a place of the terminal."""
        box = await self.value(
            "(() => { const box = document.querySelector('.xterm-screen').getBoundingClientRect();"
            "return [box.x, box.y, box.width, box.height] })()"
        )
        rows, columns = self.paper.size()
        at = {
            "x": box[0] + (column + 0.5) * box[2] / columns,
            "y": box[1] + (row + 0.5) * box[3] / rows,
        }
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            about = {} if kind == "mouseMoved" else {"button": "left", "clickCount": 1}
            await self.do("Input.dispatchMouseEvent", type=kind, **at, **about)

    async def picture(self) -> bytes:
        """How the page looks, as PNG."""
        return base64.b64decode((await self.do("Page.captureScreenshot"))["data"])


class Chromium:
    """One browser with a profile of its own."""

    def __init__(self, web: aiohttp.ClientSession, port: int) -> None:
        self._web, self._port = web, port
        self._readers: list[asyncio.Task[None]] = []

    async def tab(self) -> Tab:
        """A new empty page."""
        async with self._web.put(f"http://127.0.0.1:{self._port}/json/new?about:blank") as answer:
            target = await answer.json()
        socket = await self._web.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0)
        tab = Tab(socket)
        self._readers.append(asyncio.create_task(tab.read_along()))
        for each in ("Page", "Network", "Runtime"):
            await tab.do(f"{each}.enable")
        return tab

    async def pages(self) -> list[str]:
        """The addresses of all pages that are open."""
        async with self._web.get(f"http://127.0.0.1:{self._port}/json/list") as answer:
            return [each["url"] for each in await answer.json() if each["type"] == "page"]

    async def close(self) -> None:
        """Nothing is read along any more."""
        for reader in self._readers:
            reader.cancel()


@asynccontextmanager
async def chromium(profile: Path, *flags: str, rules: str = "") -> AsyncIterator[Chromium]:
    """A browser that finds no host but this computer, and those that `rules` name."""
    # The first rule that fits holds.
    resolved = ",".join(filter(None, (rules, "MAP * ~NOTFOUND", *REACHED)))
    environ = {**os.environ, "HOME": str(profile)}
    process = await asyncio.create_subprocess_exec(
        str(FOUND), *FLAGS, f"--user-data-dir={profile}", f"--host-resolver-rules={resolved}", *flags,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        env=environ, start_new_session=True,
    )  # fmt: skip
    try:
        port = await _port(profile / "DevToolsActivePort", process)
        async with aiohttp.ClientSession() as web:
            opened = Chromium(web, port)
            try:
                yield opened
            finally:
                await opened.close()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _port(file: Path, process: asyncio.subprocess.Process) -> int:
    """Where the browser listens, which it writes down when it is ready."""
    async with asyncio.timeout(PATIENCE):
        while not (file.exists() and file.read_text().count("\n")):
            if process.returncode is not None:
                raise AssertionError(f"chromium ended with {process.returncode}")
            await asyncio.sleep(0.05)
    return int(file.read_text().splitlines()[0])
