"""What the full-text index is asked for an item of a query."""

from collections.abc import Iterable, Sequence

from screener.filters import AnyOf, Digits, Field, Item, Words
from screener.store.indexed import (
    AGENT,
    BACKWARDS,
    HEAD,
    INDEXED,
    NOTE,
    NUMBER,
    SAID,
    tokens,
)

_MARKS = {Field.SAID: SAID, Field.COMPANY: HEAD, Field.NOTE: NOTE, Field.AGENT: AGENT}
_WHOLE_NUMBER = 7
_HALF_A_NUMBER = 5
_LONGEST_NUMBER = 60


def _marks(like: Words) -> Sequence[str]:
    return tuple(_MARKS.values()) if like.field is None else (_MARKS[like.field],)


def _of_mark(mark: str, words: Sequence[str]) -> str:
    return " AND ".join(f'"{mark}{word}"' for word in words)


def all_of_these(covers: Iterable[str]) -> str:
    """The calls that all of these queries find."""
    every = " AND ".join(f"({one})" for one in covers)
    return f"({every})"


def cover(item: Item) -> str:
    """The full-text query for all calls that fulfil an item, and perhaps for others; '' where
    the index does not tell."""
    if isinstance(item, Words):
        return _in_marks(tokens(item.text), item)
    if isinstance(item, Digits):
        return " OR ".join(_number_forms(item))
    if isinstance(item, AnyOf):
        covers = [cover(each) for each in item.items]
        return " OR ".join(f"({one})" for one in covers) if all(covers) else ""
    return ""


def rough_cover(item: Item) -> str:
    """A wider query that the index answers in the order of time, for an item with a beginning
    so long that the index would gather all of its calls first; '' for others."""
    if isinstance(item, Words) and item.beginning:
        *whole, last = tokens(item.text)
        return _in_marks([*whole, last[:INDEXED]], item) if len(last) > INDEXED else ""
    if isinstance(item, Digits) and INDEXED < len(item.digits) <= _HALF_A_NUMBER:
        return " OR ".join(_number_forms(item, INDEXED))
    return ""


def _in_marks(words: Sequence[str], like: Words) -> str:
    star = "*" if like.beginning else ""
    found = (_of_mark(mark, words) + star for mark in _marks(like))
    return " OR ".join(f"({each})" for each in found) if words else ""


def _number_forms(asked: Digits, longest: int = _LONGEST_NUMBER) -> list[str]:
    digits = bare_digits(asked.digits)
    forms = [f'"{begun[: longest + 1]}"*' for begun in begun_numbers(digits)]
    forms.append(f'"{BACKWARDS}{digits[::-1]}"*')
    if asked.words:
        words = [word for part in asked.words for word in tokens(part.text)]
        forms.append(_in_marks(words, asked.words[-1]))
    return forms


def begun_numbers(digits: str) -> list[str]:
    """How the words of numbers begin that begin with the digits: those of +1 have no code."""
    coded = digits[0] == "1" and len(digits) > INDEXED
    return [NUMBER + digits, NUMBER + digits[1:]] if coded else [NUMBER + digits]


def bare_digits(digits: str) -> str:
    """The digits of a number without the 0 or 00 that is dialled before it."""
    bare = digits.lstrip("0") if len(digits) >= _WHOLE_NUMBER else digits
    return (bare or digits)[:_LONGEST_NUMBER]
