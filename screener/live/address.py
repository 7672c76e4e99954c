"""Where to listen: `ncid://HOST:PORT`, `mqtt://HOST:PORT/TOPIC`."""

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from screener.faults import Fault
from screener.text import one_line

PORTS = {"ncid": 3333, "mqtt": 1883}
"""The port of each kind of server, where none is named."""
TOPIC = "callattendant/call"
"""Where CallAttendantNext publishes its calls."""


class Address(NamedTuple):
    """A server that tells of calls. User, password and topic are those of `mqtt` only."""

    scheme: str
    host: str
    port: int
    topic: str = ""
    user: str = ""
    password: str = ""

    def __str__(self) -> str:
        """As it was given, without what is secret in it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}" + (f"/{self.topic}" if self.topic else "")


def address_of(text: str) -> Address:
    """The address that a text names. Raises Fault where it is none."""
    shown = one_line(text.rpartition("@")[2], 80)
    try:
        parts = urlsplit(text.strip())
        port, host = parts.port, parts.hostname
    except ValueError:
        raise Fault(f"{shown!r} is no address; one is such as ncid://192.168.1.5:3333.") from None
    if parts.scheme not in PORTS:
        raise Fault(f"{shown!r}: give ncid://HOST:PORT or mqtt://HOST:PORT.")
    if not host or not host.isprintable() or any(char.isspace() for char in host):
        raise Fault(f"{shown!r} names no host.")
    if parts.query or parts.fragment or (parts.scheme == "ncid" and parts.path.strip("/")):
        raise Fault(f"{shown!r}: nothing comes after the port of {parts.scheme}://HOST:PORT.")
    port = PORTS[parts.scheme] if port is None else port
    if not port:
        raise Fault(f"{shown!r}: a port is 1 to 65535.")
    if parts.scheme == "ncid":
        if parts.username is not None:
            raise Fault(f"{shown!r}: NCID knows no users.")
        return Address("ncid", host, port)
    topic = unquote(parts.path.strip("/")) or TOPIC
    return Address(
        "mqtt", host, port, topic, unquote(parts.username or ""), unquote(parts.password or "")
    )
