"""Many calls at once: the same as one by one, in batches, and taken back as a range."""

from dataclasses import replace

import pytest

from screener.call import Call
from screener.faults import Fault
from screener.store import Store
from screener.store.bulk import Brought
from screener.store.indexed import is_as_told
from screener.store.moments import TIES
from screener.vendor import Vendor
from screener.words import Label, Status
from tests.store.samples import NOON, at, judged


def test_calls_come_in_as_if_logged_one_by_one(store: Store) -> None:
    calls = [Call(id=f"{n:03d}", at=at(n), company="Acme", said=f"solar {n}") for n in range(7)]
    brought = store.log_all(((call, judged(call, Label.UPSELL)) for call in calls), batch=3)
    assert brought == Brought(7, ((1, 7),))
    assert [row.id for row in store.history("solar")] == [call.id for call in reversed(calls)]
    one = Call(id="one", at=at(9), company="Acme", said="solar 0")
    alone = store.log(one, judged(one, Label.UPSELL))
    record = store.record("000")
    assert record.screening == alone.screening
    assert (record.label, record.permission) == (alone.label, alone.permission)
    assert store.verify().whole


def test_a_batch_is_all_or_nothing_and_those_before_stay(store: Store) -> None:
    calls = [Call(id=name, said="x") for name in ("a", "b", "c", "a")]
    with pytest.raises(Fault, match="stored already"):
        store.log_all(((call, None) for call in calls), batch=2)
    assert {row.id for row in store.history()} == {"a", "b"}
    assert store.verify().whole
    fresh = Call(id="d", said="free", company="New")
    store.log_all([(fresh, judged(fresh))])
    assert store.record("d").screening is not None


def test_what_came_in_can_be_taken_back(store: Store) -> None:
    store.log(Call(id="mine", said="mine"))
    brought = store.log_all(((Call(id=f"{n}", said="theirs"), None) for n in range(5)), batch=2)
    store.log(Call(id="later"))
    assert brought.places == ((2, 6),)
    assert store.calls_brought(brought) == ["0", "1", "2", "3", "4"]
    assert store.void(store.calls_brought(brought), "undone") == 5
    assert {row.id for row in store.history()} == {"mine", "later"}
    assert store.calls_brought(brought) == []
    assert store.count("theirs") == 0
    assert store.verify().whole


def test_calls_of_one_moment_stand_in_their_order(store: Store) -> None:
    calls = [Call(id=f"{n:04d}", at=NOON) for n in range(TIES * 40)]
    store.log_all([(call, None) for call in calls])
    store.log(Call(id="last", at=NOON))
    found = [row.id for row in store.history(limit=len(calls) + 1)]
    assert found == ["last", *(call.id for call in reversed(calls))]


def test_odd_calls_are_chained_found_and_told_alike(store: Store) -> None:
    vendor = store.add_vendor(Vendor("Größe & Söhne", numbers=("6145550133",)))
    odd = [
        Call(number="614 555 0133", company="grosse", said="Straße \ud83d half", note="x\0y"),
        Call(at=NOON, number="Private", caller_id="Ünïtëd", agent="Zoë", recorded=True),
        Call(at=NOON, callback_number="+49 30 901820", status=Status.ANSWERED, duration=0),
        Call(id="own", at=NOON, said='"quoted" — dash', tells=("RECORDED",), source="x"),
    ]
    screenings = [judged(odd[0], Label.UPSELL, vendor), None, None, judged(odd[3])]
    store.log_all(zip(odd, screenings, strict=True))
    store.log_all((replace(call, id=""), None) for call in odd)
    assert is_as_told(store._db)
    assert store.verify().whole
    assert store.count("strasse") == store.count("901820") == store.count("zoe") == 2
    assert store.count("sohne") == 1
    ids = [row.id for row in store.history()]
    assert len(set(ids)) == 8
    made = [name for name in ids if name != "own"]
    assert {len(name) for name in made} == {8}
    assert set("".join(made)) <= set("0123456789abcdefghjkmnpqrstvwxyz")


def test_an_id_that_is_stored_already_is_refused_in_a_batch(store: Store) -> None:
    store.log(Call(id="taken"))
    with pytest.raises(Fault, match="'taken' is stored already"):
        store.log_all([(Call(), None), (Call(id="taken"), None)])
    assert [row.id for row in store.history()] == ["taken"]
