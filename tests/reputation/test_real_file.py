"""The FTC's whole file of 2021-07-08: its counts, and every number as the library reads it."""

import csv
from pathlib import Path

import pytest

from screener import phone
from screener.desk import Desk
from screener.nanp import ten_digits
from screener.reputation.reading.numbers import number_of

FILE = "ftc/DNC_Complaint_Numbers_2021-07-08.csv"


@pytest.fixture
def numbers(shared: Path) -> list[str]:
    """The number of each row, as it stands there."""
    with (shared / FILE).open(encoding="utf-8", newline="") as lines:
        return [row["Company_Phone_Number"] for row in csv.DictReader(lines)]


def test_the_whole_file_counts_as_was_counted_by_hand(tmp_path: Path, shared: Path) -> None:
    with Desk.open(tmp_path / "calls.db") as desk:
        source, already = desk.add_complaints(shared / FILE)
        assert (source.format, source.rows, already) == ("ftc", 14_034, False)
        junk = {each.reason: each.rows for each in source.junk}
        assert junk == {"no number": 669, "not a telephone number": 150}
        assert source.counted == 14_034 - 669 - 150
        most = desk.reputation("315 232 8257")
        assert most is not None
        assert most.complaints == 42
        assert desk.add_complaints(shared / FILE).already


def test_the_fast_way_is_the_librarys_on_every_distinct_number(numbers: list[str]) -> None:
    distinct = set(numbers)
    assert len(distinct) > 11_000
    fast = [shown for shown in distinct if ten_digits(shown)]
    assert len(fast) > 0.97 * len(distinct)
    for shown in fast:
        assert f"+{ten_digits(shown)}" == phone._by_library(shown, "US").e164
    for shown in distinct - {*fast, ""}:
        # Letters are not keys here, and marks may mask digits.
        if shown.isdigit():
            found = number_of(shown, "US")
            e164 = phone._by_library(shown, "US").e164
            assert (f"+{found}" if isinstance(found, int) else "") == e164
