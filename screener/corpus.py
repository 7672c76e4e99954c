"""Whole files of calls through the engine: cut into pieces of whole lines, and answered.

Memory is bound by the size of a piece, not by the size of the file.
"""

import json
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from screener import __version__
from screener.classify import classify_line
from screener.faults import Fault
from screener.rulebook import load_rulebook
from screener.screening import Screener
from screener.vendor import Household

PIECE = 128 * 1024
"""Bytes that go to a worker at a time: some hundred calls, a fraction of a second of work."""

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes. A longer line is answered with an error: no call is that long, and memory is bound."""

_TOO_LONG = f"the line is longer than {LONGEST_LINE // 1024 // 1024} MiB"


class Answers(NamedTuple):
    """The answers to one piece: JSON Lines, how many lines, how many of them with an error."""

    text: str
    lines: int
    faulty: int


@dataclass(frozen=True, slots=True)
class Setup:
    """What an engine is made from, in values that travel to other processes and machines.

    `household` is pickled, `rules` the folder of the person's own rules ('' for none);
    `rulebook` and `program` are what all who take part must have alike.
    """

    household: bytes
    rules: str
    rulebook: str
    program: str = __version__

    @classmethod
    def of(cls, engine: "Engine", rules: Path | None) -> Self:
        """The setup of an engine that was made with the rules in that folder."""
        household, screener = engine
        return cls(pickle.dumps(household), str(rules or ""), screener.rulebook.hash)

    def engine(self) -> "Engine":
        """An engine of this setup; Fault where it would judge otherwise than the first one."""
        if self.program != __version__:
            raise Fault(
                f"this worker has Screener {__version__} and not {self.program}; "
                "install the same everywhere."
            )
        book = load_rulebook(Path(self.rules) if self.rules else None)
        if book.hash != self.rulebook:
            raise Fault(
                f"this worker has the rulebook {book.hash} and not {self.rulebook}; "
                "give all the same rules."
            )
        household = pickle.loads(self.household)  # noqa: S301 - from the process that asks
        return Engine(household, Screener(book))


class Engine(NamedTuple):
    """What judges a line."""

    household: Household
    screener: Screener

    def answer(self, piece: bytes) -> Answers:
        """The answers to the lines of a piece, in their order; blank lines have none."""
        answers = []
        faulty = 0
        for raw in piece.split(b"\n"):
            if not raw.strip():
                continue
            found, well = self._answer(raw)
            faulty += not well
            answers.append(json.dumps(found) + "\n")
        return Answers("".join(answers), len(answers), faulty)

    def _answer(self, raw: bytes) -> tuple[dict[str, object], bool]:
        if len(raw) > LONGEST_LINE:
            return {"id": None, "error": _TOO_LONG}, False
        line = raw.decode("utf-8-sig", errors="replace")
        return classify_line(line, self.household, self.screener)


def pieces(stream: BinaryIO, *, as_they_come: bool = False) -> Iterator[bytes]:
    """A stream in pieces of whole lines: `PIECE` bytes and the rest of a line.

    With `as_they_come` a piece is what a pipe or a terminal has so far, so that lines are
    answered without waiting for more. Of a line that is too long only the beginning is kept.
    """
    read = getattr(stream, "read1", stream.read) if as_they_come else stream.read
    while piece := read(PIECE):
        yield _whole(piece, stream)


def pieces_between(stream: BinaryIO, begins: int, ends: int) -> Iterator[bytes]:
    """The pieces with the lines whose first byte lies from `begins` on and before `ends`."""
    stream.seek(max(begins - 1, 0))
    if begins:
        _whole(stream.read(1), stream)
    while (left := ends - stream.tell()) > 0 and (piece := stream.read(min(PIECE, left))):
        yield _whole(piece, stream)


def _whole(piece: bytes, stream: BinaryIO) -> bytes:
    """A piece with the rest of its last line."""
    if piece.endswith(b"\n"):
        return piece
    begun = len(piece) - piece.rfind(b"\n") - 1
    rest = stream.readline(max(LONGEST_LINE + 1 - begun, 1))
    skipped = rest
    while skipped and not skipped.endswith(b"\n"):
        skipped = stream.readline(PIECE)
    return piece + rest


def answered_here(cut: Iterable[bytes], engine: Engine) -> Iterator[Answers]:
    """The answers to each piece, from this process."""
    return map(engine.answer, cut)
