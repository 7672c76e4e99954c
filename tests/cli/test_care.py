"""`doctor`, `backup` and `restore`, as a shell runs them, and the copy of the day."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from screener.cli import main, run_command
from screener.desk import Desk
from screener.faults import Fault
from screener.store import Store, care
from screener.store.care import Keeper
from screener.store.copies import listed
from screener.store.migrate import LATEST
from tests.cli.conftest import Run


@pytest.fixture
def filled(run: Run, db: Path) -> Path:
    """A database with one call, in a folder of its own."""
    db.parent.chmod(0o700)
    assert run("log", "--company", "Acme", "--said", "free panels").code == 0
    return db


def found(run: Run, *arguments: str) -> dict[str, dict[str, Any]]:
    lines = run("doctor", "--json", *arguments).json
    assert isinstance(lines, list)
    return {line["what"]: line for line in lines}


# --- doctor -----------------------------------------------------------------------------------


def test_the_doctor_finds_everything_in_order(run: Run, filled: Path) -> None:
    ran = run("doctor")
    assert (ran.code, ran.err) == (0, "")
    assert "✗" not in ran.out
    lines = found(run, "--full")
    assert set(lines) >= {
        *("database", "schema", "integrity", "references", "word index", "chain", "sizes"),
        *("permissions", "folder", "copies", "program", "libraries", "rules", "time zones"),
        *("settings", "cache", "disk"),
    }
    assert {key for line in lines.values() for key in line} == {"what", "state", "found", "todo"}
    assert "hash " in lines["rules"]["found"]
    assert "SQLite 3." in lines["program"]["found"]


def test_the_doctor_comes_where_nothing_is_yet(run: Run, db: Path) -> None:
    lines = found(run)
    assert "not there yet" in lines["database"]["found"]
    assert not db.exists()


def test_a_problem_is_exit_code_1_with_what_to_do(run: Run, filled: Path) -> None:
    filled.chmod(0o644)
    ran = run("doctor")
    assert ran.code == 1
    assert "✗ problem  permissions: others can read calls.db (0644)" in ran.out
    assert "→ `screener doctor --fix`" in ran.out
    assert run("doctor", "--fix").code == 0
    assert run("doctor").code == 0


def test_what_is_around_can_be_wrong_too(
    run: Run, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = tmp_path / "home" / "xdg_config_home" / "screener" / "rules"
    rules.mkdir(parents=True)
    (rules / "mine.toml").write_text("[[signal]]\nid = 3\n")
    run("setup", "--time-zone", "Europe/London")
    monkeypatch.setattr("screener.desk.surroundings.LIBRARIES", ("click", "no-such-thing"))
    lines = found(run)
    assert lines["rules"]["state"] == "problem"
    assert "mine.toml" in lines["rules"]["found"]
    assert lines["libraries"]["found"] == "missing: no-such-thing"
    assert "yours is Europe/London" in lines["time zones"]["found"]
    (rules / "mine.toml").unlink()
    assert "0 files of yours" in found(run)["rules"]["found"]


def test_the_doctor_changes_no_database_of_an_older_program(run: Run, filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute(f"PRAGMA user_version = {LATEST - 1}")
    assert found(run)["schema"]["state"] == "warning"
    with closing(sqlite3.connect(filled)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (LATEST - 1,)


# --- backup -----------------------------------------------------------------------------------


def test_a_backup_to_a_file_and_its_anchor(run: Run, filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "stick.db"
    made = run("backup", str(target), "--json").json
    assert isinstance(made, dict)
    assert (made["file"], made["calls"], made["step"]) == (str(target), 1, LATEST)
    assert run("verify", "--anchor", made["head"]).code == 0
    ran = run("backup", str(target))
    assert ran.code == 0
    assert f"Copied to {target}: 1 call, " in ran.out
    assert f"Head: {made['head']}" in ran.out
    assert listed(filled) == []


def test_a_backup_beside_the_database_is_listed(run: Run, filled: Path) -> None:
    assert "No copies yet." in run("backup", "--list").out
    assert run("backup").code == 0
    (copy,) = listed(filled)
    rows = run("backup", "--list", "--json").json
    assert isinstance(rows, list)
    assert rows[0]["file"] == str(copy.path)
    assert (rows[0]["calls"], rows[0]["fault"], rows[0]["before"]) == (1, None, None)
    assert run("verify", "--anchor", rows[0]["head"]).code == 0
    told = run("backup", "--list").out
    assert copy.path.name in told
    assert "daily" in told
    copy.path.write_text("spoilt")
    assert "unreadable" in run("backup", "--list").out
    rows = run("backup", "--list", "--json").json
    assert isinstance(rows, list)
    assert "is not a database" in rows[0]["fault"]


def test_a_backup_replaces_no_other_file(run: Run, filled: Path, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8 a photograph")
    for file, says in (
        (photo, "is not a database. It was not replaced"),
        (filled, "is the database itself"),
        (tmp_path, "is a folder"),
        (tmp_path / "none" / "b.db", "no such file or directory"),
    ):
        ran = run("backup", str(file))
        assert ran.code == 2
        assert says in ran.err
        assert ran.err.count("\n") == 1
    assert photo.read_bytes() == b"\xff\xd8 a photograph"
    assert run("backup", "--list", "x").code == 2


def test_a_backup_may_have_a_name_that_is_no_text(run: Run, filled: Path, tmp_path: Path) -> None:
    ran = run("backup", str(tmp_path / os.fsdecode(b"stick \x80.db")))
    assert (ran.code, ran.err) == (0, "")
    assert (tmp_path / os.fsdecode(b"stick \x80.db")).is_file()
    assert run("verify").code == 0


def test_a_name_that_is_too_long_is_one_sentence(run: Run, filled: Path, tmp_path: Path) -> None:
    ran = run("backup", str(tmp_path / ("x" * 300)))
    assert (ran.code, ran.out) == (2, "")
    assert "name too long" in ran.err


def test_there_must_be_something_to_copy(run: Run, db: Path) -> None:
    ran = run("backup")
    assert (ran.code, db.exists()) == (2, False)
    assert "not there yet" in ran.err


# --- restore ----------------------------------------------------------------------------------


def test_restoring_asks_first(run: Run, filled: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "b.db")
    run("backup", target)
    run("log", "--company", "Later")
    run("report", "Later", "--format", "txt")
    ran = run("restore", target, stdin=b"n\n")
    assert ran.code == 130
    assert "b.db holds 1 call." in ran.err
    assert "as it stands holds 2; it is kept beside" in ran.err
    assert "quoted since (1 reports" in ran.err
    assert "Later" in run("history").out


def test_a_backup_is_restored_and_the_present_is_kept(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    target = str(tmp_path / "b.db")
    run("backup", target)
    run("log", "--company", "Later")
    done = run("restore", target, "--yes", "--json").json
    assert isinstance(done, dict)
    assert done["calls"] == 1
    assert "Later" not in run("history").out
    assert run("verify").code == 0
    ran = run("restore", done["kept"], "--yes")
    assert "Restored: 2 calls." in ran.out
    assert "is kept as" in ran.out
    assert "Later" in run("history").out


def test_what_cannot_be_restored_is_one_sentence(run: Run, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("Dear diary, " * 20)
    other = Store.open(filled)
    run("backup", str(tmp_path / "b.db"))
    for file, says in (
        (tmp_path / "diary.txt", "is not a database"),
        (tmp_path / "none.db", "no such file"),
        (filled, "is the database itself"),
        (tmp_path / "b.db", "is open in another program"),
    ):
        ran = run("restore", str(file), "--yes")
        assert ran.code == 2
        assert says in ran.err
        assert ran.err.count("\n") == 1
    other.close()
    assert run("restore", str(tmp_path / "b.db"), "--yes").code == 0


# --- the copy of the day ----------------------------------------------------------------------


@pytest.fixture
def aged(filled: Path) -> Path:
    """The same database, made three days ago."""
    made = datetime.now(UTC) - timedelta(days=3)
    with Store.open(filled) as store:
        store._db.run("UPDATE applied_migration SET applied_at = ?", (made.isoformat(),))
    return filled


def patched(monkeypatch: pytest.MonkeyPatch, name: str, by: object) -> None:
    """Another in its place, whether the command line took it over at its start or later."""
    monkeypatch.setattr(care, name, by)
    monkeypatch.setattr(main, name, by, raising=False)


def test_the_first_command_of_a_day_that_writes_makes_a_copy(run: Run, aged: Path) -> None:
    assert run("history").code == 0
    assert run("lookup", "Acme").code == 0
    assert listed(aged) == []
    ran = run("log", "--company", "Later")
    assert (ran.code, ran.err) == (0, "")
    assert len(listed(aged)) == 1
    assert run("log", "--company", "Latest").code == 0
    assert len(listed(aged)) == 1


def test_a_copy_that_fails_is_told_and_the_call_is_logged(
    run: Run, aged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screener.store.copies.SPARE_BYTES", 2**62)
    ran = run("log", "--company", "Later")
    assert ran.code == 0
    assert ran.err.startswith("screener: The disk is nearly full: no copy of")
    assert ran.err.count("\n") == 1
    assert "Later" in run("history").out

    def interrupt(path: Path) -> None:
        raise KeyboardInterrupt

    patched(monkeypatch, "copy_of_the_day", interrupt)
    ran = run("log", "--company", "Latest")
    assert (ran.code, ran.err) == (
        0,
        "screener: stopped; the copy of the day is made another time.\n",
    )


def test_beside_the_screen_a_keeper_is_at_work(
    filled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    seen: list[object] = []

    class Kept(Keeper):
        def __enter__(self) -> "Kept":
            seen.append(self._path)
            self.failure = Fault("no copy was made")
            return self

        def __exit__(self, *_: object) -> None:
            seen.append("closed")

    patched(monkeypatch, "Keeper", Kept)

    def open_screen(make: Callable[[], Desk], demo: bool, **beside: object) -> None:
        seen.append("screen")
        make().close()
        make().close()

    code = run_command(["--db", str(filled)], open_screen)
    assert code == 0
    assert seen == ["screen", filled, "closed"]
    assert capsys.readouterr().err == "screener: no copy was made\n"
