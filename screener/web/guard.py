"""Connections that take too long or are too many are closed, whatever they send.

aiohttp waits without end for the head of a request that comes letter by letter. So the guard
stands before it: it passes everything on, and drops the connection when time is up.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

HEAD, WHOLE = 10.0, 60.0
"""Seconds for the head of a request, and for all of it with its answer. A web socket stays."""
CONNECTIONS, EACH = 200, 40
"""Connections at once, all in all and from one address."""
_BLANK = b"\r\n\r\n"


@dataclass(slots=True)
class Gate:
    """What all connections of a server have in common."""

    head: float = HEAD
    whole: float = WHOLE
    most: int = CONNECTIONS
    each: int = EACH
    _open: Counter[str] = field(default_factory=Counter)
    _guards: "dict[asyncio.BaseTransport, Guard]" = field(default_factory=dict)

    def enter(self, address: str) -> bool:
        """Counts a connection, unless there are too many."""
        if self._open.total() >= self.most or self._open[address] >= self.each:
            return False
        self._open[address] += 1
        return True

    def leave(self, address: str) -> None:
        """It is closed."""
        self._open[address] -= 1
        if not self._open[address]:
            del self._open[address]

    def may_stay(self, transport: asyncio.BaseTransport | None) -> None:
        """This connection became a web socket, which has a heartbeat of its own."""
        guard = self._guards.get(transport) if transport is not None else None
        if guard is not None:
            guard.disarm()

    def watched(self, inner: asyncio.Protocol) -> "Guard":
        """A guard before a protocol."""
        return Guard(inner, self)

    def began(self, transport: asyncio.BaseTransport, guard: "Guard") -> None:
        """A connection that was let in."""
        self._guards[transport] = guard

    def ended(self, transport: asyncio.BaseTransport) -> None:
        """And is gone."""
        self._guards.pop(transport, None)


class Guard(asyncio.Protocol):
    """Stands between one connection and the protocol that answers it."""

    def __init__(self, inner: asyncio.Protocol, gate: Gate) -> None:
        self._inner, self._gate = inner, gate
        self._transport: asyncio.Transport | None = None
        self._address = ""
        self._tail: bytes | None = b""
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Lets it in, or drops it at once."""
        if not isinstance(transport, asyncio.Transport):
            return
        peer = transport.get_extra_info("peername")
        address = str(peer[0]) if peer else ""
        if not self._gate.enter(address):
            transport.abort()
            return
        self._transport, self._address = transport, address
        self._gate.began(transport, self)
        self._arm(self._gate.head)
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Passes it on, and looks for the end of the head."""
        if self._transport is None:
            return
        if self._tail is not None:
            tail = self._tail + data
            self._tail = tail[-len(_BLANK) + 1 :]
            if _BLANK in tail:
                self._tail = None
                self._arm(self._gate.whole)
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        """Passed on."""
        return self._inner.eof_received() if self._transport is not None else None

    def pause_writing(self) -> None:
        """Passed on."""
        if self._transport is not None:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Passed on."""
        if self._transport is not None:
            self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Counts it out."""
        if self._transport is None:
            return
        self.disarm()
        self._gate.ended(self._transport)
        self._gate.leave(self._address)
        self._inner.connection_lost(exc)

    def disarm(self) -> None:
        """Time is not up any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _arm(self, seconds: float) -> None:
        self.disarm()
        drop: Callable[[], object] = self._drop
        self._timer = asyncio.get_running_loop().call_later(seconds, drop)

    def _drop(self) -> None:
        if self._transport is not None:
            self._transport.abort()
