"""A log is held against the law case by case: what is found is what each call gives by itself."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from screener.callers import Caller, Callers
from screener.conditions import Conditions, read_days, read_limit
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.regions import load_region
from screener.suspect import Suspect, ToldIn, sightings_of
from screener.vendor import Expecting, Household, Preference, Vendor
from screener.violations import Findings, find_duties, find_violations
from screener.words import Choice, Purpose

START = datetime(2026, 3, 1, 3, 30, tzinfo=UTC)
NAMES = ("", "Zenith Solar", "ZENITH Solar, Inc.", "Orkin", "Saga", "Apex", "Ajax")
NUMBERS = ("", "+16145550133", "+16145550134", "+18777196679")
PURPOSES = (Purpose.SALES, Purpose.SALES, Purpose.SURVEY, Purpose.POLITICAL, Purpose.SERVICE)
PLACES = (
    ("US", "", "America/Chicago"),
    ("US", "FL", ""),
    ("US", "PA", "America/New_York"),
    ("CA", "", "America/Toronto"),
    ("GB", "", "Europe/London"),
    ("AU", "NSW", "Australia/Sydney"),
    ("DE", "", "Europe/Berlin"),
    ("FR", "", "Europe/Paris"),
    ("ES", "", ""),
    ("IN", "", "Asia/Kolkata"),
)


def a_call(chance: Random, number: int) -> Suspect:
    name = chance.choice(NAMES)
    minutes = chance.choice((chance.randrange(600_000), chance.randrange(90_000)))
    at = START + timedelta(minutes=minutes, seconds=chance.randrange(60))
    return Suspect(
        id=f"c{number}",
        at=at.astimezone(),
        number=chance.choice(NUMBERS),
        hidden=chance.random() < 0.2,
        company=name,
        vendor="Orkin" if name == "Orkin" and chance.random() < 0.7 else "",
        purpose=chance.choice(PURPOSES),
        scam=chance.random() < 0.05,
        also_selling=chance.random() < 0.1,
        recorded=chance.random() < 0.1,
        answered=chance.random() < 0.8,
        named=chance.random() < 0.5,
    )


def an_entry(chance: Random) -> LedgerEntry:
    party = chance.choice(
        (
            Party(PartyKind.VENDOR, "Orkin"),
            Party(PartyKind.NAME, "Zenith Solar LLC"),
            Party(PartyKind.NUMBER, "+16145550134"),
        )
    )
    return LedgerEntry(
        party,
        chance.choice((Purpose.SALES, Purpose.SALES, Purpose.SURVEY)),
        chance.choice(list(EntryKind)),
        START + timedelta(minutes=chance.randrange(90_000)),
        how=chance.choice(list(How)),
        call=chance.choice(("", "c1", "c2")),
    )


def a_household(chance: Random, place: tuple[str, str, str]) -> Household:
    limit = Conditions(days=read_days("mon-fri"), at_most=read_limit("2/month"))
    saga = Vendor(
        "Saga",
        last_inquiry=date(2026, 3, 9),
        preferences=(
            Preference(Purpose.SALES, Choice.OPT_IN, date(2026, 3, 20), conditions=limit),
        ),
    )
    orkin = Vendor(
        "Orkin",
        numbers=("+18777196679",),
        customer_since=date(2024, 1, 31),
        last_transaction=date(2024, 10, 1),
        ended=chance.choice((None, date(2026, 4, 1))),
    )
    apex = Vendor("Apex", last_transaction=date(2026, 3, 15))
    stood = Preference(Purpose.SALES, Choice.OPT_IN, date(2026, 4, 2), how=How.LETTER)
    noon = START + timedelta(days=40)
    region, state, zone = place
    return Household(
        region=region,
        state=state,
        time_zone=zone,
        vendors=(orkin, saga, apex, Vendor("Ajax", preferences=(stood,))),
        ledger=tuple(an_entry(chance) for _ in range(chance.choice((0, 1, 4, 8)))),
        registered_on=chance.choice((None, date(2026, 3, 20))),
        expecting=chance.choice(((), (Expecting("Ajax", noon, noon + timedelta(days=3)),))),
    )


def found(calls: list[Suspect], household: Household) -> tuple[Findings, object]:
    law = load_region(household.region)
    told_in = {"c1": ToldIn("614 555 0133", "Zenith Solar"), "c2": ToldIn("", "Apex")}
    sightings = sightings_of(calls)
    return (
        find_violations(sightings, household, law, told_in),
        find_duties(sightings, household, law, START + timedelta(days=90), told_in),
    )


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("seed", range(4))
def test_like_cases_are_judged_alike(
    place: tuple[str, str, str], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(f"{place} {seed}")
    calls = [a_call(chance, number) for number in range(250)]
    household = a_household(chance, place)
    at_once = found(calls, household)
    made = Callers._made

    def alone(self: Callers, keys: tuple[object, ...]) -> Caller:
        return made(self, keys)._replace(alone=True)  # type: ignore[arg-type]

    monkeypatch.setattr(Callers, "_made", alone)
    one_by_one = found(calls, household)
    assert at_once == one_by_one
    assert at_once[0].total == len(at_once[0].violations) > 0
