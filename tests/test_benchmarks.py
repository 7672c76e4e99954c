"""The frame of the benchmarks: what they measure is no business of the tests."""

from importlib import import_module
from pathlib import Path

import pytest

from benchmarks import NAMES
from benchmarks.__main__ import HEAD, section, with_section
from benchmarks.measure import (
    KEEP,
    Row,
    Took,
    aligned,
    at_least,
    at_most,
    at_share,
    beside,
    cells,
    folder,
    markdown,
    median_of,
    times_at_most,
)

FITTING = {"verdict"}
"""Modules that need the `fit` extra."""


@pytest.mark.parametrize("name", NAMES)
def test_every_listed_module_offers_rows(name: str) -> None:
    if name in FITTING:
        pytest.importorskip("sklearn")
    module = import_module(f"benchmarks.{name}")
    assert callable(module.rows)
    assert module.__doc__


def test_a_row_stands_beside_its_floor() -> None:
    assert Row("search", 6.0, "ms", 2.0).ratio == 3
    assert Row("judge", 1000.0, "calls/s", 4000.0).ratio == 4
    assert Row("judge", 1000.0, "calls/s").ratio is None


@pytest.mark.parametrize(
    ("row", "met"),
    [
        (Row("a", 9.0, "ms", None, at_most(10)), True),
        (Row("a", 11.0, "ms", None, at_most(10)), False),
        (Row("a", 3100.0, "calls/s", None, at_least(3000)), True),
        (Row("a", 2.0, "s", 1.0, times_at_most(1.8)), False),
        (Row("a", 2.0, "s", None, times_at_most(1.8)), False),
    ],
)
def test_goals_are_met_or_called_missed(row: Row, met: bool) -> None:
    assert ("(missed)" in cells(row)[-1]) is not met


def test_rows_render_as_tables() -> None:
    rows = [Row("judge a call", 1234.5, "calls/s", 20_000.0, at_least(3000)), Row("b", 0.12, "s")]
    assert markdown(rows).splitlines()[2:] == [
        "| judge a call | 1,234 | calls/s | 20,000 | 16.2 | ≥ 3,000 (missed) |",
        "| b | 0.120 | s |  |  |  |",
    ]
    assert [line[:12] for line in aligned(rows).splitlines()] == [
        "what        ",
        "judge a call",
        "b           ",
    ]


def test_a_section_is_replaced_and_the_others_stay() -> None:
    first = with_section(HEAD, "verdict", section("How well.", [Row("a", 1.0, "s")]))
    both = with_section(first, "consent", section("How long.", [Row("b", 2.0, "s")]))
    again = with_section(both, "verdict", section("How well.", [Row("c", 3.0, "s")]))
    assert both.index("## consent") < both.index("## verdict")
    assert "| b |" in again
    assert "| c |" in again
    assert "| a |" not in again
    assert again.startswith(HEAD)
    assert with_section(again, "consent", section("How long.", [Row("b", 2.0, "s")])) == again


def test_medians_and_shares() -> None:
    assert median_of([Took(1, 5), Took(9, 3), Took(2, 4)]) == Took(2, 4)
    assert at_share(range(100), 0.99) == 99
    assert at_share([1.0], 0.99) == 1
    order: list[str] = []
    beside(lambda: order.append("work"), lambda: order.append("floor"), runs=1)
    assert order == ["work", "floor"] * 2


def test_work_that_times_itself_is_believed() -> None:
    work, floor = beside(lambda: Took(3, 2), lambda: Took(1, 1), runs=3)
    assert (work, floor) == (Took(3, 2), Took(1, 1))


def test_material_is_kept_where_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEEP, str(tmp_path))
    with folder("life") as place:
        assert place == tmp_path / "life"
    assert place.is_dir()
    monkeypatch.delenv(KEEP)
    with folder("life") as place:
        assert place.is_dir()
    assert not place.exists()
