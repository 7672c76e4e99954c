"""Lines out of bytes that come in any pieces, in bounded memory."""

from collections.abc import Iterator

from screener.feeds.source import Line, checked

LONGEST = 1 << 16
"""Bytes. A longer line tells of no call: what comes of it is passed over up to its end."""
TOO_LONG = f"the line is longer than {LONGEST >> 10} KiB"


class Lines:
    """Takes bytes and gives the lines that became whole by them, without their ends; UTF-8, or
    else Latin-1, as servers write names. What is no text is given as a line with what is wrong."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._passing = False
        self._number = 0

    def feed(self, data: bytes) -> Iterator[Line]:
        """The lines that end in these bytes."""
        *ended, rest = data.split(b"\n")
        for piece in ended:
            self._add(piece)
            yield self._line()
        self._add(rest)

    def _add(self, piece: bytes) -> None:
        if self._passing or len(self._rest) + len(piece) > LONGEST:
            self._passing = True
            self._rest.clear()
        else:
            self._rest += piece

    def _line(self) -> Line:
        self._number += 1
        raw, passed = bytes(self._rest), self._passing
        self._rest.clear()
        self._passing = False
        if passed:
            return Line(self._number, "", TOO_LONG)
        text = raw.strip(b"\r").decode("utf-8", errors="surrogateescape")
        return checked(self._number, text, "latin-1")
