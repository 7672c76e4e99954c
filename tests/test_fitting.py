"""The fit: the same input gives the same file, and the program reads what was meant."""

from pathlib import Path

import pytest

from screener.hearing import hear_words
from screener.learned import Learned, Lines
from screener.rulebook import load_rulebook
from screener.traits import plain_words
from screener.verdict import Calibration
from screener.words import Purpose, Relation

np = pytest.importorskip("numpy", reason="the fit extra is not installed")
sp = pytest.importorskip("scipy.sparse", reason="the fit extra is not installed")
pytest.importorskip("sklearn", reason="the fit extra is not installed")

from fitting import ridge  # noqa: E402 - needs what was asked for above
from fitting.calls import Labelled, asking, listen  # noqa: E402 - as above
from fitting.compact import Scale, write  # noqa: E402 - as above
from fitting.features import passage_rows  # noqa: E402 - as above
from fitting.fit import HAND, Fits, material, scores  # noqa: E402 - as above
from fitting.judging import best_calibration, best_line  # noqa: E402 - as above
from fitting.requests import Requests, lines_of  # noqa: E402 - as above
from fitting.ridge import Floats, Places  # noqa: E402 - as above

ASKED = ["read me the code we sent, please", "the code on your card, read it now"]
HARMLESS = ["the code for the gate is on the card", "your card is ready on Tuesday"]

CALLS = [
    ("Acme", "would you like to add our new plan for $10 a month", "sales", False),
    ("Acme", "your appointment is on Tuesday at nine", "service", False),
    ("", "pay with gift cards or be arrested today", "fraud", False),
    ("Bank", "your appointment is on Monday and we have a new plan", "service", True),
    ("", "free estimate for a new roof this month", "sales", False),
    ("Bank", "your card was charged twice, the bank pays it back", "account", False),
]


def test_a_fit_can_be_repeated(tmp_path: Path) -> None:
    calls = [
        Labelled(author, company, said, Purpose(purpose), selling, Relation.NONE)
        for author in (1, 2, 3)
        for company, said, purpose, selling in CALLS * 2
    ]
    files = []
    for name in ("one", "two"):
        listened = listen(calls, load_rulebook())
        fitted = material(listened)
        weights = Fits(fitted).whole()
        requests = Requests(listened, fitted.text, ASKED, HARMLESS)
        scale = Scale(Calibration(2.0, 2.0, 2.0), 5.0, 0.0)
        write(tmp_path / name, fitted, weights, scale, requests.whole(), Lines(0.25, -0.125, -0.5))
        files.append((tmp_path / name).read_bytes())
    assert files[0] == files[1]

    # What the program adds up is what the fit meant, but for the rounding to bytes.
    read = Learned.load(tmp_path / "one")
    rows = scores(fitted, weights, np.arange(len(calls)))
    meant = (rows[:, :9] - fitted.hand[: len(calls)]) / HAND
    for one, row in zip(listened, meant, strict=True):
        got = read.scores(one.heard, one.call.company, one.signals)
        assert got == pytest.approx(list(row), abs=0.2)
    assert read.lines == Lines(0.25, -0.125, -0.5)
    for said in (*ASKED, *HARMLESS):
        heard = hear_words(said)
        sound = requests.whole()
        row = passage_rows([plain_words(heard)], fitted.text)
        (meant_of_passage,) = row @ (sound.weights / fitted.text.scale) + sound.base
        found = read.request(heard)
        assert found is not None
        assert found.score == pytest.approx(meant_of_passage, abs=0.1)


def test_a_request_is_told_from_what_calls_say_by_others() -> None:
    calls = [
        Labelled(author, company, said, Purpose(purpose), selling, Relation.NONE)
        for author in (1, 2, 3, 4)
        for company, said, purpose, selling in CALLS * 2
    ]
    calls[0] = calls[0]._replace(said="Your bill is paid. Read me the code now, please.")
    listened = listen(calls, load_rulebook())
    requests = Requests(listened, material(listened).text, ASKED * 3, HARMLESS)
    found = requests.out_of_fold()
    assert [one and one.score for one in found[1:3]] == [one and one.score for one in found[7:9]]
    first = found[0]
    assert first is not None
    assert listened[0].heard.quote(first.first, first.after) == "Read me the code now, please"
    assert first.score > max(one.score for one in found[1:] if one is not None)
    lines = lines_of(listened, found)
    assert lines.sure >= lines.perhaps >= lines.hardly
    # Only genuine calls draw the lines, and not those of an author who is judged.
    genuine = {
        round(one.score, 9)
        for call, one in zip(calls, found, strict=True)
        if one is not None and call.purpose in {Purpose.SERVICE, Purpose.ACCOUNT}
    }
    assert min(genuine) <= lines.hardly <= lines.sure <= max(genuine) + 1e-9
    assert lines_of(listened[:12], found[:12], without=1) == Lines(1.0, 0.5, 0.0)


def test_a_request_at_its_end_makes_a_scam_of_a_genuine_call() -> None:
    calls = [
        Labelled(7, "Acme", said, Purpose(purpose), True, Relation.CURRENT)
        for said, purpose in (
            ("We come at nine.", "service"),
            ("a new roof, cheap", "sales"),
            ("your bill is paid", "account"),
            ("the key is with us", "service"),
        )
    ]
    first, second = asking(calls, ["Read me the code, please.", "unused"], 2)
    assert (first.said, second.said) == (
        "We come at nine. Read me the code, please.",
        "the key is with us unused",
    )
    assert {(one.purpose, one.relation, one.author) for one in (first, second)} == {
        (Purpose.FRAUD, Relation.NONE, 7)
    }
    assert not first.also_selling
    assert first.in_view
    (bare,) = asking(calls[2:3], ["Read me the code, please."], 1)
    assert bare.said == "your bill is paid read me the code please"
    assert asking(calls, [], 1) == []


def test_a_ridge_has_the_least_sum_of_errors_and_weights() -> None:
    draws = np.random.default_rng(3)
    features = draws.random((60, 90)) * (draws.random((60, 90)) < 0.2)
    targets, weights = draws.random((60, 3)), draws.random(60) + 0.1
    targets[:, 2] = 0.0
    found = ridge.Ridge(sp.csr_matrix(features), targets, weights, 0.5)

    def by_equations(rows: Places) -> Floats:
        given = np.hstack([features, np.ones((60, 1))])[rows]
        told = given.T * weights[rows]
        solved: Floats = np.linalg.solve(told @ given + 0.5 * np.eye(91), told @ targets[rows])
        return solved

    assert found.fit() == pytest.approx(by_equations(np.arange(60)), abs=1e-4)
    assert found.fit_without(np.arange(12)) == pytest.approx(
        by_equations(np.arange(12, 60)), abs=1e-4
    )


@pytest.mark.parametrize("seed", [3, 25, 56, 149])
def test_the_line_of_selling_is_the_likeliest(seed: int) -> None:
    draws = np.random.default_rng(seed)
    yes = (draws.random(1000) < 0.05).astype(float)
    found = draws.normal(0.04, 0.09, 1000) + yes * draws.normal(0.44, 0.2, 1000)
    factor, constant = best_line(found, yes)
    # At the best of a logistic regression errors and scores have nothing to do with each other.
    errors = 1 / (1 + np.exp(-factor * found - constant)) - yes
    assert factor > 0
    assert abs(errors.mean()) < 1e-4
    assert abs((errors * found).mean()) < 1e-4


def test_the_calibration_is_the_one_that_made_the_calls() -> None:
    # Nine purposes under three labels; a call's purpose is drawn by the nested logit itself.
    draws = np.random.default_rng(11)
    meant = Calibration(3.0, 1.5, 2.0, (1.0, -0.5, 0.7, 0.0))
    scores = draws.normal(0, 4, (8000, 9))
    labels = np.array([0, 0, 0, 1, 1, 2, 2, 2, 3])
    sums = [np.exp(scores[:, labels == one] / 3).sum(axis=1) for one in range(4)]
    worth = np.stack(sums, axis=1) ** (3 / 1.5) * np.exp(meant.constants)
    chances = np.exp(scores / 2)
    for one in range(4):
        under = labels == one
        share = (worth[:, one] / worth.sum(axis=1))[:, None]
        chances[:, under] *= share / chances[:, under].sum(axis=1, keepdims=True)
    purposes = (chances.cumsum(axis=1) < draws.random((8000, 1))).sum(axis=1)
    found = best_calibration(scores, purposes, np.tile(labels, (8000, 1)))
    assert found[:3] == pytest.approx(meant[:3], rel=0.15)
    assert found.constants == pytest.approx(meant.constants, abs=0.3)
