"""`import screener` as a library: its page runs, its names are there, and it costs nothing."""

import json
import re
import warnings
from pathlib import Path

import pytest

import screener
from tests import library_client
from tests.conftest import ROOT, SCENARIOS
from tests.test_imports import loaded_by

PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")


def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "household.json").write_bytes((SCENARIOS / "a1.json").read_bytes())
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 3
    exec(compile("\n".join(blocks), "docs/library.md", "exec"), {})


def test_every_name_is_there_and_of_the_module_it_says() -> None:
    assert sorted(screener.__all__) == screener.__all__
    assert set(screener.__all__) == {*screener._HOME_OF, "__version__"}
    for name in screener.__all__:
        assert getattr(screener, name) is not None
    assert set(screener.__all__) <= set(dir(screener))
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = screener.nothing_such


def test_importing_it_loads_nothing() -> None:
    more = loaded_by("import screener") - loaded_by("import importlib, typing")
    assert more == {"screener"}


def test_judging_loads_neither_the_database_nor_the_command_line() -> None:
    code = "import screener\nscreener.load_screener().screen(screener.Call(), screener.Household())"
    never = {"sqlite3", "click", "textual", "rich", "asyncio", "screener.desk"}
    assert loaded_by(code) & never == set()


def test_types_are_shipped() -> None:
    assert (ROOT / "screener" / "py.typed").exists()


def test_another_program_uses_it(tmp_path: Path) -> None:
    file = SCENARIOS / "a1.json"
    assert library_client.told(file, "free solar estimate") is screener.Label.SOLICITATION
    database = tmp_path / "calls.db"
    with screener.Desk.open(database) as desk:
        desk.add_vendor(screener.Vendor("Acme"))
    assert len(library_client.kept(database, screener.Call(company="Acme", said="hello"))) == 1


def test_a_household_is_told_what_is_wrong_with_it(tmp_path: Path) -> None:
    file = tmp_path / "household.json"
    file.write_text(json.dumps({"region": "US", "vendor": []}))
    with pytest.warns(UserWarning, match="vendor is not known"):
        assert screener.load_household(file).region == "US"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        file.write_text('{"region": "US"}')
        screener.load_household(str(file))
    for content, says in (('{"vendors": [{}]}', "vendors"), ("no", "no JSON")):
        file.write_text(content)
        with pytest.raises(screener.Fault, match=says):
            screener.load_household(file)
    with pytest.raises(screener.Fault, match="cannot be read"):
        screener.load_household(tmp_path / "absent.json")
