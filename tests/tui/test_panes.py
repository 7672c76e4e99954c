"""The screens as they look, letter for letter. To remake them after a change that is meant:
`SCREENER_PANES=write python -m pytest tests/tui/test_panes.py`, then look at the difference."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from screener.call import Call
from screener.config import Settings
from screener.ledger import EntryKind
from screener.words import Purpose
from tests.tui.conftest import Opened
from tests.tui.fake_desk import ACME, CABLE, NOW, FakeDesk
from tests.tui.test_rights import full

RIGHTS = (full().duties, full().findings)
PANES = Path(__file__).parent / "panes"


def household() -> FakeDesk:
    desk = FakeDesk(ACME, CABLE)
    desk.opt(
        "Acme Insurance", [Purpose.SALES], EntryKind.OPT_OUT, at=NOW - timedelta(days=63, hours=5)
    )
    for days, call in enumerate(
        (
            Call(number="(512) 555-0123", company="Acme", said="an upgrade for your policy"),
            Call(company="[/] Dental 😀", said="your appointment on Thursday"),
            Call(company="Support", said="pay with a gift card now, or your PC stays locked"),
            Call(number="(512) 555-0199"),
        )
    ):
        desk.log(Call(at=NOW - timedelta(days=9 - 2 * days), number=call.number,
                      company=call.company, said=call.said))  # fmt: skip
    desk.duties, desk.findings = RIGHTS
    return desk


CALL = (("#number", "5125550123"), ("#company", "Acme"), ("#said", "an upgrade, a special offer"))


@pytest.mark.parametrize(
    ("name", "size", "keys"),
    [
        ("call-80x24", (80, 24), ()),
        ("call-120x40", (120, 40), ()),
        ("call-tells-80x24", (80, 24), ("escape",)),
        ("call-answered-120x40", (120, 40), ("escape", "u", "escape", "2")),
        ("call-200x60", (200, 60), ()),
        ("history-80x24", (80, 24), ("f4", "down")),
        ("history-120x40", (120, 40), ("f4", "down")),
        ("vendors-80x24", (80, 24), ("f5",)),
        ("vendors-120x40", (120, 40), ("f5",)),
        ("help-80x24", (80, 24), ("f1",)),
        ("help-120x40", (120, 40), ("f1",)),
        ("call-more-80x24", (80, 24), ("f9",)),
        ("history-open-80x24", (80, 24), ("f4", "down", "enter")),
        ("rights-120x40", (120, 40), ("f6",)),
        ("rights-80x24", (80, 24), ("f6",)),
    ],
)
async def test_pane(
    opened: Opened, name: str, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    async with opened(household(), size=size) as hand:
        if name.startswith("call"):
            for field, text in CALL:
                await hand.put(field, text)
        if keys:
            await hand.press(*keys)
        shown = hand.text() + "\n"
    pane = PANES / f"{name}.txt"
    if os.environ.get("SCREENER_PANES") == "write":
        PANES.mkdir(exist_ok=True)
        pane.write_text(shown, encoding="utf-8")
    assert shown == pane.read_text(encoding="utf-8")


LOOKS = ("light", "dark", "light-contrast", "dark-contrast", "NO_COLOR")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("key", ["f5", "f6"])
async def test_no_look_says_anything_else(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, look: str, key: str
) -> None:
    """What a theme changes is colour; the letters are those of the pane."""
    if look == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    settings = Settings() if look == "NO_COLOR" else Settings(look)
    async with opened(household(), settings=settings) as hand:
        await hand.press(key)
        shown = hand.text() + "\n"
    name = {"f5": "vendors", "f6": "rights"}[key]
    assert words(shown) == words((PANES / f"{name}-80x24.txt").read_text(encoding="utf-8"))


def words(pane: str) -> list[str]:
    """The lines without the thumb of a scrollbar, which is a letter in some looks only."""
    return [line.rstrip(" ▁▂▃▄▅▆▇█") for line in pane.splitlines()]
