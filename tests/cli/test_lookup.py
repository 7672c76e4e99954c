"""`screener lookup`: the same answer by the quick way and by the commands."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from screener.cli.quick import answered
from tests.cli.conftest import Run


def log(run: Run, number: str, company: str, *said: str) -> None:
    for words in said or ("special offer, sign up today",):
        assert run("log", "--number", number, "--company", company, "--said", words).code == 0


@pytest.fixture
def known(run: Run) -> Run:
    run("vendor", "add", "Acme Solar", "--number", "614 555 0133")
    yesterday = (datetime.now().astimezone() - timedelta(days=1)).date()
    first = ("--at", f"{yesterday} 10:00", "--number", "614 555 0133", "--company", "Acme Solar")
    assert run("log", *first, "--said", "special offer", "--told-to-stop").code == 0
    log(run, "614 555 0133", "Acme Solar")
    log(run, "216 555 0177", "ACME solar, Inc.")
    return run


def test_a_company_is_the_key_not_the_number(known: Run) -> None:
    lines = known("lookup", "614-555-0133").out
    assert all(len(line) <= 80 for line in lines.splitlines())
    out = " ".join(lines.split())
    assert "(614) 555-0133 (Ohio, United States, landline or mobile): number on file of Acme" in out
    assert "Acme Solar called 3 times from 2 numbers, 2 after your opt-out, last today: " in out
    assert "2 of these from this number." in out
    assert "(216) 555-0177 (1)" in out
    assert "Today refused: " in out


def test_another_number_leads_to_the_same_company(known: Run) -> None:
    found = json.loads(known("lookup", "216 555 0177", "--json").out)
    assert found["company"] == "Acme Solar"
    assert found["on_file"] is False
    assert found["from_number"]["count"] == 1
    assert found["from_company"]["count"] == 3
    assert found["from_company"]["after_opt_out"] == 2
    assert found["number"]["place"] == "Ohio"
    assert found["permissions"]["sales"]["by"] == "ledger"
    assert [len(found[part]) for part in ("calls", "likely")] == [3, 0]


@pytest.mark.parametrize(
    "name", ["Acme Solar", "ACME SOLAR LLC", "the acme solar co", "A.C.M.E. Solar"]
)
def test_a_name_is_looked_up_however_it_is_written(known: Run, name: str) -> None:
    assert json.loads(known("lookup", name, "--json").out)["from_company"]["count"] == 3


def test_spellings_of_a_claimed_name_are_one_company(run: Run) -> None:
    log(run, "216 555 0101", "Bright Roofing LLC")
    log(run, "216 555 0102", "The Bright Roofing Co")
    out = run("lookup", "216 555 0101").out
    assert "called 2 times from 2 numbers" in out
    assert "not on file; called as" in out
    assert "Names that resemble it: Bright Roofing LLC" in run("lookup", "Brihgt Roofin LLC").out


def test_a_name_is_one_with_its_legal_forms_and_small_words(run: Run) -> None:
    same = ("Quick Roof", "The Quick Roof, L.L.C.", "quick and roof co. ltd.", "QuickRoof Inc")
    others = ("Roof Quick", "Quick Roof Supply", "Quick Co Roof", "Quick")
    for place, name in enumerate((*same, *others)):
        log(run, f"216 555 010{place}", name)
    for name in same[:3]:
        told = " ".join(run("lookup", name).out.split())
        assert "called 4 times from 4 numbers" in told, name


def test_numbers_that_lie_near(run: Run) -> None:
    run("setup", "--own-number", "+1 614 555 0100")
    run("vendor", "add", "Acme", "--number", "216 555 0133")
    assert "Likely another line of Acme ((216) 555-0133)" in run("lookup", "216 555 0134").out
    assert "Likely" not in run("lookup", "216 555 0234").out
    assert "first six digits with your own" in run("lookup", "614 555 0199").out
    assert "your own number" in run("lookup", "614 555 0100").out


def test_what_is_no_number_and_no_name(run: Run) -> None:
    ran = run("lookup", "12-3")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == 'screener: "12-3" cannot be read as a telephone number.\n'
    assert run("lookup", "").code == 2
    log(run, "72645", "")
    assert "2nd call" in run("lookup", "72645").out


def test_a_withheld_number(run: Run) -> None:
    assert "Has not called before" in run("lookup", "Private").out
    log(run, "anonymous", "")
    out = run("lookup", "withheld").out
    assert "Number withheld" in out
    assert "2nd call, last today" in out


def test_a_person_is_named(run: Run) -> None:
    run("person", "add", "Ann", "--number", "614 555 0144", "--relation", "your sister")
    assert "Ann (your sister)" in run("lookup", "614 555 0144").out


def _no_screen(make_desk: object, demo: bool) -> None:
    raise AssertionError("the screen was opened")


def test_the_quick_way_gives_the_same(
    known: Run, db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCREENER_DB", str(db))
    for arguments in (["lookup", "614 555 0133"], ["lookup", "--json", "Acme Solar"]):
        out = known(*arguments).out
        assert answered(arguments, _no_screen) == 0
        assert capsys.readouterr().out == out
    assert answered(["lookup", "12-3"], _no_screen) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["lookup"],
        ["lookup", "--help"],
        ["lookup", "a", "b"],
        ["history"],
        ["--db", "x", "lookup"],
    ],
)
def test_everything_else_is_left_to_the_commands(arguments: list[str]) -> None:
    assert answered(arguments, _no_screen) is None


def test_nothing_from_outside_reaches_the_terminal_as_it_is(run: Run) -> None:
    log(run, "216 555 0101", "[/]\x1b[31mEvil\u202e Corp")
    out = run("lookup", "216 555 0101").out
    assert "\x1b" not in out
    assert "\u202e" not in out
