"""Jumping: a letter over every field and pane, and the letter goes there."""

from textual.widgets import Input

from screener.config import Settings
from screener.tui.screens.jump import JumpScreen, targets
from screener.tui.screens.place import PlaceScreen
from screener.tui.widgets.window import Window
from tests.tui.conftest import Hand, Opened
from tests.tui.fake_desk import FakeDesk
from tests.tui.test_panes import household


def letter_of(hand: Hand, selector: str) -> str:
    here = hand.app.screen
    wanted = here.query_one(selector)
    return next(letter for letter, (widget, _) in targets(here).items() if widget is wanted)


async def test_a_letter_goes_to_its_field(opened: Opened) -> None:
    async with opened(FakeDesk()) as hand:
        letter = letter_of(hand, "#said")
        await hand.press("ctrl+a")
        said = next(line for line in hand.text().splitlines() if "They say" in line)
        assert f" {letter} " in said, "it stands at its field"
        await hand.press(letter)
        assert isinstance(hand.app.screen, PlaceScreen)
        assert hand.app.focused is hand.app.screen.query_one("#said")


async def test_what_was_typed_stays_and_the_letter_is_not_typed(opened: Opened) -> None:
    async with opened(FakeDesk()) as hand:
        await hand.type("Acme")
        letter = letter_of(hand, "#company")
        await hand.press("ctrl+a", letter)
        assert hand.app.screen.query_one("#number", Input).value == "Acme"
        assert hand.app.screen.query_one("#company", Input).value == ""
        assert hand.app.focused is hand.app.screen.query_one("#company")


async def test_any_other_key_goes_nowhere(opened: Opened) -> None:
    async with opened(FakeDesk()) as hand:
        before = hand.app.focused
        for key in ("escape", "1", "f9"):
            await hand.press("ctrl+a")
            assert isinstance(hand.app.screen, JumpScreen)
            await hand.press(key)
            assert isinstance(hand.app.screen, PlaceScreen)
            assert hand.app.focused is before


async def test_each_pane_in_sight_has_a_letter_of_its_own(opened: Opened) -> None:
    async with opened(household(), size=(120, 40)) as hand:
        await hand.press("f4", "slash")
        here = hand.app.screen
        assert {widget.id for widget, _ in targets(here).values()} == {"search", "calls", "detail"}
        await hand.press("ctrl+a", letter_of(hand, "#calls"))
        assert isinstance(hand.app.focused, Window)


async def test_what_is_out_of_sight_has_none(opened: Opened) -> None:
    async with opened(household()) as hand:
        await hand.press("f4")
        found = {widget.id for widget, _ in targets(hand.app.screen).values()}
        assert found == {"search", "calls"}, "the detail is behind the list at 80 columns"


async def test_its_key_can_be_moved(opened: Opened) -> None:
    async with opened(FakeDesk(), settings=Settings(keys={"app.jump": "f13"})) as hand:
        await hand.press("f13")
        assert isinstance(hand.app.screen, JumpScreen)
