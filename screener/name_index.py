"""All names on file, indexed by word: which of them claimed words may mean, and how well they fit."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from screener.name_fit import NameEntry, NameOwner, fit_of, initials, name_entry, trades_of
from screener.name_spelling import SHARED, is_distinctive, words_of

_MOST_SLIPS = 2

Spelled = tuple[str, tuple[str, ...]]
"""A name on file as it is written, and its words in one spelling. One with a title in front comes
a second time, without it."""


class Match(NamedTuple):
    """A name on file that was found: whose it is, how it is written there, and how well it
    fits (0 to 100)."""

    owner: int
    name: str
    score: float


class NameIndex:
    """Made once, asked often. `names` are an owner's names, `kinds` what each owner is about."""

    def __init__(self, names: Iterable[Sequence[Spelled]], kinds: Iterable[str]) -> None:
        self._owners: list[NameOwner] = []
        self._by_word: dict[str, list[NameEntry]] = {}
        self._by_glue: dict[str, list[NameEntry]] = {}
        self._pairs: dict[str, tuple[str, str]] = {}
        self._next: dict[str, set[str]] = {}
        self._words: set[str] = set()
        self._by_letter: dict[str, list[str]] = {}
        for owner, (own_names, kind) in enumerate(zip(names, kinds, strict=True)):
            self._add(owner, own_names, words_of(kind))
        for word in sorted(self._words):
            self._by_letter.setdefault(word[0], []).append(word)

    def _add(self, owner: int, names: Sequence[Spelled], kind: tuple[str, ...]) -> None:
        every = [word for _, words in names for word in words] + list(kind)
        self._owners.append(NameOwner(frozenset(every), frozenset(trades_of(every))))
        for name, words in names:
            self._index(name_entry(owner, name, words))

    def _index(self, entry: NameEntry) -> None:
        self._words.update(entry.words)
        self._by_glue.setdefault("".join(entry.words), []).append(entry)
        if len(entry.words) >= 3:
            self._by_glue.setdefault(initials(entry.words), []).append(entry)
        for one, other in pairwise(entry.words):
            self._pairs.setdefault(one + other, (one, other))
            self._next.setdefault(one, set()).add(other)
        for word in set(entry.words):
            if is_distinctive(word) or not entry.strong:
                self._by_word.setdefault(word, []).append(entry)

    def is_akin(self, claimed: tuple[str, ...], owner: int) -> bool:
        """Whether claimed words share a distinctive one with the owner's names."""
        words, _ = self._as_on_file(claimed, cut=False)
        return any(is_distinctive(word) and word in self._owners[owner].words for word in words)

    def meant(self, claimed: tuple[str, ...], caller_id: bool) -> tuple[Match, ...]:
        """Owners that claimed words may mean, best first."""
        words, likeness = self._as_on_file(claimed, caller_id)
        best: dict[int, Match] = {}
        for entry in self._candidates(words):
            score = round(fit_of(words, entry, self._owners[entry.owner]) * likeness, 1)
            if score and (entry.owner not in best or best[entry.owner].score < score):
                best[entry.owner] = Match(entry.owner, entry.name, score)
        return tuple(sorted(best.values(), key=lambda match: -match.score))

    def _candidates(self, words: tuple[str, ...]) -> list[NameEntry]:
        entries = list(self._by_glue.get("".join(words), ()))
        for word in dict.fromkeys(words):
            entries += self._by_word.get(word, ())
        return entries

    def _as_on_file(self, claimed: tuple[str, ...], cut: bool) -> tuple[tuple[str, ...], float]:
        """The claimed words spelled as on file, and how alike the spelling was (0 to 1)."""
        words: list[str] = []
        likeness = 1.0
        at = 0
        while at < len(claimed):
            word = claimed[at]
            following = claimed[at + 1] if at + 1 < len(claimed) else ""
            both_known = word in self._words and following in self._words
            if following and not both_known and word + following in self._words:
                words.append(word + following)
                at += 2
                continue
            spelled, alike = self._spelled(word, words[-1] if cut and words else "")
            words += spelled
            likeness = min(likeness, alike)
            at += 1
        return tuple(words), likeness

    def _spelled(self, word: str, before: str) -> tuple[tuple[str, ...], float]:
        if word in self._words:
            return (word,), 1.0
        for follower in sorted(self._next.get(before, ())):
            if follower.startswith(word):
                return (follower,), 0.95
        if word in self._pairs:
            return self._pairs[word], 1.0
        for variant in (word + "s", word.removesuffix("s")):
            if len(word) >= 4 and variant in self._words:
                return (variant,), 1.0
        if len(word) < 5 or word in SHARED:
            return (word,), 1.0
        near = self._nearest(word)
        return ((near,), 0.94) if near else ((word,), 1.0)

    def _nearest(self, word: str) -> str:
        """The word on file of which this one is a slip of the finger; empty if there is none."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        for letter in dict.fromkeys(word[:2]):
            for other in self._by_letter.get(letter, ()):
                # A book may hold hundreds of words with the letter: the cheapest looks come first.
                if (
                    abs(len(other) - len(word)) <= _MOST_SLIPS
                    and OSA.distance(word, other, score_cutoff=_MOST_SLIPS) <= _MOST_SLIPS
                    and is_slip(word, other)
                ):
                    return other
        return ""


def is_slip(word: str, other: str) -> bool:
    """Whether two words differ by a slip: one letter more, less, other or swapped (two in words
    of nine letters and more). In words of five letters other letters make another word
    ("Boots", "Books", "Boost"), in shorter ones every difference does."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    shortest = min(len(word), len(other))
    if shortest < 5 or (word[0] != other[0] and word[:2] != other[1::-1]):
        return False
    steps = OSA.distance(word, other, score_cutoff=_MOST_SLIPS)
    if steps == 1:
        return shortest > 5 or len(word) != len(other)
    return steps == _MOST_SLIPS and shortest >= 9
