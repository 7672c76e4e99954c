"""What storing calls leaves for lulls: the log and the pieces of the index."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from screener.call import Call
from screener.faults import Fault
from screener.store import Store, care, migrate
from screener.store.care import Keeper
from screener.store.driver import open_database
from screener.store.indexed import is_as_told
from screener.store.resting import Lull, join, rest


def pieces(store: Store) -> int:
    return int(store._db.value("SELECT count(DISTINCT segid) FROM call_fts_idx"))


def log_file(store: Store) -> Path:
    return store.path.with_name(store.path.name + "-wal")


def log_some(store: Store, count: int) -> None:
    for place in range(count):
        store.log(Call(said=f"your order number {place} is ready"))


def unread_log(store: Store) -> int:
    """How many pages of the log are not in the file yet."""
    _, logged, moved = store._db.one("PRAGMA wal_checkpoint(PASSIVE)") or (0, 0, 0)
    return int(logged - moved)


def go_on() -> None:
    """Nothing stands against it."""


@pytest.fixture
def opened(store: Store) -> Iterator[Store]:
    """The store, with an index in pieces."""
    log_some(store, 10)
    assert pieces(store) == 10
    yield store
    with closing(open_database(store.path)) as db:
        assert is_as_told(db)


def test_storing_joins_nothing_until_there_are_many_pieces(store: Store) -> None:
    for _ in range(200):
        log_some(store, 1)
        assert pieces(store) <= 31
    assert len(store.history("order ready")) == 50


def test_rest_joins_the_pieces_and_moves_the_log_into_the_file(opened: Store) -> None:
    size = opened.path.stat().st_size
    rest(opened.path, go_on)
    assert pieces(opened) == 1
    assert opened.path.stat().st_size > size
    assert len(opened.history("order ready")) == 10
    assert log_file(opened).stat().st_size > 0, "it is written anew, not made anew"


def test_rest_writes_nothing_where_nothing_is_to_be_done(opened: Store) -> None:
    rest(opened.path, go_on)
    before = log_file(opened).stat().st_mtime_ns, opened.data_version()
    rest(opened.path, go_on)
    assert before == (log_file(opened).stat().st_mtime_ns, opened.data_version())


def test_rest_makes_no_file(tmp_path: Path) -> None:
    rest(tmp_path / "none.db", go_on)
    assert not any(tmp_path.iterdir())


def test_rest_goes_on_where_it_was_cut_short(
    opened: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop() -> None:
        raise Fault("enough")

    monkeypatch.setattr("screener.store.indexed._PAGES", 1)
    with pytest.raises(Fault, match="enough"):
        rest(opened.path, stop)
    with closing(open_database(opened.path)) as db:
        assert is_as_told(db)
    rest(opened.path, go_on)
    assert pieces(opened) == 1


def test_nobody_is_waited_for(opened: Store) -> None:
    opened._db.run("PRAGMA busy_timeout = 0")
    with Store.open(opened.path) as other, other.transaction():
        other.log(Call(id="writing"))
        assert join(opened._db) is False
        assert pieces(opened) == 10
    assert pieces(opened) == 1, "who was writing joined them"


def test_closing_joins_pieces(store: Store) -> None:
    with Store.open(store.path) as other:
        log_some(other, 10)
    assert pieces(store) == 1


def test_a_lull_comes_after_writing_and_is_over_once_it_was_used(store: Store) -> None:
    lull = Lull(store.path)
    store.log(Call(id="a"))
    assert not lull.has_come()
    assert lull.has_come()
    lull.over()
    assert not lull.has_come()
    store.log(Call(id="b"))
    assert not lull.has_come(), "somebody wrote since it was asked"
    assert lull.has_come()


def test_there_is_no_lull_without_a_log(tmp_path: Path) -> None:
    lull = Lull(tmp_path / "x.db")
    assert not lull.has_come()
    assert not lull.has_come()


def test_a_keeper_rests_in_a_lull(opened: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "_LOOK", 0.01)
    with Keeper(opened.path) as keeper:
        until = time.monotonic() + 30
        while pieces(opened) > 1 and time.monotonic() < until:
            time.sleep(0.01)
    assert pieces(opened) == 1
    assert keeper.failure is None
    assert unread_log(opened) == 0


def test_a_keeper_bears_a_file_that_cannot_be_used(
    opened: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def fail(path: Path, go_on: object) -> None:
        tried.append(path)
        raise Fault("locked")

    monkeypatch.setattr(care, "_LOOK", 0.001)
    monkeypatch.setattr(care, "rest", fail)
    with Keeper(opened.path) as keeper:
        until = time.monotonic() + 30
        while not tried and time.monotonic() < until:
            time.sleep(0.001)
    assert tried
    assert keeper.failure is None


def test_a_file_of_the_step_before_joins_later_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "LATEST", 12)
    with Store.open(tmp_path / "x.db") as store:
        sql = "SELECT v FROM call_fts_config WHERE k = 'automerge'"
        assert store._db.value(sql) is None
        monkeypatch.undo()
        migrate.migrate(store._db)
        assert store._db.value(sql) == 0
