"""The JSON forms: round trips, and every fault with its place."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.call import Answer, Call
from screener.conditions import NO_CONDITIONS, Conditions, Hours, Limit, Period
from screener.faults import Fault
from screener.household_wire import household_from, household_to, household_unused
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.vendor import Expecting, Household, Person, Preference, Vendor
from screener.wire import call_from, call_to
from screener.words import PREFERENCE_PURPOSES, WEEKDAYS, Choice, Status
from tests.conftest import ROOT, SCENARIOS

moments = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=timezone(timedelta(hours=2)), microsecond=0)
)
days = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1))
words = st.text(max_size=40)
names = st.text(min_size=1, max_size=20).filter(lambda text: text.strip() != "")
purposes = st.sampled_from(PREFERENCE_PURPOSES)

calls = st.builds(
    Call,
    id=words,
    at=st.none() | moments,
    logged_at=st.none() | moments,
    number=words,
    caller_id=words,
    company=words,
    said=words,
    status=st.none() | st.sampled_from(Status),
    duration=st.none() | st.integers(0, 10**6),
    agent=words,
    callback_number=words,
    product=words,
    recorded=st.none() | st.booleans(),
    tells=st.lists(words, max_size=3).map(tuple),
    answers=st.dictionaries(words, words, max_size=3).map(
        lambda found: tuple(Answer(*pair) for pair in found.items())
    ),
    own_number=words,
    taken_by=words,
    note=words,
    source=words,
    source_id=words,
)
entries = st.builds(
    LedgerEntry,
    party=st.builds(Party, st.sampled_from(PartyKind), words),
    purpose=purposes,
    kind=st.sampled_from(EntryKind),
    at=moments,
    logged_at=st.none() | moments,
    how=st.sampled_from(How),
    words=words,
    to_whom=words,
    reference=words,
    file_hash=words,
    call=words,
    note=words,
)
minutes = st.integers(0, 24 * 60 - 1)
hours = st.tuples(minutes, minutes).map(
    lambda ends: Hours(
        time(min(ends) // 60, min(ends) % 60),
        time() if ends[0] == ends[1] else time(max(ends) // 60, max(ends) % 60),
    )
)
conditions = st.builds(
    Conditions,
    hours=st.none() | hours,
    days=st.sets(st.sampled_from(WEEKDAYS)).map(
        lambda days: tuple(day for day in WEEKDAYS if day in days)
    ),
    at_most=st.none() | st.builds(Limit, st.integers(1, 999), st.sampled_from(Period)),
    in_writing=st.booleans(),
    numbers=st.lists(words, max_size=2).map(tuple),
)
preferences = st.builds(
    Preference, purposes, st.sampled_from(Choice), st.none() | days, words
) | st.builds(Preference, purposes, st.just(Choice.OPT_IN), st.none() | days, words, conditions)
households = st.builds(
    Household,
    region=st.sampled_from(["US", "GB", "DE"]),
    state=words,
    time_zone=words,
    vendors=st.lists(
        st.builds(
            Vendor,
            name=names,
            aliases=st.lists(words, max_size=2).map(tuple),
            numbers=st.lists(words, max_size=2).map(tuple),
            category=words,
            customer_since=st.none() | days,
            last_transaction=st.none() | days,
            last_inquiry=st.none() | days,
            ended=st.none() | days,
            preferences=st.lists(preferences, max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    people=st.lists(st.builds(Person, names, st.just(("+13125550142",)), words), max_size=2).map(
        tuple
    ),
    own_numbers=st.lists(words, max_size=2).map(tuple),
    registered_on=st.none() | days,
    defaults=st.dictionaries(purposes, st.sampled_from(Choice), max_size=3),
    expecting=st.lists(
        st.builds(lambda who, at: Expecting(who, at, at + timedelta(hours=3)), words, moments),
        max_size=2,
    ).map(tuple),
    ledger=st.lists(entries, max_size=3).map(tuple),
)


@given(calls)
def test_a_call_survives_its_json_form(call: Call) -> None:
    assert call_from(json.loads(json.dumps(call_to(call)))) == call


@given(households)
def test_a_household_survives_its_json_form_and_fits_the_schema(household: Household) -> None:
    obj = json.loads(json.dumps(household_to(household)))
    assert household_from(obj) == household
    jsonschema.validate(obj, _schema())


def test_the_schema_and_the_reader_know_the_same_keys() -> None:
    schema = _schema()
    everything = {
        "vendors": [dict.fromkeys(schema["$defs"]["vendor"]["properties"])],
        "people": [dict.fromkeys(schema["$defs"]["person"]["properties"])],
    }
    tied: dict[str, object] = dict.fromkeys(schema["$defs"]["conditions"]["properties"])
    said = dict.fromkeys(schema["$defs"]["preference"]["properties"]) | {"conditions": tied}
    assert household_unused({"vendors": [{"preferences": [said]}]}) == []
    said = {"conditions": {"hous": "9-17"}, "becuase": "x"}
    assert household_unused({"vendors": [{"preferences": [said]}]}) == [
        "vendors[0].preferences[0].becuase",
        "vendors[0].preferences[0].conditions.hous",
    ]
    assert household_unused(dict.fromkeys(schema["properties"])) == []
    assert household_unused(everything) == []
    assert household_unused({"vendor": [], "vendors": [{"nmae": "x"}]}) == [
        "vendor",
        "vendors[0].nmae",
    ]


@pytest.mark.parametrize("name", ["a1", "a2", "a3"])
def test_the_labelled_households_fit_the_schema(name: str) -> None:
    obj = json.loads((SCENARIOS / f"{name}.json").read_text())
    jsonschema.validate(obj, _schema())
    assert len(household_from(obj).vendors) == len(obj["vendors"])
    assert household_unused(obj) == []


@pytest.mark.parametrize("empty", [None, ""])
def test_a_field_may_be_absent_null_or_empty(empty: object) -> None:
    fields = ("at", "number", "caller_id", "company", "said", "status", "recorded", "tells")
    assert call_from(dict.fromkeys(fields, empty)) == call_from({}) == Call()


@pytest.mark.parametrize(
    ("obj", "place"),
    [
        ({"said": 5}, "said"),
        ({"number": 6145550133}, "number"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2026-11-02T09:12:00"}, "at"),
        ({"recorded": "yes"}, "recorded"),
        ({"duration": -1}, "duration"),
        ({"duration": True}, "duration"),
        ({"status": "rung"}, "status"),
        ({"tells": "FRAUD"}, "tells"),
        ({"tells": [1]}, "tells[0]"),
        ({"answers": [1]}, "answers"),
        ({"answers": {"q": 1}}, "answers.q"),
    ],
)
def test_a_wrong_field_is_named(obj: Mapping[str, object], place: str) -> None:
    with pytest.raises(Fault, match="^" + place.replace("[", r"\[") + ":"):
        call_from(obj)


@pytest.mark.parametrize(
    ("obj", "place"),
    [
        ([], "household"),
        ({"region": "USA"}, "region"),
        ({"vendors": {}}, "vendors"),
        ({"vendors": [{"aliases": []}]}, r"vendors\[0\].name"),
        ({"vendors": [{"name": "A", "ended": "soon"}]}, r"vendors\[0\].ended"),
        (
            {"vendors": [{"name": "A", "preferences": [{"purpose": "fraud"}]}]},
            r"vendors\[0\].preferences\[0\].purpose",
        ),
        ({"defaults": {"sales": "maybe"}}, "defaults.sales"),
        ({"ledger": [{"purpose": "sales"}]}, r"ledger\[0\].party"),
        (
            {"expecting": [{"start": "2026-01-02T00:00Z", "end": "2026-01-01T00:00Z"}]},
            r"expecting\[0\].end",
        ),
        ({"people": [{"numbers": []}]}, r"people\[0\].name"),
    ],
)
def test_a_wrong_household_is_told_with_its_place(obj: object, place: str) -> None:
    with pytest.raises(Fault, match=place + ":"):
        household_from(obj)


@pytest.mark.parametrize(
    ("tied", "place"),
    [
        ([], "conditions"),
        ({"hours": "17-9"}, "conditions.hours"),
        ({"hours": 9}, "conditions.hours"),
        ({"days": ["monday"]}, "conditions.days"),
        ({"days": "mon-fri"}, "conditions.days"),
        ({"at_most": 2}, "conditions.at_most"),
        ({"at_most": "0/month"}, "conditions.at_most"),
        ({"in_writing": "yes"}, "conditions.in_writing"),
        ({"numbers": [1]}, r"conditions.numbers\[0\]"),
    ],
)
def test_wrong_conditions_are_told_with_their_place(tied: object, place: str) -> None:
    said = {"purpose": "sales", "choice": "opt-in", "conditions": tied}
    with pytest.raises(Fault, match=rf"^vendors\[0\].preferences\[0\].{place}: (?!vendors)"):
        household_from({"vendors": [{"name": "A", "preferences": [said]}]})


def test_an_opt_out_has_no_conditions() -> None:
    said = {"purpose": "sales", "choice": "opt-out", "conditions": {"in_writing": True}}
    with pytest.raises(Fault, match=r"preferences\[0\].conditions: belong to an opt-in"):
        household_from({"vendors": [{"name": "A", "preferences": [said]}]})
    said["conditions"] = {"in_writing": False, "days": None}
    vendor = household_from({"vendors": [{"name": "A", "preferences": [said]}]}).vendors[0]
    assert vendor.preferences[0].conditions == NO_CONDITIONS


def test_moments_keep_their_offset() -> None:
    call = call_from({"at": "2026-11-02T09:12:00-05:00"})
    assert call.at is not None
    assert call.at.utcoffset() == timedelta(hours=-5)
    assert call.at == datetime(2026, 11, 2, 14, 12, tzinfo=UTC)
    assert call.day == date(2026, 11, 2)


def _schema() -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    found: dict[str, dict[str, dict[str, dict[str, object]]]] = json.loads(
        Path(ROOT / "docs" / "household.schema.json").read_text()
    )
    return found
