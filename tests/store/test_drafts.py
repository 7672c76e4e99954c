"""A draft for each window: none overwrites another's, none of a running one is taken."""

import os
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from screener.call import Call
from screener.faults import Fault
from screener.ledger import Party, PartyKind
from screener.store import Store
from screener.store.driver import open_database
from screener.store.migrate import migrate
from screener.store.running import Window, running
from tests.store.samples import NOON


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "x.db"


def opened(path: Path) -> Store:
    """A window whose clock goes on by a second at each look."""
    ticks = count()
    return Store.open(path, clock=lambda: NOON + timedelta(seconds=next(ticks)))


def beside(path: Path) -> list[str]:
    return [file.name for file in path.parent.glob("*.window-*")]


def test_a_draft_outlives_the_program(path: Path) -> None:
    with opened(path) as store:
        assert store.draft() is None
        store.save_draft(Call(number="614", said="he said\n\ud83d"))
        store.save_draft(Call(number="614 5", tells=("code",)))
        assert store.draft() == Call(number="614 5", tells=("code",))
    with opened(path) as store:
        assert store.draft() == Call(number="614 5", tells=("code",))
        (left,) = store.drafts_left()
        assert store.take_draft(left) == Call(number="614 5", tells=("code",))
        store.save_draft(None)
        assert store.draft() is None
        assert store.drafts_left() == ()
    assert beside(path) == []


def test_each_window_keeps_its_own(path: Path) -> None:
    with opened(path) as one, opened(path) as other:
        one.save_draft(Call(said="one"))
        assert other.drafts_left() == ()
        other.save_draft(Call(said="other"))
        one.save_draft(Call(said="one more"))
        assert (one.draft(), other.draft()) == (Call(said="one more"), Call(said="other"))
        other.save_draft(None)
        assert one.draft() == Call(said="one more")
        assert (one.drafts_left(), other.drafts_left()) == ((), ())


def test_what_was_left_is_taken_once_newest_first(path: Path) -> None:
    with opened(path) as first, opened(path) as second:
        second.save_draft(Call(said="older"))
        for _ in range(3):
            first.save_draft(Call(said="newer"))
    with opened(path) as one, opened(path) as other:
        newest, older = one.drafts_left()
        assert one.take_draft(newest) == Call(said="newer")
        assert other.take_draft(newest) is None
        assert other.drafts_left() == (older,)
        assert other.take_draft(older) == Call(said="older")
        one.save_draft(Call(said="newer still"))
        assert one.take_draft(older) is None
        assert one.draft() == Call(said="newer still")


def test_taking_another_leaves_ones_own(path: Path) -> None:
    with opened(path) as store:
        store.save_draft(Call(said="left"))
    with opened(path) as store:
        (left,) = store.drafts_left()
        store.save_draft(Call(said="typed at once"))
        assert store.take_draft(left) == Call(said="left")
        (own,) = store.drafts_left()
        store.leave_draft()
        assert set(store.drafts_left()) == {own, left}
        assert store.take_draft(own) == Call(said="typed at once")


def test_the_draft_of_a_window_that_was_killed_is_left(path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from screener.call import Call; "
        "from screener.store import Store; store = Store.open(Path(sys.argv[1])); "
        "store.save_draft(Call(said='killed')); print('kept', flush=True); sys.stdin.read()"
    )
    window = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with window:
        assert window.stdout is not None
        assert window.stdout.readline() == "kept\n"
        with opened(path) as store:
            assert store.drafts_left() == ()
            window.kill()
            window.wait()
            assert len(beside(path)) == 1
            (left,) = store.drafts_left()
            assert store.take_draft(left) == Call(said="killed")
            assert len(beside(path)) == 1, "the lock of the dead one went, one's own came"
    assert beside(path) == []


def test_two_that_look_at_once_see_the_same(path: Path) -> None:
    path.parent.mkdir()
    window = Window(path)
    assert running(path) == running(path) == {window.name}
    dead = path.with_name("x.db.window-0123")
    dead.touch()
    looking = os.open(dead, os.O_RDWR)
    try:
        assert running(path) == {window.name}
    finally:
        os.close(looking)
        window.end()
    assert running(path) == set()
    assert beside(path) == []


def test_nothing_is_put_beside_before_something_is_typed(path: Path) -> None:
    with opened(path) as store:
        store.save_draft(None)
        assert store.drafts_left() == ()
        assert beside(path) == []


def test_the_draft_of_an_older_file_is_left(path: Path) -> None:
    path.parent.mkdir()
    with closing(open_database(path)) as db:
        migrate(db, step=11)
        db.run("INSERT INTO draft (id, call, at) VALUES (1, ?, 5)", ('{"said":"old"}',))
    with opened(path) as store:
        (left,) = store.drafts_left()
        assert store.take_draft(left) == Call(said="old")


def test_forgetting_takes_every_draft_that_names_the_party(path: Path) -> None:
    with opened(path) as one, opened(path) as other, opened(path) as third:
        for store, company in ((one, "Zenith"), (other, "Zenith"), (third, "Acme")):
            store.save_draft(Call(company=company))
        assert third.forget(Party(PartyKind.NAME, "zenith")).what.drafts == 2
        assert (one.draft(), third.draft()) == (None, Call(company="Acme"))
        one.save_draft(Call(company="Typed on"))
        assert one.draft() == Call(company="Typed on")


def test_a_folder_that_takes_nothing_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    with opened(path) as store:
        monkeypatch.setattr("screener.store.running.os.open", refuse)
        with pytest.raises(Fault, match=r"Nothing can be put beside .*: permission denied"):
            store.save_draft(Call(said="x"))
