"""The first time: three questions, sample data in a file of their own, and away with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Checkbox, Input

from screener.desk import Desk
from screener.desk.sample import sample_desk
from screener.store import Store
from screener.tui import opening
from screener.tui.app import After, ScreenerApp
from screener.tui.screens.first import FirstScreen, guessed_country
from screener.vendor import Vendor
from tests.tui.conftest import Hand, Opened
from tests.tui.fake_desk import NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "household.db"


def desk_at(path: Path) -> Desk:
    return Desk(Store.open(path), clock=lambda: NOW)


def asked(hand: Hand) -> bool:
    return isinstance(hand.app.screen, FirstScreen)


async def test_three_answers_set_up_the_household(opened: Opened, path: Path) -> None:
    async with opened(lambda: desk_at(path)) as hand:
        assert asked(hand)
        await hand.put("#country", "us")
        await hand.press("enter")
        await hand.type("texas")
        await hand.press("enter")
        await hand.type("512 555 0100, 512 555 0101")
        await hand.press("enter")
        assert isinstance(hand.app.focused, Checkbox)
        await hand.press("ctrl+s")
        assert not asked(hand)
        assert hand.app.is_running
    with desk_at(path) as desk:
        household = desk.household()
        assert (household.region, household.state) == ("US", "TX")
        assert household.own_numbers == ("+15125550100", "+15125550101")
    async with opened(lambda: desk_at(path)) as hand:
        assert not asked(hand)


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("#country", "", "In which country do you live?"),
        ("#country", "Atlantis", "there is no country 'Atlantis'"),
        ("#state", "Bavaria", "is no state of"),
        ("#own", "512 555 0100, 12", "'12' is no telephone number"),
    ],
)
async def test_a_wrong_answer_stands_at_its_field(
    opened: Opened, path: Path, field: str, text: str, told: str
) -> None:
    async with opened(lambda: desk_at(path)) as hand:
        await hand.put("#own", "512 555 0100")
        await hand.put(field, text)
        await hand.press("ctrl+s")
        assert asked(hand)
        assert told in " ".join(hand.text().replace("│", " ").split())
        assert hand.app.focused is hand.app.screen.query_one(field)
        assert hand.app.screen.query_one(field, Input).value == text
    with desk_at(path) as desk:
        assert desk.is_new(), "nothing of a wrong answer is kept"


async def test_it_can_be_skipped_and_is_not_asked_again(opened: Opened, path: Path) -> None:
    async with opened(lambda: desk_at(path)) as hand:
        await hand.press("escape")
        assert not asked(hand)
    async with opened(lambda: desk_at(path)) as hand:
        assert not asked(hand)


async def test_who_has_vendors_is_not_asked(opened: Opened, path: Path) -> None:
    with desk_at(path) as desk:
        desk.add_vendor(Vendor("Orkin"))
    async with opened(lambda: desk_at(path)) as hand:
        assert not asked(hand)


async def test_the_mouse_can_say_yes_and_no(opened: Opened, path: Path) -> None:
    async with opened(lambda: desk_at(path)) as hand:
        keys = hand.app.screen.query_one(".keys")
        await hand.pilot.click(keys, offset=(2, 0))
        await hand.settle()
        assert not asked(hand)
    with desk_at(path) as desk:
        assert desk.store.setting("region") == "US"


async def test_sample_data_are_wished_for(opened: Opened, path: Path) -> None:
    async with opened(lambda: desk_at(path)) as hand:
        hand.app.screen.query_one(Checkbox).value = True
        await hand.press("ctrl+s")
    assert hand.app.return_value is After.SAMPLE


async def test_sample_data_are_marked_and_thrown_away_with_a_key(
    opened: Opened, tmp_path: Path
) -> None:
    async with opened(lambda: sample_desk(tmp_path), demo=True, sample=True) as hand:
        assert not asked(hand)
        assert any("Ctrl+X throws them away" in each for each in hand.messages())
        await hand.press("f4")
        assert "DEMO" in hand.text().splitlines()[0]
        await hand.press("ctrl+x")
    assert hand.app.return_value is After.OWN


async def test_the_key_cuts_text_where_nothing_is_made_up(opened: Opened) -> None:
    async with opened() as hand:
        await hand.press("ctrl+x")
        assert hand.app.is_running
        await hand.press("f1")
        assert "sample data" not in hand.text()


def test_one_screen_follows_the_other(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bool, int]] = []
    wishes = iter((After.SAMPLE, After.OWN, None))

    def leave(self: ScreenerApp) -> After | None:
        with self._asker._factory() as desk:
            seen.append((self.sample, len(desk.vendors())))
        return next(wishes)

    monkeypatch.setattr(ScreenerApp, "run", leave)
    opening.run(lambda: desk_at(path))
    assert [(sample, count > 0) for sample, count in seen] == [
        (False, False),
        (True, True),
        (False, False),
    ]


@pytest.mark.parametrize(
    ("environ", "country"),
    [
        ({"LANG": "en_GB.UTF-8"}, "GB"),
        ({"LANG": "de_AT", "LC_ALL": ""}, "AT"),
        ({"LANG": "C.UTF-8"}, "US"),
        ({}, "US"),
        ({"LC_ALL": "sr_latin"}, "US"),
    ],
)
def test_the_country_is_guessed(environ: dict[str, str], country: str) -> None:
    assert guessed_country(environ) == country
