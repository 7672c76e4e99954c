"""What requests for a secret, remote access or a payment that cannot be taken back sound like.

A fit on passages (`screener/passages.py`), for an output of its own beside those of whole calls: what a
call is about says little of whether one of its sentences is such a request. Labelled requests stand
against every passage of calls that are no scams, and against harmless endings that talk of the same
things.
"""

from collections.abc import Sequence
from itertools import chain, cycle
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from fitting.calls import Labelled, Listened, with_request
from fitting.features import Block, Floats, passage_rows
from fitting.ridge import Places, Ridge
from screener.hearing import Heard, hear_words
from screener.learned import Lines, Requested
from screener.passages import passages
from screener.traits import plain_passages
from screener.words import Purpose

PENALTY = 4.0
REQUEST_WEIGHT = 5.0
HARMLESS_WEIGHT = 8.0
"""What a passage of a request and one of a harmless ending count, where one of a call counts 1."""

SURE = 0.005
PERHAPS = 0.025
HARDLY = 0.1
"""Of genuine calls in which no rule hears a request, so many may be taken for sure to have one, and
so many perhaps; all but so many lie below what hardly is one."""

GROUPS = 8
"""Authors are left out by so many groups, one group at a time."""

_SERVED = frozenset({Purpose.SERVICE, Purpose.ACCOUNT})


class Sound(NamedTuple):
    """The fit: a weight for each feature of the text, as in `Weights`, and a constant."""

    weights: Floats
    base: float


class _Cut(NamedTuple):
    """Passages of texts: their features, whose they are, and where they stand."""

    rows: sp.csr_matrix
    owners: Places
    places: Places

    def last(self) -> sp.csr_matrix:
        """The last passage of each text."""
        return self.rows[np.flatnonzero(np.diff(self.owners, append=len(self.owners)))]


class Requests:
    """Fits on the passages of labelled calls, requests and harmless endings."""

    def __init__(
        self,
        calls: Sequence[Listened],
        text: Block,
        requests: Sequence[str],
        harmless: Sequence[str],
    ) -> None:
        self._calls = calls
        self._scale = text.scale
        self._cut = _cut([one.heard for one in calls], text)
        self._authors = np.array([one.call.author for one in calls])
        scam = np.array([one.call.purpose is Purpose.FRAUD for one in calls])
        spoken = _cut(list(map(hear_words, requests)), text).rows
        unstopped = list(_without_stops([one.call for one in calls], requests))
        ends = _cut([hear_words(one.said) for one in unstopped], text).last()
        fine = _cut(list(map(hear_words, harmless)), text).rows
        parts = (self._cut.rows, spoken, ends, fine)
        targets = np.repeat([-1.0, 1.0, 1.0, -1.0], [part.shape[0] for part in parts])
        weights = [~scam[self._cut.owners] * 1.0]
        weights += [
            np.full(part.shape[0], each)
            for part, each in zip(
                parts[1:], (REQUEST_WEIGHT, REQUEST_WEIGHT, HARMLESS_WEIGHT), strict=True
            )
        ]
        self._by = np.concatenate(
            [
                self._authors[self._cut.owners],
                np.zeros(spoken.shape[0]),
                [one.author for one in unstopped],
                np.zeros(fine.shape[0]),
            ]
        )
        self._ridge = Ridge(
            sp.vstack(parts).tocsr(), targets[:, None], np.concatenate(weights), PENALTY
        )

    def whole(self) -> Sound:
        """On all of them."""
        found = self._ridge.fit()
        return Sound(found[:-1, 0] * self._scale, float(found[-1, 0]))

    def out_of_fold(self) -> list[Requested | None]:
        """The passage of each call that sounds most like a request, by a fit that saw no call of
        its author."""
        scores = np.zeros(len(self._cut.owners))
        names = np.unique(self._authors)
        for first in range(min(GROUPS, len(names))):
            out = np.isin(self._by, names[first::GROUPS])
            found = self._ridge.fit_without(np.flatnonzero(out))
            asked = np.flatnonzero(out[: len(scores)])
            scores[asked] = self._cut.rows[asked] @ found[:-1, 0] + found[-1, 0]
        return _loudest(self._cut, scores, len(self._calls))


def lines_of(
    calls: Sequence[Listened], found: Sequence[Requested | None], without: int = 0
) -> Lines:
    """From which scores on a passage is a request, from out-of-fold scores of the genuine calls that
    no writer of rules has read, but for those of author `without`."""
    scores = [
        one.score
        for call, one in zip(calls, found, strict=True)
        if one is not None
        and call.call.purpose in _SERVED
        and not call.call.in_view
        and call.call.author != without
        and not any(signal.asks or signal.certain for signal in call.signals)
    ]
    if not scores:
        return Lines(1.0, 0.5, 0.0)
    return Lines(*map(float, np.quantile(scores, [1 - SURE, 1 - PERHAPS, 1 - HARDLY])))


def _without_stops(calls: Sequence[Labelled], requests: Sequence[str]) -> list[Labelled]:
    """Every request at the end of a genuine call without stops, where nothing sets it apart."""
    bare = [
        call
        for call in calls
        if call.purpose in _SERVED and not any(mark in call.said for mark in ".!?")
    ]
    return [with_request(call, each) for call, each in zip(cycle(bare), requests, strict=False)]


def _cut(texts: Sequence[Heard], text: Block) -> _Cut:
    places = [passages(one) or [(0, 0)] for one in texts]
    words = chain.from_iterable(map(plain_passages, texts, places))
    owners = np.repeat(np.arange(len(texts)), list(map(len, places)))
    return _Cut(passage_rows(list(words), text), owners, np.array(list(chain(*places))))


def _loudest(cut: _Cut, scores: Floats, calls: int) -> list[Requested | None]:
    found: list[Requested | None] = [None] * calls
    for owner, score, (first, after) in zip(
        cut.owners.tolist(), scores.tolist(), cut.places.tolist(), strict=True
    ):
        best = found[owner]
        if after > first and (best is None or score > best.score):
            found[owner] = Requested(score, first, after)
    return found
