"""The file: who may read it, what is refused, and what is said when the disk says no."""

import multiprocessing
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from screener.call import Call
from screener.faults import Fault
from screener.store import Store
from screener.store.driver import LOG_PAGES, Database, Translated, open_database, statements
from screener.store.place import default_path, rules_folder_of_user


def mode(path: Path) -> int:
    """The permission bits of a file."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o277])
def test_nobody_else_can_read_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with Store.open(tmp_path / f"new{mask}" / "x.db") as store:
            store.log(Call(said="private"))
            names = sorted(path.name for path in store.path.parent.iterdir())
            assert names == ["x.db", "x.db-shm", "x.db-wal"]
            assert {mode(path) for path in store.path.parent.iterdir()} == {0o600}
            assert mode(store.path.parent) & 0o077 == 0
            store.backup(store.path.with_name("copy.db"))
            assert mode(store.path.with_name("copy.db")) == 0o600
    finally:
        os.umask(before)


def test_an_empty_file_becomes_a_private_database(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.touch(0o644)
    Store.open(path).close()
    assert mode(path) == 0o600


def other_programs(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Dear diary\n", "is not a database"),
        (b"SQLite format 3\x00", "is not a database"),
        (b"\0" * 5000, "is not a database"),
        (None, "is a database of another program"),
    ],
)
def test_what_is_not_ours_is_left_alone(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "x.db"
    if content is None:
        other_programs(path)
    else:
        path.write_bytes(content)
    path.chmod(0o640)
    before = path.read_bytes()
    with pytest.raises(Fault, match=sentence):
        Store.open(path)
    assert path.read_bytes() == before
    assert mode(path) == 0o640
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != "home"] == ["x.db"]


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="is a folder"):
        Store.open(tmp_path)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Fault, match=r"cannot be opened: (not a directory|file exists)"):
        Store.open(tmp_path / "file" / "x.db")


def test_damage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Store.open(path) as store:
        store.log(Call(said="x" * 9000))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(Fault, match="is damaged; restore it from a backup"), Store.open(path) as it:
        it.log(Call())


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that a user without rights can reach."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


AS_NOBODY = """
import os, sys
from pathlib import Path
from screener.call import Call
from screener.faults import Fault
from screener.store import Store
# After the imports: Python itself may lie where this user cannot read.
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    with Store.open(Path(sys.argv[1])) as store:
        store.log(Call())
except Fault as fault:
    print(fault)
    sys.exit(2)
"""


def run_as_nobody(path: Path) -> subprocess.CompletedProcess[str]:
    """Opens the store there, as a user who is not root."""
    return subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
    )


def test_a_read_only_folder_is_told_in_a_sentence(reachable: Path) -> None:
    reachable.chmod(0o555)
    done = run_as_nobody(reachable / "x.db")
    assert (done.returncode, done.stderr) == (2, "")
    assert (
        done.stdout
        == f"The database {reachable / 'x.db'} cannot be written: its folder is read-only.\n"
    )
    assert list(reachable.iterdir()) == []
    reachable.chmod(0o755)


def test_a_folder_that_cannot_be_made_is_told(reachable: Path) -> None:
    reachable.chmod(0o555)
    done = run_as_nobody(reachable / "new" / "x.db")
    assert (done.returncode, done.stderr) == (2, "")
    assert "cannot be opened: permission denied." in done.stdout
    reachable.chmod(0o755)


def test_a_read_only_file_is_told(reachable: Path) -> None:
    path = reachable / "x.db"
    Store.open(path).close()
    path.chmod(0o444)
    if os.getuid() == 0:
        reachable.chmod(0o777)
    done = run_as_nobody(path)
    assert (done.returncode, done.stderr) == (2, "")
    assert "the file is read-only" in done.stdout
    path.chmod(0o600)


def test_a_full_disk_loses_nothing_that_was_stored(store: Store) -> None:
    store.log(Call(id="kept", said="here"))
    pages = store._db.value("PRAGMA page_count")
    store._db.run(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Fault, match="The disk is full: nothing was written"):
        store.log(Call(id="lost", said="x" * 1_000_000))
    assert [row.id for row in store.history()] == ["kept"]
    store._db.run("PRAGMA max_page_count = 1000000")
    store.log(Call(id="lost", said="x" * 1_000_000))
    assert len(store.record("lost").call.said) == 1_000_000


def test_a_lock_that_is_held_too_long_is_told(store: Store) -> None:
    store._db.run("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Fault, match="is locked by another program"):
        store.log(Call())
    other.execute("ROLLBACK")
    other.close()
    store.log(Call())
    assert store.count() == 1


@pytest.mark.parametrize("how", ["deleted", "moved", "replaced"])
def test_a_file_taken_away_while_it_is_open_takes_nothing_more(store: Store, how: str) -> None:
    store.log(Call(id="kept"))
    path = store.path
    if how == "deleted":
        shutil.rmtree(path.parent)
    else:
        path.rename(path.with_name("else.db"))
    if how == "replaced":
        path.touch()
    for write in (lambda: store.log(Call()), lambda: store.save_draft(Call(said="typing"))):
        with pytest.raises(Fault, match="was moved, deleted or replaced while it was open"):
            write()
    assert [row.id for row in store.history()] == ["kept"], "what was read can be read on"


def test_a_disk_error_without_room_is_a_full_disk(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OnTheDisk(sqlite3.OperationalError):
        sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE

    def refused(db: Database) -> str:
        with pytest.raises(Fault) as told, Translated(db.path):
            raise OnTheDisk
        return str(told.value)

    assert "reports an error" in refused(store._db)
    full = SimpleNamespace(f_blocks=9, f_bfree=1, f_bavail=1, f_frsize=4096)
    monkeypatch.setattr(os, "statvfs", lambda path: full)
    assert "The disk is full" in refused(store._db)


def write_many(path: Path, name: str, calls: int) -> None:
    with Store.open(path) as store:
        for place in range(calls):
            store.log(Call(id=f"{name}-{place}", said="hello"))


def test_programs_write_at_once_and_make_the_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "new" / "x.db"
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=write_many, args=(path, name, 25)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    with Store.open(path) as store:
        assert store.count("hello") == store.count() == 75


def test_threads_may_share_a_store(store: Store) -> None:
    def write(name: str) -> None:
        for place in range(20):
            store.log(Call(id=f"{name}-{place}"))

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.count() == 40


def test_other_writers_are_noticed(store: Store) -> None:
    version = store.data_version()
    store.log(Call())
    assert store.data_version() == version
    with Store.open(store.path) as other:
        other.log(Call())
    assert store.data_version() != version


def log_and_fail(store: Store, call_id: str) -> None:
    """A transaction that comes to nothing."""
    with store.transaction():
        store.log(Call(id=call_id))
        raise Fault("no")


def test_a_transaction_is_all_or_nothing_and_its_parts_too(store: Store) -> None:
    with store.transaction():
        store.log(Call(id="kept"))
        with pytest.raises(Fault):
            log_and_fail(store, "lost")
        store.log(Call(id="kept too"))
    with pytest.raises(Fault):
        log_and_fail(store, "lost as well")
    assert {row.id for row in store.history()} == {"kept", "kept too"}


def test_a_store_is_durable_and_checks_references(store: Store) -> None:
    pragmas = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    pragmas["wal_autocheckpoint"] = LOG_PAGES
    for name, value in pragmas.items():
        assert store._db.value(f"PRAGMA {name}") == value
    store.save_draft(Call(said="typing"))
    assert store._db.value("PRAGMA synchronous") == 2
    with store.transaction():
        store.save_draft(Call(said="typing on"))
    assert store.draft() == Call(said="typing on")


def test_a_backup_is_a_whole_store(store: Store, tmp_path: Path) -> None:
    store.log(Call(id="a", said="hello"))
    copy = tmp_path / "copy.db"
    copy.write_text("older")
    store.backup(copy)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["copy.db"]
    with Store.open(copy) as again:
        assert [row.id for row in again.history("hello")] == ["a"]
    with pytest.raises(Fault, match="cannot be opened: no such file"):
        store.backup(tmp_path / "none" / "copy.db")


def test_a_link_to_the_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "real.db")
    with Store.open(tmp_path / "link.db") as store:
        assert store.path == (tmp_path / "real.db").resolve()
    assert mode(tmp_path / "real.db") == 0o600


def test_closing_twice_does_no_harm(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "x.db")
    store.close()
    store.close()


def test_a_new_file_is_marked_as_ours_before_anything_else(tmp_path: Path) -> None:
    database = open_database(tmp_path / "x.db")
    assert (tmp_path / "x.db").read_bytes()[68:72] == b"Scr1"
    database.close()


def test_statements_are_split_where_they_end() -> None:
    script = (
        "-- a; b\nSELECT ';';\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\nSELECT 1;\nEND;\nSELECT 2"
    )
    assert [s.split()[-1] for s in statements(script)] == ["';';", "END;", "2"]


def test_the_place_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert default_path() == tmp_path / "screener" / "screener.db"
    monkeypatch.setenv("SCREENER_DB", "/elsewhere/x.db")
    assert default_path() == Path("/elsewhere/x.db")
    assert default_path("given.db") == Path("given.db")
    assert rules_folder_of_user() is None
    (tmp_path / "screener" / "rules").mkdir(parents=True)
    assert rules_folder_of_user() == tmp_path / "screener" / "rules"
