"""Near-misses: long words of a phrase that were misspelled or misheard."""

from collections.abc import Iterable
from functools import cached_property

from screener.hearing import Heard, Memo
from screener.index import Index
from screener.matching import Places
from screener.phrases import atoms_in

MIN_LETTERS = 6
MAX_LETTERS = 30
MIN_RATIO = 88
"""Of rapidfuzz's ratio: one letter wrong in nine, or one left out of five. Shorter words and
lower ratios take words for others ("patent" for "parent")."""


class Guesser:
    """Guesses which word of some phrases an unknown word was meant to be."""

    def __init__(self, index: Index, texts: Iterable[str]) -> None:
        self._index = index
        self._texts = tuple(texts)
        self._guesses = Memo(self._nearest)

    @cached_property
    def _meant(self) -> tuple[str, ...]:
        """The words that can be guessed."""
        programs = (self._index.phrase(self._index.numbers[text]).program for text in self._texts)
        atoms = {atom for program in programs for atom in atoms_in(program)}
        words = {word for atom in atoms for word in atom.split()}
        return tuple(sorted(a for a in words if len(a) >= MIN_LETTERS and a.isalpha()))

    def places(self, heard: Heard) -> Places | None:
        """The places of atoms with guessed words for unknown ones; None where there is nothing
        to guess."""
        words = list(heard.words)
        for at, word in enumerate(words):
            if len(word) >= MIN_LETTERS and not self._index.knows(word):
                words[at] = self._guesses[word] or word
        return self._index.places(heard, words) if tuple(words) != heard.words else None

    def _nearest(self, word: str) -> str:
        if not word.isalpha() or len(word) > MAX_LETTERS:
            return ""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only once a word is unknown

        found = process.extractOne(word, self._meant, scorer=fuzz.ratio, score_cutoff=MIN_RATIO)
        return "" if found is None else str(found[0])
