"""Listening to an NCID server over TCP: connecting, and noticing when it is gone."""

import asyncio
import socket

from screener.live.address import Address
from screener.live.again import Gone
from screener.live.events import Hear, Link, Notice
from screener.live.lines import Lines
from screener.live.ncid import ASK, EMPTY, Conversation
from screener.live.patience import Patience

_PIECE = 1 << 16
_ALIVE = (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4))
"""A peer whose machine is gone is noticed within two minutes, where the system can do that."""


async def converse(
    address: Address, conversation: Conversation, hear: Hear, patience: Patience
) -> None:
    """One connection. Raises Gone or OSError when it ends."""
    conversation.begin()
    try:
        async with asyncio.timeout(patience.connecting):
            reader, writer = await asyncio.open_connection(address.host, address.port)
    except TimeoutError:
        raise Gone("there is no answer") from None
    try:
        _keep_alive(writer.get_extra_info("socket"))
        await _talk(reader, writer, conversation, hear, patience)
    finally:
        # Not waited for: a peer that is gone would have us wait with it.
        writer.close()


async def _talk(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    conversation: Conversation,
    hear: Hear,
    patience: Patience,
) -> None:
    lines, up = Lines(), False
    pulse = _Pulse(reader, writer, conversation, patience)
    while True:
        for line in lines.feed(await pulse.read()):
            if line.wrong:
                await hear(Notice(f"A line of the server was passed over: {line.wrong}."))
                continue
            for event in conversation.hear(line.text):
                await hear(event)
            if conversation.greeted and not up:
                up = True
                await hear(Link(True, "Listening."))
        writer.writelines(conversation.said)
        conversation.said.clear()
        await writer.drain()


class _Pulse:
    """Reads, and sees to it that silence is told from a server that is gone."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        conversation: Conversation,
        patience: Patience,
    ) -> None:
        self._reader, self._writer = reader, writer
        self._conversation, self._patience = conversation, patience
        self._begun = asyncio.get_running_loop().time()

    async def read(self) -> bytes:
        """The next bytes. Raises Gone where none can come any more."""
        data = await self._within(self._patience_now())
        while data is None:
            if not self._conversation.greeted:
                raise Gone("it does not greet as an NCID server does")
            data = await self._asked()
        if not data:
            raise Gone("the server closed the connection")
        self._ungreeted()
        return data

    def _patience_now(self) -> float:
        if not self._conversation.greeted:
            return self._patience.greeting
        return self._patience.quiet if self._conversation.acknowledges else self._patience.empty

    def _ungreeted(self) -> None:
        """Somebody who talks on and on without the greeting is no NCID server either."""
        spent = asyncio.get_running_loop().time() - self._begun
        if not self._conversation.greeted and spent > self._patience.greeting:
            raise Gone("it does not greet as an NCID server does")

    async def _asked(self) -> bytes | None:
        acknowledges = self._conversation.acknowledges
        self._writer.write(ASK if acknowledges else EMPTY)
        await self._writer.drain()
        if not acknowledges:
            return await self._within(self._patience.empty)
        data = await self._within(self._patience.answering)
        if data is None:
            raise Gone("the server no longer answers")
        return data

    async def _within(self, seconds: float) -> bytes | None:
        try:
            async with asyncio.timeout(seconds):
                return await self._reader.read(_PIECE)
        except TimeoutError as error:
            if error.errno is not None:
                raise
            return None


def _keep_alive(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _ALIVE:
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
