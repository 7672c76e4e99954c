"""Files of labelled calls: two forms, and faults that name file and line."""

import json
from pathlib import Path

import pytest

from screener.faults import Fault
from screener.labelled import read_labelled
from screener.words import Label, Purpose
from tests.conftest import ROOT, SCENARIOS

EXPECT = {
    "label": "service",
    "purpose": "account",
    "scam": False,
    "also_selling": True,
    "vendor": "Acme",
}
FLAT = {
    "id": "t-1",
    "company": "Acme",
    "said": "add a line",
    "purpose": "sales",
    "scam": False,
    "also_selling": False,
    "relationship": "current",
}


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_lines_that_expect_are_judged_for_the_household_beside_them(tmp_path: Path) -> None:
    (tmp_path / "home.json").write_text('{"region": "GB", "vendors": [{"name": "Acme"}]}')
    file = write(tmp_path / "home.calls.jsonl", {"id": "1", "said": "x", "expect": EXPECT})
    (row,) = read_labelled(file)
    assert (row.call.id, row.call.said) == ("1", "x")
    assert row.household.region == "GB"
    assert (row.label, row.purpose, row.vendor) == (Label.SERVICE, Purpose.ACCOUNT, "Acme")
    assert row.also_selling
    assert not row.scam


@pytest.mark.parametrize(
    ("changed", "label", "vendors"),
    [
        ({}, Label.UPSELL, 1),
        ({"relationship": "inquiry"}, Label.UPSELL, 1),
        ({"relationship": "lapsed"}, Label.SOLICITATION, 1),
        ({"relationship": "none"}, Label.SOLICITATION, 0),
        ({"relationship": "unclear"}, Label.SOLICITATION, 0),
        ({"company": ""}, Label.SOLICITATION, 0),
        ({"scam": True, "purpose": "fraud"}, Label.SOLICITATION, 0),
        ({"purpose": "survey"}, Label.SERVICE, 1),
        ({"purpose": "collections", "relationship": "none"}, Label.UNDETERMINED, 0),
    ],
)
def test_flat_lines_get_a_household_of_their_own(
    tmp_path: Path, changed: dict[str, object], label: Label, vendors: int
) -> None:
    (row,) = read_labelled(write(tmp_path / "t.jsonl", FLAT | changed))
    assert row.label is label
    assert len(row.household.vendors) == vendors
    assert row.vendor == "?"


def test_blank_lines_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "t.jsonl"
    file.write_text(f"\n{json.dumps(FLAT)}\n\n")
    assert len(list(read_labelled(file))) == 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("not json", "line 2"),
        ("[1]", "line 2"),
        ("7", "line 2"),
        (json.dumps(FLAT | {"purpose": "spam"}), "spam"),
        (json.dumps(FLAT | {"relationship": "friend"}), "friend"),
        (json.dumps(FLAT | {"said": 5}), "said"),
        (json.dumps({k: v for k, v in FLAT.items() if k != "scam"}), "scam is missing"),
        (json.dumps({"said": "x", "expect": []}), "expect"),
        (json.dumps({"said": "x", "expect": EXPECT | {"label": "spam"}}), "spam"),
    ],
)
def test_a_line_that_is_no_labelled_call_is_named(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "t.jsonl"
    file.write_text(f"{json.dumps(FLAT)}\n{line}\n")
    with pytest.raises(Fault, match=says) as told:
        list(read_labelled(file))
    assert str(told.value).startswith(f"{file}, line 2: ")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"nowhere\.jsonl"):
        list(read_labelled(tmp_path / "nowhere.jsonl"))
    calls = write(tmp_path / "home.calls.jsonl", {"said": "x", "expect": EXPECT})
    with pytest.raises(Fault, match=r"home\.json: cannot be read"):
        list(read_labelled(calls))
    (tmp_path / "home.json").write_text('{"vendors": [{"name": 3}]}')
    with pytest.raises(Fault, match=r"home\.json: vendors\[0\]"):
        list(read_labelled(calls))
    (tmp_path / "home.json").write_text("{")
    with pytest.raises(Fault, match=r"home\.json: is no JSON"):
        list(read_labelled(calls))


@pytest.mark.parametrize(
    "file", sorted((ROOT / "training").glob("*.jsonl")), ids=lambda file: file.name
)
def test_every_training_call_can_be_read(file: Path) -> None:
    rows = list(read_labelled(file))
    assert len(rows) > 100
    assert all(row.call.has_ground for row in rows if row.purpose is not Purpose.UNKNOWN)


@pytest.mark.parametrize("name", ["a1", "a2"])
def test_every_scenario_can_be_read(name: str) -> None:
    assert len(list(read_labelled(SCENARIOS / f"{name}.calls.jsonl"))) == 60
