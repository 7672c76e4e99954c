"""`screener aftercare`: the steps are shown, ticked off, and kept with the call."""

import re

import pytest

from tests.cli.conftest import Run

SCAM = "fraud department of my bank, read me the six digit code we texted you"


@pytest.fixture
def call(run: Run) -> str:
    """The id of a scam call on file."""
    out = run("log", "--company", "Chase", "--said", SCAM).out
    found = re.search(r"Logged as (\S+)\.", out)
    assert found is not None
    assert "aftercare" in out
    return found[1]


def test_steps_are_ticked_off_and_kept(run: Run, call: str) -> None:
    assert "No call has steps left" in run("aftercare").out
    bare = run("aftercare", call).out
    assert "nothing is noted yet" in bare
    assert "--gave" in bare
    shown = run("aftercare", call[:4], "--gave", "code", "--gave", "remote").out
    assert "Chase: you gave a one-time code, access to a computer or phone." in shown
    assert "[ ]  1  Hang up" in shown
    assert "[ ]  2  Take the device off the internet" in shown
    done = run("aftercare", call, "--done", "1", "--done", "bank.ring").out
    assert "[x]  1  Hang up" in done
    assert "[x]  3  Ring your bank" in done
    assert re.search(r"done 20\d\d-\d\d-\d\d \d\d:\d\d", done)
    assert "[ ]  1  Hang up" in run("aftercare", call, "--undo", "hang_up").out
    more = run("aftercare", call, "--gave", "cash").out
    assert "[x]" in more
    assert "cash" in more
    assert f"{call}  " in run("aftercare").out
    assert "next: Hang up" in run("aftercare").out


def test_what_was_not_given_after_all_is_taken_back(run: Run, call: str) -> None:
    run("aftercare", call, "--gave", "code", "--gave", "remote", "--done", "1")
    shown = run("aftercare", call, "--not-given", "remote").out
    assert "you gave a one-time code." in shown
    assert "Take the device off the internet" not in shown
    assert "[x]  1  Hang up" in shown
    assert "nothing is noted yet" in run("aftercare", call, "--not-given", "code").out
    assert "No call has steps left" in run("aftercare").out
    refused = run("aftercare", call, "--not-given", "card")
    assert refused.code == 2
    assert "'card' is not noted as given" in refused.err
    both = run("aftercare", call, "--gave", "card", "--not-given", "card")
    assert (both.code, "is given with --gave, too" in both.err) == (2, True)
    assert run("aftercare", "--not-given", "card").code == 2


def test_when_all_is_done_the_call_is_closed(run: Run, call: str) -> None:
    found = run("aftercare", call, "--gave", "gift-card", "--json").json
    assert isinstance(found, dict)
    steps = [part for step in found["steps"] for part in ("--done", step["id"])]
    assert found["left"] == len(found["steps"]) == len(steps) // 2
    assert "All steps are done" in run("aftercare", call, *steps).out
    assert "No call has steps left" in run("aftercare").out
    assert run("aftercare", "--json").json == []


def test_without_a_call_nothing_is_kept(run: Run) -> None:
    run("setup", "--region", "GB")
    out = run("aftercare", "--gave", "card").out
    assert "Dial 159" in out
    found = run("aftercare", "--gave", "card", "--json").json
    assert isinstance(found, dict)
    assert found["call"] is None
    assert {"id", "do", "source", "verified_on", "confidence"} <= set(found["steps"][0])
    assert "No call has steps left" in run("aftercare").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--gave", "shoe"], "'shoe' is not one of code"),
        (["--done", "1"], "needs the call"),
        (["zzzzzz", "--gave", "code"], "zzzzzz"),
    ],
)
def test_bad_input_is_one_line(run: Run, arguments: list[str], says: str) -> None:
    ran = run("aftercare", *arguments)
    assert ran.code == 2
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_a_step_that_is_not_in_the_list_ticks_nothing(run: Run, call: str) -> None:
    run("aftercare", call, "--gave", "code")
    for step in ("99", "0", "gift_card.issuer"):
        ran = run("aftercare", call, "--done", "1", "--done", step)
        assert ran.code == 2
        assert f"{step!r} is not one of" in ran.err
    assert "[x]" not in run("aftercare", call).out
