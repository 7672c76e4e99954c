"""The vendor book, the people, and what follows when vendors are renamed and merged."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from screener.call import Call
from screener.faults import Fault
from screener.ledger import EntryKind, LedgerEntry, Party, PartyKind
from screener.store import Store
from screener.vendor import Person, Preference, Vendor
from screener.words import Choice, Label, Purpose
from tests.store.samples import NOON, at, judged
from tests.store.test_calls import assert_index_whole

ACME = Vendor(
    name="Acme Insurance",
    aliases=("Acme", "ACME Life"),
    numbers=("(614) 555-0133", "800 FLOWERS!", "72645"),
    category="insurance",
    customer_since=date(2019, 2, 28),
    last_transaction=date(2026, 10, 1),
    last_inquiry=date(2026, 9, 1),
    ended=date(2026, 10, 31),
    preferences=(
        Preference(Purpose.SALES, Choice.OPT_OUT, date(2026, 1, 2), "letter"),
        Preference(Purpose.SERVICE, Choice.OPT_IN),
    ),
)


def test_a_vendor_comes_back_as_it_was_given(store: Store) -> None:
    added = store.add_vendor(ACME)
    assert added.id is not None
    assert added.numbers == ("+16145550133", "800 FLOWERS!", "72645")
    assert added == replace(ACME, id=added.id, numbers=added.numbers)
    assert store.vendors() == (added,)
    for name in ("Acme Insurance", "acme insurance", "ACME", "acme life"):
        assert store.vendor(name) == added
    assert store.household().vendors == (added,)


def test_the_book_is_in_the_order_of_names(store: Store) -> None:
    for name in ("zebra", "Ärger", "Bank", "1st"):
        store.add_vendor(Vendor(name))
    assert [vendor.name for vendor in store.vendors()] == ["1st", "Ärger", "Bank", "zebra"]


def test_names_are_taken_once_and_aliases_may_be_shared(store: Store) -> None:
    store.add_vendor(Vendor("Acme", aliases=("The A",)))
    store.add_vendor(Vendor("Other", aliases=("the a",)))
    with pytest.raises(Fault, match="there is a vendor 'Acme' already"):
        store.add_vendor(Vendor("ACME!"))
    with pytest.raises(Fault, match="a vendor needs a name"):
        store.add_vendor(Vendor("  "))
    with pytest.raises(Fault, match="more than one vendor goes by that name"):
        store.vendor("The A")
    with pytest.raises(Fault, match="there is no such vendor"):
        store.vendor("Nobody")
    with pytest.raises(Fault, match="there is a vendor 'Acme' already"):
        store.edit_vendor("Other", name="acme")
    assert [vendor.name for vendor in store.vendors()] == ["Acme", "Other"]


def test_a_vendor_is_edited(store: Store) -> None:
    store.add_vendor(ACME)
    edited = store.edit_vendor("acme", category="life", numbers=("614 555 0199",), ended=None)
    assert (edited.category, edited.numbers, edited.ended) == ("life", ("+16145550199",), None)
    assert edited.aliases == ACME.aliases
    assert store.end_vendor("acme", date(2026, 11, 1)).ended == date(2026, 11, 1)
    faults: list[tuple[dict[str, Any], str]] = [
        ({"colour": "red"}, "colour: a vendor has no such field"),
        ({"id": 7}, "id: a vendor has no such field"),
        ({"ended": "2026-11-01"}, "ended: must be a day"),
        ({"numbers": ["1"]}, "numbers: must be a tuple"),
        ({"name": ""}, "a vendor needs a name"),
    ]
    for changes, sentence in faults:
        with pytest.raises(Fault, match=sentence):
            store.edit_vendor("acme", **changes)


def test_a_renamed_vendor_is_found_with_its_calls(store: Store) -> None:
    vendor = store.add_vendor(Vendor("Acme"))
    call = Call(id="a", said="renewal")
    store.log(call, judged(call, Label.UPSELL, vendor))
    store.edit_vendor("Acme", name="Zenith")
    assert store.history("acme") == []
    assert [row.vendor for row in store.history("zenith")] == ["Zenith"]
    assert store.record("a").vendor == "Zenith"
    assert_index_whole(store)


def test_merging_brings_everything_along(store: Store) -> None:
    keep = store.add_vendor(ACME)
    other = store.add_vendor(
        Vendor(
            "Zenith Corp",
            aliases=("Zenith", "Acme"),
            numbers=("614 555 0199", "614 555 0133"),
            category="other",
            customer_since=date(2015, 1, 1),
            last_transaction=date(2026, 11, 1),
            preferences=(
                Preference(Purpose.SALES, Choice.OPT_IN),
                Preference(Purpose.SURVEY, Choice.OPT_OUT),
            ),
        )
    )
    for place, vendor in enumerate((keep, other)):
        call = Call(id=str(place), at=at(place), said="renewal")
        store.log(call, judged(call, Label.UPSELL, vendor))
    said_to = Party(PartyKind.VENDOR, "Zenith Corp")
    store.enter(LedgerEntry(said_to, Purpose.SALES, EntryKind.OPT_OUT, NOON))

    merged = store.merge_vendors("Acme Insurance", "zenith corp")

    assert store.vendors() == (merged,)
    assert merged.id == keep.id
    assert merged.aliases == ("Acme", "ACME Life", "Zenith Corp", "Zenith")
    assert merged.numbers == ("+16145550133", "800 FLOWERS!", "72645", "+16145550199")
    assert (merged.category, merged.ended) == ("insurance", ACME.ended)
    assert merged.customer_since == date(2015, 1, 1)
    assert merged.last_transaction == date(2026, 11, 1)
    assert [p.purpose for p in merged.preferences] == [
        Purpose.SALES,
        Purpose.SERVICE,
        Purpose.SURVEY,
    ]
    assert merged.preferences[0].choice is Choice.OPT_OUT
    assert [row.vendor for row in store.history(vendor="Acme Insurance")] == ["Acme Insurance"] * 2
    assert len(store.history("acme insurance renewal")) == 2
    assert store.history("zenith") == []
    assert [entry.party.value for entry in store.ledger()] == ["Acme Insurance"]
    assert store.vendor("Zenith Corp") == merged
    screening = store.record("1").screening
    assert screening is not None
    assert screening["vendor"] == "Acme Insurance"
    assert_index_whole(store)


def test_a_vendor_is_not_merged_with_itself(store: Store) -> None:
    store.add_vendor(ACME)
    with pytest.raises(Fault, match="are the same vendor already"):
        store.merge_vendors("Acme", "acme insurance")
    with pytest.raises(Fault, match="there is no such vendor"):
        store.merge_vendors("Acme", "Nobody")


def test_people_come_and_go(store: Store) -> None:
    sister = store.add_person(Person("Ana", ("614 555 0133",), "your sister"))
    assert sister == Person("Ana", ("+16145550133",), "your sister")
    assert store.people() == store.household().people == (sister,)
    with pytest.raises(Fault, match="there is a person 'ana' already"):
        store.add_person(Person("ana"))
    with pytest.raises(Fault, match="a person needs a name"):
        store.add_person(Person(" "))
    store.remove_person("ANA")
    assert store.people() == ()
    with pytest.raises(Fault, match="there is no such person"):
        store.remove_person("Ana")
