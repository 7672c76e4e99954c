"""Near-misses: long words of a phrase that were misspelled or misheard."""

from collections.abc import Iterable
from functools import cached_property

from screener.hearing import Heard, Memo
from screener.index import Index, atoms_in
from screener.phrases import Places

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
        atoms = frozenset(atom for program in programs for atom in atoms_in(program))
        return tuple(sorted(a for a in atoms if len(a) >= MIN_LETTERS and a.isalpha()))

    def places(self, heard: Heard, places: Places) -> Places | None:
        """The places with guessed words added; None where there is nothing to guess."""
        guesses: list[tuple[int, str]] = []
        for at, word in enumerate(heard.words):
            if len(word) >= MIN_LETTERS and not self._index.atoms_of(word):
                guess = self._guesses[word]
                if guess:
                    guesses.append((at, guess))
        if not guesses:
            return None
        masks, at_word = dict(places.masks), list(places.at_word)
        for at, guess in guesses:
            masks[guess] = masks.get(guess, 0) | 1 << at
            at_word[at] = (*at_word[at], guess)
        return places._replace(masks=masks, present=frozenset(masks), at_word=at_word)

    def _nearest(self, word: str) -> str:
        if not word.isalpha() or len(word) > MAX_LETTERS:
            return ""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only once a word is unknown

        found = process.extractOne(word, self._meant, scorer=fuzz.ratio, score_cutoff=MIN_RATIO)
        return "" if found is None else str(found[0])
