"""Many phrases, found in a text in one pass over its words."""

import marshal
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from screener.hearing import Heard, Memo, Spans
from screener.phrases import (
    CHOICE,
    DIGITS,
    MAX_GAP,
    MIN_FAMILY,
    WORD,
    Gate,
    Needed,
    Phrase,
    Places,
    Program,
    Side,
    reach,
    read_phrase,
)

Beside = dict[str, list[tuple[Needed, str, Phrase]]]
"""Phrases by an atom that must be there, with all that must be there, and their texts."""


_WINDOWS = {
    Side.NEXT: (1, 2),
    Side.BEFORE: (-1, 0),
    Side.SOON: (1, MAX_GAP + 2),
    Side.LATELY: (-MAX_GAP - 1, 0),
}
"""The words that a side takes in, counted from the atom."""


class Packed(NamedTuple):
    """An index as plain values that `marshal` can write. `by_anchor` gives the numbers of
    gates and, in parallel, those of the phrases behind them."""

    texts: tuple[str, ...]
    phrases: tuple[bytes, ...]
    by_anchor: dict[str, tuple[tuple[int, ...], tuple[int, ...]]]
    gates: tuple[Gate, ...]
    exact: frozenset[str]
    families: frozenset[str]


class Index:
    """Phrases by the atoms that they cannot do without.

    A phrase is known by its number. It is opened when a text holds its anchor for the first
    time: a call meets a few dozen phrases out of thousands.
    """

    def __init__(self, packed: Packed) -> None:
        self.packed = packed
        self.numbers = {text: number for number, text in enumerate(packed.texts)}
        self._opened: dict[int, Phrase] = {}
        self._of_word = Memo(self._look_up)
        self._among: dict[tuple[str, ...], Beside] = {}

    @classmethod
    def of(cls, texts: Iterable[str], beside: Iterable[str] = ()) -> "Index":
        """Compile phrases: those to listen for, and those that are only looked at beside a
        hit. Raises `Fault` for the first that is none."""
        listened = frozenset(texts)
        names = tuple(sorted(listened)) + tuple(sorted(frozenset(beside) - listened))
        phrases = [read_phrase(text) for text in names]
        atoms = frozenset(atom for phrase in phrases for atom in atoms_in(phrase.program))
        families = frozenset(atom for atom in atoms if atom[-1] == "*")
        by_anchor: dict[str, list[tuple[int, int]]] = {}
        gates: dict[Gate, int] = {}
        for number in range(len(listened)):
            for anchor, gate in phrases[number].anchors:
                entry = gates.setdefault(gate, len(gates)), number
                by_anchor.setdefault(anchor, []).append(entry)
        packed = Packed(
            names,
            tuple(marshal.dumps(tuple(phrase)) for phrase in phrases),
            {
                anchor: (tuple(gate for gate, _ in entries), tuple(number for _, number in entries))
                for anchor, entries in by_anchor.items()
            },
            tuple(gates),
            atoms - families,
            families,
        )
        return cls(packed)

    def phrase(self, number: int) -> Phrase:
        """The phrase of that number, opened on first use."""
        found = self._opened.get(number)
        if found is None:
            found = Phrase(*marshal.loads(self.packed.phrases[number]))  # noqa: S302 - our own bytes
            self._opened[number] = found
        return found

    def among(self, texts: tuple[str, ...]) -> "Beside":
        """Some of the phrases by their anchors."""
        found = self._among.get(texts)
        if found is None:
            found = self._among[texts] = {}
            for text in texts:
                phrase = self.phrase(self.numbers[text])
                for anchor, (_, _, needed) in phrase.anchors:
                    found.setdefault(anchor, []).append((needed, text, phrase))
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
        present = places.present
        by_anchor, gates = self.packed.by_anchor, self.packed.gates
        found: dict[int, int] = {}
        for anchor in present & by_anchor.keys():
            around: dict[int, Collection[str]] = {}
            for gate, number in zip(*by_anchor[anchor], strict=True):
                side, neighbours, needed = gates[gate]
                if side:
                    beside = around.get(side)
                    if beside is None:
                        beside = around[side] = _around(places, anchor, side)
                    if neighbours.isdisjoint(beside):
                        continue
                if needed <= present and number not in found:
                    ends = self._ends(number, places)
                    if ends:
                        found[number] = ends
        return found

    def _ends(self, number: int, places: Places) -> int:
        phrase = self._opened.get(number) or self.phrase(number)
        for choice in phrase.choices:
            if choice.isdisjoint(places.present):
                return 0
        return reach(phrase.program, places.everywhere, places)

    def atoms_of(self, word: str) -> tuple[str, ...]:
        """The atoms that a normalised word stands for."""
        return self._of_word[word]

    def _look_up(self, word: str) -> tuple[str, ...]:
        exact = DIGITS.get(word, word)
        stems = (word[:size] + "*" for size in range(MIN_FAMILY, len(word) + 1))
        families = tuple(stem for stem in stems if stem in self.packed.families)
        return (exact, *families) if exact in self.packed.exact else families


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


def _around(places: Places, anchor: str, side: int) -> Collection[str]:
    """The atoms that stand on one side of an atom, wherever it stands."""
    at_word, mask = places.at_word, places.masks[anchor]
    last = mask.bit_length() - 1
    if mask == 1 << last and side == Side.NEXT:
        return at_word[last + 1] if last + 1 < len(at_word) else ()
    if mask == 1 << last and side == Side.BEFORE:
        return at_word[last - 1] if last else ()
    found: list[str] = []
    start, end = _WINDOWS[side]
    while mask:
        at = mask.bit_length() - 1
        mask ^= 1 << at
        for atoms in at_word[max(at + start, 0) : at + end]:
            found += atoms
    return found


def _by_length(spans: Spans) -> list[tuple[int, int]]:
    """The first words of spans, as places, by how many words they hold."""
    found: dict[int, int] = {}
    for first, after in spans:
        found[after - first] = found.get(after - first, 0) | (1 << first)
    return list(found.items())
