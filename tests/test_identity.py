"""Who a call is from, and what is between them and the consumer on its day."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.call import Call
from screener.dates import add_months
from screener.household_wire import household_from
from screener.identity import Directory, Identity, identify
from screener.introductions import introduced_as
from screener.relationship import relationship
from screener.vendor import Household, Person, Vendor
from screener.wire import call_from
from screener.words import IdentityState, Purpose, Relation

SCENARIOS = Path(__file__).parent / "scenarios"

SPECTRUM = Vendor("Spectrum", ("Charter",), ("+18332676094",), "internet")
AEP = Vendor("AEP Ohio", ("AEP",), ("1-800-672-2231",), "electricity")
BANK = Vendor("Huntington National Bank", ("Huntington",), ("+18004802265", "Private"), "bank")
SKY = Vendor("Sky", ("Sky TV",), ("+443337591018",), "television")
ANNA = Person("Anna", ("(614) 555-0199",), "your sister")
HOME = Household(
    region="US",
    vendors=(SPECTRUM, AEP, BANK, SKY),
    people=(ANNA,),
    own_numbers=("614-555-0100",),
)
DIRECTORY = Directory(HOME)

ON_FILE = IdentityState.NUMBER_ON_FILE
CLAIMED = IdentityState.CLAIMED
CONTRADICTED = IdentityState.CONTRADICTED
UNKNOWN = IdentityState.UNKNOWN


def who(number: str = "", company: str = "", said: str = "", caller_id: str = "") -> Identity:
    call = Call(number=number, company=company, said=said, caller_id=caller_id)
    return identify(call, DIRECTORY)


@pytest.mark.parametrize(
    "company",
    [
        *("", "Spectrum", "Charter", "SPECTRUM INC.", "Spectrum loyalty dept", "Spectrum Roofing"),
        *("unknown", "technician", "internet company", "Darren", "didn't say"),
    ],
)
def test_a_vendors_number_with_its_name_or_none(company: str) -> None:
    found = who("(833) 267-6094", company)
    assert found.state is ON_FILE
    assert found.vendor is found.claimed_vendor is SPECTRUM
    assert found.claimed_name == company


def test_a_vendors_number_with_another_vendors_name() -> None:
    found = who("+18332676094", "AEP")
    assert found.state is CONTRADICTED
    assert found.vendor is found.claimed_vendor is AEP
    assert found.how == "The caller names AEP Ohio, but the number is on file for Spectrum."


@pytest.mark.parametrize("company", ["Great Lakes Energy Choice", "Comcast", "Charlie Roofing"])
def test_a_vendors_number_with_a_strangers_name(company: str) -> None:
    found = who("+18332676094", company)
    assert found.state is CONTRADICTED
    assert found.vendor is None
    assert found.claimed_vendor is SPECTRUM
    assert company in found.how


@pytest.mark.parametrize(
    ("number", "about"),
    [
        ("+16145550107", "not on file"),
        ("", "no number was shown"),
        ("Private", "no number was shown"),
        ("4" * 40, "cannot be read"),
    ],
)
def test_a_vendors_name_without_its_number(number: str, about: str) -> None:
    found = who(number, "the fraud team at Huntington")
    assert found.state is CLAIMED
    assert found.vendor is found.claimed_vendor is BANK
    assert found.matched_name == "Huntington"
    assert about in found.how


def test_a_number_on_two_files_goes_by_the_name() -> None:
    shared = (Vendor("Orkin", (), ("+18005550101",)), Vendor("Rentokil", (), ("+18005550101",)))
    directory = Directory(Household(vendors=shared))
    for company, vendor in (("Rentokil", shared[1]), ("Orkin", shared[0]), ("", shared[0])):
        found = identify(Call(number="8005550101", company=company), directory)
        assert (found.state, found.vendor) == (ON_FILE, vendor)


def test_a_number_that_is_no_line_is_compared_as_it_stands() -> None:
    carrier = Vendor("Carrier", (), ("611",))
    found = identify(Call(number=" 611"), Directory(Household(vendors=(carrier,))))
    assert found.vendor is carrier


def test_a_person_is_known_by_number_only() -> None:
    found = who("6145550199")
    assert (found.known_person, found.vendor) == (ANNA, None)
    assert found.how == "The number is on file for Anna (your sister)."
    assert who("6145550155", "Anna").known_person is None
    assert who("6145550155", caller_id="ANNA").known_person is None


def test_a_persons_number_with_a_vendors_name_says_both() -> None:
    found = who("6145550199", "Huntington Bank")
    assert (found.state, found.known_person, found.claimed_vendor) == (CLAIMED, ANNA, BANK)
    assert "your sister" in found.how
    assert "Huntington" in found.how


def test_ones_own_number_is_nobodys() -> None:
    found = who("+16145550100", "Spectrum")
    assert (found.state, found.vendor, found.claimed_vendor) == (UNKNOWN, None, SPECTRUM)
    assert "your own" in found.how


def test_a_stranger_is_unknown() -> None:
    found = who("+14405550163", "WOW Internet", "what are we paying spectrum, he can beat it")
    assert (found.state, found.vendor, found.claimed_vendor) == (UNKNOWN, None, None)
    assert found.how == 'The number is not on file, and "WOW Internet" is none of your vendors.'
    assert who().how == "No number was shown, and no company was named."


def test_the_caller_id_counts_only_without_a_company() -> None:
    assert who("+14405550163", caller_id="HUNTINGTON NATI").state is CLAIMED
    assert who("+14405550163", "WOW Internet", caller_id="SPECTRUM").state is UNKNOWN
    assert who("+18332676094", caller_id="AEP OHIO").state is ON_FILE


def test_a_name_that_fits_two_vendors_is_left_open() -> None:
    pair = (Vendor("Carlton Dental", category="dentist"), Vendor("Carlton Vets", category="vet"))
    found = identify(Call(company="Carlton"), Directory(Household(vendors=pair)))
    assert (found.state, found.vendor) == (UNKNOWN, None)
    assert "could be Carlton Dental or Carlton Vets" in found.how


@pytest.mark.parametrize(
    ("said", "vendor"),
    [
        ("this is Spectrum calling about your bill", SPECTRUM),
        ("Hi, this is Tasha in the loyalty department at Spectrum calling for Karen", SPECTRUM),
        ("good morning it's a e p ohio with an update", AEP),
        ("I'm calling from Huntington about your card", BANK),
        ("He's calling you today on behalf of Spectrum", SPECTRUM),
        ("Spectrum: two quick questions", SPECTRUM),
        ("SPECTRUM called, wants us to upgrade", SPECTRUM),
        ("Spectrum. Young man, very polite", SPECTRUM),
        ("Huntington Bank, did I make a purchase", BANK),
        ("It's Sky here, we've missed you!", SKY),
        ("Priya from Huntington. Your card is in", BANK),
        ("Hello, my name is Jake and I'm with AEP", AEP),
        ("this is a message for mister and misses Hall from the Spectrum team", SPECTRUM),
        ("lady from AEP wanted to add surge protection", AEP),
        ("Man claiming to be from Sky, wants my card number", SKY),
    ],
)
def test_hears_how_callers_introduce_themselves(said: str, vendor: Vendor) -> None:
    found = who("+14405550163", said=said)
    assert (found.state, found.vendor) == (CLAIMED, vendor)
    assert found.claimed_name
    assert found.claimed_name in said


@pytest.mark.parametrize(
    "said",
    [
        'Man says he\'s calling "regarding your AEP bill" and that we overpay',
        "kid says fiber went live, what are we paying spectrum, he can beat it",
        "solar, told him we work with Sky",
        "cheap broadband, I'm with Sky I said",
        "we switched from Spectrum last year, I told her",
        "this is not Spectrum, he said when I asked",
        "this is about your AEP account",
        "this is Huntington Learning Center, how is Owen doing in math",
        "blue sky, good day for roofing",
        "Asked whether we bank at Huntington",
        "",
    ],
)
def test_a_mention_is_no_introduction(said: str) -> None:
    assert who("+14405550163", said=said).claimed_vendor is None
    assert introduced_as(said, DIRECTORY.names) == ""


@pytest.mark.parametrize("household", ["a1", "a2"])
def test_whole_households(household: str) -> None:
    directory = Directory(
        household_from(json.loads((SCENARIOS / f"{household}.json").read_text("utf-8")))
    )
    wrong = []
    for line in (SCENARIOS / f"{household}.calls.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        expect = record.pop("expect")
        if expect["purpose"] == Purpose.FRAUD:
            continue
        vendor = identify(call_from(record), directory).vendor
        if (vendor.name if vendor else None) != expect["vendor"]:
            wrong.append(record["id"])
    assert len(wrong) <= 1, wrong


NAME = st.text(max_size=30) | st.sampled_from(["Spectrum", "AEP", "Sky", "Huntington", "Anna"])


@given(NAME, NAME, NAME, NAME)
def test_any_call_has_an_identity(number: str, company: str, said: str, shown: str) -> None:
    found = who(number, company, said, shown)
    assert found.how.endswith(".")
    assert found.number.raw == number
    assert found.vendor is None or found.vendor is found.claimed_vendor
    assert (found.state is UNKNOWN) <= (found.vendor is None)
    assert 0 <= found.score <= 100


def test_a_long_text_is_no_trouble() -> None:
    found = who("x" * 1_000_000, "Spectrum " * 100_000, "this is " * 100_000, "y" * 1_000_000)
    assert found.state in IdentityState
    assert len(found.how) < 300


DAY = date(2026, 11, 2)


def vendor(
    since: str = "", last: str = "", asked: str = "", ended: str = "", name: str = "Acme"
) -> Vendor:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    return Vendor(
        name,
        customer_since=day(since),
        last_transaction=day(last),
        last_inquiry=day(asked),
        ended=day(ended),
    )


@pytest.mark.parametrize(
    ("who_is_it", "relation"),
    [
        (None, Relation.NONE),
        (vendor(), Relation.CURRENT),
        (vendor(since="2019-06-15"), Relation.CURRENT),
        (vendor(since="2026-11-02"), Relation.CURRENT),
        (vendor(since="2026-11-03"), Relation.NONE),
        (vendor(since="2019-06-15", last="2026-10-22"), Relation.CURRENT),
        (vendor(last="2025-05-02"), Relation.CURRENT),
        (vendor(last="2025-05-01"), Relation.LAPSED),
        (vendor(since="2019-06-15", last="2025-05-01"), Relation.LAPSED),
        (vendor(last="2027-01-01"), Relation.CURRENT),
        (vendor(since="2020-01-01", last="2027-01-01"), Relation.CURRENT),
        (vendor(since="2026-12-01", last="2027-01-01"), Relation.NONE),
        (vendor(last="2026-10-22", ended="2026-11-02"), Relation.LAPSED),
        (vendor(last="2026-10-22", ended="2026-11-03"), Relation.CURRENT),
        (vendor(ended="2027-01-01"), Relation.CURRENT),
        (vendor(ended="2020-01-01"), Relation.LAPSED),
        (vendor(asked="2026-10-06"), Relation.INQUIRY),
        (vendor(asked="2026-08-02"), Relation.INQUIRY),
        (vendor(asked="2026-08-01"), Relation.LAPSED),
        (vendor(asked="2026-11-03"), Relation.NONE),
        (vendor(last="2020-01-01", asked="2026-10-06"), Relation.INQUIRY),
        (vendor(last="2026-10-01", ended="2026-10-01", asked="2026-10-06"), Relation.INQUIRY),
        (vendor(last="2026-10-01", asked="2026-10-06"), Relation.CURRENT),
        (vendor(since="2026-12-01", asked="2026-10-06"), Relation.INQUIRY),
    ],
)
def test_what_is_between_them_on_the_day(who_is_it: Vendor | None, relation: Relation) -> None:
    assert relationship(who_is_it, DAY) is relation


@pytest.mark.parametrize(
    ("who_is_it", "relation"),
    [
        (None, Relation.NONE),
        (vendor(), Relation.CURRENT),
        (vendor(since="2019-06-15"), Relation.CURRENT),
        (vendor(last="2001-01-01"), Relation.CURRENT),
        (vendor(last="2001-01-01", ended="2030-01-01"), Relation.LAPSED),
        (vendor(asked="2026-10-06"), Relation.NONE),
    ],
)
def test_without_a_day_open_dates_decide(who_is_it: Vendor | None, relation: Relation) -> None:
    assert relationship(who_is_it, None) is relation


DAYS = st.none() | st.dates()


@given(DAYS, DAYS, DAYS, DAYS, DAYS)
def test_dates_in_any_order_never_raise(
    since: date | None, last: date | None, asked: date | None, ended: date | None, day: date | None
) -> None:
    someone = Vendor(
        "Acme", customer_since=since, last_transaction=last, last_inquiry=asked, ended=ended
    )
    assert relationship(someone, day) in Relation


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 900))
def test_the_window_closes_once(last: date, later: int) -> None:
    day = date.fromordinal(last.toordinal() + later)
    expected = Relation.CURRENT if day <= add_months(last, 18) else Relation.LAPSED
    assert relationship(Vendor("Acme", last_transaction=last), day) is expected


def test_importing_loads_no_fuzzy_matcher_and_no_number_library() -> None:
    code = (
        "import sys, screener.identity;"
        "sys.exit(bool({'rapidfuzz', 'phonenumbers', 'textual'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
