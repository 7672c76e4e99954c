"""Requests, heard once more by what was learned: what is made of them, and what is not."""

import pytest

from screener.call import Call
from screener.hearing import hear_words
from screener.learned import Lines, Requested
from screener.requests import SIGNAL, with_requests
from screener.rulebook import load_rulebook
from screener.scam import is_doubtful
from screener.screening import Screener
from screener.signals import SOMETHING, Signal
from screener.vendor import Household
from screener.verdict import ASKING_SHARE, PERHAPS_SHARE, Verdict, least_asking
from screener.words import Label, Purpose

SAID = "Your car is ready. The brakes were all it needed."
HEARD = hear_words(SAID)
LINES = Lines(sure=0.3, perhaps=-0.1, hardly=-0.4)
SECRET = Signal("FRAUD_ASKS_PIN", Purpose.FRAUD, 3.0, "PIN", "", asks="secret")
CERTAIN = SECRET._replace(certain=True)
OTHER = Signal("SERVICE_READY", Purpose.SERVICE, 2.0, "is ready", "")


@pytest.mark.parametrize(
    ("score", "perhaps"),
    [(-0.5, None), (-0.2, None), (-0.1, True), (0.2, True), (0.3, False), (1.0, False)],
)
def test_the_lines_tell_sure_from_perhaps(score: float, perhaps: bool | None) -> None:
    first, *more = with_requests((OTHER,), HEARD, Requested(score, 4, 10), LINES)
    assert first is OTHER
    assert [signal.perhaps for signal in more] == ([] if perhaps is None else [perhaps])
    for signal in more:
        assert (signal.id, signal.asks) == (SIGNAL, SOMETHING)
        assert signal.quote == SAID[signal.start : signal.end] == "The brakes were all it needed"


@pytest.mark.parametrize(("score", "perhaps"), [(-0.5, True), (-0.4, False), (1.0, False)])
def test_what_hardly_is_a_request_makes_a_rule_doubtful(score: float, perhaps: bool) -> None:
    found = with_requests((SECRET, OTHER), HEARD, Requested(score, 0, 4), LINES)
    assert found == (SECRET._replace(perhaps=perhaps), OTHER)


@pytest.mark.parametrize("score", [-9.0, 9.0])
def test_a_certain_sign_stays_as_it_is(score: float) -> None:
    signals = (CERTAIN, SECRET)
    assert with_requests(signals, HEARD, Requested(score, 0, 4), LINES) == signals


def test_without_words_nothing_changes() -> None:
    assert with_requests((SECRET,), hear_words(""), None, LINES) == (SECRET,)


def test_what_may_be_a_request_weighs_less_than_one() -> None:
    (perhaps,) = with_requests((), HEARD, Requested(0.0, 0, 4), LINES)
    (sure,) = with_requests((), HEARD, Requested(1.0, 0, 4), LINES)
    assert least_asking([perhaps]) == PERHAPS_SHARE
    assert least_asking([sure]) == least_asking([perhaps, SECRET]) == ASKING_SHARE
    assert least_asking([]) == least_asking([OTHER]) == 0
    assert 0 < perhaps.weight < sure.weight


def judged(lines_from: float, more: float) -> Verdict:
    """The verdict on a genuine call whose passages lie so far above or below the lines."""
    book = load_rulebook()
    learned = book.learned
    assert learned is not None
    request = learned.request(HEARD)
    assert request is not None
    learned.lines = Lines(request.score + lines_from, request.score + more, request.score - 9)
    return Screener(book).screen(Call(said=SAID), Household()).verdict


def test_a_genuine_call_stays_one_below_the_lines() -> None:
    verdict = judged(2, 1)
    assert verdict.label is Label.SERVICE
    assert SIGNAL not in {signal.id for signal in verdict.signals}


def test_a_genuine_call_with_what_may_be_a_request_is_doubted() -> None:
    verdict = judged(1, 0)
    assert verdict.label is Label.SERVICE
    assert verdict.purposes[Purpose.FRAUD] == pytest.approx(PERHAPS_SHARE)
    assert is_doubtful(verdict.purposes[Purpose.FRAUD], verdict.label)
    # The reason of the doubt comes before those of the label.
    assert verdict.evidence[0].id == SIGNAL


def test_a_genuine_call_with_a_request_is_a_scam() -> None:
    verdict = judged(0, -1)
    assert (verdict.label, verdict.scam) == (Label.SOLICITATION, True)
    assert verdict.purposes[Purpose.FRAUD] == pytest.approx(ASKING_SHARE)


def test_the_lines_that_come_with_the_program_are_in_order() -> None:
    learned = load_rulebook().learned
    assert learned is not None
    assert -1 < learned.lines.hardly < learned.lines.perhaps < learned.lines.sure < 1
