"""Connections that are slow on purpose, or many."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import pytest

from screener.web.guard import Gate
from tests.web.conftest import Visit, Visitor, first

LONG = 60


async def connected(visitor: Visitor) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A bare connection."""
    at = urlsplit(visitor.url)
    return await asyncio.open_connection(at.hostname, at.port)


async def rest(reader: asyncio.StreamReader) -> bytes:
    """What comes until the connection is closed; nothing where it is torn off."""
    try:
        return await asyncio.wait_for(reader.read(), LONG)
    except ConnectionError:
        return b""


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
async def test_a_head_that_never_ends_is_not_waited_for(visit: Visit, begun: bytes) -> None:
    async with visit(gate=Gate(head=0.2, whole=LONG)) as visitor:
        reader, writer = await connected(visitor)
        writer.write(begun)
        assert await rest(reader) == b""
        writer.close()


async def drip(writer: asyncio.StreamWriter) -> None:
    """Sends a letter now and then, for a minute."""
    for _ in range(LONG * 100):
        writer.write(b"X")
        await writer.drain()
        await asyncio.sleep(0.01)


async def test_one_that_comes_letter_by_letter_neither(visit: Visit) -> None:
    async with visit(gate=Gate(head=0.3, whole=LONG)) as visitor:
        reader, writer = await connected(visitor)
        ended = asyncio.create_task(rest(reader))
        writer.write(b"GET / HTTP/1.1\r\nX-Slow: ")
        with pytest.raises(ConnectionError):
            await drip(writer)
        assert await ended == b""


async def test_a_body_that_never_ends_is_not_waited_for(visit: Visit) -> None:
    async with visit(gate=Gate(head=LONG, whole=0.3)) as visitor:
        at = urlsplit(visitor.url).netloc
        reader, writer = await connected(visitor)
        head = (
            f"POST /login HTTP/1.1\r\nHost: {at}\r\nOrigin: http://{at}\r\nContent-Length: 20\r\n"
        )
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        writer.write(f"{head}{kind}\r\npassword=".encode())
        assert await rest(reader) == b""
        writer.close()


async def test_a_window_may_stay(visit: Visit) -> None:
    gate = Gate(head=LONG, whole=LONG)
    async with visit(gate=gate) as visitor:
        await visitor.log_in()
        async with await visitor.open() as socket:
            await first(socket)
            timers = [guard._timer for guard in gate._guards.values()]
            assert None in timers


async def test_slow_ones_keep_nobody_out(visit: Visit) -> None:
    async with visit(gate=Gate(head=LONG, whole=LONG)) as visitor:
        slow = [await connected(visitor) for _ in range(30)]
        for _, writer in slow:
            writer.write(b"GET / HTTP/1.1\r\n")
        await visitor.log_in()
        async with await visitor.open() as socket:
            await first(socket)
        for _, writer in slow:
            writer.close()


async def test_no_more_connections_than_are_reasonable(visit: Visit) -> None:
    gate = Gate(head=LONG, whole=LONG, each=3)
    async with visit(gate=gate) as visitor:
        held = [await connected(visitor) for _ in range(3)]
        reader, writer = await connected(visitor)
        assert await rest(reader) == b""
        writer.close()
        for _, each in held:
            each.close()
        while gate._open:
            await asyncio.sleep(0.01)
        assert gate._guards == {}
        assert (await visitor.log_in()).status == 303


async def test_one_request_for_one_connection(visit: Visit) -> None:
    async with visit() as visitor:
        at = urlsplit(visitor.url).netloc
        reader, writer = await connected(visitor)
        writer.write(f"GET / HTTP/1.1\r\nHost: {at}\r\n\r\n".encode() * 3)
        answer = await rest(reader)
        assert answer.count(b"HTTP/1.1 200") == 1
        writer.close()
