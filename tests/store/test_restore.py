"""A copy in the place of the file: whole, or everything stays as it was."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from screener.call import Call
from screener.faults import Fault
from screener.store import Store
from screener.store import restore as restoring
from screener.store.copies import listed
from screener.store.driver import alone_with, open_unchanged
from screener.store.files import APPLICATION_ID
from screener.store.migrate import LATEST
from screener.store.restore import content_of, restore
from tests.conftest import ROOT
from tests.store.test_driver import mode, reachable

__all__ = ["reachable"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one call, older than its backup says."""
    place = tmp_path / "home" / "x.db"
    with Store.open(place) as store:
        store.log(Call(id="old", said="hello"))
        store.backup(tmp_path / "b.db")
        store.log(Call(id="new"))
    return place


@pytest.fixture
def backup(path: Path, tmp_path: Path) -> Path:
    return tmp_path / "b.db"


def calls(path: Path) -> set[str]:
    with Store.open(path) as store:
        return {row.id for row in store.history()}


def everything(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def test_the_copy_is_put_back_and_the_present_file_is_kept(path: Path, backup: Path) -> None:
    before = backup.read_bytes()
    kept = restore(backup, path)
    assert kept is not None
    assert calls(path) == {"old"}
    assert backup.read_bytes() == before
    assert mode(path) == mode(kept) == 0o600
    assert [copy.before for copy in listed(path)] == ["before-restore"]
    assert restore(kept, path) is not None
    assert calls(path) == {"old", "new"}
    with Store.open(path) as store:
        assert store.verify().whole


def test_a_new_machine_has_no_file_yet(backup: Path, tmp_path: Path) -> None:
    there = tmp_path / "elsewhere" / "x.db"
    assert restore(backup, there) is None
    assert calls(there) == {"old"}
    assert mode(there.parent) == 0o700


def test_a_copy_of_the_file_with_its_log_is_restored_whole(path: Path, tmp_path: Path) -> None:
    """As somebody copies them by hand while the screen is open."""
    with Store.open(path) as store:
        store.log(Call(id="in the log"))
        for end in ("", "-wal"):
            copied = tmp_path / f"hand.db{end}"
            copied.write_bytes(path.with_name(path.name + end).read_bytes())
    restore(tmp_path / "hand.db", path)
    assert calls(path) == {"old", "new", "in the log"}


def test_an_older_step_is_brought_up_to_date_when_opened(path: Path, backup: Path) -> None:
    assert content_of(backup).version == LATEST
    with closing(sqlite3.connect(backup)) as older:
        older.execute("PRAGMA user_version = 1")
    assert content_of(backup).version == 1


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {LATEST + 1}")


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192:40_960] = b"\xee" * 32_768
    path.write_bytes(content)


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (a)")


def empty(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("CREATE TABLE a (a)")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (newer, "written by a newer version of Screener"),
        (damaged, "is damaged"),
        (of_another_program, "is a database of another program"),
        (empty, "holds nothing"),
        (lambda path: path.write_text("Dear diary"), "is not a database"),
        (Path.unlink, "no such file"),
        (lambda path: (path.unlink(), path.mkdir()), "is a folder"),
    ],
)
def test_what_cannot_be_restored_changes_nothing(
    path: Path, backup: Path, spoil: object, says: str
) -> None:
    assert callable(spoil)
    spoil(backup)
    before = everything(path.parent)
    with pytest.raises(Fault, match=says):
        restore(backup, path)
    assert everything(path.parent) == before


def test_the_database_itself_is_refused(path: Path) -> None:
    before = everything(path.parent)
    with pytest.raises(Fault, match="is the database itself"):
        restore(path, path)
    assert everything(path.parent) == before


def test_another_program_that_has_it_open_is_told_of(path: Path, backup: Path) -> None:
    with Store.open(path) as other:
        with pytest.raises(Fault, match=r"is open in another program .*: close that"):
            restore(backup, path)
        assert listed(path) == []
        assert other.count() == 2
        other.log(Call(id="newest"))
    assert calls(path) == {"old", "new", "newest"}
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_whoever_comes_meanwhile_waits(path: Path) -> None:
    with (
        alone_with(path),
        closing(sqlite3.connect(path, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("SELECT count(*) FROM call")
    assert calls(path) == {"old", "new"}


def test_a_damaged_database_is_replaced_and_kept(path: Path, backup: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xee" * 9000)
    log = path.with_name(path.name + "-wal")
    log.write_bytes(b"half a log")
    spoilt = path.read_bytes()
    kept = restore(backup, path)
    assert kept is not None
    assert kept.read_bytes() == spoilt
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"half a log"
    assert calls(path) == {"old"}


@pytest.mark.parametrize("where", ["link", "replace"])
def test_a_failure_at_the_last_moment_loses_nothing(
    path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        if where == "link":
            patch.setattr(os, "link", fail)
            patch.setattr(Path, "rename", fail)
        else:
            patch.setattr(restoring, "sync", fail)
        with pytest.raises(Fault, match="was not restored: no space left"):
            restore(backup, path)
    assert calls(path) == ({"old", "new"} if where == "link" else {"old"})
    assert not path.with_name(path.name + ".backup-restoring").exists()


AS_NOBODY = """
import os, sys
from pathlib import Path
from screener.faults import Fault
from screener.store.restore import restore
import screener.store.copies, screener.store.store
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    restore(Path(sys.argv[1]), Path(sys.argv[2]))
except Fault as fault:
    print(fault)
"""


def test_a_folder_that_cannot_be_written_is_told(reachable: Path, backup: Path) -> None:
    source = reachable / "b.db"
    source.write_bytes(backup.read_bytes())
    source.chmod(0o644)
    there = reachable / "closed"
    there.mkdir()
    there.chmod(0o555)
    ran = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(source), str(there / "x.db")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "permission denied" in ran.stdout
    assert list(there.iterdir()) == []
    assert source.read_bytes() == backup.read_bytes()


def test_looking_at_a_backup_leaves_no_trace(backup: Path) -> None:
    before = everything(backup.parent / "home")
    os.utime(backup, (1, 1))
    with closing(open_unchanged(backup)) as opened:
        assert opened.value("SELECT count(*) FROM call") == 1
        with pytest.raises(Fault, match="cannot be written"):
            opened.run("DELETE FROM setting")
    assert backup.stat().st_mtime == 1
    assert sorted(each.name for each in backup.parent.iterdir()) == ["b.db", "home"]
    assert everything(backup.parent / "home") == before
