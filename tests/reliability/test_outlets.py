"""The harness of attacks notices a screen, a picture and a page that let something through."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from reliability import outlets
from reliability.outlets import (
    drawn_harm,
    in_browser,
    on_screen,
    page_harm,
    picture_harm,
    screen_harm,
)
from screener.tui.app import ScreenerApp
from tests.attacks import TERMINAL
from tests.test_hostile_commands import House
from tests.tui.conftest import Hand
from tests.web.chromium import chromium, needs_chromium


class Letting(App[None]):
    """A screen that shows what it is given, in lines of its own width."""

    def __init__(self, shown: Content | str) -> None:
        super().__init__()
        self.shown = shown

    def compose(self) -> ComposeResult:
        yield Static(self.shown)


@pytest.mark.parametrize(
    ("shown", "wrong"),
    [
        ("a [b]c[/b]", ""),
        ("a[@click=app.bell]b[/]", "does something: 'b'"),
        (Content.styled("a", Style(link="http://evil.example")), "does something: 'a'"),
        (Content("a\u202eb"), "U+202E"),
    ],
)
async def test_a_screen_that_lets_through_is_found(shown: Content | str, wrong: str) -> None:
    app = Letting(shown)
    async with app.run_test(size=(20, 3)) as pilot:
        found = screen_harm(Hand(cast("Any", app), pilot, cast("Any", None)))
    assert (wrong in found) if wrong else found == ""


@pytest.mark.parametrize(
    ("inside", "wrong"),
    [
        ("<text>a</text>", ""),
        ("<script>a</script>", "tags of the caller's: ['script']"),
        ('<text onload="a">b</text>', "tags of the caller's: ['onload']"),
        ("<text>a\u202eb</text>", "U+202E"),
        ("<text>a</b></text>", "no XML"),
    ],
)
def test_a_picture_that_lets_through_is_found(inside: str, wrong: str) -> None:
    found = picture_harm(f"<svg>{inside}</svg>")
    assert (wrong in found) if wrong else found == ""


OURS = "\x1b[1;1H\x1b[38;2;1;2;3mRights\x1b[0m\r\n\x1b[?25l\x1b[?2026$p\x1b[>1u\x1b]22;default\x07"


def test_what_the_screen_has_a_terminal_do_is_no_harm() -> None:
    assert drawn_harm(OURS.encode()) == ""


@pytest.mark.parametrize(
    "order",
    [
        "\x1b]0;title\x07",
        "\x1b]8;;http://evil.example\x1b\\",
        "\x1b]52;c;cm0gLXJm\x07",
        "\x1b]22;default\x1b\\",
        "\x1b[6n",
        "\x1b[2J",
        "\x1bc",
        "\x9b31m",
        "\x07",
        "\u202e",
        TERMINAL,
    ],
)
def test_any_other_order_is_found(order: str) -> None:
    assert drawn_harm(f"{OURS}a{order}b".encode()).startswith("U+")


@needs_chromium
@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("<title>Screener</title>a", ""),
        ("<title>evil</title>", "the title evil"),
        ("<title>Screener</title><i onclick=a></i>", "the attribute onclick"),
        ("<title>Screener</title><a href=https://evil.example>", "the tag a; the address https"),
        ("<title>Screener</title><script>1</script>", "a script 1"),
        ("<title>Screener</title><script>alert('x')</script>", "it asked or said: ['x']"),
        ("<title>Screener</title><link rel=icon href=http://evil.example/x>", "evil.example"),
    ],
)
async def test_a_page_that_lets_through_is_found(tmp_path: Path, body: str, wrong: str) -> None:
    async with chromium(tmp_path) as browser:
        tab = await browser.tab()
        await tab.go(f"data:text/html,{quote(body)}")
        async with asyncio.timeout(60):
            while await tab.value("document.readyState") != "complete":
                await tab.rests()
        found = await page_harm(tab, "127.0.0.1:1")
    assert (wrong in found) if wrong else found == ""


def test_without_a_browser_none_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlets, "FOUND", None)
    assert in_browser(House.__new__(House)) == []


def test_a_screen_that_ends_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = House.__new__(House)
    house.folder = tmp_path
    monkeypatch.setattr(ScreenerApp, "on_ready", lambda app: 1 / 0)
    ((outlet, wrong, _),) = on_screen(house)
    assert outlet == "screen"
    assert wrong.startswith("it ended: ZeroDivisionError")
