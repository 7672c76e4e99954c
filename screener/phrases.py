"""The phrases of the rules: words with bounded gaps, matched in time linear in the text.

A phrase is compiled to a few steps over sets of places. A set of places is one integer with a
bit for each word of the text, so every step is a shift or an "and", whatever the text says:
nothing can backtrack.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any, NamedTuple, TypeAlias

from screener.faults import Fault
from screener.hearing import normal_words

MAX_ELEMENTS = 12
MAX_EXPANSIONS = 4_096
MAX_GAP = 8
PLAIN_GAP = 3
MIN_FAMILY = 3
MAX_HITS = 32
"""Hits of one phrase that are looked at in one text, from its beginning."""

KINDS = frozenset("#$%")

# Codes of the steps: plain integers, since a step is taken some hundred times a call.
WORD, GAP, KIND, CHOICE = range(4)

Program: TypeAlias = tuple[tuple[int, Any], ...]
"""Steps with what they work on: an atom, a gap's width, a kind's sign, or a choice."""

Needed: TypeAlias = frozenset[str]
"""Atoms that must all be there."""

Choice: TypeAlias = tuple[
    frozenset[str], frozenset[str], dict[str, list[tuple[Needed, Program]]], bool
]
"""Alternatives of one word each; the rarest atoms of longer ones; these by that atom, with
what they need; and whether none of all need stand there."""


class Phrase(NamedTuple):
    """A compiled phrase. `needs` are sets of atoms of each of which one must be there, the
    rarest first. An atom is a word, a family with its star ("renew*"), or the sign of a kind
    ("#", "$", "%")."""

    program: Program
    needs: tuple[frozenset[str], ...]

    def may_stand(self, present: frozenset[str]) -> bool:
        """Whether a text with these atoms can hold the phrase at all."""
        return not any(map(present.isdisjoint, self.needs))


class Hit(NamedTuple):
    """Where a phrase stands: its first word, and the word after its last."""

    first: int
    after: int


class Places(NamedTuple):
    """Where the atoms of an index stand in one text: a bit for each word.

    `present` are the atoms that are there, `at_word` those of each word. `kinds` gives for each
    sign its spans as (length in words, places of the first word).
    """

    masks: Mapping[str, int]
    present: frozenset[str]
    at_word: Sequence[tuple[str, ...]]
    kinds: Mapping[str, Sequence[tuple[int, int]]]
    everywhere: int


# --- reading a phrase ---------------------------------------------------------------------

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
        steps: list[tuple[int, Any]] = []
        run: list[str] = []
        while self.piece and self.piece[0] not in ")|":
            piece = self.piece
            if piece == "(" or piece.startswith("..") or piece in KINDS:
                steps += self._words(run)
                run = []
                steps.append(self._special(inside=inside))
            else:
                run.append(piece)
                self._next()
        steps += self._words(run)
        self._check_ends(steps)
        return tuple(steps)

    def _special(self, *, inside: bool) -> tuple[int, Any]:
        piece = self.piece
        if piece == "(":
            if inside:
                raise Fault(f"“{self.text}”: alternatives must not hold alternatives")
            return CHOICE, self._choice()
        self._next()
        return (KIND, piece) if piece in KINDS else (GAP, self._width(piece))

    def _choice(self) -> Choice:
        words: set[str] = set()
        programs: dict[str, list[tuple[Needed, Program]]] = {}
        while self.piece in {"(", "|"}:
            self._next()
            program = self.sequence(inside=True)
            if len(program) == 1 and program[0][0] == WORD:
                words.add(program[0][1])
            else:
                needed = _needed(program)
                rarest = min(sorted(needed), key=_cost_of)
                programs.setdefault(rarest, []).append((needed, program))
        if not self.piece:
            raise Fault(f"“{self.text}”: a “(” is never closed")
        optional = self.piece == ")?"
        self._next()
        return frozenset(words), frozenset(programs), programs, optional

    def _width(self, piece: str) -> int:
        match = _GAP.fullmatch(piece)
        width = int(match[1] or PLAIN_GAP) if match else 0
        if not 1 <= width <= MAX_GAP:
            raise Fault(f"“{self.text}”: a gap is “..” or “..1” to “..{MAX_GAP}”, not “{piece}”")
        return width

    def _check_ends(self, steps: list[tuple[int, Any]]) -> None:
        if not steps:
            raise Fault(f"“{self.text}”: an alternative or the phrase is empty")
        if GAP in {steps[0][0], steps[-1][0]}:
            raise Fault(f"“{self.text}”: a gap needs words on both sides")
        if any(one[0] == other[0] == GAP for one, other in pairwise(steps)):
            raise Fault(f"“{self.text}”: two gaps in a row; write one, up to “..{MAX_GAP}”")

    def _words(self, run: list[str]) -> list[tuple[int, Any]]:
        """Steps for plain words and families that stand side by side."""
        steps: list[tuple[int, Any]] = []
        plain: list[str] = []
        for piece in run:
            if not (piece.isalpha() or _WORDY.fullmatch(piece)):
                raise Fault(f"“{self.text}”: “{piece}” is neither a word nor a sign of a phrase")
            if piece[-1] == "*":
                steps += self._plain(plain)
                steps += self._family(piece[:-1])
                plain = []
            else:
                plain.append(piece)
        return steps + self._plain(plain)

    def _plain(self, plain: list[str]) -> list[tuple[int, Any]]:
        if not plain:
            return []
        words = normal_words(" ".join(plain))
        if not words:
            raise Fault(f"“{self.text}”: “{' '.join(plain)}” holds no word")
        return [(WORD, DIGITS.get(word, word)) for word in words]

    def _family(self, stem: str) -> list[tuple[int, Any]]:
        words = normal_words(stem)
        if not words or len(words[-1]) < MIN_FAMILY:
            raise Fault(f"“{self.text}”: “{stem}*” needs at least {MIN_FAMILY} letters")
        *before, last = words
        return [*((WORD, word) for word in before), (WORD, last + "*")]


def _check_size(text: str, program: Program) -> None:
    elements = sum(code != GAP for code, _ in program)
    if elements > MAX_ELEMENTS:
        raise Fault(f"“{text}”: {elements} elements, where at most {MAX_ELEMENTS} are allowed")
    expansions = 1
    for code, arg in program:
        if code == CHOICE:
            expansions *= len(arg[0]) + sum(map(len, arg[2].values())) + arg[3]
    if expansions > MAX_EXPANSIONS:
        raise Fault(f"“{text}”: {expansions} readings, where at most {MAX_EXPANSIONS} are allowed")


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


def _cost_of(atom: str) -> int:
    return _COST.get(atom) or max(12 - len(atom), 1)


def cost_of(atoms: frozenset[str]) -> int:
    """How many texts hold one of the atoms, in no particular unit: long words are rare."""
    return sum(map(_cost_of, atoms))


def must_of(step: tuple[int, Any]) -> frozenset[str]:
    """Atoms of which one must be there for the step; none when it can do without."""
    code, arg = step
    if code in {WORD, KIND}:
        return frozenset([arg])
    if code == GAP or arg[3]:
        return frozenset()
    found: frozenset[str] = arg[0] | arg[1]
    return found


def edge_of(step: tuple[int, Any], *, end: bool) -> frozenset[str]:
    """The atoms of which one must stand at the beginning or `end` of a step; none where the
    step can do without."""
    code, arg = step
    if code in {WORD, KIND}:
        return frozenset([arg])
    if code == GAP or arg[3]:
        return frozenset()
    readings = chain.from_iterable(arg[2].values())
    words: frozenset[str] = arg[0]
    return words.union(*(edge_of(inner[-end], end=end) for _, inner in readings))


def _needed(program: Program) -> Needed:
    return frozenset(arg for code, arg in program if code in {WORD, KIND})


# --- matching -----------------------------------------------------------------------------


def reach(program: Program, places: int, where: Places) -> int:
    """The places (word after the last) that the program reaches from `places`."""
    for code, arg in program:
        if code == WORD:
            places = (places & where.masks.get(arg, 0)) << 1
        elif code == GAP:
            for _ in range(arg):
                places |= places << 1
        elif code == CHOICE:
            places = _reach_choice(arg, places, where)
        else:
            ends = 0
            for length, starts in where.kinds[arg]:
                ends |= (places & starts) << length
            places = ends
        if not places:
            return 0
    return places


def _reach_choice(choice: Choice, places: int, where: Places) -> int:
    words, rarest, programs, optional = choice
    present = where.present
    ends = 0
    for atom in words & present:
        ends |= where.masks[atom]
    ends = (places & ends) << 1
    for atom in rarest & present:
        for needed, inner in programs[atom]:
            if needed <= present:
                ends |= reach(inner, places, where)
    return ends | places if optional else ends


def reach_back(program: Program, places: int, where: Places) -> int:
    """The places of the first word from which the program reaches one of `places`."""
    for code, arg in reversed(program):
        if code == WORD:
            places = (places >> 1) & where.masks.get(arg, 0)
        elif code == GAP:
            for _ in range(arg):
                places |= places >> 1
        elif code == CHOICE:
            places = _back_choice(arg, places, where)
        else:
            starts = 0
            for length, first in where.kinds[arg]:
                starts |= (places >> length) & first
            places = starts
    return places


def _back_choice(choice: Choice, places: int, where: Places) -> int:
    words, rarest, programs, optional = choice
    present = where.present
    starts = 0
    for atom in words & present:
        starts |= where.masks[atom]
    starts &= places >> 1
    for atom in rarest & present:
        for needed, inner in programs[atom]:
            if needed <= present:
                starts |= reach_back(inner, places, where)
    return starts | places if optional else starts


def hits_at(phrase: Phrase, ends: int, where: Places) -> Iterator[Hit]:
    """The hits of a phrase that has reached `ends`, in the order of the text, each as short
    as can be, at most `MAX_HITS`."""
    # An optional element behind a gap may be left out, and the gap then ends in nothing.
    ends &= where.everywhere << 1
    for _ in range(MAX_HITS):
        if not ends:
            return
        lowest = ends & -ends
        first = reach_back(phrase.program, lowest, where).bit_length() - 1
        yield Hit(first, lowest.bit_length() - 1)
        ends ^= lowest


def stands_near(phrase: Phrase, hit: Hit, within: int, where: Places) -> bool:
    """Whether the phrase stands at most `within` words from the hit, before or after."""
    if not phrase.may_stand(where.present):
        return False
    latest = where.everywhere & ((1 << (hit.after + within)) - 1)
    ends = reach(phrase.program, latest, where)
    return bool(ends >> max(hit.first - within + 1, 1))
