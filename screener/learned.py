"""The learned part of a verdict: a sum of weights of words, pairs of words and parts of words.

Fitted by `python -m fitting` on the labelled calls in `training/`, kept in one file under
`rules/learned` (its README tells the format), added up here in plain Python. Every weight is a
whole number; those of one feature for all purposes are packed into one large integer
(`learned_rows`), so that one addition adds them all at once.
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
from screener.learned_rows import OUTPUTS, SUMS, Rows, of_request, unpacked
from screener.passages import passages
from screener.signals import Signal
from screener.traits import manner, pairs, parts, plain_passages, plain_words
from screener.verdict import Calibration
from screener.words import Label, Purpose

MAGIC = b"screener learned weights 4"

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


class Requested(NamedTuple):
    """How much the passage of a call that sounds most like a request for a secret, remote access or
    a payment that cannot be taken back does so (about 1: as labelled requests do; about -1: as
    harmless passages do), and where it stands: its first word, and the one after its last."""

    score: float
    first: int
    after: int


class Lines(NamedTuple):
    """From which score on a passage is a request: for `sure`, or `perhaps`. Below `hardly` it is
    hardly one, whatever a rule heard."""

    sure: float
    perhaps: float
    hardly: float


class Learned:
    """Weights as read from a file. It remembers what it worked out for words it met before."""

    def __init__(self, header: Mapping[str, object], rows: Rows) -> None:
        numbers = _Header.read(header)
        self.calibration = numbers.calibration
        self.lines = numbers.lines
        self._base = numbers.base
        self._manner = numbers.manner
        self._signals = numbers.signals
        self._request_base = numbers.request
        *self._words, self._request_step = numbers.words
        *self._company_words, _ = numbers.company
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
            steps = map(mul, self._words, unpacked(self._total(words, distinct)))
            by = 1 / sqrt(len(distinct))
            sums = [value + by * step for value, step in zip(sums, steps, strict=True)]
        selling = sums.pop()
        return Weighed(tuple(sums), 1 / (1 + exp(-min(max(selling, -30.0), 30.0))))

    def request(self, heard: Heard) -> Requested | None:
        """The passage that sounds most like a request for a secret, remote access or a payment that
        cannot be taken back; None of a text without words."""
        cut = passages(heard)
        scores = [self._as_request(words, set(words)) for words in plain_passages(heard, cut)]
        if not scores:
            return None
        most = max(scores)
        return Requested(most, *cut[scores.index(most)])

    def _as_request(self, words: Sequence[str], distinct: set[str]) -> float:
        says = of_request(self._total(words, distinct))
        return self._request_base + self._request_step * says / sqrt(len(distinct))

    def _total(self, words: Sequence[str], distinct: Iterable[str]) -> int:
        """The packed weights of words in a row and of the `distinct` ones of them."""
        return sum(map(self._word.__getitem__, distinct)) + self._rows.pairs(pairs(words))

    def scores(self, heard: Heard, company: str, signals: Iterable[Signal]) -> Row:
        """What is added to each purpose, in the order of `Purpose`."""
        return self.weigh(heard, company, signals).scores

    def also_selling(self, heard: Heard, company: str, signals: Iterable[Signal]) -> float:
        """How likely the caller sells something beside the main matter, 0 to 1."""
        return self.weigh(heard, company, signals).selling

    def correction(self, signal: str) -> Row:
        """What the learned part adds to the purposes when it meets the signal with this id,
        beside the weight that the rule gives."""
        return self._signals.get(signal, (0.0,) * SUMS)[:-1]

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
            steps = map(mul, self._company_words, unpacked(total))
            known = words, tuple([by * step for step in steps])
            if len(self._companies) >= _MOST_COMPANIES:
                self._companies.clear()
            self._companies[company] = known
        return known

    def _contrast(self, purpose: Purpose) -> tuple[Callable[[int], float], Memo[float]]:
        """How much more packed weights say for one purpose than for the others on average; and
        the same of words and their parts."""
        share = -1 / (len(_PURPOSES) - 1)
        signs = [1.0 if each is purpose else share for each in _PURPOSES]
        steps = list(map(mul, self._words, signs))

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
    lines: Lines
    request: float
    words: Row
    company: Row
    base: Row
    manner: Mapping[str, Row]
    signals: Mapping[str, Row]

    @classmethod
    def read(cls, header: Mapping[str, object]) -> "_Header":
        return cls(
            _calibration(header["calibration"]),
            _lines(header["lines"]),
            _row(header["request"], 1)[0],
            _row(header["words"], OUTPUTS),
            _row(header["company"], OUTPUTS),
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


def _lines(value: object) -> Lines:
    lines = Lines(*_row(value, len(Lines._fields)))
    if not lines.hardly <= lines.perhaps <= lines.sure:
        raise ValueError(value)
    return lines


def _row(value: object, size: int = SUMS) -> Row:
    if not isinstance(value, list) or len(value) != size:
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
