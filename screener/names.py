"""Organisation names: the same one however it is written, and another one all the same.

Words are told apart into distinctive ones ("Spectrum", "Orkin") and those that many names
share (`screener.name_words`). A name is another's when it has that one's distinctive words and
nothing beside them but departments, people, places and products; names made of shared words
alone ("First National Bank") must agree word for word, in order.
"""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from screener.name_spelling import LONGEST, is_distinctive, names_nobody, spoken_words, words_of

if TYPE_CHECKING:
    from screener.name_index import Match, NameIndex, Spelled

_SPELLED = re.compile(r"\b\w[. ]+\w\b")
_WORD = re.compile(r"\w+")
_PARTS = re.compile(r"[/|()\[\],;:–—]|\s-\s|\bd/?b/?a\b|\ba\.?k\.?a\b", re.IGNORECASE)
_TITLES = frozenset(["dr", "doctor", "mr", "mrs", "ms"])


class NameBook:
    """All names of all owners; made once, asked often. They are indexed when a name is looked for
    first: most callers name none.

    `names` is an owner's number with each of its names, `kinds` what each owner is about
    (a vendor's category).
    """

    def __init__(self, names: Sequence[Sequence[str]], kinds: Sequence[str]) -> None:
        self._names = [_spelled(own_names) for own_names in names]
        self._kinds = kinds
        self._heads = {
            head for names in self._names for _, words in names for head in _heads(words)
        }
        self._remembered = lru_cache(maxsize=4096)(self._find)

    @cached_property
    def _index(self) -> "NameIndex":
        from screener.name_index import NameIndex  # noqa: PLC0415 - only where a name is claimed

        return NameIndex(self._names, self._kinds)

    def may_stand_in(self, text: str) -> bool:
        """Whether a text may hold one of the names (a quick first look: it errs towards yes)."""
        words = _WORD.findall(text.casefold())
        if not self._heads.isdisjoint(words):
            return True
        if not self._heads.isdisjoint([one + other for one, other in pairwise(words)]):
            return True
        if not (text.isascii() and _SPELLED.search(text) is None and "&" not in text):
            words = spoken_words(text)
            return not self._heads.isdisjoint(words)
        return False

    def is_akin(self, text: str, owner: int) -> bool:
        """Whether the text shares a distinctive word with one of the owner's names."""
        return self._index.is_akin(words_of(text), owner)

    def find(self, text: str, caller_id: bool = False) -> "tuple[Match, ...]":
        """Owners that a name may mean, best first. A caller ID may be cut off in a word."""
        return self._remembered(text[:LONGEST], caller_id)

    def _find(self, text: str, caller_id: bool) -> "tuple[Match, ...]":
        found = self._best(words_of(text), caller_id)
        if not found:
            parts = [part for part in _PARTS.split(text) if part and words_of(part)]
            if len(parts) > 1:
                found = self._best(words_of(parts[0]), caller_id)
                if not found and names_nobody(parts[0]):
                    found = self._best(words_of(parts[1]), caller_id)
        return found

    def _best(self, claimed: tuple[str, ...], caller_id: bool) -> "tuple[Match, ...]":
        return self._index.meant(claimed, caller_id) if claimed else ()


def _spelled(names: Sequence[str]) -> "list[Spelled]":
    spelled: list[Spelled] = []
    for name in names:
        words = words_of(name)
        if words:
            spelled.append((name, words))
        if len(words) > 2 and words[0] in _TITLES:
            spelled.append((name, words[1:]))
    return spelled


def _heads(words: tuple[str, ...]) -> list[str]:
    """Words without one of which, spelled right, a text does not hold the name: its distinctive
    ones, else its first two in one."""
    strong = [word for word in words if is_distinctive(word)]
    return strong or ["".join(words[:2])]
