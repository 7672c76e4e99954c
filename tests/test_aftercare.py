"""Aftercare: the right steps in the right order, each with its source, and strict files."""

import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from screener.aftercare import read_aftercare
from screener.faults import Fault
from screener.rule_sources import AFTERCARE_FILE
from screener.rulebook import check_rules, load_aftercare, load_rulebook, rules_folder

BOOK = load_aftercare()
FILE = rules_folder() / "advice" / AFTERCARE_FILE
REGIONS = ("US", "GB", "CA", "AU", "DE", "FR", "ES", "IN", "NZ")


def ids(*gave: str, region: str = "US") -> list[str]:
    return [step.id for step in BOOK.steps(gave, region)]


def text(*gave: str, region: str = "US") -> str:
    return " ".join(step.do for step in BOOK.steps(gave, region))


@pytest.mark.parametrize("region", REGIONS)
def test_everybody_hangs_up_keeps_proof_reports_and_is_warned_of_helpers(region: str) -> None:
    for gave in [(), *[(one,) for one in BOOK.gave], *combinations(BOOK.gave, 2)]:
        steps = BOOK.steps(gave, region)
        found = [step.id for step in steps]
        assert found[0] == "hang_up"
        assert found[-1] == "recovery"
        assert "evidence" in found
        assert sum(name.split(".")[0] == "report" for name in found) >= 1
        assert len(found) == len(set(found))
        assert all(not step.regions or region in step.regions for step in steps)


@pytest.mark.parametrize("region", REGIONS)
def test_money_is_stopped_before_anything_is_written_up(region: str) -> None:
    for gave in ("code", "card", "login", "transfer"):
        found = ids(gave, region=region)
        bank = next(at for at, name in enumerate(found) if name.startswith("bank.ring"))
        assert bank < found.index("evidence")
    found = ids("remote", "login", region=region)
    bank = next(at for at, name in enumerate(found) if name.startswith("bank.ring"))
    assert found.index("device.offline") < bank < found.index("passwords")


@pytest.mark.parametrize(
    ("region", "gave", "words"),
    [
        ("US", "card", ["number on your card", "ReportFraud.ftc.gov"]),
        ("US", "identity", ["Equifax, Experian and TransUnion", "IdentityTheft.gov"]),
        ("US", "transfer", ["Western Union (1-800-448-1492)", "ic3.gov"]),
        ("GB", "code", ["Dial 159", "Report Fraud", "in Scotland to the police on 101"]),
        ("CA", "identity", ["Canadian Anti-Fraud Centre (1-888-495-8501)", "TransUnion"]),
        ("AU", "identity", ["IDCARE (1800 595 160)", "Scamwatch", "ReportCyber"]),
        ("DE", "card", ["116 116", "police"]),
        ("FR", "card", ["17cyber.gouv.fr"]),
        ("ES", "card", ["017 (INCIBE"]),
        ("IN", "transfer", ["Dial 1930", "cybercrime.gov.in"]),
        ("NZ", "card", ["Ring your bank", "Report it to the police"]),
    ],
)
def test_each_country_has_its_own_places(region: str, gave: str, words: list[str]) -> None:
    told = text(gave, region=region)
    for each in words:
        assert each in told
    if region != "GB":
        assert "159" not in told


def test_steps_are_for_what_was_given() -> None:
    assert "gift_card.issuer" in ids("gift-card")
    assert "bank.ring" not in ids("gift-card")
    assert "device.clean" not in ids("card")
    assert "cash.stop" in ids("cash", region="GB")
    assert "cash.stop.us" in ids("cash")
    with pytest.raises(Fault, match="'shoe' is not one of code, card"):
        BOOK.steps(["shoe"], "US")


def test_every_step_has_its_source_and_is_short() -> None:
    document = tomllib.loads(FILE.read_text("utf-8"))
    for step in document["step"]:
        assert len(step["do"]) <= 180, step["id"]
        assert step["confidence"] == "memory" or step["source"].startswith("http")
        assert "{" not in step["do"]


def broken(**more: object) -> dict[str, Any]:
    step = {
        "id": "one",
        "do": "Do it.",
        "source": "https://example.org",
        "verified_on": "2026-11-22",
        "confidence": "read",
    }
    kept = {key: value for key, value in (step | more).items() if value is not None}
    return {"format": 1, "gave": [{"id": "code", "words": "a code"}], "step": [kept]}


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({}, "'format' is missing"),
        ({"format": 2}, "format 1"),
        ({"format": 1, "steps": []}, "unknown key 'steps'"),
        ({"format": 1, "step": ["x"]}, "step 1: expected a table"),
        (broken(mood="x"), "mine.toml, one: unknown key 'mood'"),
        (broken(source=None), "one: 'source' is missing"),
        (broken(do="x" * 241), "241 characters"),
        (broken(confidence="sure"), "'confidence' must be one of read"),
        (broken(verified_on="yesterday"), "must be a day"),
        (broken(region=["usa"]), "3 characters"),
        (broken(region=["us"]), "two capital letters"),
        (broken(gave=["shoe"]), "'shoe' is nothing"),
        (broken(instead_of="two", region=["US"]), "'instead_of' must name a step"),
        (broken(instead_of="one", region=["US"]), "'instead_of' must name a step"),
    ],
)
def test_a_broken_file_is_a_fault(document: dict[str, Any], told: str) -> None:
    with pytest.raises(Fault, match=r"^mine\.toml") as fault:
        read_aftercare({"mine.toml": document})
    assert told in str(fault.value)


def test_a_step_stands_in_for_one_of_the_same_things() -> None:
    document = broken()
    document["step"].append(document["step"][0] | {"id": "two", "instead_of": "one"})
    with pytest.raises(Fault, match="it needs 'region'"):
        read_aftercare({"mine.toml": document})
    document["step"][1] |= {"region": ["GB"], "gave": ["code"]}
    with pytest.raises(Fault, match="the 'gave' of the step"):
        read_aftercare({"mine.toml": document})
    document["step"].append(document["step"][0])
    with pytest.raises(Fault, match="taken"):
        read_aftercare({"mine.toml": document})


OWN_STEP = """
format = 1
[[step]]
id = "hang_up"
do = "Put the phone down."
source = "https://example.org"
verified_on = "2026-11-22"
confidence = "read"
"""
OWN_RULE = """
format = 1
[[advice]]
id = "cold"
when = { label = ["solicitation"] }
say = ["No, thank you."]
"""


def test_the_users_own_files_count(tmp_path: Path) -> None:
    own = tmp_path / "advice"
    own.mkdir()
    (own / AFTERCARE_FILE).write_text(OWN_STEP)
    (own / "mine.toml").write_text(OWN_RULE)
    assert load_aftercare(tmp_path).steps((), "US")[0].do == "Put the phone down."
    book = load_rulebook(tmp_path, cache=tmp_path / "cache").advice
    assert next(rule for rule in book.rules if rule.id == "cold").say == ("No, thank you.",)
    assert book.questions
    assert check_rules(tmp_path) == []
    (own / AFTERCARE_FILE).write_text(OWN_STEP.replace("read", "sure"))
    assert [fault for fault in check_rules(tmp_path) if "'confidence'" in fault]
    (own / "mine.toml").write_text(OWN_RULE.replace("say", "shout"))
    with pytest.raises(Fault, match=r"mine\.toml, cold: unknown key 'shout'"):
        load_rulebook(tmp_path, cache=tmp_path / "cache")
