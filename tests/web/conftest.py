"""A server in this process, with a stand-in for the screen, and a browser's way of asking it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from screener.web.addresses import Front
from screener.web.guard import Gate
from screener.web.password import Password
from screener.web.running import Wanted, encryption, listening
from screener.web.server import Server

HERE = Path(__file__).parent
CERT, KEY = HERE / "test.pem", HERE / "test.key"
PASSWORD = "correct horse battery"
HASHED = Password.of(PASSWORD)
"""Made once: that takes its time, which is its purpose."""


@dataclass
class Visitor:
    """A browser at the server: keeps cookies, says where it comes from."""

    web: aiohttp.ClientSession
    server: Server
    url: str

    @property
    def origin(self) -> str:
        """What its pages' origin is."""
        return self.url.rstrip("/")

    async def post(
        self, path: str, password: str, *, origin: str | None = None, **headers: str
    ) -> aiohttp.ClientResponse:
        """Sends the form."""
        said = {"Origin": self.origin if origin is None else origin, **headers}
        return await self.web.post(
            self.url + path,
            data={"password": password},
            headers={name: value for name, value in said.items() if value},
            allow_redirects=False,
        )

    async def log_in(self) -> aiohttp.ClientResponse:
        """With the right password."""
        return await self.post("login", PASSWORD)

    async def open(self, query: str = "") -> aiohttp.ClientWebSocketResponse:
        """A window."""
        return await self.web.ws_connect(
            f"{self.url}ws{query}", headers={"Origin": self.origin}, max_msg_size=0
        )

    async def refused(self, **headers: str) -> int:
        """The status with which a window is refused to a request with these headers."""
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await self.web.ws_connect(self.url + "ws", headers=headers)
        return caught.value.status

    def cookies(self) -> dict[str, str]:
        """What it keeps."""
        return {cookie.key: cookie.value for cookie in self.web.cookie_jar}


Visit = Callable[..., AbstractAsyncContextManager[Visitor]]


@pytest.fixture
def visit() -> Visit:
    """Opens a server as wished, and a browser at it."""

    @asynccontextmanager
    async def visited(
        *stub: str, most: int = 6, tls: bool = False, names: tuple[str, ...] = (),
        gate: Gate | None = None,
    ) -> AsyncIterator[Visitor]:  # fmt: skip
        command = (sys.executable, str(HERE / "window_stub.py"), *stub)
        server = Server(Front(tls, names), HASHED, most, {"SCREENER_DB": "x.db"}, command)
        server.gate = gate or server.gate
        secure = encryption(Wanted("127.0.0.1", 0, cert=CERT, key=KEY)) if tls else None
        async with (
            browser(trust=tls) as web,
            listening(server, "127.0.0.1", 0, secure) as port,
        ):
            yield Visitor(web, server, server.front.link("127.0.0.1", port))

    return visited


@asynccontextmanager
async def browser(*, trust: bool = False) -> AsyncIterator[aiohttp.ClientSession]:
    """Keeps cookies of numbered hosts too, as browsers do."""
    connector = aiohttp.TCPConnector(ssl=False) if trust else None
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, connector=connector) as web:
        yield web


async def first(socket: aiohttp.ClientWebSocketResponse) -> dict[str, object]:
    """What the stand-in says of itself."""
    found: dict[str, object] = json.loads(await socket.receive_bytes(timeout=60))
    return found


async def said(socket: aiohttp.ClientWebSocketResponse) -> str:
    """The sentence with which a window closes, after all that it drew; empty without one."""
    sentence = ""
    async for message in socket:
        if message.type is aiohttp.WSMsgType.TEXT:
            kind, words = message.json()
            sentence = words if kind == "said" else sentence
    return sentence


def runs(pid: object) -> bool:
    """Whether there is such a process, be it one that nobody has buried yet."""
    try:
        os.kill(int(str(pid)), 0)
    except ProcessLookupError:
        return False
    return True
