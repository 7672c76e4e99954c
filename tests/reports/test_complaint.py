"""Complaint sheets: the form's own fields in its order, and nothing that is not on file."""

from datetime import timedelta

import pytest

from screener.call import Call
from screener.desk import Desk
from screener.regionfiles import FORM_FACTS
from screener.regions import Regulator, known_regions, load_region
from screener.reports.complaint import Sheet, sheets_of
from screener.reports.filling import BY_HAND, Case, filled
from screener.reports.subjects import OTHER, subject_of
from screener.words import Purpose
from tests.reports.conftest import SOLD, Clock, ring


def fields_of(sheet: Sheet) -> dict[str, str]:
    return {one.field: one.value for one in sheet.fields}


def test_the_ftc_form_has_a_sheet_for_each_call_the_newest_first(orkin: Desk) -> None:
    report = orkin.report("orkin")
    found = sheets_of(report)
    ftc = [one for one in found.sheets if "donotcall" in one.regulator]
    assert [one.calls for one in ftc] == [(4,), (3,)]
    law = load_region("US")
    form = law.fact("US_REGULATOR_FTC").value.fields
    assert [one.field for one in ftc[0].fields] == [one.field for one in form]
    fields = fields_of(ftc[0])
    assert fields["Date of the call"] == "09/18/2025"
    assert fields["Time of the call: hour"] == "18"
    assert fields["Time of the call: minute"] == "05"
    assert fields["Your phone number"] == "(614) 555-0199"
    assert fields["Number of the company that called"] == "(330) 555-0148"
    assert fields["Name of the company that called"] == "Orkin"
    assert fields["What the call was about"] == "Home improvement and cleaning"
    assert fields["Have you asked them to stop calling?"] == "Yes"
    business = next(value for field, value in fields.items() if "done business" in field)
    assert business == "Yes (last transaction 07/02/2025)"
    assert fields["First name"] == BY_HAND
    assert "“Put me on your do-not-call list”" in fields["Comments"]
    assert "R-1182" in fields["Comments"]


def test_a_call_within_the_deadline_is_called_no_more_than_possible(orkin: Desk) -> None:
    sheets = sheets_of(orkin.report("orkin")).sheets
    within = next(one for one in sheets if one.calls == (3,))
    assert any("only possible" in note and "15 September 2025" in note for note in within.notes)
    after = next(one for one in sheets if one.calls == (4,))
    assert not any("only possible" in note for note in after.notes)


def test_the_fcc_form_is_one_for_all_calls(orkin: Desk) -> None:
    [fcc] = [one for one in sheets_of(orkin.report("orkin")).sheets if "Communic" in one.regulator]
    assert fcc.calls == (3, 4)
    fields = fields_of(fcc)
    assert fields["Asked the company to stop on"] == "Yes, 08/29/2025"
    assert fields["Calls after that"] == "09/09/2025 14:20, 09/18/2025 18:05"
    assert fields["Did anyone in the household give permission?"] == "No"
    assert fields["State"] == "Ohio"


def test_only_so_many_sheets_are_made_and_the_rest_is_counted(orkin: Desk) -> None:
    found = sheets_of(orkin.report("orkin"), 1)
    assert [one.calls for one in found.sheets if "donotcall" in one.regulator] == [(4,)]
    assert list(found.more.values()) == [1]


def test_a_form_with_a_term_says_how_long_it_is_still_taken(orkin: Desk, clock: Clock) -> None:
    orkin.set_up(region="CA")
    clock.set("2025-09-25 09:00")
    sheets = sheets_of(orkin.report("orkin")).sheets
    notes = {one.calls: " ".join(one.notes) for one in sheets}
    assert "within 14 days of a call: 7 are left" in notes[4,]
    clock.set("2025-12-01 12:00")
    late = sheets_of(orkin.report("orkin")).sheets
    assert "74 days old" in " ".join(note for one in late for note in one.notes)


def test_a_german_form_has_german_days_and_answers(orkin: Desk) -> None:
    orkin.set_up(region="DE")
    [sheet] = sheets_of(orkin.report("orkin")).sheets
    fields = fields_of(sheet)
    assert fields["Datum des Anrufs"] == "18.09.2025"
    assert fields["Haben Sie in Werbeanrufe eingewilligt?"] == "nein"
    assert fields["Haben Sie die Einwilligung widerrufen, und wann?"] == "ja, 29.08.2025"
    assert any("not in English" in note for note in sheet.notes)


def test_a_scam_goes_to_those_who_take_scams(desk: Desk, clock: Clock) -> None:
    ring(
        desk,
        clock,
        "2025-11-05 10:00",
        number="216 555 0101",
        company="Bank",
        said="your account is blocked, pay now with gift cards and read me the numbers",
    )
    sheets = sheets_of(desk.report("216 555 0101")).sheets
    assert [one.regulator for one in sheets] == ["Federal Trade Commission (ReportFraud)"]


def test_without_a_broken_rule_there_is_no_sheet(desk: Desk, clock: Clock) -> None:
    ring(desk, clock, "2025-11-05 10:00", said="your appointment is confirmed for Friday at 3")
    assert sheets_of(desk.report("Orkin")).sheets == ()


@pytest.mark.parametrize("fact", FORM_FACTS)
def test_every_fact_that_a_form_may_ask_for_can_be_filled_in(
    orkin: Desk, clock: Clock, fact: str
) -> None:
    bare = Call(at=clock.now - timedelta(hours=1), company="Zed")
    orkin.log(bare)
    for who in ("orkin", "Zed"):
        report = orkin.report(who)
        assert filled(Case(report, report.occasions[-1]), fact).strip()


def test_every_regulator_on_file_has_a_form_that_can_be_filled_in(orkin: Desk) -> None:
    for code in known_regions():
        orkin.set_up(region=code)
        report = orkin.report("orkin")
        for fact in load_region(code).of(Regulator, report.made_at.date()):
            case = Case(report, report.occasions[-1])
            assert all(filled(case, field.fact).strip() for field in fact.value.fields)


@pytest.mark.parametrize(
    ("product", "said", "code"),
    [
        ("solar panels", "", 9),
        ("", "you could lower your credit card debt", 3),
        ("", "your car's warranty is about to expire", 12),
        ("", "this is about your extended warranty and a free cruise", OTHER.code),
        ("home security", "and we also do solar", 6),
        ("", "do you have a moment", OTHER.code),
    ],
)
def test_the_subject_is_named_only_where_it_is_clear(product: str, said: str, code: int) -> None:
    assert subject_of(product, said, Purpose.SALES).code == code


def test_a_purpose_tells_the_subject_by_itself() -> None:
    assert subject_of("", SOLD, Purpose.FUNDRAISING).code == 16
    assert subject_of("", SOLD, Purpose.POLITICAL).code == 15
