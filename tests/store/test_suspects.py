"""Which calls are handed out to be held against the law, and with which facts."""

from dataclasses import replace
from datetime import datetime

import pytest

from screener.call import Call
from screener.ledger import EntryKind, LedgerEntry, Party, PartyKind
from screener.store import Store
from screener.suspect import Odd, Suspect, ToldIn, sight_of
from screener.vendor import Vendor
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


def suspects(store: Store, since: datetime | None = None) -> list[Suspect]:
    found = store.suspects(since)
    return [found.look(sight.ref) for sight in found.sights]


def only(store: Store) -> Suspect:
    (found,) = suspects(store)
    return found


def test_a_sales_call_is_handed_out_with_its_facts(store: Store) -> None:
    call = log(store, recorded=True, status=Status.MISSED)
    assert only(store) == Suspect(
        call, NOON, "+16145550133", False, "Zenith", "", recorded=True, answered=False
    )


def test_service_calls_and_calls_without_a_verdict_are_not(store: Store) -> None:
    log(store, Purpose.SERVICE, label=Label.SERVICE)
    store.log(Call(at=NOON, number="614 555 0133"))
    assert suspects(store) == []


def test_surveys_of_ones_own_vendor_are(store: Store) -> None:
    log(store, Purpose.SURVEY, label=Label.SERVICE)
    assert [one.purpose for one in suspects(store)] == [Purpose.SURVEY]


def test_a_correction_counts_before_the_verdict(store: Store) -> None:
    call = log(store)
    store.correct(call, Label.SERVICE)
    assert suspects(store) == []
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
    found = {one.id: (one.also_selling, one.scam) for one in suspects(store)}
    assert found == {mixed: (True, False), scam: (False, True)}


def test_since_and_the_calls_that_entries_name(store: Store) -> None:
    old, new = log(store, at=at(-90)), log(store)
    assert [one.id for one in suspects(store, at(-10))] == [new]
    party = Party(PartyKind.NUMBER, "+16145550133")
    store.enter(LedgerEntry(party, Purpose.SALES, EntryKind.OPT_OUT, NOON, call=old))
    assert store.told_in() == {old: ToldIn("614 555 0133", "Zenith")}


def test_a_call_at_a_glance_is_the_call_that_is_looked_up(store: Store) -> None:
    vendor = store.add_vendor(Vendor("Zenith", numbers=("+16145550133",)))
    log(store, vendor=vendor, recorded=True)
    log(store, number="")
    log(store, company="", said="this is Mike about your roof")
    log(store, Purpose.FRAUD, scam=True, number="Private")
    log(store, Purpose.SERVICE, label=Label.SERVICE, also_selling=True)
    amended = log(store)
    store.amend(amended, {"number": "614 555 0199", "at": at(-60)})
    sightings = store.suspects()
    vendors = {name: number for number, name in sightings.vendors.items()}
    for sight in sightings.sights:
        assert sight == sight_of(sight.ref, sightings.look(sight.ref), vendors)
    assert len(sightings.sights) == 6
    odd = {"also selling": Odd.ALSO_SELLING, "scam": Odd.SCAM | Odd.WITHOUT_NUMBER | Odd.HIDDEN}
    assert set(odd.values()) <= {sight.odd for sight in sightings.sights}
