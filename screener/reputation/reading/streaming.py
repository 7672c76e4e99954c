"""Objects out of a JSON document that may be larger than memory, one at a time."""

import json
import re
from collections.abc import Iterator
from typing import TextIO

from screener.faults import Fault

_PIECE = 1 << 16
_LONGEST = 1 << 20
"""Characters: no object that is looked for is longer."""

_FILLER = re.compile(r"[\s,]*")


def objects(text: TextIO, *keys: str) -> Iterator[tuple[str, object]]:
    """Each member of the arrays that stand under these keys, at whatever depth, with its key.

    Raises Fault where the document breaks off or is no JSON within such an array.
    """
    named = "|".join(map(re.escape, keys))
    begins = re.compile(rf'"({named})"\s*:\s*\[')
    held = ""
    while piece := text.read(_PIECE):
        held += piece
        while begin := begins.search(held):
            window = _Window(text, held[begin.end() :])
            for member in window.members():
                yield begin[1], member
            held = window.held
        # A key may be cut by the end of the piece.
        held = held[-256:]


class _Window:
    """What was read of an array and not yet handed out."""

    def __init__(self, text: TextIO, held: str) -> None:
        self._text = text
        self._decode = json.JSONDecoder().raw_decode
        self.held = held

    def members(self) -> Iterator[object]:
        """The members up to the end of the array; `held` is what follows it."""
        at = 0
        while True:
            at = self._next(at)
            if self.held[at] == "]":
                self.held = self.held[at + 1 :]
                return
            member, at = self._member(at)
            yield member

    def _next(self, at: int) -> int:
        """The place of the next member, or of the closing bracket."""
        while True:
            filler = _FILLER.match(self.held, at)
            at = filler.end() if filler else at
            if at < len(self.held):
                return at
            self._more(at)
            at = 0

    def _member(self, at: int) -> tuple[object, int]:
        while True:
            try:
                return self._decode(self.held, at)
            except (json.JSONDecodeError, RecursionError):
                if len(self.held) - at > _LONGEST:
                    raise Fault("it is no JSON that can be read.") from None
                self._more(at)
                at = 0

    def _more(self, at: int) -> None:
        piece = self._text.read(_PIECE)
        if not piece:
            raise Fault("it breaks off in the middle, or is no JSON.")
        self.held = self.held[at:] + piece
