"""A document as one HTML file: nothing from outside, no script, made to be printed."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape

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
from screener.text import plain

_STYLE = """
@page { margin: 18mm 16mm; }
body { font: 15px/1.5 Georgia, "Times New Roman", serif; color: #1a1a1a; background: #fff;
  max-width: 50em; margin: 2em auto; padding: 0 1.2em; overflow-wrap: anywhere; }
h1 { font-size: 1.7em; line-height: 1.2; margin: 0 0 .8em; }
h2 { font-size: 1.25em; margin: 1.8em 0 .5em; padding-bottom: .2em; border-bottom: 2px solid #444; }
h3 { font-size: 1.05em; margin: 1.4em 0 .3em; }
h4 { font-size: 1em; margin: 1em 0 .2em; }
p, li, td, .lines { white-space: pre-line; }
p, ul, ol, table, .lines { margin: .5em 0; }
.part .part { margin-left: 1.2em; }
table { border-collapse: collapse; width: 100%; font-size: .93em; }
th, td { text-align: left; vertical-align: top; padding: .25em .6em .25em 0;
  border-bottom: 1px solid #ccc; }
.pairs th { width: 32%; font-weight: normal; color: #444; }
.strong { font-weight: bold; }
@media print {
  body { font-size: 9.5pt; line-height: 1.35; max-width: none; margin: 0; padding: 0; }
  th, td { padding: .15em .6em .15em 0; }
  h2, h3, h4 { break-after: avoid; }
  tr, li, p { break-inside: avoid; }
  p:has(+ ul) { break-after: avoid; }
  section.sheet > h2 { margin-top: 0; }
  .sheet { break-before: page; }
}
"""


def to_html(document: Document) -> str:
    """The document as a whole page. Every text in it is made plain and escaped."""
    return "\n".join(_page(document)) + "\n"


def _page(document: Document) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield f'<html lang="{_safe(document.language)}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    # Whatever slipped in could neither run nor fetch anything.
    yield (
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{_safe(document.title)}</title>"
    yield f"<style>{_STYLE}</style>"
    yield "</head>"
    yield "<body>"
    if document.heading:
        yield f"<h1>{_safe(document.title)}</h1>"
    for section in document.sections:
        yield from _section(section)
    yield "</body>"
    yield "</html>"


def _section(section: Section) -> Iterator[str]:
    yield '<section class="sheet">' if section.own_sheet else "<section>"
    if section.title:
        yield f"<h2>{_safe(section.title)}</h2>"
    for block in section.blocks:
        yield from _block(block)
    yield "</section>"


def _block(block: Block, level: int = 3) -> Iterator[str]:
    match block:
        case Text(text, strong):
            yield f'<p class="strong">{_safe(text)}</p>' if strong else f"<p>{_safe(text)}</p>"
        case Lines(lines):
            yield '<div class="lines">' + "<br>".join(map(_safe, lines)) + "</div>"
        case Pairs(pairs):
            yield '<table class="pairs">'
            yield from (
                f'<tr><th scope="row">{_safe(name)}</th><td>{_safe(value)}</td></tr>'
                for name, value in pairs
            )
            yield "</table>"
        case Items(items, numbered):
            mark = "ol" if numbered else "ul"
            yield f"<{mark}>"
            yield from (f"<li>{_safe(item)}</li>" for item in items)
            yield f"</{mark}>"
        case Table(heads, rows):
            yield from _table((head for head, _ in heads), rows)
        case Part(title, blocks):
            yield f'<div class="part"><h{level}>{_safe(title)}</h{level}>'
            for inner in blocks:
                yield from _block(inner, min(level + 1, 6))
            yield "</div>"


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "<table><thead><tr>"
    yield from (f'<th scope="col">{_safe(head)}</th>' for head in heads)
    yield "</tr></thead><tbody>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{_safe(cell)}</td>" for cell in row) + "</tr>"
    yield "</tbody></table>"


@lru_cache(maxsize=4096)
def _safe(text: str) -> str:
    return escape(plain(text, lines=True), quote=True)
