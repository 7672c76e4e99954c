"""Another program that uses the library: checked by mypy as it stands, run by test_library.py."""

from pathlib import Path
from typing import assert_type

import screener


def told(file: Path, said: str) -> screener.Label:
    """How a call is judged against the household in a file."""
    household = assert_type(screener.load_household(file), screener.Household)
    judge = assert_type(screener.load_screener(), screener.Screener)
    screening = assert_type(judge.screen(screener.Call(said=said), household), screener.Screening)
    assert_type(screening.permission.state, screener.Allowed)
    assert_type(screener.screening_to(screening), dict[str, object])
    return assert_type(screening.verdict.label, screener.Label)


def kept(database: Path, call: screener.Call) -> list[str]:
    """Logs a call and finds it again."""
    with screener.Desk.open(database) as desk:
        record = assert_type(desk.log(call), screener.Record)
        rows = assert_type(desk.history(record.call.company), list[screener.Row])
        assert_type(desk.vendor("Acme"), screener.Vendor)
        return [row.id for row in rows]
