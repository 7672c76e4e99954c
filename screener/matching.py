"""Phrases held against a text, in time linear in the text.

A set of places is one integer with a bit for each word of the text, so that every step is a
shift or an "and", whatever the text says: nothing can backtrack.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from screener.phrases import Phrase, Program

MAX_HITS = 32
"""Hits of one phrase that are looked at in one text, from its beginning."""


class Hit(NamedTuple):
    """Where a phrase stands: its first word, and the word after its last."""

    first: int
    after: int


class Places(NamedTuple):
    """Where the atoms of an index stand in one text.

    `starts` gives for each atom and sign a bit for each word that it begins with, `sizes` how
    many words a run has. `present` are the atoms and signs that are there. `kinds` gives for each
    sign its spans as (length in words, places of the first word). `everywhere` has a bit for each
    word. `paired` has one for each phrase of the index of which two neighbours stand in the text.
    """

    starts: Mapping[str, int]
    sizes: Mapping[str, int]
    present: frozenset[str]
    kinds: Mapping[str, Sequence[tuple[int, int]]]
    everywhere: int
    paired: int


def reach(program: Program, places: int, where: Places) -> int:
    """The places (word after the last) that the program reaches from `places`."""
    starts, sizes, present = where.starts, where.sizes, where.present
    for gap, atoms, kinds, others, optional in program:
        if gap:
            for _ in range(gap):
                places |= places << 1
        ends = places if optional else 0
        for atom in atoms & present:
            ends |= (places & starts[atom]) << sizes.get(atom, 1)
        if kinds or others:
            ends |= _reach_beyond_words(kinds, others, places, where)
        if not ends:
            return 0
        places = ends
    return places


def _reach_beyond_words(kinds: str, others: tuple[Program, ...], places: int, where: Places) -> int:
    """What an element reaches by its signs and by the programs that it holds."""
    ends = 0
    for sign in kinds:
        for length, first in where.kinds[sign]:
            ends |= (places & first) << length
    for other in others:
        ends |= reach(other, places, where)
    return ends


def reach_back(program: Program, places: int, where: Places) -> int:
    """The places of the first word from which the program reaches one of `places`."""
    for gap, atoms, kinds, others, optional in reversed(program):
        begun = places if optional else 0
        for atom in atoms & where.present:
            begun |= places >> where.sizes.get(atom, 1) & where.starts[atom]
        for sign in kinds:
            for length, first in where.kinds[sign]:
                begun |= places >> length & first
        for other in others:
            begun |= reach_back(other, places, where)
        places = begun
        for _ in range(gap):
            places |= places >> 1
    return places


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


def stands_near(
    phrase: Phrase, hit: Hit, within: int, where: Places, begun: int = -1, over: int = -1
) -> bool:
    """Whether the phrase stands at most `within` words from the hit, before or after, begins at
    one of the places `begun`, and has the word after its last at one of the places `over`."""
    if not phrase.may_stand(where.present):
        return False
    latest = where.everywhere & ((1 << (hit.after + within)) - 1) & begun
    ends = reach(phrase.program, latest, where) & over
    return bool(ends >> max(hit.first - within + 1, 1))
