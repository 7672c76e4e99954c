"""Writing to a file: whole or not at all, for its owner alone, over nothing else."""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from screener.faults import Fault


def check_target(path: Path, *, force: bool) -> None:
    """Fault where nothing can be written under that name, before any work is done for it."""
    with _faults(path):
        if path.is_dir():
            raise Fault(f"{path} is a folder.")
        if os.path.lexists(path) and not force:
            raise Fault(f"{path} exists already; --force writes over it.")
        if not path.parent.is_dir():
            raise Fault(f"{path} cannot be written: there is no folder {path.parent}.")
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise Fault(f"{path} cannot be written: its folder is read-only.")


def write_private(path: Path, content: bytes, *, force: bool) -> None:
    """Writes a file with mode 0600 that appears under its name only once it is complete.
    Fault where the name is taken (unless `force`) or the file cannot be written."""
    write_pieces(path, [content], force=force)


def write_pieces(path: Path, pieces: Iterable[bytes], *, force: bool) -> None:
    """The same for a file of any length, piece by piece. What goes wrong while the pieces are
    made is raised as it is, and nothing is left."""
    check_target(path, force=force)
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    with _faults(path):
        try:
            _fill(part, pieces)
            _name(part, path, force=force)
        finally:
            part.unlink(missing_ok=True)


def _fill(part: Path, pieces: Iterable[bytes]) -> None:
    handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _name(part: Path, path: Path, *, force: bool) -> None:
    if force:
        part.replace(path)
        return
    try:
        # Unlike a rename this fails where another program took the name meanwhile.
        os.link(part, path)
    except FileExistsError:
        raise Fault(f"{path} exists already; --force writes over it.") from None
    except OSError:
        # Some file systems know no hard links.
        part.replace(path)


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        raise Fault(f"{path} cannot be written: {reason}.") from error
    except ValueError as error:
        raise Fault(f"{str(path)!r} is no name for a file.") from error
