"""A call stored and its caller told to stop, in one breath: both stand, or neither."""

import pytest

from screener.faults import Fault
from screener.ledger import LedgerEntry
from screener.store.ledger import Ledger
from tests.cli.conftest import Run

SAID = "free estimate on solar panels, special offer this week only"
STOP = ("log", "--company", "Zenith Solar", "--said", SAID, "--told-to-stop")


def size(run: Run) -> tuple[int, int]:
    """How many calls and entries are on file."""
    calls, entries = run("history", "--json").json, run("ledger", "--json").json
    assert isinstance(calls, list)
    assert isinstance(entries, list)
    return len(calls), len(entries)


def test_both_are_stored_and_belong_together(run: Run) -> None:
    ran = run(*STOP, "--at", "2026-11-02 10:15", "--words", "Take me off your list")
    assert ran.code == 0
    assert "2026-11-02 10:15  opt-out for sales, by call: Zenith Solar" in ran.out
    entries = run("ledger", "--json").json
    assert isinstance(entries, list)
    assert len(entries) == 4
    assert {entry["words"] for entry in entries} == {"Take me off your list"}
    assert {entry["call"] for entry in entries} <= {ran.out.split("Logged as ")[1].split(".")[0]}
    assert "do-not-call list" in run(*STOP[:2], "Apex", *STOP[3:]).out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("log", "--said", SAID, "--told-to-stop"), "whom did you tell?"),
        (("log", "--number", "Private", "--said", SAID, "--told-to-stop"), "whom did you tell?"),
        (("log", "--said", SAID, "--words", "stop"), "--words goes with --told-to-stop"),
        ((*STOP, "--at", "2126-01-01"), "ahead"),
    ],
)
def test_bad_input_stores_neither(run: Run, arguments: tuple[str, ...], says: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert says in ran.err
    assert size(run) == (0, 0)


def test_what_stops_the_second_takes_the_first_back(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Ledger, entry: LedgerEntry) -> LedgerEntry:
        raise Fault("The disk is full.")

    monkeypatch.setattr(Ledger, "enter", full)
    assert run(*STOP).code == 2
    monkeypatch.undo()
    assert size(run) == (0, 0)


def test_both_are_taken_back_as_one_deed(run: Run) -> None:
    assert run(*STOP).code == 0
    undone = run("undo")
    assert undone.code == 0
    assert "told to stop" in undone.out
    calls, entries = run("history", "--json").json, run("ledger", "--json").json
    assert calls == []
    assert entries == []
