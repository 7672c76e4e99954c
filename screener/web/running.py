"""Runs the server until it is told to stop: sockets, encryption, signals, and what is said."""

import asyncio
import logging
import secrets
import signal
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from screener.faults import Fault
from screener.text import one_line
from screener.web.addresses import Front, is_loopback
from screener.web.password import Password
from screener.web.server import Server

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
HANDSHAKE, CLOSING = 10.0, 8.0
"""Seconds for the beginning of an encrypted connection, and for all windows to end."""
BEYOND = (
    "Beyond this computer `screener web` needs a certificate (--cert and --key) and a password "
    "(asked for, or --password-file): whoever can reach it could read every call."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `screener web` was asked for. Without a password a key is made up for this run."""

    host: str
    port: int
    names: tuple[str, ...] = ()
    cert: Path | None = None
    key: Path | None = None
    password: Password | None = None
    most: int = 6
    given: dict[str, str] = field(default_factory=dict)

    @property
    def beyond(self) -> bool:
        """Whether other devices than this computer could reach it."""
        return not is_loopback(self.host)

    def checked(self) -> None:
        """Raises Fault for what would let in more than the household."""
        if (self.cert is None) != (self.key is None):
            raise Fault("--cert and --key go together.")
        if self.beyond and (self.cert is None or self.password is None):
            raise Fault(BEYOND)


class Plainly(logging.Formatter):
    """A line with the time and what happened. Of an error its kind and no more: its words and the
    values in its frames may be a call's."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        words = record.getMessage() if record.name == "screener.web" else "something went wrong"
        kind = record.exc_info[0] if record.exc_info else None
        told = f" ({kind.__name__})" if kind else ""
        return f"{self.formatTime(record, '%H:%M:%S')}  {one_line(words, 200)}{told}"


def serve(wanted: Wanted, say: Callable[[str], None]) -> None:
    """Serves until a signal comes; `say` gets the addresses to open. Raises Fault when it cannot."""
    wanted.checked()
    _log_plainly()
    asyncio.run(_serve(wanted, say))


def _log_plainly() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Plainly())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("screener.web").setLevel(logging.INFO)


async def _serve(wanted: Wanted, say: Callable[[str], None]) -> None:
    made_up = secrets.token_urlsafe(24)
    password = wanted.password
    if password is None:
        password = await asyncio.to_thread(Password.of, made_up)
    secure = encryption(wanted)
    server = Server(
        Front(secure is not None, wanted.names),
        password,
        wanted.most,
        wanted.given,
    )
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    loop.set_exception_handler(_trouble)
    for each in SIGNALS:
        loop.add_signal_handler(each, stop.set)
    async with listening(server, wanted.host, wanted.port, secure) as port:
        for link in links(server.front, wanted, port):
            say(link if wanted.password else f"{link}#key={made_up}")
        await stop.wait()


@asynccontextmanager
async def listening(
    server: Server, host: str, port: int, secure: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """Listens and gives the port; in the end every window is closed and its process gone. Raises
    Fault where the address is taken or not ours."""
    runner = web.AppRunner(
        server.app(), access_log=None, handle_signals=False, auto_decompress=False,
        shutdown_timeout=CLOSING,
    )  # fmt: skip
    await runner.setup()
    try:
        found = await _listen(server, runner, host, port, secure)
        try:
            yield found.sockets[0].getsockname()[1]
        finally:
            found.close()
    finally:
        await runner.cleanup()


async def _listen(
    server: Server, runner: web.AppRunner, host: str, port: int, secure: ssl.SSLContext | None
) -> asyncio.Server:
    answers = runner.server
    if answers is None:
        raise Fault("The server could not be set up.")
    try:
        return await asyncio.get_running_loop().create_server(
            lambda: server.gate.watched(answers()),
            host,
            port,
            ssl=secure,
            ssl_handshake_timeout=HANDSHAKE if secure else None,
        )
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Fault(f"{host}, port {port}: cannot be listened on ({why}).") from None


def encryption(wanted: Wanted) -> ssl.SSLContext | None:
    """Certificate and key, made ready; None without. Raises Fault where they do not fit."""
    if wanted.cert is None or wanted.key is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # where it is left to the system, any may do
    try:
        context.load_cert_chain(wanted.cert, wanted.key, password="")
    except OSError as error:
        why = error.reason if isinstance(error, ssl.SSLError) else error.strerror
        pair = f"{wanted.cert}, {wanted.key}"
        raise Fault(f"{pair}: are no certificate and key that go together ({why}).") from None
    return context


def links(front: Front, wanted: Wanted, port: int) -> list[str]:
    """The addresses that work: never 0.0.0.0, which is no address of anything."""
    hosts = [wanted.host]
    if wanted.host in {"0.0.0.0", "::"}:  # noqa: S104 - looked for, not bound
        hosts = [_own_address(wanted.host)]
    bare = [f"[{host}]" if ":" in host else host for host in hosts if host]
    return list(dict.fromkeys(front.link(host, port) for host in [*wanted.names, *bare]))


def _own_address(everywhere: str) -> str:
    """This computer's address in its network, as the system would choose it; nothing is sent."""
    v6 = everywhere == "::"
    with socket.socket(socket.AF_INET6 if v6 else socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Addresses that stand in documents only (RFC 5737, RFC 3849).
            probe.connect(("2001:db8::1" if v6 else "192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "::1" if v6 else "127.0.0.1"


def _trouble(_: asyncio.AbstractEventLoop, about: dict[str, object]) -> None:
    error = about.get("exception")
    kind = type(error).__name__ if error is not None else "no error"
    logging.getLogger("screener.web").warning("a connection broke off (%s)", kind)
