"""The few numbers that are a screening's own, packed into bytes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from screener.words import Label, Purpose

_SURE, _SHARE = 10_000, 1000
"""Probabilities are kept to four decimals, the purposes' to three."""


class Sign(NamedTuple):
    """A signal of a screening: the number of the wording that holds its JSON, its place in what
    was said, and its quote where that place does not read so."""

    wording: int
    start: int
    end: int
    quote: str | None


class Numbers(NamedTuple):
    """What is a screening's own."""

    confidence: float
    probabilities: Mapping[Label, float]
    purposes: Mapping[Purpose, float]
    signs: tuple[Sign, ...]


_LABELS = tuple(Label)
_PURPOSES = tuple(Purpose)


def packed(numbers: Numbers) -> bytes:
    """A screening's numbers as bytes: whole numbers, seven bits to a byte."""
    likely, shared = numbers.probabilities.get, numbers.purposes.get
    shares = [round(shared(purpose, 0.0) * _SHARE) for purpose in _PURPOSES]
    own = [round(numbers.confidence * _SURE)]
    own += [round(likely(label, 0.0) * _SURE) for label in _LABELS]
    own.append(sum([1 << place for place, share in enumerate(shares) if share]))
    own += [share for share in shares if share]
    out = bytearray()
    for wording, start, end, quote in numbers.signs:
        own += (wording, start + 1, end + 1)
        if quote is None:
            own.append(0)
        else:
            written = quote.encode()
            out += _varints((*own, len(written) + 1)) + written
            own.clear()
    return bytes(out + _varints(own))


def unpacked(blob: bytes) -> Numbers:
    """What `packed` made bytes of."""
    confidence, at = _varint(blob, 0)
    probabilities = {}
    for label in _LABELS:
        value, at = _varint(blob, at)
        probabilities[label] = value / _SURE
    present, at = _varint(blob, at)
    purposes = {}
    for place, purpose in enumerate(_PURPOSES):
        if present >> place & 1:
            value, at = _varint(blob, at)
            purposes[purpose] = value / _SHARE
    return Numbers(confidence / _SURE, probabilities, purposes, tuple(_signs(blob, at)))


def _signs(blob: bytes, at: int) -> Iterator[Sign]:
    while at < len(blob):
        wording, at = _varint(blob, at)
        start, at = _varint(blob, at)
        end, at = _varint(blob, at)
        size, at = _varint(blob, at)
        quote = None
        if size:
            quote = blob[at : at + size - 1].decode()
            at += size - 1
        yield Sign(wording, start - 1, end - 1, quote)


def _varints(values: Iterable[int]) -> bytearray:
    out = bytearray()
    for value in values:
        rest = value
        while rest > 0x7F:
            out.append(rest & 0x7F | 0x80)
            rest >>= 7
        out.append(rest)
    return out


def _varint(blob: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = blob[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
