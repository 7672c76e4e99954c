"""Long texts in a field: kept whole, with only their beginning and end laid out.

Laying out a megabyte takes seconds, and all the while no key is heard. So the middle of a long
text stands in the field as one character, which can be moved over, deleted and brought back
like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 4000
"""Characters that are laid out: some milliseconds at every key press."""
SHORT = 200
"""A text so short is never folded."""

_FIRST, _LAST = 0xF0000, 0xFFFFD
_STANDS_FOR = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
"""The private characters of plane 15: no text in any language uses them."""


class Folds:
    """The texts that are folded away, each behind the character that stands for it."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def fold(self, text: str, room: int = LONGEST) -> str:
        """The text as it is laid out: all of it, or its ends, where it is longer than `room` or
        holds characters that would be taken for a folded text."""
        room = max(room, SHORT)
        if len(text) <= room and not _STANDS_FOR.search(text):
            return text
        head, tail = text[: room * 3 // 4], text[max(room * 3 // 4, len(text) - room // 4) :]
        if _STANDS_FOR.search(head + tail):
            head = tail = ""
        middle = text[len(head) : len(text) - len(tail)]
        return f"{head}{self._keep(middle)}{tail}"

    def whole(self, shown: str) -> str:
        """What is laid out, with what is folded away."""
        if not self._kept:
            return shown
        return _STANDS_FOR.sub(lambda hit: self._kept.get(hit[0], hit[0]), shown)

    def hidden(self, shown: str) -> int:
        """How many characters are folded away."""
        return sum(len(self._kept.get(hit[0], "")) for hit in _STANDS_FOR.finditer(shown))

    def masked(self, shown: str, sign: str) -> str:
        """What is laid out, with a sign where something is folded away."""
        return _STANDS_FOR.sub(sign, shown) if self._kept else shown

    def laid_out(self, shown: str, places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Places in the whole text (from, to) as places in what is laid out; those that are
        folded away, even in part, are left out."""
        pieces = self._pieces(shown)
        found = []
        for start, end in places:
            for at, length, ahead in pieces:
                if at <= start and end <= at + length:
                    found.append((start - ahead, end - ahead))
        return found

    def _pieces(self, shown: str) -> list[tuple[int, int, int]]:
        """What is laid out, piece by piece: its place in the whole text, its length, and how
        many more characters stand before it there than here."""
        pieces, here, ahead = [], 0, 0
        for hit in _STANDS_FOR.finditer(shown):
            pieces.append((here + ahead, hit.start() - here, ahead))
            ahead += len(self._kept.get(hit[0], hit[0])) - 1
            here = hit.end()
        return [*pieces, (here + ahead, len(shown) - here, ahead)]

    def _keep(self, text: str) -> str:
        stands_for = chr(_FIRST + len(self._kept))
        self._kept[stands_for] = text
        return stands_for
