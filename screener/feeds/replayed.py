"""Lines that a server sent, read as if they lay in a file."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from screener.feeds.protocol import Head
from screener.feeds.source import Line, Source


class Replayed(Source):
    """A source of whole lines in memory. `path` is what to call it; nothing lies there."""

    def __init__(self, path: Path, lines: Sequence[str]) -> None:
        self.path = path
        self.is_folder = self.is_archive = False
        self.hash = ""
        self.head = Head(b"", "", ())
        self.size, self.done = len(lines), 0
        self._lines = lines

    def lines(self, legacy: str = "") -> Iterator[Line]:
        """The lines, decoded long since."""
        for number, text in enumerate(self._lines, 1):
            self.done = number
            yield Line(number, text)
