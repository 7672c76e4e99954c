"""Putting a copy in the place of the file, all or nothing, with the present one kept."""

import os
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from screener.chain import Anchor
from screener.faults import Fault
from screener.own_files import own_folder
from screener.store.chain import present
from screener.store.copies import RESTORE, free_name, thin_out
from screener.store.driver import Database, alone_with, open_unchanged
from screener.store.files import sync
from screener.store.migrate import LATEST


@dataclass(frozen=True, slots=True)
class Content:
    """What a database of ours holds: the step of its schema, calls, chain (None before there
    was one), and bytes."""

    file: Path
    version: int
    calls: int
    anchor: Anchor | None
    size: int


def content_of(file: Path, *, whole: bool = True) -> Content:
    """What a file holds. Fault where it is no database of ours, is damaged (looked for with
    `whole`), or was written by a newer program."""
    with closing(open_unchanged(file)) as db:
        version = int(db.value("PRAGMA user_version"))
        if version > LATEST:
            raise Fault(
                f"{file} was written by a newer version of Screener "
                f"(step {version}, this program knows {LATEST}); update Screener to restore it."
            )
        if version == 0:
            raise Fault(f"{file} holds nothing: it was never filled.")
        if whole and (said := db.value("PRAGMA integrity_check(1)")) != "ok":
            raise Fault(f"{file} is damaged ({said}); take another copy.")
        return Content(
            file=db.path,
            version=version,
            calls=int(db.value("SELECT count(*) FROM call")),
            anchor=_head(db),
            size=db.path.stat().st_size,
        )


def _head(db: Database) -> Anchor | None:
    known = db.value("SELECT 1 FROM sqlite_master WHERE name = 'link'")
    return present(db) if known else None


def restore(file: Path, path: Path) -> Path | None:
    """Puts a copy of `file` in the place of the database at `path`; the present one is kept
    beside it under the name that is returned (None where there was none).

    Raises Fault where `file` is not a whole database of ours that this program knows, where
    another program has the present one open, and where the disk says no. At any moment there
    is one whole file or the other under its name.
    """
    path = path.expanduser().resolve()
    if path.exists() and path.samefile(content_of(file).file):
        raise Fault(f"{file} is the database itself.")
    try:
        own_folder(path.parent)
        new = path.with_name(f"{path.name}.backup-restoring")
        with closing(open_unchanged(file)) as source:
            source.backup(new)
        try:
            return _exchange(path, new)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise Fault(f"{path} was not restored: {(error.strerror or '').lower()}.") from error


def _exchange(path: Path, new: Path) -> Path | None:
    if not path.exists() or path.stat().st_size == 0:
        new.replace(path)
        sync(path.parent)
        return None
    # Before the lock is taken: whoever closes a file gives all locks on it up.
    kept = free_name(path, _version_of(path), RESTORE)
    with alone_with(path):
        # The log of a damaged file stays with it, and must not meet the new one.
        log = path.with_name(path.name + "-wal")
        with suppress(FileNotFoundError):
            log.replace(kept.with_name(kept.name + "-wal"))
        path.with_name(path.name + "-shm").unlink(missing_ok=True)
        try:
            os.link(path, kept)
        except OSError:
            # A file system without links: for a moment there is no file under its name.
            path.rename(kept)
        new.replace(path)
        sync(path.parent)
    thin_out(path)
    return kept


def _version_of(path: Path) -> int:
    """The step that stands in a file's header, 0 where there is none to read."""
    with path.open("rb") as file:
        header = file.read(64)
    # Bytes 60 to 63: https://www.sqlite.org/fileformat.html#user_version_number
    return int.from_bytes(header[60:64], "big") % 10_000 if header[:6] == b"SQLite" else 0
