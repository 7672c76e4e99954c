"""Which windows on a file still run: each holds a lock on an empty file of its own beside it.

The system gives the lock up when the window's process ends, however that ends (flock(2)), so that
nobody has to wait for a sign of life. A process id would tell less: ids are given anew, and mean
nothing to a program in another container.
"""

import fcntl
import os
import secrets
from contextlib import suppress
from glob import escape
from pathlib import Path

_BESIDE = ".window-"


class Window:
    """One window, running from when this is made until `end`."""

    def __init__(self, path: Path) -> None:
        """`path` is the file that the window is open on. OSError where nothing can be put beside."""
        while True:
            self.name = secrets.token_hex(8)
            self._file = path.with_name(f"{path.name}{_BESIDE}{self.name}")
            flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC
            self._handle = os.open(self._file, flags, 0o600)
            if _is_free(self._handle, fcntl.LOCK_EX) and self._is_there():
                return
            # Another window looked at the file before it was locked, and cleared it away.
            self.end()

    def end(self) -> None:
        """The window is closed; what it kept is nobody's from now on."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
        os.close(self._handle)

    def _is_there(self) -> bool:
        try:
            return os.path.samestat(self._file.stat(), os.fstat(self._handle))
        except OSError:
            return False


def running(path: Path) -> set[str]:
    """The names of the windows that run on a file. What others left behind is cleared away."""
    names = set()
    for file in path.parent.glob(f"{escape(path.name)}{_BESIDE}*"):
        try:
            handle = os.open(file, os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            continue
        # A shared lock: two that look at the same time are not in each other's way.
        if _is_free(handle, fcntl.LOCK_SH):
            with suppress(OSError):
                file.unlink(missing_ok=True)
        else:
            names.add(file.name.rpartition(_BESIDE)[2])
        os.close(handle)
    return names


def _is_free(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # A disk that knows no locks. There a draft may come up twice, and none is lost.
        return True
    return True
