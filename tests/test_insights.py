"""Figures: their sums agree with a plain recount."""

from collections import Counter
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from screener.filters import AnyOf, Words
from screener.insights import (
    SHOWN,
    Cell,
    Corrected,
    Counted,
    changes_of,
    company_words,
    corrections_of,
    figures_of,
    marks,
    monday,
    month_spans,
    usual_since,
)
from screener.query import read_query
from screener.words import Label

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - hours on a clock have no zone
days = st.dates(date(1971, 1, 1), date(2099, 1, 1))
labels = st.sampled_from(SHOWN)
counts = st.dictionaries(labels, st.integers(0, 5000))


@given(days, st.integers(0, 200), st.data())
def test_weeks_and_hours_hold_every_call_once(
    since: date, length: int, data: st.DataObject
) -> None:
    until = since + timedelta(days=length)
    hours = st.integers(0, length * 24 + 23).map(
        lambda hour: (since - EPOCH.date()).days * 24 + hour
    )
    cells = data.draw(
        st.lists(st.builds(Cell, hours, labels, st.integers(1, 9), st.just(False)), max_size=30)
    )
    scams = data.draw(st.lists(st.builds(Cell, hours, st.none(), st.just(1), st.just(True))))
    found = figures_of([*cells, *scams], since, until)
    assert found.calls == sum(map(sum, found.hours)) == sum(cell.calls for cell in cells)
    assert sum(week.scams for week in found.weeks) == len(scams)
    by_label: Counter[Label | None] = Counter()
    by_hour: Counter[tuple[int, int]] = Counter()
    for cell in cells:
        at = EPOCH + timedelta(hours=cell.hour)
        by_label[cell.label] += cell.calls
        by_hour[at.weekday(), at.hour] += cell.calls
        week = next(week for week in found.weeks if week.first <= at.date() <= week.last)
        assert week.labels[cell.label] >= cell.calls
    assert +by_label == +Counter(found.labels)
    assert all(found.hours[day][hour] == calls for (day, hour), calls in by_hour.items())


@given(days, st.integers(0, 400))
def test_weeks_cover_the_period_without_a_gap(since: date, length: int) -> None:
    weeks = figures_of((), since, since + timedelta(days=length)).weeks
    covered = [week.first + timedelta(days=at) for week in weeks
               for at in range((week.last - week.first).days + 1)]  # fmt: skip
    assert covered == [since + timedelta(days=at) for at in range(length + 1)]
    assert all(monday(week.first) == monday(week.last) for week in weeks)


@given(counts, st.integers(1, 40), st.integers(0, 5000))
def test_marks_are_as_many_as_the_share_and_in_order(
    found: dict[Label | None, int], room: int, more: int
) -> None:
    calls = sum(found.values())
    most = max(calls + more, 1)
    drawn = marks(found, most, room)
    assert len(drawn) <= room
    assert bool(drawn) == bool(calls)
    assert list(drawn) == sorted(drawn, key=SHOWN.index)
    assert all(found.get(label) for label in drawn), "no mark for a label that has no call"
    if most <= room:
        assert Counter(drawn) == +Counter(found)


@given(st.lists(st.builds(Corrected, labels, st.sampled_from(Label), st.sampled_from("AB"),
                          st.integers(1, 9))))  # fmt: skip
def test_corrections_add_up(found: list[Corrected]) -> None:
    told = corrections_of(1000, found, date(2026, 1, 1), date(2026, 2, 1))
    assert told.changed + told.agreed == sum(each.calls for each in found)
    assert told.changed == sum(each.calls for each in told.by_label)
    assert told.changed == sum(calls for _, calls, _ in told.companies)
    assert all(each.was is not each.now for each in told.by_label)


@given(counts, counts, days)
def test_changes_hold_every_label(
    now: dict[Label | None, int], before: dict[Label | None, int], today: date
) -> None:
    found = changes_of(Counted(now, 2, 1), Counted(before, 0, 3), today, ())
    calls, *rest = found.changes
    assert (calls.now, calls.before) == (sum(now.values()), sum(before.values()))
    assert sum(each.now for each in rest[: len(SHOWN)]) == calls.now
    assert [(each.now, each.before) for each in rest[len(SHOWN) :]] == [(1, 3), (2, 0)]
    assert all(read_query(each.words) for each in found.changes)


def test_the_month_before_is_as_long_as_it_can_be() -> None:
    assert month_spans(date(2026, 3, 31))[1] == (date(2026, 2, 1), date(2026, 2, 28))
    assert usual_since(date(2026, 11, 22), 1) == date(2026, 11, 16)


def test_spellings_that_a_shorter_one_finds_are_left_out() -> None:
    assert company_words(["Zenith Solar LLC", "zenith solar"]) == 'company:"zenith solar"'
    assert company_words(["!!", ""]) == ""


@given(st.lists(st.text(max_size=30), max_size=4))
def test_a_name_of_any_kind_makes_a_query(names: list[str]) -> None:
    query = read_query(company_words(names))
    assert all(isinstance(item, Words | AnyOf) for item in query)
