"""Drafts of several windows: each its own, and what was left comes back without hiding anything."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from textual.widgets import TextArea

from screener.call import Call
from screener.desk import Desk
from screener.store import Store
from screener.tui.app import ScreenerApp
from screener.tui.drafts import Drafts
from screener.tui.screens.call import CallScreen
from screener.tui.widgets.still import Still
from tests.tui.conftest import Hand, Opened
from tests.tui.fake_desk import NOW


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with desk_at(tmp_path / "household.db") as desk:
        desk.begin("US")
    return tmp_path / "household.db"


def desk_at(path: Path) -> Desk:
    return Desk(Store.open(path), clock=lambda: NOW)


def leave(path: Path, *said: str) -> None:
    """Windows with these half-typed calls, closed in this order."""
    desks = [desk_at(path) for _ in said]
    for desk, words in zip(desks, said, strict=True):
        desk.save_draft(Call(at=NOW, said=words))
    for desk in desks:
        desk.close()


def left_at(path: Path) -> set[str]:
    """What drafts wait for a window."""
    with desk_at(path) as desk:
        found = [desk.take_draft(key) for key in desk.drafts_left()]
        return {call.said for call in found if call is not None}


def words(hand: Hand) -> str:
    return hand.app.screen.query_one("#said", TextArea).text


async def test_two_windows_keep_a_draft_each(opened: Opened, place: Path) -> None:
    async with opened(lambda: desk_at(place)) as one:
        await one.put("#said", "the first")
        async with opened(lambda: desk_at(place)) as other:
            assert words(other) == ""
            assert "↩" not in other.text()
            await other.put("#said", "the second")
            await one.put("#said", "the first goes on")
    assert left_at(place) == {"the first goes on", "the second"}


async def test_an_older_draft_comes_up_when_it_is_asked_for(opened: Opened, place: Path) -> None:
    leave(place, "an older one", "the newest")
    async with opened(lambda: desk_at(place)) as hand:
        first = words(hand)
        assert first in {"an older one", "the newest"}
        assert "is back. 1 older waits." in hand.text()
        await hand.press("f2")
        assert words(hand) == ""
        assert "1 older draft waits. F8 brings it up." in hand.text()
        await hand.press("f8")
        assert {first, words(hand)} == {"an older one", "the newest"}
        assert "is back. F8 empties the form." in hand.text()
        await hand.press("f8", "f8")
        assert words(hand) == ""
        assert "↩" not in hand.text()
    assert left_at(place) == set()


async def test_what_is_typed_while_the_file_opens_is_not_overwritten(place: Path) -> None:
    leave(place, "half a call")
    go_on = Event()

    def slowly() -> Desk:
        go_on.wait(30)
        return desk_at(place)

    app = ScreenerApp(slowly, clock=lambda: NOW)
    async with app.run_test() as pilot, asyncio.timeout(60):
        await pilot.press("tab", "tab", *"at once")
        screen = cast("CallScreen", app.screen)
        assert screen.query_one("#said", TextArea).text == "at once"
        go_on.set()
        while not screen.drafts_left:
            await asyncio.sleep(0.01)
        await app.ask(lambda desk: None)
        await pilot.pause()
        assert screen.query_one("#said", TextArea).text == "at once"
        notice = str(screen.query_one(".draft", Still).render())
        assert "1 older draft waits until this call is stored" in notice
        with desk_at(place) as other:
            assert len(other.drafts_left()) == 1
    assert left_at(place) == {"half a call", "at once"}


async def test_an_answer_that_comes_while_the_screen_goes_is_dropped(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, gone = asyncio.Event(), []

    at_once = ScreenerApp.ask

    async def slowly(app: ScreenerApp, question: Callable[[Desk], object]) -> object:
        if not cast("CallScreen", app.screen).begun:
            return await at_once(app, question)
        await answer.wait()
        return None

    async def unmounted(screen: CallScreen) -> None:
        gone.append(not screen.query("#verdict"))
        answer.set()
        for _ in range(10):
            await asyncio.sleep(0)

    monkeypatch.setattr(ScreenerApp, "ask", slowly)
    monkeypatch.setattr(CallScreen, "on_unmount", unmounted, raising=False)
    app = ScreenerApp(lambda: desk_at(place), clock=lambda: NOW)
    async with app.run_test() as pilot:
        await pilot.press(*"at once")
        await pilot.pause(0.2)
    assert gone == [True]
    assert app.defect is None


def test_what_is_typed_while_a_draft_is_fetched_does_not_overwrite_it(tmp_path: Path) -> None:
    leave(tmp_path / "x.db", "half a call")
    with desk_at(tmp_path / "x.db") as desk:

        def at_once(order: Callable[[Desk], object]) -> None:
            order(desk)

        drafts = Drafts(at_once, pytest.fail)
        drafts.look(desk)
        assert drafts.take(desk) == Call(at=NOW, said="half a call")
        drafts.keep(Call(said="typed meanwhile"))
        assert desk.draft() == Call(at=NOW, said="half a call")
        drafts.give_back()
        assert desk.draft() == Call(said="typed meanwhile")
        assert drafts.left == len(desk.drafts_left()) == 1
        drafts.keep(None)
        taken = drafts.take(desk)
        assert taken == Call(at=NOW, said="half a call")
        drafts.keep(None)
        drafts.accept(taken)
        assert drafts.left == 0
        assert desk.draft() == taken
    assert left_at(tmp_path / "x.db") == {"half a call"}
