"""Many calls at once: the same as one by one, in batches, and taken back as a range."""

import pytest

from screener.call import Call
from screener.faults import Fault
from screener.store import Store
from screener.store.bulk import Brought
from screener.store.moments import TIES
from screener.words import Label
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
