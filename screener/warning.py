"""Warnings: "never buy gift cards for a caller" names what it does not ask for.

A thief may warn first and ask then, so that a warning excuses only what it speaks of.
"""

import re
from bisect import bisect_left, bisect_right

from screener.hearing import Heard
from screener.matching import Hit
from screener.spelling import word_set

_WARNING = re.compile(
    r"\b(?:never|not|no|nobody|none|nothing|without|cannot|anyone|anybody|someone|somebody"
    r"|beware|warn\w*|scam\w*)\b"
)

# "If anyone asks for codes hang up now read me yours": with these words a caller has done with the
# warning and comes to the point, also in a transcript without stops.
_TURNS = word_set(
    "now but so then please okay ok right anyway instead however hang ignore report delete"
)

_ASKING = word_set(
    "read give tell send text show buy purchase get grab fetch scratch pay move transfer wire "
    "withdraw install download type enter open go need want"
)
_OTHERS = word_set("they he she it these those such scammers fraudsters criminals thieves")
_MAY = word_set("will would may might could can often usually always sometimes try")

_SETTING_OUT = 3
"""Among how many words a sentence sets out with its warning ("Please do not tell ...")."""

_LONG = 24
"""How many words a warning may have that ends near a hit."""


def warns(phrase: str) -> bool:
    """Whether a phrase of a rule is a warning or a denial, or part of one, and not a subject."""
    return _WARNING.search(phrase) is not None


def warned_from(heard: Heard, hit: Hit, within: int) -> int:
    """The words, a bit for each, at which a warning may begin that speaks of the hit, when it
    ends at most `within` words before it.

    They are those of the hit's own sentence, as far as the talk takes no turn ("now", "but");
    those of the sentence before when the hit's own goes on about the same people ("They may ask
    for ..."); and the first of the sentence after ("Do not tell it to me"), when the hit itself
    asks for nothing.
    """
    words, sentences = heard.words, heard.sentences
    first, after = hit
    earliest, latest = max(first - within - _LONG, 0), min(after + within, len(words))
    while first > earliest and _goes_on(heard, first - 1, first):
        first -= 1
    while after < latest and _goes_on(heard, after, after - 1):
        after += 1
    if first > earliest and words[first] in _OTHERS and words[first + 1] in _MAY:
        before = sentences[first - 1]
        while first > earliest and sentences[first - 1] == before:
            first -= 1
    over = after < latest and sentences[after] != sentences[after - 1]
    if over and _ASKING.isdisjoint(words[hit.first : hit.after]):
        after += _SETTING_OUT
    return (1 << after) - (1 << first)


def sentences_of(heard: Heard, hit: Hit) -> int:
    """The words, a bit for each, of the sentence that the hit stands in (of all, where it goes
    over several)."""
    first, after = hit
    sentences = heard.sentences
    begun, over = sentences[first], sentences[after - 1]
    first, after = bisect_left(sentences, begun), bisect_right(sentences, over)
    return (1 << after) - (1 << first)


def _goes_on(heard: Heard, at: int, neighbour: int) -> bool:
    """Whether word `at` is of the same sentence as its neighbour, and no turn of the talk."""
    return heard.sentences[at] == heard.sentences[neighbour] and heard.words[at] not in _TURNS
