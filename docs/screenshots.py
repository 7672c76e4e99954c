"""Pictures of the screen for the README and these pages, drawn by the program itself.

    python -m docs.screenshots [FOLDER]

Every place is opened over the sample household on a held day, in both sizes, light and dark, and
written to docs/images as SVG without fonts of its own: whoever looks uses theirs.
"""

import argparse
import asyncio
import re
import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from textual.pilot import Pilot

from screener.config import Settings
from screener.desk import Desk
from screener.desk.sample import fill
from screener.store import Store
from screener.tui.app import After, ScreenerApp

FOLDER = Path(__file__).parent / "images"
NOW = datetime(2026, 11, 20, 9, 41, tzinfo=ZoneInfo("America/Chicago"))
SIZES = ((80, 24), (120, 40))
THEMES = ("dark", "light")
_PATIENCE = 600
"""Tenths of a second to wait for what is to be seen."""


class Picture(NamedTuple):
    """A place: the keys that lead there, what is typed then, and what is seen when it is done."""

    name: str
    keys: Sequence[str]
    seen: str
    typed: Sequence[str] = ()


CALL = (
    "8005550110",
    "Lakeshore Fiber",
    "as a loyal customer we get a free line, just say yes today",
)
"""Number, company, and what is said."""
PICTURES = (
    Picture("call", (), "EXISTING-VENDOR UPSELL", CALL),
    Picture("history", ("f4", "down", "down"), "today"),
    Picture("vendors", ("f5", "down"), "sales"),
    Picture("rights", ("f6",), "opt-outs"),
    Picture("insights", ("ctrl+d",), "calls   ◆"),
    Picture("rules", ("ctrl+u", "down", "down"), "100%"),
)


def main() -> None:
    """Draw all of them."""
    parser = argparse.ArgumentParser(prog="python -m docs.screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--only", metavar="PLACE", default="", help="one place: call, history …")
    asked = parser.parse_args()
    draw(asked.folder, asked.only)


def draw(folder: Path, only: str = "") -> None:
    """Writes the pictures of all places, or of one, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="screener-pictures-") as made:
        sample = Path(made) / "sample.db"
        with Desk(Store.open(sample), clock=lambda: NOW) as desk:
            fill(desk, NOW)
        for picture, size, theme in product(PICTURES, SIZES, THEMES):
            if only in {"", picture.name}:
                name = f"{picture.name}-{size[0]}x{size[1]}-{theme}.svg"
                copy = Path(made) / f"{name}.db"
                shutil.copyfile(sample, copy)
                svg = asyncio.run(drawn(copy, picture, size, theme))
                (folder / name).write_text(svg, encoding="utf-8")


async def drawn(sample: Path, picture: Picture, size: tuple[int, int], theme: str) -> str:
    """One picture as SVG."""

    def desk() -> Desk:
        return Desk(Store.open(sample), clock=lambda: NOW)

    app = ScreenerApp(desk, demo=True, settings=Settings(theme=theme), clock=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await until(pilot, "Nobody on the line")
        await pilot.press(*picture.keys)
        for place, text in enumerate(picture.typed):
            letters = ("space" if char == " " else char for char in text)
            await pilot.press(*(["tab"] if place else []), *letters)
        await until(pilot, picture.seen)
        await pilot.pause(0.5)
        return smaller(app.export_screenshot(title="Screener", simplify=True))


async def until(pilot: Pilot[After], text: str) -> None:
    """Waits until a text is seen."""
    for _ in range(_PATIENCE):
        strips = pilot.app.screen._compositor.render_strips()  # noqa: SLF001 - nothing public tells
        if any(text in strip.text for strip in strips):
            return
        await pilot.pause(0.1)
    raise TimeoutError(f"{text!r} was never seen")


def smaller(svg: str) -> str:
    """Without fonts from elsewhere, clipping of each line, and long names."""
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, ", "").replace("font-family: Fira Code", "font-family: monospace")
    svg = re.sub(r'<clipPath id="[^"]*-line-\d+">.*?</clipPath>', "", svg, flags=re.DOTALL)
    svg = re.sub(r' clip-path="url\(#[^"]*-line-\d+\)"', "", svg)
    svg = re.sub(r"terminal-\d+-", "t-", svg)
    return re.sub(r"\n\s*\n+", "\n", svg)


if __name__ == "__main__":
    main()
