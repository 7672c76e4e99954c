"""Tells and answers: ticked from wherever one is, seen in the verdict at once, taken back."""

import pytest
from textual.widgets import Input, TextArea

from screener.call import Answer, Call
from screener.tui.tells import letters
from screener.tui.widgets.live_card import LiveCard
from screener.tui.widgets.picks import Picks, Placed, columns, flow
from tests.tui.conftest import Opened
from tests.tui.fake_desk import ACME, FakeDesk


def test_every_tell_has_a_letter_of_its_own() -> None:
    given = ["asks for a code", "won't say who", "recorded voice", "asks for card", "c c", ""]
    assert letters(given)[:4] == ["c", "w", "v", "a"]
    assert len(set(letters(given))) == len(given)
    assert letters(["x"] * 30).count("") == 4


def test_things_flow_like_words_and_stand_in_columns() -> None:
    assert flow([3, 3, 9], 8) == [Placed(0, 0, 3), Placed(0, 5, 3), Placed(1, 0, 8)]
    assert columns([4, 6, 5], 14) == [Placed(0, 0, 4), Placed(1, 0, 6), Placed(0, 8, 5)]
    assert flow([], 8) == columns([], 8) == []
    assert columns([40], 8) == [Placed(0, 0, 8)]


async def test_a_letter_behind_esc_ticks_a_tell_and_leaves_one_where_one_was(
    opened: Opened,
) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.press("enter", "enter")
        await hand.type("hello ")
        await hand.press("escape")
        assert "c  asks for a code" in hand.text()
        assert "offers an upgrade" in hand.text()
        await hand.press("c")
        assert "‼ SCAM" in hand.text()
        assert "c✓ asks for a code" in hand.text()
        await hand.type("cu")
        words = hand.app.screen.query_one("#said", TextArea)
        assert (words.text, words.has_focus) == ("hello cu", True)
        await hand.press("escape", "c")
        assert "SCAM" not in hand.text()
        await hand.press("escape", "escape")
        assert words.has_focus
        await hand.press("escape", "u", "ctrl+s")
        assert desk.records[0].call.tells == ("UPGRADE",)


async def test_alt_and_a_letter_is_esc_and_a_letter(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.press("alt+c", "alt+v")
        number = hand.app.screen.query_one("#number", Input)
        assert (number.value, number.has_focus) == ("", True)
        await hand.press("alt+2")
        await hand.press("ctrl+s")
        (record,) = desk.records
        assert record.call.tells == ("ASKS_CODE", "RECORDED")
        assert record.call.recorded is True
        assert record.call.answers == (Answer("existing", "offer"),)


async def test_a_click_ticks_too(opened: Opened) -> None:
    async with opened(size=(120, 40)) as hand:
        tells = hand.app.screen.query_one("#tells", Picks)
        assert len(tells.picks) == 4, "all of them, where there is room"
        await hand.pilot.click(tells, offset=(4, 0))
        await hand.settle()
        assert "c✓ asks for a code" in hand.text()
        await hand.pilot.click(tells, offset=(4, 0))
        await hand.settle()
        assert "Nobody on the line" in hand.text()


async def test_a_click_beside_them_opens_them(opened: Opened) -> None:
    async with opened() as hand:
        assert "asks for a code" not in hand.text()
        await hand.pilot.click("#tells", offset=(50, 0))
        await hand.settle()
        assert "asks for a code" in hand.text()
        await hand.press("right", "right", "space")
        assert "w✓ won't say who" in hand.text()


async def test_an_answer_moves_the_verdict_and_is_taken_back(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.put("#company", "Somebody")
        assert "? UNDETERMINED   what was logged gives no ground to decide" in hand.text()
        assert "1  something I have" in hand.text()
        await hand.press("escape", "1")
        assert "● GENUINE SERVICE" in hand.text()
        assert "✓ something I have – “What exactly" in hand.text()
        assert "1  my own vendor" in hand.text(), "the next question is asked"
        assert desk.kept is not None
        assert desk.kept.answers == (Answer("existing", "have"),)
        await hand.press("escape", "2")
        await hand.press("escape", "backspace")
        assert "vague –" not in hand.text()
        assert "something I have –" in hand.text()
        await hand.click("something I have –")
        assert "? UNDETERMINED" in hand.text()
        assert hand.app.screen.query_one("#company", Input).value == "Somebody"


async def test_an_answer_is_clicked(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk, size=(120, 40)) as hand:
        await hand.put("#company", "Somebody")
        await hand.click("my own vendor")
        await hand.press("ctrl+s")
        assert desk.records[0].call.answers == (Answer("who", "own"),)


async def test_an_answer_is_pointed_at_with_arrows(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk, size=(120, 40)) as hand:
        await hand.put("#company", "Somebody")
        card = hand.app.screen.query_one(LiveCard)
        card.focus()
        await hand.press("left", "right", "right", "space")
        assert "✓ my own vendor – “Who are you calling for?”" in hand.text()
        (answer,) = desk.kept.answers if desk.kept else ()
        assert answer == Answer("who", "own")
        assert card.has_focus


async def test_ticks_and_answers_come_back_with_the_draft(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    desk.kept = Call(tells=("UPGRADE",), answers=(Answer("existing", "offer"),), recorded=True)
    async with opened(desk) as hand:
        assert "u✓ offers an upgrade" in hand.text()
        assert "v✓ recorded voice" in hand.text()
        assert "✓ an offer –" in hand.text()
        await hand.press("f8")
        assert desk.draft() is None
        assert "✓" not in hand.text()


@pytest.mark.parametrize("key", ["z", "9", "f"])
async def test_a_key_that_means_nothing_does_nothing(opened: Opened, key: str) -> None:
    async with opened() as hand:
        await hand.press("escape", key)
        assert hand.app.focused is hand.app.screen.query_one("#tells")
        assert "Nobody on the line" in hand.text()
