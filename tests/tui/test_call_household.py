"""Who took the call and on which line: fields of the folded part, remembered while it is open."""

from textual.widgets import Input

from tests.tui.conftest import Opened
from tests.tui.fake_desk import ACME, FakeDesk


async def test_who_took_it_is_kept_for_the_next_call(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.press("f9")
        await hand.put("#taken_by", "Eve")
        await hand.put("#own_number", "6145550142")
        await hand.put("#said", "an offer")
        await hand.press("ctrl+s")
        assert (desk.records[0].call.taken_by, desk.records[0].call.own_number) == (
            "Eve",
            "6145550142",
        )
        assert hand.app.screen.query_one("#taken_by", Input).value == "Eve"
        assert "taken by Eve" in hand.text()
        await hand.press("ctrl+s")
        assert len(desk.records) == 1, "what is remembered makes no call by itself"
        await hand.put("#said", "an appointment")
        await hand.press("ctrl+s")
        assert [record.call.taken_by for record in desk.records] == ["Eve", "Eve"]
        await hand.put("#taken_by", "")
        await hand.put("#said", "another")
        await hand.press("ctrl+s")
        assert sorted(record.call.taken_by for record in desk.records) == ["", "Eve", "Eve"]


async def test_the_fields_stand_in_the_folded_part(opened: Opened) -> None:
    async with opened(FakeDesk(ACME)) as hand:
        assert "Taken by" not in hand.text()
        await hand.press("f9")
        assert "Taken by" in hand.text()
        assert "which number of yours" in hand.text()
