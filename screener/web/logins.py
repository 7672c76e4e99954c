"""Who is let in: a browser that knew the password, until it signs out or is not seen for long."""

import hashlib
import secrets
import time
from collections.abc import Callable

IDLE = 14 * 86_400.0
"""Seconds after which a browser that was not seen is asked again."""
MOST = 100
"""Browsers that are known at once; the one not seen for longest goes first."""


class Logins:
    """Held in memory only: when the server ends, everybody is asked anew."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[str, float] = {}

    def begin(self) -> str:
        """A new secret for a browser. One that it brought along is never taken over."""
        token = secrets.token_urlsafe(32)
        self._seen[_mark(token)] = self._clock()
        while len(self._seen) > MOST:
            del self._seen[next(iter(self._seen))]
        return token

    def known(self, token: str | None) -> str | None:
        """A mark for the browser that holds this secret, None where it is none of ours. What is
        looked up is its hash, so that the time taken tells nothing about it."""
        if not token:
            return None
        mark, now = _mark(token), self._clock()
        seen = self._seen.pop(mark, None)
        if seen is None or now - seen >= IDLE:
            return None
        self._seen[mark] = now
        return mark

    def end(self, mark: str) -> None:
        """Forgets a browser."""
        self._seen.pop(mark, None)


def _mark(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
