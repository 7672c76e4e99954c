"""What is collected of one party: all of theirs, nothing of others, with both sides of changes."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from screener.call import Call
from screener.desk import Desk
from screener.faults import Fault
from screener.ledger import EntryKind, How, PartyKind
from screener.reports.evidence import LegalTie
from screener.reports.telling import report_document
from screener.reports.txt import to_txt
from screener.standing import Tie
from screener.store import Record, Row, Store
from screener.store.calls import Calls
from screener.vendor import Vendor
from screener.words import Allowed, Label, Purpose
from tests.reports.conftest import OHIO, SERVED, SOLD, Clock, ring


def test_calls_stand_in_order_with_what_they_may_have_broken(orkin: Desk) -> None:
    report = orkin.report("orkin")
    assert [one.number for one in report.occasions] == [1, 2, 3, 4]
    assert [one.purpose for one in report.occasions] == [
        Purpose.SALES,
        Purpose.SERVICE,
        Purpose.SALES,
        Purpose.SALES,
    ]
    found = {
        one.number: [f"{v.breach} {v.sure}" for v in one.violations] for one in report.occasions
    }
    assert found[1] == []
    assert found[2] == []
    assert found[3] == ["after opt-out possible"]
    assert found[4] == ["after opt-out likely"]
    assert report.duties[0].honour_by == date(2025, 9, 15)
    assert [entry.purpose for entry in report.entries] == list(
        dict.fromkeys(entry.purpose for entry in report.entries)
    )


def test_the_law_s_relationship_is_told_apart_from_ours(orkin: Desk) -> None:
    first, service, *_ = orkin.report("orkin").occasions
    assert first.tie == LegalTie(known=True, held=Tie.YES, ended=None)
    assert service.tie == LegalTie(known=True, held=Tie.YES, ended=date(2025, 8, 29))
    assert service.record.screening is not None
    assert service.record.screening["relationship"] == "current"
    assert service.record.permission is Allowed.NOT_ASKED


def test_calls_of_others_stay_out(orkin: Desk, clock: Clock) -> None:
    ring(orkin, clock, "2025-11-02 10:00", said=SOLD, number="216 555 0101", company="Acme Solar")
    clock.set("2025-12-01 12:00")
    report = orkin.report("orkin")
    assert len(report.occasions) == 4
    assert report.names == ("Orkin",)
    assert len(orkin.report("Acme Solar").occasions) == 1


def test_only_the_calls_of_the_party_are_read(
    orkin: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(9):
        name = f"Orkin {place}"
        ring(orkin, clock, f"2025-11-0{place + 1} 10:00", said=SOLD, number="", company=name)
    clock.set("2025-12-01 12:00")
    read: list[int] = []
    record_at = Calls.record_at

    def counted(store: Calls, key: int) -> Record:
        read.append(key)
        return record_at(store, key)

    monkeypatch.setattr(Calls, "record_at", counted)
    asked: list[str] = []
    calls_of = Store.calls_of

    def spied(store: Store, number: str = "", **given: Any) -> list[Row]:
        asked.append(given.get("company", ""))
        return calls_of(store, number, **given)

    monkeypatch.setattr(Store, "calls_of", spied)
    assert len(orkin.report("Orkin 3").occasions) == len(read)
    assert set(asked) - {"", "orkin", "orkin 3"} == set()


def test_a_name_is_found_in_another_spelling_and_by_the_number_it_was_told_on(
    desk: Desk, clock: Clock
) -> None:
    first = ring(desk, clock, "2025-10-01 10:00", said=SOLD, number="216 555 0101", company="Zed")
    at = clock.set("2025-10-01 10:05")
    desk.opt("Zed", [Purpose.SALES], EntryKind.OPT_OUT, at=at, how=How.CALL, call_id=first)
    ring(desk, clock, "2025-11-03 10:00", said=SOLD, number="216 555 0101", company="")
    ring(desk, clock, "2025-11-04 10:00", said=SOLD, number="330 555 0148", company="Zed, Inc.")
    clock.set("2025-12-01 12:00")
    by_name, by_number = desk.report("Zed"), desk.report("(216) 555-0101")
    assert [one.record.call.id for one in by_name.occasions] == [
        one.record.call.id for one in by_number.occasions
    ]
    assert len(by_name.occasions) == 3
    assert by_name.party.kind is PartyKind.NAME
    assert len([one for one in by_name.occasions if one.violations]) == 2


def test_what_was_amended_and_corrected_is_told_with_both_values(orkin: Desk, clock: Clock) -> None:
    call = orkin.report("orkin").occasions[2].record.call.id
    orkin.amend(call, {"company": "Orkin LLC"}, "heard it again on the voicemail")
    orkin.correct(call, Label.SERVICE, "they only asked about the last visit")
    report = orkin.report("orkin")
    third = report.occasions[2]
    assert third.record.original.company == "Orkin"
    assert third.record.call.company == "Orkin LLC"
    assert third.record.label is Label.UPSELL
    assert third.violations == ()
    assert third.earlier[0].label is Label.UPSELL
    text = " ".join(to_txt(report_document(report, 3)).split())
    assert "company: was “Orkin”, is “Orkin LLC”" in text
    assert "heard it again on the voicemail" in text
    assert "genuine service, said" in text
    assert "they only asked about the last visit" in text


def test_the_gap_between_happening_and_writing_down_is_told(desk: Desk, clock: Clock) -> None:
    clock.set("2025-11-20 08:00")
    happened = datetime(2025, 11, 17, 20, 30, tzinfo=OHIO)
    desk.log(Call(at=happened, company="Acme Solar", said=SOLD, number="216 555 0101"))
    report = desk.report("Acme Solar")
    assert report.occasions[0].gap == timedelta(days=2, hours=11, minutes=30)
    assert "2 days after it happened" in " ".join(to_txt(report_document(report, 3)).split())


def test_a_later_entry_shows_what_it_would_have_meant(desk: Desk, clock: Clock) -> None:
    desk.add_vendor(Vendor("Saga", numbers=("216 555 0101",)))
    ring(desk, clock, "2025-11-03 10:00", said=SERVED, number="216 555 0101", company="Saga")
    at = datetime(2025, 11, 1, 9, 0, tzinfo=OHIO)
    clock.set("2025-12-01 12:00")
    desk.opt("Saga", [Purpose.SERVICE], EntryKind.OPT_OUT, at=at, how=How.LETTER)
    [call] = desk.report("Saga").occasions
    assert call.record.permission is Allowed.NOT_ASKED
    assert call.permission_now is not None
    assert call.permission_now.state is Allowed.REFUSED
    assert "By today's ledger" in to_txt(report_document(desk.report("Saga"), 0))


def test_a_country_without_law_on_file_still_has_a_report(desk: Desk, clock: Clock) -> None:
    desk.set_up(region="NL")
    ring(desk, clock, "2025-11-03 10:00", said=SOLD, number="216 555 0101", company="Zed")
    report = desk.report("Zed")
    assert report.law is None
    assert report.violations == ()
    assert "the law of NL is not on file" in to_txt(report_document(report, 3))


def test_each_report_quotes_a_head_that_verifies(orkin: Desk) -> None:
    report = orkin.report("orkin", "/tmp/orkin.html")
    checked = orkin.store.verify([report.anchor])
    assert checked.whole
    assert checked.anchors[-2].file == "/tmp/orkin.html"
    assert report.anchor.records == checked.present.records


def test_who_is_nowhere_on_file_has_no_report(desk: Desk) -> None:
    with pytest.raises(Fault, match="no call, no entry and no vendor"):
        desk.report("Nobody")
    assert desk.store.anchors_quoted() == ()


def test_a_scam_under_the_name_is_no_broken_opt_out(orkin: Desk, clock: Clock) -> None:
    ring(
        orkin,
        clock,
        "2025-11-05 10:00",
        number="216 555 0101",
        said="this is Orkin, your account is overdue, pay now with gift cards and read me the numbers",
    )
    clock.set("2025-12-01 12:00")
    report = orkin.report("orkin")
    assert report.occasions[-1].scam
    assert report.occasions[-1].violations == ()
    assert len(report.scams) == 1
    assert "report it as fraud" in " ".join(to_txt(report_document(report, 0)).split())
