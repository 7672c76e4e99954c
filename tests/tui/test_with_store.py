"""The screen over a real desk: rulebook, database and all, in a temporary file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from screener.call import Call
from screener.desk import Desk
from screener.faults import Fault
from screener.store import Store
from screener.tui.app import ScreenerApp
from screener.vendor import Vendor
from tests.tui.conftest import Opened
from tests.tui.fake_desk import NOW

LAKE = Vendor(
    "Lakeshore Fiber",
    numbers=("+13125550142",),
    customer_since=date(2022, 3, 1),
    last_transaction=date(2026, 4, 20),
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "household.db"
    with Desk(Store.open(path), clock=lambda: NOW) as desk:
        desk.add_vendor(LAKE)
    return path


def desk_at(path: Path) -> Desk:
    return Desk(Store.open(path), clock=lambda: NOW)


async def test_a_call_is_logged_found_and_corrected(opened: Opened, place: Path) -> None:
    async with opened(lambda: desk_at(place)) as hand:
        await hand.put("#company", "Lakeshore Fiber")
        await hand.put("#said", "as a loyal customer we can upgrade you to a faster plan today")
        assert "EXISTING-VENDOR UPSELL" in hand.text()
        await hand.press("ctrl+s", "f4")
        assert "Lakeshore Fiber" in hand.text()
        await hand.press("c", "3", "ctrl+s", "enter")
        assert "✎ ● genuine service, corrected on" in hand.text()
        assert "▲ EXISTING-VENDOR UPSELL" in hand.text()
    with desk_at(place) as desk:
        assert desk.count() == 1
        assert desk.draft() is None


async def test_an_opt_out_shows_on_the_next_call(opened: Opened, place: Path) -> None:
    async with opened(lambda: desk_at(place)) as hand:
        await hand.press("f5", "o")
        await hand.put("#when", "2026-03-03")
        await hand.press("ctrl+s", "f3")
        await hand.put("#company", "Lakeshore Fiber")
        await hand.put("#said", "we can upgrade you to a faster plan today")
        assert "✗ refused since 3 March 2026" in hand.text()


async def test_the_draft_outlives_the_program(opened: Opened, place: Path) -> None:
    async with opened(lambda: desk_at(place)) as hand:
        await hand.put("#company", "[/]")
        await hand.put("#said", "half a")
    with desk_at(place) as desk:
        assert desk.draft() == Call(at=NOW, company="[/]", said="half a")


async def test_a_long_history_is_entered_anywhere(opened: Opened, place: Path) -> None:
    with desk_at(place) as desk:
        for at in range(1500):
            desk.store.log(Call(at=NOW, note=f"call {at}", number=f"312555{at:04}"))
    async with opened(lambda: desk_at(place)) as hand:
        await hand.press("f4", "end")
        assert "1,500 calls" in hand.text()
        assert "(312) 555-0000" in hand.text()
        await hand.press("home")
        assert "(312) 555-1499" in hand.text()
        await hand.press("slash")
        await hand.type("3125550700")
        assert "1 call found" in hand.text()


async def test_a_file_that_is_no_database_ends_with_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("these are my notes, not a database\n" * 100)
    app = ScreenerApp(lambda: desk_at(path))
    async with app.run_test() as pilot:
        await pilot.pause(0.3)
    assert isinstance(app.failure, Fault)
    assert path.read_text().startswith("these are my notes")
