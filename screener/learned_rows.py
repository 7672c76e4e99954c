"""The weights of the learned features: kept as bytes, laid out for those that are asked for.

Most of them speak of words that one call never says. Whoever picks up the telephone waits for the
first verdict, so that pairs are set out a first word at a time, and company names when one is told.
"""

import zlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate
from struct import Struct

from screener.hearing import Memo
from screener.words import Purpose

SUMS = len(Purpose) + 1
"""Of a call: nine purposes, and whether the caller sells something beside the main matter."""

OUTPUTS = SUMS + 1
"""Those, and of a passage whether it is a request for a secret, remote access or a payment that
cannot be taken back."""

ZERO = 128
"""A weight of nothing as stored: one byte, 0 to 255."""

_FIELD = 4
_ROW = _FIELD * (OUTPUTS + 1)
_FIELDS = Struct(f"<{OUTPUTS + 1}I")
_COUNT = 8 * _FIELD * OUTPUTS
_LAST = _COUNT - 8 * _FIELD
_MASK = (1 << 8 * _FIELD) - 1


class Rows:
    """The weights of all features. A feature's weights are one large integer: a field of 32
    bits for each output, and one that counts, so that a sum knows how many zeros to take away.
    """

    def __init__(self, sizes: Sequence[int], content: bytes) -> None:
        """`sizes` tells how many words with their parts there are, pairs of words, and words of
        companies with their parts. `content` holds a byte a feature for the first output, then for
        the next, up to the last; then the names, of each kind for itself (`packed`).

        Raises ValueError or zlib.error where that does not fit together.
        """
        said, together, self._named_in_all = sizes
        names = zlib.decompress(content[OUTPUTS * sum(sizes) :]).decode()
        words, pairs, self._names = names.split("\n\n")
        if self._names.count("\n") + 1 != self._named_in_all:
            raise ValueError(self._named_in_all)
        self._met = _Met(content, sum(sizes))
        self._place = dict(zip(words.split("\n"), range(1, said + 1), strict=True))
        self._shelves, self._first_named = _shelved(pairs.split("\n"), said + 1)
        if self._first_named != said + together + 1:
            raise ValueError(together)
        self._shelf = Memo(self._set_out)
        """The places of second words, by the first."""

    def words(self, keys: Iterable[str]) -> int:
        """The packed sum over those of `keys`, words and parts of words, that have weights."""
        return sum(map(self._met.__getitem__, filter(None, map(self._place.get, keys))))

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> int:
        """The packed sum over those of `pairs` that have weights."""
        shelf = self._shelf
        places = [shelf[first].get(second) for first, second in pairs]
        return sum(map(self._met.__getitem__, filter(None, places)))

    def companies(self, keys: Iterable[str]) -> int:
        """The packed sum over those of `keys`, words of a company's name and their parts, that
        have weights."""
        return sum(map(self._met.__getitem__, filter(None, map(self._named.get, keys))))

    @cached_property
    def _named(self) -> dict[str, int]:
        places = range(self._first_named, self._first_named + self._named_in_all)
        return dict(zip(self._names.split("\n"), places, strict=True))

    def _set_out(self, first: str) -> dict[str, int]:
        found = self._shelves.get(first)
        if found is None:
            return {}
        place, line = found
        return {second: place + at for at, second in enumerate(line.split(" ")[1:])}


def _shelved(lines: Sequence[str], place: int) -> tuple[dict[str, tuple[int, str]], int]:
    """First word → the place of its first pair, and its line; and the place after the last."""
    firsts = [line[: line.index(" ")] for line in lines]
    *places, after = accumulate([line.count(" ") for line in lines], initial=place)
    return dict(zip(firsts, zip(places, lines, strict=True), strict=True)), after


class _Met(dict[int, int]):
    """Packed weights by place (from 1), as large integers once they were asked for."""

    def __init__(self, content: bytes, features: int) -> None:
        super().__init__()
        self._planes = content[: OUTPUTS * features]
        self._features = features
        if len(self._planes) != OUTPUTS * features:
            raise ValueError(features)

    def __missing__(self, place: int) -> int:
        weights = self._planes[place - 1 :: self._features]
        row = self[place] = int.from_bytes(_FIELDS.pack(*weights, 1), "little")
        return row


def unpacked(total: int) -> tuple[int, ...]:
    """The sum of each output's weights, from a sum of packed weights."""
    *sums, count = _FIELDS.unpack(total.to_bytes(_ROW, "little"))
    zero = ZERO * count
    return tuple([one - zero for one in sums])


def of_request(total: int) -> int:
    """The sum of the last output's weights alone."""
    return (total >> _LAST & _MASK) - ZERO * (total >> _COUNT)


def packed_names(
    words: Iterable[str], pairs: Iterable[tuple[str, str]], companies: Iterable[str]
) -> bytes:
    """The names of the features as `Rows` reads them, `pairs` sorted by their first words."""
    shelves: dict[str, list[str]] = {}
    for first, second in pairs:
        shelves.setdefault(first, [first]).append(second)
    kinds = words, map(" ".join, shelves.values()), companies
    return zlib.compress("\n\n".join(map("\n".join, kinds)).encode(), 9)
