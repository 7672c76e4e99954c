"""The History place: a window on all calls, narrowed by words and label, and put right."""

from datetime import timedelta

from textual.widgets import Input

from screener.call import Call
from screener.ledger import EntryKind
from screener.tui.pages import PAGE
from screener.tui.screens.history import NOTHING_FOUND, NOTHING_STORED
from screener.tui.widgets.chips import Chip
from screener.tui.widgets.window import Window
from screener.words import Label, Purpose
from tests.tui.conftest import Hand, Opened
from tests.tui.fake_desk import ACME, NOW, FakeDesk


def desk_with(*calls: Call) -> FakeDesk:
    desk = FakeDesk(ACME)
    for call in calls:
        desk.log(call)
    return desk


def three() -> FakeDesk:
    return desk_with(
        Call(company="Acme", said="an upgrade for you", at=NOW - timedelta(days=2)),
        Call(company="[/] Dental", said="your appointment", at=NOW - timedelta(days=1)),
        Call(company="Support", said="buy a gift card", at=NOW),
    )


def cursor(hand: Hand) -> int:
    return hand.app.screen.query_one(Window).cursor


async def test_an_empty_history_says_what_to_do(opened: Opened) -> None:
    async with opened() as hand:
        await hand.press("f4")
        assert NOTHING_STORED[:30] in hand.text()


async def test_a_call_just_stored_is_found(opened: Opened) -> None:
    async with opened() as hand:
        await hand.put("#company", "Acme")
        await hand.put("#said", "an upgrade")
        await hand.press("ctrl+s", "f4")
        assert "▲ upsell" in hand.text()
        await hand.press("enter")
        assert "“upgrade”" in hand.text()
        assert "Acme Insurance" in hand.text()
        await hand.press("escape", "f3")
        await hand.put("#said", "another upgrade")
        await hand.press("f2", "f4")
        assert "2 calls" in hand.text()


async def test_search_and_labels_narrow_it(opened: Opened) -> None:
    async with opened(three()) as hand:
        await hand.press("f4")
        assert "3 calls" in hand.text()
        await hand.press("slash")
        await hand.type("appoint")
        assert "1 call found" in hand.text()
        assert "[/] Dental" in hand.text()
        await hand.press("escape")
        assert hand.app.screen.query_one("#search", Input).value == ""
        await hand.press("escape", "l")
        assert "[◆ solicitation]" in hand.text()
        assert "1 call found" in hand.text()
        await hand.press("l", "l", "l")
        assert NOTHING_FOUND[:20] in hand.text()
        await hand.press("l")
        assert "3 calls" in hand.text()


async def test_a_chip_is_clicked(opened: Opened) -> None:
    async with opened(three()) as hand:
        await hand.press("f4")
        await hand.pilot.click(hand.app.screen.query(Chip)[3])
        await hand.settle()
        assert "[● service]" in hand.text()
        assert "1 call found" in hand.text()


async def test_a_call_is_corrected(opened: Opened) -> None:
    desk = three()
    async with opened(desk) as hand:
        await hand.press("f4", "c")
        assert "What was this call?" in hand.text()
        await hand.press("3", "tab")
        await hand.type("it was the bank")
        await hand.press("ctrl+s")
        correction = desk.record("c3").correction
        assert correction is not None
        assert (correction.label, correction.note) == (Label.SERVICE, "it was the bank")
        assert desk.record("c3").label is Label.SOLICITATION, "the verdict stays beside it"
        assert "● service ✎" in hand.text()
        await hand.press("enter")
        assert "✎ ● genuine service, corrected on 5 May 2026 – it was the bank" in hand.text()
        assert "‼ SCAM" in hand.text()


async def test_escape_corrects_nothing(opened: Opened) -> None:
    desk = three()
    async with opened(desk) as hand:
        await hand.press("f4", "c", "4", "escape")
        assert desk.record("c3").correction is None


async def test_the_caller_is_opted_out_from_here(opened: Opened) -> None:
    desk = three()
    async with opened(desk) as hand:
        await hand.press("f4", "end", "o")
        assert "Acme Insurance: may no longer call" in hand.text()
        await hand.press("ctrl+s")
        assert {entry.purpose for entry in desk.entries} >= {Purpose.SALES, Purpose.SURVEY}
        assert all(entry.kind is EntryKind.OPT_OUT for entry in desk.entries)
        assert all(entry.call == "c1" for entry in desk.entries)


async def test_keys_move_through_a_long_list_that_is_read_in_pages(opened: Opened) -> None:
    count = 25 * PAGE + 7
    desk = desk_with(*(Call(said=f"number {at}") for at in range(count)))
    async with opened(desk) as hand:
        await hand.press("f4")
        assert len([asked for asked in desk.asked if asked.startswith("history")]) == 1
        await hand.press("j", "down", "k")
        assert cursor(hand) == 1
        await hand.press("pagedown")
        assert cursor(hand) > 10
        await hand.press("end")
        assert cursor(hand) == count - 1
        assert "number 0" in hand.text()
        assert desk.asked.count("anchors") == 1
        assert len(desk.asked) < 12, "only what is seen is read"
        await hand.press("home")
        assert f"number {count - 1}" in hand.text()
        window = hand.app.screen.query_one(Window)
        window.scroll_to(y=count // 2, animate=False)
        await hand.settle()
        assert f"number {count - 1 - count // 2}" in hand.text()


async def test_the_cursor_stays_at_its_call_when_others_arrive(opened: Opened) -> None:
    desk = three()
    async with opened(desk) as hand:
        await hand.press("f4", "down")
        desk.log(Call(company="Newcomer", said="hello"))
        await hand.press("f3", "f4")
        assert cursor(hand) == 2
        row = hand.app.screen.query_one(Window).row
        assert row is not None
        assert row.id == "c2"
