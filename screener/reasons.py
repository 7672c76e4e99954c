"""Why a verdict is what it is: purpose by purpose, and what an answer would make of it. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from screener.call import Answer, Call
from screener.hearing import hear_words
from screener.questions import Question
from screener.rulebook import Rulebook
from screener.screening import Screening
from screener.signals import PassedOver, Signal
from screener.verdict import (
    AS_THEY_STAND,
    CERTAIN_SHARE,
    Calibration,
    label_for,
    least_asking,
    pull,
)
from screener.words import Label, Purpose, Relation

Words = Sequence[tuple[str, float]]


class Pull(NamedTuple):
    """What one signal adds to one purpose (log-odds)."""

    signal: Signal
    weight: float


class Reasons(NamedTuple):
    """All that made one purpose as likely as it is.

    `label` is what the purpose makes of the call. `base` is what it had before any signal
    (log-odds: the prior, or what the learned part says); `words` are the words that weighed
    most in the learned part. `pulls` are the signals, heaviest first.
    """

    purpose: Purpose
    label: Label
    probability: float
    base: float
    words: Words
    pulls: tuple[Pull, ...]

    @property
    def total(self) -> float:
        """The log-odds that the probability is made of."""
        return self.base + sum(pull.weight for pull in self.pulls)


class WouldBe(NamedTuple):
    """What the call would be if the question were answered so."""

    question: Question
    answer: str
    words: str
    label: Label
    scam: bool
    probability: float


class Explained(NamedTuple):
    """A screening with all its reasons: every purpose, what was recognised but did not count, and
    what answers would make of it. `calibration` made probabilities of the log-odds."""

    screening: Screening
    reasons: tuple[Reasons, ...]
    passed_over: tuple[PassedOver, ...]
    answers: tuple[WouldBe, ...]
    calibration: Calibration


def explain(call: Call, judge: Callable[[Call], Screening], rulebook: Rulebook) -> Explained:
    """A call judged, with the reasons; `judge` judges by `rulebook`."""
    screening = judge(call)
    learned = rulebook.learned
    counted = {signal.id for signal in screening.verdict.signals}
    passed = rulebook.ear.passed_over(call, screening.identity, screening.relationship)
    return Explained(
        screening,
        reasons_of(screening, learned_words(rulebook, call)),
        tuple(each for each in passed if each.rule not in counted),
        tuple(would_be(screening, judge)),
        AS_THEY_STAND if learned is None else learned.calibration,
    )


def reasons_of(screening: Screening, words: Callable[[Purpose], Words]) -> tuple[Reasons, ...]:
    """Every purpose, likeliest first, also those that lost; `words` as `learned_words` gives them."""
    verdict = screening.verdict
    relation = judged_by(screening)
    found = [
        Reasons(
            purpose,
            label_for(purpose, relation),
            share,
            verdict.base.get(purpose, 0.0),
            words(purpose),
            _pulls(verdict.signals, purpose),
        )
        for purpose, share in verdict.purposes.items()
    ]
    return tuple(sorted(found, key=lambda each: -each.probability))


def judged_by(screening: Screening) -> Relation:
    """The relationship that the verdict was judged by. A scam is nobody's call in the end, but
    an upsell was possible only for a caller who seemed to be a vendor."""
    possible = screening.verdict.probabilities.get(Label.UPSELL, 0.0) > 0
    return Relation.CURRENT if possible else screening.relationship


def _pulls(signals: Sequence[Signal], purpose: Purpose) -> tuple[Pull, ...]:
    pulls = [Pull(signal, pull(signal, purpose)) for signal in signals]
    return tuple(sorted((each for each in pulls if each.weight), key=lambda p: -abs(p.weight)))


def learned_words(rulebook: Rulebook, call: Call) -> Callable[[Purpose], Words]:
    """The words of a call that weighed most for a purpose in the learned part, with their
    log-odds; none where the rules come without it."""
    learned = rulebook.learned
    if learned is None:
        return _no_words
    heard = hear_words(call.said)
    return lambda purpose: tuple(learned.words(heard, call.company, purpose))


def _no_words(purpose: Purpose) -> Words:
    return ()


def least_fraud(screening: Screening) -> float:
    """The share that fraud was raised to, beyond what its signals say, since a certain sign was
    heard or the caller asks for a secret, remote access or a payment that cannot be taken
    back; 0 where it was not."""
    verdict = screening.verdict
    share = verdict.purposes[Purpose.FRAUD]
    certain = any(signal.certain for signal in verdict.signals)
    floor = CERTAIN_SHARE if certain else least_asking(verdict.signals)
    return floor if abs(share - floor) < 1e-9 else 0.0


def would_be(screening: Screening, judge: Callable[[Call], Screening]) -> Iterator[WouldBe]:
    """What each answer to each question of the advice would make of the call."""
    for question in screening.advice.ask:
        for key, words in question.answers:
            answers = (*screening.call.answers, Answer(question.id, key))
            verdict = judge(replace(screening.call, answers=answers)).verdict
            yield WouldBe(question, key, words, verdict.label, verdict.scam, verdict.confidence)
