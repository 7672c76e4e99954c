"""What the learned part looks at: words, pairs of words, parts of words, and manner.

Fit and run time both come through here, so that a weight always means the same thing.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, repeat
from math import log2
from operator import add

from screener.hearing import Heard

AMOUNT = "$"
NUMBER = "#"
SHARE = "%"

_BEGIN = "<"
_END = ">"
_SHORTEST_PART = 3
_LONGEST_PART = 5
_PRONOUNS = frozenset(["i", "we", "my", "our", "me", "us"])
_LONGEST_LENGTH = 8


def plain_words(heard: Heard) -> list[str]:
    """The words with every amount of money as `$`, share as `%` and other number as `#`: what
    matters is that a sum was named, not which."""
    (words,) = plain_passages(heard, [(0, len(heard.words))])
    return words


def plain_passages(heard: Heard, passages: Iterable[tuple[int, int]]) -> Iterator[list[str]]:
    """The same of some passages of the text, each from its first word up to, not including, the one
    after. An amount that goes on beyond a passage is one within it too."""
    if not heard.numbers and not heard.money and not heard.percents:
        for first, after in passages:
            yield list(heard.words[first:after])
        return
    ends = {first: (after, NUMBER) for first, after in heard.numbers}
    ends.update((first, (after, SHARE)) for first, after in heard.percents)
    ends.update((first, (after, AMOUNT)) for first, after in heard.money)
    firsts = sorted(ends)
    for begin, over in passages:
        words: list[str] = []
        at = begin
        for first in firsts:
            if at <= first < over:
                after, mark = ends[first]
                words += heard.words[at:first]
                words.append(mark)
                at = after
        words += heard.words[at:over]
        yield words


def pairs(words: Sequence[str]) -> set[tuple[str, str]]:
    """Two words in a row ("call", "back"). Beginning and end of the text count as words."""
    return set(pairwise([_BEGIN, *words, _END]))


def parts(word: str, before: str = "") -> set[str]:
    """Three to five letters of a word, its edges counted as letters: "+<cal", "+call"; each with
    `before` in front of it."""
    letters = f"{_BEGIN}{word}{_END}"
    shifted = [letters[first:] for first in range(_SHORTEST_PART)]
    # Each part is grown from a shorter one: three times as fast as cutting it out by a slice.
    grown = list(map("".join, zip(repeat(before + "+"), *shifted, strict=False)))
    found = set(grown)
    for size in range(_SHORTEST_PART, _LONGEST_PART):
        grown = list(map(add, grown, letters[size:]))
        found.update(grown)
    return found


def manner(text: str, words: Sequence[str], distinct: set[str], company: set[str]) -> list[str]:
    """How it was said or written down: length, questions, quotes, whether a company is named
    and named again in the words. `company` holds the words of the claimed name."""
    found = [f"length {min(_LONGEST_LENGTH, int(log2(len(words) + 1) * 1.5))}"]
    stripped = text.rstrip()
    asked = text.count("?")
    if asked:
        found.append("asks")
        if asked > 1:
            found.append("asks twice")
        if stripped[-1] == "?":
            found.append("ends asking")
    if '"' in text or "“" in text:
        found.append("quotes")
    if "!" in text:
        found.append("exclaims")
    if text[:1].islower():
        found.append("begins small")
    if stripped[-1:].isalpha():
        found.append("ends bare")
    found += [f"names {mark}" for mark in (AMOUNT, SHARE) if mark in distinct]
    found += [f"says {word}" for word in _PRONOUNS & distinct]
    if not company:
        found.append("no company")
    elif any(len(word) > 3 and word in distinct for word in company):
        found.append("company in the words")
    else:
        found.append("company beside the words")
    return found
