"""Labelled calls: a floor under the figures, never a test for a single call."""

import json
from collections import Counter
from pathlib import Path

import pytest

from screener.call import Call
from screener.evaluation import Figures, figures, judge_all
from screener.labelled import read_labelled
from screener.rulebook import load_rulebook
from screener.scam import is_doubtful
from screener.screening import Screener
from screener.vendor import Household
from screener.verdict import Verdict
from screener.words import Label, Purpose
from tests.conftest import ROOT, SCENARIOS

HELD_OUT = ROOT / "tests" / "held_out"
SCREENER = Screener(load_rulebook())


def scored(*names: str) -> Figures:
    files = [SCENARIOS / f"{name}.calls.jsonl" for name in names]
    rows = [row for file in files for row in read_labelled(file)]
    return figures(judge_all(rows, SCREENER))


def test_everyday_calls_stay_above_the_floor() -> None:
    found = scored("a1", "a2", "a3")
    assert found.calls == 180
    assert found.accuracy >= 0.85
    assert found.macro_f1 >= 0.80
    assert found.scams_called_service == 0
    assert found.genuine_called_solicitation <= 0.05 * found.genuine
    assert found.vendor_accuracy is not None
    assert found.vendor_accuracy >= 0.95


@pytest.mark.parametrize("file", sorted(HELD_OUT.glob("*.jsonl")), ids=lambda file: file.stem)
def test_calls_that_nothing_was_learned_from_stay_above_the_floor(file: Path) -> None:
    found = figures(judge_all(list(read_labelled(file)), SCREENER))
    assert found.calls > 400
    assert found.accuracy >= 0.90
    assert found.macro_f1 >= 0.87
    assert found.scams_called_service <= 0.05 * found.scams
    assert found.calibration_error <= 0.06


@pytest.mark.parametrize("file", ["requests.txt", "further_requests.txt"])
def test_few_calls_that_end_in_a_request_pass_as_genuine(file: str) -> None:
    """Requests for secrets, remote access and payments that cannot be taken back, in words that
    nothing was learned from, each said at the end of a call that passes as genuine without it."""
    ordinary = (HELD_OUT / "ordinary.txt").read_text("utf-8").splitlines()
    assert {verdict_of(said).label for said in ordinary} == {Label.SERVICE}
    found = ending_in(file)
    assert len(found) > 1000
    passed = [one for one in found if one.label in {Label.SERVICE, Label.UPSELL}]
    assert len(passed) <= 0.12 * len(found)
    plain = [one for one in passed if not is_doubtful(one.purposes[Purpose.FRAUD], one.label)]
    assert len(plain) <= 0.03 * len(found)


def test_most_calls_that_end_in_what_only_sounds_like_a_request_are_no_scams() -> None:
    found = ending_in("harmless.txt")
    assert len(found) > 1000
    assert sum(one.scam for one in found) <= 0.15 * len(found)


def ending_in(name: str) -> list[Verdict]:
    """Each of the ordinary calls with each of the endings of a file behind it."""
    ordinary, endings = (
        (HELD_OUT / file).read_text("utf-8").splitlines() for file in ("ordinary.txt", name)
    )
    return [verdict_of(f"{said} {ending}") for said in ordinary for ending in endings]


def verdict_of(said: str) -> Verdict:
    return SCREENER.screen(Call(said=said), Household()).verdict


def test_held_out_calls_are_in_no_file_that_is_learned_from() -> None:
    learned = {line for file in (ROOT / "training").glob("*.jsonl") for line in said_in(file)}
    held_out = [line for file in HELD_OUT.glob("*.jsonl") for line in said_in(file)]
    assert len(held_out) > 2600
    assert learned.isdisjoint(held_out)


def said_in(file: Path) -> list[str]:
    """What was said in more than a few words, which many people say."""
    said = (" ".join(json.loads(line)["said"].lower().split()) for line in file.open())
    return [words for words in said if len(words) > 20]


def test_real_robocalls_are_unwanted(shared: Path) -> None:
    lines = (shared / "robocalls-dev.jsonl").read_text().splitlines()
    said = [json.loads(line)["said"] for line in lines]
    labels = Counter(SCREENER.screen(Call(said=s), Household()).verdict.label for s in said)
    assert len(said) == 665
    assert labels[Label.UPSELL] == 0
    assert labels[Label.SERVICE] <= 0.03 * len(said)
    assert labels[Label.UNDETERMINED] <= 0.05 * len(said)


@pytest.mark.parametrize("file", ["nothing.jsonl", "broken.jsonl"])
def test_files_without_labelled_calls_are_named(tmp_path: Path, file: str) -> None:
    (tmp_path / "broken.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(Exception, match=file):
        list(read_labelled(tmp_path / file))
