"""Undo: whatever was done at the desk is taken back and done again, by any program, after restarts."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from screener.call import Answer, Call
from screener.desk import Desk
from screener.faults import Fault
from screener.household_wire import household_to
from screener.ledger import EntryKind, Party, PartyKind
from screener.store import Store
from screener.vendor import Expecting, Person, Preference, Vendor
from screener.words import Choice, Label, Purpose

NOW = datetime(2026, 5, 5, 14, 2, tzinfo=timezone(timedelta(hours=-5)))
ORKIN = Vendor("Orkin", numbers=("+18777196679",), customer_since=date(2024, 1, 1))
CALL = Call(id="c1", number="(877) 719-6679", company="Orkin", said="an upgrade, a special offer")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with at_desk(tmp_path / "h.db") as desk:
        desk.add_vendor(ORKIN)
        desk.add_vendor(Vendor("Terminix"))
        desk.log(CALL)
        desk.opt("Orkin", [Purpose.SALES], EntryKind.OPT_OUT)
        desk.tag("c1", ["kept"])
        desk.note("c1", "as it was")
        desk.expect(Expecting("plumber", NOW + timedelta(hours=1), NOW + timedelta(hours=2)))
        desk.add_person(Person("Mum", ("+15125550177",), "your mother"))
    return tmp_path / "h.db"


def at_desk(path: Path) -> Desk:
    return Desk(Store.open(path, clock=lambda: NOW), clock=lambda: NOW)


def all_of(desk: Desk) -> object:
    """All that a person sees of what is kept."""
    calls = [desk.record(row.id) for row in desk.history()]
    seen = [
        (
            each.call,
            each.shown,
            each.correction and each.correction.note,
            each.vendor,
            each.permission,
            desk.tags(each.call.id),
            desk.store.given(each.call.id),
            sorted(desk.store.steps_done(each.call.id)),
        )
        for each in calls
    ]
    found = household_to(desk.household())
    found["ledger"] = sorted(map(str, found["ledger"]))  # type: ignore[call-overload]
    return seen, found, {row.id for row in desk.history("upgrade")}, desk.count(), desk.days()


DEEDS: dict[str, Callable[[Desk], object]] = {
    "log": lambda desk: desk.log(Call(company="Zenith", said="solar panels for you")),
    "log without ground": lambda desk: desk.log(Call(number="2125550100")),
    "correct": lambda desk: desk.correct("c1", Label.SERVICE, "the claim"),
    "amend": lambda desk: desk.amend(
        "c1", {"company": "Orkan", "at": NOW - timedelta(days=3), "duration": 7}, "misheard"
    ),
    "answer": lambda desk: desk.answer("c1", [Answer("existing", "no")]),
    "note": lambda desk: desk.note("c1", "as it is\nnow"),
    "tag": lambda desk: desk.tag("c1", ["Büro", "ask my lawyer"], ["kept"]),
    "make_vendor": lambda desk: desk.make_vendor("c1", Vendor("Orkin Two")),
    "add_vendor": lambda desk: desk.add_vendor(Vendor("Zenith", numbers=("+15125550111",))),
    "edit_vendor": lambda desk: desk.edit_vendor("Orkin", name="Rentokil", category="pests"),
    "end_vendor": lambda desk: desk.end_vendor("Orkin", date(2026, 1, 1)),
    "merge_vendors": lambda desk: desk.merge_vendors("Terminix", "Orkin"),
    "prefer": lambda desk: desk.prefer("Orkin", Preference(Purpose.SURVEY, Choice.OPT_IN)),
    "opt": lambda desk: desk.opt("Orkin", [Purpose.SALES, Purpose.SURVEY], EntryKind.OPT_IN,
                                 call_id="c1", words="go on"),
    "opt of a number": lambda desk: desk.opt(
        Party(PartyKind.NUMBER, "+12125550100"), [Purpose.SALES], EntryKind.OPT_OUT
    ),
    "expect": lambda desk: desk.expect(Expecting("", NOW, NOW + timedelta(hours=3), "parcel")),
    "cancel": lambda desk: desk.cancel(1),
    "add_person": lambda desk: desk.add_person(Person("Ann", ("+15125550178",))),
    "remove_person": lambda desk: desk.remove_person("mum"),
    "set_up": lambda desk: desk.set_up(region="GB", own_numbers=("+442079460000",),
                                       defaults={Purpose.SURVEY: Choice.OPT_IN}),
    "aftercare": lambda desk: desk.aftercare("c1", ["code"]),
}  # fmt: skip


@pytest.mark.parametrize("name", DEEDS)
def test_each_deed_is_undone_and_done_again_after_restarts(path: Path, name: str) -> None:
    with at_desk(path) as desk:
        before = all_of(desk)
        DEEDS[name](desk)
        after = all_of(desk)
        assert after != before
    for _ in range(2):
        with at_desk(path) as desk:
            deed = desk.undo()
            assert deed.undone
            assert deed.words
            assert all_of(desk) == before
            assert desk.verify().whole
        with at_desk(path) as desk:
            assert desk.redo().words == deed.words
            assert all_of(desk) == after
            assert desk.verify().whole


def test_everything_is_undone_back_to_an_empty_file(path: Path) -> None:
    with at_desk(path) as desk:
        for deed in DEEDS.values():
            try:
                deed(desk)
            except Fault:
                continue  # some exclude each other
        count = len(desk.deeds(100))
        for _ in range(count):
            desk.undo()
        assert desk.count() == 0
        assert desk.vendors() == ()
        assert desk.household().ledger == ()
        assert desk.verify().whole
        with pytest.raises(Fault, match="nothing to undo"):
            desk.undo()
        for _ in range(count):
            desk.redo()
        assert desk.verify().whole
        with pytest.raises(Fault, match="nothing to do again"):
            desk.redo()


def test_a_step_of_aftercare_is_unticked(path: Path) -> None:
    with at_desk(path) as desk:
        step = desk.aftercare("c1", ["code"]).ticks[0].step.id
        desk.tick("c1", step)
        assert desk.undo().words.startswith("ticked off")
        assert desk.aftercare("c1").ticks[0].done_at is None


def test_what_was_undone_cannot_be_done_again_after_something_else(path: Path) -> None:
    with at_desk(path) as desk:
        desk.correct("c1", Label.SERVICE)
        desk.undo()
        desk.tag("c1", ["other"])
        with pytest.raises(Fault, match="nothing to do again"):
            desk.redo()
        assert desk.undo().words.startswith("tagged")
        assert desk.undo().words.startswith("added Mum")


def test_what_somebody_changed_since_stays(path: Path) -> None:
    with at_desk(path) as desk:
        desk.correct("c1", Label.SERVICE)
        number = desk.deeds(1)[0].id
        desk.correct("c1", Label.UPSELL)
        with pytest.raises(Fault, match="changed since"):
            desk.undo(number)
        assert desk.record("c1").shown is Label.UPSELL
        assert [deed.undone for deed in desk.deeds(2)] == [False, False]
        desk.undo()
        desk.undo(number)
        with pytest.raises(Fault, match="undone already"):
            desk.undo(number)
        with pytest.raises(Fault, match="no such deed"):
            desk.undo(10_000)


def test_a_deed_among_others_is_undone_by_its_number(path: Path) -> None:
    with at_desk(path) as desk:
        desk.correct("c1", Label.SERVICE)
        number = desk.deeds(1)[0].id
        desk.tag("c1", ["later"])
        desk.undo(number)
        assert desk.record("c1").correction is None
        assert "later" in desk.tags("c1")


def test_a_call_with_something_on_it_is_not_taken_out(path: Path) -> None:
    with at_desk(path) as desk:
        number = next(deed.id for deed in desk.deeds() if deed.words.startswith("stored"))
        with pytest.raises(Fault, match="put right since"):
            desk.undo(number)
        assert desk.count() == 1


def test_a_call_undone_leaves_a_notice_and_its_place(path: Path) -> None:
    with at_desk(path) as desk:
        records = desk.verify().present.records
        desk.log(Call(id="gone", said="never mind"))
        anchor = desk.anchor("export")
        desk.undo()
        checked = desk.verify([anchor])
        assert checked.whole
        assert checked.voided == 1
        assert checked.present.records == records + 2
        assert desk.count("never") == 0
        kept = desk.deeds(1)[0].changes[0]
        assert kept.after["said"] == "never mind", "the journal has what stood there"


def test_what_another_program_brings_is_no_deed(path: Path) -> None:
    with at_desk(path) as desk:
        last = desk.deeds(1)
        assert desk.take_in(Call(said="from a feed", source="fritzbox", source_id="1"))
        assert desk.deeds(1) == last


def test_what_is_done_within_a_deed_is_one(path: Path) -> None:
    with at_desk(path) as desk:
        before = all_of(desk)
        with desk.doing() as deed:
            call = desk.log(Call(company="Zenith", said="solar")).call.id
            desk.opt("Zenith", [Purpose.SALES], EntryKind.OPT_OUT, call_id=call)
            deed.words = "stored and refused"
        assert desk.undo().words == "stored and refused"
        assert all_of(desk) == before


def half_done(desk: Desk) -> None:
    with desk.doing():
        desk.tag("c1", ["half"])
        desk.correct("nobody", Label.SERVICE)


def test_a_deed_that_fails_changes_nothing_and_is_none(path: Path) -> None:
    with at_desk(path) as desk:
        before, last = all_of(desk), desk.deeds(1)
        with pytest.raises(Fault):
            half_done(desk)
        assert all_of(desk) == before
        assert desk.deeds(1) == last
        desk.tag("c1", ["kept"])
        assert desk.deeds(1) == last, "nothing was different afterwards"


def test_forgetting_empties_the_journal(path: Path) -> None:
    with at_desk(path) as desk:
        desk.tag("c1", ["zebra"])
        desk.forget(desk.whom("Orkin"), lambda step: None)
        assert desk.deeds() == []
        assert desk.store.all_tags() == ()
        assert desk.verify().whole
    assert all(b"zebra" not in file.read_bytes() for file in path.parent.glob("h.db*"))


def test_the_command_undoes_what_another_process_did(path: Path) -> None:
    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "screener", "--db", str(path), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "c1: genuine service" in run("correct", "c1", "--label", "service").replace("● ", "")
    assert "corrected the call of Orkin (c1) to genuine service" in run("undo", "--list")
    assert run("undo") == "Undone: corrected the call of Orkin (c1) to genuine service.\n"
    with at_desk(path) as desk:
        assert desk.record("c1").correction is None
    assert "undone: corrected" in run("undo", "--list", "--limit", "1")
    assert run("undo", "--redo").startswith("Done again: corrected")
    with at_desk(path) as desk:
        assert desk.record("c1").shown is Label.SERVICE


def test_tags_are_kept_folded_and_checked(path: Path) -> None:
    with at_desk(path) as desk:
        assert desk.tag("c1", ["#Ask my  LAWYER", "Café"]) == ("ask-my-lawyer", "cafe", "kept")
        for wrong in ("", "!!", "x" * 50):
            with pytest.raises(Fault, match="tags:"):
                desk.tag("c1", [wrong])
