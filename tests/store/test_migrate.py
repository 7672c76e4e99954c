"""Migrations: applied once, recorded, copied before, and never backwards."""

import sqlite3
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import pytest

from screener.call import Call
from screener.faults import Fault
from screener.store import Store, migrate

FIRST = files("screener.store").joinpath("migrations", "0001_first.sql").read_text()


def recorded(path: Path) -> list[tuple[str, str]]:
    """The migrations that the file says it has had."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name, applied_at FROM applied_migration").fetchall()
    connection.close()
    return rows


def test_the_program_knows_its_last_migration() -> None:
    scripts = migrate._scripts()
    assert [number for number, _, _ in scripts] == list(range(1, migrate.LATEST + 1))


def test_migrations_are_recorded_and_applied_once(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Store.open(path).close()
    first = recorded(path)
    Store.open(path).close()
    assert recorded(path) == first
    assert [name for name, _ in first] == [name for _, name, _ in migrate._scripts()]
    assert all(datetime.fromisoformat(at).tzinfo for _, at in first)


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {migrate.LATEST + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(Fault, match="written by a newer version of Screener"):
        Store.open(path)
    assert path.read_bytes() == before


def add_step(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A program that knows one more migration."""
    scripts = [*migrate._scripts(), (migrate.LATEST + 1, "9999_next", script)]
    monkeypatch.setattr(migrate, "_scripts", lambda: scripts)
    monkeypatch.setattr(migrate, "LATEST", migrate.LATEST + 1)


def test_an_older_database_is_copied_before_it_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.db"
    with Store.open(path) as store:
        store.log(Call(id="a", said="hello"))
    old = migrate.LATEST
    add_step(monkeypatch, "CREATE TABLE next (a TEXT) STRICT;")
    with Store.open(path) as store:
        assert [row.id for row in store.history("hello")] == ["a"]
        assert store._db.value("SELECT count(*) FROM next") == 0
    assert recorded(path)[-1][0] == "9999_next"
    (copy,) = tmp_path.glob("x.db.backup-*")
    assert copy.name.startswith(f"x.db.backup-{old:04d}-")
    assert copy.stat().st_mode & 0o777 == 0o600
    monkeypatch.undo()
    with Store.open(copy) as store:
        assert [row.id for row in store.history("hello")] == ["a"]


def test_a_failing_step_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.db"
    Store.open(path).close()
    before = recorded(path)
    with monkeypatch.context() as patch:
        add_step(patch, "CREATE TABLE next (a TEXT) STRICT;\nINSERT INTO nowhere VALUES (1);")
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            Store.open(path)
    assert recorded(path) == before
    Store.open(path).close()


def test_every_table_is_strict(store: Store) -> None:
    loose = store._db.all(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND NOT strict AND name NOT LIKE 'sqlite_%'"
    )
    assert loose == []
    assert store._db.all("PRAGMA foreign_key_check") == []
