"""The words of organisations' names in one spelling, and which of them tell one from another."""

import re
import unicodedata
from functools import lru_cache

from screener import name_words as known

LONGEST = 160
"""Characters of a name that are read; no organisation's name is longer."""

_LEGAL_FORMS = (
    "inc incorporated llc llp lp ltd limited plc gmbh mbh co corp corporation company companies "
    "pllc pc ag nv bv pty pvt na fsb ug kg cic"
)
_LEGAL = frozenset(_LEGAL_FORMS.split())
LEGAL_ENDINGS = (
    *_LEGAL_FORMS.split(),
    *(" ".join(form) for form in _LEGAL_FORMS.split() if len(form) < 5),
)
"""Legal forms, the short ones also letter by letter ("L.L.C."); at the end of a name they make no
difference."""
SMALL = ("the", "and", "of", "a", "an", "our", "my", "your", "their")
"""Small words, which make none anywhere."""
_SMALL = frozenset(SMALL)
JOINTS = frozenset(["at", "from", "with", "for", "by", "in"])
"""What stands between who speaks and for whom, or between a name and its place."""

_APOSTROPHE_S = re.compile(r"['’`´]s\b")
_APOSTROPHES = str.maketrans("", "", "'’`´‘")
_WEB = re.compile(r"\b(?:https?://)?(?:www\.)?([\w-]+)\.(?:com|org|net|co\.uk|co|gov|uk|de)\b")
_AMPERSAND = re.compile(r"\b([a-z]{1,2}|[a-z] [a-z]) ?(?:&|\+|\band\b) ?([a-z])\b")
_SHORT_HYPHEN = re.compile(r"\b(\w{1,2})-(?=\w)")
_WORD = re.compile(r"\w+")


def words_of(text: str) -> tuple[str, ...]:
    """A name's words in one spelling: lower case, no accents, "A.E.P." and "a e p" as "aep",
    no possessives, articles or legal forms ("the", "&", "Inc"), unless nothing else is left."""
    return _words_of(text[:LONGEST])


@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[str, ...]:
    words = spoken_words(text)
    kept = [word for word in words if word not in _SMALL]
    while len(kept) > 1 and kept[-1] in _LEGAL:
        kept.pop()
    spelled = [long for word in kept for long in known.SHORT_FORMS.get(word, (word,))]
    return tuple(spelled or words)


def bare_words(folded: str) -> tuple[str, ...]:
    """The words of a name, spelled as they stand, without small words and without legal forms at
    the end; all of them if none is left."""
    words = folded.split()
    kept = [word for word in words if word not in _SMALL]
    while size := _legal_words(kept):
        del kept[-size:]
    return tuple(kept or words)


def _legal_words(words: list[str]) -> int:
    """How many words a legal form takes at the end of a name; 0 where it has none."""
    sizes = range(1, min(len(words), 5))
    return next((size for size in sizes if " ".join(words[-size:]) in LEGAL_ENDINGS), 0)


def spoken_words(text: str) -> list[str]:
    """The words of any text, spelled as `words_of` spells them, none left out."""
    low = text.casefold()
    if _is_plain(low):
        return _join_letters(low.split())
    if not low.isascii():
        spread = unicodedata.normalize("NFKD", low)
        low = "".join(char for char in spread if not unicodedata.combining(char))
    low = _APOSTROPHE_S.sub("", low).translate(_APOSTROPHES)
    low = _AMPERSAND.sub(lambda found: (found[1] + found[2]).replace(" ", ""), low)
    low = _SHORT_HYPHEN.sub(r"\1", _WEB.sub(r"\1", low))
    return _join_letters(_WORD.findall(low.replace("_", " ")))


def _is_plain(low: str) -> bool:
    """Whether a text is nothing but letters, digits and blanks, and may hold no "a and b": most
    names are."""
    return low.isascii() and low.replace(" ", "").isalnum() and "and" not in low


def _join_letters(words: list[str]) -> list[str]:
    """Letters spelled one by one become one word; a single letter stays."""
    if all(len(word) > 1 for word in words):
        return words
    joined: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run.append(word)
            continue
        if run:
            joined.append("".join(run))
            run = []
        joined.append(word)
    return joined[:-1]


def is_distinctive(word: str) -> bool:
    """Whether a word can tell one organisation from another by itself."""
    return not (word in SHARED or word.isdigit() or (len(word) == 1 and word.isalpha()))


SHARED = frozenset(
    {*known.TRADE, *known.ROLES, *known.STRUCTURE, *known.PRODUCTS, *known.PROUD}
    | {*known.PLACES, *known.PLACE_NOUNS}
    | {*known.FIRST_NAMES, *_LEGAL, *_SMALL, *JOINTS}
)
"""Words that many names share; none of them tells an organisation from another."""


def says_nothing(text: str) -> bool:
    """Whether the text, given as a company, is empty or a word for that ("didn't say")."""
    return all(word in known.NOTHING for word in words_of(text))


def names_nobody(text: str) -> bool:
    """Whether the text, given as a company, names none: empty, "didn't say", a person, a
    department or a kind of business ("school nurse", "the bank")."""
    words = words_of(text)
    if says_nothing(text):
        return True
    if words[0] in known.FIRST_NAMES or (len(words[0]) == 1 and len(words) > 1):
        return len(words) <= 3 and not any(word in known.TRADE for word in words)
    return all(word in known.ROLES or word in known.TRADE or word in JOINTS for word in words)
