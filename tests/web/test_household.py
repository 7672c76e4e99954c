"""The whole program: browsers and a terminal on one file, and processes that end."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from screener.web.password import Password
from tests.tui.tmux import Tmux, needs_tmux
from tests.tui.tmux import screener as in_terminal
from tests.web.conftest import CERT, KEY, PASSWORD, browser, runs
from tests.web.house import House, Sitting, house, screener, sitting

pytestmark = pytest.mark.slow
F4, CTRL_S, CTRL_Q, TAB = "\x1bOS", "\x13", "\x11", "\t"


async def gone(*pids: int) -> None:
    """Comes back when these processes are gone."""
    while any(map(runs, pids)):
        await asyncio.sleep(0.05)


@needs_tmux
async def test_two_browsers_and_a_terminal_see_each_others_calls(tmp_path: Path) -> None:
    async with (
        house(tmp_path) as opened,
        sitting(opened) as anna,
        sitting(opened) as ben,
    ):
        with Tmux(tmp_path, *in_terminal(), size=(100, 30)) as terminal:
            for each in (anna, ben):
                await each.sees("[Call]", "Nobody on the line")
                await each.type(F4)
                await each.sees("[History]")
            await asyncio.to_thread(terminal.sees, "[Call]", "Nobody on the line")
            # Written in the terminal, seen in both browsers without a key being pressed there.
            await asyncio.to_thread(log_in_terminal, terminal)
            await anna.sees("Terminal Roofing")
            await ben.sees("Terminal Roofing")
            await asyncio.to_thread(terminal.press, "F4")
            # Written in one browser, seen in the other and in the terminal.
            await anna.type("\x1bOR")
            await anna.sees("[Call]", "Nobody on the line")
            await anna.type(f"{TAB}Annas Windows{TAB}a free estimate for windows")
            await anna.sees("SOLICITATION")
            await anna.type(CTRL_S)
            await ben.sees("Annas Windows")
            await asyncio.to_thread(terminal.sees, "[History]", "Annas Windows")
    kept = screener(tmp_path, "history")
    assert ("Annas Windows" in kept, "Terminal Roofing" in kept) == (True, True)


def log_in_terminal(terminal: Tmux) -> None:
    """A call is typed and stored."""
    terminal.press("Tab")
    terminal.type("Terminal Roofing", "Terminal Roofing")
    terminal.press("Tab")
    terminal.type("a free inspection of your roof", "inspection of your roof")
    terminal.sees("SOLICITATION")
    terminal.press("C-s")
    terminal.sees("Nobody on the line")


async def ends(opened: House, number: int) -> None:
    """The server gets a signal: it ends well, and no window is left."""
    opened.process.send_signal(number)
    assert await asyncio.wait_for(opened.process.wait(), 60) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_ends_the_server_and_every_window(tmp_path: Path, number: int) -> None:
    async with house(tmp_path) as opened, sitting(opened) as one:
        await one.sees("Nobody on the line")
        windows = opened.windows()
        assert len(windows) == 1
        await ends(opened, number)
        assert [runs(pid) for pid in windows] == [False]


async def test_windows_leave_when_the_server_is_killed(tmp_path: Path) -> None:
    async with house(tmp_path) as opened, sitting(opened) as one:
        await one.sees("Nobody on the line")
        windows = opened.windows()
        assert len(windows) == 1
        os.kill(opened.process.pid, signal.SIGKILL)
        await asyncio.wait_for(gone(*windows), 60)


async def test_what_was_typed_outlives_the_tab(tmp_path: Path) -> None:
    async with house(tmp_path) as opened:
        async with sitting(opened) as one:
            await one.sees("Nobody on the line")
            await one.type(f"{TAB}Half Typed Incorporated{TAB}a free estimate for windows")
            await one.sees("Half Typed Incorporated", "SOLICITATION")
            windows = opened.windows()
        await asyncio.wait_for(gone(*windows), 60)
        async with sitting(opened) as again:
            await again.sees("Half Typed Incorporated")
            await again.type(CTRL_Q)
            message = await again.socket.receive()
            while not again.socket.closed:
                message = await again.socket.receive()
            assert message.type.name in {"CLOSE", "CLOSED", "CLOSING"}
            assert again.socket.close_code == 1000
    log = opened.log.read_text()
    assert "Half" not in log
    assert "window 2 closed" in log


async def test_settings_that_are_wrong_are_told_in_the_tab(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "screener"
    folder.mkdir(parents=True)
    async with house(tmp_path) as opened:
        (folder / "config.toml").write_text("[screen]\ntheme = 'mauve'\n")
        async with sitting(opened) as one:
            kind, words = await one.socket.receive_json(timeout=60)
    assert kind == "said"
    assert "'mauve' is no theme" in words


async def test_sample_data_and_back_in_one_tab(tmp_path: Path) -> None:
    async with house(tmp_path) as opened:
        (tmp_path / "calls.db").unlink()
        async with sitting(opened) as one:
            await one.sees("Welcome to Screener")
            await one.type(f"{TAB}{TAB}{TAB} {CTRL_S}")
            await one.sees("DEMO", "[Call]", "Nobody on the line")
            await one.type("\x18")
            await one.lacks("DEMO")
            assert "DEMO" not in await one.sees("Nobody on the line")


async def test_beyond_this_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCREENER_WEB_PASSWORD", PASSWORD)
    pair = ("--cert", str(CERT), "--key", str(KEY))
    async with house(tmp_path, "--host", "0.0.0.0", "--name", "home.test", *pair) as opened:
        assert opened.link.startswith("https://home.test:"), "and no key in it"
        assert opened.key == ""
        at = opened.url.replace("home.test", "127.0.0.1")
        async with browser(trust=True) as web:
            page = await web.get(at, headers={"Host": opened.url.split("/")[2]})
            assert page.status == 200
            origin = {"Origin": at.rstrip("/")}
            wrong = await web.post(f"{at}login", data={"password": "wrong" * 3}, headers=origin)
            assert wrong.status == 403
            await web.post(f"{at}login", data={"password": PASSWORD}, headers=origin)
            async with web.ws_connect(f"{at}ws", headers=origin, max_msg_size=0) as socket:
                await Sitting(socket).sees("Nobody on the line")
        log = opened.log.read_text()
    assert "a wrong password from 127.0.0.1" in log
    assert "wrongwrong" not in log


@needs_tmux
def test_a_password_is_asked_for_and_kept_as_a_hash(tmp_path: Path) -> None:
    kept = tmp_path / "web.password"
    with Tmux(tmp_path, *in_terminal("web", "--new-password", str(kept))) as terminal:
        terminal.sees("Password:")
        terminal.press(*PASSWORD.replace(" ", " Space ").split(), "Enter")
        terminal.sees("Repeat for confirmation:")
        terminal.press(*PASSWORD.replace(" ", " Space ").split(), "Enter")
        shown = terminal.sees("holds the hash of the password", "left with 0")
    assert PASSWORD not in shown
    assert Password.read(kept).matches(PASSWORD)
