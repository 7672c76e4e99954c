"""The command palette, filled from the registry of actions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import App
from textual.command import DiscoveryHit, Hit, Hits, Provider

from screener.actions import ACTIONS, Action, Place

if TYPE_CHECKING:
    from screener.tui.app import ScreenerApp


class ScreenerCommands(Provider):
    """Offers what can be done here and now."""

    async def discover(self) -> Hits:
        """Everything, before a word is typed."""
        for action in self._offered():
            yield DiscoveryHit(action.title, partial(self._do, action), help=self._help(action))

    async def search(self, query: str) -> Hits:
        """What fits the words typed."""
        matcher = self.matcher(query)
        for action in self._offered():
            score = matcher.match(action.title)
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(action.title),
                    partial(self._do, action),
                    help=self._help(action),
                )

    def _offered(self) -> Iterator[Action]:
        here = Place(self.app.current_mode)
        for action in ACTIONS:
            if action.place not in {Place.ANYWHERE, here} or action.id == f"go.{here}":
                continue
            if not cast("ScreenerApp", self.app).offers(action):
                continue
            if action.place is Place.ANYWHERE or self.screen.check_action(action.method, ()):
                yield action

    def _help(self, action: Action) -> str:
        keys = cast("ScreenerApp", self.app).keys_of(action)
        return f"{keys} · {action.command}" if action.command else keys

    async def _do(self, action: Action) -> None:
        owner: App[object] | object = self.app if action.place is Place.ANYWHERE else self.screen
        await self.app.run_action(action.method, default_namespace=owner)  # type: ignore[arg-type]
