"""Drawing a part of the screen: just what drawing all of it would put there."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region

from screener.tui.app import ScreenerApp
from screener.tui.compositor import PartCompositor
from tests.tui.conftest import Opened

PARTS = [
    {Region(0, 0, 120, 40)},
    {Region(10, 4, 30, 1)},
    {Region(55, 1, 65, 38)},
    {Region(0, 39, 120, 1), Region(3, 3, 5, 2)},
    {Region(119, 0, 1, 40)},
    {Region(0, 0, 120, 1), Region(2, 5, 60, 30)},
    {Region(0, 39, 120, 1), Region(20, 6, 60, 9), Region(70, 12, 3, 1)},
]

IDLE_MOVE = re.compile(r"\x1b\[\d+;\d+H(?=\n|\x1b\[\d+;\d+H|$)")
"""The cursor put where nothing is drawn then."""


def drawn(app: ScreenerApp, part: set[Region]) -> str:
    compositor = app.screen._compositor
    assert isinstance(compositor, PartCompositor)
    compositor._dirty_regions = set(part)
    update = compositor.render_partial_update()
    assert isinstance(update, ChopsUpdate)
    return IDLE_MOVE.sub("", update.render_segments(app.console))


@pytest.mark.parametrize("keys", [["f3", "x"], ["f4"], ["f4", "/", "a"], ["f5"], ["f4", "b"]])
async def test_a_part_is_drawn_as_all_of_it_would_be(opened: Opened, keys: list[str]) -> None:
    async with opened(size=(120, 40)) as hand:
        await hand.press(*keys)
        for part in PARTS:
            mine = drawn(hand.app, part)
            with patch.object(PartCompositor, "_get_renders", Compositor._get_renders):
                assert mine == drawn(hand.app, part)
            assert mine
