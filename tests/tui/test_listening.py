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
from screener.config_calls import Hook, ListenTo
from screener.desk import Desk
from screener.desk.hooks import MOST, Hooks
from screener.live.address import Address
from screener.store import Store
from screener.words import Status
from tests.live.server import Ncidd, line_of
from tests.live.test_ends import end_of, ring
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
    return "".join(field.value for field in form.query("#number").results(Input))


async def test_a_call_opens_the_form_wherever_one_is(called: CALLED) -> None:
    async with called() as (hand, server):
        await hand.press("f5")
        assert hand.app.current_mode == Place.VENDORS
        server.call("CID", "5125550123", "ACME INS", NOW)
        await until(hand, lambda: number_in(hand) == "(512) 555-0123")
        assert hand.app.current_mode == Place.CALL
        assert "caller ID ACME INS" in hand.text()
        assert "Tue 5 May 14:02" in hand.text()
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


async def test_a_call_that_rang_out_is_missed(called: CALLED) -> None:
    async with called() as (hand, server):
        server.call("CID", "5125550123", "ACME INS", NOW)
        await until(hand, lambda: bool(number_in(hand)))
        server.tell(ring(-1))
        await until(hand, lambda: "ACME INS rang out; stored as missed." in str(hand.messages()))
        server.call("CID", "5125550144", "-", NOW)
        await until(hand, lambda: number_in(hand) == "(512) 555-0144")
        (row,) = await hand.app.ask(lambda desk: desk.history())
        call = (await hand.app.ask(lambda desk: desk.record(row.id))).call
        assert (call.number, call.status) == ("5125550123", Status.MISSED)


async def test_what_is_typed_of_an_answered_call_has_its_length(called: CALLED) -> None:
    async with called() as (hand, server):
        server.call("CID", "5125550123", "ACME INS", NOW)
        await until(hand, lambda: bool(number_in(hand)))
        await hand.put("#said", "an upgrade")
        server.tell(end_of(number="5125550123"))
        server.send(b"MSG: over\n")
        await until(hand, lambda: "over" in hand.messages())
        await hand.press("ctrl+s")
        (row,) = await hand.app.ask(lambda desk: desk.history())
        call = (await hand.app.ask(lambda desk: desk.record(row.id))).call
        assert (call.said, call.status, call.duration) == ("an upgrade", Status.ANSWERED, 155)


async def test_messages_of_the_server_are_shown_the_first_of_many(called: CALLED) -> None:
    async with called() as (hand, server):
        for number in range(9):
            server.send(b"MSG: [b]milk %d ***DATE*05042026*TIME*1200*NAME*Ann*\n" % number)
        await until(hand, lambda: any("not shown" in words for words in hand.messages()))
        server.call("CID", "5125550123", "-", NOW)
        await until(hand, lambda: bool(number_in(hand)))
        shown = [words for words in hand.messages() if "milk" in words]
        assert shown == [f"Ann: [b]milk {number}" for number in range(3)]
        assert sum("not shown" in words for words in hand.messages()) == 1


async def test_two_windows_that_hear_of_a_call_store_one(
    called: CALLED, opened: Opened, tmp_path: Path
) -> None:
    async with called() as (one, server):
        settings = Settings(listen=ListenTo(Address("ncid", "127.0.0.1", server.port)))
        async with opened(lambda: desk_at(tmp_path), settings=settings) as other:
            await server.until_clients(2)
            server.call("CID", "5125550123", "ACME INS", NOW)
            await until(one, lambda: bool(number_in(one)))
            await until(other, lambda: bool(number_in(other)))
            for hand, said in ((one, "an upgrade"), (other, "a cheaper plan")):
                await hand.put("#said", said)
                await hand.press("ctrl+s")
            (row,) = await one.app.ask(lambda desk: desk.history())
            record = await one.app.ask(lambda desk: desk.record(row.id))
            assert record.call.said == "a cheaper plan"
            assert [each.old for each in record.amended] == ["an upgrade"]


async def test_a_program_that_was_not_started_is_said_on_the_screen(
    opened: Opened, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def desk() -> Desk:
        desk = desk_at(tmp_path)
        hooks = [Hook(("sleep", "5"), frozenset({"stored"}), 1.0)] * (MOST + 1)
        desk.find_hooks = lambda: Hooks(lambda: hooks, lambda *_: {}, print)
        return desk

    async with opened(desk) as hand:
        await hand.put("#said", "an upgrade")
        await hand.press("ctrl+s")
        await until(hand, lambda: any("sleep was not started" in w for w in hand.messages()))
    assert "not started" not in "".join(capfd.readouterr())


async def test_a_call_comes_up_where_the_form_was_not_opened_yet(
    opened: Opened, tmp_path: Path
) -> None:
    async with Ncidd() as server:
        to = ListenTo(Address("ncid", "127.0.0.1", server.port))
        settings = Settings(start=Place.HISTORY.value, listen=to)
        async with opened(lambda: desk_at(tmp_path), settings=settings) as hand:
            await server.until_clients()
            await hand.press("ctrl+p")
            server.call("CID", "5125550144", "-", NOW)
            await until(
                hand, lambda: "5125550144 is ringing; the call is stored." in str(hand.messages())
            )
            await hand.press("escape")
            server.call("CID", "5125550123", "ACME INS", NOW)
            await until(hand, lambda: hand.app.current_mode == Place.CALL and bool(number_in(hand)))
            assert number_in(hand) == "(512) 555-0123"
            assert await hand.app.ask(lambda desk: desk.count()) == 1
