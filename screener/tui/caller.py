"""What is on file of a caller, as the card tells it: in a few words beside who it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from screener.text import counted, one_line, plain

if TYPE_CHECKING:
    from screener.lookup import Lookup

_NAME = 40


def number_words(found: Lookup) -> str:
    """Ohio, United States · begins like your own number · 12 complaints in public files"""
    return " · ".join(_of_number(found))


def past_words(found: Lookup) -> str:
    """4th call, 2 after your opt-out, last on Tuesday: existing-vendor upsell"""
    return plain(found.summary)


def _of_number(found: Lookup) -> Iterator[str]:
    home = ", ".join(part for part in found.home if part)
    if home:
        yield home
    if found.own:
        yield "your own number, which no caller has"
    elif found.neighbour:
        yield "begins like your own number: often made up"
    for near in () if found.on_file else found.near[:1]:
        yield f"likely another line of {one_line(near.vendor, _NAME)}"
    if found.reputation is not None and found.reputation.complaints:
        yield f"{counted(found.reputation.complaints, 'complaint')} in public files"
