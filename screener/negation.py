"""Negation: "this is not a sales call" says the opposite of "this is a sales call"."""

from screener.hearing import Heard
from screener.spelling import word_set

REACH = 3
"""How many words before a hit a negation reaches, inside the same sentence."""

_NEGATORS = word_set("not no never nobody none nothing neither nor without")

# "Not only", "don't miss", "no problem": what follows is not denied.
_AFTER_NOT = word_set(
    "only just miss forget worry hesitate wait delay mention mind hang you we i he she they it"
)
_AFTER_NO = word_set("problem problems worries worry doubt matter wonder thanks thank sooner")

# "No fee to renew" denies the fee, not the renewal.
_OWN_OBJECTS = word_set(
    "cost costs fee fees charge charges obligation obligations strings risk money deposit contract "
    "contracts interest commitment win credit extra longer-term upfront penalty penalties hassle "
    "hidden one matter"
)


def negates(heard: Heard, first: int) -> bool:
    """Whether a negation up to `REACH` words before word `first` denies what begins there."""
    words, sentences = heard.words, heard.sentences
    for at in range(max(first - REACH, 0), first):
        if (
            words[at] in _NEGATORS
            and sentences[at] == sentences[first]
            and _denies(words, at, first)
        ):
            return True
    return False


def _denies(words: tuple[str, ...], at: int, first: int) -> bool:
    following = words[at + 1]
    if "why" in words[max(at - 2, 0) : at]:
        return False
    if words[at] == "no":
        return following not in _AFTER_NO and (following not in _OWN_OBJECTS or first == at + 1)
    if words[at] in {"not", "never"}:
        return following not in _AFTER_NOT and words[at + 1 : at + 3] != ("to", "mention")
    return True
