"""The plain classifier that verdicts are held against: TF-IDF of words (one and two) and characters
(two to five), logistic regression, then the design's table from purpose and relationship."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression

from fitting.calls import Labelled
from fitting.features import Floats
from fitting.fit import PLACE, PURPOSES
from fitting.judging import Judged, judged

Flags = NDArray[np.bool_]

GROUPS = 8
"""A fit without one author begins at one without all authors of that one's group: near by, and
never at one that had a part of the calls that it will judge."""


class _Fit(NamedTuple):
    """Coefficients (a row a purpose, a column a feature) and constants."""

    coefficients: NDArray[np.float32]
    constants: NDArray[np.float32]


def baseline(
    calls: Sequence[Labelled], further: Sequence[Labelled] = ()
) -> tuple[list[Judged], list[Judged]]:
    """Every one of `calls` as judged by a fit without its author, and `further` calls by the fit
    on all of `calls`."""
    every = [*calls, *further]
    work = _Work(every)
    authors = np.array([call.author for call in every])
    given = np.arange(len(every)) < len(calls)
    names = np.unique(authors[given])
    groups = [names[first::GROUPS] for first in range(min(GROUPS, len(names)))]
    result = np.zeros((len(every), len(PURPOSES)))
    in_group = partial(_judge_group, work, authors, given)
    # Threads share the counts, and hold the interpreter for moments only.
    fits = [delayed(in_group)(group) for group in groups]
    if further:
        fits.append(delayed(lambda: [(~given, work.judge(given, ~given)[1])])())
    for found in Parallel(n_jobs=2, prefer="threads")(fits):
        for asked, likely in found:
            result[asked] = likely
    return judged(result[given], calls), judged(result[~given], further)


def _judge_group(
    work: "_Work", authors: NDArray[np.int64], given: Flags, group: NDArray[np.int64]
) -> list[tuple[Flags, Floats]]:
    """The calls of a group's authors, each author's judged by a fit without that author."""
    start, _ = work.judge(given & ~np.isin(authors, group), authors == group[0])
    found = []
    for author in group:
        asked = given & (authors == author)
        found.append((asked, work.judge(given & ~asked, asked, start)[1]))
    return found


class _Work:
    """The counts of all calls, and fits on some of them."""

    def __init__(self, calls: Sequence[Labelled]) -> None:
        texts = [f"{call.company} . {call.said}" for call in calls]
        words = CountVectorizer(ngram_range=(1, 2), dtype=np.float32)
        letters = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5), dtype=np.float32)
        self._counted = [kind.fit_transform(texts) for kind in (words, letters)]
        self._purposes = np.array([PLACE[call.purpose] for call in calls])

    def judge(self, seen: Flags, asked: Flags, start: _Fit | None = None) -> tuple[_Fit, Floats]:
        """A fit on the `seen` calls, and the probabilities of the `asked` ones by it."""
        known, learned, told = self._weighed(seen, asked)
        model = LogisticRegression(C=10, max_iter=300, warm_start=start is not None)
        if start is not None:
            model.coef_ = start.coefficients[:, known]
            model.intercept_ = start.constants
        model.fit(learned, self._purposes[seen])
        coefficients = np.zeros((len(model.classes_), len(known)), dtype=np.float32)
        coefficients[:, known] = model.coef_
        return _Fit(coefficients, model.intercept_), np.asarray(model.predict_proba(told))

    def _weighed(self, seen: Flags, asked: Flags) -> tuple[Flags, sp.csr_matrix, sp.csr_matrix]:
        """Which features are known, and both sets of calls, weighed as `TfidfVectorizer` does on
        the seen ones: what occurs in one of them only is left out."""
        kinds, learned, told = [], [], []
        for counts in self._counted:
            known = np.asarray((counts[seen] > 0).sum(axis=0)).ravel() >= 2
            kept = counts[:, known]
            rarity = TfidfTransformer(sublinear_tf=True).fit(kept[seen])
            kinds.append(known)
            learned.append(rarity.transform(kept[seen]))
            told.append(rarity.transform(kept[asked]))
        return np.concatenate(kinds), sp.hstack(learned).tocsr(), sp.hstack(told).tocsr()
