"""Calls that come in while the screen is open, from a server on the loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from screener.actions import Place
from screener.config import Settings
from screener.config_calls import ListenTo
from screener.desk import Desk
from screener.live.address import Address
from screener.store import Store
from tests.live.server import Ncidd, line_of
from tests.tui.conftest import Hand, Opened
from tests.tui.fake_desk import NOW

CALLED = Callable[..., AbstractAsyncContextManager[tuple[Hand, Ncidd]]]
EARLIER = NOW - timedelta(days=1)


@pytest.fixture
def called(opened: Opened, tmp_path: Path) -> CALLED:
    """A screen that listens to a server, over a real desk."""

    @asynccontextmanager
    async def open_called(*log: str) -> AsyncIterator[tuple[Hand, Ncidd]]:
        async with Ncidd() as server:
            server.log = [*log]
            to = ListenTo(Address("ncid", "127.0.0.1", server.port))
            async with opened(lambda: desk_at(tmp_path), settings=Settings(listen=to)) as hand:
                await server.until_clients()
                yield hand, server

    return open_called


def desk_at(folder: Path) -> Desk:
    desk = Desk(Store.open(folder / "calls.db"), clock=lambda: NOW)
    if not desk.household().time_zone:
        desk.set_up(region="US", time_zone="America/Chicago")
    return desk


async def until(hand: Hand, come: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not come():
            await asyncio.sleep(0.01)
    await hand.settle()


def number_in(hand: Hand) -> str:
    form = hand.app.get_screen_stack(Place.CALL)[0]
    return form.query_one("#number", Input).value


async def test_a_call_opens_the_form_wherever_one_is(called: CALLED) -> None:
    async with called() as (hand, server):
        await hand.press("f5")
        assert hand.app.current_mode == Place.VENDORS
        server.call("CID", "5125550123", "ACME INS", NOW)
        await until(hand, lambda: number_in(hand) == "(512) 555-0123")
        assert hand.app.current_mode == Place.CALL
        assert "caller ID ACME INS" in hand.text()
        assert "Tue 5 May, 14:02" in hand.text()
        await hand.type("Acme")
        await hand.press("ctrl+s")
        (row,) = await hand.app.ask(lambda desk: desk.history())
        call = (await hand.app.ask(lambda desk: desk.record(row.id))).call
        assert (call.company, call.source, call.own_number) == ("Acme", "ncid", "POTS")


async def test_a_stored_call_is_not_stored_again_by_the_log(called: CALLED) -> None:
    async with called() as (hand, server):
        server.call("CID", "5125550123", "ACME INS", NOW)
        await until(hand, lambda: bool(number_in(hand)))
        await hand.type("Acme")
        await hand.press("ctrl+s")
        await server.kill()
        server.log.append(line_of("CID", "NO-NUMBER", "PRIVATE", EARLIER))
        server.log.sort(key=lambda line: "PRIVATE" not in line)
        await server.start()
        await until(hand, lambda: "1 earlier calls came in" in " ".join(hand.messages()))
        assert await hand.app.ask(lambda desk: desk.count()) == 2


async def test_what_is_being_typed_stays_and_who_waits_is_kept(called: CALLED) -> None:
    async with called() as (hand, server):
        await hand.put("#company", "Somebody")
        await hand.put("#said", "half a sent")
        server.call("CID", "5125550123", "ACME INS", NOW)
        await until(hand, lambda: "Waiting: 5125550123 ACME INS" in hand.text())
        assert hand.app.screen.query_one("#company", Input).value == "Somebody"
        assert await hand.app.ask(lambda desk: desk.count()) == 1, "stored while it waits"
        await hand.press("ctrl+s")
        assert number_in(hand) == "(512) 555-0123"
        await hand.put("#said", "an upgrade")
        await hand.press("ctrl+s")
        rows = await hand.app.ask(lambda desk: desk.history())
        assert sorted(row.said for row in rows) == ["an upgrade", "half a sent"]


async def test_a_call_that_nobody_minds_makes_room_for_the_next(called: CALLED) -> None:
    async with called() as (hand, server):
        for number in ("5125550123", "NO-NUMBER", "5125550144"):
            server.call("CID", number, "-", NOW)
            await hand.settle()
        await until(hand, lambda: number_in(hand) == "(512) 555-0144")
        rows = await hand.app.ask(lambda desk: desk.history())
        assert sorted(row.number for row in rows) == ["", "5125550123"]
        assert "Waiting" not in hand.text()


async def test_a_refused_call_is_stored_and_opens_nothing(called: CALLED) -> None:
    async with called() as (hand, server):
        await hand.press("f4")
        server.call("HUP", "8005550199", "SPAM [/]", NOW)
        server.call("OUT", "8005550199", "", NOW)
        await until(hand, lambda: "8005550199" in hand.text() or "555-0199" in hand.text())
        assert hand.app.current_mode == Place.HISTORY
        assert number_in(hand) == ""


async def test_a_question_in_front_stays(called: CALLED) -> None:
    async with called() as (hand, server):
        await hand.press("f5", "a")
        front = hand.app.screen
        server.call("CID", "5125550123", "[red]ACME", NOW)
        await until(hand, lambda: bool(number_in(hand)))
        assert hand.app.screen is front
        assert any("☎ 5125550123 [red]ACME is ringing" in words for words in hand.messages())


async def test_the_log_comes_in_beside(called: CALLED) -> None:
    async with called(line_of("CID", "5125550123", "ACME", EARLIER)) as (hand, server):
        await until(hand, lambda: "1 earlier calls came in" in " ".join(hand.messages()))
        assert number_in(hand) == ""
        await server.kill()
        await until(hand, lambda: "Trying again." in " ".join(hand.messages()))
        await hand.put("#company", "Acme")
        assert "Acme" in hand.text()
        await server.start()
        await server.until_clients()
        assert await hand.app.ask(lambda desk: desk.count()) == 1


async def test_a_call_in_the_form_outlives_the_program(
    called: CALLED, opened: Opened, tmp_path: Path
) -> None:
    async with called() as (hand, server):
        server.call("CID", "5125550123", "ACME INS", NOW)
        await until(hand, lambda: bool(number_in(hand)))
    async with opened(lambda: desk_at(tmp_path)) as hand:
        assert number_in(hand) == "(512) 555-0123"
        await hand.put("#said", "an upgrade")
        await hand.press("ctrl+s")
        (row,) = await hand.app.ask(lambda desk: desk.history())
        call = (await hand.app.ask(lambda desk: desk.record(row.id))).call
        assert (call.source, call.caller_id) == ("ncid", "ACME INS")
