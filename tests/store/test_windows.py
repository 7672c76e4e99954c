"""Windows on lists: whatever the list, its parts make up the whole, in order."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.call import Call
from screener.store import Store
from screener.store.newest import day_of_key
from screener.store.windows import GROUPINGS, Walked

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.open(tmp_path_factory.mktemp("windows") / "h.db")
    calls = (
        Call(
            at=START + timedelta(hours=7 * at if at % 3 else 0),
            number=f"+1512555{at % 11:04}" if at % 4 else "",
            company=("Orkin", "", "Zenith")[at % 3],
            said=f"call {at} about {'solar' if at % 2 else 'ants'}",
        )
        for at in range(300)
    )
    store.log_all((call, None) for call in calls)
    old = Call(id="old", at=datetime(1931, 5, 5, tzinfo=UTC), said="ants")
    store.log(old)
    return store


def all_keys(store: Store, text: str = "") -> list[int]:
    return [row.key for row in store.history(text, limit=10_000)]


def walked(store: Store, text: str, by: str = "") -> list[Walked]:
    found = [store.walk(text, None, 0.0, by)]
    while found[-1].last is not None:
        found.append(store.walk(text, found[-1].last, 0.0, by))
    return found


def test_days_count_all_calls_newest_first(store: Store) -> None:
    days = store.days()
    assert sum(calls for _, calls in days) == store.count() == 301
    assert days == sorted(days, reverse=True)
    assert days[-1][0] == (date(1931, 5, 5) - date(1970, 1, 1)).days


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_place_is_entered_through_its_day(store: Store, data: st.DataObject) -> None:
    keys, place = all_keys(store), data.draw(st.integers(0, 300))
    newer = 0
    for day, calls in store.days():
        if newer + calls > place:
            rows = store.rows_of_day(day, place - newer, 20)
            assert [row.key for row in rows] == keys[place : place + 20]
            assert newer + store.newer_of_day(keys[place]) == place
            assert day_of_key(keys[place]) == day
            return
        newer += calls


@pytest.mark.parametrize(
    "text", ["", "solar", "-solar", '"about ants"', "is:screened", "since:2026"]
)
@pytest.mark.parametrize("by", ["", *GROUPINGS])
def test_slices_make_up_the_list(store: Store, text: str, by: str) -> None:
    slices = walked(store, text, by)
    assert [key for each in slices for key in each.keys] == all_keys(store, text)
    if by:
        assert all(len(each.groups) == len(each.keys) for each in slices)


def test_calls_are_grouped_by_what_they_share(store: Store) -> None:
    def groups(by: str) -> set[object]:
        return {group for each in walked(store, "", by) for group, _ in each.groups}

    assert {"orkin", "zenith", "#", "#+15125550004"} <= groups("company")
    assert {"", "+15125550004"} <= groups("number")
    days = {row.at.date() for row in store.history(limit=1000) if row.at}
    assert len(groups("day")) == len(days)


def test_rows_come_in_the_order_asked_for_without_those_that_went(store: Store) -> None:
    keys = all_keys(store)[:4]
    assert [row.key for row in store.rows([keys[2], 17, keys[0]])] == [keys[2], keys[0]]


def test_days_follow_calls_that_move_and_go(tmp_path: Path) -> None:
    with Store.open(tmp_path / "h.db") as store:
        for at in range(3):
            store.log(Call(id=f"c{at}", at=START, said="x"))
        store.amend("c0", {"at": START - timedelta(days=9)})
        store.void(["c1"], "undone")
        day = (START - datetime(1970, 1, 1, tzinfo=UTC)).days
        assert store.days() == [(day, 1), (day - 9, 1)]
