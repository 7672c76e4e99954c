"""A file from plain to encrypted, back again, or to another passphrase, all or nothing."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from screener.faults import Fault
from screener.store import keys
from screener.store.chain import present
from screener.store.copies import listed
from screener.store.driver import Database, open_cipher, open_unchanged
from screener.store.files import folder_faults, make_private, new_salt, sync, wipe

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"


@dataclass(frozen=True, slots=True)
class Turned:
    """What was turned: the file itself with its copies, and copies that stayed as they were,
    each with the reason."""

    files: tuple[Path, ...]
    left: tuple[tuple[Path, str], ...] = ()


def turn(
    path: Path, passphrase: str | None, go_on: Callable[[Path], None] = lambda path: None
) -> Turned:
    """Turns a database and the copies beside it into ones that open with `passphrase`; None:
    into plain ones. `go_on` is called with each file before its turn.

    Raises Fault where another program has the database open, where there is none, and where
    the disk says no; then the file is as it was. A plain file that was turned is written over
    with zeros before it goes.
    """
    with folder_faults(path):
        path = path.expanduser().resolve(strict=True)
    go_on(path)
    _turn_one(path, passphrase)
    done, left = [path], []
    for copy in listed(path):
        go_on(copy.path)
        try:
            _turn_one(copy.path, passphrase)
        except Fault as fault:
            left.append((copy.path, str(fault)))
        else:
            done.append(copy.path)
    keys.remember(path, passphrase)
    return Turned(tuple(done), tuple(left))


def _turn_one(path: Path, passphrase: str | None) -> None:
    new = path.with_name(f"{path.name}.turning")
    try:
        with folder_faults(new):
            new.unlink(missing_ok=True)
            make_private(new)
        with closing(open_cipher(path)) as db:
            _be_alone(db)
            _write(db, new, passphrase)
            _compare(db, new, passphrase)
            with folder_faults(path), _wiped(path, plain=not db.passphrase):
                sync(new)
                new.replace(path)
                sync(path.parent)
    finally:
        new.unlink(missing_ok=True)


def _be_alone(db: Database) -> None:
    """Has all of the database in the one file, and keeps everybody else out of it."""
    try:
        db.run("PRAGMA busy_timeout = 1000")
        db.value("PRAGMA locking_mode = EXCLUSIVE")
        # Leaving the log needs to be alone; in this mode the lock is kept.
        db.value("PRAGMA journal_mode = DELETE")
        with db.transaction():
            pass
    except Fault as fault:
        raise Fault(
            f"{db.path} cannot be turned while another program (a screen, a listener?) has it open: "
            "close that and try again."
        ) from fault


def _write(db: Database, new: Path, passphrase: str | None) -> None:
    key = "" if passphrase is None else keys.key_of(passphrase, new_salt())
    version, ours = db.value("PRAGMA user_version"), db.value("PRAGMA application_id")
    db.run(f'ATTACH DATABASE ? AS turned KEY "{key}"', (str(new),))
    db.value("SELECT sqlcipher_export('turned')")
    db.run(f"PRAGMA turned.user_version = {int(version)}")
    db.run(f"PRAGMA turned.application_id = {int(ours)}")
    db.run("DETACH DATABASE turned")


def _compare(db: Database, new: Path, passphrase: str | None) -> None:
    """Fault where the new file does not hold what the old one does."""
    keys.remember(new, passphrase)
    try:
        with closing(open_unchanged(new)) as other:
            sound = other.value("PRAGMA integrity_check(1)") == "ok"
            if not sound or _content(other) != _content(db):
                raise Fault(f"{db.path} could not be turned: the new file would not hold the same.")
    finally:
        keys.remember(new, None)


def _content(db: Database) -> object:
    tables = sorted(name for (name,) in db.all(_TABLES))
    # Names come from the file itself; the planner's own figures are made anew.
    rows = {
        name: db.value(f'SELECT count(*) FROM "{name}"')  # noqa: S608
        for name in tables
        if not name.startswith("sqlite_stat")
    }
    head = present(db) if "link" in rows else None
    return rows, head, db.value("PRAGMA user_version")


@contextmanager
def _wiped(path: Path, *, plain: bool) -> Iterator[None]:
    """What lies under the name now is written over once another file has taken it, where it
    is plain. The handle is closed last: that gives up the locks on the file."""
    if not plain:
        yield
        return
    handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        yield
        wipe(handle)
    finally:
        os.close(handle)
