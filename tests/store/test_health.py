"""Each thing that can be wrong with the file is found, named, and comes with what to do."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from screener.call import Call
from screener.store import Store, health
from screener.store.finding import Finding, State, told
from screener.store.health import look_at_file
from screener.store.migrate import LATEST
from tests.store.test_copies import age, aged_copy
from tests.store.test_driver import mode


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "own" / "x.db"
    with Store.open(place) as store:
        for number in range(40):
            store.log(Call(id=str(number), said=f"hello number{number} " * 20))
        store.anchor("report")
    return place


def looked(path: Path, *, full: bool = False, fix: bool = False) -> dict[str, Finding]:
    findings = list(look_at_file(path, full=full, fix=fix))
    assert all(bool(each.todo) is (each.state is not State.OK) for each in findings)
    return {each.what: each for each in findings}


def wrong(path: Path, *, full: bool = False, fix: bool = False) -> dict[str, str]:
    return {
        what: each.found
        for what, each in looked(path, full=full, fix=fix).items()
        if each.state is not State.OK
    }


def tamper(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("full", [False, True])
def test_a_file_in_order(path: Path, full: bool) -> None:
    found = looked(path, full=full)
    assert {each.state for each in found.values()} == {State.OK}
    assert found["chain"].found.startswith("40 records, ")
    assert "call " in found["tables"].found
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_no_file_yet_is_no_fault(tmp_path: Path) -> None:
    assert list(looked(tmp_path / "none" / "x.db")) == ["database"]
    assert not (tmp_path / "none").exists()


def test_what_is_no_database_is_told_with_the_newest_copy(path: Path) -> None:
    with Store.open(path) as store:
        copy = store.copy_now()
    path.write_text("Dear diary")
    found = looked(path)["database"]
    assert found.state is State.PROBLEM
    assert "is not a database" in found.found
    assert f"screener restore '{copy}'" in found.todo


def test_a_newer_and_an_older_schema(path: Path) -> None:
    tamper(path, f"PRAGMA user_version = {LATEST + 1}")
    found = looked(path)
    assert (found["schema"].state, found["schema"].todo) == (State.PROBLEM, "update Screener")
    assert "chain" not in found
    tamper(path, f"PRAGMA user_version = {LATEST - 1}")
    found = looked(path)
    assert found["schema"].state is State.WARNING
    assert found["schema"].found == f"step {LATEST - 1} of {LATEST}: 1 to do"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (LATEST - 1,)


def test_damage_is_found(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-40_960:] = b"\xee" * 40_960
    path.write_bytes(content)
    assert {"database", "integrity", "sizes"} & set(wrong(path))


def test_rows_that_name_what_is_gone(path: Path) -> None:
    tamper(path, "INSERT INTO vendor_number (vendor, place, number) VALUES (77, 0, '+1')")
    assert wrong(path) == {"references": "1 rows name others that are gone"}


def test_an_index_that_does_not_fit_is_built_anew(path: Path) -> None:
    tamper(path, "UPDATE call_fts_data SET block = x'00' WHERE id > 10")
    assert list(wrong(path)) == ["word index"]
    assert wrong(path, fix=True) == {}
    assert wrong(path, full=True) == {}
    with Store.open(path) as store:
        assert [row.id for row in store.history("number7")] == ["7"]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO call_fts (rowid, words) VALUES (77, '=hello')",
        (
            "INSERT INTO call_fts (call_fts, rowid, words) "
            "SELECT 'delete', key, '=hello' FROM call WHERE id = '7'"
        ),
    ],
)
def test_a_sound_index_of_other_words_is_found_by_comparing(path: Path, statement: str) -> None:
    tamper(path, statement)
    assert wrong(path) == {}
    assert wrong(path, full=True) == {"word index": "it does not fit the calls"}
    assert wrong(path, full=True, fix=True) == {}
    assert wrong(path, full=True) == {}


@pytest.mark.parametrize(
    ("statement", "says", "full"),
    [
        ("UPDATE call SET said = 'else' WHERE id = '39'", "record 40 does not read", False),
        ("DELETE FROM link WHERE position = 7", "1 places are missing", False),
        ("UPDATE anchor SET head = 'beef'", "the anchor beef:40 does not hold", False),
        ("UPDATE call SET said = 'else' WHERE id = '0'", "record 1 ", True),
    ],
)
def test_a_chain_that_was_tampered_with(
    path: Path, monkeypatch: pytest.MonkeyPatch, statement: str, says: str, full: bool
) -> None:
    monkeypatch.setattr(health, "_LAST_LINKS", 10)
    drop = ("call_stays", "link_is_kept", "anchor_stays")
    tamper(path, *(f"DROP TRIGGER {name}" for name in drop), statement)
    assert says in wrong(path, full=full)["chain"]
    if full:
        # A quick look is at the newest records alone.
        assert wrong(path) == {}


def test_files_that_others_can_read(path: Path) -> None:
    with Store.open(path) as store:
        copy = store.copy_now()
    path.chmod(0o644)
    copy.chmod(0o640)
    path.parent.chmod(0o755)
    found = wrong(path)
    assert list(found) == ["permissions", "folder"]
    assert "x.db (0644)" in found["permissions"]
    assert f"{copy.name} (0640)" in found["permissions"]
    assert mode(path) == 0o644
    assert wrong(path, fix=True) == {}
    assert (mode(path), mode(copy), mode(path.parent)) == (0o600, 0o600, 0o700)


def test_a_folder_with_other_things_in_it_is_let_be(path: Path) -> None:
    path.parent.chmod(0o755)
    path.with_name("novel.txt").write_text("x")
    assert list(wrong(path, fix=True)) == ["folder"]
    assert mode(path.parent) == 0o755
    assert "folder of its own" in looked(path)["folder"].todo


def test_copies_that_are_old(path: Path) -> None:
    with Store.open(path) as store:
        aged_copy(store, 20).chmod(0o600)
    assert list(wrong(path)) == ["copies"]
    age(path, 24 * 19)
    assert wrong(path) == {}


def test_a_disk_that_is_nearly_full(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "SPARE_BYTES", 2**62)
    assert "no room for a copy" in wrong(path)["disk"]


@pytest.mark.parametrize(
    ("size", "says"),
    [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (2e9, "2.0 GB"), (5e13, "50,000.0 GB")],
)
def test_sizes_are_told(size: float, says: str) -> None:
    assert told(size) == says
