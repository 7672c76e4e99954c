"""The Call place: typed in the order of a call, judged as one types, stored, nothing lost."""

from dataclasses import replace

import pytest
from textual import events
from textual.widgets import Input, TextArea

from screener.call import Call
from screener.desk.stop import STOP_WORDS
from screener.faults import Fault
from screener.ledger import EntryKind, How
from screener.tui.screens.call_live import HINT
from screener.tui.screens.call_store import NOTHING_YET
from screener.tui.widgets.number import NumberInput
from screener.words import OPT_OUT_PURPOSES
from tests.tui.conftest import Opened
from tests.tui.fake_desk import ACME, NOW, FakeDesk


async def test_an_empty_form_hints_and_stores_nothing(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        assert HINT.split("\n", maxsplit=1)[0] in hand.text()
        await hand.press("ctrl+s")
        assert NOTHING_YET[:20] in hand.text()
        assert desk.records == []


async def test_the_verdict_follows_the_typing(opened: Opened) -> None:
    async with opened() as hand:
        await hand.type("5125550123")
        assert hand.app.screen.query_one("#number", Input).value == "(512) 555-0123"
        assert "NOT SCREENED" in hand.text()
        assert "the number is on file" in hand.text()
        await hand.press("enter", "enter")
        await hand.type("we have an upgrade for you")
        shown = hand.text()
        assert "▲ EXISTING-VENDOR UPSELL" in shown
        assert "very likely, 93 %" in shown
        assert "“upgrade”" in shown
        assert "“Send it by post, please.”" in shown
        assert "never asked" in shown
        await hand.put("#said", "pay with a gift card")
        assert "‼ SCAM" in hand.text()
        assert "Never read out a code" in hand.text()


async def test_a_call_is_stored_and_makes_room_for_the_next(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.type("5125550123")
        await hand.press("enter")
        await hand.type("Acme")
        await hand.press("enter")
        await hand.type("your claim")
        await hand.press("ctrl+s")
        (record,) = desk.records
        assert record.call.company == "Acme"
        assert record.call.said == "your claim"
        assert record.call.at == NOW
        assert "Stored as c1: genuine service." in hand.messages()
        assert hand.app.screen.query_one("#said", TextArea).text == ""
        assert hand.app.focused is hand.app.screen.query_one("#number")
        assert desk.kept is None


async def test_f2_stores_where_ctrl_s_is_swallowed(opened: Opened) -> None:
    desk = FakeDesk()
    async with opened(desk) as hand:
        await hand.type("5125550123")
        await hand.press("f2")
        assert [record.call.number for record in desk.records] == ["(512) 555-0123"]
        assert "Stored as c1: not screened." in hand.messages()


async def test_the_company_is_completed_from_the_book(opened: Opened) -> None:
    async with opened() as hand:
        await hand.press("enter")
        await hand.type("acme i")
        await hand.press("right")
        assert hand.app.screen.query_one("#company", Input).value == "Acme Insurance"


async def test_the_draft_is_kept_at_every_key_and_comes_back(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.press("enter", "enter")
        await hand.type("half a sen")
        assert desk.kept is not None
        assert desk.kept.said == "half a sen"
        await hand.pilot.press("t")
    assert desk.kept == Call(at=NOW, said="half a sent"), "the last key counts too"
    async with opened(desk) as hand:
        assert hand.app.screen.query_one("#said", TextArea).text == "half a sent"
        assert "Your draft of Tue 5 May 2026, 14:02 is back" in hand.text()
        await hand.press("f8")
        assert desk.kept is None


async def test_what_the_desk_refuses_stays_in_the_form(opened: Opened) -> None:
    class Refusing(FakeDesk):
        def log(self, call: Call) -> object:  # type: ignore[override]
            raise Fault("company: too odd a name.")

    async with opened(Refusing()) as hand:
        await hand.put("#company", "odd")
        await hand.press("ctrl+s")
        assert "✗ company: too odd a name." in hand.text()
        assert hand.app.screen.query_one("#company", Input).value == "odd"
        assert hand.app.focused is hand.app.screen.query_one("#company")


async def test_further_fields_unfold_and_are_stored(opened: Opened) -> None:
    desk = FakeDesk()
    async with opened(desk) as hand:
        assert not hand.app.screen.query_one("#extras").display
        await hand.press("f9")
        await hand.type("ACME INS")
        await hand.put("#note", "rude")
        await hand.press("f9")
        assert "caller ID ACME INS · note rude" in hand.text(), "the fold tells what it hides"
        await hand.press("ctrl+s")
        (record,) = desk.records
        assert record.call.caller_id == "ACME INS"
        assert record.call.note == "rude"


async def test_a_returning_caller_shows_its_past(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    for _ in range(3):
        desk.log(Call(company="Acme", said="an upgrade"))
    async with opened(desk) as hand:
        await hand.put("#company", "Acme")
        assert "4th call, last today: existing-vendor upsell" in hand.text()


@pytest.mark.parametrize(
    "outside",
    ["[/]", "[bold]x[/bold]", "😀😀 שלום", "\x1b[31mred\x1b[0m", "a\u202eb", "1" * 40, "ABC-DEF"],
)
async def test_text_from_outside_is_only_text(opened: Opened, outside: str) -> None:
    desk = FakeDesk(replace(ACME, name=outside, aliases=()))
    async with opened(desk) as hand:
        await hand.put("#company", outside)
        await hand.put("#number", outside)
        await hand.put("#said", f"an upgrade {outside}")
        assert "\x1b" not in hand.text()
        assert "\u202e" not in hand.text()
        await hand.press("ctrl+s")
        (record,) = desk.records
        assert record.call.company == outside, "stored as it came"
        await hand.press("f4")
        assert "\x1b" not in hand.text()
        assert "1 call" in hand.text()
        await hand.press("f5")
        assert "\x1b" not in hand.text()


async def test_a_megabyte_is_taken(opened: Opened) -> None:
    desk = FakeDesk()
    said = "word " * 200_000 + "upgrade"
    async with opened(desk) as hand:
        await hand.put("#said", said)
        await hand.press("ctrl+s")
        assert desk.records[0].call.said == said
        await hand.press("f4")
        assert "◆ solicitation" in hand.text()


@pytest.mark.parametrize("size", [(10, 3), (20, 5), (40, 12), (80, 24), (200, 60)])
async def test_no_size_breaks_it(opened: Opened, size: tuple[int, int]) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk, size=size) as hand:
        await hand.put("#company", "Acme")
        for key in ("f9", "f4", "f5", "f1", "escape", "f3"):
            await hand.press(key)
        await hand.press("ctrl+s")
        assert len(desk.records) == 1


async def test_the_number_keeps_its_caret(opened: Opened) -> None:
    async with opened() as hand:
        number = hand.app.screen.query_one("#number", NumberInput)
        await hand.type("5125550123")
        assert number.cursor_position == len(number.value)
        number.cursor_position = 6
        await hand.press("backspace")
        assert number.value == "(515) 550-123" or number.value.count("2") == 1
        await hand.type("2")
        assert number.value == "(512) 555-0123"
        assert number.value[: number.cursor_position].strip(") ") == "(512"


async def test_keys_typed_in_a_burst_reach_the_field_they_are_meant_for(opened: Opened) -> None:
    async with opened() as hand:
        for char in "512\tAcme\nhello\n":
            hand.app.post_message(
                events.Key(
                    {"\n": "enter", "\t": "tab"}.get(char, char),
                    char if char.isprintable() else None,
                )
            )
        await hand.settle()
        call = hand.app.screen.query_one("#said", TextArea).text
        assert hand.app.screen.query_one("#number", Input).value == "512"
        assert hand.app.screen.query_one("#company", Input).value == "Acme"
        assert call == "hello\n"


@pytest.mark.parametrize(
    ("number", "company", "party"),
    [
        ("5125550123", "", "Acme Insurance"),
        ("5125550199", "Roof Pros", "+15125550199"),
        ("", "Roof Pros", "Roof Pros"),
        ("12", "Roof Pros", "Roof Pros"),
    ],
)
async def test_one_key_stores_and_notes_that_they_were_told_to_stop(
    opened: Opened, number: str, company: str, party: str
) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.put("#number", number)
        await hand.put("#company", company)
        await hand.press("enter", "enter", "f7")
        (record,) = desk.records
        assert {entry.purpose for entry in desk.entries} == set(OPT_OUT_PURPOSES)
        for entry in desk.entries:
            assert entry.party.value == party
            assert (entry.kind, entry.how, entry.words) == (EntryKind.OPT_OUT, How.CALL, STOP_WORDS)
            assert (entry.at, entry.call) == (NOW, record.call.id)
        assert any(said.startswith(f"{party}: sales") for said in hand.messages())
        assert hand.app.screen.query_one("#company", Input).value == ""


@pytest.mark.parametrize("number", ["", "withheld"])
async def test_nobody_can_be_told_to_stop_who_left_no_name(opened: Opened, number: str) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.put("#number", number)
        await hand.put("#said", "a special offer")
        await hand.press("f7")
        assert "whom did you tell?" in hand.text()
        assert (desk.records, desk.entries) == ([], [])
        assert hand.app.screen.query_one("#said", TextArea).text == "a special offer"
