"""A field for a telephone number that is set out as it is typed."""

import re

from textual.widgets import Input

from screener.tui.widgets.line import Line

_NUMBER_LIKE = re.compile(r"[\d\s()./+-]*\Z", re.ASCII)
_MEANT = re.compile(r"[\d+]", re.ASCII)
LONGEST = 24
"""Beyond this nothing is a telephone number, and it is left as typed."""


class NumberInput(Line):
    """Sets a number out while it is typed, with the caret staying at its digit. Anything that
    does not look like a number (a word, "withheld") stays as typed."""

    country = ""
    """The country that numbers are set out for. Until it is known they stay as typed."""

    def on_input_changed(self, event: Input.Changed) -> None:
        """As it is typed."""
        self.set_out()

    def set_out(self) -> None:
        """Sets out what now stands in the field; only blanks and marks ever change."""
        typed = self.value
        if not self.country or len(typed) > LONGEST or not _NUMBER_LIKE.match(typed):
            return
        shown = _set_out(typed, self.country)
        if shown == typed or _MEANT.findall(shown) != _MEANT.findall(typed):
            return
        caret = caret_in(shown, meant_before(typed, self.cursor_position))
        with self.prevent(Input.Changed):
            self.value = shown
        self.cursor_position = caret

    def action_delete_left(self) -> None:
        """Deletes a digit, not the mark beside it, which would only come back."""
        caret = self.cursor_position
        meant = meant_before(self.value, caret)
        if meant and self._set_out_as_typed():
            self.cursor_position = caret_in(self.value, meant)
        super().action_delete_left()

    def action_delete_right(self) -> None:
        """Deletes the next digit, past the marks before it."""
        caret = self.cursor_position
        ahead = _MEANT.search(self.value, caret)
        if ahead and self._set_out_as_typed():
            self.cursor_position = ahead.start()
        super().action_delete_right()

    def _set_out_as_typed(self) -> bool:
        return self.selection.is_empty and _NUMBER_LIKE.match(self.value) is not None


def meant_before(text: str, caret: int) -> int:
    """How many digits and plus signs stand before the caret."""
    return len(_MEANT.findall(text[:caret]))


def caret_in(text: str, meant: int) -> int:
    """Where the caret stands directly behind so many digits and plus signs."""
    if meant <= 0:
        return 0
    for at, hit in enumerate(_MEANT.finditer(text), 1):
        if at == meant:
            return hit.end()
    return len(text)


def _set_out(text: str, region: str) -> str:
    from screener.phone import format_as_typed  # noqa: PLC0415 - the desk's thread loads it

    return format_as_typed(text, region)
