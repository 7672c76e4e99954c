"""What a command may load: nobody waits for a library they do not use."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "textual",
    "tomlkit",
    "rich",
    "phonenumbers",
    "rapidfuzz",
    "holidays",
    "asyncio",
    "sklearn",
    "numpy",
}


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


SCREEN = {"textual", "rich", "asyncio", "holidays", "numpy", "sklearn"}
QUICK = HEAVY | {"click", "screener.rulebook", "screener.signals", "screener.store.store"}


@pytest.mark.parametrize(
    ("arguments", "never"),
    [
        (["lookup", "(614) 555-0133"], QUICK),
        (["lookup", "216 555 0177"], QUICK | {"screener.names", "screener.store.reputation"}),
        (["lookup", "--json", "Private"], QUICK),
        (["lookup", "Acme"], QUICK - {"rapidfuzz"}),
        (["--version"], HEAVY | {"sqlite3", "screener.desk.desk", "screener.rulebook"}),
        (["history"], SCREEN | {"rapidfuzz", "screener.rulebook"}),
        (["vendor", "list"], SCREEN | {"rapidfuzz", "screener.rulebook"}),
        (["ledger"], SCREEN | {"rapidfuzz", "screener.rulebook"}),
        (["person", "list"], SCREEN | {"rapidfuzz", "screener.rulebook"}),
        (["log", "--number", "614 555 0133", "--said", "hello"], SCREEN | {"phonenumbers"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_no_command_loads_what_it_does_not_use(
    arguments: list[str], never: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCREENER_DB", str(tmp_path / "calls.db"))
    run = "import sys, screener.__main__ as program\nsys.argv = {args!r}\n"
    run += "try:\n    program.main()\nexcept SystemExit:\n    pass"
    loaded_by(run.format(args=["screener", "vendor", "add", "Acme", "--number", "614 555 0133"]))
    assert loaded_by(run.format(args=["screener", *arguments])) & never == set()
