"""Reading the first bytes of a file without giving up the locks on it.

Closing any handle of a file drops all locks that the process has on it, whoever took them (POSIX;
https://www.sqlite.org/howtocorrupt.html, section 2.2). Another program that closes the database
then takes itself for the last one and deletes the log beside it, and what is written here goes into
a log without a name. So a file that is open keeps one handle for being looked at, which is closed
after the last of its connections.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

Identity = tuple[int, int]
"""Which file it is, whatever its name: the disk, and its number there."""


@dataclass(slots=True)
class _Handle:
    number: int
    users: int = 0


_lock = Lock()
_held: dict[Identity, _Handle] = {}


def identity_of(path: Path) -> Identity | None:
    """Which file has this name now, None where none has."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def hold(path: Path) -> Identity:
    """Must come before a connection to the file is opened. OSError where it cannot be read."""
    with _lock:
        identity = identity_of(path)
        if identity is None or identity not in _held:
            number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            found = os.fstat(number)
            identity = found.st_dev, found.st_ino
            _held.setdefault(identity, _Handle(number))
        _held[identity].users += 1
        return identity


def let_go(identity: Identity) -> None:
    """Must come after the connection was closed."""
    with _lock:
        handle = _held[identity]
        handle.users -= 1
        if not handle.users:
            os.close(handle.number)
            del _held[identity]


def head_of(path: Path, size: int) -> bytes:
    """The first bytes of a file. OSError where it cannot be read."""
    with _lock:
        handle = _held.get(identity_of(path) or (-1, -1))
        if handle is not None:
            return os.pread(handle.number, size, 0)
        with path.open("rb") as file:
            return file.read(size)
