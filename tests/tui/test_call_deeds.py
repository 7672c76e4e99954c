"""What becomes of a call: expected, rung back, kept, arriving from outside."""

from datetime import timedelta
from typing import cast

import pytest
from textual.widgets import Input

from screener.call import Call
from screener.faults import Fault
from screener.lookup import Home
from screener.tui.drafts import Drafts
from screener.tui.screens.call import CallScreen
from screener.tui.screens.call_expect import ExpectScreen
from screener.tui.screens.call_ring import RingScreen
from screener.vendor import Expecting
from tests.tui.conftest import Hand, Opened
from tests.tui.fake_desk import ACME, NOW, FakeDesk


def form(hand: Hand) -> CallScreen:
    return cast("CallScreen", hand.app.screen)


@pytest.mark.parametrize("key", ["f11", "ctrl+e"])
async def test_a_call_is_expected(opened: Opened, key: str) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.press("enter")
        await hand.type("Lopez Plumbing")
        await hand.press(key)
        assert isinstance(hand.app.screen, ExpectScreen)
        await hand.put("#from", "2pm")
        await hand.put("#until", "17:30")
        await hand.press("ctrl+s")
        start = NOW.replace(minute=0)
        assert desk.expecting == [
            Expecting("Lopez Plumbing", start, start.replace(hour=17, minute=30))
        ]
        assert any("Expecting Lopez Plumbing, 5 May 2026" in said for said in hand.messages())
        assert hand.app.screen.query_one("#company", Input).value == "Lopez Plumbing"
        await hand.press("f8")
        assert "You expect: Lopez Plumbing, 5 May 2026, 14:00 to 17:30" in hand.text()


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("#day", "someday", "cannot be read as a time"),
        ("#from", "half past", "cannot be read as a time"),
        ("#from", "", "Which hour?"),
        ("#until", "9am", "lies before the beginning"),
        ("#day", "2026-05-04", "is over already"),
    ],
)
async def test_bad_hours_are_said_at_their_field(
    opened: Opened, field: str, text: str, message: str
) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.press("f11")
        await hand.put("#who", "Lopez")
        await hand.put(field, text)
        await hand.press("ctrl+s")
        assert message in " ".join(hand.text().split())
        assert hand.app.screen.query_one("#who", Input).value == "Lopez"
        assert hand.app.screen.query_one(field, Input).value == text
        assert desk.expecting == []
        await hand.press("escape")
        assert isinstance(hand.app.screen, CallScreen)


@pytest.mark.parametrize("key", ["f12", "ctrl+k"])
async def test_one_rings_back_on_the_number_on_file(opened: Opened, key: str) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.put("#number", "5125550199")
        await hand.put("#company", "Acme")
        await hand.press(key)
        assert isinstance(hand.app.screen, RingScreen)
        shown = " ".join(hand.text().split())
        assert "Ring Acme Insurance back" in shown
        assert "+15125550123" in shown
        assert "Never on a number that the caller shows or gives" in shown
        assert "(512) 555-0199 is not on file" in shown
        assert hand.app.clipboard == "+15125550123"
        await hand.press("escape")
        assert hand.app.screen.query_one("#company", Input).value == "Acme"


async def test_nobody_on_file_is_rung_back_from_a_bill(opened: Opened) -> None:
    async with opened() as hand:
        await hand.put("#company", "[/] Somebody")
        await hand.press("f12")
        shown = " ".join(hand.text().split())
        assert "Ring [/] Somebody back" in shown
        assert "No number of theirs is on file" in shown
        assert hand.app.clipboard == ""


async def test_the_card_tells_where_a_number_is_at_home(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    desk.home = Home("United States", "Ohio")
    async with opened(desk) as hand:
        await hand.put("#number", "6145550133")
        assert "United States, Ohio" in hand.text()


# Drafts


def test_the_newest_draft_takes_the_place_of_those_that_wait() -> None:
    orders: list[object] = []
    drafts = Drafts(orders.append, pytest.fail)
    drafts.keep(Call(said="h"))
    drafts.keep(Call(said="he"))
    (order,) = orders
    desk = FakeDesk()
    order(desk)  # type: ignore[operator]
    assert desk.kept == Call(said="he")
    drafts.keep(None)
    assert len(orders) == 2
    orders[1](desk)  # type: ignore[operator]
    assert desk.kept is None


def test_a_draft_that_cannot_be_kept_is_said_once() -> None:
    class Full(FakeDesk):
        def save_draft(self, call: Call | None) -> None:
            raise Fault("The disk is full.")

    said: list[str] = []
    drafts = Drafts(lambda order: order(Full()), said.append)  # type: ignore[arg-type]
    for text in ("h", "he"):
        drafts.keep(Call(said=text))
    assert said == ["The disk is full."]


async def test_the_draft_is_kept_before_anything_is_judged(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.pilot.press("h")
        await hand.app.ask(lambda desk: None)
        assert desk.kept is not None
        assert desk.kept.number == "h"


# Calls from outside


async def test_a_call_that_arrives_fills_an_empty_form(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        at = NOW - timedelta(minutes=1)
        form(hand).arrive("5125550123", "ACME INS", at)
        await hand.settle()
        assert hand.app.screen.query_one("#number", Input).value == "(512) 555-0123"
        assert "caller ID ACME INS" in hand.text()
        assert "Tue 5 May 14:01" in hand.text()
        assert hand.app.focused is hand.app.screen.query_one("#company")
        await hand.press("ctrl+s")
        assert desk.records[0].call.at == at
        assert desk.records[0].call.caller_id == "ACME INS"


async def test_a_call_that_arrives_takes_nothing_away(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.press("enter")
        await hand.type("Som")
        form(hand).arrive("5125550123", "[/]")
        form(hand).arrive("", "")
        await hand.settle()
        await hand.type("ebody")
        assert hand.app.screen.query_one("#company", Input).value == "Somebody"
        assert hand.app.screen.query_one("#number", Input).value == ""
        assert "Waiting: 5125550123 [/] (14:02), a withheld number (14:02)" in hand.text()
        await hand.press("ctrl+s")
        assert desk.records[0].call.company == "Somebody"
        assert hand.app.screen.query_one("#number", Input).value == "(512) 555-0123"
        assert "Waiting: a withheld number" in hand.text()


async def test_the_number_that_was_typed_already_gets_its_name(opened: Opened) -> None:
    async with opened() as hand:
        await hand.type("5125550123")
        form(hand).arrive("+15125550123", "ACME INS")
        await hand.settle()
        assert "caller ID ACME INS" in hand.text()
        assert "Waiting" not in hand.text()
        assert hand.app.screen.query_one("#number", Input).value == "(512) 555-0123"
