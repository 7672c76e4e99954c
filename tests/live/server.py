"""A server that speaks NCID, written from the protocol's document (NCID-API 1.5 to 1.12): what
ncidd says when a client comes, its log of calls, its options, and each call as it happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

HELLO_WAIT = 0.05
"""Seconds after the `210` line in which a client may introduce itself."""


class Ncidd:
    """One server. It keeps its log when it is stopped and started again, as a log file does."""

    def __init__(
        self, *, api: str = "1.11", features: str = "1 2 3 4", sends_log: bool = True
    ) -> None:
        self.log: list[str] = []
        self.heard: list[str] = []
        self.api, self.features, self.sends_log = api, features, sends_log
        self.answers = True
        self.greets = True
        self.port = 0
        self._server: asyncio.Server | None = None
        self._clients: list[asyncio.StreamWriter] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.came = 0

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.kill()

    async def start(self) -> None:
        """Listens, on the same port as before."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def kill(self) -> None:
        """Ends at once, with every connection."""
        if self._server is not None:
            self._server.close()
        for client in self._clients:
            client.transport.abort()
        self._clients.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._server = None

    async def until_clients(self, number: int = 1) -> None:
        """Waits until so many clients are through the start."""
        async with asyncio.timeout(20):
            while len(self._clients) < number:
                await asyncio.sleep(0.005)

    def call(self, kind: str, number: str, name: str, at: datetime, line: str = "POTS") -> None:
        """A call: it is written into the log and told to all clients."""
        self.tell(line_of(kind, number, name, at, line))

    def tell(self, line: str) -> None:
        """A line that is logged and sent."""
        self.log.append(line)
        self.send(line.encode() + b"\n")

    def send(self, data: bytes) -> None:
        """Bytes to all clients."""
        for client in self._clients:
            client.write(data)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.came += 1
        try:
            if self.greets:
                await self._begin(reader, writer)
            self._clients.append(writer)
            while line := await reader.readline():
                self._answer(line.decode().rstrip("\n"), writer)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"200 Server: ncidd (NCID) 1.12\n")
        writer.write(f"210 API: {self.api} Feature Set {self.features}\n".encode())
        hello = [line async for line in _within(reader, HELLO_WAIT)]
        self.heard += hello
        sends = self.sends_log or "HELLO: CMD: send_log" in hello
        if not sends or "HELLO: CMD: no_log" in hello:
            writer.write(b"251 Call log not sent: /var/log/cidcall.log\n")
        elif not self.log:
            writer.write(b"252 Call log empty\n")
        else:
            writer.write(b"254 Start of call log\n")
            writer.writelines(_logged(line).encode() + b"\n" for line in self.log)
            writer.write(b"250 End of call log\n")
        writer.write(b'OPT: hangup-1\nOPT: LineIDs: "POTS"\nOPT: country: US\n')
        writer.write(b"300 End of connection startup\n")

    def _answer(self, line: str, writer: asyncio.StreamWriter) -> None:
        self.heard.append(line)
        if line == "REQ: YO" and self.answers:
            writer.write(b"ACK: REQ YO\n")
        elif line == "GOODBYE":
            writer.close()


def line_of(kind: str, number: str, name: str, at: datetime, line: str = "POTS") -> str:
    """A line of a call, with the fields that version 1.11 added."""
    more = f"*FNMBR*{number}*NTYPE*FIX/CELL*CTRY*US*LOCA*Ohio*CARI*-" if number[:1] == "6" else ""
    return (
        f"{kind}: *DATE*{at:%m%d%Y}*TIME*{at:%H%M}*LINE*{line}*NMBR*{number}*MESG*NONE"
        f"{more}*NAME*{name}*"
    )


def day_of_calls(begins: datetime) -> list[str]:
    """What a telephone goes through in a day, with all that a server tells besides calls."""
    at = [begins + timedelta(minutes=47 * n) for n in range(12)]
    return [
        line_of("CID", "6145550133", "BRIGHT SMILES", at[0]),
        "CIDINFO: *LINE*POTS*RING*4*TIME*08:00:05*",
        "CIDINFO: *LINE*POTS*RING*0*TIME*08:00:15*",
        line_of("HUP", "8005550199", "SPAM CALLER", at[1]),
        line_of("BLK", "NO-NUMBER", "PRIVATE", at[2]),
        line_of("OUT", "6145550133", "BRIGHT SMILES", at[3], "VOIP"),
        f"END: *HTYPE*BYE*DATE*{at[3]:%m%d%Y}*TIME*{at[3]:%H%M}*SCALL*05/04/2026 10:21:00*ECALL*05/04/2026 10:22:00*CTYPE*OUT*LINE*VOIP*NMBR*6145550133*NAME*BRIGHT SMILES*",
        line_of("WID", "3125550142", "LAKESHORE FIBER", at[4]),
        line_of("PID", "2165550177", "UNKNOWN", at[5], "MOBILE"),
        line_of("PUT", "2165550188", "NO NAME", at[6], "MOBILE"),
        line_of("RID", "2165550188", "NO NAME", at[6]),
        f"MWI: *DATE*{at[7]:%m%d%Y}*TIME*{at[7]:%H%M}*LINE*HOME*NMBR*Voicemail*MESG*NONE*NAME*1 Message Waiting*",
        "MSG: Caller ID Logfile too big: (95000 > 90000) bytes",
        f"MSG: CID: *DATE* is a text ***DATE*{at[8]:%m%d%Y}*TIME*1200*LINE*-*NMBR*-*MTYPE*USER*NAME*NO NAME*",
        f"NOT: PHONE 4012: PING ***DATE*{at[8]:%m%d%Y}*TIME*1200*LINE*-*NMBR*-*MTYPE*IN*NAME*-*",
        line_of("+CID", "2165550100", "FORWARDED", at[9]),
        line_of("CID", "NO-NUMBER", "OUT OF AREA", at[10], "-"),
        line_of("CID", "6145550133", "BRIGHT SMILES", at[11]),
        line_of("CID", "6145550133", "BRIGHT SMILES", at[11]),
        "# Aug  1 00:30:01 localhost newsyslog[35020]: logfile turned over",
    ]


CALLS_OF_THE_DAY = 8
"""So many of these came in; two the consumer made."""


def _logged(line: str) -> str:
    label, parted, rest = line.partition(":")
    if parted and label.isupper() and label.isalpha():
        return f"{label}LOG:{rest}"
    return f"LOG: {line}"


async def _within(reader: asyncio.StreamReader, seconds: float) -> AsyncIterator[str]:
    while True:
        try:
            async with asyncio.timeout(seconds):
                line = await reader.readline()
        except TimeoutError:
            return
        if not line:
            return
        yield line.decode().rstrip("\n")
