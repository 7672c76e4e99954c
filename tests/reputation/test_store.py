"""Complaints in the store: counted once, decayed, found in one range read, removed whole."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.faults import Fault
from screener.reputation import (
    ANY_MORE,
    HALF_LIFE_DAYS,
    LIVE,
    NOT_SAID,
    RECORDED,
    Complained,
    ComplaintRow,
    Junk,
    ListedRow,
    Range,
    Source,
    decayed,
)
from screener.store import Store
from screener.store.reputation import _OF_COMPLAINTS
from tests.store.samples import NOON

ME = "+16145550133"
NUMBER = 16145550133
SOLAR = "Energy, solar, & utilities"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "screener.db", clock=lambda: NOON)


def at(days_before: float) -> int:
    """Seconds of a moment so many days before noon, on the clock of a file."""
    wall = NOON.replace(tzinfo=UTC) - timedelta(days=days_before)
    return int(wall.timestamp())


def add(store: Store, name: str, *rows: ComplaintRow, hash_: str = "") -> Source:
    source = store.start_source(name, "ftc", hash_ or name)
    store.add_complaints(source, rows)
    return store.finish_source(source, len(rows), ())


def listed(store: Store, name: str, *rows: ListedRow) -> Source:
    source = store.start_source(name, "plain", name)
    store.add_listed(source, rows)
    return store.finish_source(source, len(rows), ())


def test_nothing_is_on_file_of_a_number_nobody_complained_of(store: Store) -> None:
    add(store, "a", (NUMBER, at(1), SOLAR, RECORDED))
    for other in ("+16145550134", "+1614555013", "", "Private", "+" + "9" * 40):
        assert store.reputation(other) is None


def test_counts_by_subject_and_month_with_the_share_of_recordings(store: Store) -> None:
    add(
        store,
        "a",
        (NUMBER, at(1), SOLAR, RECORDED),
        (NUMBER, at(2), SOLAR, LIVE),
        (NUMBER, at(70), SOLAR, NOT_SAID),
        (NUMBER, at(71), "", RECORDED),
    )
    found = store.reputation(ME)
    assert found is not None
    assert (found.number, found.day, found.complaints) == (ME, NOON.date(), 4)
    assert found.subjects == {SOLAR: 3, "": 1}
    assert sum(month.complaints for month in found.months) == 4
    newest, *_, oldest = found.months
    assert newest.month > oldest.month
    assert found.robocall_share == pytest.approx(2 / 3)
    assert found.newest == NOON.date() - timedelta(days=1)
    assert found.sources == ("a",)


def test_a_complaint_counts_half_after_four_months(store: Store) -> None:
    add(store, "a", (NUMBER, at(0), SOLAR, LIVE))
    fresh = store.reputation(ME, NOON)
    later = store.reputation(ME, NOON + timedelta(days=round(HALF_LIFE_DAYS)))
    assert fresh is not None
    assert later is not None
    assert fresh.weight == 1
    assert later.weight == pytest.approx(0.5, abs=0.01)
    assert later.complaints == 1
    assert decayed(8, 3 * HALF_LIFE_DAYS) == pytest.approx(1)
    assert decayed(8, -5) == 8


def test_the_same_content_is_the_same_file_whatever_its_name(store: Store) -> None:
    first = add(store, "a", hash_="1")
    assert store.start_source("b", "ftc", "1") == first
    assert [source.name for source in store.reputation_sources()] == ["a"]


def test_other_content_of_the_same_name_gets_a_number(store: Store) -> None:
    names = [add(store, "a.csv", hash_=str(place)).name for place in range(3)]
    assert names == ["a.csv", "a.csv (2)", "a.csv (3)"]


def test_a_file_is_found_by_name_or_number(store: Store) -> None:
    source = add(store, "a.csv")
    assert store.reputation_source("a.csv") == store.reputation_source(str(source.id)) == source
    with pytest.raises(Fault, match="No complaints were read from 'b'"):
        store.reputation_source("b")


def test_what_was_passed_over_is_kept_with_the_file(store: Store) -> None:
    source = store.start_source("a", "ftc", "a")
    assert not store.reputation_source("a").complete
    done = store.finish_source(source, 10, (Junk("no number", 3, (2, 5, 7)),))
    assert (done.rows, done.counted, done.complete) == (10, 7, True)
    assert done.junk == (Junk("no number", 3, (2, 5, 7)),)
    assert store.reputation_source("a") == done


def test_a_row_in_overlapping_files_counts_once_and_outlives_one_of_them(store: Store) -> None:
    shared, own = (NUMBER, at(1), SOLAR, RECORDED), (NUMBER, at(2), SOLAR, LIVE)
    first = add(store, "a", shared, shared, own)
    second = add(store, "b", shared)
    found = store.reputation(ME)
    assert found is not None
    assert (found.complaints, found.sources) == (2, ("a", "b"))
    store.remove_source(first)
    left = store.reputation(ME)
    assert left is not None
    assert (left.complaints, left.sources) == (1, ("b",))
    store.remove_source(second)
    assert store.reputation(ME) is None
    assert store.reputation_sources() == []


def test_nothing_is_left_behind_by_files_that_were_removed(store: Store) -> None:
    sources = [
        add(store, "a", (NUMBER, at(1), SOLAR, LIVE)),
        add(store, "b", (NUMBER, at(1), SOLAR, LIVE), (NUMBER, at(1), "Other", LIVE)),
        listed(store, "c", (NUMBER, 0, "fraud", 3, None)),
    ]
    for source in sources:
        store.remove_source(source)
    for table in ("complaint", "listed", "reputation_set", "reputation_subject"):
        assert store._db.value(f"SELECT count(*) FROM {table}") == 0


def test_a_source_that_was_interrupted_can_be_read_again_or_removed(store: Store) -> None:
    source = store.start_source("a", "ftc", "a")
    store.add_complaints(source, [(NUMBER, at(1), SOLAR, LIVE)])
    again = store.start_source("a", "fcc", "a")
    assert (again.id, again.format, again.complete) == (source.id, "fcc", False)
    store.add_complaints(again, [(NUMBER, at(1), SOLAR, LIVE)])
    found = store.reputation(ME)
    assert found is not None
    assert found.complaints == 1
    store.remove_source(again)
    assert store.reputation(ME) is None


def test_lists_count_by_the_loudest_and_without_days_from_when_they_were_added(
    store: Store,
) -> None:
    listed(store, "a", (NUMBER, 0, "Fraud", 4, None), (NUMBER, 0, "Poll", 2, at(300)))
    listed(store, "b", (NUMBER, 0, "Fraud", 10, None))
    found = store.reputation(ME)
    assert found is not None
    assert found.subjects == {"Fraud": 10, "Poll": 2}
    assert found.months == (Complained("Poll", date(2026, 1, 1), 2),)
    assert found.weight == pytest.approx(10 + decayed(2, 300), abs=0.01)
    assert found.robocall_share is None
    assert found.sources == ("a", "b")


def test_ranges_hold_the_numbers_that_begin_so_and_are_as_long(store: Store) -> None:
    listed(
        store,
        "a",
        (1614555, 4, "ten", 1, None),
        (1614, ANY_MORE, "open", 1, None),
        (1614555, 5, "longer", 1, None),
        (1615, ANY_MORE, "elsewhere", 1, None),
        (16145550133, ANY_MORE, "whole", 1, None),
    )
    found = store.reputation(ME)
    assert found is not None
    assert found.complaints == 0
    assert set(found.ranges) == {
        Range("+1614555", 4, "ten", "a"),
        Range("+1614", None, "open", "a"),
        Range("+16145550133", None, "whole", "a"),
    }
    assert store.reputation("+1616555013") is None


def test_a_look_up_reads_one_run_of_each_table(store: Store) -> None:
    sql = "EXPLAIN QUERY PLAN " + _OF_COMPLAINTS.format(beginnings="?1, ?2")
    plan = [str(line[3]) for line in store._db.all(sql, (1, 2))]
    assert "SEARCH complaint USING PRIMARY KEY (number=?)" in plan
    assert "SEARCH l USING PRIMARY KEY (number=?)" in plan
    # What is grouped before its words are looked up is all that is ever walked through.
    assert [step for step in plan if step.startswith("SCAN")] in ([], ["SCAN c"])


row = st.tuples(
    st.integers(16145550130, 16145550133),
    st.integers(0, 3).map(at),
    st.sampled_from([SOLAR, "Other", ""]),
    st.sampled_from([RECORDED, LIVE, NOT_SAID]),
)
deeds = st.lists(
    st.tuples(st.integers(0, 4), st.none() | st.lists(row, max_size=8)), min_size=1, max_size=12
)


@settings(deadline=None, max_examples=40)
@given(deeds, st.integers(1, 3))
def test_adding_and_removing_files_in_any_order_counts_like_a_set(
    tmp_path_factory: pytest.TempPathFactory,
    deeds: Sequence[tuple[int, list[ComplaintRow] | None]],
    chunk: int,
) -> None:
    kept: dict[str, set[tuple[int, int, str]]] = {}
    patch = pytest.MonkeyPatch()
    patch.setattr("screener.store.complaint_files._CHUNK", chunk)
    path = tmp_path_factory.mktemp("db") / "x.db"
    with patch.context(), Store.open(path, clock=lambda: NOON) as store:
        for place, rows in deeds:
            name = f"file {place}"
            if rows is None:
                if name in kept:
                    del kept[name]
                    store.remove_source(store.reputation_source(name))
            elif name not in kept:
                add(store, name, *rows)
                kept[name] = {each[:3] for each in rows}
        for number in range(16145550130, 16145550134):
            telling = {n for n, rows in kept.items() if any(each[0] == number for each in rows)}
            once = {each for rows in kept.values() for each in rows if each[0] == number}
            found = store.reputation(f"+{number}")
            assert (found.complaints if found else 0) == len(once)
            assert set(found.sources if found else ()) == telling
    patch.undo()


def test_two_programs_may_add_at_once(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Store.open(path, clock=lambda: NOON) as one, Store.open(path, clock=lambda: NOON) as other:
        first, second = one.start_source("a", "ftc", "a"), other.start_source("b", "ftc", "b")
        one.add_complaints(first, [(NUMBER, at(1), SOLAR, LIVE)])
        other.add_complaints(second, [(NUMBER, at(1), SOLAR, LIVE), (NUMBER, at(2), SOLAR, LIVE)])
        other.finish_source(second, 2, ())
        one.add_complaints(first, [(NUMBER, at(2), SOLAR, LIVE), (NUMBER, at(3), SOLAR, LIVE)])
        one.finish_source(first, 3, ())
        other.remove_source(second)
        found = one.reputation(ME)
    assert found is not None
    assert (found.complaints, found.sources) == (3, ("a",))


def test_moments_of_the_earliest_and_latest_calendar_do_not_raise(store: Store) -> None:
    first = int((datetime(1, 1, 1) - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001
    last = int((datetime(9999, 12, 31) - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001
    add(store, "a", (NUMBER, first, SOLAR, LIVE), (NUMBER, last, SOLAR, LIVE))
    found = store.reputation(ME)
    assert found is not None
    assert found.newest == date(9999, 12, 31)
