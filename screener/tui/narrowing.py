"""The ways of narrowing a list, each as words of the query language (screener/query.py): chips
and menus write them into the search, so that there is one way and everything can be typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from screener.tui import wording
from screener.words import Allowed, Label

_PIECE = r'-?[A-Za-z]+:"[^"]*"?|-?[A-Za-z]+:\S*|-?"[^"]*"?|\S+'
_ONE_AT_A_TIME = ("label:", "permission:", "since:", "until:", "vendor:", "source:")
"""Keys of which a call can have one value only: another choice takes the place of the first."""


class Way(NamedTuple):
    """One way of narrowing: how it is called, and the words of the query language for it."""

    title: str
    words: str


LABELS = tuple(
    Way(f"{wording.GLYPH[label]} {wording.SHORT[label]}", f"label:{label}") for label in Label
)
STATES = (
    Way(f"{wording.SCAM} scam", "is:scam"),
    Way("✎ corrected", "is:corrected"),
    Way(f"{wording.NOT_SCREENED} not screened", "-is:screened"),
)
PERMISSIONS = tuple(
    Way(f"{glyph} {word}", f'permission:"{allowed}"' if " " in allowed else f"permission:{allowed}")
    for allowed, (glyph, word) in wording.PERMISSION.items()
)
REFUSED = next(way for way in PERMISSIONS if way.words.endswith(Allowed.REFUSED))
CHIPS = (*LABELS, *STATES, REFUSED)
"""The ways that stand above the list."""


def days(today: date) -> tuple[Way, ...]:
    """Ways by date."""
    return (
        Way("today", f"since:{today}"),
        Way("the last 7 days", f"since:{today - timedelta(days=6)}"),
        Way("the last 30 days", f"since:{today - timedelta(days=29)}"),
        Way(f"this year, {today.year}", f"since:{today.year}"),
        Way(f"last year, {today.year - 1}", f"since:{today.year - 1} until:{today.year - 1}"),
    )


def of_vendor(name: str) -> Way:
    """The calls that are put down to a vendor."""
    name = name.replace('"', " ").strip()
    return Way(name, f'vendor:"{name}"')


def of_tag(tag: str, calls: int) -> Way:
    """The calls with a tag."""
    return Way(f"#{tag} ({calls:,})", f"tag:{tag}")


def pieces(text: str) -> list[str]:
    """A query in pieces; a phrase in quotes is one."""
    return re.findall(_PIECE, text) if text else []


def has(text: str, way: Way) -> bool:
    """Whether a query narrows that way."""
    there = pieces(text)
    return bool(there) and all(word in there for word in pieces(way.words))


def toggled(text: str, way: Way) -> str:
    """The query with that way added, or taken out where it is there. What it excludes goes; it
    comes first, so that the word being typed stays the last."""
    there, words = pieces(text), pieces(way.words)
    if has(text, way):
        return " ".join(piece for piece in there if piece not in words)
    excluded = [key for key in _ONE_AT_A_TIME for word in words if word.startswith(key)]
    excluded += ["until:"] if "since:" in excluded else []
    kept = [piece for piece in there if not _begins(piece, excluded)]
    return " ".join((*words, *kept)) + ("" if kept else " ")


def next_label(text: str) -> str:
    """The query with the next label: none, the first, ..., the last, none."""
    now = next((at for at, way in enumerate(LABELS) if has(text, way)), -1)
    if now + 1 < len(LABELS):
        return toggled(text, LABELS[now + 1])
    return toggled(text, LABELS[now])


def _begins(piece: str, keys: Sequence[str]) -> bool:
    return any(piece.lower().startswith(key) for key in keys)
