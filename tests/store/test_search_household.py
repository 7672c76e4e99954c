"""Finding calls by who took them, on which line, when in the week, and what was corrected."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.call import Call
from screener.faults import Fault
from screener.query import KEYS
from screener.store import Store
from screener.store.dials import spells
from screener.store.moments import TIES, first_key, micros
from screener.words import WEEKDAYS, Label
from tests.conftest import ROOT
from tests.store.samples import at, judged

NEW_YORK = ZoneInfo("America/New_York")


def _ids(store: Store, query: str) -> list[str]:
    return [row.id for row in store.history(query)]


def _kept(store: Store, **facts: object) -> str:
    call = Call(at=at(-len(store.history()) - 1), **facts)  # type: ignore[arg-type]
    return store.log(call, None).call.id


def test_by_finds_who_took_it_whatever_the_case(store: Store) -> None:
    zoe, tom = _kept(store, taken_by="Zoë Ann"), _kept(store, taken_by="tom")
    nobody = _kept(store)
    assert _ids(store, "by:zoe") == [zoe]
    assert _ids(store, "by:ann") == [zoe]
    assert _ids(store, "by:to") == [tom], "the last word may be only begun"
    assert _ids(store, 'by:"to"') == []
    assert _ids(store, "-by:tom") == [zoe, nobody]
    assert _ids(store, "by:zoe OR by:tom") == [zoe, tom]
    assert store.count("by:nobody") == 0


def test_on_finds_the_line_by_its_digits_or_its_name(store: Store) -> None:
    shop, home = _kept(store, own_number="+16145550142"), _kept(store, own_number="landline")
    for text in ("on:0142", "on:614", "on:+16145550142", "on:6145550142"):
        assert _ids(store, text) == [shop], text
    assert _ids(store, "on:landline") == [home]


def test_an_amended_name_is_the_one_that_counts(store: Store) -> None:
    call = _kept(store, taken_by="tom", own_number="1")
    store.amend(call, {"taken_by": "Eve", "own_number": "614 555 0177"}, "it was her")
    assert _ids(store, "by:eve") == _ids(store, "on:0177") == [call]
    assert _ids(store, "by:tom") == _ids(store, 'on:"1"') == []
    row = store.history()[0]
    assert (row.taken_by, row.own_number) == ("Eve", "614 555 0177")


def test_was_finds_what_the_verdict_had_said_when_it_was_corrected(store: Store) -> None:
    wrong = Call(at=at(-5), company="A", said="x")
    call = store.log(wrong, judged(wrong, Label.SOLICITATION)).call.id
    other = Call(at=at(-6), company="B", said="y")
    store.log(other, judged(other, Label.SOLICITATION))
    store.correct(call, Label.SERVICE)
    assert _ids(store, "was:solicitation") == [call]
    assert _ids(store, "was:solicitation label:service") == [call]
    assert _ids(store, "was:service") == []


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("hour:24", "an hour from 0 to 23"),
        ("hour:12-9", "an hour from 0 to 23"),
        ("hour:x", "an hour from 0 to 23"),
        ("weekday:monday", "is one of mon, tue"),
        ("by:-", "needs a word or digits"),
        ("was:scam", "is one of solicitation"),
    ],
)
def test_a_value_that_is_none_is_told(store: Store, query: str, fault: str) -> None:
    with pytest.raises(Fault, match=fault):
        store.history(query)


moments = st.integers(915_000_000, 1_793_000_000).map(
    lambda second: datetime.fromtimestamp(second, UTC)
)


@settings(max_examples=25, deadline=None)
@given(st.lists(moments, min_size=1, max_size=8), st.integers(0, 6), st.integers(0, 23))
def test_weekday_and_hour_are_those_of_the_households_clock(
    tmp_path_factory: pytest.TempPathFactory, found: list[datetime], day: int, hour: int
) -> None:
    path: Path = tmp_path_factory.mktemp("hours") / "screener.db"
    with Store.open(path, clock=lambda: at(0)) as store:
        store.set_setting("time_zone", NEW_YORK.key)
        for each in found:
            store.log(Call(at=each), None)
        here = [row.at.astimezone(NEW_YORK) for row in store.history() if row.at]
        assert store.count(f"weekday:{WEEKDAYS[day]}") == sum(x.weekday() == day for x in here)
        assert store.count(f"hour:{hour}") == sum(x.hour == hour for x in here)
        assert store.count(f"hour:{hour}-23") == sum(x.hour >= hour for x in here)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 2000))
def test_every_second_lies_in_the_spell_with_its_offset(day: date, days: int) -> None:
    first = datetime(day.year, day.month, day.day, tzinfo=UTC)
    after = first + timedelta(days=days, seconds=1)
    found = spells(NEW_YORK, first_key(micros(first)[0]), first_key(micros(after)[0]))
    for each, following in pairwise(found):
        assert each.after == following.first
        assert each.ahead != following.ahead
    for each in found:
        for key in (each.first, each.after - TIES):
            at_ = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=key // TIES)
            offset = at_.astimezone(NEW_YORK).utcoffset()
            assert offset == timedelta(seconds=each.ahead)


def test_every_key_of_the_language_is_documented() -> None:
    page = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"`{key}:`" not in page] == []
