"""Heard calls → one sparse matrix of features, scaled so that a ridge treats them rightly."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from fitting.calls import Listened
from screener.learned import COMPANY
from screener.traits import manner, pairs, parts, plain_words
from screener.words import Purpose

Floats = NDArray[np.float64]

RARITY = 1.2
"""Features count by inverse document frequency to this power."""

LEAST_AUTHORS = 2
"""Words of one author alone tell authors and trades apart, not purposes."""


class Group(NamedTuple):
    """One kind of feature. `share` is how much of a call's likeness it makes up; a feature
    must occur in at least `least` calls."""

    name: str
    share: float
    of: Callable[[Listened], Iterable[str]]
    least: int = 2


def _words(one: Listened) -> set[str]:
    return {*plain_words(one.heard), *_company(one)}


def _pairs(one: Listened) -> set[str]:
    return set(map(" ".join, pairs(plain_words(one.heard))))


def _parts(one: Listened) -> Iterable[str]:
    return (part for word in sorted(_words(one)) for part in parts(word))


def _company(one: Listened) -> set[str]:
    return set(plain_words(one.company))


def _company_words(one: Listened) -> Iterable[str]:
    return (COMPANY + word for word in sorted(_company(one)))


def _company_parts(one: Listened) -> Iterable[str]:
    return (COMPANY + part for word in sorted(_company(one)) for part in parts(word))


TEXT = (
    Group("words", 1.0, _words),
    Group("pairs", 1.5, _pairs),
    Group("parts", 1.0, _parts, least=5),
)
NAME = (
    Group("company words", 0.3, _company_words),
    Group("company parts", 0.3, _company_parts, least=3),
)


class Block(NamedTuple):
    """Features of one kind: a row a call, and what each column is called. `scale` is what a
    column was multiplied by: a weight fitted on the scaled column times its scale is the
    weight of the feature itself."""

    matrix: sp.csr_matrix
    keys: list[str]
    scale: Floats


def joined(blocks: Sequence[Block]) -> Block:
    """Several blocks side by side."""
    return Block(
        sp.hstack([block.matrix for block in blocks]).tocsr(),
        [key for block in blocks for key in block.keys],
        np.concatenate([block.scale for block in blocks]),
    )


def text_block(calls: Sequence[Listened], written: int) -> Block:
    """What was said, and the words of the claimed company, which tell of the matter as well as
    those: a feature counts one over the root of the number of different words. The first `written` calls are as written, the others copies that say nothing of how common a
    feature is."""
    lengths = np.array([len(_words(one)) for one in calls], dtype=float)
    return joined([_block(group, calls, written, lengths) for group in TEXT])


def passage_rows(passages: Sequence[Sequence[str]], block: Block) -> sp.csr_matrix:
    """Passages, each as its plain words, as rows of the features of a `text_block`, scaled as a call
    of these words is."""
    place = {key: at for at, key in enumerate(block.keys)}
    found: list[Counter[int]] = []
    roots = np.ones(len(passages))
    for row, words in enumerate(passages):
        distinct = set(words)
        roots[row] = np.sqrt(max(len(distinct), 1))
        keys = chain(
            distinct,
            map(" ".join, pairs(words)),
            chain.from_iterable(map(parts, sorted(distinct))),
        )
        found.append(Counter(place[key] for key in keys if key in place))
    columns = np.array([at for counts in found for at in counts])
    values = np.array([float(count) for counts in found for count in counts.values()])
    ends = np.cumsum([0, *map(len, found)])
    counted = sp.csr_matrix((values, columns, ends), shape=(len(found), len(place)))
    return (sp.diags(1 / roots) @ counted @ sp.diags(block.scale)).tocsr()


def name_block(calls: Sequence[Listened], written: int) -> Block:
    """The company as claimed, in the same way."""
    lengths = np.array([len(_company(one)) for one in calls], dtype=float)
    return joined([_block(group, calls, written, lengths) for group in NAME])


def manner_block(calls: Sequence[Listened], share: float) -> Block:
    """How it was said; rare manners count more, and all of a call's together count `share`."""
    traits = []
    for one in calls:
        words = plain_words(one.heard)
        traits.append(manner(one.heard.text, words, set(words), _company(one)))
    counts, keys = _counts(traits)
    return Block(counts * np.sqrt(share), keys, np.full(len(keys), np.sqrt(share)))


def signal_block(calls: Sequence[Listened], share: float, least: int) -> Block:
    """Signals that were heard in at least `least` calls, one column each."""
    counts, keys = _counts([{signal.id for signal in one.signals} for one in calls])
    often = np.asarray(counts.sum(axis=0)).ravel() >= least
    kept = [key for key, yes in zip(keys, often, strict=True) if yes]
    return Block(
        (counts[:, often] * np.sqrt(share)).tocsr(), kept, np.full(len(kept), np.sqrt(share))
    )


def hand_sums(calls: Sequence[Listened], purposes: Mapping[Purpose, int]) -> Floats:
    """What the rules' own weights come to, a row a call and a column a purpose."""
    sums = np.zeros((len(calls), len(purposes)))
    for row, one in enumerate(calls):
        for signal in one.signals:
            sums[row, purposes[signal.purpose]] += signal.weight
            for purpose, weight in signal.also.items():
                sums[row, purposes[purpose]] += weight
    return sums


def _counts(texts: Sequence[Iterable[str]]) -> tuple[sp.csr_matrix, list[str]]:
    """How often each call has each feature; features in alphabetical order."""
    counted = [Counter(text) for text in texts]
    keys = sorted({key for counts in counted for key in counts})
    place = {key: at for at, key in enumerate(keys)}
    rows = np.repeat(np.arange(len(counted)), [len(counts) for counts in counted])
    columns = [place[key] for counts in counted for key in counts]
    values = [float(count) for counts in counted for count in counts.values()]
    shape = (len(counted), len(keys))
    return sp.csr_matrix((values, (rows, columns)), shape=shape), keys


def _block(group: Group, calls: Sequence[Listened], written: int, lengths: Floats) -> Block:
    counts, keys = _counts([list(group.of(one)) for one in calls])
    there = counts[:written].copy()
    there.data[:] = 1.0
    authors = [one.call.author for one in calls[:written]]
    by_author = sp.csr_matrix((np.ones(written), (authors, np.arange(written))))
    often = np.asarray(there.sum(axis=0)).ravel()
    wide = np.asarray(((by_author @ there) > 0).sum(axis=0)).ravel() >= LEAST_AUTHORS
    wide &= often >= group.least
    rarity = (np.log((1 + written) / (1 + often[wide])) + 1) ** RARITY
    scaled = counts[:, wide] @ sp.diags(rarity)
    roots = np.sqrt(np.maximum(lengths, 1))
    size = np.sqrt(np.asarray(scaled.multiply(scaled).sum(axis=1)).ravel())
    usual = float(np.median((size / roots)[:written][lengths[:written] > 0]))
    by = np.sqrt(group.share) / usual
    kept = [key for key, yes in zip(keys, wide, strict=True) if yes]
    return Block((sp.diags(by / roots) @ scaled).tocsr(), kept, rarity * by)
