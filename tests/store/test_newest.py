"""A first look at a file: the same calls as its store lists, and the file stays as it is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from screener.call import Call
from screener.store import Store
from screener.store.newest import glance

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def filled(path: Path) -> Store:
    store = Store.open(path)
    calls = (Call(at=START + timedelta(hours=7 * at), said=f"call {at}") for at in range(30))
    store.log_all((call, None) for call in calls)
    return store


def test_a_first_look_shows_what_the_store_lists(tmp_path: Path) -> None:
    with filled(tmp_path / "h.db") as store:
        key = store.history(limit=1)[0].key
        store.amend(store.history(limit=1)[0].id, {"said": "put right"})
        seen = glance(tmp_path / "h.db")
        assert seen is not None
        days = seen.days()
        assert days == store.days()
        rows = seen.rows_of_day(days[0][0], 0, 100)
        assert rows == store.history(limit=100)
        assert (rows[0].key, rows[0].said) == (key, "put right")
        assert seen.rows_of_day(days[0][0], 2, 3) == rows[2:5]
        seen.close()


def test_where_the_file_must_be_made_or_changed_first_nothing_is_seen(tmp_path: Path) -> None:
    missing, older, other = (tmp_path / name for name in ("no.db", "older.db", "text.db"))
    assert glance(missing) is None
    assert not missing.exists()
    filled(older).close()
    with Store.open(older) as store:
        store._db.run("PRAGMA user_version = 11")
    before = older.read_bytes()
    assert glance(older) is None
    assert older.read_bytes() == before
    other.write_text("no database")
    assert glance(other) is None
