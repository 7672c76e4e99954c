"""A text cut into passages: what one thing is said in."""

from bisect import bisect_right

from screener.hearing import Heard

LONGEST = 24
"""So many words a sentence may have to be one passage."""

WINDOW = 16
STEP = 8
"""Longer ones, and transcripts without stops, are looked at through a window of so many words, which
moves on by so many. Of sizes from 12 to 24 these find most requests (docs/verdict.md)."""


def passages(heard: Heard) -> list[tuple[int, int]]:
    """The passages of a text, each from its first word up to, not including, the one after."""
    sentences = heard.sentences
    found: list[tuple[int, int]] = []
    first = 0
    while first < len(sentences):
        after = bisect_right(sentences, sentences[first], first)
        if after - first <= LONGEST:
            found.append((first, after))
        else:
            over = after - WINDOW + STEP
            found += [(at, min(at + WINDOW, after)) for at in range(first, over, STEP)]
        first = after
    return found
