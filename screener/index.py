"""Many phrases, found in a text in one pass over its words.

Each phrase has bits of its own in large integers: one for every atom that says which phrases
it can begin a pair of neighbours in, one which it can end, and so on. A few "ands" then leave
the handful of phrases that are worth trying, however many there are.
"""

import marshal
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any, NamedTuple

from screener.hearing import Heard, Memo, Spans
from screener.phrases import (
    CHOICE,
    DIGITS,
    MIN_FAMILY,
    WORD,
    Phrase,
    Places,
    Program,
    cost_of,
    edge_of,
    must_of,
    reach,
    read_phrase,
)

Numbers = dict[str, tuple[int, ...]]
"""Numbers of readings by an atom."""

Beside = dict[str, list[tuple[str, Phrase]]]
"""Phrases, with their texts, by an atom of which one must be there."""


class Packed(NamedTuple):
    """An index as plain values that `marshal` can write.

    `readings` gives for each reading the number of its phrase. A reading has a pair of
    neighbours of which one atom in `left` must be followed by one in `right`, and up to two
    further needs, one atom of each somewhere in the text. `without` tells which readings
    have no pair, no first and no second further need.
    """

    texts: tuple[str, ...]
    phrases: tuple[bytes, ...]
    readings: tuple[int, ...]
    left: Numbers
    right: Numbers
    first: Numbers
    second: Numbers
    without: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
    exact: frozenset[str]
    families: frozenset[str]


class Index:
    """Phrases by what they cannot do without.

    A phrase is known by its number. It is opened when a text may hold it for the first time:
    a call meets a few dozen phrases out of thousands.
    """

    def __init__(self, packed: Packed) -> None:
        self.packed = packed
        self.numbers = {text: number for number, text in enumerate(packed.texts)}
        self._opened: dict[int, Phrase] = {}
        self._among: dict[tuple[str, ...], Beside] = {}
        self._of_word = Memo(self._look_up)
        self._longest = max(map(len, packed.families), default=0)
        self._left = Memo(lambda atom: _mask(packed.left.get(atom, ())))
        self._right = Memo(lambda atom: _mask(packed.right.get(atom, ())))
        self._first = Memo(lambda atom: _mask(packed.first.get(atom, ())))
        self._second = Memo(lambda atom: _mask(packed.second.get(atom, ())))
        self._unpaired, self._no_first, self._no_second = map(_mask, packed.without)

    @classmethod
    def of(cls, texts: Iterable[str], beside: Iterable[str] = ()) -> "Index":
        """Compile phrases: those to listen for, and those that are only looked at beside a
        hit. Raises `Fault` for the first that is none."""
        listened = frozenset(texts)
        names = tuple(sorted(listened)) + tuple(sorted(frozenset(beside) - listened))
        phrases = [read_phrase(text) for text in names]
        atoms = frozenset(atom for phrase in phrases for atom in atoms_in(phrase.program))
        families = frozenset(atom for atom in atoms if atom[-1] == "*")
        readings = [
            (number, _keys(program))
            for number in range(len(listened))
            for program in _readings(phrases[number].program)
        ]
        keys = [key for _, key in readings]
        packed = Packed(
            texts=names,
            phrases=tuple(marshal.dumps(tuple(phrase)) for phrase in phrases),
            readings=tuple(number for number, _ in readings),
            left=_numbers(key.left for key in keys),
            right=_numbers(key.right for key in keys),
            first=_numbers(key.first for key in keys),
            second=_numbers(key.second for key in keys),
            without=(
                tuple(at for at, key in enumerate(keys) if not key.left),
                tuple(at for at, key in enumerate(keys) if not key.first),
                tuple(at for at, key in enumerate(keys) if not key.second),
            ),
            exact=atoms - families,
            families=families,
        )
        return cls(packed)

    def phrase(self, number: int) -> Phrase:
        """The phrase of that number, opened on first use."""
        found = self._opened.get(number)
        if found is None:
            found = Phrase(*marshal.loads(self.packed.phrases[number]))  # noqa: S302 - our own bytes
            self._opened[number] = found
        return found

    def among(self, texts: tuple[str, ...]) -> Beside:
        """Some of the phrases by the atoms of their rarest element."""
        found = self._among.get(texts)
        if found is None:
            found = self._among[texts] = {}
            for text in texts:
                phrase = self.phrase(self.numbers[text])
                for atom in phrase.needs[0]:
                    found.setdefault(atom, []).append((text, phrase))
        return found

    def places(self, heard: Heard) -> Places:
        """Where every atom stands in what was heard."""
        masks: dict[str, int] = {}
        at_word = list(map(self._of_word.__getitem__, heard.words))
        for at, atoms in enumerate(at_word):
            if atoms:
                bit = 1 << at
                for atom in atoms:
                    masks[atom] = masks.get(atom, 0) | bit
        kinds: dict[str, Sequence[tuple[int, int]]] = {}
        for sign, spans in (("#", heard.numbers), ("$", heard.money), ("%", heard.percents)):
            kinds[sign] = _by_length(spans) if spans else ()
            for first, after in spans:
                masks[sign] = masks.get(sign, 0) | 1 << first
                for edge in {first, after - 1}:
                    at_word[edge] = (*at_word[edge], sign)
        return Places(masks, frozenset(masks), at_word, kinds, (1 << len(at_word)) - 1)

    def matching(self, places: Places) -> dict[int, int]:
        """Every phrase that stands in the text, by number, with the places where it ends."""
        readings = self._paired(places.at_word) & self._needing(places.present)
        found: dict[int, int] = {}
        while readings:
            lowest = readings & -readings
            readings ^= lowest
            number = self.packed.readings[lowest.bit_length() - 1]
            if number not in found:
                program = (self._opened.get(number) or self.phrase(number)).program
                ends = reach(program, places.everywhere, places)
                if ends:
                    found[number] = ends
        return found

    def _paired(self, at_word: Sequence[tuple[str, ...]]) -> int:
        """The readings whose pair stands in the text, and those without a pair."""
        left, right = self._left, self._right
        found = self._unpaired
        begun = 0
        for atoms in at_word:
            if begun:
                for atom in atoms:
                    found |= begun & right[atom]
            begun = 0
            for atom in atoms:
                begun |= left[atom]
        return found

    def _needing(self, present: frozenset[str]) -> int:
        """The readings whose further needs are there."""
        first, second = self._no_first, self._no_second
        for atom in present:
            first |= self._first[atom]
            second |= self._second[atom]
        return first & second

    def atoms_of(self, word: str) -> tuple[str, ...]:
        """The atoms that a normalised word stands for."""
        return self._of_word[word]

    def _look_up(self, word: str) -> tuple[str, ...]:
        exact = DIGITS.get(word, word)
        stems = (word[:size] + "*" for size in range(MIN_FAMILY, min(len(word), self._longest) + 1))
        families = tuple(stem for stem in stems if stem in self.packed.families)
        return (exact, *families) if exact in self.packed.exact else families


class _Keys(NamedTuple):
    """By what one reading is found: see `Packed`."""

    left: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    second: frozenset[str] = frozenset()


def _readings(program: Program) -> list[Program]:
    """A phrase that is nothing but alternatives as one program for each of several words, and
    one for all of one word; any other phrase as it is."""
    if len(program) > 1 or program[0][0] != CHOICE:
        return [program]
    words, _, programs, _ = program[0][1]
    longer = [inner for _, inner in chain.from_iterable(programs.values())]
    single: Program = ((CHOICE, (words, frozenset(), {}, False)),)
    return [single, *longer] if words else longer


def _keys(program: Program) -> _Keys:
    """The rarest pair of neighbours of a program, and its two rarest other elements."""
    pairs: list[tuple[int, int, frozenset[str], frozenset[str]]] = []
    for at, (one, other) in enumerate(pairwise(program)):
        left, right = edge_of(one, end=True), edge_of(other, end=False)
        if left and right:
            pairs.append((cost_of(left) * cost_of(right), at, left, right))
    _, at, left, right = min(pairs, key=_cost_and_place) if pairs else (0, -2, *_Keys()[:2])
    others = [must_of(step) for to, step in enumerate(program) if to not in {at, at + 1}]
    more = sorted(filter(None, others), key=cost_of)[:2]
    return _Keys(left, right, *more)


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


def atoms_in(program: Program) -> Iterator[str]:
    """The words and families that a program looks for."""
    for code, arg in program:
        if code == CHOICE:
            words, _, programs, _ = arg
            yield from words
            for _, inner in chain.from_iterable(programs.values()):
                yield from atoms_in(inner)
        elif code == WORD:
            yield arg


def _by_length(spans: Spans) -> list[tuple[int, int]]:
    """The first words of spans, as places, by how many words they hold."""
    found: dict[int, int] = {}
    for first, after in spans:
        found[after - first] = found.get(after - first, 0) | (1 << first)
    return list(found.items())
