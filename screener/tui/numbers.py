"""Telephone numbers as people of the household's country write them, for what shows them as they
came. What sets them out is slow to load: ask on the desk's thread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from screener.tui.lists import Heading

if TYPE_CHECKING:
    from screener.store.records import Record
    from screener.tui.lists import Line

_IN_WORDS = re.compile(r"(?<![\w/+])\+[1-9][0-9]{6,14}\b")
"""A number in E.164 within a sentence; not where it is the name of a file in a folder."""
_TAIL = 6
"""Digits at the end by which a number is told to be the whole of a text."""
_FACTS = ("number", "callback_number", "caller_id", "own_number")
_WORDS = ("how", "permission_words")
_KEPT = 16384
"""Numbers kept as they are shown: scrolling comes by the same ones again and again."""


@lru_cache(maxsize=_KEPT)
def written(text: str, region: str) -> str:
    """A number as it is written in the region. Whatever else stands there stays as it came: a
    name, a word, an extension behind the number, letters of the keypad."""
    from screener.phone import display, read_number  # noqa: PLC0415 - the desk's thread loads it

    number = read_number(text, region)
    digits = "".join(filter(str.isdigit, text))
    whole = number.e164 and digits.endswith(number.e164[-_TAIL:])
    return display(text, region) if whole else text


def in_words(text: str, region: str) -> str:
    """A sentence with the numbers in it so written."""
    return _IN_WORDS.sub(lambda found: written(found[0], region), text)


def in_lines(lines: Sequence[Line], region: str) -> list[Line]:
    """Lines of a list of calls with their numbers so written, only to be shown."""
    return [_in_line(line, region) for line in lines]


def numbers_of(record: Record, region: str) -> Mapping[str, str]:
    """How each number that the detail of a call tells is written, by what stands there."""
    found = {text: written(text, region) for text in _told(record) if text}
    return {text: shown for text, shown in found.items() if shown != text}


def put_in(text: str, numbers: Mapping[str, str]) -> str:
    """A sentence with numbers as `numbers_of` told them. Needs no loading."""
    return _IN_WORDS.sub(lambda found: numbers.get(found[0], found[0]), text)


def _in_line(line: Line, region: str) -> Line:
    if isinstance(line, Heading):
        newest = line.newest
        return line._replace(newest=newest._replace(number=written(newest.number, region)))
    return line._replace(number=written(line.number, region))


def _told(record: Record) -> Iterator[str]:
    call, screening = record.call, record.screening or {}
    yield from (getattr(call, name) for name in _FACTS)
    for change in record.amended:
        if change.field in _FACTS:
            yield from (str(value) for value in (change.new, change.old))
    yield from _IN_WORDS.findall(_sentences(screening.get(name) for name in _WORDS))


def _sentences(values: Iterable[object]) -> str:
    return "\n".join(value for value in values if isinstance(value, str))
