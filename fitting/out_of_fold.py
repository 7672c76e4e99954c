"""What each call scores, and is judged, by a fit that saw no call of its author."""

from collections.abc import Sequence

import numpy as np

from fitting.calls import Listened
from fitting.compact import Scale, rounded
from fitting.features import Floats
from fitting.fit import HAND, PURPOSES, Fits, Material, scores
from fitting.judging import best_calibration, best_line
from fitting.requests import lines_of
from screener.identity import Identity
from screener.learned import Requested
from screener.phone import read_number
from screener.requests import with_requests
from screener.verdict import Verdict, judge
from screener.words import IdentityState


def out_of_fold(fits: Fits) -> Floats:
    """Scores of all calls as written, nine purposes and selling, in the fit's unit, with weights pruned
    and rounded as in the file."""
    given = fits.given
    result = np.zeros((given.written, len(PURPOSES) + 1))
    for fold in fits.folds():
        result[fold.left_out] = scores(given, rounded(given, fold.weights), fold.left_out)
    return result


def scale_of(given: Material, found: Floats, without: int = 0) -> Scale:
    """Calibration, from out-of-fold scores of the files that no writer of rules has read, but
    for the file of author `without`."""
    authors = given.authors[: given.written]
    chosen = given.clean[: given.written] & (authors != without)
    scored = found[chosen, : len(PURPOSES)] / HAND
    calibration = best_calibration(
        scored, given.purposes[: given.written][chosen], given.labels[chosen]
    )
    served = chosen & given.served[: given.written]
    selling = given.selling[: given.written][served]
    return Scale(calibration, *best_line(found[served, -1], selling))


def verdicts(
    given: Material,
    found: Floats,
    calls: Sequence[Listened],
    requested: Sequence[Requested | None],
) -> list[Verdict]:
    """The verdict on every call by fits and a calibration that saw no call of its author; `found`
    and `requested` are what `out_of_fold` and `Requests.out_of_fold` say. The caller is a stranger by
    number; the relationship is the labelled one."""
    authors = [int(author) for author in np.unique(given.authors)]
    scales = {author: scale_of(given, found, author) for author in authors}
    lines = {author: lines_of(calls, requested, author) for author in authors}
    stranger = Identity(IdentityState.UNKNOWN, read_number("", "US"))
    learned = (found[:, : len(PURPOSES)] - given.hand[: given.written]) / HAND
    return [
        judge(
            with_requests(one.signals, one.heard, sounding, lines[one.call.author]),
            dict(zip(PURPOSES, map(float, row), strict=True)),
            stranger,
            one.call.relation,
            calibration=scale.calibration,
            selling=float(1 / (1 + np.exp(-scale.selling * selling - scale.selling_base))),
        )
        for one, row, selling, sounding in zip(calls, learned, found[:, -1], requested, strict=True)
        for scale in (scales[one.call.author],)
    ]
