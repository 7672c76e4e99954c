"""The styles, parsed once."""

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

SOURCES = 512
"""Style sheets kept as parsed: those of every widget there is, and of each place."""


class KeptStylesheet(Stylesheet):
    """Parses a source again only when the variables have changed, that is with another theme.

    Textual's own forgets what it parsed whenever a screen brings styles of its own or a widget is
    shown for the first time: five rounds over everything before the first key is answered."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache: LRUCache[tuple[object, ...], list[RuleSet]] = LRUCache(SOURCES)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Other colours; nothing happens where they are the same."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parses what was not parsed with these variables."""
        self.parse()
