"""What each call scores by a fit that saw no call of its author."""

from collections.abc import Sequence

import numpy as np

from fitting.calls import Labelled
from fitting.compact import Scale, rounded
from fitting.features import Floats
from fitting.fit import HAND, PURPOSES, Material, fit_folds, scores
from fitting.judging import best_line, best_temperature, softmax


def out_of_fold(given: Material) -> Floats:
    """Scores of all calls, nine purposes and selling, in the fit's unit, with weights pruned
    and rounded as in the file."""
    result = np.zeros((len(given.authors), len(PURPOSES) + 1))
    for fold in fit_folds(given):
        result[fold.left_out] = scores(given, rounded(given, fold.weights), fold.left_out)
    return result


def scale_of(given: Material, found: Floats) -> Scale:
    """Calibration, from out-of-fold scores of the files that no writer of rules has read."""
    clean = given.clean
    temperature = best_temperature(found[clean, : len(PURPOSES)] / HAND, given.purposes[clean])
    served = clean & given.served
    return Scale(temperature, *best_line(found[served, -1], given.selling[served]))


def probabilities(given: Material, found: Floats, calls: Sequence[Labelled]) -> Floats:
    """Out-of-fold probabilities of the nine purposes. Each author's calls are calibrated on
    the other authors' scores."""
    result = np.zeros((len(calls), len(PURPOSES)))
    of_purposes = found[:, : len(PURPOSES)] / HAND
    for author in np.unique(given.authors):
        out = given.authors == author
        others = given.clean & ~out
        temperature = best_temperature(of_purposes[others], given.purposes[others])
        result[out] = softmax(of_purposes[out], temperature)
    return result
