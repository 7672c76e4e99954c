"""What only the texts of a call tell: whether words stand beside each other in one of them, or
digits in its numbers."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from screener.filters import Digits, Field, Words
from screener.store.covers import bare_digits, begun_numbers
from screener.store.indexed import BACKWARDS, number_words, tokens
from screener.store.search import bare

READ = "t.key, t.company, t.caller_id, t.vendor, t.said, t.note, t.agent, t.number, t.back"
"""What `Texts` holds of `call_text AS t`."""


class Texts(NamedTuple):
    """A row of `READ`."""

    key: int
    company: str
    shown: str
    vendor: str
    said: str
    note: str
    agent: str
    number: str
    back: str

    def texts(self, field_: Field | None) -> Sequence[str]:
        """The texts that a field means, all of them without one."""
        heads = (self.company, self.shown, self.vendor)
        if field_ is None:
            return (*heads, self.said, self.note, self.agent)
        if field_ is Field.COMPANY:
            return heads
        return (self.said if field_ is Field.SAID else getattr(self, field_),)


def stands(words: Sequence[str], text: str, like: Words) -> bool:
    """Whether the words stand beside each other in the text, the last perhaps only begun."""
    *whole, last = words
    plain = bare(text)
    if last not in plain:
        return False
    if like.beginning and not whole:
        return _begins(last)(plain) is not None
    there, size = tokens(text), len(words)
    for at in range(len(there) - size + 1):
        end = there[at + size - 1]
        fits = end.startswith(last) if like.beginning else end == last
        if fits and there[at : at + size - 1] == whole:
            return True
    return False


@lru_cache(maxsize=64)
def _begins(word: str) -> Callable[[str], re.Match[str] | None]:
    """Whether a word begins so, asked of a bare text: once for every call that is looked at."""
    return re.compile(rf"(?<![^\W_]){re.escape(word)}").search


def shows(asked: Digits, call: Texts) -> bool:
    """Whether a call shows the digits in one of its numbers, or they were said."""
    digits = bare_digits(asked.digits)
    begun = (*begun_numbers(digits), BACKWARDS + digits[::-1])
    shown = (*number_words(call.number), *number_words(call.back))
    if any(word.startswith(begun) for word in shown):
        return True
    words = [word for part in asked.words or () for word in tokens(part.text)]
    if not (asked.words and words):
        return False
    groups: Iterable[Sequence[str]] = (
        (call.company, call.shown, call.vendor),
        (call.said,),
        (call.note,),
        (call.agent,),
    )
    return any(_all_among(words, texts, asked.words[-1]) for texts in groups)


def _all_among(words: Sequence[str], texts: Sequence[str], like: Words) -> bool:
    there = {word for text in texts for word in tokens(text)}
    begun = words[-1]
    if like.beginning and not any(word.startswith(begun) for word in there):
        return False
    return there.issuperset(words[:-1] if like.beginning else words)


def is_line(text: str, line: str) -> bool:
    """Whether a line's number begins or ends in the digits of a text."""
    digits, there = (re.sub(r"\D", "", each, flags=re.ASCII) for each in (text, line))
    if not digits or any(char.isalpha() for char in text):
        return False
    return there.startswith((digits, "1" + digits)) or there.endswith(bare_digits(digits))
