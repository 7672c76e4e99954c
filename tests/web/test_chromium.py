"""The page in a real browser."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from tests.web.chromium import Tab, chromium, needs_chromium
from tests.web.house import house, screener

pytestmark = [needs_chromium, pytest.mark.slow]


async def opened(tab: Tab, link: str) -> None:
    """Opens the screen by the link that was printed."""
    await tab.go(link)
    await tab.sees("[Call]", "Nobody on the line")


async def test_a_call_logged_in_one_browser_is_seen_in_another(tmp_path: Path) -> None:
    async with (
        house(tmp_path) as home,
        chromium(tmp_path / "one") as one,
        chromium(tmp_path / "two") as two,
    ):
        anna, ben = await one.tab(), await two.tab()
        await opened(ben, home.link)
        await ben.press("F4")
        await ben.sees("[History]")
        await opened(anna, home.link)
        assert home.key not in await anna.value("location.href"), "the key is off the address"
        await anna.press("Tab")
        await anna.type("Sunny Solar")
        await anna.press("Tab")
        await anna.type("a free solar estimate in your area")
        await anna.sees("◆ SOLICITATION")
        keep_picture(await anna.picture())
        await anna.press("ctrl+s")
        await ben.sees("[History]", "Sunny Solar")
        at = urlsplit(home.url).netloc
        for tab in (anna, ben):
            asked = {urlsplit(url).netloc for url in tab.asked if not url.startswith("data:")}
            assert asked == {at}, "nothing is loaded from anywhere else"
            assert 101 in tab.statuses
        assert "Sunny Solar" in screener(tmp_path, "history")


def keep_picture(picture: bytes) -> None:
    """Where one is wanted for the documents."""
    if wanted := os.environ.get("SCREENER_PICTURE"):
        Path(wanted).write_bytes(picture)


@asynccontextmanager
async def foreign(script: str) -> AsyncIterator[str]:
    """A page of somebody else's, on another port of this computer."""

    async def page(_: web.Request) -> web.Response:
        body = f"<!doctype html><p id=said>…</p><script>{script}</script>"
        return web.Response(text=body, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


OPEN = """
const said = document.getElementById('said');
const socket = new WebSocket('ws://{at}/ws?width=80&height=24');
socket.onopen = () => said.textContent = 'it is open';
socket.onmessage = () => said.textContent = 'it reads along';
socket.onerror = () => said.textContent = 'it was refused';
"""


async def test_a_page_of_somebody_else_is_refused(tmp_path: Path) -> None:
    async with house(tmp_path) as home, chromium(tmp_path / "one") as one:
        mine = await one.tab()
        await opened(mine, home.link)
        script = OPEN.replace("{at}", urlsplit(home.url).netloc)
        async with foreign(script) as theirs:
            other = await one.tab()
            await other.go(theirs)
            await other.says("it was refused")
            frame = (
                "new Promise(done => { const frame = document.createElement('iframe');"
                f"frame.src = '{home.url}'; frame.onload = () => done(frame.contentDocument?.body"
                "?.innerText ?? 'closed to us'); document.body.append(frame) })"
            )
            assert await other.value(frame) == "closed to us"
            assert len(home.windows()) == 1


async def test_a_name_that_was_made_to_lead_here_is_refused(tmp_path: Path) -> None:
    async with (
        house(tmp_path) as home,
        chromium(tmp_path / "one", rules="MAP rebound.example 127.0.0.1") as one,
    ):
        port = urlsplit(home.url).port
        tab = await one.tab()
        await tab.go(f"http://rebound.example:{port}/#key={home.key}")
        await tab.says("Screener is not to be had at this address.")
        script = OPEN.replace("{at}", f"rebound.example:{port}").replace("const said", "var said")
        await tab.value(f"document.body.innerHTML = '<p id=said></p>'; {script}")
        await tab.says("it was refused")
        assert home.windows() == []


async def test_addresses_in_what_callers_say_open_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as home, chromium(tmp_path / "one") as one:
        await log(tmp_path, "--company", "http://evil.example/x", "--said", "<b>look</b>")
        tab = await one.tab()
        await opened(tab, home.link)
        await tab.press("F4")
        shown = await tab.sees("[History]", "http://evil.example/x")
        lines = shown.splitlines()
        row = next(at for at, line in enumerate(lines) if "http://evil" in line)
        await tab.click(row, lines[row].index("http://evil") + 5)
        await tab.click(row, lines[row].index("http://evil") + 5)
        await tab.sees("http://evil.example/x")
        assert [url for url in await one.pages() if "evil" in url] == []
        assert not any("evil" in url for url in tab.asked)


async def log(home: Path, *call: str) -> None:
    """A call, by the command."""
    screener(home, "log", *call)


async def test_who_leaves_is_told_and_can_sign_out(tmp_path: Path) -> None:
    async with house(tmp_path, "--windows", "1") as home, chromium(tmp_path / "one") as one:
        first, second = await one.tab(), await one.tab()
        await opened(first, home.link)
        await second.go(home.url)
        await second.says("All 1 places at this Screener are taken")
        await first.press("ctrl+q")
        await first.says("Screener is closed.")
        await first.value("document.querySelector('button.quiet').click()")
        await first.says("Password")


async def test_a_wrong_key_is_told(tmp_path: Path) -> None:
    async with house(tmp_path) as home, chromium(tmp_path / "one") as one:
        tab = await one.tab()
        await tab.go(f"{home.url}#key=made-up-by-somebody")
        await tab.says("That is not the password.")
        assert home.windows() == []


async def test_a_browser_that_cannot_draw_is_told(tmp_path: Path) -> None:
    async with house(tmp_path) as home, chromium(tmp_path / "one", "--disable-3d-apis") as one:
        tab = await one.tab()
        await tab.go(home.link)
        await tab.says("it lacks WebGL 2, or it is switched off")
        assert home.windows() == []
