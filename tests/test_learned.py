"""The learned part: what is read, what it comes to, and that a fit can be repeated."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.faults import Fault
from screener.hearing import hear_words
from screener.learned import MAGIC, Learned
from screener.rulebook import rules_folder
from screener.signals import Signal
from screener.traits import manner, pairs, parts, plain_words
from screener.words import Purpose

WEIGHTS = rules_folder() / "learned" / "calls.weights"
PURPOSES = tuple(Purpose)


@pytest.fixture(scope="module")
def learned() -> Learned:
    return Learned.load(WEIGHTS)


def leading(learned: Learned, said: str, company: str = "") -> Purpose:
    scores = learned.scores(hear_words(said), company, ())
    return PURPOSES[scores.index(max(scores))]


@pytest.mark.parametrize(
    ("said", "company", "purpose"),
    [
        ("Your prescription is ready for pickup at the Elm Street store.", "", Purpose.SERVICE),
        ("offered me 30% off a solar system if I book a free estimate", "Sunwise", Purpose.SALES),
        ("pay the fine with gift cards today or be arrested", "IRS", Purpose.FRAUD),
        ("two minute survey on how satisfied I was with my stay", "Hilton", Purpose.SURVEY),
        ("hopes she can count on my vote on Tuesday", "", Purpose.POLITICAL),
        ("would I give again this year to help the hungry", "Red Cross", Purpose.FUNDRAISING),
        ("silence, then they hung up", "", Purpose.UNKNOWN),
    ],
)
def test_plain_calls_lean_the_right_way(
    learned: Learned, said: str, company: str, purpose: Purpose
) -> None:
    assert leading(learned, said, company) is purpose


def test_the_same_call_always_weighs_the_same(learned: Learned) -> None:
    heard = hear_words("They called about my account and my account only")
    first = learned.weigh(heard, "Acme", ())
    assert learned.weigh(heard, "Acme", ()) == first
    assert Learned.load(WEIGHTS).weigh(heard, "Acme", ()) == first


def test_an_offer_at_the_end_of_service_is_also_selling(learned: Learned) -> None:
    plain = "Your car is ready, you can pick it up until six."
    offer = " And while I have you, for $20 a month we can add our maintenance plan."
    without = learned.also_selling(hear_words(plain), "Midas", ())
    assert without < 0.1
    assert learned.also_selling(hear_words(plain + offer), "Midas", ()) > 3 * without


@pytest.mark.parametrize(
    ("said", "passage"),
    [
        (
            "Your car is ready. Now read me the six digits on your phone.",
            "Now read me the six digits",
        ),
        (
            "Buy two gift cards and scratch off the backs. Your parcel comes at nine.",
            "Buy two gift",
        ),
        ("hello its the clinic you can come on tuesday at nine", "hello"),
    ],
)
def test_the_passage_that_sounds_most_like_a_request_is_found(
    learned: Learned, said: str, passage: str
) -> None:
    heard = hear_words(said)
    found = learned.request(heard)
    assert found is not None
    assert heard.quote(found.first, found.after).startswith(passage)
    assert (found.score > learned.lines.sure) is (passage != "hello")


def test_no_words_are_no_request(learned: Learned) -> None:
    assert learned.request(hear_words("")) is None
    assert learned.request(hear_words(" ... ")) is None


def test_words_are_quoted_as_they_stand(learned: Learned) -> None:
    said = "She said I'd have to pay with Gift Cards, today!"
    found = learned.words(hear_words(said), "", Purpose.FRAUD)
    assert found
    assert all(quote in said and weight > 0 for quote, weight in found)
    assert "Cards" in found[0][0]
    assert [weight for _, weight in found] == sorted((w for _, w in found), reverse=True)


def test_a_signal_adds_its_correction(learned: Learned) -> None:
    heard = hear_words("hello")
    name = next(iter(learned._signals))
    signal = Signal(name, Purpose.SALES, 1.0, "", "")
    without = learned.scores(heard, "", ())
    added = learned.correction(name)
    assert any(added)
    assert learned.scores(heard, "", (signal,)) == pytest.approx(
        [one + more for one, more in zip(without, added, strict=True)]
    )


def test_a_signal_that_was_not_fitted_adds_nothing(learned: Learned) -> None:
    heard = hear_words("hello")
    own = Signal("MY_OWN_RULE", Purpose.SALES, 1.0, "", "")
    assert learned.correction("MY_OWN_RULE") == (0.0,) * 9
    assert learned.scores(heard, "", (own,)) == learned.scores(heard, "", ())


@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text_has_finite_scores(said: str, company: str) -> None:
    weighed = Learned.load(WEIGHTS).weigh(hear_words(said), company, ())
    assert len(weighed.scores) == len(PURPOSES)
    assert all(abs(score) < 1e4 for score in weighed.scores)
    assert 0 <= weighed.selling <= 1
    found = Learned.load(WEIGHTS).request(hear_words(said))
    assert found is None or abs(found.score) < 1e3


def test_a_very_long_text_weighs_no_more_than_its_words(learned: Learned) -> None:
    long = "please press one to speak to somebody about your account " * 4000
    scores = learned.scores(hear_words(long), "", ())
    assert all(abs(score) < 100 for score in scores)


@pytest.mark.parametrize("content", [b"", b"nonsense", MAGIC + b"\n{}\nabc"])
def test_a_damaged_file_is_a_fault(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "calls.weights"
    path.write_bytes(content)
    with pytest.raises(Fault, match=r"calls\.weights"):
        Learned.load(path)


@pytest.mark.parametrize(
    ("number", "value"),
    [("labels", 0.0), ("mixing", -1.0), ("purposes", None), ("constants", [0.0]), ("constants", 1)],
)
def test_a_calibration_that_makes_no_probabilities_is_a_fault(
    tmp_path: Path, number: str, value: object
) -> None:
    magic, line, body = WEIGHTS.read_bytes().split(b"\n", 2)
    header = json.loads(line)
    header["calibration"][number] = value
    path = tmp_path / "calls.weights"
    path.write_bytes(b"\n".join([magic, json.dumps(header).encode(), body]))
    with pytest.raises(Fault, match="damaged"):
        Learned.load(path)


@pytest.mark.parametrize(
    "lines", [[0.1, 0.2, -0.3], [0.3, -0.1, 0.0], [0.3, float("nan"), -0.4], [0.3, -0.1], 1]
)
def test_lines_that_are_out_of_order_are_a_fault(tmp_path: Path, lines: object) -> None:
    magic, line, body = WEIGHTS.read_bytes().split(b"\n", 2)
    header = json.loads(line) | {"lines": lines}
    path = tmp_path / "calls.weights"
    path.write_bytes(b"\n".join([magic, json.dumps(header).encode(), body]))
    with pytest.raises(Fault, match="damaged"):
        Learned.load(path)


def test_a_cut_file_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "calls.weights"
    path.write_bytes(WEIGHTS.read_bytes()[:-100])
    with pytest.raises(Fault, match="damaged"):
        Learned.load(path)


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="cannot be read"):
        Learned.load(tmp_path / "calls.weights")


def test_the_file_is_small() -> None:
    assert WEIGHTS.stat().st_size < 2_000_000


def test_sums_are_marked_and_the_words_around_them_kept() -> None:
    heard = hear_words("save $40 a month on 3 lines, 20% off")
    assert plain_words(heard) == ["save", "$", "a", "month", "on", "#", "lines", "%", "off"]


def test_pairs_know_beginning_and_end() -> None:
    assert pairs(["call", "back"]) == {("<", "call"), ("call", "back"), ("back", ">")}


def test_parts_know_the_edges_of_a_word() -> None:
    assert parts("ok") == {"+<ok", "+<ok>", "+ok>"}
    assert parts("ok", "@") == {"@+<ok", "@+<ok>", "@+ok>"}


def test_manner_tells_company_and_questions() -> None:
    words = ["is", "this", "acme"]
    found = manner("Is this Acme?", words, set(words), {"acme"})
    assert {"asks", "ends asking", "company in the words"} <= set(found)
    assert "no company" in manner("", [], set(), set())
