"""A text that only moves the screen when it really changes."""

from textual.content import Content
from textual.widgets import Static


class Still(Static):
    """A `Static` without markup that remembers what it shows: the same text again costs no
    layout, and an empty one takes the widget away where `vanish` says so."""

    def __init__(
        self,
        text: str = "",
        *,
        vanish: bool = False,
        classes: str = "",
        id: str | None = None,  # noqa: A002 - the name that all widgets give it
    ) -> None:
        super().__init__(text, markup=False, classes=classes, id=id)
        self._vanish = vanish
        self._shown = Content(text)
        if vanish:
            self.display = bool(text)

    def show(self, text: str | Content) -> None:
        """Shows a text."""
        content = Content(text) if isinstance(text, str) else text
        if content.is_same(self._shown):
            return
        if self._vanish:
            self.display = bool(content)
        self._shown = content
        self.update(content, layout=not self.has_class("one-row"))
