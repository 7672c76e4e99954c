"""The vendor book over a real desk: gaps, time, wishes, merging, and people one knows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from screener.desk import Desk
from screener.ledger import EntryKind
from screener.relationship import relationship
from screener.store import Store
from screener.tui.between import LONG, missing, spans, timeline
from screener.tui.widgets.matrix import CELL, NAMES, Matrix
from screener.vendor import Person, Vendor
from screener.words import Allowed, Choice, Purpose, Relation
from tests.tui.conftest import Opened
from tests.tui.fake_desk import ACME, CABLE, NOW

TODAY = NOW.date()
DAYS = st.none() | st.dates(date(2015, 1, 1), date(2030, 1, 1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "household.db"
    with Desk(Store.open(path), clock=lambda: NOW) as desk:
        desk.store.set_setting("region", "US")
        desk.add_vendor(ACME)
        desk.add_vendor(CABLE)
        desk.add_vendor(Vendor("Zed Energy"))
    return path


@contextmanager
def at(path: Path) -> Iterator[Desk]:
    with Desk(Store.open(path), clock=lambda: NOW) as desk:
        yield desk


def opening(path: Path) -> object:
    return lambda: Desk(Store.open(path), clock=lambda: NOW)


@given(since=DAYS, deal=DAYS, asked=DAYS, ended=DAYS)
def test_spans_say_what_every_call_of_that_day_would_be_told(
    since: date | None, deal: date | None, asked: date | None, ended: date | None
) -> None:
    vendor = Vendor(
        "A", customer_since=since, last_transaction=deal, last_inquiry=asked, ended=ended
    )
    found = spans(vendor)
    for span in found:
        assert relationship(vendor, span.start) is span.relation
    for one, next_one in pairwise(found):
        assert one.start < next_one.start
        assert one.relation is not next_one.relation
        before = next_one.start - timedelta(days=1)
        assert relationship(vendor, before) is one.relation


def test_the_line_of_time_goes_from_the_first_day_past_today() -> None:
    line, *words = timeline(ACME, TODAY).splitlines()
    assert line.startswith("2021 ━")
    assert line.endswith("2027")
    assert len(line) == LONG + 10
    assert line.count("│") == 1
    assert words == [
        "● customer since 1 Apr 2021",
        "○ lapsed   3 Oct 2027, as it stands",
    ]
    ended = Vendor("A", customer_since=date(2020, 1, 1), ended=date(2024, 8, 1))
    assert timeline(ended, TODAY).splitlines()[1:] == [
        "● customer 1 Jan 2020 – 31 Jul 2024",
        "○ lapsed   since 1 Aug 2024",
    ]
    assert timeline(Vendor("A"), TODAY) == ""


def test_what_is_missing() -> None:
    assert missing(ACME) == ()
    assert [words.partition(":")[0] for words in missing(Vendor("A"))] == ["no number", "no date"]
    assert spans(Vendor("A", customer_since=TODAY))[0].relation is Relation.CURRENT


async def test_gaps_and_time_are_shown(opened: Opened, path: Path) -> None:
    async with opened(opening(path), size=(120, 40)) as hand:
        await hand.press("f5")
        assert "3 vendors · 1 incomplete (!)" in hand.text()
        assert "!" in next(row for row in hand.text().splitlines() if "Zed Energy" in row)
        assert "customer since 1 Apr 2021" in " ".join(hand.text().split())
        await hand.press("end")
        assert "! no number" in hand.text()
        assert "! no date" in hand.text()


async def test_a_wish_is_set_in_place_and_undone(opened: Opened, path: Path) -> None:
    async with opened(opening(path), size=(100, 36)) as hand:
        await hand.press("f5")
        await hand.press("t", "down", "space")
        with at(path) as desk:
            (said,) = desk.vendor(ACME.name).preferences
            assert (said.purpose, said.choice) == (Purpose.ACCOUNT, Choice.OPT_OUT)
            assert desk.ledger(ACME.name) == ()
        assert "wish May 2026" in hand.text()
        await hand.press("space")
        with at(path) as desk:
            assert desk.permissions(ACME.name)[Purpose.ACCOUNT].state is Allowed.ALLOWED
        await hand.press("right", "right", "space")
        with at(path) as desk:
            assert desk.vendor(ACME.name).preferences == ()
        await hand.press("ctrl+z")
        with at(path) as desk:
            assert desk.permissions(ACME.name)[Purpose.ACCOUNT].state is Allowed.ALLOWED


async def test_what_the_ledger_says_changes_by_an_entry(opened: Opened, path: Path) -> None:
    with at(path) as desk:
        desk.opt(ACME.name, [Purpose.SALES], EntryKind.OPT_IN, at=NOW - timedelta(days=3))
    async with opened(opening(path), size=(100, 36)) as hand:
        await hand.press("f5")
        await hand.press("t", "space")
        assert "revocation sales" in hand.text()
        await hand.press("right", "space")
        assert any("cannot be unsaid" in each for each in hand.messages())
    with at(path) as desk:
        assert [entry.kind for entry in desk.ledger(ACME.name)] == [
            EntryKind.OPT_IN,
            EntryKind.REVOCATION,
        ]


async def test_a_click_on_a_cell_is_a_wish(opened: Opened, path: Path) -> None:
    async with opened(opening(path), size=(100, 36)) as hand:
        await hand.press("f5")
        await hand.pilot.click(Matrix, offset=(NAMES + CELL + 4, 1))
        await hand.settle()
    with at(path) as desk:
        assert desk.permissions(ACME.name)[Purpose.SALES].state is Allowed.REFUSED


async def test_two_vendors_are_merged_and_made_two_again(opened: Opened, path: Path) -> None:
    async with opened(opening(path), size=(100, 36)) as hand:
        await hand.press("f5")
        await hand.press("m", "ctrl+s")
        assert "Name the other one." in hand.text()
        await hand.type("Nobody")
        await hand.press("ctrl+s")
        assert "Nobody" in hand.app.screen.query_one("#other", Input).value
        assert hand.app.screen.query(".-faulty")
        await hand.put("#other", "Zed Energy")
        await hand.press("enter")
        assert "Acme Insurance is one vendor now." in hand.messages()
        with at(path) as desk:
            assert "Zed Energy" in desk.vendor(ACME.name).aliases
        await hand.press("M")
        await hand.put("#other", "Zed Energy")
        await hand.press("enter")
        with at(path) as desk:
            assert len(desk.vendors()) == 3
        await hand.press("ctrl+z")
        with at(path) as desk:
            assert len(desk.vendors()) == 2


async def test_people_are_listed_added_edited_and_removed(opened: Opened, path: Path) -> None:
    async with opened(opening(path)) as hand:
        await hand.press("f5")
        await hand.press("p")
        assert "Nobody yet." in hand.text()
        await hand.press("a", "ctrl+s")
        assert "Who is it?" in hand.text()
        await hand.type("Rosa")
        await hand.press("ctrl+s")
        assert "Without a number nobody can tell" in hand.text()
        await hand.put("#numbers", "12")
        await hand.press("ctrl+s")
        assert "'12' is no telephone number" in hand.text()
        assert hand.app.focused is hand.app.screen.query_one("#numbers")
        await hand.put("#numbers", "312 555 0142")
        await hand.put("#relation", "your sister")
        await hand.press("ctrl+s")
        assert "Rosa" in hand.text()
        await hand.press("enter")
        await hand.put("#name", "Rosa B.")
        await hand.press("ctrl+s")
        with at(path) as desk:
            assert desk.household().people == (Person("Rosa B.", ("+13125550142",), "your sister"),)
        await hand.press("x")
        assert "Nobody yet." in hand.text()
        await hand.press("escape", "ctrl+z", "ctrl+z")
    with at(path) as desk:
        assert [person.name for person in desk.household().people] == ["Rosa"]
