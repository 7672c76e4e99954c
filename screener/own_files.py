"""Files that the program writes for itself: nobody but their owner can read them, whatever the
umask (docs/privacy.md)."""

import os
from pathlib import Path


def own_folder(folder: Path) -> None:
    """Makes a folder with mode 0700, and those above it that are not there. Raises OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.is_dir()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)


def write_own(path: Path, content: bytes) -> None:
    """Writes a file with mode 0600, whole or not at all; its folder is made where there is none.
    Raises OSError."""
    own_folder(path.parent)
    part = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    try:
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
