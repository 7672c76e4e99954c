"""Who took the call and on which line: fields of the folded part, remembered while it is open."""

from datetime import UTC, date, datetime

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from screener.store.rows import Row
from screener.tui.widgets.columns import cells, household
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


async def test_who_sits_there_can_be_said_from_outside(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCREENER_TAKEN_BY", "Anna")
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        assert "taken by Anna" in hand.text()
        await hand.press("ctrl+s")
        assert desk.records == [], "a name alone makes no call"
        await hand.put("#said", "an offer")
        await hand.press("ctrl+s")
        assert [record.call.taken_by for record in desk.records] == ["Anna"]


ROW = Row(
    key=1, id="c1", at=datetime(2026, 5, 5, 14, 2, tzinfo=UTC), number="6145550133",
    company="Acme", vendor=None, said="a special offer on windows for the whole of the house",
    label=None, corrected=False, scam=False, permission=None,
    taken_by="Eve", own_number="(614) 555-0142",
)  # fmt: skip


@pytest.mark.parametrize(("width", "shown"), [(120, True), (100, True), (80, False)])
def test_the_list_tells_who_took_it_where_there_is_room(width: int, shown: bool) -> None:
    line = "".join(text for text, _ in cells(ROW, date(2026, 5, 6), width))
    assert ("Eve ·0142" in line) is shown
    assert cell_len(line) == width - 1
    bare = cells(ROW._replace(taken_by="", own_number=""), date(2026, 5, 6), width)
    assert cell_len("".join(text for text, _ in bare)) == width - 1


@pytest.mark.parametrize(
    ("taken_by", "own_number", "told"),
    [
        ("Eve", "", "Eve"),
        ("", "the office", "the office"),
        ("", "6145550142", "·0142"),
        ("", "", ""),
    ],
)
def test_who_and_where_in_few_letters(taken_by: str, own_number: str, told: str) -> None:
    assert household(ROW._replace(taken_by=taken_by, own_number=own_number)) == told
