"""Taking back that two vendors were made one: both stand as they stood, and the chain tells both."""

from datetime import date

import pytest

from screener.call import Call
from screener.faults import Fault
from screener.ledger import EntryKind, LedgerEntry, Party, PartyKind
from screener.store import Store
from screener.vendor import Preference, Vendor
from screener.words import Choice, Label, Purpose
from tests.store.samples import NOON, at, judged
from tests.store.test_calls import assert_index_whole

CABLE = Vendor(
    "Spectrum",
    aliases=("Spectrum TV",),
    numbers=("+18332676094",),
    customer_since=date(2019, 6, 15),
    preferences=(Preference(Purpose.SALES, Choice.OPT_OUT, date(2026, 1, 2)),),
)
CHARTER = Vendor(
    "Charter Communications",
    aliases=("Charter",),
    numbers=("+16145550199", "+18332676094"),
    category="cable",
    customer_since=date(2015, 1, 1),
    last_inquiry=date(2026, 2, 3),
    preferences=(
        Preference(Purpose.SALES, Choice.OPT_IN),
        Preference(Purpose.SURVEY, Choice.OPT_OUT, date(2026, 2, 2), "letter"),
    ),
)


@pytest.fixture
def merged(store: Store) -> Store:
    kept, gone = store.add_vendor(CABLE), store.add_vendor(CHARTER)
    for name, vendor, company in (("k", kept, "Spectrum"), ("g", gone, "Charter")):
        call = Call(id=name, at=at(-30), company=company, said="an offer")
        store.log(call, judged(call, Label.UPSELL, vendor))
    for party in (
        Party(PartyKind.VENDOR, "Charter Communications"),
        Party(PartyKind.NUMBER, "+16145550199"),
        Party(PartyKind.VENDOR, "Spectrum"),
    ):
        store.enter(LedgerEntry(party, Purpose.SALES, EntryKind.OPT_OUT, NOON))
    store.merge_vendors("Spectrum", "Charter Communications")
    return store


def test_both_stand_in_the_book_as_before(merged: Store) -> None:
    before = merged.verify()
    kept, back = merged.unmerge_vendor("charter communications")
    assert (kept, back) == (merged.vendor("Spectrum"), merged.vendor("Charter"))
    for found, was in ((kept, CABLE), (back, CHARTER)):
        for field in ("name", "aliases", "numbers", "category", "customer_since", "last_inquiry"):
            assert getattr(found, field) == getattr(was, field), field
        assert found.preferences == was.preferences
    assert merged.record("g").vendor == "Charter Communications"
    assert merged.record("k").vendor == "Spectrum"
    assert (merged.record("g").screening or {})["vendor"] == "Charter Communications"
    assert [row.id for row in merged.history("charter communications")] == ["g"]
    assert sorted(entry.party.value for entry in merged.ledger()) == [
        "Charter Communications",
        "Charter Communications",
        "Spectrum",
    ]
    assert_index_whole(merged)
    after = merged.verify()
    assert after.whole
    assert after.present.records == before.present.records + 1


def test_what_was_changed_meanwhile_stays(merged: Store) -> None:
    merged.edit_vendor(
        "Spectrum",
        aliases=(*merged.vendor("Spectrum").aliases, "Spectrum Mobile"),
        last_inquiry=date(2026, 9, 9),
        preferences=(Preference(Purpose.SERVICE, Choice.OPT_IN),),
    )
    later = {"their": "Charter", "own": "Spectrum"}
    for name, company in later.items():
        call = Call(id=name, at=NOON, logged_at=at(5), company=company, said="again")
        merged.log(call, judged(call, Label.UPSELL, merged.vendor("Spectrum")))
    kept, _ = merged.unmerge_vendor("Charter Communications")
    assert kept.aliases == ("Spectrum TV", "Spectrum Mobile")
    assert kept.last_inquiry == date(2026, 9, 9)
    assert kept.preferences == (Preference(Purpose.SERVICE, Choice.OPT_IN),)
    assert merged.record("their").vendor == "Charter Communications"
    assert merged.record("own").vendor == "Spectrum"


def test_merges_are_taken_back_in_turn(merged: Store) -> None:
    merged.add_vendor(Vendor("Cable Zone"))
    merged.merge_vendors("Spectrum", "Cable Zone")
    with pytest.raises(Fault, match="'Cable Zone' was merged after it; take that back first"):
        merged.unmerge_vendor("Charter Communications")
    merged.add_vendor(Vendor("Big Cable"))
    merged.merge_vendors("Big Cable", "Spectrum")
    with pytest.raises(Fault, match="the vendor that it went into is gone"):
        merged.unmerge_vendor("Cable Zone")
    for name in ("Spectrum", "Cable Zone", "Charter Communications"):
        merged.unmerge_vendor(name)
    names = [vendor.name for vendor in merged.vendors()]
    assert names == ["Big Cable", "Cable Zone", "Charter Communications", "Spectrum"]
    assert merged.verify().whole


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Orkin", "no vendor of that name was merged"),
        ("Spectrum", "no vendor of that name was merged"),
        ("", "no vendor of that name was merged"),
    ],
)
def test_what_was_not_merged_cannot_be_taken_back(merged: Store, name: str, says: str) -> None:
    before = merged.verify().present
    with pytest.raises(Fault, match=says):
        merged.unmerge_vendor(name)
    assert merged.verify().present == before


def test_it_is_taken_back_once_and_not_under_a_name_that_is_taken(merged: Store) -> None:
    other = merged.add_vendor(Vendor("Charter Communications"))
    with pytest.raises(Fault, match="there is a vendor 'Charter Communications' already"):
        merged.unmerge_vendor("Charter Communications")
    merged.edit_vendor(other.name, name="Charter Boats", aliases=())
    merged.unmerge_vendor("Charter Communications")
    with pytest.raises(Fault, match="that merge was taken back"):
        merged.unmerge_vendor("Charter Communications")
