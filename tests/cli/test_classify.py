"""`screener classify` is a contract: a line for a line, whatever stands on it."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.classify import classify_line
from screener.rulebook import load_rulebook
from screener.screening import Screener
from screener.vendor import Household
from screener.words import Allowed, IdentityState, Label, Purpose, Relation, Role
from tests.cli.conftest import Run
from tests.conftest import SCENARIOS

KEYS = {
    "id",
    "label",
    "purpose",
    "role",
    "scam",
    "also_selling",
    "confidence",
    "probabilities",
    "vendor",
    "claimed_vendor",
    "known_person",
    "identity",
    "relationship",
    "permission",
    "permission_by",
    "permission_since",
    "signals",
    "say",
    "ask",
    "never",
    "rulebook",
}
SCREENER = Screener(load_rulebook())


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_every_answer_has_the_contract_s_keys_and_words(run: Run) -> None:
    calls = SCENARIOS / "a1.calls.jsonl"
    ran = run("classify", "--household", str(SCENARIOS / "a1.json"), str(calls))
    answers = lines(ran.out)
    asked = lines(calls.read_text())
    assert ran.code == 0
    assert [a["id"] for a in answers] == [c["id"] for c in asked]
    for answer in answers:
        assert set(answer) == KEYS
        assert answer["label"] in [*Label]
        assert answer["purpose"] in [*Purpose]
        assert answer["role"] in [*Role]
        assert answer["identity"] in [*IdentityState]
        assert answer["relationship"] in [*Relation]
        assert answer["permission"] in [*Allowed]
        shares = answer["probabilities"]
        assert isinstance(shares, dict)
        assert set(shares) == {*Label}
        assert sum(shares.values()) == pytest.approx(1, abs=0.001)
        assert answer["confidence"] == shares[answer["label"]]
        if answer["purpose"] == "fraud":
            assert answer["vendor"] is None
            assert answer["relationship"] == "none"


def test_standard_input_blank_lines_and_faults_in_place(run: Run) -> None:
    stdin = b"""
{"id": 7, "said": "your parcel arrives tomorrow"}

not json
["a list"]
{"id": "x", "said": 5}
{"id": null, "company": null, "said": ""}
"""
    ran = run("classify", stdin=stdin)
    answers = lines(ran.out)
    assert ran.code == 1
    assert [a["id"] for a in answers] == [7, None, None, "x", None]
    assert ["error" in a for a in answers] == [False, True, True, True, False]
    assert "said" in str(answers[3]["error"])
    assert answers[4]["label"] == "undetermined"


def test_without_a_household_nothing_is_an_upsell(run: Run) -> None:
    said = {"id": 1, "company": "Spectrum", "said": "upgrade your plan for ten more a month"}
    [answer] = lines(run("classify", stdin=json.dumps(said).encode()).out)
    assert answer["label"] == "solicitation"
    assert answer["vendor"] is None


def test_without_a_time_open_dates_count_and_a_note_says_so(run: Run) -> None:
    said = {"id": 1, "company": "Orkin", "said": "add mosquito treatment for 25 a month"}
    household = str(SCENARIOS / "a1.json")
    [answer] = lines(run("classify", "--household", household, stdin=json.dumps(said).encode()).out)
    assert answer["relationship"] == "current"
    assert "open dates" in str(answer["notes"])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "is no JSON"),
        ("[]", "must be a JSON object"),
        ('{"vendors": [{"name": 3}]}', "vendors[0].name"),
        ('{"region": "Narnia"}', "region"),
    ],
)
def test_a_bad_household_is_one_line_and_exit_code_2(
    run: Run, tmp_path: Path, content: str, says: str
) -> None:
    file = tmp_path / "home.json"
    file.write_text(content)
    ran = run("classify", "--household", str(file))
    assert ran.code == 2
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out == ""


@pytest.mark.parametrize("arguments", [["/nowhere.jsonl"], ["--household", "/nowhere.json"]])
def test_a_missing_file_is_named(run: Run, arguments: list[str]) -> None:
    ran = run("classify", *arguments)
    assert ran.code == 2
    assert arguments[-1] in ran.err


def test_unknown_household_keys_are_named_not_fatal(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "home.json"
    file.write_text('{"vendors": [], "vendor": []}')
    ran = run("classify", "--household", str(file), stdin=b'{"id": 1}')
    assert ran.code == 0
    assert "vendor" in ran.err


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
fields = st.sampled_from(["id", "at", "number", "caller_id", "company", "said", "tells", "note"])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(fields, json_values))
def test_any_object_is_answered(obj: dict[str, object]) -> None:
    answer, _ = classify_line(json.dumps(obj), Household(), SCREENER)
    assert "label" in answer or "error" in answer
    json.dumps(answer)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_words_are_judged(said: str) -> None:
    answer, well = classify_line(json.dumps({"said": said}), Household(), SCREENER)
    assert well
    assert answer["label"] in [*Label]


def test_a_megabyte_of_words_is_judged() -> None:
    said = "press one to speak to a representative about your account " * 18_000
    answer, well = classify_line(json.dumps({"said": said}), Household(), SCREENER)
    assert well
    assert answer["label"] in [*Label]


@pytest.mark.parametrize("number", ["1e309", "-1e999", "NaN", "Infinity"])
@pytest.mark.parametrize("field", ["id", "more"])
def test_a_number_that_no_json_can_hold_is_named(field: str, number: str) -> None:
    line = f'{{"{field}": {number}, "said": "your parcel arrives tomorrow"}}'
    answer, read = classify_line(line, Household(), SCREENER)
    assert not read
    assert number in str(answer["error"])
    json.dumps(answer, allow_nan=False)
