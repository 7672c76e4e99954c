"""The password of the page: kept as a hash only, and compared in constant time."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from screener.faults import Fault

SHORTEST, LONGEST = 10, 1_000
"""Characters that a password has at least and at most."""
_KIND = "scrypt-32768-8-3"
_COST, _BLOCK, _LANES, _ROOM = 2**15, 8, 3, 2**26
"""One of the settings that OWASP's Password Storage Cheat Sheet gives for scrypt; about a quarter
of a second, and 32 MB of memory."""
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Password:
    """A password of which only a salted hash is held."""

    salt: bytes = field(repr=False)
    hash: bytes = field(repr=False)

    @classmethod
    def of(cls, text: str) -> Self:
        """What is kept of a password. Raises Fault for one that is too short or too long."""
        if not SHORTEST <= len(text) <= LONGEST:
            raise Fault(f"The password needs {SHORTEST} to {LONGEST:,} characters.")
        salt = secrets.token_bytes(16)
        return cls(salt, _hashed(text, salt))

    @classmethod
    def read(cls, path: Path) -> Self:
        """The password in a file that `write` made. Raises Fault for any other, and for one that
        others than its owner can read."""
        try:
            with path.open("rb") as file:
                loose = os.fstat(file.fileno()).st_mode & _OTHERS
                words = file.read(500).decode("ascii", "replace").split()
        except OSError as error:
            raise Fault(f"{path}: cannot be read ({error.strerror}).") from None
        if loose:
            raise Fault(f"{path}: others can read it; `chmod 600` it, or make a new one.")
        try:
            kind, salt, hashed = words
            made = cls(bytes.fromhex(salt), bytes.fromhex(hashed))
        except ValueError:
            kind, made = "", cls(b"", b"")
        if kind != _KIND or (len(made.salt), len(made.hash)) != (16, 32):
            raise Fault(f"{path}: holds no password; make one with `screener web --new-password`.")
        return made

    def write(self, path: Path) -> None:
        """Keeps it in a new file that its owner alone can read. Raises Fault where one is."""
        line = f"{_KIND} {self.salt.hex()} {self.hash.hex()}\n"
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
            with open(handle, "w", encoding="ascii") as file:  # noqa: PTH123 - a handle
                file.write(line)
        except OSError as error:
            raise Fault(f"{path}: cannot be written ({error.strerror}).") from None

    def matches(self, text: str) -> bool:
        """Whether this is the password; takes as long for a wrong one as for the right one."""
        return hmac.compare_digest(_hashed(text[:LONGEST], self.salt), self.hash)


def _hashed(text: str, salt: bytes) -> bytes:
    data = text.encode("utf-8", "replace")
    return hashlib.scrypt(data, salt=salt, n=_COST, r=_BLOCK, p=_LANES, maxmem=_ROOM, dklen=32)
