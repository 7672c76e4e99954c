"""Aftercare from the History place: what was given, the steps, and ticking them off."""

from pathlib import Path

from screener.call import Call
from screener.desk import Desk
from screener.store import Store
from screener.tui.screens.history import HistoryScreen
from tests.tui.conftest import Opened
from tests.tui.fake_desk import NOW, FakeDesk


async def test_steps_follow_what_was_given_and_are_ticked_off(opened: Opened) -> None:
    desk = FakeDesk()
    desk.log(Call(company="[/] Support", said="pay with a gift card"))
    async with opened(desk) as hand:
        await hand.press("f4", "a")
        shown = hand.text()
        assert "[/] Support: what to do now" in shown
        assert "[ ] a one-time code" in shown
        assert "Hang up" not in shown, "first it is asked what was given"
        await hand.press("down", "space")
        assert desk.gave == ["card"]
        shown = hand.text()
        assert "[x] a card number or a PIN" in shown
        assert "1. Hang up [/], and wait a minute." in shown
        assert "2. Ring the bank on the card's number. (x.example)" in shown
        assert "2 steps to go" in shown
        await hand.press("space")
        assert desk.done == {"hang_up"}
        assert "1 step to go" in hand.text()
        await hand.press("down", "space")
        assert "All done." in hand.text()
        await hand.press("space")
        assert desk.done == {"hang_up"}, "a tick can be taken back"
        await hand.press("escape", "a")
        assert "[x] 1. Hang up" in hand.text(), "what was ticked is kept"
        assert "[ ] 2. Ring the bank" in hand.text()
        await hand.press("escape")
        assert isinstance(hand.app.screen, HistoryScreen)


async def test_it_is_kept_with_the_call_of_a_real_desk(opened: Opened, tmp_path: Path) -> None:
    def real() -> Desk:
        return Desk(Store.open(tmp_path / "household.db"), clock=lambda: NOW)

    with real() as desk:
        record = desk.log(Call(company="Support", said="read me the code we sent you"))
    async with opened(real) as hand:
        await hand.press("f4", "a", "space")
        assert "steps to go" in hand.text()
        first = hand.app.screen.query("#steps LongTick").first()
        assert first.size.height > 1, "a long step is not cut"
        await hand.press("tab", "tab")
    with real() as desk:
        assert desk.aftercare(record.call.id).gave == ("code",)


async def test_what_was_not_given_after_all_is_taken_back(opened: Opened) -> None:
    desk = FakeDesk()
    async with opened(desk) as hand:
        await hand.put("#said", "pay with a gift card")
        await hand.press("f10", "space")
        assert desk.gave == ["code"]
        assert "steps to go" in hand.text()
        await hand.press("up", "space")
        assert desk.gave == []
        assert "steps to go" not in hand.text()
        await hand.press("space")
        assert desk.gave == ["code"], "both ways, as often as wanted"


async def test_one_key_in_call_stores_and_asks_what_was_given(opened: Opened) -> None:
    desk = FakeDesk()
    async with opened(desk) as hand:
        await hand.press("f10")
        assert not desk.records, "nothing to store, nothing to see to"
        await hand.put("#said", "pay with a gift card")
        await hand.press("f10", "space")
        assert [record.call.said for record in desk.records] == ["pay with a gift card"]
        assert desk.gave == ["code"]
        await hand.press("escape", "f10")
        assert "[x] a one-time code" in hand.text(), "the call just stored, not another"
        assert len(desk.records) == 1
