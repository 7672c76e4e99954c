"""The places by their names, each made, and its code loaded, when one goes there first."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from screener.actions import Place


def _call() -> Screen[None]:
    from screener.tui.screens.call import CallScreen  # noqa: PLC0415 - mounted on first visit

    return CallScreen()


def _history() -> Screen[None]:
    from screener.tui.screens.history import HistoryScreen  # noqa: PLC0415 - on first visit

    return HistoryScreen()


def _vendors() -> Screen[None]:
    from screener.tui.screens.vendors import VendorsScreen  # noqa: PLC0415 - on first visit

    return VendorsScreen()


def _rights() -> Screen[None]:
    from screener.tui.screens.rights import RightsScreen  # noqa: PLC0415 - on first visit

    return RightsScreen()


def _insights() -> Screen[None]:
    from screener.tui.screens.insights import InsightsScreen  # noqa: PLC0415 - on first visit

    return InsightsScreen()


def _rules() -> Screen[None]:
    from screener.tui.screens.rules import RulesScreen  # noqa: PLC0415 - on first visit

    return RulesScreen()


PLACES: dict[str, str | Callable[[], Screen[None]]] = {
    Place.CALL: _call,
    Place.HISTORY: _history,
    Place.VENDORS: _vendors,
    Place.RIGHTS: _rights,
    Place.INSIGHTS: _insights,
    Place.RULES: _rules,
}
"""What makes each of them."""
