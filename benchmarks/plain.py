"""The plain classifier that verdicts are held against: TF-IDF of words (one and two) and characters
(two to five), logistic regression, then the design's table from purpose and relationship."""

from collections.abc import Sequence

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
"""Authors are left out by so many groups, one group at a time: a fit without each of 85 authors would
take more than an hour. The baseline learns from an eighth less than Screener does where one author is
left out."""


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
    asked = [given & np.isin(authors, group) for group in groups]
    seen = [given & ~each for each in asked]
    if further:
        asked.append(~given)
        seen.append(given)
    result = np.zeros((len(every), len(PURPOSES)))
    # Threads share the counts, and hold the interpreter for moments only.
    jobs = map(delayed(work.judge), seen, asked)
    for places, likely in zip(asked, Parallel(n_jobs=2, prefer="threads")(jobs), strict=True):
        result[places] = likely
    return judged(result[given], calls), judged(result[~given], further)


class _Work:
    """The counts of all calls, and fits on some of them."""

    def __init__(self, calls: Sequence[Labelled]) -> None:
        texts = [f"{call.company} . {call.said}" for call in calls]
        words = CountVectorizer(ngram_range=(1, 2), dtype=np.float32)
        letters = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5), dtype=np.float32)
        self._counted = [kind.fit_transform(texts) for kind in (words, letters)]
        self._purposes = np.array([PLACE[call.purpose] for call in calls])

    def judge(self, seen: Flags, asked: Flags) -> Floats:
        """The probabilities of the `asked` calls by a fit on the `seen` ones."""
        learned, told = self._weighed(seen, asked)
        model = LogisticRegression(C=10, max_iter=300)
        model.fit(learned, self._purposes[seen])
        return np.asarray(model.predict_proba(told))

    def _weighed(self, seen: Flags, asked: Flags) -> tuple[sp.csr_matrix, sp.csr_matrix]:
        """Both sets of calls, weighed as `TfidfVectorizer` does on the seen ones: what occurs in
        one of them only is left out."""
        learned, told = [], []
        for counts in self._counted:
            known = np.asarray((counts[seen] > 0).sum(axis=0)).ravel() >= 2
            kept = counts[:, known]
            rarity = TfidfTransformer(sublinear_tf=True).fit(kept[seen])
            learned.append(rarity.transform(kept[seen]))
            told.append(rarity.transform(kept[asked]))
        return sp.hstack(learned).tocsr(), sp.hstack(told).tocsr()
