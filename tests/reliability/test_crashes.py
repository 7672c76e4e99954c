"""The harness of kills notices what it is there to notice."""

import os
import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reliability import crashes, deeds, household
from reliability.checking import bytes_left, works_at_once, wrong_with
from reliability.crashes import Line
from reliability.household import NAME
from reliability.killing import Say, ran
from reliability.state import UNDO, Model, difference, read
from reliability.works import ONCE, After, Bench, Work, acknowledged, all_or_nothing, must
from screener.call import Call
from screener.desk import Desk


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with household.place() as folder:
        household.filled(folder / "base" / NAME, 1, 4)
        yield folder


@pytest.fixture
def path(place: Path, tmp_path: Path) -> Path:
    """A household of this test's own."""
    copy = tmp_path / "house" / NAME
    copy.parent.mkdir()
    copy.write_bytes((place / "base" / NAME).read_bytes())
    return copy


# --- killing ----------------------------------------------------------------------------------


def test_work_that_ends_tells_what_it_did() -> None:
    run = ran(lambda say: say({"did": 1}))
    assert (run.said, run.killed, run.trouble) == ([{"did": 1}], False, "")


def test_work_is_killed_after_a_while() -> None:
    def work(say: Say) -> None:
        say({"did": 1})
        time.sleep(60)

    run = ran(work, after=0.3)
    assert (run.said, run.killed) == ([{"did": 1}], True)
    assert run.seconds < 30


def test_work_is_killed_before_a_step(path: Path) -> None:
    def work(say: Say) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("INSERT INTO setting VALUES ('first', '1')")
            say({"did": "first"})
            connection.execute("INSERT INTO setting VALUES ('second', '1')")
            say({"did": "second"})

    whole = ran(work)
    assert whole.steps == 2
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM setting WHERE key IN ('first', 'second')")
    cut = ran(work, at_step=2)
    assert (cut.said, cut.killed) == ([{"did": "first"}], True)


def test_trouble_in_the_work_is_told() -> None:
    def work(say: Say) -> None:
        raise ValueError("no")

    assert "ValueError: no" in ran(work).trouble


# --- what must hold ---------------------------------------------------------------------------


def test_an_acknowledgement_before_the_commit_is_caught(path: Path) -> None:
    """The lie that the harness is there for: told as done, and not on the disk yet."""

    def lying(dice: random.Random, model: Model) -> Iterator[deeds.Deed]:
        yield {"call lost": "free"}, lambda desk: None

    def slowly(dice: random.Random, model: Model) -> Iterator[deeds.Deed]:
        yield from lying(dice, model)
        time.sleep(60)

    line = Line("lying")
    crashes._endless(slowly, line, path.parent, 1, random.Random(3))
    assert line.acknowledged <= 1
    model = Model(read(path))
    heads, tried = crashes._replayed(
        model, [{"try": {"call lost": "free"}}, {"did": "0" * 64 + ":1"}]
    )
    assert (len(heads), tried) == (1, [])
    (wrong,) = crashes._unlike(read(path), [model])
    assert "call lost: 'nothing' instead of 'free'" in wrong


def test_a_head_that_was_told_and_is_not_there_is_caught(path: Path) -> None:
    _, wrong = works_at_once(path, ["0" * 64 + ":2"])
    assert "does not hold the anchor" in wrong[0]


def test_half_of_a_deed_is_caught(path: Path) -> None:
    before = read(path)
    with Desk.open(path) as desk:
        desk.log(Call(id="half", said="free"))
    whole = read(path) | {"entries on +16145550123": 4}
    after = After(path.parent, before, whole, acknowledged=False)
    (told,) = all_or_nothing(after)
    assert "half is done" in told
    assert not list(all_or_nothing(After(path.parent, before, read(path), acknowledged=True)))


def test_what_was_being_done_may_be_there_or_not() -> None:
    model = Model({"call a": "hello"})
    model.do({"note of a": "mine", "tags of a": "x"})
    assert model.after({"call b": "free"}).state["call b"] == "free"
    assert model.after(UNDO).state == {"call a": "hello"}
    assert model.state == {"call a": "hello", "note of a": "mine", "tags of a": "x"}
    assert difference({"a": 1}, {"a": 1}) == ""
    assert difference({}, {"a": 1}) == "a: 'nothing' instead of 1"


def test_a_torn_file_and_a_torn_copy_are_caught(path: Path) -> None:
    assert not list(wrong_with(path))
    path.with_name(f"{NAME}.backup-0001-20260101T000000Z").write_bytes(b"half")
    assert any("a copy is not whole" in each for each in wrong_with(path))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO call_fts (call_fts) VALUES ('delete-all')")
    assert any("and found in 0" in each for each in wrong_with(path))


def test_bytes_that_were_forgotten_are_found_wherever_they_lie(tmp_path: Path) -> None:
    (tmp_path / "x.part").write_bytes(b"..ZEBRAWOOD..")
    assert list(bytes_left(tmp_path, "zebrawood")) == ["x.part still holds 'zebrawood'"]


# --- the works --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["restore", "undo a call told to stop"])
def test_a_work_is_done_and_a_kill_in_it_leaves_no_half(
    name: str, place: Path, tmp_path: Path
) -> None:
    work = next(each for each in ONCE if each.name == name)
    line = Line(work.name)
    crashes._once(work, line, tmp_path / "work", 2, random.Random(5))
    assert (line.kills, line.faults) == (2, [])


def test_a_work_that_leaves_a_half_is_caught(place: Path, tmp_path: Path) -> None:
    def twice(folder: Path) -> None:
        must(folder / NAME, "optout", "+16145550123", "--words", "no")
        os.kill(os.getpid(), signal.SIGKILL)

    def whole(folder: Path) -> None:
        must(folder / NAME, "optout", "+16145550123", "--words", "no")
        must(folder / NAME, "optout", "+16145550124", "--words", "no")

    bench = Bench(
        Work("half", lambda at: household.filled(at / NAME, 1, 3), whole, all_or_nothing), tmp_path
    )
    before = read(bench.fresh() / NAME)
    ran(acknowledged(bench.work, bench.folder))
    done = read(bench.folder / NAME)
    ran(lambda say: twice(bench.fresh()))
    (told,) = all_or_nothing(After(bench.folder, before, done, acknowledged=False))
    assert "half is done" in told
