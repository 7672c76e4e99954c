"""The ledger: entries come back as they were made, and follow their party to its vendor."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.call import Call
from screener.faults import Fault
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.store import Store
from screener.vendor import Expecting, Vendor
from screener.words import PREFERENCE_PURPOSES, Purpose
from tests.store.samples import NOON, at
from tests.store.test_calls import moments, words

NUMBER = Party(PartyKind.NUMBER, "+16145550133")
NAME = Party(PartyKind.NAME, "Acme Solar")


def out(party: Party, minute: float = 0) -> LedgerEntry:
    """An opt-out from sales."""
    return LedgerEntry(party, Purpose.SALES, EntryKind.OPT_OUT, at(minute), logged_at=at(minute))


def parties(store: Store) -> list[Party]:
    """The parties of all entries, in the order of time."""
    return [entry.party for entry in store.ledger()]


entries = st.builds(
    LedgerEntry,
    party=st.sampled_from([NUMBER, NAME]),
    purpose=st.sampled_from(PREFERENCE_PURPOSES),
    kind=st.sampled_from(EntryKind),
    at=moments,
    logged_at=moments,
    how=st.sampled_from(How),
    words=words,
    to_whom=words,
    reference=words,
    file_hash=words,
    call=st.just("a"),
    note=words,
)


@given(entries)
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_an_entry_comes_back_as_it_was_made(store: Store, entry: LedgerEntry) -> None:
    if not store.count():
        store.log(Call(id="a"))
    entered = store.enter(entry)
    assert entered == entry
    assert entered.at.isoformat() == entry.at.isoformat()
    assert entry in store.ledger()


def test_entries_stand_in_the_order_of_time(store: Store) -> None:
    for minute in (5, 1, 3):
        store.enter(out(NUMBER, minute))
    assert [entry.at for entry in store.ledger()] == [at(1), at(3), at(5)]
    assert [entry.at for entry in store.ledger(NUMBER)] == [at(1), at(3), at(5)]
    assert store.household().ledger == store.ledger()


def test_an_entry_without_more_was_written_down_now(store: Store) -> None:
    entry = store.enter(LedgerEntry(NAME, Purpose.SALES, EntryKind.OPT_IN, at(-60)))
    assert (entry.logged_at, entry.how, entry.call) == (NOON, How.OTHER, "")


def test_a_number_is_one_party_however_it_is_typed(store: Store) -> None:
    store.enter(out(Party(PartyKind.NUMBER, "(614) 555-0133")))
    store.enter(out(NUMBER, 1))
    assert parties(store) == [NUMBER, NUMBER]
    assert len(store.ledger(Party(PartyKind.NUMBER, "614.555.0133"))) == 2
    assert len(store.ledger(Party(PartyKind.NAME, "614.555.0133"))) == 0


def test_a_claimed_name_is_one_party_however_it_is_written(store: Store) -> None:
    store.enter(out(NAME))
    assert len(store.ledger(Party(PartyKind.NAME, "ACME  solar"))) == 1


def test_parties_become_the_vendors_that_is_made_of_them(store: Store) -> None:
    for place, party in enumerate((NUMBER, NAME, Party(PartyKind.NAME, "Else"))):
        store.enter(out(party, place))
    store.add_vendor(Vendor("Acme", aliases=("ACME solar",), numbers=("614 555 0133",)))
    acme = Party(PartyKind.VENDOR, "Acme")
    assert parties(store) == [acme, acme, Party(PartyKind.NAME, "Else")]
    assert len(store.ledger(acme)) == len(store.ledger(NUMBER)) == len(store.ledger(NAME)) == 2
    assert store.enter(out(NUMBER, 9)).party == acme
    store.edit_vendor("Acme", name="Zenith")
    assert parties(store)[0] == Party(PartyKind.VENDOR, "Zenith")


def test_a_party_is_set_free_when_the_vendor_loses_its_number(store: Store) -> None:
    store.enter(out(NUMBER))
    store.add_vendor(Vendor("Acme", numbers=("614 555 0133",)))
    store.edit_vendor("Acme", numbers=())
    assert parties(store) == [NUMBER]
    store.edit_vendor("Acme", numbers=("614 555 0133",))
    store.add_vendor(Vendor("Other", numbers=("614 555 0133",)))
    assert parties(store) == [NUMBER]
    store.merge_vendors("Acme", "Other")
    assert parties(store) == [Party(PartyKind.VENDOR, "Acme")]


def test_what_an_entry_must_not_be(store: Store) -> None:
    faults = [
        (out(Party(PartyKind.VENDOR, "Nobody")), "there is no such vendor"),
        (out(Party(PartyKind.NAME, "  ")), "party: needs a vendor"),
        (LedgerEntry(NAME, Purpose.SALES, EntryKind.OPT_IN, NOON, call="x"), "no call 'x'"),
        (
            LedgerEntry(NAME, Purpose.SALES, EntryKind.OPT_IN, NOON.replace(tzinfo=None)),
            "needs its offset",
        ),
    ]
    for entry, sentence in faults:
        with pytest.raises(Fault, match=sentence):
            store.enter(entry)
    with pytest.raises(Fault, match="there is no such vendor"):
        store.ledger(Party(PartyKind.VENDOR, "Nobody"))
    assert store.ledger() == ()


def test_an_expectation_ends_by_itself(store: Store) -> None:
    today = store.expect(Expecting("plumber", at(120), at(300), "boiler"))
    sooner = store.expect(Expecting("", at(0), at(60)))
    assert store.expectations(at(-1)) == store.expectations(at(60)) == (sooner, today)
    assert store.expectations(at(61)) == store.expectations(at(300)) == (today,)
    assert store.expectations(at(300) + timedelta(seconds=1)) == ()
    assert store.household().expecting == (sooner, today)
    with pytest.raises(Fault, match="end: lies before the start"):
        store.expect(Expecting("", at(1), at(0)))
    with pytest.raises(Fault, match=r"start: .* needs its offset"):
        store.expect(Expecting("", datetime(2026, 1, 1), at(0)))  # noqa: DTZ001 - the fault
