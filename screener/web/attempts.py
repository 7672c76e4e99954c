"""How often somebody may try to get in."""

import ipaddress
import time
from collections.abc import Callable

TRIES, WITHIN = 5, 900.0
"""So many attempts that fail, in so many seconds, from one address."""
ADDRESSES = 1_000
"""Addresses that are remembered at once; the one that was quiet for longest is forgotten."""


class Attempts:
    """Counts attempts by address. `clock` gives seconds that only go forward."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tried: dict[str, list[float]] = {}

    def begin(self, address: str) -> float:
        """Seconds that this address has to wait; 0 when it may try now. The attempt counts from
        now on, so that many at once are as many, until `passed` takes it back."""
        now, who = self._clock(), _neighbourhood(address)
        tried = [at for at in self._tried.pop(who, []) if now - at < WITHIN]
        self._tried[who] = tried
        if len(tried) >= TRIES:
            return tried[0] + WITHIN - now
        tried.append(now)
        while len(self._tried) > ADDRESSES:
            del self._tried[next(iter(self._tried))]
        return 0.0

    def passed(self, address: str) -> None:
        """It was the right password: what failed before is forgotten."""
        self._tried.pop(_neighbourhood(address), None)


def _neighbourhood(address: str) -> str:
    """An IPv4 address alone; of IPv6 the network, since a household has all of its addresses."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
