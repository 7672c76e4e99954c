"""What a terminal would show: just enough of one for what Textual draws."""

from __future__ import annotations

import re

from rich.cells import cell_len

_PIECE = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H"
    r"|(?P<passed>\x1b\[[0-9;?>=<$]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>78])"
    r"|(?P<line>\r?\n)|(?P<back>\r)|(?P<text>[^\x1b\r\n]+)"
)


class Paper:
    """Holds the letters by their places; colours are passed over."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], str] = {}
        self._row = self._column = 0

    def draw(self, content: bytes) -> None:
        """Takes what a window sent."""
        for found in _PIECE.finditer(content.decode("utf-8")):
            if found["row"]:
                self._row, self._column = int(found["row"]) - 1, int(found["column"]) - 1
            elif found["line"]:
                self._row, self._column = self._row + 1, 0
            elif found["back"]:
                self._column = 0
            for letter in found["text"] or "":
                self._put(letter)

    def _put(self, letter: str) -> None:
        width = cell_len(letter)
        self._cells[self._row, self._column] = letter
        for beside in range(1, width):
            self._cells[self._row, self._column + beside] = ""
        self._column += width

    def text(self) -> str:
        """All lines, without what is empty at their ends."""
        rows, columns = self.size()
        lines = (
            "".join(self._cells.get((row, column), " ") for column in range(columns))
            for row in range(rows)
        )
        return "\n".join(line.rstrip() for line in lines)

    def size(self) -> tuple[int, int]:
        """Rows and columns that were ever written to."""
        rows = max((row for row, _ in self._cells), default=-1) + 1
        return rows, max((column for _, column in self._cells), default=-1) + 1

    def clear(self) -> None:
        """A new sheet."""
        self._cells.clear()
