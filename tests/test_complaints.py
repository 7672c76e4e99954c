"""Public complaints in the verdict: one weak signal, bounded, and never a verdict by itself."""

from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.call import Call
from screener.complaints import GROUP, signals_of, told
from screener.desk import Desk
from screener.identity import Identity
from screener.known import Known
from screener.phone import Number, NumberKind
from screener.reputation import RECORDED, Range, Reputation
from screener.rulebook import load_rulebook
from screener.screening import Screener, Screening
from screener.vendor import Household, Vendor
from screener.words import IdentityState, Label, Purpose, Relation

DAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=timezone(timedelta(hours=-5)))
NUMBER = "+13152328257"
STRANGER = Identity(IdentityState.UNKNOWN, Number(NUMBER, NumberKind.VALID, NUMBER))
CAPS = {GROUP: 0.8}
WARRANTIES = "Warranties & protection plans"


def complained(times: int, **more: object) -> Reputation:
    """So many complaints about warranties, the newest of three weeks ago."""
    facts: dict[str, object] = {
        "complaints": times,
        "weight": float(times),
        "subjects": {WARRANTIES: times},
        "robocall_share": 0.8,
        "newest": DAY - timedelta(days=21),
    }
    return Reputation(NUMBER, DAY, **{**facts, **more})  # type: ignore[arg-type]


@cache
def screener() -> Screener:
    return Screener(load_rulebook(None))


def screened(
    said: str, complaints: Reputation | None, company: str = "", household: Household | None = None
) -> Screening:
    call = Call(at=NOON, number=NUMBER, company=company, said=said)
    return screener().screen(call, household or Household(), Known(complaints=complaints))


def test_the_reason_tells_what_is_on_file_in_plain_words() -> None:
    (signal,) = signals_of(
        complained(31, subjects={WARRANTIES: 20, "Other": 8, "Charities": 3}), STRANGER, CAPS
    )
    assert signal.why == (
        "31 complaints, most about warranties & protection plans, 80% robocalls, "
        "the newest 3 weeks ago; numbers are spoofed, so this says little."
    )
    assert (signal.purpose, signal.also) == (Purpose.SALES, {Purpose.FRAUD: signal.weight})


@pytest.mark.parametrize(
    ("reputation", "words"),
    [
        (complained(1, robocall_share=None), "1 complaint, about warranties & protection plans, 3"),
        (complained(4, subjects={"Other": 4}, robocall_share=0.0), "4 complaints, the newest 3 w"),
        (complained(4, subjects={"Other": 3, "Charities": 1}), "4 complaints, some about charit"),
        (complained(2, newest=DAY), "the newest today;"),
        (complained(2, newest=DAY - timedelta(days=1)), "the newest yesterday;"),
        (complained(2, newest=DAY - timedelta(days=13)), "the newest 13 days ago;"),
        (complained(2, newest=DAY - timedelta(days=59)), "the newest 8 weeks ago;"),
        (complained(2, newest=DAY - timedelta(days=60)), "the newest 2 months ago;"),
        (complained(2, newest=DAY - timedelta(days=800)), "the newest 2 years ago;"),
        (complained(2, newest=None), "80% robocalls; numbers"),
    ],
)
def test_the_reason_says_no_more_than_the_files_do(reputation: Reputation, words: str) -> None:
    assert words in told(reputation)


def test_a_listed_range_is_as_one_complaint() -> None:
    listed = Reputation(NUMBER, DAY, ranges=(Range("+1315232", 4, "", "list"),))
    (range_,) = signals_of(listed, STRANGER, CAPS)
    (one,) = signals_of(complained(1), STRANGER, CAPS)
    assert range_.weight == one.weight
    assert "range" in range_.why


@pytest.mark.parametrize("state", [IdentityState.NUMBER_ON_FILE, IdentityState.CONTRADICTED])
def test_a_vendors_own_number_gets_no_weight(state: IdentityState) -> None:
    ours = Identity(state, STRANGER.number, Vendor("Acme"), Vendor("Acme"))
    assert signals_of(complained(1000), ours, CAPS) == ()


def test_old_complaints_and_a_group_without_a_cap_say_nothing() -> None:
    assert signals_of(complained(3, weight=0.05), STRANGER, CAPS) == ()
    assert signals_of(complained(3), STRANGER, {}) == ()
    assert signals_of(None, STRANGER, CAPS) == ()


many = st.builds(complained, st.integers(1, 10**9))


@settings(deadline=None)
@given(many)
def test_the_cap_of_the_group_holds(reputation: Reputation) -> None:
    (signal,) = signals_of(reputation, STRANGER, screener().rulebook.groups)
    assert 0 < signal.weight <= screener().rulebook.groups[GROUP] <= 1


SERVICE = (
    "confirming your appointment with Dr Lee on Tuesday at 3:40, please bring your insurance card",
    "your prescription is ready to be picked up at the pharmacy on Main Street",
    "our technician is coming on Friday between 9 and 11 to repair the furnace, as you asked",
)


@pytest.mark.parametrize("said", SERVICE)
@pytest.mark.parametrize("company", ["", "Riverside Clinic"])
def test_no_number_of_complaints_makes_a_solicitation_of_genuine_service(
    said: str, company: str
) -> None:
    without = screened(said, None, company)
    assert without.verdict.label is Label.SERVICE
    assert screened(said, complained(10**9), company).verdict.label is Label.SERVICE


# Between service and fraud: a share of these tips over the edge by any weight at all.
TORN = (
    "this is your bank about a charge on your card, please call us back",
    "your account needs attention, press one",
    "we noticed a problem with your computer",
    "about your car",
    "there is a problem with your parcel, a fee is due",
    "your refund is waiting, call this number",
    "it's about your social security benefits",
)


@settings(deadline=None)
@given(many, st.sampled_from(TORN), st.sampled_from(["", "Chase", "Amazon", "IRS"]))
def test_complaints_convict_nobody_of_fraud(
    reputation: Reputation, said: str, company: str
) -> None:
    without = screened(said, None, company).verdict
    within = screened(said, reputation, company).verdict
    assert within.scam == without.scam


def test_an_otherwise_empty_call_stays_undetermined() -> None:
    verdict = screened("", complained(10**6)).verdict
    assert (verdict.label, verdict.purpose) == (Label.UNDETERMINED, Purpose.UNKNOWN)


@pytest.mark.parametrize(
    ("said", "company"), [("hello, is anyone there", ""), ("", "Riverside Clinic")]
)
def test_a_call_that_says_next_to_nothing_is_likely_at_most(said: str, company: str) -> None:
    verdict = screened(said, complained(10**6), company).verdict
    assert verdict.label in {Label.UNDETERMINED, Label.SERVICE} or verdict.confidence < 0.8


def test_a_vendors_number_is_judged_as_if_there_were_no_complaints() -> None:
    vendor = Vendor("Acme", numbers=(NUMBER,), last_transaction=date(2026, 9, 1))
    home = Household(vendors=(vendor,))
    said = "a word about your plan"
    assert (
        screened(said, complained(500), "Acme", home).verdict
        == screened(said, None, "Acme", home).verdict
    )
    assert screened(said, None, "Acme", home).relationship is Relation.CURRENT


def test_the_desk_looks_complaints_up_for_the_day_of_the_call(tmp_path: Path) -> None:
    with Desk.open(tmp_path / "calls.db") as desk:
        desk.clock = lambda: NOON
        source = desk.store.start_source("a.csv", "ftc", "1")
        at = int(datetime(2026, 10, 12).timestamp())  # noqa: DTZ001 - the clock of a file
        desk.store.add_complaints(
            source, [(13152328257, at + each, WARRANTIES, RECORDED) for each in range(31)]
        )
        desk.store.finish_source(source, 31, ())
        call = Call(at=NOON, number="315 232 8257", said="about your car's warranty")
        record = desk.log(call)
        assert record.screening is not None
        whys = [each["why"] for each in record.screening["signals"]]
        assert any(why.startswith("31 complaints, about warranties & protection") for why in whys)
        other = desk.known(Call(at=NOON, number="614 555 0133", said="hello"))
        assert other.complaints is None
        later = desk.known(Call(at=NOON + timedelta(days=730), number="315 232 8257", said="hi"))
        assert later.complaints is not None
        assert later.complaints.weight < 1
