"""Which calls are handed out to be held against the law, and with which facts."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from screener.call import Call
from screener.ledger import EntryKind, LedgerEntry, Party, PartyKind
from screener.regions import load_region
from screener.store import Store
from screener.suspect import Suspect, ToldIn
from screener.vendor import Vendor
from screener.violations import find_violations, sieve
from screener.words import Label, Purpose, Status
from tests.store.samples import NOON, at, judged


def log(store: Store, purpose: Purpose = Purpose.SALES, **facts: object) -> str:
    label = facts.pop("label", Label.SOLICITATION)
    vendor, scam = facts.pop("vendor", None), facts.pop("scam", False)
    mixed = facts.pop("also_selling", False)
    known = {"at": NOON, "number": "614 555 0133", "company": "Zenith", "said": "hello"}
    call = Call(**(known | facts))  # type: ignore[arg-type]
    screening = judged(call, label, vendor, scam=scam)  # type: ignore[arg-type]
    verdict = replace(screening.verdict, purpose=purpose, also_selling=bool(mixed))
    return store.log(call, replace(screening, verdict=verdict)).call.id


def only(store: Store) -> Suspect:
    (found,) = store.suspects()
    return found


def test_a_sales_call_is_handed_out_with_its_facts(store: Store) -> None:
    call = log(store, recorded=True, status=Status.MISSED)
    assert only(store) == Suspect(
        call, NOON, "+16145550133", False, "Zenith", "", recorded=True, answered=False
    )


def test_service_calls_and_calls_without_a_verdict_are_not(store: Store) -> None:
    log(store, Purpose.SERVICE, label=Label.SERVICE)
    store.log(Call(at=NOON, number="614 555 0133"))
    assert store.suspects() == []


def test_surveys_of_ones_own_vendor_only_where_they_are_wanted(store: Store) -> None:
    log(store, Purpose.SURVEY, label=Label.SERVICE)
    assert store.suspects() == []
    assert [one.purpose for one in store.suspects(surveys=True)] == [Purpose.SURVEY]


def test_a_correction_counts_before_the_verdict(store: Store) -> None:
    call = log(store)
    store.correct(call, Label.SERVICE)
    assert store.suspects() == []
    service = log(store, Purpose.SERVICE, label=Label.SERVICE)
    store.correct(service, Label.UPSELL)
    assert only(store).purpose is Purpose.SALES


def test_an_amendment_counts_before_what_was_logged(store: Store) -> None:
    call = log(store)
    store.amend(call, {"company": "Apex", "recorded": True, "at": at(-60)})
    found = only(store)
    assert (found.company, found.recorded, found.at) == ("Apex", True, at(-60))


@pytest.mark.parametrize(
    ("number", "hidden"), [("Private", True), ("", False), ("614 555 0133", False)]
)
def test_a_number_can_be_hidden_or_not_noted(store: Store, number: str, hidden: bool) -> None:
    log(store, number=number)
    assert only(store).hidden is hidden
    assert bool(only(store).number) is number.startswith("6")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("this is Mike from Zenith Solar about your roof", True),
        ("calling on behalf of Apex Energy", True),
        ("you have won free panels, act today", False),
        ("we can lower your bill from next month", False),
    ],
)
def test_a_name_may_stand_in_the_words_alone(store: Store, said: str, named: bool) -> None:
    log(store, company="", said=said)
    assert only(store).named is named


def test_all_calls_of_who_was_told_to_stop_are_looked_at(store: Store) -> None:
    vendor = store.add_vendor(Vendor("Zenith", numbers=("+16145550133",)))
    mixed = log(store, Purpose.SERVICE, label=Label.SERVICE, vendor=vendor, also_selling=True)
    scam = log(store, Purpose.FRAUD, scam=True)
    store.enter(
        LedgerEntry(Party(PartyKind.VENDOR, "Zenith"), Purpose.SALES, EntryKind.OPT_OUT, NOON)
    )
    found = {one.id: (one.also_selling, one.scam) for one in store.suspects_refused()}
    assert found == {mixed: (True, False), scam: (False, True)}


def test_since_and_the_calls_that_entries_name(store: Store) -> None:
    old, new = log(store, at=at(-90)), log(store)
    assert [one.id for one in store.suspects(at(-10))] == [new]
    party = Party(PartyKind.NUMBER, "+16145550133")
    store.enter(LedgerEntry(party, Purpose.SALES, EntryKind.OPT_OUT, NOON, call=old))
    assert store.told_in() == {old: ToldIn("614 555 0133", "Zenith")}


@pytest.mark.parametrize("zone", ["", "America/Chicago"])
@pytest.mark.parametrize("state", ["", "TX", "PA"])
def test_the_sieve_changes_nothing_that_is_found(store: Store, state: str, zone: str) -> None:
    store.set_setting("state", state)
    store.set_setting("time_zone", zone)
    random = Random(7)
    with store.transaction():
        for _ in range(150):
            log(
                store,
                at=NOON - timedelta(minutes=random.randrange(600_000)),
                number=random.choice(["", "614 555 0133", "614 555 0134"]),
                company=random.choice(["", "Zenith", "Apex"]),
                recorded=random.random() < 0.1,
            )
    party = Party(PartyKind.NAME, "Apex")
    store.enter(LedgerEntry(party, Purpose.SALES, EntryKind.OPT_OUT, at(-300_000)))
    household, law = store.household(), load_region("US")
    through = sieve(household, law)
    assert through is not None
    every, sifted = store.suspects(), store.suspects(sieve=through)
    assert len(sifted) < len(every)
    found = find_violations(every, household, law)
    assert len(found.violations) > 20
    assert set(found.violations) == set(find_violations(sifted, household, law).violations)
