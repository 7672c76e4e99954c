"""The first picture of the history, which stands before the desk is there."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from screener.call import Call
from screener.config import Settings
from screener.desk import Desk
from screener.store import Store
from screener.store.newest import glance
from screener.tui.app import ScreenerApp
from screener.tui.screens.history_list import newest
from screener.tui.widgets.window import Window
from tests.tui.fake_desk import NOW

PATIENCE = 200


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "household.db"
    with Store.open(path) as store:
        calls = (
            Call(at=NOW - timedelta(hours=at), company=f"Company {at}", said=f"words {at}")
            for at in range(120)
        )
        store.log_all((call, None) for call in calls)
        store.set_setting("begun", True)
    return path


class Held:
    """A desk that opens when it is let."""

    def __init__(self, path: Path) -> None:
        self.path, self.go = path, Event()

    def __call__(self) -> Desk:
        assert self.go.wait(20)
        return Desk(Store.open(self.path), clock=lambda: NOW)


def started(held: Held) -> ScreenerApp:
    app = ScreenerApp(held, settings=Settings(start="history"), clock=lambda: NOW)
    app.look_first(lambda: glance(held.path))
    return app


def drawn(app: ScreenerApp) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def seen(app: ScreenerApp, words: str) -> str:
    for _ in range(PATIENCE):
        await asyncio.sleep(0.05)
        if words in drawn(app):
            break
    assert words in drawn(app)
    return drawn(app)


async def test_the_newest_calls_stand_there_before_the_desk_opens(place: Path) -> None:
    held = Held(place)
    app = started(held)
    async with app.run_test(size=(120, 40)) as pilot:
        await seen(app, "120 calls")
        assert "Company 0" in drawn(app)
        await pilot.press("down", "down")
        assert app.screen.query_one(Window).cursor == 2
        held.go.set()
        await seen(app, "words 2")
        assert app.screen.query_one(Window).cursor == 2


async def test_its_numbers_are_written_as_the_desks_are(tmp_path: Path) -> None:
    path = tmp_path / "household.db"
    with Store.open(path) as store:
        store.set_setting("region", "GB")
        store.log(Call(at=NOW, number="+442079460018", said="x"))
        rows = store.history(limit=1)
    seen = glance(path)
    assert seen is not None
    with Desk(Store.open(path), clock=lambda: NOW) as desk:
        assert newest(seen) == newest(desk)
        assert newest(desk).rows == [rows[0]._replace(number="020 7946 0018")]
    seen.close()


async def test_what_others_wrote_meanwhile_is_shown_when_the_desk_is_there(place: Path) -> None:
    held = Held(place)
    app = started(held)
    async with app.run_test(size=(120, 40)):
        await seen(app, "120 calls")
        with Store.open(place) as other:
            other.log(Call(at=NOW, company="Late Company", said="just now"))
        held.go.set()
        await seen(app, "121 calls")
        assert "Late Company" in drawn(app)


async def test_a_search_typed_before_the_desk_opens_is_answered(place: Path) -> None:
    held = Held(place)
    app = started(held)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("/", *"77")
        held.go.set()
        assert "Company 77" in await seen(app, "1 call found")


async def test_a_file_that_cannot_be_looked_at_is_left_to_the_desk(place: Path) -> None:
    held = Held(place)
    held.go.set()
    app = ScreenerApp(held, settings=Settings(start="history"), clock=lambda: NOW)
    app.look_first(lambda: None)
    async with app.run_test(size=(120, 40)):
        await seen(app, "120 calls")
        await seen(app, "words 0")
