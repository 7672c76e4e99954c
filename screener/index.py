"""Many phrases, found in a text in one pass over its words.

The pass finds every atom of every phrase: words, families of words, and runs of several words,
which are kept as a tree. Every word knows in which phrases it can begin a pair of neighbours and
in which it can end one. What two words in a row have in common, and a look at the rarest needs of
the few phrases without such a pair, leave some dozen phrases that are worth trying, however many
there are.
"""

import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from itertools import chain, pairwise
from operator import and_, or_
from typing import Any, NamedTuple

from screener.hearing import Heard, Memo, Spans
from screener.matching import Places, reach
from screener.phrases import (
    DIGITS,
    MIN_FAMILY,
    Phrase,
    Program,
    atoms_in,
    cost_of,
    edge_of,
    read_phrase,
)

Numbers = dict[str, tuple[int, ...]]
"""Numbers of phrases by an atom."""

Tree = dict[str, Any]
"""Runs of words: what may come next, by word or family; where a run is over, "" holds it and
how many words it has."""


class _Known(NamedTuple):
    """What the phrases know of one word: its atoms of one word, what it is called within runs,
    the runs that it begins and what may come second in them, and the phrases that have a pair
    which it begins or ends."""

    atoms: tuple[str, ...] = ()
    steps: frozenset[str] = frozenset()
    begun: tuple[Tree, ...] = ()
    second: frozenset[str] = frozenset()
    left: frozenset[int] = frozenset()
    right: frozenset[int] = frozenset()


_STRANGE = _Known()
_NO_KINDS: dict[str, list[tuple[int, int]]] = {"#": [], "$": [], "%": []}


class Packed(NamedTuple):
    """An index as plain values that `marshal` can write.

    A phrase is known by its place in `texts`. Those that are listened for have a pair of
    neighbours of which a word in `left` must be followed by one in `right`; those that have none
    stand in `lone`, by the atoms of their rarest need. `atoms` are those of one word, `steps` what
    runs are made of, `runs` the trees of runs by their first word, each opened when that word is
    met.
    """

    texts: tuple[str, ...]
    phrases: tuple[bytes, ...]
    left: Numbers
    right: Numbers
    lone: Numbers
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
        self._longest = max(map(len, packed.atoms | packed.steps), default=0)
        self._known = Memo(self._look_up)
        self._runs = Memo(lambda word: marshal.loads(packed.runs[word]))  # noqa: S302 - our own bytes
        self._left = Memo(lambda word: frozenset(packed.left.get(word, ())))
        self._right = Memo(lambda word: frozenset(packed.right.get(word, ())))
        self._into_sign = Memo(lambda both: self._known[both[1:]].left & self._right[both[0]])
        self._out_of_sign = Memo(lambda both: self._left[both[0]] & self._known[both[1:]].right)
        self._tried: dict[int, tuple[Program, frozenset[str]]] = {}

    @classmethod
    def of(cls, texts: Iterable[str], beside: Iterable[str] = ()) -> "Index":
        """Compile phrases: those to listen for, and those that are only looked at beside a
        hit. Raises `Fault` for the first that is none."""
        listened = frozenset(texts)
        names = tuple(sorted(listened)) + tuple(sorted(frozenset(beside) - listened))
        phrases = [read_phrase(text) for text in names]
        atoms = frozenset(chain.from_iterable(atoms_in(phrase.program) for phrase in phrases))
        runs = frozenset(atom for atom in atoms if " " in atom)
        heard = phrases[: len(listened)]
        pairs = [_rarest_pair(phrase.program) for phrase in heard]
        packed = Packed(
            texts=names,
            phrases=tuple(marshal.dumps(tuple(phrase)) for phrase in phrases),
            left=_numbers(left for left, _ in pairs),
            right=_numbers(right for _, right in pairs),
            lone=_numbers(
                frozenset() if left else phrase.needs[0]
                for phrase, (left, _) in zip(heard, pairs, strict=True)
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
        words = heard.words if words is None else words
        known = list(map(self._known.__getitem__, words))
        starts, sizes = _starts(known)
        left, right = [each.left for each in known], [each.right for each in known]
        numbers = set[int]().union(*map(and_, left, right[1:]))
        kinds = _NO_KINDS
        if heard.numbers or heard.money or heard.percents:
            spans = {"#": heard.numbers, "$": heard.money, "%": heard.percents}
            kinds = {sign: _by_length(each) for sign, each in spans.items()}
            starts |= {sign: _anywhere(each) for sign, each in kinds.items() if each}
            numbers.update(*self._beside_signs(spans, words))
        lone = self.packed.lone
        numbers.update(*[lone[atom] for atom in starts if atom in lone])
        return Places(
            starts, sizes, frozenset(starts), kinds, (1 << len(known)) - 1, sorted(numbers)
        )

    def _beside_signs(
        self, spans: Mapping[str, Spans], words: Sequence[str]
    ) -> Iterator[frozenset[int]]:
        """The phrases with a pair that a sign begins or ends."""
        begun: dict[int, list[str]] = {}
        for sign, each in spans.items():
            for first, _ in each:
                begun.setdefault(first, []).append(sign)
        for sign, each in spans.items():
            for first, after in each:
                if first:
                    yield self._into_sign[sign + words[first - 1]]
                if after < len(words):
                    yield self._out_of_sign[sign + words[after]]
                for other in begun.get(after, ()):
                    yield self._left[sign] & self._right[other]

    def matching(self, places: Places) -> dict[int, int]:
        """Every phrase that stands in the text, by number, with the places where it ends."""
        found: dict[int, int] = {}
        tried, stands_none_of = self._tried, places.present.isdisjoint
        for number in places.worth_trying:
            program, more = tried.get(number) or self._to_try(number)
            if more and stands_none_of(more):
                continue
            ends = reach(program, places.everywhere, places)
            if ends:
                found[number] = ends
        return found

    def _to_try(self, number: int) -> tuple[Program, frozenset[str]]:
        """The program of a phrase, and the rarest need that is not met where it was found."""
        program, needs = self.phrase(number)
        found = self._tried[number] = program, _further_need(program, needs)
        return found

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
        begun = tuple(self._runs[each] for each in named if each in packed.runs)
        return _Known(
            tuple(each for each in named if each in packed.atoms),
            frozenset(each for each in named if each in packed.steps),
            begun,
            frozenset(chain.from_iterable(begun)),
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


def _rarest_pair(program: Program) -> tuple[frozenset[str], frozenset[str]]:
    """The rarest pair of neighbours of a program: words of which one must be followed by one of
    others; both empty where it has none."""
    pairs: list[tuple[int, int, frozenset[str], frozenset[str]]] = []
    for at, (one, other) in enumerate(pairwise(program)):
        left, right = edge_of(one, end=True), edge_of(other, end=False)
        if left and right and not other[0]:
            pairs.append((cost_of(left) * cost_of(right), at, left, right))
    return min(pairs, key=_cost_and_place)[2:] if pairs else (frozenset(), frozenset())


def _cost_and_place(pair: tuple[Any, ...]) -> tuple[int, int]:
    return pair[0], pair[1]


def _numbers(keys: Iterable[frozenset[str]]) -> Numbers:
    found: dict[str, list[int]] = {}
    for number, atoms in enumerate(keys):
        for atom in sorted(atoms):
            found.setdefault(atom, []).append(number)
    return {atom: tuple(numbers) for atom, numbers in found.items()}


def _further_need(program: Program, needs: Sequence[frozenset[str]]) -> frozenset[str]:
    """The rarest need of a phrase that tells more than its pair, or where it has no pair than
    its rarest need; none where there is no further one."""
    left, right = _rarest_pair(program)
    known = {left, right} if left else {needs[0]}
    return next((need for need in needs if need not in known), frozenset())


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
    bit = 1
    for each in known:
        for atom in each.atoms:
            starts[atom] = starts.get(atom, 0) | bit
        bit <<= 1
    seconds, steps = [each.second for each in known], [each.steps for each in known[1:]]
    for at, begins_none in enumerate(map(frozenset.isdisjoint, seconds, steps)):
        if not begins_none:
            for tree in known[at].begun:
                for run, size in _runs_from(tree, known, at + 1):
                    starts[run] = starts.get(run, 0) | 1 << at
                    sizes[run] = size
    return starts, sizes


def _runs_from(tree: Tree, known: Sequence[_Known], at: int) -> list[tuple[str, int]]:
    """The runs, with their sizes, that go on from a branch of the tree with word `at`."""
    found = [tree[""]] if "" in tree else []
    if at < len(known):
        for step in known[at].steps:
            if step in tree:
                found += _runs_from(tree[step], known, at + 1)
    return found


def _anywhere(by_length: Sequence[tuple[int, int]]) -> int:
    """The first words of all spans, as places."""
    return reduce(or_, [first for _, first in by_length])


def _by_length(spans: Spans) -> list[tuple[int, int]]:
    """The first words of spans, as places, by how many words they hold."""
    found: dict[int, int] = {}
    for first, after in spans:
        found[after - first] = found.get(after - first, 0) | (1 << first)
    return list(found.items())
