"""Hostile text on the screen: in every place it stands as text, one row a row."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style

from screener.actions import Place
from screener.call import Call
from screener.desk import Desk
from screener.store import Store
from tests.attacks import LONG, TOGETHER, harm
from tests.test_hostile_commands import House
from tests.tui.conftest import Hand, Opened

STEPS: dict[Place, tuple[tuple[str, ...], ...]] = {
    Place.CALL: (("ctrl+s",),),
    Place.HISTORY: (("down",), ("enter",), ("escape",), ("c",), ("escape",)),
    Place.VENDORS: (("down",), ("tab",), ("enter",), ("escape",)),
    Place.RIGHTS: (("down",), ("enter",), ("escape",)),
    Place.INSIGHTS: (("down",), ("enter",), ("escape",)),
    Place.RULES: (("down",), ("enter",), ("escape",)),
}
"""Every place, and keys that open what lies below it."""


def test_every_place_is_attacked() -> None:
    assert STEPS.keys() == set(Place) - {Place.ANYWHERE}


def check(hand: Hand, where: str) -> None:
    """What is drawn is text of the screen's width, and nothing in it can be clicked or followed
    but what the program put there."""
    assert not harm_on(hand), where


def harm_on(hand: Hand) -> str:
    """What is wrong with what is drawn; empty if nothing is."""
    if found := harm(hand.text(), wrapped=True):
        return found
    width, height = hand.app.size
    strips = hand.app.screen._compositor.render_strips()
    if len(strips) != height:
        return f"{len(strips)} rows instead of {height}"
    for row, strip in enumerate(strips):
        if not strip.cell_length == sum(cell_len(each.text) for each in strip) == width:
            return f"row {row} is not {width} cells wide"
        for segment in strip:
            style = segment.style if isinstance(segment.style, Style) else Style()
            if "\n" in segment.text or style.link or "app.bell" in str(style.meta):
                return f"row {row} does something: {segment.text[:60]!r}"
    return ""


@pytest.fixture(scope="module", params=[*TOGETHER])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"), TOGETHER[request.param])


def desk_of(house: House) -> Desk:
    return Desk(Store.open(house.folder / "calls.db"))


@pytest.mark.slow
@pytest.mark.parametrize("place", STEPS)
async def test_every_place_shows_it_as_text(place: Place, house: House, opened: Opened) -> None:
    async with opened(lambda: desk_of(house), size=(120, 40)) as hand:
        hand.app.switch_mode(place)
        await hand.settle()
        check(hand, place)
        for keys in STEPS[place]:
            await hand.press(*keys)
            check(hand, f"{place} after {keys}")


@pytest.mark.slow
async def test_the_form_and_its_verdict_show_it_as_text(house: House, opened: Opened) -> None:
    async with opened(lambda: desk_of(house), size=(120, 40)) as hand:
        await hand.put("#company", "Zenith " + house.attack)
        await hand.put("#number", "614 555 0133")
        await hand.put("#said", "free estimate on solar panels " + house.attack)
        check(hand, "the form")
        await hand.press("ctrl+s")
        check(hand, "a stored call")


@pytest.mark.slow
async def test_messages_and_commands_show_it_as_text(house: House, opened: Opened) -> None:
    async with opened(lambda: desk_of(house), size=(120, 40)) as hand:
        hand.app.say(house.attack[:300])
        hand.app.complain(house.attack[-300:])
        await hand.settle()
        check(hand, "messages")
        hand.app.action_app_commands()
        await hand.settle()
        await hand.type("zenith [bold]")
        check(hand, "the commands")
        await hand.press("escape")
        hand.app.action_app_help()
        await hand.settle()
        check(hand, "the help")


@pytest.mark.slow
async def test_a_word_without_end_breaks_no_row(opened: Opened, tmp_path: Path) -> None:
    with Desk(Store.open(tmp_path / "x.db")) as desk:
        desk.log(Call(company=LONG, said=LONG, caller_id=LONG, number="614 555 0133", note=LONG))
    async with opened(lambda: Desk(Store.open(tmp_path / "x.db")), size=(80, 24)) as hand:
        for place in STEPS:
            hand.app.switch_mode(place)
            await hand.settle()
            check(hand, place)
            await hand.press("down", "enter")
            check(hand, f"{place}, opened")
            await hand.press("escape")
