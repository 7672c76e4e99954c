"""The lines that iCalendar (RFC 5545, 3.1) and vCard (RFC 6350, 3.2) are made of."""

from screener.text import plain

_WIDEST = 75
"""Octets of a line without its end; longer ones are folded."""


def content_line(name: str, value: str) -> str:
    """A property with a value that holds neither line breaks nor control characters."""
    return "\r\n ".join(_folded(f"{name}:{value}")) + "\r\n"


def text_line(name: str, text: str) -> str:
    """A property whose value is any text, in one value."""
    return content_line(name, escaped(text))


def escaped(text: str) -> str:
    r"""A text as a value: `\`, `;`, `,` and line breaks escaped, no other control characters."""
    # A bare carriage return is a line break to some readers.
    text = plain(text.replace("\r\n", "\n").replace("\r", "\n"), lines=True)
    for char in ("\\", ";", ","):
        text = text.replace(char, "\\" + char)
    return text.replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Pieces of at most 75 octets, none of which ends within a character. Those after the first
    are preceded by a blank, which counts."""
    pieces, piece, octets = [], "", 0
    for char in line:
        width = len(char.encode())
        if octets + width > _WIDEST:
            pieces.append(piece)
            piece, octets = "", 1
        piece += char
        octets += width
    return [*pieces, piece]
