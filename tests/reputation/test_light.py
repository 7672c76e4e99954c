"""What is on file of a number is told without rules, names, holidays or readers of files."""

import pytest

from tests.test_imports import loaded_by

HEAVY = {"textual", "rich", "rapidfuzz", "holidays", "phonenumbers", "screener.rulebook"}


def test_showing_a_number_loads_nothing_it_does_not_need(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    db = tmp_path_factory.mktemp("db") / "calls.db"
    arguments = ["--db", str(db), "reputation", "show", "614 555 0133"]
    modules = loaded_by(f"from screener.cli import run_command\nrun_command({arguments!r}, None)")
    assert "screener.store.reputation" in modules
    assert modules & (HEAVY | {"screener.reputation.reading"}) == set()


def test_what_is_on_file_of_a_number_is_a_light_noun() -> None:
    assert loaded_by("import screener.reputation") & (HEAVY | {"sqlite3", "click"}) == set()
