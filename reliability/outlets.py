"""The outlets that stay open: the screen on a terminal, and its page in a browser.

Both are opened on an attacked household, and gone through place by place.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

from screener.actions import ACTIONS, Place
from screener.desk import Desk
from screener.store import Store
from screener.tui.app import ScreenerApp
from tests.attacks import harm
from tests.test_hostile_commands import House
from tests.tui.conftest import Hand, Questions
from tests.tui.test_hostile import STEPS, harm_on
from tests.web.chromium import FOUND, Tab, chromium
from tests.web.house import house as served

Outcome = tuple[str, str, str]
"""The outlet, what is wrong with what came out, and where it did."""

SCREEN, BROWSER = "screen", "browser"
WANTING = "The browser was left out: no chromium was found."
_SIZE = (120, 40)
_PICTURE = {"svg", "style", "defs", "clipPath", "rect", "text", "g", "circle", "path"}
"""Of what the picture of a screen is made."""

_ORDERS = re.compile(
    r"\x1b\[[0-9;]*[Hm]"  # places and colours
    r"|\x1b\[\?[0-9;]+[hl]|\x1b\[\?2026\$p"  # modes of the terminal, and whether it knows one
    r"|\x1b\[[<>=][0-9;]*u"  # how keys are told
    r"|\x1b\]22;[a-z-]*\x07"  # the shape of the pointer
)
"""All that the program itself has a terminal do: no title, link, clipboard or answer back."""

_FOREIGN = """(() => {
  const found = [];
  if (document.title !== "Screener") found.push("the title " + document.title);
  const odd = "img,iframe,object,embed,svg,base,a,audio,video,meta[http-equiv]";
  for (const each of document.querySelectorAll(odd)) found.push("the tag " + each.localName);
  for (const each of document.querySelectorAll("*"))
    for (const { name, value } of each.attributes)
      if (name.startsWith("on")) found.push("the attribute " + name);
      else if (["src", "href", "action"].includes(name) && value !== "data:,"
          && new URL(value, location).origin !== location.origin)
        found.push("the address " + value);
  for (const each of document.scripts)
    if (!each.getAttribute("src")) found.push("a script " + each.textContent);
  return found.join("; ").slice(0, 300);
})()"""
"""What stands in the page that the program did not put there."""


def on_screen(house: House) -> list[Outcome]:
    """Every place of the screen, and what opens in it."""
    found: list[Outcome] = []
    try:
        asyncio.run(_on_screen(house, found))
    except Exception as error:  # noqa: BLE001 - a screen that ends is what is looked for
        found.append((SCREEN, f"it ended: {type(error).__name__}: {str(error)[:80]}", "screen"))
    return found


async def _on_screen(house: House, found: list[Outcome]) -> None:
    app = ScreenerApp(lambda: Desk(Store.open(house.folder / "calls.db")))
    questions = Questions(app)
    async with app.run_test(size=_SIZE) as pilot:
        hand = Hand(app, pilot, questions)
        await hand.settle()
        for place, steps in STEPS.items():
            app.switch_mode(place)
            for keys in ((), *steps):
                await hand.press(*keys)
                if not app.is_running:
                    return
                found.append((SCREEN, screen_harm(hand), f"{place} {' '.join(keys)}".strip()))


def screen_harm(hand: Hand) -> str:
    """What is wrong with the rows of a screen, or with its picture."""
    return harm_on(hand) or picture_harm(hand.app.export_screenshot())


def picture_harm(picture: str) -> str:
    """What is wrong with the picture (SVG) of a screen."""
    try:
        root = ElementTree.fromstring(picture)
    except ElementTree.ParseError as error:
        return f"a picture that is no XML: {error}"
    tags = {each.tag.rpartition("}")[2] for each in root.iter()} - _PICTURE
    acts = {name for each in root.iter() for name in each.attrib if name.startswith("on")}
    if tags or acts:
        return f"tags of the caller's: {sorted(tags | acts)}"
    return harm(" ".join(root.itertext()), wrapped=True)


def in_browser(house: House) -> list[Outcome]:
    """The page that asks for the password, and every place of the screen. Nothing where there is
    no browser."""
    return asyncio.run(_in_browser(house)) if FOUND else []


async def _in_browser(house: House) -> list[Outcome]:
    found: list[Outcome] = []
    where = "at the door"
    said = quote(house.attack[:300], safe="", errors="replace")
    async with served(house.folder) as opened, _tab(house.folder / "profile") as tab:
        at = urlsplit(opened.url).netloc
        try:
            await tab.go(f"{opened.url}?by={said}#key={said}")
            await tab.says("That is not the password.")
            found.append((BROWSER, await page_harm(tab, at), where))
            await tab.go(opened.url)
            await tab.go(f"{opened.url}?by={said}#key={opened.key}")
            for place in STEPS:
                where = place
                await _goes(tab, place)
                found.append((BROWSER, await page_harm(tab, at), where))
        except (AssertionError, TimeoutError) as error:
            found.append((BROWSER, f"was not shown: {str(error)[:80]!r}", where))
    return found


async def _goes(tab: Tab, place: Place) -> None:
    """Opens a place by its key."""
    if place is not Place.CALL:
        keys = next(each.keys for each in ACTIONS if each.id == f"go.{place}")
        first = keys.split(",")[0]
        await tab.press(first.upper() if first.startswith("f") else first)
    await tab.sees(f"[{place.title()}]")
    await tab.rests()


async def page_harm(tab: Tab, at: str) -> str:
    """What is wrong with what reached a browser's tab: bytes for its terminal, what the page is
    made of, windows, and what was asked of others than the server `at`."""
    foreign = {
        url
        for url in tab.asked
        if urlsplit(url).netloc != at and not url.startswith(("data:", "about:"))
    }
    if foreign or tab.dialogs:
        return f"it asked or said: {sorted(foreign) or tab.dialogs}"
    standing = str(await tab.value(_FOREIGN))
    return standing or drawn_harm(bytes(tab.drawn)) or harm(tab.paper.text(), wrapped=True)


def drawn_harm(content: bytes) -> str:
    """What is wrong with what a window draws: any order to the terminal but the program's own."""
    text = _ORDERS.sub("", content.decode("utf-8", "replace"))
    return harm(text, ends="\r\n", wrapped=True)


@asynccontextmanager
async def _tab(profile: Path) -> AsyncIterator[Tab]:
    async with chromium(profile) as browser:
        yield await browser.tab()
