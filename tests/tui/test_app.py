"""What all places share: places, keys, help, palette, themes, and a desk that does not open."""

import asyncio
import subprocess
import sys
from pathlib import Path

import click
import pytest
from textual.widgets import Input

from screener import config
from screener.cli.main import screener as cli
from screener.config import Settings
from screener.desk import Desk
from screener.faults import Fault
from screener.store import Store
from screener.tui.actions import ACTIONS, Place, key_words, of_place
from screener.tui.app import ScreenerApp
from screener.tui.screens.place import PlaceScreen
from screener.tui.themes import THEMES
from screener.tui.widgets.keybar import KeyBar
from tests.tui.conftest import Opened
from tests.tui.fake_desk import FakeDesk

ONLY_SEEN = {
    "call.quick": "moves on the form",
    "call.more": "shows fields",
    "call.clear": "empties the form",
    "history.fold": "how the list is shown",
    "history.back": "moves",
    "vendors.search": "moves",
    "vendors.back": "moves",
    "rights.back": "moves",
    "rules.back": "moves",
    "go.call": "moves",
    "go.history": "moves",
    "go.vendors": "moves",
    "go.rights": "moves",
    "app.jump": "moves",
    "app.help": "`screener --help`, by its nature",
    "app.commands": "the list of what there is",
    "app.own": "the sample data belong to the screen",
    "app.leave": "a command leaves by itself",
}
"""Actions that change nothing on file, and why there is no command for them."""

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


@pytest.mark.parametrize("place", config.STARTS)
async def test_it_opens_where_the_person_wants_it(
    opened: Opened, tmp_path: Path, place: str
) -> None:
    async with opened(
        lambda: Desk(Store.open(tmp_path / "calls.db")), demo=True, settings=Settings(start=place)
    ) as hand:
        assert isinstance(hand.app.screen, PlaceScreen)
        assert place == hand.app.screen.PLACE == hand.app.current_mode
        other = Place.CALL if place != Place.CALL else Place.HISTORY
        assert other not in hand.app._screen_stacks, "a place is made when one goes there"
        await hand.press(PLACES[other])
        assert other == hand.app.current_mode


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
        shown = hand.text().splitlines()[-1]
        assert "Help" in shown
        words = {piece.word for piece in hand.app.screen.query_one(KeyBar).pieces}
        assert shown.split()[-1] in {word.split()[-1] for word in words if word}


async def test_places_are_mounted_when_first_visited_and_keep_their_state(opened: Opened) -> None:
    async with opened() as hand:
        assert set(hand.app._screen_stacks) <= {"_default", Place.CALL}
        await hand.type("512")
        await hand.press("f4", "f5", "f3")
        assert "512" in hand.text()


async def test_a_click_on_a_key_presses_it(opened: Opened) -> None:
    async with opened() as hand:
        bar = hand.app.screen.query_one(KeyBar)
        await hand.pilot.click(bar, offset=(hand.text().splitlines()[-1].index("f1 Help"), 0))
        await hand.settle()
        assert "Call: help" in hand.text()


async def test_a_place_is_reached_by_mouse(opened: Opened) -> None:
    async with opened() as hand:
        await hand.click("History")
        assert "[History]" in hand.text()


async def test_the_palette_offers_what_can_be_done_here(opened: Opened) -> None:
    async with opened() as hand:
        await hand.press("ctrl+p")
        await hand.type("vendors")
        await asyncio.sleep(0.3)
        await hand.press("enter")
        await hand.press("enter")
        assert "[Vendors]" in hand.text()


async def test_themes_go_round_and_the_chosen_one_is_remembered(opened: Opened) -> None:
    kept: list[str] = []
    async with opened(settings=Settings("light"), keep_theme=kept.append) as hand:
        assert hand.app.theme == "screener-light"
        for _ in THEMES:
            await hand.press("ctrl+t")
        assert hand.app.theme == "screener-light"
    assert kept == ["dark-contrast", "light-contrast", "dark", "light"]


async def test_a_theme_that_cannot_be_remembered_is_told(opened: Opened) -> None:
    def keep(name: str) -> None:
        raise Fault(f"{name}: cannot be written.")

    async with opened(keep_theme=keep) as hand:
        await hand.press("ctrl+t")
        assert "The theme holds until you leave: light: cannot be written." in hand.messages()


def test_the_settings_name_the_themes_of_the_screen() -> None:
    assert tuple(THEMES) == config.THEMES


async def test_moved_keys_work_and_stand_in_footer_help_and_palette(opened: Opened) -> None:
    moved = {"go.vendors": "f20", "vendors.add": "N,f13", "vendors.edit": "a"}
    async with opened(settings=Settings(keys=moved)) as hand:
        await hand.press("f5")
        assert "[Call]" in hand.text()
        await hand.press("f20")
        assert "[Vendors]" in hand.text()
        assert "N Add" in hand.text().splitlines()[-1]
        await hand.press("a")
        assert "Edit Acme Insurance" in hand.text()
        await hand.press("escape", "f1")
        assert "N or F13" in hand.text()
        await hand.press("escape", "ctrl+p")
        await hand.type("add a vendor")
        await asyncio.sleep(0.3)
        await hand.settle()
        assert "N or F13" in hand.text()
        await hand.press("escape", "slash")
        await hand.type("N")
        assert hand.app.screen.query_one("#find", Input).value == "N", "typed, not done"


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


def test_every_action_has_its_command_or_nothing_to_do_without_a_screen() -> None:
    """A command that an action names exists, with the words that the action gives it."""
    for action in ACTIONS:
        assert bool(action.command) != (action.id in ONLY_SEEN), action.id
        for told in filter(None, action.command.split(", then ")):
            program, name, *rest = told.split()
            assert program == "screener"
            command = cli.get_command(click.Context(cli), name)
            assert command is not None, told
            if isinstance(command, click.Group) and rest:
                assert rest[0] in command.commands, told
            options = {opt for each in command.params for opt in each.opts}
            assert {word for word in rest if word.startswith("--")} <= options, told


def test_the_form_needs_neither_rules_nor_database_to_be_imported() -> None:
    heavy = ("rapidfuzz", "phonenumbers", "sqlite3", "screener.rulebook", "screener.desk", "click")
    code = (
        "import sys, screener.tui.app, screener.tui.screens.call;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
