"""Encrypted files: opened, copied, turned, and what is said where the passphrase is missing."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import keyring
import pytest

from screener.call import Call
from screener.faults import Fault
from screener.store import Store, keys
from screener.store.copies import copies_of
from screener.store.driver import Locked, alone_with, open_unchanged
from screener.store.encrypting import turn
from screener.store.files import ENCRYPTED, is_encrypted
from screener.store.restore import content_of, restore
from screener.vendor import Vendor

KEY = f"x'{'5a' * 32}'"
OTHER = f"x'{'a5' * 32}'"
WORDS = "nobody else reads that the boiler is broken"


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """The system's keyring as a dictionary, and nothing known of any passphrase."""
    kept: dict[tuple[str, str], str] = {}
    monkeypatch.setattr(keyring, "get_password", lambda *of: kept.get(of))
    monkeypatch.setattr(keyring, "set_password", lambda *of: kept.update({of[:2]: of[2]}))
    monkeypatch.setattr(keyring, "delete_password", lambda *of: kept.pop(of))
    monkeypatch.setattr(keys, "_known", {})
    monkeypatch.setattr(keys, "_askers", [])
    monkeypatch.delenv(keys.KEY_FILE, raising=False)
    return kept


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A plain file with some life in it, and a copy beside it."""
    path = tmp_path / "screener.db"
    with Store.open(path) as store:
        store.add_vendor(Vendor("Acme Heating", numbers=("+16145550133",)))
        for at in range(20):
            store.log(Call(id=f"c{at}", company="Acme Heating", said=f"{WORDS} {at}"))
        store.copy_now()
    return path


def _everything(path: Path) -> list[str]:
    """What verifying and searching find: the chain is whole, and every call is there."""
    with Store.open(path) as store:
        verified = store.verify()
        assert verified.whole
        found = store.history("boiler", limit=100)
        return [str(verified), *(row.said for row in found)]


def _holds_words(folder: Path) -> list[str]:
    return sorted(
        each.name
        for each in folder.iterdir()
        if each.is_file() and (b"boiler" in each.read_bytes() or b"Acme" in each.read_bytes())
    )


def test_a_turned_file_holds_the_same_and_shows_nothing(path: Path) -> None:
    before = _everything(path)
    copies = len(copies_of(path))
    done = turn(path, KEY)
    assert len(done.files) == 1 + copies
    assert not done.left
    assert path.read_bytes()[:4] == ENCRYPTED
    assert path.stat().st_mode & 0o777 == 0o600
    assert _holds_words(path.parent) == []
    assert _everything(path) == before


def test_written_anew_it_still_shows_nothing(path: Path) -> None:
    turn(path, KEY)
    with Store.open(path) as store:
        store.log(Call(id="new", said=f"{WORDS} again"))
        assert _holds_words(path.parent) == []
        copy = store.copy_now()
        store.backup(path.with_name("mine.db"))
    assert is_encrypted(copy)
    assert is_encrypted(path.with_name("mine.db"))
    assert _holds_words(path.parent) == []
    assert content_of(path.with_name("mine.db")).calls == 21


def test_back_to_plain_it_is_an_ordinary_file(path: Path) -> None:
    before = _everything(path)
    turn(path, KEY)
    turn(path, None)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM call").fetchone() == (20,)
    assert _everything(path) == before


def test_another_passphrase_takes_the_place_of_the_first(path: Path) -> None:
    turn(path, KEY)
    turn(path, OTHER)
    keys.remember(path, None)
    keys.remember(path.with_name("elsewhere"), KEY)
    with pytest.raises(Locked, match="another passphrase"):
        Store.open(path)
    keys.remember(path, OTHER)
    assert len(_everything(path)) == 21


def test_without_a_passphrase_the_sentence_says_what_to_do(path: Path) -> None:
    turn(path, KEY)
    keys.remember(path, None)
    content = path.read_bytes()
    with pytest.raises(Locked, match=r"is encrypted, and its passphrase is not at hand.*SCREENER"):
        Store.open(path)
    assert path.read_bytes() == content


def test_the_keyring_and_the_key_file_open_it(
    path: Path,
    ring: dict[tuple[str, str], str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    turn(path, KEY)
    keys.remember(path, None)
    assert keys.keep_in_keyring(path, KEY)
    assert len(_everything(path)) == 21
    copy = copies_of(path)[0]
    keys.remember(path, None)
    assert content_of(copy).calls == 20
    keys.remember(copy, None)
    assert keys.keep_in_keyring(path, None)
    assert not ring
    named = tmp_path / "key"
    named.write_text(KEY + "\n")
    monkeypatch.setenv(keys.KEY_FILE, str(named))
    assert len(_everything(path)) == 21


def test_a_key_file_makes_a_new_file_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "key"
    named.write_text(KEY)
    monkeypatch.setenv(keys.KEY_FILE, str(named))
    path = tmp_path / "data" / "new.db"
    with Store.open(path) as store:
        store.log(Call(said=WORDS))
    assert is_encrypted(path)


@pytest.mark.parametrize(("content", "says"), [(None, "cannot be read"), ("\n", "is empty")])
def test_a_key_file_that_holds_none_is_named(
    content: str | None, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "key"
    if content is not None:
        named.write_text(content)
    monkeypatch.setenv(keys.KEY_FILE, str(named))
    with pytest.raises(Fault, match=f"{keys.KEY_FILE}: .*{says}"):
        Store.open(tmp_path / "new.db")


def test_a_person_is_asked_three_times_at_most(path: Path) -> None:
    turn(path, KEY)
    keys.remember(path, None)
    asked: list[int] = []

    def wrong(_: Path, before: int) -> str:
        asked.append(before)
        return f"wrong {before} one"

    keys.ask_with(wrong)
    with pytest.raises(Locked, match="another passphrase"):
        Store.open(path)
    assert asked == [0, 1, 2]
    answers = iter(["wrong again", KEY])
    keys.ask_with(lambda _, before: next(answers))
    assert len(_everything(path)) == 21


def test_a_passphrase_gives_the_key_that_sqlcipher_makes(tmp_path: Path) -> None:
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - types are looked at without it

    path = tmp_path / "screener.db"
    keys.remember(path, "korrekt pferd batterie")
    with Store.open(path) as store:
        store.log(Call(said=WORDS))
    turn(path, "korrekt pferd batterie")
    with closing(dbapi2.connect(path)) as other:
        other.execute("PRAGMA key = 'korrekt pferd batterie'")
        assert other.execute("SELECT count(*) FROM call").fetchone() == (1,)


_HOLDS = """
import sys
from pathlib import Path
from screener.store import Store
with Store.open(Path(sys.argv[1])) as store:
    print(store.count(), flush=True)
    sys.stdin.read()
"""


def test_nothing_is_turned_while_another_has_it_open(path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    with other:
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline()
        with pytest.raises(Fault, match="close that and try again"):
            turn(path, KEY)
        other.stdin.close()
    assert not is_encrypted(path)
    assert [each.name for each in path.parent.iterdir() if "turning" in each.name] == []


def test_nothing_is_lost_where_the_new_file_cannot_be_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _everything(path)

    def full(source: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Fault, match="no space left"):
        turn(path, KEY)
    monkeypatch.undo()
    assert _everything(path) == before
    assert [each.name for each in path.parent.iterdir() if "turning" in each.name] == []


def test_a_copy_that_is_damaged_is_named_and_left(path: Path) -> None:
    copy = copies_of(path)[0]
    content = bytearray(copy.read_bytes())
    content[4096:8192] = os.urandom(4096)
    copy.write_bytes(content)
    done = turn(path, KEY)
    assert [left for left, _ in done.left] == [copy]
    assert done.files == (path,)


def test_damage_of_an_encrypted_file_is_said(path: Path) -> None:
    turn(path, KEY)
    content = bytearray(path.read_bytes())
    content[2 * 4096 : -4096] = os.urandom(len(content) - 3 * 4096)
    path.write_bytes(content)
    with pytest.raises(Fault, match="damaged"):
        _everything(path)


def test_a_copy_is_restored_and_its_own_passphrase_goes_with_it(path: Path) -> None:
    turn(path, KEY)
    with Store.open(path) as store:
        store.backup(path.with_name("mine.db"))
        store.log(Call(said="later"))
    assert restore(path.with_name("mine.db"), path) is not None
    with Store.open(path) as store:
        assert store.count() == 20
    assert is_encrypted(path)


def test_one_that_is_locked_is_let_be(path: Path) -> None:
    turn(path, KEY)
    keys.remember(path, None)
    with alone_with(path):
        pass
    with pytest.raises(Locked):
        open_unchanged(path)
