"""Searches while they are being typed: what of them can be answered before their end stands."""

from collections.abc import Iterator

from screener.faults import Fault
from screener.query import read_query


def answerable(text: str) -> str:
    """As much of a search as can be answered already, for a list that follows each key press.

    A quote that is still open counts as its words, a last piece that means nothing yet
    ("label:", "since:20") and an OR before it are left out. What is wrong further in front is
    returned as it is: reading it raises the Fault that tells why.
    """
    return next((each for each in _readings(text) if _can_be_read(each)), text)


def _readings(text: str) -> Iterator[str]:
    yield text
    if text.count('"') % 2:
        before, _, words = text.rpartition('"')
        yield before + words
        text = before
    elif text[-1:].isspace():
        # A blank ends a piece: only an OR waits for more.
        yield text.rstrip().removesuffix(" OR")
        return
    before = text.rsplit(maxsplit=1)[0] if len(text.split()) > 1 else ""
    yield before
    yield before.removesuffix(" OR")


def _can_be_read(text: str) -> bool:
    try:
        read_query(text)
    except Fault:
        return False
    return True
