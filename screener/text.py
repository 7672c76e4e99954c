"""What comes from outside, made plain for display. Nothing else cleans."""

import re
import unicodedata
from collections.abc import Iterator

_SEQUENCES = re.compile(
    r"""
    \x1b\[[0-?]*[ -/]*[@-~]            # CSI: colours, cursor
  | \x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?   # OSC, DCS, SOS, PM, APC up to their end
  | \x1b[ -/]*[0-~]                    # other escapes
  | \x9b[0-?]*[ -/]*[@-~]              # CSI in one byte
    """,
    re.VERBOSE,
)
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula; the last four are their wide forms."""

_KEEP = {"\n", "\t"}
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def plain(text: str, *, lines: bool = False) -> str:
    """Text from outside as harmless text: no escape or control sequences, no bidirectional
    or zero-width tricks, no line breaks (unless `lines`), no run of combining marks.

    Facts are stored as they came; this is for their way to a screen, a terminal or a page.
    Markup is not its business: widgets get it with markup off, HTML is escaped at its writer.
    """
    text = _SEQUENCES.sub("", text)
    if text.isascii() and text.isprintable():
        return text
    # What is left out may stand between a letter and its marks: these are put together afterwards.
    return "".join(_without_piles(unicodedata.normalize("NFC", "".join(_shown(text, lines=lines)))))


def _shown(text: str, *, lines: bool) -> Iterator[str]:
    for char in text:
        if char in _KEEP:
            yield char if lines and char == "\n" else " "
        elif (category := unicodedata.category(char)) not in _HIDDEN:
            yield char
        elif char == "\r" or category in {"Zl", "Zp"}:
            yield " "


def _without_piles(text: str) -> Iterator[str]:
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= 2:
            yield char


def one_line(text: str, width: int) -> str:
    """`plain` text on one line of at most `width` characters, shortened with an ellipsis."""
    text = " ".join(plain(text).split())
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"


def without_guard(cell: str) -> str:
    """A cell of a table without the apostrophe that kept it from being taken for a formula."""
    guarded = cell[:1] == "'" and cell[1:].lstrip().startswith(FORMULA)
    return cell[1:] if guarded else cell


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 call, 2 calls, 1,000 companies."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
