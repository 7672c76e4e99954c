"""Calls held against the law: what is broken, how surely, and what never is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from screener.conditions import Conditions, read_limit
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.regions import Breach, Confidence, load_region
from screener.suspect import Suspect, ToldIn, sightings_of
from screener.vendor import Expecting, Household, Preference, Vendor
from screener.violations import (
    Findings,
    Sure,
    Violation,
    find_duties,
    find_violations,
    window,
)
from screener.words import Choice, Purpose

ZONES = {
    "US": "America/Chicago",
    "CA": "America/Toronto",
    "GB": "Europe/London",
    "AU": "Australia/Sydney",
    "DE": "Europe/Berlin",
    "FR": "Europe/Paris",
    "ES": "Europe/Madrid",
    "IN": "Asia/Kolkata",
}
ORKIN = Vendor("Orkin", numbers=("+18777196679",), last_transaction=date(2026, 3, 1))
STRANGER = Party(PartyKind.NAME, "Zenith Solar")


def moment(local: str, region: str = "US") -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(ZONES[region])).astimezone(UTC)


def call(local: str, region: str = "US", **facts: Any) -> Suspect:
    known: dict[str, Any] = {"number": "+16145550133", "company": "Zenith Solar"}
    return Suspect(**(known | facts), id=local, at=moment(local, region))


def of_orkin(local: str, **facts: Any) -> Suspect:
    return call(local, **({"company": "Orkin", "vendor": "Orkin"} | facts))


def entry(
    local: str,
    party: Party = STRANGER,
    region: str = "US",
    kind: EntryKind = EntryKind.OPT_OUT,
    how: How = How.CALL,
    purpose: Purpose = Purpose.SALES,
    call_id: str = "",
) -> LedgerEntry:
    return LedgerEntry(party, purpose, kind, moment(local, region), how=how, call=call_id)


def home(region: str = "US", *ledger: LedgerEntry, **facts: object) -> Household:
    place = Household(region=region, time_zone=ZONES[region], vendors=(ORKIN,), ledger=ledger)
    return replace(place, **facts)  # type: ignore[arg-type]


def find(household: Household, *calls: Suspect, **asked: object) -> Findings:
    return find_violations(sightings_of(calls), household, load_region(household.region), **asked)  # type: ignore[arg-type]


def of(breach: Breach, household: Household, *calls: Suspect) -> list[Violation]:
    return [one for one in find(household, *calls).violations if one.breach is breach]


# After an opt-out


TOLD = Party(PartyKind.VENDOR, "Orkin")


@pytest.mark.parametrize(
    ("at", "sure"),
    [
        ("2026-05-22T09:59", None),
        ("2026-05-22T10:30", Sure.POSSIBLE),
        ("2026-06-08T20:00", Sure.POSSIBLE),
        ("2026-06-09T09:00", Sure.LIKELY),
        ("2031-05-22T10:00", Sure.LIKELY),
        ("2031-05-23T10:00", Sure.POSSIBLE),
    ],
)
def test_a_sales_call_after_an_opt_out_in_the_us(at: str, sure: Sure | None) -> None:
    found = of(Breach.AFTER_OPT_OUT, home("US", entry("2026-05-22T10:00", TOLD)), of_orkin(at))
    assert [one.sure for one in found] == ([sure] if sure else [])
    if found:
        assert found[0].deadline == date(2026, 6, 8)
        assert found[0].since == moment("2026-05-22T10:00")
        assert bool(found[0].doubts) is (sure is Sure.POSSIBLE)


def test_inside_the_deadline_the_rule_without_grace_is_named() -> None:
    household = home("US", entry("2026-05-22T10:00", TOLD))
    (inside,) = of(Breach.AFTER_OPT_OUT, household, of_orkin("2026-06-03T10:00"))
    (after,) = of(Breach.AFTER_OPT_OUT, household, of_orkin("2026-06-10T10:00"))
    assert inside.rule == "US_OPT_OUT_AT_ONCE_FTC"
    assert "until 8 June 2026" in inside.doubts[0]
    assert after.rule == "US_OPT_OUT_FTC"
    assert "had to be honoured by 8 June 2026" in after.words


@pytest.mark.parametrize(
    ("region", "told", "at", "sure"),
    [
        ("US", "2025-04-10T10:00", "2025-05-10T10:00", Sure.POSSIBLE),
        ("US", "2025-04-10T10:00", "2025-05-11T10:00", Sure.LIKELY),
        ("US", "2025-04-11T10:00", "2025-04-26T10:00", Sure.LIKELY),
        ("CA", "2026-02-20T10:00", "2026-03-06T10:00", None),
        ("CA", "2026-02-20T10:00", "2026-03-07T10:00", Sure.LIKELY),
        ("CA", "2026-02-20T10:00", "2029-03-06T10:00", Sure.LIKELY),
        ("CA", "2026-02-20T10:00", "2029-03-07T10:00", None),
        ("CA", "2028-02-20T10:00", "2028-03-05T10:00", None),
        ("CA", "2028-02-20T10:00", "2028-03-06T10:00", Sure.LIKELY),
        ("GB", "2026-03-28T10:00", "2026-03-28T11:00", Sure.POSSIBLE),
        ("GB", "2026-03-28T10:00", "2026-03-29T00:30", Sure.LIKELY),
        ("AU", "2026-04-01T10:00", "2026-04-02T10:00", Sure.LIKELY),
        ("DE", "2026-04-01T10:00", "2026-04-02T10:00", Sure.LIKELY),
        ("FR", "2026-06-01T10:30", "2026-07-31T10:30", Sure.LIKELY),
        ("FR", "2026-06-01T10:30", "2026-08-03T10:30", None),
        ("FR", "2026-08-11T10:30", "2026-12-01T10:30", Sure.LIKELY),
        ("ES", "2026-10-13T10:00", "2026-10-14T10:00", Sure.LIKELY),
        ("IN", "2026-10-13T10:00", "2026-10-14T10:00", Sure.POSSIBLE),
    ],
)
def test_each_country_has_its_own_clock(region: str, told: str, at: str, sure: Sure | None) -> None:
    found = of(Breach.AFTER_OPT_OUT, home(region, entry(told, region=region)), call(at, region))
    assert [one.sure for one in found] == ([sure] if sure else [])


@pytest.mark.parametrize(
    "later",
    [
        {"vendor": "Orkin", "company": "", "number": "+16145550199"},
        {"vendor": "", "company": "ORKIN, Inc.", "number": "+16145550199"},
        {"vendor": "", "company": "", "number": "+18777196679"},
        {"vendor": "Orkin", "company": "Orkin", "number": ""},
    ],
)
@pytest.mark.parametrize(
    "party",
    [
        TOLD,
        Party(PartyKind.NAME, "orkin"),
        Party(PartyKind.NUMBER, "+18777196679"),
        Party(PartyKind.NUMBER, "(877) 719-6679"),
    ],
)
def test_a_call_counts_from_whatever_number(party: Party, later: dict[str, str]) -> None:
    household = home("US", entry("2026-05-22T10:00", party))
    assert of(Breach.AFTER_OPT_OUT, household, call("2026-07-01T10:00", **later))


def test_a_number_on_file_under_another_name_is_not_the_vendors() -> None:
    household = home("US", entry("2026-05-22T10:00", TOLD))
    spoofed = call("2026-07-01T10:00", number="+18777196679", company="Zenith Solar")
    assert not of(Breach.AFTER_OPT_OUT, household, spoofed)


def test_who_was_told_under_a_number_is_known_by_the_name_in_that_call() -> None:
    number = Party(PartyKind.NUMBER, "+16145550133")
    household = home("US", entry("2026-05-22T10:00", number, call_id="c1"))
    later = call("2026-07-01T10:00", number="+16145550999", company="Zenith Solar Inc")
    told_in = {"c1": ToldIn("614 555 0133", "Zenith Solar")}
    assert not find(household, later).violations
    assert find(household, later, told_in=told_in).violations


@pytest.mark.parametrize("purpose", [Purpose.SERVICE, Purpose.ACCOUNT, Purpose.COLLECTIONS])
def test_a_service_call_after_an_opt_out_is_never_one(purpose: Purpose) -> None:
    household = home("US", entry("2026-05-22T10:00", TOLD), registered_on=date(2020, 1, 1))
    assert find(household, of_orkin("2026-07-01T23:00", purpose=purpose)) == Findings((), ())


def test_a_service_call_that_goes_on_to_sell_is_only_possible() -> None:
    household = home("US", entry("2026-05-22T10:00", TOLD))
    mixed = of_orkin("2026-07-01T10:00", purpose=Purpose.SERVICE, also_selling=True)
    (found,) = find(household, mixed).violations
    assert (found.breach, found.sure) == (Breach.AFTER_OPT_OUT, Sure.POSSIBLE)
    assert "went on to sell" in found.words
    assert not find(home(), mixed).violations
    german = home("DE", entry("2026-05-22T10:00", TOLD, "DE"))
    assert not find(german, mixed).violations


def test_a_scam_is_reported_as_fraud_and_breaks_no_opt_out() -> None:
    household = home("US", entry("2026-05-22T10:00", STRANGER))
    for facts in ({"purpose": Purpose.FRAUD}, {"scam": True}):
        found = find(household, call("2026-07-01T10:00", **facts))
        assert not found.violations
        assert "report it as fraud" in found.scams[0].words
    assert find(home(), call("2026-07-01T10:00", scam=True)) == Findings((), ())


def test_an_opt_in_after_the_opt_out_ends_it() -> None:
    out, back = entry("2026-05-22T10:00"), entry("2026-06-01T10:00", kind=EntryKind.OPT_IN)
    again = entry("2026-07-01T10:00", kind=EntryKind.REVOCATION)
    household = home("US", out, back, again)
    days = [
        one.at.date()
        for one in of(
            Breach.AFTER_OPT_OUT,
            household,
            *(call(f"2026-{month:02}-25T10:00") for month in (5, 6, 7)),
        )
    ]
    assert days == [date(2026, 7, 25), date(2026, 5, 25)]


def test_only_the_purposes_that_were_refused_count() -> None:
    household = home("GB", entry("2026-05-22T10:00", region="GB", purpose=Purpose.POLITICAL))
    sales = call("2026-07-01T10:00", "GB")
    party = sales._replace(purpose=Purpose.POLITICAL)
    assert not of(Breach.AFTER_OPT_OUT, household, sales)
    assert of(Breach.AFTER_OPT_OUT, household, party)


def test_what_the_law_leaves_out_is_no_violation() -> None:
    entries = [
        entry("2026-05-22T10:00", purpose=purpose)
        for purpose in (Purpose.POLITICAL, Purpose.SURVEY, Purpose.FUNDRAISING)
    ]
    household = home("US", *entries, registered_on=date(2020, 1, 1))
    at = call("2026-07-01T23:00", recorded=True, company="", named=False, number="")
    assert not find(household, at._replace(purpose=Purpose.POLITICAL)).violations
    assert not find(household, at._replace(purpose=Purpose.SURVEY)).violations
    (charity,) = of(
        Breach.AFTER_OPT_OUT,
        household,
        call("2026-07-01T10:00", purpose=Purpose.FUNDRAISING),
    )
    assert charity.sure is Sure.POSSIBLE
    assert "paid fundraiser" in charity.doubts[0]


# Register and consent


@pytest.mark.parametrize(
    ("region", "grace", "at"),
    [("US", 31, "10:00"), ("CA", 31, "12:00"), ("GB", 28, "10:00"), ("AU", 30, "10:00")],
)
def test_a_registered_number_counts_after_its_grace(region: str, grace: int, at: str) -> None:
    registered = date(2028, 2, 1)
    household = home(region, registered_on=registered)
    day = registered + timedelta(days=grace)
    before = call(f"{day - timedelta(days=1)}T{at}", region)
    (found,) = of(Breach.REGISTER, household, before, call(f"{day}T{at}", region))
    assert found.sure is Sure.LIKELY
    assert (found.since, found.deadline) == (registered, day)


@pytest.mark.parametrize(
    ("region", "vendor", "at", "sure"),
    [
        ("US", Vendor("V", last_transaction=date(2024, 8, 31)), "2026-02-28T10:00", None),
        ("US", Vendor("V", last_transaction=date(2024, 8, 31)), "2026-03-01T10:00", Sure.LIKELY),
        ("US", Vendor("V", last_inquiry=date(2026, 1, 31)), "2026-04-30T10:00", None),
        ("US", Vendor("V", last_inquiry=date(2026, 1, 31)), "2026-05-01T10:00", Sure.LIKELY),
        ("US", Vendor("V", customer_since=date(2020, 1, 1)), "2026-05-01T10:00", None),
        ("US", Vendor("V"), "2026-05-01T10:00", Sure.POSSIBLE),
        ("US", Vendor("V", ended=date(2026, 1, 1)), "2026-05-01T10:00", Sure.POSSIBLE),
        (
            "US",
            Vendor("V", last_transaction=date(2026, 1, 1), ended=date(2026, 1, 2)),
            "2026-05-01T10:00",
            None,
        ),
        ("CA", Vendor("V", last_inquiry=date(2026, 1, 1)), "2026-06-30T12:00", None),
        ("CA", Vendor("V", last_inquiry=date(2026, 1, 1)), "2026-07-02T12:00", Sure.LIKELY),
        (
            "CA",
            Vendor("V", customer_since=date(2020, 1, 1), ended=date(2025, 1, 1)),
            "2026-07-01T12:00",
            None,
        ),
        ("GB", Vendor("V", customer_since=date(2020, 1, 1)), "2026-07-01T12:00", Sure.LIKELY),
        ("AU", Vendor("V", customer_since=date(2020, 1, 1)), "2026-07-01T12:00", None),
        (
            "AU",
            Vendor("V", customer_since=date(2020, 1, 1), ended=date(2026, 6, 1)),
            "2026-07-01T12:00",
            Sure.LIKELY,
        ),
    ],
)
def test_the_laws_relationship_takes_calls_out_of_the_register(
    region: str, vendor: Vendor, at: str, sure: Sure | None
) -> None:
    household = home(region, registered_on=date(2020, 1, 1), vendors=(vendor,))
    found = of(Breach.REGISTER, household, call(at, region, company="V", vendor="V"))
    assert [one.sure for one in found] == ([sure] if sure else [])


def test_an_opt_out_ends_the_laws_relationship() -> None:
    household = home("US", registered_on=date(2020, 1, 1))
    later = of_orkin("2026-07-01T10:00")
    assert not find(household, later).violations
    told = replace(household, ledger=(entry("2026-05-22T10:00", TOLD),))
    assert {one.breach for one in find(told, later).violations} == {
        Breach.AFTER_OPT_OUT,
        Breach.REGISTER,
    }


@pytest.mark.parametrize(
    ("how", "sure"), [(How.LETTER, None), (How.WEB, None), (How.CALL, Sure.POSSIBLE)]
)
def test_the_us_registry_yields_to_consent_in_writing(how: How, sure: Sure | None) -> None:
    agreed = entry("2026-01-01T10:00", kind=EntryKind.OPT_IN, how=how)
    household = home("US", agreed, registered_on=date(2020, 1, 1))
    found = of(Breach.REGISTER, household, call("2026-07-01T10:00"))
    assert [one.sure for one in found] == ([sure] if sure else [])


@pytest.mark.parametrize(
    ("region", "at", "breaks"),
    [
        ("DE", "2026-07-01T10:30", True),
        ("FR", "2026-08-10T10:30", False),
        ("FR", "2026-08-11T10:30", True),
        ("ES", "2023-06-28T10:30", False),
        ("ES", "2023-06-29T10:30", True),
        ("GB", "2026-07-01T10:30", False),
        ("US", "2026-07-01T10:30", False),
    ],
)
def test_where_consent_comes_first_every_sales_call_without_it_breaks_the_rule(
    region: str, at: str, breaks: bool
) -> None:
    found = of(Breach.NO_CONSENT, home(region), call(at, region))
    assert [one.sure for one in found] == ([Sure.LIKELY] if breaks else [])


def test_consent_of_any_kind_is_enough_there() -> None:
    at = "2026-07-01T10:30"
    agreed = entry("2026-01-01T10:00", region="DE", kind=EntryKind.OPT_IN)
    assert not find(home("DE", agreed), call(at, "DE")).violations
    preferring = replace(
        ORKIN, preferences=(Preference(Purpose.SALES, Choice.OPT_IN, date(2026, 1, 1)),)
    )
    household = home("DE", vendors=(preferring,))
    assert not find(household, call(at, "DE", company="Orkin", vendor="Orkin")).violations
    start = moment("2026-07-01T10:00", "DE")
    announced = Expecting("Zenith Solar", start, start + timedelta(hours=1))
    assert not find(home("DE", expecting=(announced,)), call(at, "DE")).violations
    assert find(home("DE", expecting=(announced,)), call("2026-07-01T11:30", "DE")).violations


def test_an_opt_in_outside_its_conditions_is_none() -> None:
    allowed = Preference(
        Purpose.SALES, Choice.OPT_IN, conditions=Conditions(numbers=("+18777196679",))
    )
    household = home("DE", vendors=(replace(ORKIN, preferences=(allowed,)),))
    from_them = call("2026-07-01T10:30", "DE", company="Orkin", vendor="Orkin")
    assert find(household, from_them).violations
    assert not find(household, from_them._replace(number="+18777196679")).violations


def test_a_contract_that_runs_counts_where_the_law_says_so() -> None:
    vendor = Vendor("V", customer_since=date(2020, 1, 1), ended=date(2026, 10, 20))
    before, after = (
        call(f"2026-10-{day}T10:30", "ES", company="V", vendor="V") for day in (19, 20)
    )
    found = of(Breach.NO_CONSENT, home("ES", vendors=(vendor,)), before, after)
    assert [one.at.day for one in found] == [20]
    french = home("FR", vendors=(vendor,))
    (unsure,) = of(
        Breach.NO_CONSENT, french, call("2026-10-19T10:30", "FR", company="V", vendor="V")
    )
    assert unsure.sure is Sure.POSSIBLE


# Conduct


def test_out_of_hours_at_the_consumers_place() -> None:
    early = call("2026-11-02T07:30")
    (found,) = of(Breach.OUT_OF_HOURS, home(), early)
    assert found.sure is Sure.LIKELY
    assert "07:30 on Monday, your time" in found.words
    assert found.at.utcoffset() == timedelta(hours=-6)
    # With no zone of its own the household takes the call's word for it.
    elsewhere = home(time_zone="")
    logged = early._replace(at=early.at.astimezone(ZoneInfo("America/New_York")))
    assert not of(Breach.OUT_OF_HOURS, elsewhere, logged)


def test_out_of_hours_by_a_vendor_is_only_possible_in_the_us() -> None:
    (found,) = of(Breach.OUT_OF_HOURS, home(), of_orkin("2026-06-02T22:00"))
    assert found.sure is Sure.POSSIBLE
    assert found.rule == "US_HOURS_FTC"
    assert "disputed" in found.doubts[0]


def test_state_hours_are_only_possible_and_national_ones_likely() -> None:
    texas = home(state="TX")
    (mild,) = of(Breach.OUT_OF_HOURS, texas, call("2026-11-02T08:30"))
    (plain,) = of(Breach.OUT_OF_HOURS, texas, call("2026-11-02T07:30"))
    assert (mild.rule, mild.sure) == ("US_TX_HOURS", Sure.POSSIBLE)
    assert (plain.rule, plain.sure) == ("US_HOURS_FTC", Sure.LIKELY)
    agreed = entry("2026-01-01T10:00", kind=EntryKind.OPT_IN)
    assert not of(Breach.OUT_OF_HOURS, home("US", agreed, state="TX"), call("2026-11-02T07:30"))


@pytest.mark.parametrize(
    ("minutes", "fourth"), [((0, 60, 120, 1440), False), ((0, 60, 120, 1439), True)]
)
def test_more_than_three_calls_in_a_day_in_florida(minutes: tuple[int, ...], fourth: bool) -> None:
    start = moment("2026-06-02T10:00")
    calls = [
        call("2026-06-02T10:00")._replace(id=str(m), at=start + timedelta(minutes=m))
        for m in minutes
    ]
    found = of(Breach.TOO_MANY, home(state="FL"), *calls)
    assert [one.call for one in found] == ([str(minutes[-1])] if fourth else [])
    if found:
        assert found[0].sure is Sure.POSSIBLE
        assert found[0].words == "Their call number 4 within 24 hours."
    assert not of(Breach.TOO_MANY, home(), *calls)


def test_more_than_four_calls_in_thirty_days_in_france() -> None:
    days = (1, 2, 3, 6, 7)
    calls = [call(f"2026-07-{day:02}T10:30", "FR") for day in days]
    (found,) = of(Breach.TOO_MANY, home("FR"), *calls)
    assert (found.sure, found.at.day) == (Sure.LIKELY, 7)
    others = [one._replace(company=f"Solar {at}", number="") for at, one in enumerate(calls)]
    assert not of(Breach.TOO_MANY, home("FR"), *others)


def test_a_recorded_voice_needs_consent_in_writing() -> None:
    recorded = call("2026-07-01T10:00", recorded=True)
    (found,) = of(Breach.RECORDED, home(), recorded)
    assert found.sure is Sure.LIKELY
    assert "$500" in found.remedies[0]
    assert of(Breach.RECORDED, home(), of_orkin("2026-07-01T10:00", recorded=True))
    oral = entry("2026-01-01T10:00", kind=EntryKind.OPT_IN)
    (doubtful,) = of(Breach.RECORDED, home("US", oral), recorded)
    assert doubtful.sure is Sure.POSSIBLE
    written = entry("2026-01-01T10:00", kind=EntryKind.OPT_IN, how=How.WEB)
    assert not of(Breach.RECORDED, home("US", written), recorded)


def test_no_name_and_no_number() -> None:
    nobody = call("2026-07-01T10:00", company="", named=False, number="", hidden=True)
    found = {one.breach: one.sure for one in find(home(), nobody).violations}
    assert found == {Breach.NO_NAME: Sure.POSSIBLE, Breach.WITHHELD: Sure.LIKELY}
    unnoted = nobody._replace(hidden=False)
    assert of(Breach.WITHHELD, home(), unnoted)[0].sure is Sure.POSSIBLE
    assert not of(Breach.NO_NAME, home(), nobody._replace(answered=False))
    assert not of(Breach.NO_NAME, home(), nobody._replace(named=True))


# Again and again


def test_a_second_such_call_within_twelve_months_is_said() -> None:
    household = home("US", entry("2026-01-05T10:00", TOLD))
    calls = [
        of_orkin("2026-02-02T10:00"),
        of_orkin("2027-02-01T10:00"),
        of_orkin("2028-03-01T10:00"),
    ]
    newest, second, first = of(Breach.AFTER_OPT_OUT, household, *calls)
    assert [one.second_within_12_months for one in (first, second, newest)] == [False, True, False]
    assert "$500 a call" in second.remedies[0]
    assert not first.remedies
    a_year_later = of_orkin("2027-02-02T10:00")
    found = of(Breach.AFTER_OPT_OUT, household, calls[0], a_year_later)
    assert not any(one.second_within_12_months for one in found)


def test_calls_before_the_day_asked_for_still_count_as_earlier_ones() -> None:
    household = home("US", entry("2026-01-05T10:00", TOLD))
    calls = [of_orkin("2026-05-04T10:00"), of_orkin("2026-06-01T10:00")]
    (found,) = find(household, *calls, since=date(2026, 6, 1)).violations
    assert found.second_within_12_months
    assert window(date(2026, 6, 1)) == datetime(2025, 5, 1, tzinfo=UTC)
    assert window(None) is None


def test_one_party_alone_can_be_asked_for() -> None:
    calls = [of_orkin("2026-06-02T22:00"), call("2026-06-02T23:00")]
    for party in (TOLD, Party(PartyKind.NUMBER, "877 719 6679")):
        assert [one.who for one in find(home(), *calls, party=party).violations] == ["Orkin"]
    assert [one.who for one in find(home(), *calls, party=STRANGER).violations] == ["Zenith Solar"]


def test_what_is_unsure_in_the_law_is_never_more_than_possible() -> None:
    household = home("US", state="CT", registered_on=date(2020, 1, 1))
    us = load_region("US")
    for hour in range(24):
        for one in find(household, call(f"2026-07-01T{hour:02}:30", recorded=True)).violations:
            assert one.sure is Sure.POSSIBLE or us.fact(one.rule).confidence == "read"


# Deadlines that run


def duties(household: Household, today: str, *calls: Suspect) -> list[tuple[object, ...]]:
    region = load_region(household.region)
    found = find_duties(sightings_of(calls), household, region, moment(today, household.region))
    return [(one.state, one.days_left, one.early, one.broken) for one in found]


def test_deadlines_run_are_kept_and_broken() -> None:
    household = home("US", entry("2026-05-22T10:00", TOLD))
    inside, after = of_orkin("2026-06-03T10:00"), of_orkin("2026-06-09T10:00")
    assert duties(household, "2026-06-01T10:00") == [("running", 7, 0, 0)]
    assert duties(household, "2026-06-08T23:00", inside) == [("running", 0, 1, 0)]
    assert duties(household, "2026-06-09T10:00", inside) == [("kept so far", -1, 1, 0)]
    assert duties(household, "2026-06-10T10:00", inside, after) == [("broken", -2, 1, 1)]
    assert duties(home(), "2026-06-10T10:00", after) == []


def test_purposes_refused_in_one_breath_stand_in_one() -> None:
    purposes = (Purpose.SALES, Purpose.POLITICAL)
    entries = [entry("2026-05-22T10:00", purpose=purpose) for purpose in purposes]
    region, today = load_region("US"), moment("2026-06-01T10:00")
    (found,) = find_duties(sightings_of(()), home("US", *entries), region, today)
    assert found.purposes == purposes
    assert found.honour_by == date(2026, 6, 8)
    assert found.at_once
    political = home("US", entries[1])
    (none,) = find_duties(sightings_of(()), political, region, today)
    assert (none.honour_by, none.state) == (None, "no deadline")


def test_the_call_in_which_they_were_told_breaks_nothing_yet() -> None:
    told = replace(entry("2026-05-22T10:00", TOLD), call="c1")
    same = of_orkin("2026-05-22T10:00")._replace(id="c1")
    later = of_orkin("2026-05-22T10:30")._replace(id="c2")
    assert [one.call for one in of(Breach.AFTER_OPT_OUT, home("US", told), same, later)] == ["c2"]


# Names in any spelling, and numbers on which they were told


@pytest.mark.parametrize("said", ["ACME Solar, Inc.", "The Acme Solar Company", "acme solar"])
def test_a_name_told_to_stop_is_known_in_another_spelling(said: str) -> None:
    household = home("US", entry("2026-05-22T10:00", Party(PartyKind.NAME, "Acme Solar LLC")))
    later = call("2026-07-01T10:00", company=said, number="+13305550148")
    assert of(Breach.AFTER_OPT_OUT, household, later)
    other = later._replace(company="Acme Roofing")
    assert not of(Breach.AFTER_OPT_OUT, household, other)


def test_a_nameless_call_from_the_number_on_which_a_name_was_told_counts() -> None:
    name = Party(PartyKind.NAME, "Zenith Solar")
    household = home("US", entry("2026-05-22T10:00", name, call_id="c1"))
    told_in = {"c1": ToldIn("614 555 0133", "Zenith Solar")}
    later = call("2026-07-01T10:00", company="")
    for party in (None, name):
        found = find(household, later, told_in=told_in, party=party).violations
        assert [one.breach for one in found] == [Breach.AFTER_OPT_OUT]
    assert not find(household, later).violations


# Your own limit


def limited(limit: str, region: str = "US", **more: object) -> Household:
    allowed = Preference(
        Purpose.SALES,
        Choice.OPT_IN,
        date(2026, 5, 1),
        conditions=Conditions(at_most=read_limit(limit)),
    )
    return home(region, vendors=(replace(ORKIN, preferences=(allowed,)),), **more)


def test_more_calls_than_you_allowed_are_only_possible() -> None:
    days = ("2026-05-04", "2026-05-31", "2026-06-01", "2026-06-02")
    calls = [of_orkin(f"{day}T10:00") for day in days]
    (second,) = of(Breach.YOUR_LIMIT, limited("1/month"), *calls[:3])
    assert (second.at.day, second.sure, second.rule) == (31, Sure.POSSIBLE, "YOUR_LIMIT")
    assert "at most once a month" in second.says
    assert "limit of your own" in second.doubts[0]
    assert [one.at.day for one in of(Breach.YOUR_LIMIT, limited("3/year"), *calls)] == [2]
    # Before the preference there was no limit, and another purpose has none.
    early = [of_orkin(f"2026-04-{day}T10:00") for day in (10, 11)]
    assert not of(Breach.YOUR_LIMIT, limited("1/month"), *early)
    survey = [one._replace(purpose=Purpose.SURVEY) for one in calls]
    assert not of(Breach.YOUR_LIMIT, limited("1/month"), *survey)


def test_an_announced_call_and_one_after_an_opt_out_go_beyond_no_limit() -> None:
    first, second = of_orkin("2026-05-04T10:00"), of_orkin("2026-05-05T10:00")
    start = moment("2026-05-05T09:00")
    announced = Expecting("Orkin", start, start + timedelta(hours=3))
    assert not of(Breach.YOUR_LIMIT, limited("1/month", expecting=(announced,)), first, second)
    told = replace(limited("1/month"), ledger=(entry("2026-05-04T12:00", TOLD),))
    assert {one.breach for one in find(told, first, second).violations} == {Breach.AFTER_OPT_OUT}


def test_months_of_a_limit_are_the_consumers() -> None:
    # 31 May, 23:30 in Chicago, is 1 June in UTC.
    calls = [of_orkin("2026-05-04T10:00"), of_orkin("2026-05-31T20:30")]
    assert calls[1].at.month == 6
    assert len(of(Breach.YOUR_LIMIT, limited("1/month"), *calls)) == 1


# All are counted


def test_the_newest_are_told_and_all_are_counted() -> None:
    calls = [call(f"2026-07-{day:02}T10:30", "DE") for day in range(1, 11)]
    found = find(home("DE"), *calls, limit=3)
    assert [one.at.day for one in found.violations] == [10, 9, 8]
    assert (found.total, found.violations[0].times) == (10, 10)


@pytest.mark.parametrize("region", sorted(ZONES))
def test_no_fact_that_was_not_read_gives_more_than_possible(region: str) -> None:
    """Every fact of every country, as if all of it had been remembered."""
    law = load_region(region)
    remembered = replace(
        law, facts=tuple(replace(fact, confidence=Confidence.MEMORY) for fact in law.facts)
    )
    household = home(
        region, entry("2026-05-22T10:00", region=region), registered_on=date(2020, 1, 1)
    )
    nameless = {"company": "", "named": False, "number": ""}
    calls = [call(f"2026-07-{day:02}T{hour:02}:30", region, recorded=True) for day in range(1, 9)
             for hour in (3, 12)]  # fmt: skip
    calls += [call("2026-07-09T10:30", region, **nameless), call("2028-07-09T10:30", region)]
    found = find_violations(sightings_of(calls), household, remembered).violations
    assert len(found) > 10
    assert {one.sure for one in found} == {Sure.POSSIBLE}
    assert all("not been checked" in " ".join(one.doubts) for one in found)
