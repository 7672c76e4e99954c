"""Completing a company from the vendor book."""

from __future__ import annotations

from collections.abc import Iterable

from textual.suggester import Suggester

from screener.text import plain


class NameSuggester(Suggester):
    """Suggests the first name that begins as typed. `names` may be replaced at any time."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=False)
        self._names: dict[str, str] = {}

    def learn(self, names: Iterable[str]) -> None:
        """The names to suggest from, sorted so that the shortest comes first."""
        shown = sorted({plain(name) for name in names if name.strip()}, key=lambda n: (len(n), n))
        self._names = {name.casefold(): name for name in shown}

    async def get_suggestion(self, value: str) -> str | None:
        """`value` comes casefolded; nothing typed suggests nothing."""
        if not value.strip():
            return None
        return next((name for key, name in self._names.items() if key.startswith(value)), None)
