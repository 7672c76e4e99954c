"""The field for what is said: a text that wraps, kept as it came and shown without tricks."""

from rich.text import Text
from textual.widgets import TextArea

from screener.tui.widgets.line import masked


class Words(TextArea):
    """Tab goes on to the next field."""

    def get_line(self, line_index: int) -> Text:
        """A line as it is shown: of the same length as the one that is kept."""
        return Text(masked(self.document.get_line(line_index)), end="", no_wrap=True)
