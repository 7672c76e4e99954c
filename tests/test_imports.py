"""What a command may load: nobody waits for a library they do not use."""

import subprocess
import sys

import pytest

HEAVY = {"textual", "rich", "phonenumbers", "rapidfuzz", "holidays", "asyncio", "sklearn", "numpy"}


def loaded_by(code: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("code", "never"),
    [
        ("import screener.call, screener.vendor, screener.wire", HEAVY | {"sqlite3", "click"}),
        ("import screener.__main__", HEAVY | {"sqlite3", "click"}),
        ("import screener.store", HEAVY | {"screener.rulebook", "click"}),
        ("import screener.screening", {"textual", "rich", "sqlite3", "asyncio", "holidays"}),
        (
            "from screener.cli import run_command\nrun_command(['classify', '/dev/null'], None)",
            {"textual", "rich", "asyncio", "holidays", "numpy"},
        ),
    ],
)
def test_imports_stay_light(code: str, never: set[str]) -> None:
    assert loaded_by(code) & never == set()


def test_looking_up_a_number_loads_neither_rules_nor_names(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    db = tmp_path_factory.mktemp("db") / "calls.db"
    run = "from screener.cli import run_command\nrun_command(['--db', {db!r}, *{args!r}], None)"
    added = run.format(db=str(db), args=["vendor", "add", "Acme", "--number", "614 555 0133"])
    loaded_by(added)
    modules = loaded_by(run.format(db=str(db), args=["lookup", "(614) 555-0133"]))
    assert "screener.lookup" in modules
    assert modules & {"textual", "rich", "rapidfuzz", "holidays", "screener.rulebook"} == set()
