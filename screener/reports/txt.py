"""A document as text of 80 columns, for a terminal, a mail or a typewriter's paper."""

from collections.abc import Iterable, Iterator
from unicodedata import combining, east_asian_width

from screener.reports.document import (
    Block,
    Document,
    Items,
    Lines,
    Pairs,
    Part,
    Section,
    Table,
    Text,
)
from screener.text import one_line, plain

COLUMNS = 80
"""Cells of a terminal; a letter of East Asia takes two."""

_LABEL = 24


def to_txt(document: Document) -> str:
    """The document as lines of at most `COLUMNS` cells, with a line feed after each."""
    lines: list[str] = []
    if document.heading:
        title = list(_set(document.title, ""))
        lines += [*title, "=" * max(map(cells, title)), ""]
    for section in document.sections:
        lines += _section(section)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    if section.title:
        title = list(_set(section.title, ""))
        yield from (*title, "-" * max(map(cells, title)), "")
    for block in section.blocks:
        yield from _block(block)
        yield ""


def _block(block: Block, indent: str = "") -> Iterator[str]:
    match block:
        case Text(text, _):
            yield from _set(text, indent)
        case Lines(lines):
            for line in lines:
                yield from _set(line, indent)
        case Pairs(pairs):
            yield from _pairs(pairs, indent)
        case Items(items, numbered):
            yield from _items(items, indent, numbered=numbered)
        case Table(heads, rows):
            yield from _table(heads, rows, indent)
        case Part(title, blocks):
            yield from _set(title, indent)
            for inner in blocks:
                yield from _block(inner, indent + "  ")


def _set(text: str, indent: str) -> Iterator[str]:
    # A name with a line break in it must not write a line of the document.
    text = " ".join(text.splitlines())
    return ((indent + line).rstrip() for line in wrapped(text, COLUMNS - len(indent)))


def _pairs(pairs: Iterable[tuple[str, str]], indent: str) -> Iterator[str]:
    beside = " " * _LABEL
    for label, value in pairs:
        name = one_line(label, 400) + ":"
        lines = wrapped(value, COLUMNS - len(indent) - _LABEL)
        if cells(name) < _LABEL:
            yield (indent + name + " " * (_LABEL - cells(name)) + lines[0]).rstrip()
            rest = lines[1:]
        else:
            yield from _set(name, indent)
            rest = lines
        yield from ((indent + beside + line).rstrip() for line in rest)


def _items(items: Iterable[str], indent: str, *, numbered: bool) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        mark = f"{number}. " if numbered else "- "
        first, *rest = wrapped(item, COLUMNS - len(indent) - len(mark))
        yield (indent + mark + first).rstrip()
        yield from ((indent + " " * len(mark) + line).rstrip() for line in rest)


def _table(
    heads: Iterable[tuple[str, int]], rows: Iterable[tuple[str, ...]], indent: str
) -> Iterator[str]:
    columns = tuple(heads)
    yield _row(tuple(head for head, _ in columns), columns, indent)
    yield indent + "  ".join("-" * width for _, width in columns)
    yield from (_row(row, columns, indent) for row in rows)


def _row(row: tuple[str, ...], columns: tuple[tuple[str, int], ...], indent: str) -> str:
    filled = (_filled(text, width) for text, (_, width) in zip(row, columns, strict=True))
    return (indent + "  ".join(filled)).rstrip()


def _filled(text: str, width: int) -> str:
    text = one_line(text, width)
    while cells(text) > width:
        text = text[:-2] + "…"
    return text + " " * (width - cells(text))


def wrapped(text: str, width: int) -> list[str]:
    """A text as plain lines of at most `width` cells; its own lines stay. At least one line."""
    lines: list[str] = []
    for line in plain(text, lines=True).split("\n"):
        lines += _wrapped_line(line.split(), width)
    return lines


def _wrapped_line(words: list[str], width: int) -> list[str]:
    lines, line = [], ""
    for whole in words:
        word = whole
        if line and cells(line) + 1 + cells(word) <= width:
            line += " " + word
            continue
        if line:
            lines.append(line)
        while cells(word) > width:
            head = _head(word, width)
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line]


def _head(word: str, width: int) -> str:
    taken = 0
    for place, char in enumerate(word):
        taken += _cells_of(char)
        if taken > width:
            return word[:place]
    return word


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(char: str) -> int:
    if combining(char):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1
