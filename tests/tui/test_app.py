"""What all places share: places, keys, help, palette, themes, and a desk that does not open."""

import asyncio
import subprocess
import sys

import pytest
from textual.widgets import Footer

from screener.faults import Fault
from screener.tui.actions import ACTIONS, Place, key_words, of_place
from screener.tui.app import ScreenerApp
from screener.tui.screens.place import PlaceScreen, PlaceTab
from tests.tui.conftest import Opened
from tests.tui.fake_desk import FakeDesk

PLACES = {Place.CALL: "f3", Place.HISTORY: "f4", Place.VENDORS: "f5", Place.RIGHTS: "f6"}


def test_every_action_is_registered_once() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    for place in PLACES:
        keys = [
            key
            for action in (*of_place(place), *of_place(Place.ANYWHERE))
            for key in action.keys.split(",")
        ]
        assert len(set(keys)) == len(keys), f"a key does two things in {place}"


@pytest.mark.parametrize("place", PLACES)
async def test_every_action_is_done_by_somebody(opened: Opened, place: Place) -> None:
    async with opened() as hand:
        await hand.press(PLACES[place])
        for action in of_place(place):
            assert hasattr(hand.app.screen, f"action_{action.method}")
        for action in of_place(Place.ANYWHERE):
            assert hasattr(hand.app, f"action_{action.method}")


@pytest.mark.parametrize("place", PLACES)
async def test_keys_of_the_footer_stand_in_the_help(opened: Opened, place: Place) -> None:
    async with opened(size=(100, 60)) as hand:
        await hand.press(PLACES[place])
        shown = [
            binding.binding
            for binding in hand.app.screen.active_bindings.values()
            if binding.binding.show and binding.binding.id
        ]
        assert shown
        await hand.press("f1")
        help_text = hand.text()
        for binding in shown:
            assert key_words(binding.key) in help_text
            assert binding.tooltip in help_text
        await hand.press("escape")
        assert isinstance(hand.app.screen, PlaceScreen)


@pytest.mark.parametrize("place", PLACES)
async def test_the_footer_fits_at_80_columns(opened: Opened, place: Place) -> None:
    async with opened() as hand:
        await hand.press(PLACES[place])
        footer = hand.app.screen.query_one(Footer)
        assert sum(child.outer_size.width for child in footer.children) <= 80
        assert "Help" in hand.text().splitlines()[-1]


async def test_places_are_mounted_when_first_visited_and_keep_their_state(opened: Opened) -> None:
    async with opened() as hand:
        assert set(hand.app._screen_stacks) <= {"_default", Place.CALL}
        await hand.type("512")
        await hand.press("f4", "f5", "f3")
        assert "512" in hand.text()


async def test_a_place_is_reached_by_mouse(opened: Opened) -> None:
    async with opened() as hand:
        await hand.pilot.click(hand.app.screen.query(PlaceTab)[1])
        await hand.settle()
        assert "[History]" in hand.text()


async def test_the_palette_offers_what_can_be_done_here(opened: Opened) -> None:
    async with opened() as hand:
        await hand.press("ctrl+p")
        await hand.type("vendors")
        await asyncio.sleep(0.3)
        await hand.press("enter")
        await hand.press("enter")
        assert "[Vendors]" in hand.text()


async def test_dark_and_light(opened: Opened) -> None:
    async with opened() as hand:
        assert hand.app.current_theme.dark
        await hand.press("ctrl+t")
        assert not hand.app.current_theme.dark


async def test_no_color_leaves_glyphs_and_words(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened() as hand:
        assert hand.app.theme == "ansi-dark"
        await hand.put("#said", "an upgrade")
        assert "◆ SOLICITATION" in hand.text()
        await hand.press("ctrl+s", "f4")
        assert "▌" in hand.text(), "the cursor is a sign, not a colour"


async def test_a_desk_that_does_not_open_ends_with_its_fault(opened: Opened) -> None:
    def broken() -> FakeDesk:
        raise Fault("x.db: is no database.")

    app = ScreenerApp(broken)  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        await pilot.pause(0.3)
    assert str(app.failure) == "x.db: is no database."
    assert app.return_code == 2


def test_the_form_needs_neither_rules_nor_database_to_be_imported() -> None:
    heavy = ("rapidfuzz", "phonenumbers", "sqlite3", "screener.rulebook", "screener.desk", "click")
    code = (
        "import sys, screener.tui.app, screener.tui.screens.call;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
