"""Files of any size: cut so that no line is lost, halved or answered twice, by any number of hands."""

import io
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from pickle import UnpicklingError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener import corpus
from screener.corpus import Answers, Engine, Setup, answered_here, pieces, pieces_between
from screener.corpus_workers import answered_by_workers
from screener.faults import Fault
from screener.rulebook import load_rulebook
from screener.screening import Screener
from screener.vendor import Household
from tests.conftest import ROOT, SCENARIOS

ENGINE = Engine(Household(), Screener(load_rulebook()))
CALLS = (SCENARIOS / "a1.calls.jsonl").read_bytes()
ODD = b'\n{"id": 1}\nno json\n\xff\xfe\n  \n["list"]\n\xef\xbb\xbf{"id": 2}\n{"id": 3, "said": 4}\n{"id": 5}'
lines_of_bytes = st.lists(st.sampled_from([b"", b"a", b"\n", b"bc\n", b"d" * 7, b"\r\n"])).map(
    b"".join
)


def lines(content: bytes) -> list[bytes]:
    return [line for line in content.split(b"\n") if line]


@given(lines_of_bytes, st.integers(1, 6), st.booleans())
def test_pieces_are_the_stream_in_whole_lines(content: bytes, size: int, live: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "PIECE", size)
        cut = list(pieces(io.BytesIO(content), as_they_come=live))
    assert b"".join(cut) == content
    assert all(piece.endswith(b"\n") for piece in cut[:-1])


@given(lines_of_bytes, st.integers(1, 9), st.integers(1, 6))
def test_ranges_hold_every_line_once(content: bytes, length: int, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "PIECE", size)
        cut = [
            b"".join(pieces_between(io.BytesIO(content), begins, begins + length))
            for begins in range(0, len(content), length)
        ]
    assert b"".join(cut) == content
    assert all(part.endswith(b"\n") for part in [part for part in cut if part][:-1])


@pytest.mark.parametrize("size", [1, 5, 1000])
@pytest.mark.parametrize(("length", "kept"), [(20, True), (21, False), (5000, False)])
def test_a_line_without_end_is_answered_and_passed_over(
    monkeypatch: pytest.MonkeyPatch, size: int, length: int, kept: bool
) -> None:
    monkeypatch.setattr(corpus, "PIECE", size)
    monkeypatch.setattr(corpus, "LONGEST_LINE", 20)
    long = b'{"id":"' + b"x" * (length - 9) + b'"}'
    content = b'{"id": 1}\n' + long + b'\n{"id": 3}\n'
    stream = io.BytesIO(content)
    for cut in (list(pieces(stream)), list(pieces_between(stream, 0, len(content)))):
        assert max(map(len, cut)) <= 1000 + 21
        answers = [
            json.loads(text) for each in answered_here(cut, ENGINE) for text in lines_in(each)
        ]
        assert [answer["id"] for answer in answers][::2] == [1, 3]
        assert ("error" in answers[1]) is not kept
        if not kept:
            assert "longer than" in answers[1]["error"]


def lines_in(answers: Answers) -> list[str]:
    assert answers.text.count("\n") == answers.lines
    return answers.text.splitlines()


def test_every_line_is_counted() -> None:
    (answers,) = answered_here([ODD], ENGINE)
    assert (answers.lines, answers.faulty) == (7, 4)


# --- worker processes -------------------------------------------------------------------------


def test_workers_give_the_same_bytes_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "PIECE", 2000)
    content = ODD + b"\n" + CALLS + ODD
    here = list(answered_here(pieces(io.BytesIO(content)), ENGINE))
    there = list(answered_by_workers(pieces(io.BytesIO(content)), Setup.of(ENGINE, None), 2))
    assert len(here) > 10
    assert there == here
    assert multiprocessing.active_children() == []


def test_no_more_is_read_than_can_be_worked_on() -> None:
    read = given_out = 0

    def cut() -> Iterator[bytes]:
        nonlocal read
        for place in range(40):
            read += 1
            assert read - given_out <= 4
            yield b'{"id": %d}\n' % place

    for answers in answered_by_workers(cut(), Setup.of(ENGINE, None), 2):
        assert json.loads(answers.text)["id"] == given_out
        given_out += 1
    assert given_out == 40


def test_a_killed_worker_is_told_and_nothing_hangs() -> None:
    def cut() -> Iterator[bytes]:
        for place in range(200):
            if place == 5:
                os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)
            yield CALLS

    answered = answered_by_workers(cut(), Setup.of(ENGINE, None), 2)
    with pytest.raises(Fault, match="a worker process ended before its work was done"):
        list(answered)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("other", "says"),
    [({"program": "0.0"}, "has Screener .* and not 0.0"), ({"rulebook": "beef"}, "and not beef")],
)
def test_who_would_judge_otherwise_is_refused(other: dict[str, str], says: str) -> None:
    setup = replace(Setup.of(ENGINE, None), **other)  # type: ignore[arg-type]
    with pytest.raises(Fault, match=says):
        list(answered_by_workers([CALLS], setup, 1))


def test_a_worker_prints_nothing_of_what_it_stumbles_over(
    capfd: pytest.CaptureFixture[str],
) -> None:
    setup = replace(Setup.of(ENGINE, None), household=b"words of a call")
    with pytest.raises(UnpicklingError):
        list(answered_by_workers([CALLS], setup, 1))
    assert capfd.readouterr().err == ""
    assert multiprocessing.active_children() == []


# --- as a shell runs it -----------------------------------------------------------------------


def started(*arguments: str | Path, **options: int) -> subprocess.Popen[bytes]:
    """`screener classify` in a process group of its own."""
    # A shell that runs the tests in the background has them ignore Ctrl-C, and so their children.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "screener", "classify", *arguments],
            stdin=options.get("stdin", subprocess.DEVNULL),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            start_new_session=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file that takes some seconds."""
    file = tmp_path / "calls.jsonl"
    file.write_bytes(CALLS * 200)
    return file


def all_ended(group: int) -> bool:
    """Whether no process of the group is left within some seconds."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_one_and_two_workers_write_the_same_bytes(tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    file.write_bytes(CALLS * 10 + ODD)
    household = ("--household", SCENARIOS / "a1.json")
    runs = [started(*household, "--workers", count, file) for count in ("1", "2")]
    (one, err), (two, _) = [run.communicate(timeout=120) for run in runs]
    assert (err, [run.returncode for run in runs]) == (b"", [1, 1])
    assert one == two
    assert len(lines(one)) == 607


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_all_without_a_traceback(large: Path, workers: str) -> None:
    run = started("--workers", workers, large)
    assert run.stdout is not None
    run.stdout.readline()
    os.killpg(run.pid, signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert (run.returncode, err.strip()) == (130, b"screener: stopped; nothing was stored.")
    assert all_ended(run.pid)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_reader_that_leaves_is_no_fault(large: Path, workers: str) -> None:
    run = started("--workers", workers, large)
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.readline()
    run.stdout.close()
    assert run.wait(timeout=60) == 0
    assert run.stderr.read() == b""
    run.stderr.close()
    assert all_ended(run.pid)


def test_workers_end_when_the_program_is_killed(large: Path) -> None:
    run = started("--workers", "2", large)
    assert run.stdout is not None
    run.stdout.readline()
    run.kill()
    run.communicate(timeout=60)
    assert all_ended(run.pid)


def test_a_pipe_is_answered_as_it_comes() -> None:
    run = started(stdin=subprocess.PIPE)
    assert run.stdin is not None
    assert run.stdout is not None
    for number in range(3):
        run.stdin.write(b'{"id": %d}\n' % number)
        run.stdin.flush()
        assert json.loads(run.stdout.readline())["id"] == number
    assert run.communicate(timeout=60) == (b"", b"")
    assert run.returncode == 0
