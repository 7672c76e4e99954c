"""Many phrases, found in a text in one pass over its words."""

import marshal
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from screener.hearing import Heard, Memo, Spans
from screener.phrases import (
    CHOICE,
    DIGITS,
    MIN_FAMILY,
    WORD,
    Needed,
    Phrase,
    Places,
    Program,
    reach,
    read_phrase,
)

Beside = dict[str, list[tuple[Needed, str, Phrase]]]
"""Phrases by an atom that must be there, with all that must be there, and their texts."""


class Packed(NamedTuple):
    """An index as plain values that `marshal` can write."""

    texts: tuple[str, ...]
    phrases: tuple[bytes, ...]
    by_anchor: dict[str, tuple[tuple[Needed, tuple[int, ...]], ...]]
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
        by_anchor: dict[str, dict[Needed, list[int]]] = {}
        for number in range(len(listened)):
            for anchor, needed in phrases[number].anchors:
                by_anchor.setdefault(anchor, {}).setdefault(needed - {anchor}, []).append(number)
        packed = Packed(
            names,
            tuple(marshal.dumps(tuple(phrase)) for phrase in phrases),
            {
                anchor: tuple((needed, tuple(numbers)) for needed, numbers in groups.items())
                for anchor, groups in by_anchor.items()
            },
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
                for anchor, needed in phrase.anchors:
                    found.setdefault(anchor, []).append((needed, text, phrase))
        return found

    def places(self, heard: Heard) -> Places:
        """Where every atom stands in what was heard."""
        masks: dict[str, int] = {}
        for at, atoms in enumerate(map(self._of_word.__getitem__, heard.words)):
            if atoms:
                bit = 1 << at
                for atom in atoms:
                    masks[atom] = masks.get(atom, 0) | bit
        kinds: dict[str, Sequence[tuple[int, int]]] = {}
        for sign, spans in (("#", heard.numbers), ("$", heard.money), ("%", heard.percents)):
            kinds[sign] = _by_length(spans) if spans else ()
            if spans:
                masks[sign] = 1
        return Places(masks, frozenset(masks), kinds, (1 << len(heard.words)) - 1)

    def matching(self, places: Places) -> Iterator[tuple[int, int]]:
        """Every phrase that stands in the text, by number, with the places where it ends. A
        phrase with several anchors may come several times."""
        present, everywhere = places.present, places.everywhere
        opened, by_anchor = self._opened, self.packed.by_anchor
        for anchor in present & by_anchor.keys():
            for needed, numbers in by_anchor[anchor]:
                if needed <= present:
                    for number in numbers:
                        phrase = opened.get(number) or self.phrase(number)
                        if phrase.choices and any(map(present.isdisjoint, phrase.choices)):
                            continue
                        ends = reach(phrase.program, everywhere, places)
                        if ends:
                            yield number, ends

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


def _by_length(spans: Spans) -> list[tuple[int, int]]:
    """The first words of spans, as places, by how many words they hold."""
    found: dict[int, int] = {}
    for first, after in spans:
        found[after - first] = found.get(after - first, 0) | (1 << first)
    return list(found.items())
