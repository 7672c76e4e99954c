"""Many phrases, found in a text in one pass over its words.

The pass finds every atom of every phrase: words, families of words, and runs of several words,
which are kept as a tree. Each phrase has a bit of its own in large integers: one for every word
that says which phrases it can begin a pair of neighbours in, one which it can end, and for every
atom those which need it. A few "ands" then leave the handful of phrases that are worth trying,
however many there are.
"""

import marshal
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, reduce
from itertools import chain, pairwise
from operator import and_, or_
from typing import Any, NamedTuple

from screener.hearing import Heard, Memo, Spans
from screener.matching import Places, reach
from screener.phrases import (
    DIGITS,
    MIN_FAMILY,
    Element,
    Phrase,
    Program,
    atoms_in,
    cost_of,
    edge_of,
    must_of,
    read_phrase,
)

Numbers = dict[str, tuple[int, ...]]
"""Numbers of phrases by an atom."""

Tree = dict[str, Any]
"""Runs of words: what may come next, by word or family; where a run is over, "" holds it and
how many words it has."""


class _Known(NamedTuple):
    """What the phrases know of one word: its atoms of one word, what it is called within runs,
    the runs that it begins, and bits for the phrases that have a pair which it begins or ends."""

    atoms: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    begun: tuple[Tree, ...] = ()
    left: int = 0
    right: int = 0


_STRANGE = _Known()
_NO_KINDS: dict[str, list[tuple[int, int]]] = {"#": [], "$": [], "%": []}


class Packed(NamedTuple):
    """An index as plain values that `marshal` can write.

    A phrase is known by its place in `texts`. Those that are listened for have a pair of
    neighbours of which a word in `left` must be followed by one in `right`, and up to two
    further needs, an atom of each somewhere in the text. `without` tells which phrases have no
    pair, no first and no second need. `atoms` are those of one word, `steps` what runs are made
    of, `runs` the trees of runs by their first word, each opened when that word is met.
    """

    texts: tuple[str, ...]
    phrases: tuple[bytes, ...]
    left: Numbers
    right: Numbers
    first: Numbers
    second: Numbers
    without: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
    atoms: frozenset[str]
    steps: frozenset[str]
    runs: dict[str, bytes]


class Index:
    """Phrases by what they cannot do without.

    A phrase is opened when a text may hold it for the first time: a call meets a few dozen
    phrases out of thousands.
    """

    def __init__(self, packed: Packed) -> None:
        self.packed = packed
        self.numbers = {text: number for number, text in enumerate(packed.texts)}
        self._opened: dict[int, Phrase] = {}
        self._known = Memo(self._look_up)
        self._runs = Memo(lambda word: marshal.loads(packed.runs[word]))  # noqa: S302 - our own bytes
        self._left = Memo(lambda word: _mask(packed.left.get(word, ())))
        self._right = Memo(lambda word: _mask(packed.right.get(word, ())))
        self._needed = Memo(self._needing)
        self._unpaired, no_first, no_second = map(_mask, packed.without)
        self._no_needs = no_first | no_second << len(packed.texts)

    @cached_property
    def _longest(self) -> int:
        """Letters of the longest word or family that a phrase names."""
        return max(map(len, chain(self.packed.atoms, self.packed.steps)), default=0)

    @classmethod
    def of(cls, texts: Iterable[str], beside: Iterable[str] = ()) -> "Index":
        """Compile phrases: those to listen for, and those that are only looked at beside a
        hit. Raises `Fault` for the first that is none."""
        listened = frozenset(texts)
        names = tuple(sorted(listened)) + tuple(sorted(frozenset(beside) - listened))
        phrases = [read_phrase(text) for text in names]
        atoms = frozenset(chain.from_iterable(atoms_in(phrase.program) for phrase in phrases))
        runs = frozenset(atom for atom in atoms if " " in atom)
        keys = [_keys(phrase.program) for phrase in phrases[: len(listened)]]
        packed = Packed(
            texts=names,
            phrases=tuple(marshal.dumps(tuple(phrase)) for phrase in phrases),
            left=_numbers(key.left for key in keys),
            right=_numbers(key.right for key in keys),
            first=_numbers(key.first for key in keys),
            second=_numbers(key.second for key in keys),
            without=(
                tuple(at for at, key in enumerate(keys) if not key.left),
                tuple(at for at, key in enumerate(keys) if not key.first),
                tuple(at for at, key in enumerate(keys) if not key.second),
            ),
            atoms=atoms - runs,
            steps=frozenset(chain.from_iterable(map(str.split, runs))),
            runs={word: marshal.dumps(tree) for word, tree in _tree(runs).items()},
        )
        return cls(packed)

    def phrase(self, number: int) -> Phrase:
        """The phrase of that number, opened on first use."""
        found = self._opened.get(number)
        if found is None:
            found = Phrase(*marshal.loads(self.packed.phrases[number]))  # noqa: S302 - our own bytes
            self._opened[number] = found
        return found

    def places(self, heard: Heard, words: Sequence[str] | None = None) -> Places:
        """Where every atom stands in what was heard, or in other `words` for the same text."""
        known = list(map(self._known.__getitem__, heard.words if words is None else words))
        starts, sizes = _starts(known)
        left, right = [each.left for each in known], [each.right for each in known]
        kinds = _NO_KINDS
        if heard.numbers or heard.money or heard.percents:
            kinds = {}
            for sign, spans in (("#", heard.numbers), ("$", heard.money), ("%", heard.percents)):
                kinds[sign] = _by_length(spans)
                for first, after in spans:
                    starts[sign] = starts.get(sign, 0) | 1 << first
                    right[first] |= self._right[sign]
                    left[after - 1] |= self._left[sign]
        paired = reduce(or_, map(and_, left, right[1:]), self._unpaired)
        return Places(starts, sizes, frozenset(starts), kinds, (1 << len(known)) - 1, paired)

    def matching(self, places: Places) -> dict[int, int]:
        """Every phrase that stands in the text, by number, with the places where it ends."""
        met = reduce(or_, map(self._needed.__getitem__, places.present), self._no_needs)
        left = places.paired & met & met >> len(self.packed.texts)
        found: dict[int, int] = {}
        while left:
            lowest = left & -left
            left ^= lowest
            number = lowest.bit_length() - 1
            program = (self._opened.get(number) or self.phrase(number)).program
            ends = reach(program, places.everywhere, places)
            if ends:
                found[number] = ends
        return found

    def _needing(self, atom: str) -> int:
        """The phrases whose first further need the atom meets, and above them those whose
        second it meets."""
        first, second = (each.get(atom, ()) for each in (self.packed.first, self.packed.second))
        return _mask(first) | _mask(second) << len(self.packed.texts)

    def knows(self, word: str) -> bool:
        """Whether a phrase names the normalised word, or its family."""
        known = self._known[word]
        return bool(known.atoms or known.steps)

    def _look_up(self, word: str) -> _Known:
        packed = self.packed
        sizes = range(MIN_FAMILY, min(len(word), self._longest) + 1)
        readings = [DIGITS.get(word, word), *[word[:size] + "*" for size in sizes]]
        named = [each for each in readings if each in packed.atoms or each in packed.steps]
        if not named:
            return _STRANGE
        return _Known(
            tuple(each for each in named if each in packed.atoms),
            tuple(each for each in named if each in packed.steps),
            tuple(self._runs[each] for each in named if each in packed.runs),
            reduce(or_, map(self._left.__getitem__, named)),
            reduce(or_, map(self._right.__getitem__, named)),
        )


class Beside:
    """Some of the phrases of an index, to be looked for near a hit."""

    def __init__(self, index: Index, texts: Sequence[str]) -> None:
        self._index = index
        self._texts = texts

    def within(self, places: Places) -> Iterable[tuple[str, Phrase]]:
        """Those that may stand in the text, in their order."""
        here = self._atoms & places.present
        if not here:
            return ()
        found = {at for atom in here for at in self._by_atom[atom]}
        return [self._phrases[at] for at in sorted(found)]

    @cached_property
    def _phrases(self) -> list[tuple[str, Phrase]]:
        index = self._index
        return [(text, index.phrase(index.numbers[text])) for text in self._texts]

    @cached_property
    def _by_atom(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for at, (_, phrase) in enumerate(self._phrases):
            for atom in phrase.needs[0]:
                found.setdefault(atom, []).append(at)
        return found

    @cached_property
    def _atoms(self) -> frozenset[str]:
        return frozenset(self._by_atom)


class _Keys(NamedTuple):
    """By what one phrase is found: see `Packed`."""

    left: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    second: frozenset[str] = frozenset()


def _keys(program: Program) -> _Keys:
    """The rarest pair of neighbours of a program, and the two rarest atoms that it needs and
    that say more than the pair."""
    pairs: list[tuple[int, int, frozenset[str], frozenset[str]]] = []
    for at, (one, other) in enumerate(pairwise(program)):
        left, right = edge_of(one, end=True), edge_of(other, end=False)
        if left and right and not other[0]:
            pairs.append((cost_of(left) * cost_of(right), at, left, right))
    _, at, left, right = min(pairs, key=_cost_and_place) if pairs else (0, -2, *_Keys()[:2])
    more = [
        must_of(element)
        for place, element in enumerate(program)
        if place not in {at, at + 1} or _says_more(element)
    ]
    return _Keys(left, right, *sorted(filter(None, more), key=cost_of)[:2])


def _says_more(element: Element) -> bool:
    """Whether there is more to an element than the word at its edge."""
    return bool(element[3]) or any(" " in atom for atom in element[1])


def _cost_and_place(pair: tuple[Any, ...]) -> tuple[int, int]:
    return pair[0], pair[1]


def _numbers(keys: Iterable[frozenset[str]]) -> Numbers:
    found: dict[str, list[int]] = {}
    for number, atoms in enumerate(keys):
        for atom in sorted(atoms):
            found.setdefault(atom, []).append(number)
    return {atom: tuple(numbers) for atom, numbers in found.items()}


def _mask(numbers: Iterable[int]) -> int:
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


def _tree(runs: Iterable[str]) -> Tree:
    root: Tree = {}
    for run in sorted(runs):
        tree = root
        for word in run.split():
            tree = tree.setdefault(word, {})
        tree[""] = run, run.count(" ") + 1
    return root


def _starts(known: Sequence[_Known]) -> tuple[dict[str, int], dict[str, int]]:
    """Where atoms begin, a bit for each word, and how many words those have that are runs."""
    starts: dict[str, int] = {}
    sizes: dict[str, int] = {}
    begun: Sequence[Tree] = ()
    bit = 1
    for at, (atoms, steps, beginning, _, _) in enumerate(known):
        for atom in atoms:
            starts[atom] = starts.get(atom, 0) | bit
        for tree in begun:
            for step in steps:
                if step in tree:
                    for run, size in _runs_from(tree[step], known, at + 1):
                        starts[run] = starts.get(run, 0) | bit >> 1
                        sizes[run] = size
        begun = beginning
        bit <<= 1
    return starts, sizes


def _runs_from(tree: Tree, known: Sequence[_Known], at: int) -> list[tuple[str, int]]:
    """The runs, with their sizes, that go on from a branch of the tree with word `at`."""
    found = [tree[""]] if "" in tree else []
    if at < len(known):
        for step in known[at].steps:
            if step in tree:
                found += _runs_from(tree[step], known, at + 1)
    return found


def _by_length(spans: Spans) -> list[tuple[int, int]]:
    """The first words of spans, as places, by how many words they hold."""
    found: dict[int, int] = {}
    for first, after in spans:
        found[after - first] = found.get(after - first, 0) | (1 << first)
    return list(found.items())
