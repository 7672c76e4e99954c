"""What can be changed of the rules: the edits as nouns. `rule_changes.py` writes them as TOML."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from screener.words import Purpose


class Switch(NamedTuple):
    """Turns a rule off, or on again."""

    id: str
    on: bool


class Weigh(NamedTuple):
    """Gives a rule another weight (log-odds)."""

    id: str
    weight: float


class Reset(NamedTuple):
    """Takes everything back that the person wrote of a rule; one of their own is gone then."""

    id: str


class Draft(NamedTuple):
    """A rule as a person writes it. `more` holds further keys as lines of TOML; without an `id`
    it gets one by its title."""

    purpose: Purpose
    title: str
    why: str
    weight: float
    phrases: tuple[str, ...] = ()
    matching: tuple[Any, ...] = ()
    not_matching: tuple[Any, ...] = ()
    more: str = ""
    id: str = ""


Edit = Switch | Weigh | Reset | Draft

MAX_ID = 60


def id_by_title(title: str, taken: frozenset[str]) -> str:
    """An id for a rule of one's own that no other has."""
    words = re.sub(r"[^A-Z0-9]+", "_", title.upper()).strip("_")
    name = f"MY_{words}".rstrip("_")[: MAX_ID - 4].rstrip("_")
    return next(one for one in _numbered(name) if one not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    at = 2
    while True:
        yield f"{name}_{at}"
        at += 1
