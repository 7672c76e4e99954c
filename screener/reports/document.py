"""A document before it has a format: sections of plain blocks.

Its texts may come from outside as they are. Whoever writes a format makes them plain.
"""

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias


class Text(NamedTuple):
    """A paragraph. `strong` is read before all others."""

    text: str
    strong: bool = False


class Lines(NamedTuple):
    """Lines that stay lines, as of an address."""

    lines: tuple[str, ...]


class Pairs(NamedTuple):
    """Names with what belongs to them, in their order."""

    pairs: tuple[tuple[str, str], ...]


class Items(NamedTuple):
    """A list. The items of a numbered one are told in an order that matters."""

    items: tuple[str, ...]
    numbered: bool = False


class Table(NamedTuple):
    """Rows under heads; each column so many characters wide, where width counts."""

    heads: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = "Text | Lines | Pairs | Items | Table | Part"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a section, under a title of its own, kept on one sheet where it fits."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section. `own_sheet` begins a new page where there are pages."""

    title: str
    blocks: tuple[Block, ...]
    own_sheet: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A titled sequence of sections. `language` is that of its words (BCP 47); `heading` is
    False where the title is none of the document's words, as of a letter."""

    title: str
    sections: tuple[Section, ...]
    language: str = "en"
    heading: bool = True
