"""The harness of troubles notices what it is there to notice, and the screen bears them too."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reliability import household
from reliability.apart import NOBODY, Limits, apart, hand_over
from reliability.checking import Answer
from reliability.clockwork import set_back, vanished
from reliability.household import NAME
from reliability.state import read
from reliability.surroundings import Line, Typed, _afterwards, _judge, _untouched
from screener.desk import Desk
from screener.store import Store
from tests.tui.conftest import Hand, Opened, opened
from tests.tui.fake_desk import NOW

__all__ = ["opened"]

LOG = Typed(("log", "--said", "hello"), lambda before, now: "marked x" in now)


@pytest.fixture
def place() -> Iterator[Path]:
    with household.place() as folder:
        folder.chmod(0o755)
        yield folder


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        (Answer(0, "Logged", ""), ""),
        (Answer(2, "", "screener: The disk is full.\n"), ""),
        (Answer(2, "", "Traceback (most recent call last):\n…\n"), "a traceback"),
        (Answer(1, "", "Traceback (most recent call last):\n"), "a traceback"),
        (Answer(2, "", "screener: one.\nscreener: two.\n"), "log --said: 2"),
        (Answer(2, "", ""), "log --said: 2"),
        (Answer(1, "", "screener: no.\n"), "log --said: 1"),
    ],
)
def test_anything_but_a_sentence_is_caught(answer: Answer, wrong: str) -> None:
    line = Line("trouble")
    _judge(LOG, answer, line)
    assert bool(line.faults) is bool(wrong)
    assert all(wrong in fault for fault in line.faults)


def test_a_command_that_lies_is_caught(place: Path) -> None:
    path = household.filled(place / "house" / NAME, 1, 3)
    before = read(path)
    assert "it is not there" in _afterwards(path, LOG, Answer(0, "Logged", ""), before)[0]
    less = dict(list(before.items())[1:])
    assert "something is left" in _afterwards(path, LOG, Answer(2, "", "no"), less)[0]
    assert not _afterwards(path, LOG, Answer(2, "", "no"), before)
    assert _untouched(path, b"as it was", Answer(2, "", "no")) == ["the file was changed"]


def test_a_command_apart_has_no_rights_and_no_room(place: Path) -> None:
    path = household.filled(place / "house" / NAME, 1, 3)
    hand_over(path.parent)
    if os.getuid() == 0:
        assert path.stat().st_uid == NOBODY
    refused = apart(path, "log", "--said", "hello", limits=Limits(largest_file=0))
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("screener: The disk reports an error")
    path.chmod(0o444)
    assert "is read-only" in apart(path, "log", "--said", "hello").err


@pytest.mark.parametrize("trial", [vanished, set_back])
def test_a_clock_set_back_and_a_folder_that_vanishes(
    trial: Callable[[Path], tuple[int, int, str, list[str]]], place: Path
) -> None:
    things, _, _, faults = trial(place / "here")
    assert things
    assert faults == []


# --- on the screen ----------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Desk(Store.open(tmp_path / "house" / NAME), clock=lambda: NOW) as desk:
        desk.set_up(region="US")
    return tmp_path / "house" / NAME


def hurried(path: Path) -> Desk:
    """A desk that waits for nobody."""
    store = Store.open(path)
    store._db.run("PRAGMA busy_timeout = 20")
    return Desk(store, clock=lambda: NOW)


async def told_and_kept(hand: Hand, words: str) -> None:
    """Stores what is typed: that it could not be is told, and all of it stays in the form."""
    await hand.put("#company", "Zenith")
    await hand.put("#said", "free estimate")
    await hand.press("ctrl+s")
    shown = " ".join(hand.text().split()) + " ".join(hand.messages())
    assert words in shown
    assert "Zenith" in hand.text()
    assert "free estimate" in hand.text()
    assert "Traceback" not in shown


async def test_a_lock_held_by_another_program(opened: Opened, path: Path) -> None:
    async with opened(lambda: hurried(path)) as hand:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            await told_and_kept(hand, "is locked by another program")
            other.execute("ROLLBACK")
        await hand.press("ctrl+s")
        assert "Stored as" in " ".join(hand.messages())
    assert "call" in " ".join(read(path))


async def test_a_disk_that_is_full(opened: Opened, path: Path) -> None:
    desks: list[Desk] = []

    def full() -> Desk:
        desks.append(hurried(path))
        return desks[-1]

    async with opened(full) as hand:

        def grow_to(pages: int) -> None:
            desks[0].store._db.run(f"PRAGMA max_page_count = {pages}")

        pages = desks[0].store._db.value("PRAGMA page_count")
        await hand.app.ask(lambda desk: grow_to(pages))
        await hand.press("f9")
        await hand.put("#note", "x" * 500_000)
        await told_and_kept(hand, "The disk is full")
        await hand.app.ask(lambda desk: grow_to(1_000_000))
        await hand.press("ctrl+s")
        assert "Stored as" in " ".join(hand.messages())


async def test_a_folder_that_is_moved_away(opened: Opened, path: Path) -> None:
    async with opened(lambda: hurried(path)) as hand:
        path.parent.rename(path.parent.with_name("elsewhere"))
        await told_and_kept(hand, "was moved, deleted or replaced")
        path.parent.with_name("elsewhere").rename(path.parent)
        await hand.press("ctrl+s")
        assert "Stored as" in " ".join(hand.messages())
