"""By which addresses the server may be asked, and from which page.

A browser sends along under which name it was told to look (`Host`), and which page asks
(`Origin`). A page of somebody else's that was made to point at this computer (DNS rebinding)
gives itself away by its name; a page that opens a web socket to here, by its origin.
"""

import ipaddress
import re
from dataclasses import dataclass

from screener.faults import Fault
from screener.text import one_line

_NAMED = re.compile(
    r"(?P<name>\[[0-9a-f:.]{2,45}\]|[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?)"
    r"(?::(?P<port>[0-9]{1,5}))?"
)
_PORTS = {True: 443, False: 80}


def is_loopback(host: str) -> bool:
    """Whether an address of `--host` can be reached from this computer only. Raises Fault for
    what is neither an IP address nor `localhost`: a name may lead anywhere, and tomorrow elsewhere.
    """
    if host == "localhost":
        return True
    try:
        found = ipaddress.ip_address(host)
        # Python 3.13 began to look through IPv4 in IPv6, which is no address to listen on.
        return found.is_loopback and getattr(found, "ipv4_mapped", None) is None
    except ValueError:
        shown = one_line(host, 60)
        raise Fault(
            f"--host: {shown!r} is no IP address of this computer; 0.0.0.0 means all of them "
            "(and --name is for the name that it has in your network)."
        ) from None


@dataclass(frozen=True, slots=True)
class Front:
    """The addresses that the server answers to: those of this computer by number, `localhost`
    on loopback, and the names that were given (`home.lan`, `home.lan:8443`)."""

    secure: bool
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.names:
            if not _NAMED.fullmatch(name.lower()):
                raise Fault(f"--name: {one_line(name, 60)!r} is no name of a computer.")

    @property
    def scheme(self) -> str:
        """What its addresses begin with."""
        return "https" if self.secure else "http"

    def serves(self, host: str, own: str, port: int) -> bool:
        """Whether a request with this `Host`, which came in at our address `own` and `port`, was
        meant for us."""
        return self._whole(host, None) in self._ours(own, port)

    def same_origin(self, origin: str | None, host: str) -> bool:
        """Whether a request came from a page of ours; `host` is known to be us. One without an
        origin is no browser's, or a browser's that hides it."""
        if origin is None or not origin.startswith(f"{self.scheme}://"):
            return False
        asked = self._whole(origin.removeprefix(f"{self.scheme}://"), None)
        return asked is not None and asked == self._whole(host, None)

    def link(self, host: str, port: int) -> str:
        """The address of the page as one opens it, for a name or number of this computer."""
        name, at = self._whole(host, port) or (host, port)
        return f"{self.scheme}://{name}{'' if at == _PORTS[self.secure] else f':{at}'}/"

    def _ours(self, own: str, port: int) -> set[tuple[str, int] | None]:
        address = ipaddress.ip_address(own.partition("%")[0])
        literals = {f"[{address}]" if address.version == 6 else str(address)}
        if address.is_loopback:
            literals.add("localhost")
        ours = {self._whole(literal, port) for literal in literals}
        return ours | {self._whole(name, port) for name in self.names} - {None}

    def _whole(self, text: str, port: int | None) -> tuple[str, int] | None:
        """Name and port; where none is said, `port`, or the one of the scheme."""
        found = _NAMED.fullmatch(text.lower())
        if found is None:
            return None
        said = found["port"]
        return found["name"], int(said) if said else port or _PORTS[self.secure]
