"""Scores → probabilities and labels, and how good they are."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

from fitting.calls import Labelled
from fitting.features import Floats
from fitting.fit import LABELS, PLACE, PURPOSES
from screener.verdict import Calibration, label_for
from screener.words import Label, Purpose

BINS = 10

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

_FRAUD = PLACE[Purpose.FRAUD]
_SERVED = [PLACE[Purpose.SERVICE], PLACE[Purpose.ACCOUNT]]
_SOLICITATION = LABELS.index(Label.SOLICITATION)
_SERVICE = LABELS.index(Label.SERVICE)


class Judged(NamedTuple):
    """What a call was judged to be."""

    purpose: Purpose
    label: Label
    confidence: float


class Figures(NamedTuple):
    """How good verdicts are. Shares are 0 to 1; `scams_served` counts scams that came out as
    genuine service, of `scams`; `served_sold` is the share of genuine service and account
    calls that came out as solicitation; `calibration_error` is the expected one of
    the label's probability in ten bins."""

    calls: int
    purpose_accuracy: float
    purpose_f1: float
    label_accuracy: float
    label_f1: float
    scam_recall: float
    scam_precision: float
    scams_served: int
    scams: int
    served_sold: float
    calibration_error: float


def best_calibration(scores: Floats, purposes: Places, labels: Places) -> Calibration:
    """The calibration at which the right labels are likeliest, and under each the right purposes;
    `labels` are the places of those that each purpose comes out as, a row a call. The constant of
    the last label is 0: only their differences count."""
    calls = np.arange(len(purposes))
    right = labels[calls, purposes]
    under = [np.where(labels == label, scores, -np.inf) for label in range(len(LABELS))]
    together = np.where(labels == right[:, None], scores, -np.inf)

    def surprise(at: Floats) -> float:
        mixing, of_labels = np.exp(at[:2])
        worth = np.stack([mixing / of_labels * _log_sum(one / mixing) for one in under])
        worth[:-1] += at[2:, None]
        return float((_log_sum(worth.T) - worth[right, calls]).mean())

    def surprise_under(logarithm: float) -> float:
        cooled = together / np.exp(logarithm)
        return float((_log_sum(cooled) - cooled[calls, purposes]).mean())

    start = np.concatenate([np.log([2.0, 1.5]), np.zeros(len(LABELS) - 1)])
    best = minimize(surprise, start, method="BFGS").x
    mixing, of_labels = map(float, np.exp(best[:2]))
    of_purposes = np.exp(minimize_scalar(surprise_under, bounds=(-5, 5), method="bounded").x)
    constants = (*map(float, best[2:]), 0.0)
    return Calibration(mixing, of_labels, float(of_purposes), constants)


def _log_sum(rows: Floats) -> Floats:
    """The logarithm of the sum of their exponentials, a row a call; minus infinity of nothing."""
    top = np.maximum(rows.max(axis=1), -1e300)
    with np.errstate(divide="ignore"):
        return np.asarray(top + np.log(np.exp(rows - top[:, None]).sum(axis=1)))


def best_line(scores: Floats, yes: Floats) -> tuple[float, float]:
    """Factor and constant that make scores the log-odds of `yes`."""

    def surprise(line: Floats) -> float:
        odds = line[0] * scores + line[1]
        return float((np.logaddexp(0.0, odds) - yes * odds).mean())

    factor, constant = minimize(surprise, np.array([5.0, 0.0]), method="BFGS").x
    return float(factor), float(constant)


def judged(probabilities: Floats, calls: Sequence[Labelled]) -> list[Judged]:
    """Labels from the probabilities of purposes, by the design's table and each call's
    relationship: the likeliest label, and the likeliest purpose under it."""
    found: list[Judged] = []
    for call, row in zip(calls, probabilities, strict=True):
        labels = dict.fromkeys(LABELS, 0.0)
        for purpose, share in zip(PURPOSES, row, strict=True):
            labels[label_for(purpose, call.relation)] += float(share)
        label = max(labels, key=labels.__getitem__)
        under = [one for one in PURPOSES if label_for(one, call.relation) is label]
        purpose = max(under, key=lambda one: row[PLACE[one]])
        found.append(Judged(purpose, label, labels[label]))
    return found


def figures(found: Sequence[Judged], calls: Sequence[Labelled]) -> Figures:
    """How good the verdicts on labelled calls are."""
    purpose = np.array([PLACE[one.purpose] for one in found])
    label = np.array([LABELS.index(one.label) for one in found])
    right = np.array([PLACE[call.purpose] for call in calls])
    right_label = np.array([LABELS.index(label_for(call.purpose, call.relation)) for call in calls])
    scam, served = right == _FRAUD, np.isin(right, _SERVED)
    return Figures(
        calls=len(calls),
        purpose_accuracy=_mean(purpose == right),
        purpose_f1=_macro_f1(right, purpose),
        label_accuracy=_mean(label == right_label),
        label_f1=_macro_f1(right_label, label),
        scam_recall=_mean((purpose == _FRAUD)[scam]),
        scam_precision=_mean(scam[purpose == _FRAUD]),
        scams_served=int((scam & (label == _SERVICE)).sum()),
        scams=int(scam.sum()),
        served_sold=_mean((label == _SOLICITATION)[served]),
        calibration_error=_calibration_error(
            np.array([one.confidence for one in found]), label == right_label
        ),
    )


def _mean(flags: Flags) -> float:
    return float(flags.mean()) if len(flags) else 0.0


def _macro_f1(right: Places, said: Places) -> float:
    """The mean of F1 over what occurs among the right answers."""

    def f1(one: int) -> float:
        both = int(((right == one) & (said == one)).sum())
        return 2 * both / int((right == one).sum() + (said == one).sum())

    return float(np.mean([f1(int(one)) for one in np.unique(right)]))


def _calibration_error(confidence: Floats, correct: Flags) -> float:
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    error = 0.0
    for one in np.unique(bins):
        of = bins == one
        error += float(of.mean()) * abs(float(confidence[of].mean()) - _mean(correct[of]))
    return error
