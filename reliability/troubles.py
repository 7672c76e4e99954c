"""Troubles made for real: each spoils a file or its surroundings for as long as a command runs."""

import os
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reliability.apart import FREE, Limits, hand_over
from screener.store import Store
from screener.store.migrate import LATEST

_DISK = 8_000_000
"""Bytes of the small disk."""


@contextmanager
def plain(folder: Path) -> Iterator[Path]:
    """A folder as any."""
    folder.mkdir(parents=True)
    yield folder


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of its own, which only root can make."""
    folder.mkdir(parents=True)
    options = ["-t", "tmpfs", "-o", f"size={_DISK}", "none"]
    subprocess.run(["mount", *options, str(folder)], check=True, stderr=subprocess.DEVNULL)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@cache
def can_mount() -> bool:
    """Whether this user may, here."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with small_disk(Path(folder) / "disk"):
                return True
        except (subprocess.CalledProcessError, FileNotFoundError):
            return False


def _nothing(path: Path) -> None:
    pass


def _free(path: Path) -> AbstractContextManager[Limits]:
    return nullcontext(FREE)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One trouble. `ground` makes the folder; `spoil` does lasting harm to the file; `over` holds
    the trouble for as long as a command runs. Where `readable` is not set, the file must stay byte
    for byte what it was, and every command must be refused. `at_once`: commands wait long, so they
    run beside each other."""

    name: str
    over: Callable[[Path], AbstractContextManager[Limits]] = _free
    ground: Callable[[Path], AbstractContextManager[Path]] = plain
    spoil: Callable[[Path], None] = _nothing
    readable: bool = True
    at_once: bool = False


def all_of() -> list[Trouble]:
    """Those that can be made here: not everybody may mount small disks."""
    disks = [
        Trouble(f"full disk, {free // 1000} kB left", _full(free), small_disk)
        for free in (0, 20_000, 100_000, 400_000)
    ]
    disks.append(Trouble("read-only disk", _remounted, small_disk))
    return [
        *(disks if can_mount() else []),
        *(
            Trouble(f"no file may grow beyond {limit // 1000} kB", _limited(limit))
            for limit in (0, 30_000, 150_000)
        ),
        Trouble("read-only folder", _mode_of_folder),
        Trouble("read-only file", _mode_of_file),
        Trouble("locked by another program", _locked, at_once=True),
        Trouble("a log left behind by a kill", spoil=_log_left),
        Trouble("a log of noise beside the file", spoil=_noise_beside),
        Trouble("noise instead of a database", spoil=_noise, readable=False),
        Trouble("another program's database", spoil=_other, readable=False),
        Trouble("a folder in its place", spoil=_folder, readable=False),
        Trouble("of a newer version", spoil=_newer, readable=False),
        Trouble("torn in the middle", spoil=_torn, readable=False),
    ]


def _full(free: int) -> Callable[[Path], AbstractContextManager[Limits]]:
    @contextmanager
    def full(path: Path) -> Iterator[Limits]:
        filler = path.with_name("filler")
        room = os.statvfs(path.parent)
        with filler.open("wb") as file:
            file.write(b"\0" * max(room.f_bavail * room.f_frsize - free, 0))
        try:
            yield FREE
        finally:
            filler.unlink()

    return full


@contextmanager
def _remounted(path: Path) -> Iterator[Limits]:
    def remount(how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", str(path.parent)], check=True)

    remount("ro")
    try:
        yield FREE
    finally:
        remount("rw")


def _limited(limit: int) -> Callable[[Path], AbstractContextManager[Limits]]:
    return lambda path: nullcontext(Limits(largest_file=limit))


@contextmanager
def _mode_of_folder(path: Path) -> Iterator[Limits]:
    path.parent.chmod(0o555)
    yield FREE
    path.parent.chmod(0o755)


@contextmanager
def _mode_of_file(path: Path) -> Iterator[Limits]:
    path.chmod(0o444)
    yield FREE
    path.chmod(0o600)


@contextmanager
def _locked(path: Path) -> Iterator[Limits]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        hand_over(path.parent)
        yield FREE
        other.execute("ROLLBACK")


def _log_left(path: Path) -> None:
    """A process that dies with all of its work in the log."""
    pid = os.fork()
    if not pid:
        store = Store.open(path)
        store.set_setting("left", True)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)


def _noise_beside(path: Path) -> None:
    path.with_name(path.name + "-wal").write_bytes(os.urandom(9000))


def _noise(path: Path) -> None:
    path.write_bytes(os.urandom(20_000))


def _other(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (a)")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {LATEST + 1}")


def _torn(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 : len(content)] = b"\xee" * (len(content) - 4096)
    path.write_bytes(content)
