"""The phrases of the rules, read: words and alternatives with bounded gaps → programs.

A program is what `screener.matching` runs: elements one after the other, each a set of atoms
of which one must stand there.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple, TypeAlias

from screener.faults import Fault
from screener.hearing import normal_words

MAX_ELEMENTS = 12
MAX_EXPANSIONS = 4_096
MAX_GAP = 8
PLAIN_GAP = 3
MIN_FAMILY = 3

KINDS = frozenset("#$%")

Program: TypeAlias = tuple["Element", ...]

Element: TypeAlias = tuple[int, frozenset[str], str, tuple[Program, ...], bool]
"""Up to how many words may stand before it; atoms and signs of kinds of which one stands there;
programs that may stand there instead (alternatives with kinds or gaps among their words); and
whether it may be left out. Plain values, so that `marshal` can write them.

An atom is a word, a family with its star ("renew*"), or a run of these ("run out", "ring* you").
"""


class Phrase(NamedTuple):
    """A compiled phrase. `needs` are sets of atoms and signs of each of which one must be
    there, the rarest first."""

    program: Program
    needs: tuple[frozenset[str], ...]

    def may_stand(self, present: frozenset[str]) -> bool:
        """Whether a text with these atoms can hold the phrase at all."""
        return not any(map(present.isdisjoint, self.needs))


class _Choice(NamedTuple):
    """An element without its gap."""

    atoms: frozenset[str] = frozenset()
    kinds: str = ""
    others: tuple[Program, ...] = ()
    optional: bool = False


_PIECE = re.compile(r"\s+|(\()|(\)\??)|(\|)|(\.\.\S*)|([^\s()|]+)")
_WORDY = re.compile(r"[\w'’&/.,:+$€£%-]+\*?")
_GAP = re.compile(r"\.\.(\d?)")

DIGITS = {
    word: str(value)
    for value, word in enumerate(
        [
            *["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
            *["ten", "eleven", "twelve"],
        ]
    )
}


@lru_cache(maxsize=32_768)
def read_phrase(text: str) -> Phrase:
    """Compile a phrase. Raises `Fault` saying what is wrong with it and where."""
    reader = _Reader(text)
    program = reader.sequence()
    if reader.piece:
        raise Fault(f"“{text}”: “{reader.piece}” without an opening “(”")
    _check_size(text, program)
    needs = sorted(filter(None, map(must_of, program)), key=cost_of)
    if not needs:
        raise Fault(f"“{text}”: at least one element must not be optional")
    return Phrase(program, tuple(needs))


class _Reader:
    """One pass over the pieces of a phrase; `piece` is the one that is looked at."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces = [match for match in _PIECE.findall(text) if any(match)]
        self._at = -1
        self.piece = ""
        self._next()

    def _next(self) -> None:
        self._at += 1
        more = self._at < len(self._pieces)
        self.piece = "".join(self._pieces[self._at]) if more else ""

    def sequence(self, *, inside: bool = False) -> Program:
        steps: list[int | _Choice] = []
        run: list[str] = []
        while self.piece and self.piece[0] not in ")|":
            piece = self.piece
            if piece == "(" or piece.startswith("..") or piece in KINDS:
                steps += self._run(run)
                run = []
                steps.append(self._special(inside=inside))
            else:
                run.append(piece)
                self._next()
        steps += self._run(run)
        self._check_ends(steps)
        gaps = [0, *(step if isinstance(step, int) else 0 for step in steps)]
        return tuple(
            (gap, *step)
            for gap, step in zip(gaps, steps, strict=False)
            if isinstance(step, _Choice)
        )

    def _special(self, *, inside: bool) -> int | _Choice:
        piece = self.piece
        if piece == "(":
            if inside:
                raise Fault(f"“{self.text}”: alternatives must not hold alternatives")
            return self._choice()
        self._next()
        return _Choice(kinds=piece) if piece in KINDS else self._width(piece)

    def _choice(self) -> _Choice:
        atoms: set[str] = set()
        kinds: set[str] = set()
        others: list[Program] = []
        while self.piece in {"(", "|"}:
            self._next()
            program = self.sequence(inside=True)
            if len(program) == 1:
                atoms |= program[0][1]
                kinds |= {*program[0][2]}
            else:
                others.append(program)
        if not self.piece:
            raise Fault(f"“{self.text}”: a “(” is never closed")
        optional = self.piece == ")?"
        self._next()
        return _Choice(frozenset(atoms), "".join(sorted(kinds)), tuple(others), optional)

    def _width(self, piece: str) -> int:
        match = _GAP.fullmatch(piece)
        width = int(match[1] or PLAIN_GAP) if match else 0
        if not 1 <= width <= MAX_GAP:
            raise Fault(f"“{self.text}”: a gap is “..” or “..1” to “..{MAX_GAP}”, not “{piece}”")
        return width

    def _check_ends(self, steps: list[int | _Choice]) -> None:
        if not steps:
            raise Fault(f"“{self.text}”: an alternative or the phrase is empty")
        if isinstance(steps[0], int) or isinstance(steps[-1], int):
            raise Fault(f"“{self.text}”: a gap needs words on both sides")
        if any(isinstance(one, int) and isinstance(other, int) for one, other in pairwise(steps)):
            raise Fault(f"“{self.text}”: two gaps in a row; write one, up to “..{MAX_GAP}”")

    def _run(self, pieces: list[str]) -> list[_Choice]:
        """The atom of plain words and families that stand side by side."""
        words: list[str] = []
        plain: list[str] = []
        for piece in pieces:
            if not (piece.isalpha() or _WORDY.fullmatch(piece)):
                raise Fault(f"“{self.text}”: “{piece}” is neither a word nor a sign of a phrase")
            if piece[-1] == "*":
                words += [*self._plain(plain), *self._family(piece[:-1])]
                plain = []
            else:
                plain.append(piece)
        words += self._plain(plain)
        return [_Choice(frozenset([" ".join(words)]))] if words else []

    def _plain(self, plain: list[str]) -> list[str]:
        if not plain:
            return []
        words = normal_words(" ".join(plain))
        if not words:
            raise Fault(f"“{self.text}”: “{' '.join(plain)}” holds no word")
        return [DIGITS.get(word, word) for word in words]

    def _family(self, stem: str) -> list[str]:
        words = normal_words(stem)
        if not words or len(words[-1]) < MIN_FAMILY:
            raise Fault(f"“{self.text}”: “{stem}*” needs at least {MIN_FAMILY} letters")
        return [*words[:-1], words[-1] + "*"]


def _check_size(text: str, program: Program) -> None:
    elements = 0
    expansions = 1
    for _, atoms, kinds, others, optional in program:
        alternatives = len(atoms) + len(kinds) + len(others)
        elements += max(map(_words_in, atoms)) if alternatives == 1 and atoms else 1
        expansions *= alternatives + optional
    if elements > MAX_ELEMENTS:
        raise Fault(f"“{text}”: {elements} elements, where at most {MAX_ELEMENTS} are allowed")
    if expansions > MAX_EXPANSIONS:
        raise Fault(f"“{text}”: {expansions} readings, where at most {MAX_EXPANSIONS} are allowed")


def _words_in(atom: str) -> int:
    return atom.count(" ") + 1


# The words that most calls hold, most frequent first (counted over training/): an index by
# them would look at every phrase for every call.
_COMMON = """
the to a and i is you for in on it your not we at have with of would if no are will my me that
from can 1 so do am up by this be our back was about they he or there 2 call card us out month
said off new now only an just asked free number get did before then what as has got all she could
over first need 3 been like nothing last them account after how but phone 5 had press plan come
put year want 9 through price when says go 4 see old name please pay any who hundred know today
week since 10 time days take down
"""
_COST = {word: 400 // (rank + 4) + 20 for rank, word in enumerate(_COMMON.split())}
_COST |= {"#": 90, "$": 60, "%": 20}
_RUN_IS_RARER = 8


def _cost_of(atom: str) -> int:
    if " " in atom:
        return min(map(_cost_of, atom.split())) // _RUN_IS_RARER + 1
    return _COST.get(atom) or max(12 - len(atom), 1)


def cost_of(atoms: frozenset[str]) -> int:
    """How many texts hold one of the atoms, in no particular unit: long words are rare."""
    return sum(map(_cost_of, atoms))


def must_of(element: Element) -> frozenset[str]:
    """Atoms and signs of which one must be there for the element; none when it can do without."""
    _, atoms, kinds, others, optional = element
    if optional:
        return frozenset()
    return atoms.union(kinds, *(min(map(must_of, program), key=cost_of) for program in others))


def edge_of(element: Element, *, end: bool) -> frozenset[str]:
    """The words, families and signs of which one must stand at the beginning or `end` of an
    element; none where the element can do without."""
    _, atoms, kinds, others, optional = element
    if optional:
        return frozenset()
    return frozenset(atom.split()[-end] for atom in atoms).union(
        kinds, *(edge_of(program[-end], end=end) for program in others)
    )


def atoms_in(program: Program) -> Iterator[str]:
    """The atoms that a program looks for."""
    for _, atoms, _, others, _ in program:
        yield from atoms
        yield from chain.from_iterable(map(atoms_in, others))
