"""Ridge regression on class indicators, in its dual form: the calls are fewer than the features.

One inverse gives the fit on all calls and every fit without one author, exactly.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import scipy.linalg as sl
import scipy.sparse as sp
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

STEP = 2_048
"""Rows that are worked on at once. LAPACK must not get many more: with several threads the OpenBLAS of
scipy 1.17 ends with a segmentation fault in the Cholesky factor of a matrix of 16,000."""


class Dual(NamedTuple):
    """Coefficients of calls: the fit's weights are the features' transpose times these, and
    its constant is their sum. `left_out` are the calls that had no part in it."""

    left_out: Places
    coefficients: Floats


class Ridge:
    """The fit of `targets` (a row a call) on `features`. A call's weight divides `penalty`."""

    def __init__(
        self, features: sp.csr_matrix, targets: Floats, weights: Floats, penalty: float
    ) -> None:
        likeness = _likeness(features)
        likeness[np.diag_indices(len(targets))] += penalty / weights
        self._inverse = _inverse(likeness)
        self._whole = self._inverse @ targets

    def fit(self) -> Dual:
        """On all calls."""
        return Dual(np.array([], dtype=np.int64), self._whole)

    def folds(self, authors: Places) -> Iterator[Dual]:
        """Without each author in turn."""
        for author in np.unique(authors):
            out = np.flatnonzero(authors == author)
            block = self._inverse[np.ix_(out, out)]
            residual = np.linalg.solve(block, self._whole[out])
            coefficients = self._whole - self._inverse[:, out] @ residual
            coefficients[out] = 0.0
            yield Dual(out, coefficients)


def _likeness(features: sp.csr_matrix) -> Floats:
    """Products of all calls with each other, and one: the constant is a feature of each."""
    count = features.shape[0]
    likeness = np.empty((count, count))
    for first in range(0, count, STEP):
        rows = slice(first, first + STEP)
        likeness[rows] = (features[rows] @ features.T).toarray()
    likeness += 1.0
    return likeness


def _inverse(matrix: Floats) -> Floats:
    """Of a symmetric positive definite matrix, in its own room: beside it some thousand columns are
    kept, no second one of its size. The sweep operator, some rows at a time (Goodnight 1979, A
    tutorial on the sweep operator, The American Statistician 33), on the half below the diagonal."""
    count = len(matrix)
    for first in range(0, count, STEP):
        swept = slice(first, min(first + STEP, count))
        side = np.vstack([matrix[swept, :first].T, matrix[first:, swept]])
        pivot = _small_inverse(side[swept])
        side[swept] = 0.0
        gain = side @ pivot
        for row in range(0, count, STEP):
            rows = slice(row, min(row + STEP, count))
            matrix[rows, : rows.stop] -= gain[rows] @ side[: rows.stop].T
        matrix[swept, :first] = gain[:first].T
        matrix[first:, swept] = gain[first:]
        matrix[swept, swept] = -pivot
    for row in range(0, count, STEP):
        rows = slice(row, min(row + STEP, count))
        np.negative(matrix[rows, : rows.stop], out=matrix[rows, : rows.stop])
        matrix[: rows.start, rows] = matrix[rows, : rows.start].T
    return matrix


def _small_inverse(matrix: Floats) -> Floats:
    """Of one whose lower half alone is told."""
    factor = sl.cholesky(matrix, lower=True, check_finite=False)
    inverse, _ = sl.lapack.dpotri(factor, lower=1, overwrite_c=1)
    return np.asarray(np.tril(inverse) + np.tril(inverse, -1).T)
