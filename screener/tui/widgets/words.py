"""The field for what is said: a text that wraps, kept as it came and shown without tricks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from rich.style import Style
from rich.text import Text
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from screener.tui.folded import LONGEST, SHORT, Folds
from screener.tui.widgets.line import masked

FOLDED = "⋯"
"""The sign for a part that is kept but not laid out."""
QUOTED = Style(bold=True, underline=True)
"""How the words that gave a call away stand out: on every terminal, without colour too."""


class Words(TextArea):
    """Tab goes on to the next field. `whole` is the text; of a long one only the ends are laid
    out, so that keys are heard whatever is pasted."""

    def __init__(self, **options: Any) -> None:
        self._folds = Folds()
        self._marks: dict[int, list[tuple[int, int]]] = {}
        super().__init__(**options)

    @property
    def whole(self) -> str:
        """All of the text, as it came."""
        return self._folds.whole(self.text)

    @property
    def hidden(self) -> int:
        """How many characters are not laid out."""
        return self._folds.hidden(self.text)

    @property
    def selected_text(self) -> str:
        """What copying takes along: the folded parts too."""
        return self._folds.whole(super().selected_text)

    def load_text(self, text: str) -> None:
        """Another text in place of this one."""
        self._folds, self._marks = Folds(), {}
        super().load_text(self._folds.fold(text))

    def edit(self, edit: Edit) -> EditResult:
        """Types or pastes; a long text is folded."""
        if edit.text:
            room = LONGEST - len(self.text) if len(edit.text) > SHORT else LONGEST
            folded = self._folds.fold(edit.text, room)
            edit = edit if folded == edit.text else replace(edit, text=folded)
        self._unmark_from(*edit.top)
        return super().edit(edit)

    def mark(self, places: Iterable[tuple[int, int]]) -> None:
        """Marks what stands at these places of the whole text, and nothing else."""
        marks = self._rows_of(self._folds.laid_out(self.text, places))
        if marks != self._marks:
            self._marks = marks
            self.notify_style_update()  # lines are kept as they were drawn until it is called
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        """A line as it is shown: of the same length as the one that is kept."""
        line = self.document.get_line(line_index)
        text = Text(masked(self._folds.masked(line, FOLDED)), end="", no_wrap=True)
        for start, end in self._marks.get(line_index, ()):
            text.stylize(QUOTED, start, end)
        return text

    def _unmark_from(self, row: int, column: int) -> None:
        """What comes behind a change stands elsewhere, until it is marked again."""
        self._marks = {
            at: [mark for mark in marks if at < row or mark[1] <= column]
            for at, marks in self._marks.items()
            if at <= row
        }

    def _rows_of(self, places: Sequence[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
        """Places in the text as places in its lines."""
        rows: dict[int, list[tuple[int, int]]] = {}
        begins, gap = 0, len(self.document.newline)
        for row, line in enumerate(self.document.lines if places else ()):
            ends = begins + len(line)
            here = [(max(a, begins) - begins, min(b, ends) - begins) for a, b in places
                    if a < ends and b > begins]  # fmt: skip
            if here:
                rows[row] = sorted(here)
            begins = ends + gap
        return rows
