"""The database as a file: whose it is, whether it is encrypted, may be written, is private."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from screener.faults import Fault
from screener.store.handles import head_of

APPLICATION_ID = 0x53637231
"""Stands in the file's header ("Scr1"), so that another program's database is told from ours."""

ENCRYPTED = b"ScrE"
"""What an encrypted file begins with: the first of the sixteen bytes of SQLCipher's salt, of
which twelve are drawn by chance. So it is told from a file that is no database."""

SALT_BYTES = 16
_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_LEAST_ROOM = 65_536
_PIECE = 1 << 20


def is_encrypted(path: Path) -> bool:
    """Whether the file begins as our encrypted ones do; False where there is none."""
    try:
        return head_of(path.expanduser(), len(ENCRYPTED)) == ENCRYPTED
    except OSError:
        return False


def salt_of(path: Path) -> bytes:
    """The salt of an encrypted file."""
    return head_of(path, SALT_BYTES)


def new_salt() -> bytes:
    """A salt for a file that is to be encrypted."""
    return ENCRYPTED + os.urandom(SALT_BYTES - len(ENCRYPTED))


def check_header(path: Path, *, ours: bool = True) -> None:
    """Fault where the file is no database, or another program's unless `ours` is false. What
    an encrypted one holds is not looked at."""
    header = head_of(path, _HEADER_BYTES)
    if len(header) == _HEADER_BYTES and header.startswith(ENCRYPTED):
        return
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise Fault(f"{path} is not a database.")
    # Bytes 68 to 71: https://www.sqlite.org/fileformat.html#application_id
    if ours and int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise Fault(f"{path} is a database of another program.")


def check_writable(path: Path) -> None:
    """Fault where the file, or its folder, cannot be written."""
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        raise Fault(f"The database {path} cannot be written: the file is read-only.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise Fault(f"The database {path} cannot be written: its folder is read-only.")


def is_full(folder: Path) -> bool:
    """Whether there is no room for what SQLite keeps beside the file, 32 kB at the least: that it
    reports as any other error of the disk."""
    try:
        room = os.statvfs(folder)
    except OSError:
        return False
    return room.f_bavail * room.f_frsize < _LEAST_ROOM


def make_private(path: Path) -> None:
    """Makes the file where there is none, readable by its owner alone."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        # The umask may have taken bits away, and an empty file may have come with more.
        # SQLite gives the files beside (-wal, -shm) the mode of this one.
        os.fchmod(handle, 0o600)
    finally:
        os.close(handle)


def sync(path: Path) -> None:
    """Waits until a file, or what stands in a folder, has reached the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def wipe(handle: int) -> None:
    """Writes zeros over an open file. A disk that writes elsewhere (flash, copies on write) may
    keep what stood there."""
    left = os.fstat(handle).st_size
    os.lseek(handle, 0, os.SEEK_SET)
    while left > 0:
        left -= os.write(handle, bytes(min(left, _PIECE)))
    os.fsync(handle)


@contextmanager
def folder_faults(path: Path) -> Iterator[None]:
    """Turns what the system says of a file's folder into a Fault."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        raise Fault(f"The database {path} cannot be opened: {reason}.") from error
