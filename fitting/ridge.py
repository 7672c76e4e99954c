"""Ridge regression on class indicators, by conjugate gradients: the features' products with each
other, or the calls', would fill some ten gigabytes.

A fit without one author begins at the fit on all calls, from which it is not far.
"""

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

NEAR = 1e-5
"""The fit has been found when what is left of its equations is this share of their right side: far
below the step of a weight in the file."""

MOST_STEPS = 1_000


class Ridge:
    """The fit of `targets` (a row a call, a column an output) on `features`: the least sum of
    squared errors, each times the call's weight, and of `penalty` times the squared weights. The
    constant is a feature of all calls, and the last row of a fit.

    Conjugate gradients for least squares (Hestenes and Stiefel 1952, Methods of conjugate
    gradients for solving linear systems, Journal of Research of the National Bureau of Standards
    49), for all outputs side by side.
    """

    def __init__(
        self, features: sp.csr_matrix, targets: Floats, weights: Floats, penalty: float
    ) -> None:
        constant = np.ones((features.shape[0], 1))
        self._features = sp.hstack([features, constant]).tocsr()
        self._turned = self._features.T.tocsr()
        self._targets = targets
        self._weights = weights[:, None]
        self._penalty = penalty
        self._whole: Floats | None = None

    def fit(self) -> Floats:
        """On all calls: a row a feature and one for the constant, a column an output."""
        if self._whole is None:
            nothing = np.zeros((self._features.shape[1], self._targets.shape[1]))
            self._whole = self._solved(self._weights, nothing)
        return self._whole

    def fit_without(self, out: Places) -> Floats:
        """Without the calls at these rows."""
        weights = self._weights.copy()
        weights[out] = 0.0
        return self._solved(weights, self.fit())

    def _solved(self, weights: Floats, start: Floats) -> Floats:
        right = self._turned @ (weights * self._targets)
        enough = NEAR**2 * _squares(right)
        found = start.copy()
        left = right - self._applied(weights, found)
        step, size = left, _squares(left)
        for _ in range(MOST_STEPS):
            if (size <= enough).all():
                return found
            change = self._applied(weights, step)
            by = _share(size, (step * change).sum(axis=0))
            found += by * step
            left = left - by * change
            before, size = size, _squares(left)
            step = left + _share(size, before) * step
        raise ArithmeticError(f"no fit was found in {MOST_STEPS} steps")

    def _applied(self, weights: Floats, to: Floats) -> Floats:
        return np.asarray(self._turned @ (weights * (self._features @ to)) + self._penalty * to)


def _squares(columns: Floats) -> Floats:
    return np.asarray((columns**2).sum(axis=0))


def _share(part: Floats, whole: Floats) -> Floats:
    """Nothing of nothing is nothing: an output that is found moves no more."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
