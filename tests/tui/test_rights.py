"""The Rights place: deadlines, broken rules and scams under their headings, with details."""

from datetime import date, timedelta
from pathlib import Path
from typing import cast

from textual.widgets import Checkbox

from screener.call import Call
from screener.desk import Desk
from screener.faults import Fault
from screener.ledger import EntryKind, How, Party, PartyKind
from screener.regions import Breach
from screener.store import Store
from screener.tui.rights import rights
from screener.tui.screens.rights import NOTHING
from screener.violations import NO_ADVICE, Duty, Findings, Scam, Sure, Violation
from screener.words import Purpose
from tests.tui.conftest import Opened
from tests.tui.fake_desk import ACME, NOW, FakeDesk


def duty(name: str, days_left: int, broken: int = 0) -> Duty:
    return Duty(
        Party(PartyKind.NAME, name), (Purpose.SALES,), NOW - timedelta(days=3),
        NOW.date() + timedelta(days=days_left), at_once=False, until=None, days_left=days_left,
        early=0, broken=broken, rule="US-DNC-10", citation="47 CFR 64.1200(d)(3)",
    )  # fmt: skip


def full() -> FakeDesk:
    desk = FakeDesk(ACME)
    desk.duties = (duty("[/] Roofs", -40, 2), duty("Acme Insurance", 7), duty("Solar", -3))
    violation = Violation(
        "c7", NOW, "[/] Roofs", "+15125550199", Breach.AFTER_OPT_OUT, "US-DNC-10",
        "A request must be honoured within 10 business days.", "A sales call after your opt-out.",
        "47 CFR 64.1200(d)(3)", "ecfr.gov", Sure.POSSIBLE, ("The number was new.",),
        since=date(2026, 3, 3), times=2,
    )  # fmt: skip
    scam = Scam("c8", NOW, "Acme", "", "A scam under the name of Acme: report it as fraud.")
    desk.findings = Findings((violation,), (scam,), 1)
    return desk


async def test_it_lists_by_heading_and_says_once_that_it_is_no_advice(opened: Opened) -> None:
    async with opened(full()) as hand:
        await hand.press("f6")
        shown = hand.text()
        assert "[Rights]" in shown
        duties = [line for line in shown.splitlines() if any(sign in line for sign in "●✗✓")]
        names = [line.strip().split("  ")[0] for line in duties]
        assert names == ["Acme Insurance", "[/] Roofs", "Solar"], "what runs stands first"
        assert "● 7 days left" in shown
        assert "✗ broken by 2 calls" in shown
        assert "possible after opt-out · 2nd in 12 months" in shown
        assert shown.index("may have broken") < shown.index("Scams under") < shown.index("‼ scam")
        assert " ".join(shown.split()).count(NO_ADVICE[:26]) == 1
        assert "1 violation" in shown


async def test_a_violation_is_opened_with_its_rule(opened: Opened) -> None:
    async with opened(full()) as hand:
        await hand.press("f6")
        await hand.press("v", "enter")
        shown = " ".join(hand.text().split())
        assert "A request must be honoured within 10 business days." in shown
        assert "47 CFR 64.1200(d)(3)" in shown
        assert "The number was new." in shown
        assert "the 2nd such call within 12 months" in shown
        await hand.press("escape", "d", "enter")
        assert "12 May 2026" in hand.text()


async def test_numbers_stand_as_people_of_the_country_write_them(opened: Opened) -> None:
    desk = FakeDesk()
    told = Party(PartyKind.NUMBER, "+16145550142")
    desk.duties = (duty("", 7)._replace(party=told),)
    broken = full().findings.violations[0]._replace(who="+442079460018", number="+442079460018")
    words = "A scam under the number of +16145550142."
    scam = Scam("c8", NOW, "+16145550142", "+16145550142", words)
    desk.findings = Findings((broken,), (scam,), 1)
    async with opened(desk, size=(120, 40)) as hand:
        await hand.press("f6")
        assert hand.text().count("(614) 555-0142") == 3, "opt-out and scam, and the card's title"
        await hand.press("v")
        assert hand.text().count("+44 20 7946 0018") == 3
        await hand.press("down")
        assert "under the number of (614) 555-0142." in " ".join(
            " ".join(line.partition("│")[2] for line in hand.text().splitlines()).split()
        )
        assert "+1614" not in hand.text()
        row = rights(cast("Desk", desk)).groups[0].rows[0]
        assert (row.who, row.party) == ("(614) 555-0142", "+16145550142")


async def test_detail_stands_beside_the_list_where_it_is_wide(opened: Opened) -> None:
    async with opened(full(), size=(120, 40)) as hand:
        await hand.press("f6")
        await hand.press("v")
        shown = hand.text()
        assert "‼ scam" in shown
        assert "Cited as" in shown


async def test_an_empty_place_says_what_will_stand_there(opened: Opened) -> None:
    async with opened(FakeDesk()) as hand:
        await hand.press("f6")
        assert NOTHING[:30] in hand.text()
        assert NO_ADVICE[:20] not in hand.text()


async def test_a_country_whose_law_is_not_on_file_is_told(opened: Opened) -> None:
    class Nowhere(FakeDesk):
        def violations(self, *, limit: int | None = None) -> Findings:
            raise Fault("region: no law is on file for NZ.")

    async with opened(Nowhere()) as hand:
        await hand.press("f6")
        assert "no law is on file for NZ" in hand.text()


async def test_a_key_reaches_it_from_what_they_say_too(opened: Opened) -> None:
    async with opened(full()) as hand:
        await hand.press("enter", "enter", "f6")
        assert "[Rights]" in hand.text()


async def test_a_report_is_written_over_a_real_desk(opened: Opened, tmp_path: Path) -> None:
    def real() -> Desk:
        return Desk(Store.open(tmp_path / "household.db"), clock=lambda: NOW)

    with real() as desk:
        told = desk.log(Call(company="Solar Roofs", said="a special offer on solar panels"))
        desk.opt("Solar Roofs", [Purpose.SALES], EntryKind.OPT_OUT, call_id=told.call.id)
    file = tmp_path / "solar.txt"
    async with opened(real) as hand:
        await hand.press("f6")
        await hand.press("r")
        await hand.put("#file", str(file))
        await hand.press("ctrl+s")
        await hand.pilot.pause(0.2)
        await hand.settle()
        assert "Solar Roofs" in file.read_text(encoding="utf-8")
        await hand.press("r")
        await hand.put("#file", str(file))
        await hand.press("ctrl+s")
        assert "exists already" in hand.text()


async def test_a_letter_is_written_and_stands_in_the_ledger(opened: Opened, tmp_path: Path) -> None:
    def real() -> Desk:
        return Desk(Store.open(tmp_path / "household.db"), clock=lambda: NOW)

    with Desk(Store.open(tmp_path / "household.db"), clock=lambda: NOW - timedelta(days=1)) as desk:
        told = desk.log(Call(company="Solar Roofs", said="a special offer on solar panels"))
        desk.opt("Solar Roofs", [Purpose.SALES], EntryKind.OPT_OUT, call_id=told.call.id)
    file = tmp_path / "letter.txt"
    async with opened(real, size=(120, 40)) as hand:
        await hand.press("f6")
        assert "! only said, not written" in hand.text()
        await hand.press("l")
        await hand.put("#file", "letter.pdf")
        await hand.press("ctrl+s")
        assert "Name a file that ends in .html or .txt." in hand.text()
        await hand.put("#file", str(file))
        hand.app.screen.query_one("#record", Checkbox).value = True
        await hand.press("ctrl+s")
        assert "Solar Roofs" in file.read_text(encoding="utf-8")
        await hand.pilot.pause(0.2)
        await hand.settle()
        assert "✓ told in writing" in hand.text()
        assert "Reports and letters that you made (1)" in hand.text()
        await hand.press("end")
        assert "anchor" in hand.text()
        detail = (line.partition("│")[2].strip() for line in hand.text().splitlines())
        assert str(file) in "".join(detail)
    with real() as desk:
        assert [entry.how for entry in desk.ledger("Solar Roofs")][-1] is How.LETTER


async def test_open_steps_are_listed_and_ticked_off(opened: Opened, tmp_path: Path) -> None:
    def real() -> Desk:
        return Desk(Store.open(tmp_path / "household.db"), clock=lambda: NOW)

    with real() as desk:
        call = desk.log(Call(company="Support", said="read me the code")).call.id
        left = desk.aftercare(call, ["code"]).left
    async with opened(real) as hand:
        await hand.press("f6")
        assert f"! {left} steps left" in hand.text()
        await hand.press("a")
        await hand.press("space")
        await hand.press("escape")
        assert f"! {left - 1} steps left" in hand.text()
