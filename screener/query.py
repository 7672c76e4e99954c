"""What a person types into a search box → what calls are to fulfil (docs/search.md).

Knows neither calls nor the store: what a word is and which calls hold it is decided there.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from screener.faults import Fault
from screener.filters import (
    AnyOf,
    AtHour,
    Atom,
    Being,
    Digits,
    Field,
    FromSource,
    Is,
    Item,
    Labelled,
    Not,
    OfVendor,
    OnLine,
    OnWeekday,
    Permitted,
    Query,
    Since,
    Tagged,
    TakenBy,
    Until,
    Was,
    Words,
)
from screener.words import WEEKDAYS, Allowed, Label

MOST_ITEMS = 24
"""More things at once nobody asks for; what follows them is not looked at."""

FEWEST_DIGITS = 3
"""Fewer digits are words: a time, an amount, a key on the telephone."""


class _Piece(NamedTuple):
    """A piece of the text: where it begins (counted from 1), its key, and its value."""

    place: int
    negated: bool
    key: str
    value: str
    quoted: bool


_KEYED = re.compile(r"([A-Za-z]{2,15}):(?![/\\])")
_CHUNK = re.compile(r'[^\s"]+')
_NUMBER_PART = re.compile(r"[+(]?[\d()\-./]*\d[\d()\-./]*", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_HOURS = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)
_LAST_HOUR = 23
_OR = "OR"


def read_query(text: str) -> Query:
    """The query that a text means.

    Raises Fault, naming the place, for a quote that is not closed, a key that there is not, a
    value that its key cannot have, and an OR with nothing on one side.
    """
    pieces = list(_pieces(text))[: MOST_ITEMS * 2]
    items: list[Item] = []
    joins = False
    at = 0
    while at < len(pieces) and len(items) < MOST_ITEMS:
        piece = pieces[at]
        if _is_or(piece):
            if not items or at + 1 == len(pieces) or _is_or(pieces[at + 1]):
                raise Fault(f"search: OR at place {piece.place} needs something on each side.")
            joins, at = True, at + 1
            continue
        item, taken = _item(pieces, at)
        at += taken
        if item is None:
            continue
        items.append(_either(items.pop(), item) if joins and items else item)
        joins = False
    return tuple(items)


def _is_or(piece: _Piece) -> bool:
    return piece.value == _OR and not (piece.quoted or piece.key or piece.negated)


def _either(one: Item, other: "Atom | Not") -> AnyOf:
    return AnyOf((*one.items, other) if isinstance(one, AnyOf) else (one, other))


def _pieces(text: str) -> Iterator[_Piece]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        place = at
        negated = text[at] == "-" and at + 1 < len(text) and _may_negate(text[at + 1])
        at += negated
        keyed = _KEYED.match(text, at)
        key = keyed[1].lower() if keyed else ""
        at = keyed.end() if keyed else at
        quoted = at < len(text) and text[at] == '"'
        if quoted:
            end = text.find('"', at + 1)
            if end < 0:
                raise Fault(f"search: the quote at place {at + 1} is not closed.")
            value, at = text[at + 1 : end], end + 1
        else:
            chunk = _CHUNK.match(text, at)
            value, at = (chunk[0], chunk.end()) if chunk else ("", at)
        yield _Piece(place + 1, negated, key, value, quoted)


def _may_negate(following: str) -> bool:
    return following.isalpha() or following == '"'


def _item(pieces: list[_Piece], at: int) -> "tuple[Atom | Not | None, int]":
    """The item that begins with a piece (None: nothing to search by), and of how many pieces
    it is."""
    piece = pieces[at]
    last = at + 1 == len(pieces) and not piece.negated
    if piece.key:
        atom = _keyed(piece, last=last)
        return (Not(atom) if piece.negated else atom), 1
    if not (piece.negated or piece.quoted):
        run = _number_run(pieces, at)
        if run:
            return _number(run, last=at + len(run) == len(pieces)), len(run)
    words = _words(piece, None, last=last)
    if words is None:
        return None, 1
    return (Not(words) if piece.negated else words), 1


def _number_run(pieces: list[_Piece], at: int) -> list[str]:
    """The values of neighbouring pieces that are parts of one telephone number."""
    parts: list[str] = []
    for piece in pieces[at:]:
        if piece.key or piece.quoted or piece.negated or not _NUMBER_PART.fullmatch(piece.value):
            break
        parts.append(piece.value)
    return parts if len(_digits_of("".join(parts))) >= FEWEST_DIGITS else []


def _number(parts: list[str], *, last: bool) -> Digits:
    words = [Words(part) for part in parts]
    if last:
        words[-1] = Words(parts[-1], beginning=True)
    return Digits(_digits_of("".join(parts)), tuple(words))


def _digits_of(text: str) -> str:
    return "".join(char for char in text if "0" <= char <= "9")


def _words(piece: _Piece, field: Field | None, *, last: bool) -> Words | None:
    text = piece.value.rstrip("*")
    if not any(char.isalnum() for char in text):
        return None
    beginning = not piece.quoted and (last or text != piece.value)
    return Words(text, field, beginning)


def _keyed(piece: _Piece, *, last: bool) -> Atom:
    read = _KEYS.get(piece.key)
    if read is None:
        raise Fault(
            f"search: {piece.key!r} at place {piece.place} is no key"
            f"{_near(piece.key, _KEYS)}; words with a colon go into quotes."
        )
    if not piece.value.strip():
        raise Fault(f"search: {piece.key}: at place {piece.place} needs a value.")
    return read(piece, last)


def _of_field(piece: _Piece, last: bool) -> Words:
    words = _words(piece, Field(piece.key), last=last)
    if words is None:
        raise Fault(f"search: {piece.key}: at place {piece.place} needs a word.")
    return words


def _of_number(piece: _Piece, _last: bool) -> Digits:
    digits = _digits_of(piece.value)
    if not digits:
        raise Fault(f"search: number: at place {piece.place} needs digits.")
    return Digits(digits)


def _of_vendor(piece: _Piece, last: bool) -> OfVendor:
    text = piece.value.rstrip("*")
    return OfVendor(text, not piece.quoted and (last or text != piece.value))


def _of_tag(piece: _Piece, last: bool) -> Tagged:
    if not any(char.isalnum() for char in piece.value):
        raise Fault(f"search: tag: at place {piece.place} needs a word.")
    text = piece.value.rstrip("*")
    return Tagged(text, not piece.quoted and (last or text != piece.value))


def _of_person(piece: _Piece, last: bool) -> TakenBy:
    words = _some_word(piece)
    return TakenBy(words, not piece.quoted and (last or words != piece.value))


def _of_line(piece: _Piece, last: bool) -> OnLine:
    words = _some_word(piece)
    return OnLine(words, not piece.quoted and (last or words != piece.value))


def _some_word(piece: _Piece) -> str:
    if not any(char.isalnum() for char in piece.value):
        raise Fault(f"search: {piece.key}: at place {piece.place} needs a word or digits.")
    return piece.value.rstrip("*")


def _hours(piece: _Piece, _last: bool) -> AtHour:
    found = _HOURS.fullmatch(piece.value)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, -1)
    if not first <= last <= _LAST_HOUR:
        raise Fault(
            f"search: hour: at place {piece.place} is an hour from 0 to 23, or two, as 9 or 9-12."
        )
    return AtHour(first, last)


def _chosen(piece: _Piece, choices: Mapping[str, Atom]) -> Atom:
    atom = choices.get(piece.value.lower())
    if atom is None:
        raise Fault(
            f"search: {piece.key}: at place {piece.place} is one of {', '.join(choices)}"
            f"{_near(piece.value.lower(), choices)}."
        )
    return atom


def _near(word: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

    near = get_close_matches(word, known, 1)
    if near:
        return f" (did you mean {near[0]}?)"
    return "" if known is not _KEYS else f" (keys are {', '.join(known)})"


def _day(piece: _Piece, *, ends: bool) -> date:
    found = _DAY.fullmatch(piece.value)
    if found is not None:
        year, month, day = (int(part or 0) for part in found.groups())
        month = month or (12 if ends else 1)
        with suppress(ValueError):
            return date(year, month, day or (monthrange(year, month)[1] if ends else 1))
    raise Fault(
        f"search: {piece.key}: at place {piece.place} is a day, a month or a year, "
        "as 2026-11-02, 2026-11 or 2026."
    )


_LABELS: Mapping[str, Atom] = {str(label): Labelled(label) for label in Label}
_BEINGS: Mapping[str, Atom] = {**{str(being): Is(being) for being in Being}, **_LABELS}
_WAS: Mapping[str, Atom] = {str(label): Was(label) for label in Label}
_WEEKDAYS: Mapping[str, Atom] = {name: OnWeekday(day) for day, name in enumerate(WEEKDAYS)}
_PERMISSIONS: Mapping[str, Atom] = {str(each): Permitted(each) for each in Allowed}

_KEYS: Mapping[str, Callable[[_Piece, bool], Atom]] = {
    "vendor": _of_vendor,
    "label": lambda piece, _: _chosen(piece, _LABELS),
    "is": lambda piece, _: _chosen(piece, _BEINGS),
    "permission": lambda piece, _: _chosen(piece, _PERMISSIONS),
    "was": lambda piece, _: _chosen(piece, _WAS),
    "since": lambda piece, _: Since(_day(piece, ends=False)),
    "until": lambda piece, _: Until(_day(piece, ends=True)),
    "weekday": lambda piece, _: _chosen(piece, _WEEKDAYS),
    "hour": _hours,
    "by": _of_person,
    "on": _of_line,
    "number": _of_number,
    "company": _of_field,
    "said": _of_field,
    "note": _of_field,
    "agent": _of_field,
    "tag": _of_tag,
    "source": lambda piece, _: FromSource(piece.value),
}

KEYS = tuple(_KEYS)
"""The keys of the language."""
