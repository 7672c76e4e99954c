"""The Insights place: every figure is drawn at any size, and leads to its calls."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from screener.call import Call
from screener.desk import Desk
from screener.insights import figures_of
from screener.ledger import EntryKind
from screener.query import read_query
from screener.store import Store
from screener.tui.screens.history import HistoryScreen
from screener.tui.screens.insights import NOTHING, InsightsScreen, Lines
from screener.tui.widgets.chart import HourChart, WeekChart
from screener.vendor import Vendor
from screener.words import Label, Purpose
from tests.tui.conftest import Hand, Opened
from tests.tui.fake_desk import NOW

PANES = Path(__file__).parent / "panes"
SAID = (
    ("Orkin", "(877) 719-6679", "wants to add termite cover to my plan, 29 a month more"),
    ("Zenith Solar", "(614) 555-0133", "a free estimate for solar panels today"),
    ("ZENITH SOLAR, LLC", "(614) 555-0134", "solar panels, an offer for today only"),
    ("[/] Dental", "", "reminder of your appointment on Wednesday at 3:40"),
    ("Support", "", "pay with a gift card now or your computer stays locked"),
)


def filled(path: Path, calls: int = 20) -> None:
    """A household of five callers that ring in turn, three days apart."""
    with Desk(Store.open(path), clock=lambda: NOW) as desk:
        desk.store.set_setting("time_zone", "America/Chicago")
        desk.add_vendor(Vendor("Orkin", numbers=("8777196679",), customer_since=NOW.date()))
        for at in range(calls):
            company, number, said = SAID[at % len(SAID)]
            when = NOW - timedelta(days=3 * at, hours=at % 7)
            call = desk.log(Call(at=when, company=company, number=number, said=said)).call
            if at == 1:
                desk.correct(call.id, Label.SERVICE)
        if calls > 1:
            early = NOW - timedelta(days=50)
            desk.opt("Orkin", [Purpose.SALES], EntryKind.OPT_OUT, at=early)


def desk_at(path: Path) -> Desk:
    return Desk(Store.open(path), clock=lambda: NOW)


async def searched(hand: Hand) -> str:
    assert isinstance(hand.app.screen, HistoryScreen)
    return hand.app.screen.query_one("#search", Input).value


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_pane(opened: Opened, tmp_path: Path, size: tuple[int, int]) -> None:
    filled(tmp_path / "x.db")
    async with opened(lambda: desk_at(tmp_path / "x.db"), size=size) as hand:
        await hand.press("ctrl+d")
        shown = hand.text() + "\n"
        assert isinstance(hand.app.screen, InsightsScreen)
    pane = PANES / f"insights-{size[0]}x{size[1]}.txt"
    if os.environ.get("SCREENER_PANES") == "write":
        pane.write_text(shown, encoding="utf-8")
    assert shown == pane.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 48)])
async def test_no_call_and_one_call(opened: Opened, tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(lambda: desk_at(tmp_path / "x.db"), size=size) as hand:
        await hand.press("escape", "ctrl+d")
        assert NOTHING.split(",", maxsplit=1)[0] in " ".join(hand.text().split())
        await hand.press("enter", "p")
        assert isinstance(hand.app.screen, InsightsScreen), "there is nothing to open"
        await hand.app.ask(filled_by)
        await hand.press("f3", "ctrl+d")
        shown = hand.text()
        assert NOTHING[:20] not in shown
        assert "1 call" in shown


def counting(words: str) -> Callable[[Desk], int]:
    return lambda desk: desk.count(words)


def filled_by(desk: Desk) -> None:
    desk.log(Call(at=NOW, company="Zenith", said="a free estimate for solar panels"))


async def test_a_week_and_an_hour_open_their_calls(opened: Opened, tmp_path: Path) -> None:
    filled(tmp_path / "x.db")
    async with opened(lambda: desk_at(tmp_path / "x.db"), size=(160, 48)) as hand:
        await hand.press("ctrl+d", "left")
        chart = hand.app.screen.query_one(WeekChart)
        assert chart.words == "since:2026-04-27 until:2026-05-03"
        count = await hand.app.ask(lambda desk: desk.count(chart.words))
        assert f"27 Apr–3 May 2026: {count} calls" in hand.text()
        await hand.press("enter")
        assert await searched(hand) == "since:2026-04-27 until:2026-05-03"
        assert f"{count} calls" in hand.text()
        await hand.press("ctrl+d", "tab", "down", "up", "right", "left")
        hours = hand.app.screen.query_one(HourChart)
        assert hours.has_focus
        words = hours.words
        expected = await hand.app.ask(lambda desk: desk.count(words))
        assert expected >= 1
        await hand.press("enter")
        assert await searched(hand) == words


async def test_every_line_of_a_list_leads_to_as_many_calls_as_it_says(
    opened: Opened, tmp_path: Path
) -> None:
    filled(tmp_path / "x.db")
    async with opened(lambda: desk_at(tmp_path / "x.db"), size=(160, 48)) as hand:
        await hand.press("ctrl+d")
        screen = hand.app.screen
        for name in ("companies", "changes", "corrections"):
            for line in screen.query_one(f"#{name}", Lines).figures:
                if not line.words:
                    continue
                assert read_query(line.words)
                found = await hand.app.ask(counting(line.words))
                digits = [word for word in line.text.replace(",", "").split() if word.isdigit()]
                assert str(found) in digits, line
        companies = screen.query_one("#companies", Lines)
        assert "8  Zenith Solar" in companies.figures[0].text, "spellings of a name are one"
        companies.focus()
        await hand.press("enter")
        assert await searched(hand) == companies.figures[0].words


async def test_the_period_is_changed(opened: Opened, tmp_path: Path) -> None:
    filled(tmp_path / "x.db")
    async with opened(lambda: desk_at(tmp_path / "x.db"), size=(120, 40)) as hand:
        await hand.press("ctrl+d", "p")
        assert "20 in 52 weeks" in hand.text()
        await hand.press("p")
        assert "in 13 weeks" in hand.text()


async def test_without_colour_the_cursor_stands_in_brackets(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    filled(tmp_path / "x.db")
    async with opened(lambda: desk_at(tmp_path / "x.db")) as hand:
        await hand.press("ctrl+d", "tab")
        row = next(line for line in hand.text().splitlines() if "[█" in line)
        assert row


def test_a_chart_of_nothing_says_that_it_counts() -> None:
    chart = WeekChart(id="weeks")
    assert str(chart.render()) == "Counting …"
    assert HourChart(id="hours").words == ""
    assert figures_of((), NOW.date(), NOW.date()).calls == 0


@pytest.mark.parametrize("name", ["optouts", "companies", "changes", "corrections"])
async def test_enter_on_a_line_opens_its_calls(opened: Opened, tmp_path: Path, name: str) -> None:
    filled(tmp_path / "x.db")
    async with opened(lambda: desk_at(tmp_path / "x.db"), size=(160, 48)) as hand:
        await hand.press("ctrl+d")
        lines = hand.app.screen.query_one(f"#{name}", Lines)
        lines.focus()
        await hand.press("end")
        assert lines.highlighted is not None
        words = lines.figures[lines.highlighted].words
        assert words
        found = await hand.app.ask(counting(words))
        assert found >= 1
        await hand.press("enter")
        assert await searched(hand) == words
        assert f"{found} call" in hand.text()


async def test_one_call_is_one(opened: Opened, tmp_path: Path) -> None:
    filled(tmp_path / "x.db", calls=1)
    async with opened(lambda: desk_at(tmp_path / "x.db"), size=(160, 48)) as hand:
        await hand.press("ctrl+d")
        assert "1 in 26 weeks" in hand.text()
        assert "0 of 1 call judged" in hand.text()
        assert "0.0%" not in hand.text()


@pytest.mark.parametrize("key", ["ctrl+d", "ctrl+u"])
async def test_without_colour_the_line_of_the_cursor_is_underlined(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    filled(tmp_path / "x.db")
    async with opened(lambda: desk_at(tmp_path / "x.db"), size=(160, 48)) as hand:
        await hand.press(key, "tab", "tab", "tab") if key == "ctrl+d" else await hand.press(key)
        strips = hand.app.screen._compositor.render_strips()[1:-1]
        lined = [
            s for strip in strips for s in strip if s.style and s.style.bold and s.style.underline
        ]
        assert any(segment.text.strip() for segment in lined)
