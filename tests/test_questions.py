"""Questions: what they ask, what an answer tells, and which one to ask next."""

import copy
import tomllib
from collections.abc import Mapping
from itertools import combinations
from math import log2
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.faults import Fault
from screener.questions import HEAVIEST, answer_weights, best_question, read_questions
from screener.words import Purpose

FILE = Path(__file__).parent.parent / "rules" / "advice" / "questions.toml"
DOCUMENT: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))
BOOK = read_questions(DOCUMENT, "questions.toml")
OPEN = tuple(purpose for purpose in Purpose if purpose is not Purpose.UNKNOWN)
EVEN: dict[Purpose, float] = dict.fromkeys(OPEN, 1 / len(OPEN))


def entropy(purposes: Mapping[Purpose, float]) -> float:
    return entropy_of({str(purpose): share for purpose, share in purposes.items()})


def entropy_of(shares: Mapping[str, float]) -> float:
    return -sum(share * log2(share) for share in shares.values() if share)


def posterior(
    purposes: Mapping[Purpose, float], question: str, answer: str
) -> tuple[float, dict[Purpose, float]]:
    """P(answer), and the purposes once it was given."""
    likely = BOOK.likely(question, answer)
    joint = {purpose: share * likely[purpose] for purpose, share in purposes.items()}
    total = sum(joint.values())
    return total, {purpose: share / total for purpose, share in joint.items()}


def expected_gain(purposes: Mapping[Purpose, float], question: str) -> float:
    """By the definition: entropy before, less the expected entropy after the answer."""
    after = [posterior(purposes, question, key) for key, _ in BOOK[question].answers]
    return entropy(purposes) - sum(chance * entropy(left) for chance, left in after)


def two(first: Purpose, second: Purpose) -> dict[Purpose, float]:
    return {first: 0.5, second: 0.5}


def test_there_are_enough_and_each_is_whole() -> None:
    assert len(BOOK) >= 25
    for question in BOOK:
        assert question.words.endswith("?")
        assert 2 <= len(question.answers) <= 4
        for key, words in question.answers:
            weights = answer_weights(question.id, key, BOOK)
            assert words
            assert weights
            assert all(-HEAVIEST <= weight <= HEAVIEST for weight in weights.values())


@pytest.mark.parametrize("question", [question.id for question in BOOK])
def test_each_question_settles_something(question: str) -> None:
    assert max(expected_gain(two(*pair), question) for pair in combinations(OPEN, 2)) > 0.25


@pytest.mark.parametrize("question", [question.id for question in BOOK])
def test_each_answer_moves_the_purposes_its_way(question: str) -> None:
    for answer, _ in BOOK[question].answers:
        weights = answer_weights(question, answer, BOOK)
        up, down = max(weights, key=weights.__getitem__), min(weights, key=weights.__getitem__)
        _, after = posterior(EVEN, question, answer)
        assert weights[up] > 0
        assert after[up] > EVEN[up]
        assert weights[down] > 0 or after[down] < EVEN[down]


def test_an_answer_nobody_knows_adds_nothing() -> None:
    assert answer_weights("ring_back", "refuses", BOOK)[Purpose.FRAUD] == 2.5
    assert answer_weights("ring_back", "sings", BOOK) == {}
    assert answer_weights("no_such_question", "yes", BOOK) == {}


@given(st.lists(st.floats(0.01, 1), min_size=len(OPEN), max_size=len(OPEN)))
def test_the_gain_is_what_the_definition_says(weights: list[float]) -> None:
    purposes: dict[Purpose, float] = {
        p: w / sum(weights) for p, w in zip(OPEN, weights, strict=True)
    }
    for question in BOOK:
        assert BOOK.gain(question.id, purposes) == pytest.approx(
            expected_gain(purposes, question.id), abs=1e-9
        )


def test_the_best_question_has_the_largest_gain() -> None:
    for pair in combinations(OPEN, 2):
        first, second = best_question(two(*pair), (), BOOK)
        gains = {question.id: expected_gain(two(*pair), question.id) for question in BOOK}
        assert gains[first.id] == pytest.approx(max(gains.values()))
        del gains[first.id]
        assert gains[second.id] == pytest.approx(max(gains.values()))


def test_what_is_asked_between_offers_service_and_fraud() -> None:
    assert best_question(two(Purpose.SALES, Purpose.SERVICE), (), BOOK)[0].id == "have_or_offer"
    assert best_question(two(Purpose.SERVICE, Purpose.FRAUD), (), BOOK)[0].id == "keep_on_the_line"
    assert best_question(two(Purpose.COLLECTIONS, Purpose.FRAUD), (), BOOK)[0].id == "debt_letter"
    assert best_question({Purpose.UNKNOWN: 1.0}, (), BOOK)


def test_what_was_asked_is_not_asked_again() -> None:
    asked: set[str] = set()
    while found := best_question(EVEN, asked, BOOK):
        assert not asked & {question.id for question in found}
        asked |= {question.id for question in found}
    assert asked == {question.id for question in BOOK}


def by_outcome(
    purposes: Mapping[Purpose, float], outcomes: Mapping[Purpose, str]
) -> dict[str, float]:
    return {
        each: sum(share for purpose, share in purposes.items() if outcomes[purpose] == each)
        for each in set(outcomes.values())
    }


def test_outcomes_split_the_two_leading_ones() -> None:
    purposes = {Purpose.SALES: 0.45, Purpose.SURVEY: 0.45, Purpose.SERVICE: 0.1}
    outcomes = dict.fromkeys(Purpose, "solicitation")
    outcomes[Purpose.SERVICE] = "service"

    def gain(question: str) -> float:
        left = 0.0
        for key, _ in BOOK[question].answers:
            chance, after = posterior(purposes, question, key)
            left += chance * entropy_of(by_outcome(after, outcomes))
        return entropy_of(by_outcome(purposes, outcomes)) - left

    best, _ = best_question(purposes, (), BOOK, outcomes)
    assert gain(best.id) == pytest.approx(max(gain(question.id) for question in BOOK))
    third = {Purpose.SALES: 0.5, Purpose.SERVICE: 0.4, Purpose.FRAUD: 0.1}
    apart = outcomes | {Purpose.FRAUD: "scam"}
    leading = {Purpose.SALES: 0.55, Purpose.SERVICE: 0.45}
    assert best_question(third, (), BOOK, apart) == best_question(leading, (), BOOK, outcomes)
    same = dict.fromkeys(Purpose, "solicitation")
    assert best_question(purposes, (), BOOK, same) == best_question(purposes, (), BOOK)


@given(st.dictionaries(st.sampled_from(Purpose), st.floats(0, 1)))
def test_any_shares_are_taken(purposes: dict[Purpose, float]) -> None:
    found = best_question(purposes, ("have_or_offer",), BOOK)
    assert len(found) <= 2
    assert found == best_question(dict(purposes), {"have_or_offer"}, BOOK)
    if not sum(purposes.values()):
        assert found == ()


def test_a_certain_purpose_leaves_nothing_to_ask() -> None:
    assert best_question({Purpose.SALES: 1.0}, (), BOOK) == ()
    assert best_question({}, (), BOOK) == ()


def broken(*path: str | int, value: object) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return document


A = ("question", 0, "answers", 0)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({}, "'format' is missing"),
        (broken("format", value=2), "format 1"),
        (broken("colour", value=2), "questions.toml: unknown key 'colour'"),
        (broken("question", value=3), "must be a list"),
        (broken("question", 1, value=3), "expected a table"),
        (broken("question", 0, "mood", value="x"), "have_or_offer: unknown key 'mood'"),
        (broken("question", 1, "id", value="have_or_offer"), "taken"),
        (broken("question", 0, "words", value=""), "have_or_offer: 'words'"),
        (broken("question", 0, "words", value="x" * 161), "161 characters"),
        (broken("question", 0, "of_vendor", value="yes"), "true or false"),
        (broken("question", 0, "answers", value=[]), "two to four"),
        (broken(*A, "id", value="offer"), "twice"),
        (broken(*A, "weights", value=[]), "expected a table"),
        (broken(*A, "weights", "sales", value=3.5), "between -3 and 3"),
        (broken(*A, "weights", "sales", value=True), "must be a number"),
        (broken(*A, "weights", "unknown", value=1), "unknown key 'unknown'"),
        (broken(*A, "weights", "magic", value=1), "unknown key 'magic'"),
    ],
)
def test_a_broken_file_is_a_fault(document: dict[str, Any], told: str) -> None:
    with pytest.raises(Fault, match=r"questions\.toml") as fault:
        read_questions(document, "questions.toml")
    assert told in str(fault.value)


def test_every_answer_is_told_in_a_sentence() -> None:
    told = {(question, answer): words for question, answer, _, words in BOOK.answers()}
    assert told["ring_back", "refuses"] == (
        "Asked “Can I ring you back on the number on my bill or card?”, "
        "the caller answered: no, it must be now."
    )
    assert len(told) == sum(len(question.answers) for question in BOOK)
