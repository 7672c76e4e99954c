"""Labelled calls → weights: one fit on all of them, and one without each author in turn.

The score of a call is what the rules' own weights come to, plus learned corrections of the
signals, plus weights of manner, words and company. The rules were written with the odd files
in view, where they shine more than they will elsewhere: so signals are silent there, and how
far to trust them is learned from the unread files alone.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from fitting.calls import Listened, without_company
from fitting.features import (
    Block,
    Floats,
    hand_sums,
    manner_block,
    name_block,
    signal_block,
    text_block,
)
from fitting.ridge import Places, Ridge
from screener.verdict import label_for
from screener.words import Label, Purpose, Relation

PURPOSES = tuple(Purpose)
PLACE = {purpose: at for at, purpose in enumerate(PURPOSES)}
LABELS = tuple(Label)

PENALTY = 4.0
RARE_CLASSES = 0.5
"""Calls count by the frequency of their purpose to minus this power."""

HAND = 0.06
"""What one log-odd of the rules counts in the fit's own unit, in which a purpose is 0 or 1."""

COPIED = 2
COPY_WEIGHT = 0.02
"""One call in `COPIED` counts once more, so lightly, without its company: on unread files that
takes calls without a company from 0.85 to 0.89 (label accuracy), and leaves those with one as
they were. Heavier copies cost the calls of which nothing is known but that they rang."""

ASKED = 4
ASKED_WEIGHT = 0.15
"""One genuine call in `ASKED` counts once more, so much, as the scam that a request at its end
makes of it: so words of requests outweigh those of harmless matters. Twice as much costs labels
(docs/verdict.md)."""

MANNER_SHARE = 0.07
SIGNAL_SHARE = 0.1
LEAST_HEARD = 3

_SERVED = (Purpose.SERVICE, Purpose.ACCOUNT, Purpose.SURVEY)


class Material(NamedTuple):
    """Everything a fit works on, a row a call: `written` calls, then copies of some, which count as
    `counts` tells. `labels` are, of the written ones, the places of the labels that each purpose
    comes out as."""

    written: int
    counts: Floats
    authors: Places
    purposes: Places
    selling: Floats
    served: NDArray[np.bool_]
    clean: NDArray[np.bool_]
    labels: Places
    text: Block
    name: Block
    manner: Block
    signals: Block
    hand: Floats


class Weights(NamedTuple):
    """Weights of each block's features for nine purposes and for selling, in the fit's unit;
    `base` is the constant."""

    base: Floats
    text: Floats
    name: Floats
    manner: Floats
    signals: Floats


class Fold(NamedTuple):
    """A fit, and the rows that had no part in it."""

    left_out: Places
    weights: Weights


def material(labelled: Sequence[Listened], asked: Sequence[Listened] = ()) -> Material:
    """Features and answers of heard calls, and of those that end in a request (`calls.asking`)."""
    written = len(labelled)
    nameless = without_company(labelled, COPIED)
    calls = [*labelled, *nameless, *asked]
    counts = [1.0] * written + [COPY_WEIGHT] * len(nameless) + [ASKED_WEIGHT] * len(asked)
    authors = np.array([one.call.author for one in calls])
    hand = hand_sums(calls, PLACE)
    return Material(
        written=written,
        counts=np.array(counts),
        authors=authors,
        purposes=np.array([PLACE[one.call.purpose] for one in calls]),
        selling=np.array([float(one.call.also_selling) for one in calls]),
        served=np.array(
            [at < written and one.call.purpose in _SERVED for at, one in enumerate(calls)]
        ),
        clean=np.array([not one.call.in_view for one in calls]),
        labels=np.array([_outcomes(one.call.relation) for one in labelled]),
        text=text_block(calls, written),
        name=name_block(calls, written),
        manner=manner_block(calls, MANNER_SHARE),
        signals=signal_block(calls, SIGNAL_SHARE, LEAST_HEARD),
        hand=HAND * (hand - hand.mean(axis=1, keepdims=True)),
    )


def _outcomes(relation: Relation) -> list[int]:
    return [LABELS.index(label_for(purpose, relation)) for purpose in PURPOSES]


class Fits:
    """The fit on all calls, and those without one author each."""

    def __init__(self, given: Material) -> None:
        self.given = given
        self._main, self._selling = _ridges(given)

    def whole(self) -> Weights:
        """On all calls."""
        return _weights(self.given, self._main.fit(), self._selling.fit())

    def folds(self) -> Iterator[Fold]:
        """Without one author each, in the order of the authors; two at a time."""
        self.whole()
        authors = np.unique(self.given.authors)
        # The threads share the features, and wait for each other only outside their products.
        with ThreadPoolExecutor(2) as pool:
            yield from pool.map(self._without, authors)

    def _without(self, author: int) -> Fold:
        given = self.given
        out = given.authors == author
        selling = self._selling
        served = np.flatnonzero(out[given.served])
        weights = _weights(
            given,
            self._main.fit_without(np.flatnonzero(out)),
            selling.fit_without(served) if len(served) else selling.fit(),
        )
        return Fold(np.flatnonzero(out[: given.written]), weights)


def scores(given: Material, weights: Weights, rows: Places) -> Floats:
    """What calls come to in the fit's unit: nine purposes and selling."""
    total = np.tile(weights.base, (len(rows), 1))
    for block, of in (
        (given.text, weights.text),
        (given.name, weights.name),
        (given.manner, weights.manner),
        (given.signals, weights.signals),
    ):
        total += block.matrix[rows] @ (of / block.scale[:, None])
    total[:, : len(PURPOSES)] += given.hand[rows]
    return total


def _features(given: Material) -> sp.csr_matrix:
    silenced = sp.diags(given.clean.astype(float)) @ given.signals.matrix
    return sp.hstack([given.text.matrix, given.name.matrix, given.manner.matrix, silenced]).tocsr()


def _ridges(given: Material) -> tuple[Ridge, Ridge]:
    features = _features(given)
    indicators = np.eye(len(PURPOSES))[given.purposes]
    targets = indicators - given.hand * given.clean[:, None]
    often = np.bincount(given.purposes[: given.written], minlength=len(PURPOSES))
    rarity = (often.max() / np.maximum(often, 1)) ** RARE_CLASSES
    weights = rarity[given.purposes] * given.counts
    main = Ridge(features, targets, weights, PENALTY)
    served = given.served
    selling = given.selling[served][:, None]
    return main, Ridge(features[served], selling, np.ones(len(selling)), PENALTY)


def _weights(given: Material, main: Floats, selling: Floats) -> Weights:
    whole = np.hstack([main, selling])
    parts: list[Floats] = []
    at = 0
    for block in (given.text, given.name, given.manner, given.signals):
        size = len(block.keys)
        parts.append(whole[at : at + size] * block.scale[:, None])
        at += size
    return Weights(whole[-1], *parts)
