"""The law as data: every file in order, every fact with its dates, every fault with its place."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from screener.faults import Fault
from screener.regionfiles import read_region, read_region_file
from screener.regions import (
    Breach,
    Cap,
    Confidence,
    Deadline,
    Exemption,
    Hours,
    Lasting,
    Note,
    Recorded,
    Regime,
    Register,
    Regulator,
    Relationship,
    Remedy,
    check_country,
    check_regions,
    known_regions,
    load_region,
)
from screener.rulebook import rules_folder
from screener.words import Purpose

CODES = ("AU", "CA", "DE", "ES", "FR", "GB", "IN", "US")
NOW = date(2026, 11, 22)


def test_all_countries_are_on_file_and_in_order() -> None:
    assert known_regions() == CODES
    assert check_regions() == []


@pytest.mark.parametrize("code", CODES)
def test_every_country_has_a_regime_and_somewhere_to_complain(code: str) -> None:
    region = load_region(code)
    assert len(region.of(Regime, NOW)) == 1
    takes: set[Breach] = set()
    for fact in region.of(Regulator, NOW):
        assert fact.value.url.startswith("https://")
        assert fact.value.fields
        takes |= fact.value.takes
    assert Breach.AFTER_OPT_OUT in takes
    assert any(Purpose.FRAUD in fact.value.purposes for fact in region.of(Regulator, NOW))


@pytest.mark.parametrize("code", CODES)
def test_every_fact_says_where_and_when_it_was_found(code: str) -> None:
    for fact in load_region(code).facts:
        assert fact.id.startswith(f"{code}_")
        assert fact.says.endswith(".")
        assert fact.source
        assert fact.citation
        assert fact.verified_on <= NOW
        if fact.confidence is Confidence.READ and isinstance(fact.value, Register | Hours | Regime):
            assert fact.source.startswith("http")


@pytest.mark.parametrize(
    ("code", "day", "regime"),
    [
        ("US", date(2026, 11, 2), "opt-out"),
        ("CA", date(2026, 11, 2), "opt-out"),
        ("GB", date(2026, 11, 2), "opt-out"),
        ("AU", date(2026, 11, 2), "opt-out"),
        ("DE", date(2026, 11, 2), "opt-in"),
        ("FR", date(2026, 8, 10), "opt-out"),
        ("FR", date(2026, 8, 11), "opt-in"),
        ("ES", date(2023, 6, 28), "opt-out"),
        ("ES", date(2023, 6, 29), "opt-in"),
        ("IN", date(2026, 11, 2), "register"),
    ],
)
def test_the_regime_holds_from_its_day_on(code: str, day: date, regime: str) -> None:
    assert [fact.value.kind for fact in load_region(code).of(Regime, day)] == [regime]


@pytest.mark.parametrize(
    ("code", "state", "windows"),
    [
        ("US", "", {("transaction", 18), ("inquiry", 3)}),
        ("US", "PA", {("transaction", 18), ("inquiry", 3), ("transaction", 12)}),
        ("CA", "", {("transaction", 18), ("contract", 18), ("inquiry", 6)}),
        ("GB", "", {("transaction", 0)}),
        ("DE", "", {("transaction", 0)}),
        ("AU", "", {("contract", 0)}),
        ("FR", "", {("contract", 0)}),
        ("ES", "", {("contract", 0)}),
    ],
)
def test_the_law_has_windows_of_its_own(
    code: str, state: str, windows: set[tuple[str, int]]
) -> None:
    assert {tuple(f.value) for f in load_region(code).of(Relationship, NOW, state)} == windows


@pytest.mark.parametrize(
    ("code", "grace"), [("US", 31), ("CA", 31), ("GB", 28), ("AU", 30), ("IN", 7)]
)
def test_the_register_counts_after_its_grace(code: str, grace: int) -> None:
    assert [fact.value.grace_days for fact in load_region(code).of(Register, NOW)] == [grace]


@pytest.mark.parametrize(
    ("code", "day", "deadlines"),
    [
        ("US", date(2025, 4, 10), {(0, False), (30, False)}),
        ("US", date(2025, 4, 11), {(0, False), (10, True)}),
        ("CA", date(2014, 6, 29), {(31, False)}),
        ("CA", date(2014, 6, 30), {(14, False)}),
        ("GB", NOW, {(0, False)}),
        ("AU", NOW, {(0, False)}),
    ],
)
def test_the_deadline_to_honour_an_opt_out(
    code: str, day: date, deadlines: set[tuple[int, bool]]
) -> None:
    assert {tuple(f.value) for f in load_region(code).of(Deadline, day)} == deadlines


def test_an_opt_out_lasts_as_each_country_says() -> None:
    def lasting(code: str, day: date = NOW) -> set[tuple[int, int, bool]]:
        return {tuple(f.value) for f in load_region(code).of(Lasting, day)}  # type: ignore[misc]

    assert lasting("US") == {(5, 0, False), (0, 0, True)}
    assert lasting("CA") == {(3, 14, False)}
    assert lasting("FR", date(2026, 8, 10)) == {(0, 60, False)}
    assert lasting("FR") == {(0, 0, True)}


@pytest.mark.parametrize(
    ("state", "since"),
    [("FL", date(2021, 7, 1)), ("OK", date(2022, 11, 1)), ("OR", date(2026, 1, 1))],
)
def test_states_cap_calls_from_their_day_on(state: str, since: date) -> None:
    region = load_region("US")
    assert not region.of(Cap, date.fromordinal(since.toordinal() - 1), state)
    (cap,) = region.of(Cap, since, state)
    assert cap.value == Cap(3, 24)
    assert cap.confidence is not Confidence.READ


def test_pennsylvania_changes_its_hours_on_a_day() -> None:
    region = load_region("US")
    before = [f.id for f in region.of(Hours, date(2026, 10, 17), "PA") if f.state]
    after = [f.id for f in region.of(Hours, date(2026, 10, 18), "PA") if f.state]
    assert (before, after) == (["US_PA_HOURS_2019"], ["US_PA_HOURS_2026"])


def test_a_rule_that_is_not_yet_in_force_does_not_hold() -> None:
    region = load_region("US")
    assert "US_REVOKE_ALL" not in {f.id for f in region.of(Note, date(2027, 1, 30))}
    assert "US_REVOKE_ALL" in {f.id for f in region.of(Note, date(2027, 1, 31))}


@pytest.mark.parametrize(
    ("code", "number", "day", "marks"),
    [
        ("ES", "+34400123456", date(2026, 10, 16), None),
        ("ES", "+34400123456", date(2026, 10, 17), Purpose.SALES),
        ("ES", "+34912345678", NOW, None),
        ("IN", "+911401234567", NOW, Purpose.SALES),
        ("IN", "+911600123456", date(2026, 1, 1), Purpose.SERVICE),
        ("IN", "+919812345678", NOW, None),
        ("FR", "+33162123456", NOW, Purpose.SALES),
        ("FR", "+33142123456", NOW, None),
    ],
)
def test_number_series_mark_calls(code: str, number: str, day: date, marks: Purpose | None) -> None:
    found = load_region(code).marked(number, day)
    assert (found and found.value.marks) == marks


def test_who_is_outside_is_told() -> None:
    for code in CODES:
        outside = {p for f in load_region(code).of(Exemption, NOW) for p in f.value.purposes}
        assert Purpose.POLITICAL in outside or code == "GB"
    survey = next(f for f in load_region("US").facts if f.id == "US_EXEMPT_SURVEY")
    assert Breach.REGISTER in survey.value.outside


def test_consent_to_a_recorded_voice_must_be_in_writing_in_the_us_alone() -> None:
    written = {
        code: [f.value.written for f in load_region(code).of(Recorded, NOW)] for code in CODES
    }
    assert written["US"] == [True]
    assert written["GB"] == written["CA"] == written["DE"] == [False]


def test_a_second_call_opens_the_us_remedy() -> None:
    found = {fact.id: fact.value for fact in load_region("US").of(Remedy, NOW)}
    assert found["US_REMEDY_DO_NOT_CALL"].calls == 2
    assert found["US_REMEDY_DO_NOT_CALL"].within_months == 12


def test_the_ftc_form_is_kept_in_its_order() -> None:
    form = load_region("US").fact("US_REGULATOR_FTC").value.fields
    facts = [field.fact for field in form]
    assert facts[:5] == ["own_number", "date", "hour", "minute", "recorded"]
    assert facts.index("company") < facts.index("relationship") < facts.index("asked_to_stop")


def test_countries_and_states_are_checked() -> None:
    us = load_region("us")
    assert us.state("tx") == us.state("Texas") == us.state("US-TX") == "TX"
    assert us.state("") == ""
    with pytest.raises(Fault, match="'ON' is no state of United States"):
        us.state("ON")
    assert check_country(" gb ") == "GB"
    with pytest.raises(Fault, match="no country 'ZZ'"):
        check_country("ZZ")
    with pytest.raises(Fault, match="law of NL is not on file; on file are AU, CA"):
        load_region("NL")


# Strictness

FACT = """
[[fact]]
id = "NL_REGIME"
kind = "regime"
says = "Calls need consent."
value = { regime = "opt-in" }
source = "https://example.org"
citation = "Tw 11.7"
effective_from = 2021-07-01
verified_on = 2026-11-22
confidence = "read"
"""
HEAD = 'format = 1\nregion = "NL"\nname = "Netherlands"\n[states]\nNH = "Noord-Holland"\n'


def read(text: str) -> Any:
    return read_region(tomllib.loads(text), "nl.toml")


def test_a_file_as_it_should_be_is_read() -> None:
    region = read(HEAD + FACT)
    assert region.of(Regime, date(2021, 7, 1))[0].value == Regime("opt-in")
    assert not region.of(Regime, date(2021, 6, 30))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('source = "https://example.org"\n', "", "nl.toml, NL_REGIME: 'source' is missing"),
        ('citation = "Tw 11.7"\n', "", "'citation' is missing"),
        ("effective_from = 2021-07-01\n", "", "'effective_from' is missing"),
        ("verified_on = 2026-11-22\n", "", "'verified_on' is missing"),
        ('confidence = "read"', "", "'confidence' is missing"),
        ("2021-07-01", '"2021-07-01"', "'effective_from' must be a day"),
        ("2021-07-01", "2021-07-01T00:00:00Z", "'effective_from' must be a day"),
        ("2021-07-01", "2021-07-01\neffective_to = 2021-06-30", "'effective_to' lies before"),
        ('"read"', '"sure"', "'confidence' must be one of read, secondary, memory"),
        ('"read"', '"read"\nsorce = "x"', "unknown key 'sorce'"),
        ('"read"', '"read"\nstate = "ZH"', "'ZH' is not among the file's states"),
        ('"read"', '"read"\npurposes = ["spam"]', "'spam' is none of"),
        ('"read"', '"read"\nunless = ["friend"]', "'friend' is none of"),
        ('"regime"', '"regiem"', "no such kind 'regiem'"),
        ("opt-in", "opt", "NL_REGIME, value: 'regime' must be one of"),
        ("{ regime", "{ days = 1, regime", "value: unknown key 'days'"),
        ('"NL_REGIME"', '"nl regime"', "must be words in capitals"),
        ("[[fact]]", FACT + "[[fact]]", "this id is taken"),
        ("format = 1", "format = 2", "reads format 1"),
        ('region = "NL"', 'region = "nl"', "two capital letters"),
        ("NH =", "nh =", "'nh' must be a code"),
    ],
)
def test_every_fault_names_its_place(old: str, new: str, says: str) -> None:
    text = (HEAD + FACT).replace(old, new, 1)
    with pytest.raises(Fault) as fault:
        read(text)
    assert str(fault.value).startswith("nl.toml")
    assert says in str(fault.value)


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("hours", '{ daily = ["8-21"] }', "must be written as 08:00-21:00"),
        ("hours", '{ daily = ["21:00-08:00"] }', "ends before it starts"),
        ("hours", '{ weekdays = ["08:00-21:00"] }', "needs 'daily', or all of"),
        ("opt-out", "{ days = 1 }", "'value' must be true"),
        ("opt-out deadline", '{ count = "business" }', "'days' is missing"),
        ("opt-out deadline", '{ days = 3, count = "work" }', "'count' must be one of"),
        ("opt-out lasts", "{ years = 1, forever = true }", "needs either"),
        ("cap", "{ calls = 3 }", "needs 'calls' and either"),
        ("numbers", '{ prefixes = ["0900"], marks = "sales" }', "'0900' must be digits with +"),
        ("register", '{ name = "x" }', "'grace_days' is missing"),
        ("recorded", '{ consent = "any" }', "'consent' must be one of"),
        ("disclosure", '{ must = ["age"] }', "'age' is none of"),
        (
            "regulator",
            '{ name = "a", url = "https://a", fields = [{ field = "x", fact = "shoe" }] }',
            "'fact' must be one of",
        ),
    ],
)
def test_values_are_checked_by_kind(kind: str, value: str, says: str) -> None:
    text = HEAD + FACT.replace('"regime"', f'"{kind}"').replace('{ regime = "opt-in" }', value)
    with pytest.raises(Fault) as fault:
        read(text)
    assert says in str(fault.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "nl.toml").write_text("format = ")
    (tmp_path / "be.toml").write_text(HEAD + FACT)
    (tmp_path / "lu.toml").write_bytes(b"\xff")
    faults = check_regions(folders=[tmp_path])
    assert [fault.split(":")[0] for fault in faults] == ["be.toml", "lu.toml", "nl.toml"]
    with pytest.raises(Fault, match="cannot be read"):
        read_region_file(tmp_path / "xx.toml")


def test_a_file_of_ones_own_takes_the_place_of_the_bundled_one(tmp_path: Path) -> None:
    (tmp_path / "regions").mkdir()
    (tmp_path / "regions" / "nl.toml").write_text(HEAD + FACT)
    assert load_region("NL", tmp_path).name == "Netherlands"
    assert load_region("US", tmp_path).name == "United States"
    assert "NL" in known_regions(tmp_path)


def test_bundled_files_lie_where_rules_lie() -> None:
    assert (rules_folder() / "regions" / "us.toml").is_file()
