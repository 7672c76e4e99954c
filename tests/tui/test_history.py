"""The History place over a real file: a window on all calls, narrowed, grouped, put right, undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from screener.call import Call
from screener.desk import Desk
from screener.ledger import EntryKind, How
from screener.rulebook import load_rulebook
from screener.screening import Screener
from screener.store import Store
from screener.tui.lists import Heading
from screener.tui.pages import PAGE
from screener.tui.screens.history_list import NOTHING_FOUND, NOTHING_STORED
from screener.tui.widgets.window import Window
from screener.vendor import Vendor
from screener.words import Label, Purpose
from tests.tui.conftest import Hand, Opened
from tests.tui.fake_desk import NOW

ACME = Vendor(
    "Acme Insurance",
    aliases=("Acme",),
    numbers=("+15125550123",),
    customer_since=date(2021, 4, 1),
    last_transaction=date(2026, 4, 2),
)
Place = Callable[[], Desk]


@cache
def screener() -> Screener:
    return Screener(load_rulebook())


def at_desk(path: Path) -> Desk:
    return Desk(Store.open(path, clock=lambda: NOW), load_screener=screener, clock=lambda: NOW)


@pytest.fixture
def empty(tmp_path: Path) -> Place:
    with at_desk(tmp_path / "h.db") as desk:
        desk.store.set_setting("region", "US")
    return lambda: at_desk(tmp_path / "h.db")


@pytest.fixture
def three(empty: Place) -> Place:
    with empty() as desk:
        desk.add_vendor(ACME)
        for at, (company, said, number) in enumerate(
            (
                ("Acme", "we can upgrade your policy, a special offer", "(512) 555-0123"),
                ("[/] Dental", "your appointment on Thursday is confirmed", "5125550144"),
                ("Support", "pay with a gift card or we lock your computer", ""),
            )
        ):
            call = Call(id=f"c{at + 1}", company=company, said=said, number=number)
            desk.log(Call(id=call.id, company=company, said=said, number=number,
                          at=NOW - timedelta(days=2 - at)))  # fmt: skip
    return empty


def window(hand: Hand) -> Window:
    return hand.app.screen.query_one(Window)


def shown(hand: Hand) -> list[str]:
    """The ids of the calls, and the names of the groups, that the list has."""
    found = (window(hand).pages.line(at) for at in range(window(hand).pages.total))
    return [
        f"{line.calls} of {line.newest.vendor or line.newest.company or line.newest.number}"
        if isinstance(line, Heading)
        else line.id
        for line in found
        if line is not None
    ]


def searched(hand: Hand) -> str:
    return hand.app.screen.query_one("#search", Input).value


async def test_an_empty_history_says_what_to_do(opened: Opened, empty: Place) -> None:
    async with opened(empty) as hand:
        await hand.press("f4")
        assert NOTHING_STORED[:13] in hand.text()
        await hand.press("b", "b", "b", "end", "pagedown", "enter", "left", "z", "c", "n", "u")


async def test_what_is_typed_right_behind_the_searchs_key_is_searched(
    opened: Opened, three: Place
) -> None:
    async with opened(three) as hand:
        await hand.press("f4")
        await hand.type("/undo/")
        assert searched(hand) == "undo/"


async def test_search_narrows_as_one_types(opened: Opened, three: Place) -> None:
    async with opened(three) as hand:
        await hand.press("f4")
        assert "3 calls" in hand.text()
        await hand.press("slash")
        await hand.type("appoint")
        assert "1 call found" in hand.text()
        assert "[/] Dental" in hand.text()
        await hand.press("escape")
        assert searched(hand) == ""
        await hand.type("nothing like it")
        assert NOTHING_FOUND[:13] in hand.text()
        await hand.press("escape", "escape")
        assert hand.app.focused is window(hand)
        assert "3 calls" in hand.text()


async def test_notes_are_found(opened: Opened, three: Place) -> None:
    with three() as desk:
        desk.note("c2", "rang my sister too")
    async with opened(three) as hand:
        await hand.press("f4", "slash")
        await hand.type("sister")
        assert shown(hand) == ["c2"]


@pytest.mark.parametrize("text", ['"half', "label:", "label:upsel", "solar OR", "since:20", "xy:z"])
async def test_half_a_query_says_so_at_the_field(opened: Opened, three: Place, text: str) -> None:
    async with opened(three) as hand:
        await hand.press("f4", "slash")
        await hand.type(text)
        assert "✗" in hand.text().splitlines()[2]
        assert searched(hand) == text, "what was typed stays"
        assert bool(shown(hand)) is not text.startswith(('"', "solar")), "the words before it count"
        await hand.press("escape")
        assert "✗" not in hand.text().splitlines()[2]


async def test_chips_write_words_of_the_query_language(opened: Opened, three: Place) -> None:
    async with opened(three) as hand:
        await hand.press("f4")
        await hand.click(" ● service ")
        assert "[● service]" in hand.text()
        assert searched(hand) == "label:service "
        assert shown(hand) == ["c2"]
        await hand.click(" ‼ scam ")
        assert searched(hand) == "is:scam label:service"
        assert shown(hand) == []
        await hand.click("[● service]")
        assert shown(hand) == ["c3"]
        await hand.press("l")
        assert searched(hand).startswith("label:solicitation")
        await hand.press("l", "l", "l", "l")
        assert "label:" not in searched(hand)


async def test_the_menu_has_every_way_of_narrowing(opened: Opened, three: Place) -> None:
    with three() as desk:
        desk.tag("c1", ["car"])
    async with opened(three) as hand:
        await hand.press("f4", "f")
        for words in ("label:upsell", "is:corrected", "permission:refused", "since:2026-05-05"):
            assert words in hand.text()
        await hand.type("#car")
        assert "tag:car" in hand.text()
        await hand.press("enter")
        assert searched(hand) == "tag:car "
        assert shown(hand) == ["c1"]
        await hand.press("f")
        await hand.type("acme")
        await hand.press("enter")
        assert searched(hand) == 'vendor:"Acme Insurance" tag:car'
        assert shown(hand) == ["c1"]
        await hand.press("f")
        await hand.type("no such thing")
        await hand.press("enter", "down", "up", "escape")
        assert shown(hand) == ["c1"]


async def test_groups_by_company_across_numbers(opened: Opened, three: Place) -> None:
    with three() as desk:
        desk.log(Call(id="c4", company="ACME", said="an upgrade", number="2125550177", at=NOW))
    async with opened(three) as hand:
        await hand.press("f4", "b")
        assert "3 companies" in hand.text()
        assert "▸ Acme Insurance" in hand.text()
        assert shown(hand)[0] == "2 of Acme Insurance"
        await hand.press("enter")
        assert shown(hand)[:3] == ["2 of Acme Insurance", "c4", "c1"]
        await hand.press("down", "down", "left")
        assert window(hand).cursor == 0
        assert shown(hand)[1].startswith("1 of")
        await hand.press("right", "right")
        assert shown(hand)[1] == "c4"
        await hand.press("z")
        assert len(shown(hand)) == 7
        await hand.press("b")
        assert "4 numbers" in hand.text()
        await hand.press("b")
        assert "Tue 5 May 2026, today" in hand.text()
        assert shown(hand)[1] in {"c3", "c4"}, "days are open"
        await hand.press("b")
        assert len(shown(hand)) == 4


async def test_a_group_can_be_narrowed_too(opened: Opened, three: Place) -> None:
    async with opened(three) as hand:
        await hand.press("f4", "b", "slash")
        await hand.type("is:scam")
        assert "1 company" in hand.text()


async def test_a_call_is_opened_with_its_reasons_and_its_story(
    opened: Opened, three: Place
) -> None:
    with three() as desk:
        desk.opt("Acme", [Purpose.SALES], EntryKind.OPT_OUT, at=NOW - timedelta(days=1),
                 how=How.LETTER, words="no more of it")  # fmt: skip
        desk.log(Call(id="c4", company="Acme", said="another upgrade", at=NOW))
        desk.amend("c4", {"company": "Acme Insurance"}, "misheard")
        desk.tag("c4", ["again"])
    async with opened(three, size=(120, 100)) as hand:
        await hand.press("f4")
        text = hand.text()
        assert "▲ EXISTING-VENDOR UPSELL" in text
        assert "Why" in text
        assert "upgrade”" in text.replace("\n", "")
        assert "#again" in text
        assert "✗ you refused: sales" in text
        assert "◂ this call" in text
        assert "company: Acme Insurance (was Acme)" in text


async def test_numbers_stand_as_people_of_the_country_write_them(
    opened: Opened, empty: Place
) -> None:
    with empty() as desk:
        desk.log(Call(id="c1", number="+442079460018", at=NOW - timedelta(days=1)))
        desk.log(Call(id="c2", number="+16145550142", callback_number="+16145550177",
                      own_number="+15125550100", said="+16145550142 rang", at=NOW))  # fmt: skip
        desk.amend("c2", {"callback_number": "+16145550178"}, "misheard")
    async with opened(empty, size=(120, 60)) as hand:
        await hand.press("f4")
        rows = [line.partition("│")[0] for line in hand.text().splitlines()]
        assert any("(614) 555-0142" in row for row in rows)
        assert any("+44 20 7946 0018" in row for row in rows)
        detail = " ".join(line.partition("│")[2].strip() for line in hand.text().splitlines())
        assert "· (614) 555-0142 · c2" in detail
        assert "callback (614) 555-0178 · on your line (512) 555-0100" in detail
        assert "callback_number: (614) 555-0178 (was (614) 555-0177)" in detail
        assert "+16145550142 rang" in detail, "what was said stands as it was said"
        await hand.press("b", "b")
        assert "▸ (614) 555-0142" in hand.text()
        await hand.press("/", *"+16145550142")
        assert "1 number · 1 call found" in hand.text()
    with empty() as desk:
        assert desk.record("c2").call.number == "+16145550142"


async def test_a_call_is_corrected_and_that_is_undone(opened: Opened, three: Place) -> None:
    async with opened(three) as hand:
        await hand.press("f4", "c")
        assert "What was this call?" in hand.text()
        await hand.press("3", "tab")
        await hand.type("it was the bank")
        await hand.press("ctrl+s")
        assert "● service ✎" in hand.text()
        await hand.press("enter")
        assert "✎ ● genuine service, corrected on 5 May 2026 – it was the bank" in hand.text()
        assert "‼ SCAM" in hand.text()
        await hand.press("escape", "ctrl+z")
        assert "‼ scam" in hand.text()
        assert "Undone: corrected the call of Support (c3)" in hand.messages()[-1]
        await hand.press("ctrl+y")
        assert "● service ✎" in hand.text()
        assert "Done again" in hand.messages()[-1]
    with three() as desk:
        correction = desk.record("c3").correction
        assert correction is not None
        assert (correction.label, correction.note) == (Label.SERVICE, "it was the bank")


async def test_undo_reaches_back_before_the_start_and_works_in_every_place(
    opened: Opened, three: Place
) -> None:
    async with opened(three) as hand:
        for place, left in (("f4", 2), ("f5", 1), ("f6", 0)):
            await hand.press(place, "u")
            with three() as desk:
                assert desk.count() == left
        assert "Undone: stored the call of Acme Insurance (c1)" in hand.messages()[-1]
        await hand.press("f5", "u", "u")
        assert "nothing to undo" in hand.messages()[-1]
        await hand.press("f4")
        assert NOTHING_STORED[:13] in hand.text()


async def test_u_is_a_letter_where_one_types(opened: Opened, three: Place) -> None:
    async with opened(three) as hand:
        await hand.press("f4", "slash", "u")
        assert searched(hand) == "u"
        await hand.press("escape", "escape", "c", "u", "escape")
        with three() as desk:
            assert desk.count() == 3


async def test_escape_corrects_nothing(opened: Opened, three: Place) -> None:
    async with opened(three) as hand:
        await hand.press("f4", "c", "4", "escape")
    with three() as desk:
        assert desk.record("c3").correction is None


async def test_a_note_is_written_in_lines(opened: Opened, three: Place) -> None:
    async with opened(three) as hand:
        await hand.press("f4", "n")
        await hand.type("one\ntwo [/]")
        await hand.press("ctrl+s")
        assert "Noted on c3." in hand.messages()[-1]
        await hand.press("n")
        await hand.type("!")
        await hand.press("f2")
    with three() as desk:
        assert desk.record("c3").call.note == "one\ntwo [/]!"
        assert [change.field for change in desk.record("c3").amended] == ["note", "note"]


async def test_tags_are_given_and_taken(opened: Opened, three: Place) -> None:
    async with opened(three) as hand:
        await hand.press("f4", "t")
        await hand.type("Scam my-bank")
        await hand.press("enter")
        assert "Tagged: my-bank, scam." in hand.messages()[-1]
        await hand.press("t")
        assert "Used so far: my-bank, scam" in hand.text()
        await hand.put("#tags", "scam !!")
        await hand.press("enter")
        assert "has no letter or digit" in hand.text()
        assert "scam !!" in hand.text()
        await hand.put("#tags", "scam")
        await hand.press("enter")
    with three() as desk:
        assert desk.tags("c3") == ("scam",)


async def test_facts_are_put_right(opened: Opened, three: Place) -> None:
    async with opened(three, size=(80, 40)) as hand:
        await hand.press("f4", "end", "e")
        await hand.put("#company", "Acne")
        await hand.put("#at", "2026-13-01")
        await hand.press("ctrl+s")
        assert "✗" in hand.text()
        await hand.put("#at", "2027-01-01 10:00")
        await hand.press("ctrl+s")
        assert "future" in hand.text()
        await hand.put("#at", "2026-05-01 10:00")
        await hand.put("#why", "misread")
        await hand.press("ctrl+s")
        assert "c1 is put right." in hand.messages()[-1]
    with three() as desk:
        record = desk.record("c1")
        assert record.call.company == "Acne"
        assert record.call.at is not None
        assert record.call.at.day == 1
        assert {change.field: change.why for change in record.amended} == {
            "company": "misread",
            "at": "misread",
        }


async def test_a_vendor_is_made_of_a_caller(opened: Opened, three: Place) -> None:
    async with opened(three, size=(100, 30)) as hand:
        await hand.press("f4", "down", "m")
        assert "Make a vendor of this caller" in hand.text()
        await hand.put("#name", "")
        await hand.press("ctrl+s")
        assert "A vendor needs a name." in hand.text()
        await hand.put("#name", "Dental Smiles")
        await hand.put("#customer_since", "never")
        await hand.press("ctrl+s")
        assert "✗" in hand.text()
        await hand.put("#customer_since", "2020-02-02")
        await hand.press("ctrl+s")
        assert "Dental Smiles is in the vendor book." in hand.messages()[-1]
        assert "Dental Smiles" in hand.text()
        await hand.press("m")
        assert "Make a vendor" not in hand.text(), "it is one already"
        await hand.press("u")
        assert "Dental Smiles" not in hand.text().splitlines()[4]
    with three() as desk:
        assert [vendor.name for vendor in desk.vendors()] == ["Acme Insurance"]


async def test_the_caller_is_opted_out_from_here(opened: Opened, three: Place) -> None:
    async with opened(three) as hand:
        await hand.press("f4", "end", "o")
        assert "Acme Insurance: may no longer call" in hand.text()
        await hand.press("ctrl+s")
    with three() as desk:
        entries = desk.household().ledger
        assert {entry.purpose for entry in entries} >= {Purpose.SALES, Purpose.SURVEY}
        assert {(entry.kind, entry.call) for entry in entries} == {(EntryKind.OPT_OUT, "c1")}


async def test_keys_and_bar_move_through_a_long_list_that_is_read_in_pages(
    opened: Opened, empty: Place
) -> None:
    count = 25 * PAGE + 7
    with empty() as desk:
        desk.store.log_all(
            (Call(id=f"n{at:04}", said=f"number {at}", at=NOW + timedelta(hours=at - count)), None)
            for at in range(count)
        )
    async with opened(empty) as hand:
        await hand.press("f4")
        assert not window(hand).pages.has(3)
        await hand.press("j", "down", "k")
        assert window(hand).cursor == 1
        await hand.press("pagedown")
        assert window(hand).cursor > 10
        await hand.press("end")
        assert window(hand).cursor == count - 1
        assert "number 0" in hand.text()
        assert not window(hand).pages.has(12), "what is not seen is not read"
        await hand.press("home")
        assert f"number {count - 1}" in hand.text()
        window(hand).scroll_to(y=count // 2, animate=False)
        await hand.settle()
        assert f"number {count - 1 - count // 2}" in hand.text()
        await hand.press("slash")
        await hand.type("number")
        await hand.press("escape", "slash")
        await hand.type("number 1")
        await hand.press("down", "end")
        assert "found" in hand.text()


async def test_what_others_write_appears_and_the_cursor_stays(opened: Opened, three: Place) -> None:
    async with opened(three) as hand:
        await hand.press("f4", "down")
        with three() as desk:
            desk.log(Call(id="c9", company="Newcomer", said="hello there"))
        await hand.look()
        assert "4 calls" in hand.text()
        assert shown(hand)[0] == "c9"
        line = window(hand).line
        assert line is not None
        assert not isinstance(line, Heading)
        assert line.id == "c2"


async def test_what_others_write_appears_in_groups_and_searches(
    opened: Opened, three: Place
) -> None:
    async with opened(three) as hand:
        await hand.press("f4", "b", "down", "slash")
        await hand.type("-tag:none")
        await hand.press("enter", "down")
        with three() as desk:
            desk.log(Call(id="c9", company="Newcomer", said="hello there"))
        await hand.look()
        assert shown(hand)[0] == "1 of Newcomer"
        assert window(hand).cursor == 2
        await hand.press("b", "b", "b")
        with three() as desk:
            desk.log(Call(id="c10", company="Another", said="hello again"))
        await hand.look()
        assert "5 calls found" in hand.text()


async def test_menus_are_left_by_escape(opened: Opened, three: Place) -> None:
    async with opened(three) as hand:
        await hand.press("f4")
        for key in ("c", "n", "t", "e", "o", "f", "a"):
            await hand.press(key)
            assert len(hand.app.screen_stack) == 2, key
            await hand.press("escape")
            assert len(hand.app.screen_stack) == 1, key
        await hand.press("f")
        assert hand.app.screen.query_one(OptionList).option_count > 10
        await hand.press("escape")
    with three() as desk:
        assert not desk.record("c3").amended
