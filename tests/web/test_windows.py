"""Windows: how many, what they are told, and that none is left behind."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from contextlib import suppress

import pytest
from aiohttp import WSMsgType

from screener.web import server, talk, window
from screener.web.server import BROKEN, FULL, MESSAGE, STOPPED
from tests.web.conftest import Visit, first, runs, said


async def gone(pid: object) -> None:
    """Comes back when there is no such process."""
    while runs(pid):
        await asyncio.sleep(0.02)


async def test_a_closed_tab_leaves_no_process(visit: Visit) -> None:
    async with visit() as visitor:
        await visitor.log_in()
        socket = await visitor.open()
        pid = (await first(socket))["pid"]
        assert runs(pid)
        await socket.close()
        await asyncio.wait_for(gone(pid), 60)


async def test_a_tab_that_is_torn_off_leaves_no_process(visit: Visit) -> None:
    async with visit() as visitor:
        await visitor.log_in()
        socket = await visitor.open()
        pid = (await first(socket))["pid"]
        connection = socket._response.connection
        assert connection is not None
        assert connection.transport is not None
        connection.transport.abort()
        await asyncio.wait_for(gone(pid), 60)


async def test_a_window_that_does_not_leave_is_ended(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "GRACE", 0.1)
    async with visit("stubborn") as visitor:
        await visitor.log_in()
        socket = await visitor.open()
        pid = (await first(socket))["pid"]
        await socket.close()
        await asyncio.wait_for(gone(pid), 60)


async def test_all_windows_end_with_the_server(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "GRACE", 0.1)
    async with visit("stubborn") as visitor:
        await visitor.log_in()
        sockets = [await visitor.open() for _ in range(3)]
        pids = [(await first(socket))["pid"] for socket in sockets]
        closing = [asyncio.create_task(said(socket)) for socket in sockets]
    assert [runs(pid) for pid in pids] == [False] * 3
    assert [await each for each in closing] == [STOPPED] * 3


async def test_no_more_windows_than_there_are_places(visit: Visit) -> None:
    async with visit(most=2) as visitor:
        await visitor.log_in()
        held = [await visitor.open() for _ in range(2)]
        pid = (await first(held[0]))["pid"]
        assert await said(await visitor.open()) == FULL.format(2)
        await held[0].close()
        again = await visitor.open()
        await first(again)
        assert not runs(pid), "a place is free when its process is gone"
        for socket in (held[1], again):
            await socket.close()


async def test_a_place_is_waited_for_while_a_page_is_loaded_anew(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "GRACE", 0.5)
    async with visit("stubborn", most=1) as visitor:
        await visitor.log_in()
        before = await visitor.open()
        pid = (await first(before))["pid"]
        await before.close()
        async with await visitor.open() as after:
            assert (await first(after))["pid"] != pid


async def test_sizes_stay_within_reason(visit: Visit) -> None:
    async with visit() as visitor:
        await visitor.log_in()
        async with await visitor.open("?width=9999&height=x") as socket:
            about = await first(socket)
            assert (about["COLUMNS"], about["ROWS"]) == ("500", "24")
            await socket.send_json(["resize", {"width": 10**9, "height": -5}])
            told = (await socket.receive_bytes()).removeprefix(b"told ")
            assert json.loads(told) == {"type": "resize", "width": 500, "height": 5}
            for kind in ("focus", "blur"):
                await socket.send_json([kind])
                assert json.loads((await socket.receive_bytes())[5:]) == {"type": kind}
            await socket.send_json(["ping", "7" * 1000])
            assert await socket.receive_json() == ["pong", "7" * 64]


@pytest.mark.parametrize(
    "message",
    [
        "",
        "no json",
        "[" * 100_000,
        "{}",
        "[]",
        '["quit"]',
        '["stdin"]',
        '["stdin", 5]',
        '["stdin", "a", "b"]',
        '["resize", {"width": "80", "height": 24}]',
        '["resize", {"width": 80.5, "height": 24}]',
        '["resize", [80, 24]]',
        '["ping", {}]',
        '["deliver_chunk_request", "x"]',
        b"bytes",
    ],
)
async def test_whoever_says_what_no_tab_says_is_cut_off(visit: Visit, message: str | bytes) -> None:
    async with visit() as visitor:
        await visitor.log_in()
        socket = await visitor.open()
        pid = (await first(socket))["pid"]
        await (
            socket.send_bytes(message) if isinstance(message, bytes) else socket.send_str(message)
        )
        assert (await socket.receive()).type is WSMsgType.CLOSE
        assert socket.close_code == 1008
        await asyncio.wait_for(gone(pid), 60)


async def test_half_letters_are_no_harm(visit: Visit) -> None:
    async with visit() as visitor:
        await visitor.log_in()
        async with await visitor.open() as socket:
            await first(socket)
            await socket.send_str('["stdin", "a\\ud800b"]')
            assert await socket.receive_bytes() == b"typed a?b"


async def test_what_can_be_pasted_and_what_cannot(visit: Visit) -> None:
    async with visit() as visitor:
        await visitor.log_in()
        async with await visitor.open() as socket:
            await first(socket)
            text = "x" * (MESSAGE - 100)
            await socket.send_json(["stdin", text])
            assert await socket.receive_bytes() == f"typed {text}".encode()
            await socket.send_json(["stdin", "x" * MESSAGE])
            assert (await socket.receive()).type is WSMsgType.CLOSE
            assert socket.close_code == 1009


async def test_nothing_is_unpacked(visit: Visit) -> None:
    async with visit() as visitor:
        await visitor.log_in()
        socket = await visitor.web.ws_connect(
            f"{visitor.url}ws", headers={"Origin": visitor.origin}, compress=15
        )
        assert socket.compress == 0
        await socket.close()


async def test_settings_that_are_wrong_are_told_in_the_tab(visit: Visit) -> None:
    async with visit("faulty") as visitor:
        await visitor.log_in()
        assert await said(await visitor.open()) == "config.toml, line 3: is no setting."


async def test_what_a_broken_window_says_is_passed_on_to_nobody(
    visit: Visit, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    async with visit("broken") as visitor:
        await visitor.log_in()
        assert await said(await visitor.open()) == BROKEN
    heard = capfd.readouterr()
    assert "secret" not in heard.out + heard.err + caplog.text
    assert "window 1 ended with exit code 1" in caplog.text


async def test_a_program_that_is_not_there_is_told(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with visit() as visitor:
        visitor.server.command = ("/no/such/program",)
        await visitor.log_in()
        assert await said(await visitor.open()) == BROKEN


async def test_no_shell_and_no_password_in_a_window(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCREENER_WEB_PASSWORD", "a password in clear")
    async with visit("; touch hacked; $(reboot)") as visitor:
        await visitor.log_in()
        async with await visitor.open() as socket:
            about = await first(socket)
            assert about["SCREENER_WEB_PASSWORD"] is None
            assert os.getpgid(int(str(about["pid"]))) == about["pid"], "its own group"


async def test_a_tab_that_takes_nothing_can_still_be_closed(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "HEARTBEAT", 0.2)
    monkeypatch.setattr(talk, "PATIENCE", 1.0)
    async with visit() as visitor:
        await visitor.log_in()
        socket = await visitor.open()
        pid = (await first(socket))["pid"]
        with suppress(ConnectionError):  # it was cut off already
            for _ in range(20):
                await socket.send_json(["stdin", "x" * (MESSAGE // 2)])
        await asyncio.wait_for(gone(pid), 60)
        await socket.close()
