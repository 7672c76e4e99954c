"""`screener rules` and `eval`: rules listed, shown, tested, measured and tried on past calls."""

import json
from pathlib import Path
from typing import Any

import pytest

from screener import rulebook
from tests.cli.conftest import Run
from tests.rulebooks import bundle, rule_file

OFFER = rule_file("SALES_OFFER", "sales", "special offer", 2.0)
VISIT = rule_file("SERVICE_VISIT", "service", "our technician", 2.0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The commands find two small rules instead of the program's."""
    made = bundle(tmp_path / "screener" / "rules", OFFER, VISIT)
    monkeypatch.setattr(rulebook, "__file__", str(tmp_path / "screener" / "rulebook.py"))
    return made


def answered(run: Run, *arguments: str, code: int = 0) -> Any:
    ran = run(*arguments, "--json")
    assert ran.code == code, ran.err
    return ran.json


def labelled(path: Path, *rows: tuple[str, str, str]) -> str:
    """A file of flat labelled calls: what was said, purpose, relationship."""
    lines = [
        {
            "id": f"{path.stem}-{at}",
            "company": "Acme",
            "said": said,
            "purpose": purpose,
            "relationship": relationship,
            "scam": False,
            "also_selling": False,
        }
        for at, (said, purpose, relationship) in enumerate(rows)
    ]
    path.write_text("\n".join(map(json.dumps, lines)))
    return str(path)


@pytest.mark.usefixtures("folder")
def test_rules_test_tells_how_many_examples_ran_in_each_file(run: Run) -> None:
    found = answered(run, "rules", "test")
    assert (found["rules"], found["examples"], found["failing"]) == (2, 4, [])
    assert [(each["file"], each["examples"]) for each in found["files"]] == [
        ("purposes/rules0.toml", 2),
        ("purposes/rules1.toml", 2),
    ]
    assert "4 examples of 2 rules: all as they should." in run("rules", "test").out


def test_rules_test_fails_when_an_example_does(run: Run, folder: Path) -> None:
    wrong = OFFER.replace('no_match = ["hello there"]', 'no_match = ["a special offer"]')
    (folder / "purposes" / "rules0.toml").write_text(wrong)
    found = answered(run, "rules", "test", code=1)
    assert [each["failing"] for each in found["files"]] == [1, 0]
    ran = run("rules", "test")
    assert ran.code == 1
    assert "FAIL     2  purposes/rules0.toml" in ran.out
    assert "SALES_OFFER: examples.no_match 1 fires by" in ran.out
    assert run("rules", "check").code == 1


def test_a_rule_file_that_cannot_be_read_is_one_line(run: Run, folder: Path) -> None:
    (folder / "purposes" / "rules0.toml").write_text("nonsense")
    ran = run("rules", "test")
    assert ran.code == 2
    assert "rules0.toml: not TOML" in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.usefixtures("folder")
def test_rules_are_listed(run: Run) -> None:
    assert [each["id"] for each in answered(run, "rules", "list")] == [
        "SALES_OFFER",
        "SERVICE_VISIT",
    ]
    shown = run("rules", "list", "--purpose", "service").out
    assert "SERVICE_VISIT" in shown
    assert "SALES_OFFER" not in shown


def test_a_rule_is_shown_with_where_it_stands(run: Run, folder: Path) -> None:
    found = answered(run, "rules", "show", "sales_offer")
    assert found["why"] == "The caller says special offer."
    assert found["match"] == ["special offer"]
    assert found["file"] == str(folder / "purposes" / "rules0.toml")
    line = Path(found["file"]).read_text().splitlines()[found["line"] - 1]
    assert line == 'id = "SALES_OFFER"'
    shown = run("rules", "show", "SALES_OFFER").out
    for words in (
        "+2.00 for sales",
        "any: special offer",
        "matches: special offer",
        "rules0.toml:",
    ):
        assert words in shown


@pytest.mark.usefixtures("folder")
def test_stats_over_labelled_calls(run: Run, tmp_path: Path) -> None:
    file = labelled(
        tmp_path / "some.jsonl",
        ("a special offer", "sales", "none"),
        ("a special offer when our technician comes", "service", "current"),
        ("good day", "unknown", "none"),
    )
    found = answered(run, "rules", "stats", file)
    assert (found["calls"], found["covered"]) == (3, 2)
    offer = next(each for each in found["signals"] if each["id"] == "SALES_OFFER")
    assert (offer["heard"], offer["right"], offer["precision"]) == (2, 1, 0.5)
    assert found["conflicts"] == [
        {
            "first": "SALES_OFFER",
            "second": "SERVICE_VISIT",
            "calls": 1,
            "first_right": 0,
            "second_right": 1,
        }
    ]
    shown = run("rules", "stats", file, "--sort", "precision", "--least", "2").out
    assert "67% with a signal" in shown
    assert "SERVICE_VISIT" not in shown.split("most in conflict")[0]


@pytest.mark.usefixtures("folder")
def test_a_rule_is_tried_on_past_calls_and_nothing_is_saved(run: Run, tmp_path: Path) -> None:
    for said in ("a special offer from the club", "a special offer", "our technician comes"):
        assert run("log", "--company", "Acme", "--said", said).code == 0
    rule = tmp_path / "mine.toml"
    rule.write_text(rule_file("MY_CLUB", "service", "from the club", 5.0))
    before = run("history", "--json").out
    found = answered(run, "rules", "try", str(rule))
    assert (found["rules"], found["calls"], found["touched"]) == (["MY_CLUB"], 3, 1)
    assert found["ways"] == [{"before": "solicitation", "after": "service", "calls": 1}]
    (only,) = found["relabelled"]
    assert (only["before"], only["after"]) == ("solicitation", "service")
    run("correct", only["id"], "--label", "service")
    ran = run("rules", "try", str(rule))
    assert "3 calls, 1 in which the rules are heard, 1 would be relabelled" in ran.out
    assert "◆ solicitation → ● genuine service (you: genuine service)" in ran.out
    assert "1 would become right and 0 wrong" in ran.out
    assert ran.err == ""
    run("correct", only["id"], "--undo")
    assert run("history", "--json").out == before
    assert "and 1 more" in run("rules", "try", str(rule), "--limit", "0").out


@pytest.mark.usefixtures("folder")
def test_eval_tells_each_file_and_all_of_them(run: Run, tmp_path: Path) -> None:
    right = labelled(tmp_path / "right.jsonl", ("a special offer", "sales", "current"))
    wrong = labelled(
        tmp_path / "wrong.jsonl",
        ("our technician comes", "service", "none"),
        ("a special offer", "service", "current"),
    )
    found = answered(run, "eval", right, wrong, "--misses")
    assert (found["calls"], found["accuracy"]) == (3, 0.6667)
    assert [(each["calls"], each["accuracy"]) for each in found["files"]] == [(1, 1.0), (2, 0.5)]
    (miss,) = found["misses"]
    assert miss["id"] == "wrong-1"
    assert miss["expected"]["label"] == "service"
    assert miss["given"]["label"] == "upsell"
    assert miss["reasons"] == ["SALES_OFFER +2.0 sales"]
    shown = run("eval", right, wrong, "--misses").out
    for words in (
        "right.jsonl",
        "wrong.jsonl",
        "calls 3, accuracy 0.667",
        "SALES_OFFER +2.0 sales",
    ):
        assert words in shown
    alone = run("eval", right).out
    assert "right.jsonl" not in alone
    assert "accuracy 1.000" in alone


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["rules", "show", "NOTHING_OF_THE_KIND"], "NOTHING_OF_THE_KIND"),
        (["rules", "show", "offer"], "SALES_OFFER"),
        (["rules", "list", "--purpose", "spam"], "spam"),
        (["rules", "stats"], "FILES"),
        (["rules", "stats", "/nowhere.jsonl"], "/nowhere.jsonl"),
        (["rules", "try"], "RULE.toml"),
        (["rules", "try", "/nowhere.toml"], "/nowhere.toml"),
        (["eval", "/nowhere.jsonl"], "/nowhere.jsonl"),
        (["eval"], "FILES"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_bad_input_is_one_clear_line(run: Run, arguments: list[str], says: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert says in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "test",
        "list",
        "show",
        "stats",
        "try",
        "heard",
        "on",
        "off",
        "weight",
        "reset",
        "write",
    ],
)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    ran = run("rules", command, "--help")
    assert ran.code == 0
    assert "Example:" in ran.out


@pytest.mark.usefixtures("folder")
def test_a_rule_is_changed_tried_and_taken_back(run: Run, tmp_path: Path) -> None:
    run("log", "--company", "Acme", "--said", "a special offer")
    tried = answered(run, "rules", "weight", "SALES_OFFER", "-2", "--try")
    assert (tried["rules"], tried["calls"], tried["touched"]) == (["SALES_OFFER"], 1, 1)
    assert answered(run, "rules", "list", "--mine") == [], "nothing was saved"
    changed = answered(run, "rules", "weight", "sales_offer", "-2")
    assert (changed["rule"], changed["did"]) == ("SALES_OFFER", "weighs -2")
    assert Path(changed["files"][0]).name == "changes.toml"
    assert run("rules", "off", "SALES_OFFER").out.startswith("SALES_OFFER: is off.")
    (mine,) = answered(run, "rules", "list", "--mine")
    assert (mine["on"], mine["weight"], mine["bundled_weight"]) == (False, -2.0, 2.0)
    assert "off, was +2.0" in run("rules", "list").out
    assert answered(run, "rules", "show", "SALES_OFFER")["off"] is True
    assert run("rules", "on", "SALES_OFFER").code == 0
    assert "is as it came" in run("rules", "reset", "SALES_OFFER").out
    assert answered(run, "rules", "list", "--mine") == []


WRITTEN = (
    *("rules", "write", "--purpose", "service", "--title", "solar club", "--why", "They ring."),
    *("--weight", "1.5", "--any", "solar club", "--match", "the solar club", "--no-match", "solar"),
)


@pytest.mark.usefixtures("folder")
def test_a_rule_is_written_put_right_and_deleted(run: Run) -> None:
    assert "MY_SOLAR_CLUB: is written." in run(*WRITTEN).out
    assert run("rules", "write", "my_solar_club", "--weight", "-1.5").code == 0
    shown = answered(run, "rules", "show", "MY_SOLAR_CLUB")
    assert (shown["weight"], shown["any"]) == (-1.5, ["solar club"])
    other = [*WRITTEN, "--title", "sun club"]
    assert run(*other).code == 0
    checked = run("rules", "check")
    words = "MY_SOLAR_CLUB and MY_SUN_CLUB cancel each other for service on “solar club”"
    assert f"contradiction: {words}" in checked.out
    assert words in answered(run, "rules", "check", code=checked.code)["contradictions"]
    assert "MY_SOLAR_CLUB: is deleted." in run("rules", "reset", "MY_SOLAR_CLUB").out
    assert answered(run, "rules", "check", code=1)["contradictions"] == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["rules", "weight", "SALES_OFFER", "1e9"], "weight must be a number from -6 to 6"),
        (["rules", "weight", "SALES_OFFER", "much"], "much"),
        (["rules", "off", "SALES"], "there are SALES_OFFER"),
        (["rules", "on", "SALES_OFFER"], "is on already"),
        (["rules", "reset", "SALES_OFFER"], "you have changed nothing"),
        (["rules", "write"], "needs --purpose"),
        (["rules", "write", "SALES_OFFER", "--weight", "1"], "written no rule of this id"),
        ([*WRITTEN, "--more", "wthin = 5"], "unknown key “wthin”"),
        ([*WRITTEN, "--no-match", "a solar club"], "examples.no_match 2 fires by"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_wrong_change_is_one_line_and_nothing_is_saved(
    run: Run, arguments: list[str], says: str
) -> None:
    test_bad_input_is_one_clear_line(run, arguments, says)
    assert answered(run, "rules", "list", "--mine") == []


@pytest.mark.usefixtures("folder")
def test_how_often_each_rule_was_heard(run: Run) -> None:
    for said in ("a special offer", "a special offer", "our technician comes"):
        run("log", "--company", "Acme", "--said", said)
    found = answered(run, "rules", "heard")
    assert found["calls"] == 3
    assert found["rules"][0] == {
        "id": "SALES_OFFER", "calls": 2, "right": 2, "corrected": 0, "corrected_right": 0,
    }  # fmt: skip
    shown = run("rules", "heard", "--least", "2", "--sort", "right").out
    assert "SALES_OFFER" in shown
    assert "SERVICE_VISIT" not in shown
