"""The field for what is said: a text that wraps, and takes a paste without its tricks."""

from textual import events
from textual.widgets import TextArea

from screener.text import plain


class Words(TextArea):
    """Tab goes on to the next field. A paste loses its control sequences on the way in."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = plain(event.text.replace("\r\n", "\n"), lines=True)
        await super()._on_paste(event)
