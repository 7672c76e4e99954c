"""What a tab and the server say to each other on the web socket, in the words of textual.js.

Browser to server: `["stdin", text]`, `["resize", {"width", "height"}]`, `["ping", text]`,
`["focus"]`, `["blur"]`; server to browser: what is to be drawn as bytes, `["pong", text]`, and
`["said", sentence]` of ours, which the page shows when the socket closes.
"""

import asyncio
import json
import re

from aiohttp import WSCloseCode, WSMsgType, web

from screener.web.window import Window

ECHO = 64
"""Characters of a ping that are sent back."""
PATIENCE = 20.0
"""Seconds within which a tab takes what is to be drawn; one that takes nothing is cut off."""
_NUMBER = re.compile(r"[0-9]{1,4}")


class Talk:
    """One tab's web socket."""

    def __init__(
        self, socket: web.WebSocketResponse, transport: asyncio.Transport | None = None
    ) -> None:
        """`transport` is the connection below, which is cut where closing would wait."""
        self._socket = socket
        self._transport = transport

    @staticmethod
    def size(request: web.Request) -> tuple[int, int]:
        """Columns and rows that the tab has room for; 80 by 24 where it does not say."""
        return _count(request.query.get("width"), 80), _count(request.query.get("height"), 24)

    async def draw(self, content: bytes) -> None:
        """Sends what is to be drawn. Raises ConnectionError where the tab is gone."""
        if self._socket.closed:
            raise ConnectionError
        try:
            async with asyncio.timeout(PATIENCE):
                await self._socket.send_bytes(content)
        except TimeoutError:
            if self._transport is not None:
                self._transport.abort()
            raise ConnectionError from None
        except RuntimeError:
            raise ConnectionError from None

    async def say(self, sentence: str, code: int = WSCloseCode.OK) -> None:
        """Closes, with a sentence for the person where there is one."""
        try:
            if sentence and not self._socket.closed:
                await self._socket.send_json(["said", sentence])
        except (ConnectionError, RuntimeError):
            return
        finally:
            await self._socket.close(code=code)

    async def listen(self, window: Window) -> None:
        """Hands on what comes from the tab until it closes, or says something that no tab says."""
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                break
            try:
                said = json.loads(message.data)
            except (ValueError, RecursionError):
                break
            if not await self._understood(said, window):
                break
        await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)

    async def _understood(self, said: object, window: Window) -> bool:
        try:
            match said:
                case ["stdin", str(text)]:
                    await window.type(text)
                case ["resize", {"width": int(width), "height": int(height)}]:
                    await window.resize(width, height)
                case ["ping", str(text)]:
                    await self._socket.send_json(["pong", text[:ECHO]])
                case ["focus" | "blur" as kind]:
                    await window.tell(kind)
                case _:
                    return False
        except (ConnectionError, RuntimeError):
            return False
        return True


def _count(text: str | None, usual: int) -> int:
    return int(text) if text is not None and _NUMBER.fullmatch(text) else usual
