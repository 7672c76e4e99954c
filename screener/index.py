"""Many phrases, found in a text in one pass over its words."""

import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from screener.hearing import Heard, Spans
from screener.phrases import (
    CHOICE,
    DIGITS,
    MIN_FAMILY,
    WORD,
    Phrase,
    Places,
    Program,
    reach,
    read_phrase,
)

MOST_WORDS = 32_768
"""Words whose atoms are remembered, before all are forgotten."""


class Packed(NamedTuple):
    """An index as plain values that `marshal` can write."""

    texts: tuple[str, ...]
    phrases: tuple[bytes, ...]
    by_anchor: dict[str, tuple[int, ...]]
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
        self._of_word: dict[str, tuple[str, ...]] = {}
        self._among: dict[tuple[str, ...], dict[str, list[tuple[str, Phrase]]]] = {}

    @classmethod
    def of(cls, texts: Iterable[str], beside: Iterable[str] = ()) -> "Index":
        """Compile phrases: those to listen for, and those that are only looked at beside a
        hit. Raises `Fault` for the first that is none."""
        listened = frozenset(texts)
        names = tuple(sorted(listened)) + tuple(sorted(frozenset(beside) - listened))
        phrases = [read_phrase(text) for text in names]
        atoms = frozenset(atom for phrase in phrases for atom in _atoms(phrase.program))
        families = frozenset(atom for atom in atoms if atom[-1] == "*")
        by_anchor: dict[str, list[int]] = {}
        for number in range(len(listened)):
            for anchor in phrases[number].anchors:
                by_anchor.setdefault(anchor, []).append(number)
        packed = Packed(
            names,
            tuple(marshal.dumps(tuple(phrase)) for phrase in phrases),
            {anchor: tuple(numbers) for anchor, numbers in by_anchor.items()},
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

    def among(self, texts: tuple[str, ...]) -> Mapping[str, Sequence[tuple[str, Phrase]]]:
        """Some of the phrases by their anchors."""
        found = self._among.get(texts)
        if found is None:
            found = self._among[texts] = {}
            for text in texts:
                phrase = self.phrase(self.numbers[text])
                for anchor in phrase.anchors:
                    found.setdefault(anchor, []).append((text, phrase))
        return found

    def places(self, heard: Heard) -> Places:
        """Where every atom stands in what was heard."""
        masks: dict[str, int] = {}
        bit = 1
        for word in heard.words:
            for atom in self._of_word.get(word) or self.atoms_of(word):
                masks[atom] = masks.get(atom, 0) | bit
            bit <<= 1
        kinds: dict[str, Sequence[tuple[int, int]]] = {}
        for sign, spans in (("#", heard.numbers), ("$", heard.money), ("%", heard.percents)):
            kinds[sign] = _by_length(spans) if spans else ()
            if spans:
                masks[sign] = 1
        return Places(masks, frozenset(masks), kinds, bit - 1)

    def matching(self, places: Places) -> Iterator[tuple[int, int]]:
        """Every phrase that stands in the text, by number, with the places where it ends.

        A phrase with several anchors may come several times."""
        by_anchor, present, everywhere = self.packed.by_anchor, places.present, places.everywhere
        opened = self._opened
        for anchor in present & by_anchor.keys():
            for number in by_anchor[anchor]:
                phrase = opened.get(number) or self.phrase(number)
                if phrase.required <= present:
                    for choice in phrase.choices:
                        if choice.isdisjoint(present):
                            break
                    else:
                        ends = reach(phrase.program, everywhere, places)
                        if ends:
                            yield number, ends

    def atoms_of(self, word: str) -> tuple[str, ...]:
        """The atoms that a normalised word stands for."""
        found = self._of_word.get(word)
        if found is None:
            if len(self._of_word) >= MOST_WORDS:
                self._of_word.clear()
            found = self._of_word[word] = self._look_up(word)
        return found

    def _look_up(self, word: str) -> tuple[str, ...]:
        exact = DIGITS.get(word, word)
        stems = (word[:size] + "*" for size in range(MIN_FAMILY, len(word) + 1))
        families = tuple(stem for stem in stems if stem in self.packed.families)
        return (exact, *families) if exact in self.packed.exact else families


def _atoms(program: Program) -> Iterator[str]:
    for code, arg in program:
        if code == CHOICE:
            words, programs, _ = arg
            yield from words
            for _, inner in programs:
                yield from _atoms(inner)
        elif code == WORD:
            yield arg


def _by_length(spans: Spans) -> list[tuple[int, int]]:
    """The first words of spans, as places, by how many words they hold."""
    found: dict[int, int] = {}
    for first, after in spans:
        found[after - first] = found.get(after - first, 0) | (1 << first)
    return list(found.items())
