"""The Vendors place: the book, relationships, and who may call about what."""

from datetime import date

from textual.widgets import Checkbox, Input

from screener.ledger import EntryKind
from screener.words import Purpose
from tests.tui.conftest import Opened
from tests.tui.fake_desk import ACME, CABLE, FakeDesk


async def test_the_book_is_shown_with_the_state_of_today(opened: Opened) -> None:
    async with opened(FakeDesk(ACME, CABLE), size=(120, 40)) as hand:
        await hand.press("f5")
        assert "Acme Insurance   customer" in hand.text()
        assert "Northwind Cable  lapsed" in hand.text()
        assert "You are a customer" in hand.text()
        assert "(512) 555-0123" in hand.text()
        await hand.press("down")
        assert "Ended on 1 August 2024" in hand.text()


async def test_a_vendor_is_added_opted_out_and_shown_as_refused(opened: Opened) -> None:
    desk = FakeDesk()
    async with opened(desk, size=(120, 40)) as hand:
        await hand.press("f5")
        assert "The book is empty" in hand.text()
        await hand.press("a")
        await hand.type("Zed Energy")
        await hand.put("#numbers", "+15125550177, 512 555 0178")
        await hand.put("#customer_since", "2024-02-01")
        await hand.put("#last_transaction", "2026-04-30")
        await hand.press("ctrl+s")
        vendor = desk.book["Zed Energy"]
        assert vendor.numbers == ("+15125550177", "512 555 0178")
        assert vendor.customer_since == date(2024, 2, 1)
        assert "Zed Energy is in the book." in hand.messages()
        await hand.press("o")
        await hand.put("#when", "2026-03-03")
        await hand.put("#words", "take me off your list")
        await hand.press("ctrl+s")
        assert {entry.purpose for entry in desk.entries} == {
            Purpose.SALES,
            Purpose.SURVEY,
            Purpose.FUNDRAISING,
            Purpose.POLITICAL,
        }
        assert "✗" in hand.text()
        assert "3 March 2026: opt-out sales" in hand.text()
        await hand.press("f3")
        await hand.put("#company", "Zed Energy")
        await hand.put("#said", "an upgrade")
        assert "✗ refused since 3 March 2026" in hand.text()
        await hand.press("ctrl+s", "f4")
        assert "✗ Zed Energy" in hand.text()


async def test_an_opt_in_needs_a_purpose(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.press("f5")
        await hand.press("i", "ctrl+s")
        assert "Tick at least one purpose." in hand.text()
        hand.app.screen.query_one("#about-service", Checkbox).value = True
        await hand.press("ctrl+s")
        (entry,) = desk.entries
        assert (entry.purpose, entry.kind) == (Purpose.SERVICE, EntryKind.OPT_IN)


async def test_faults_stand_at_their_field_and_nothing_is_lost(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.press("f5")
        await hand.press("a", "ctrl+s")
        assert "A vendor needs a name." in hand.text()
        await hand.put("#name", "Acme Insurance")
        await hand.put("#ended", "2026-13-01")
        await hand.press("ctrl+s")
        assert "2026-13-01" in hand.text()
        assert hand.app.focused is hand.app.screen.query_one("#ended")
        await hand.put("#ended", "")
        await hand.press("ctrl+s")
        assert "there is a vendor" in hand.text()
        assert hand.app.focused is hand.app.screen.query_one("#name")
        await hand.put("#name", "Other")
        await hand.put("#numbers", "12")
        await hand.press("ctrl+s")
        assert "is no telephone number" in hand.text()
        assert hand.app.screen.query_one("#name", Input).value == "Other"
        await hand.press("escape")
        assert list(desk.book) == ["Acme Insurance"]


async def test_a_date_in_the_future_is_told_at_its_field(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.press("f5")
        await hand.press("o")
        await hand.put("#when", "tomorrow")
        await hand.press("ctrl+s")
        assert "lies in the future" in hand.text()
        assert desk.entries == []


async def test_only_touched_fields_are_changed(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.press("f5")
        await hand.press("e")
        await hand.put("#category", "insurer")
        await hand.press("f2")
        assert desk.book["Acme Insurance"].category == "insurer"
        assert desk.book["Acme Insurance"].numbers == ACME.numbers
        assert desk.book["Acme Insurance"].last_transaction == ACME.last_transaction


async def test_a_relationship_is_ended(opened: Opened) -> None:
    desk = FakeDesk(ACME)
    async with opened(desk) as hand:
        await hand.press("f5")
        await hand.press("x")
        await hand.put("#day", "2026-05-01")
        await hand.press("ctrl+s")
        assert desk.book["Acme Insurance"].ended == date(2026, 5, 1)
        assert "Ended on 1 May 2026" in hand.text()


async def test_finding_a_vendor(opened: Opened) -> None:
    async with opened() as hand:
        await hand.press("f5")
        await hand.press("slash")
        await hand.type("cable")
        assert "1 vendor" in hand.text()
        assert "Acme Insurance" not in hand.text()
        await hand.press("escape")
        assert "2 vendors" in hand.text()
