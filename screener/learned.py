"""The learned part of a verdict: a sum of weights of words, pairs of words and parts of words.

Fitted by `python -m fitting` on the labelled calls in `training/`, kept in one file under
`rules/learned` (its README tells the format), added up here in plain Python. Every weight is a
whole number; those of one feature for all purposes are packed into one large integer
(`learned_rows`), so that one addition adds ten weights at once.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import exp, inf, isfinite, sqrt
from operator import mul
from pathlib import Path
from typing import NamedTuple

from screener.faults import Fault
from screener.hearing import Heard, Memo, hear_words
from screener.learned_rows import OUTPUTS, Rows, unpacked
from screener.signals import Signal
from screener.traits import manner, pairs, parts, plain_words
from screener.verdict import Calibration
from screener.words import Label, Purpose

MAGIC = b"screener learned weights 3"

COMPANY = "@"
"""Stands before a word or part of the claimed company's name."""

_PURPOSES = tuple(Purpose)
_MOST_COMPANIES = 4_096
_NOTABLE = 0.15
"""A word is quoted from this share of the heaviest word's weight on."""

Row = tuple[float, ...]


class Weighed(NamedTuple):
    """What the learned part makes of one call.

    `scores` are what it adds to each purpose, in the order of `Purpose` and in the unit of the
    rules' weights. `selling` is how likely the caller sells something too (0 to 1), provided
    the main matter is service, an account or a survey.
    """

    scores: Row
    selling: float


class Learned:
    """Weights as read from a file. It remembers what it worked out for words it met before."""

    def __init__(self, header: Mapping[str, object], rows: Rows) -> None:
        numbers = _Header.read(header)
        self.calibration = numbers.calibration
        self._base = numbers.base
        self._manner = numbers.manner
        self._signals = numbers.signals
        self._words = numbers.words
        self._company_words = numbers.company
        self._rows = rows
        self._word = Memo(lambda word: rows.words({word, *parts(word)}))
        self._company_word = Memo(
            lambda word: rows.companies({COMPANY + word, *parts(word, COMPANY)})
        )
        """The packed weights of a word and its parts, as said and as a company's name."""
        self._companies: dict[str, tuple[set[str], Row]] = {}
        self._contrasts = {purpose: self._contrast(purpose) for purpose in _PURPOSES}

    @classmethod
    def load(cls, path: Path) -> "Learned":
        """Read `path`. Raises `Fault` when it is missing, damaged or of another format."""
        try:
            return cls(*_read(path.read_bytes()))
        except OSError as error:
            raise Fault(f"{path}: cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError, zlib.error) as error:
            raise Fault(f"{path}: not a file of learned weights, or damaged") from error

    def weigh(self, heard: Heard, company: str, signals: Iterable[Signal]) -> Weighed:
        """What the words, the company as claimed and the signals heard come to."""
        words = plain_words(heard)
        distinct = set(words)
        named, row = self._company(company)
        rows = [self._base, row]
        rows += filter(None, map(self._manner.get, manner(heard.text, words, distinct, named)))
        rows += filter(None, map(self._signals.get, [signal.id for signal in signals]))
        sums = list(map(sum, zip(*rows, strict=True)))
        if words:
            distinct |= named
            total = sum(map(self._word.__getitem__, distinct)) + self._rows.pairs(pairs(words))
            steps = map(mul, self._words, unpacked(total))
            by = 1 / sqrt(len(distinct))
            sums = [value + by * step for value, step in zip(sums, steps, strict=True)]
        selling = sums.pop()
        return Weighed(tuple(sums), 1 / (1 + exp(-min(max(selling, -30.0), 30.0))))

    def scores(self, heard: Heard, company: str, signals: Iterable[Signal]) -> Row:
        """What is added to each purpose, in the order of `Purpose`."""
        return self.weigh(heard, company, signals).scores

    def also_selling(self, heard: Heard, company: str, signals: Iterable[Signal]) -> float:
        """How likely the caller sells something beside the main matter, 0 to 1."""
        return self.weigh(heard, company, signals).selling

    def correction(self, signal: str) -> Row:
        """What the learned part adds to the purposes when it meets the signal with this id,
        beside the weight that the rule gives."""
        return self._signals.get(signal, (0.0,) * OUTPUTS)[:-1]

    def words(
        self, heard: Heard, company: str, purpose: Purpose, most: int = 5
    ) -> list[tuple[str, float]]:
        """The pieces of the text that spoke most for `purpose` against the other purposes,
        heaviest first, at most `most`: the original words, and their weight beside a claimed
        company."""
        named, _ = self._company(company)
        by = 1 / sqrt(len(named.union(heard.words)) or 1)
        contrast, says = self._contrasts[purpose]
        weights = [by * says[word] for word in heard.words]
        for place, pair in enumerate(pairwise(heard.words)):
            packed = self._rows.pairs([pair])
            if packed:
                half = by * contrast(packed) / 2
                weights[place] += half
                weights[place + 1] += half
        floor = _NOTABLE * max(weights, default=0.0)
        pieces = sorted(_pieces(weights, floor), key=lambda piece: -piece[2])[:most]
        return [(heard.quote(first, after), weight) for first, after, weight in pieces]

    def _company(self, company: str) -> tuple[set[str], Row]:
        """The words of a claimed name and what they come to."""
        known = self._companies.get(company)
        if known is None:
            words = set(plain_words(hear_words(company)))
            total = sum(map(self._company_word.__getitem__, words))
            by = 1 / sqrt(len(words) or 1)
            steps = zip(self._company_words, unpacked(total), strict=True)
            known = words, tuple(by * step * whole for step, whole in steps)
            if len(self._companies) >= _MOST_COMPANIES:
                self._companies.clear()
            self._companies[company] = known
        return known

    def _contrast(self, purpose: Purpose) -> tuple[Callable[[int], float], Memo[float]]:
        """How much more packed weights say for one purpose than for the others on average; and
        the same of words and their parts."""
        share = -1 / (len(_PURPOSES) - 1)
        signs = [1.0 if each is purpose else share for each in _PURPOSES]
        steps = [*map(mul, self._words, signs), 0.0]

        def contrast(packed: int) -> float:
            more: float = sum(map(mul, steps, unpacked(packed)))
            return more

        return contrast, Memo(lambda word: contrast(self._word[word]))


def _read(content: bytes) -> tuple[Mapping[str, object], Rows]:
    magic, line, body = content.split(b"\n", 2)
    header = json.loads(line)
    if magic != MAGIC or header["purposes"] != list(_PURPOSES):
        raise ValueError(magic)
    return header, Rows(header["features"], body)


class _Header(NamedTuple):
    """The numbers of the file's second line."""

    calibration: Calibration
    words: Row
    company: Row
    base: Row
    manner: Mapping[str, Row]
    signals: Mapping[str, Row]

    @classmethod
    def read(cls, header: Mapping[str, object]) -> "_Header":
        return cls(
            _calibration(header["calibration"]),
            _row(header["words"]),
            _row(header["company"]),
            _row(header["base"]),
            _rows(header["manner"]),
            _rows(header["signals"]),
        )


def _calibration(value: object) -> Calibration:
    if not isinstance(value, dict) or set(value) != set(Calibration._fields):
        raise TypeError(value)
    constants = tuple(map(float, value["constants"]))
    mixing, labels, purposes = (float(value[name]) for name in Calibration._fields[:-1])
    fits = all(0 < one < inf for one in (mixing, labels, purposes)) and all(
        map(isfinite, constants)
    )
    if not fits or len(constants) != len(Label):
        raise ValueError(value)
    return Calibration(mixing, labels, purposes, constants)


def _row(value: object) -> Row:
    if not isinstance(value, list) or len(value) != OUTPUTS:
        raise TypeError(value)
    return tuple(map(float, value))


def _rows(value: object) -> dict[str, Row]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return {str(name): _row(row) for name, row in value.items()}


def _pieces(weights: Sequence[float], floor: float) -> Iterable[tuple[int, int, float]]:
    """Words in a row that each weigh more than `floor`: first, after the last, their weight."""
    first = 0
    for at, weight in enumerate([*weights, floor]):
        if weight <= floor:
            if first < at:
                yield first, at, sum(weights[first:at])
            first = at + 1
