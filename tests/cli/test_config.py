"""`screener config`: shown, checked, and the theme set, without the screen."""

from pathlib import Path

import pytest

from screener.actions import ACTIONS
from tests.cli.conftest import Run


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("screener.config.config_folder", lambda: tmp_path / "settings")
    return tmp_path / "settings" / "config.toml"


def test_every_action_is_listed_with_its_keys(run: Run, file: Path) -> None:
    ran = run("config")
    assert ran.code == 0
    assert "not there" in ran.out
    assert all(action.id in ran.out for action in ACTIONS)
    file.parent.mkdir()
    file.write_text('[keys]\ncall.store = "f20"\n')
    rows = run("config", "--json").json["actions"]  # type: ignore[index]
    (row,) = [row for row in rows if row["moved"]]
    assert (row["action"], row["keys"]) == ("call.store", "f20")


def test_the_path_is_told(run: Run, file: Path) -> None:
    assert run("config", "path").out.strip() == str(file)


def test_what_is_wrong_is_told_all_of_it(run: Run, file: Path) -> None:
    assert run("config", "check").code == 0
    file.parent.mkdir()
    file.write_text('[keys]\ncall.store = "sausage"\nx.y = "f20"\n')
    ran = run("config", "check")
    assert ran.code == 1
    assert "line 2: keys.call.store: 'sausage' is no key" in ran.out
    assert "line 3: keys.x.y: is no action" in ran.out
    faults = run("config", "check", "--json").json["faults"]  # type: ignore[index]
    assert [fault["line"] for fault in faults] == [2, 3]
    ran = run("config")
    assert ran.code == 2
    assert "line 2" in ran.err


def test_a_theme_is_set(run: Run, file: Path) -> None:
    assert run("config", "theme", "light-contrast").code == 0
    assert run("config", "--json").json["theme"] == "light-contrast"  # type: ignore[index]
    assert run("config", "theme", "pink").code == 2


def test_the_place_to_begin_in_is_told(run: Run, file: Path) -> None:
    assert run("config", "--json").json["start"] == "call"  # type: ignore[index]
    file.parent.mkdir()
    file.write_text('[screen]\nstart = "history"\n')
    assert "start: history" in run("config").out
    assert run("config", "--json").json["start"] == "history"  # type: ignore[index]


def test_where_it_listens_and_what_is_started_is_told(run: Run, file: Path) -> None:
    out = run("config").out
    assert "listen: to no server" in out
    assert "on_call: no program" in out
    assert run("config", "--json").json["listen"] is None  # type: ignore[index]
    file.parent.mkdir()
    file.write_text(
        '[listen]\nserver = "mqtt://me:secret@box"\nhistory = false\n'
        '[[on_call]]\nrun = ["touch", "a\\u001b[2J b"]\nwhen = "stored"\n'
        '[[on_call]]\nrun = ["true"]\nwhen = ["stored", "arrived"]\nseconds = 2.5\n'
    )
    ran = run("config")
    assert "mqtt://box:1883/callattendant/call, days as in your country, without its log" in ran.out
    assert "on_call: touch a b, when stored, 10 seconds at most" in ran.out
    assert "on_call: true, when arrived and stored, 2.5 seconds at most" in ran.out
    told = run("config", "--json").json
    assert told["listen"]["day_first"] is None  # type: ignore[index]
    assert told["on_call"][1] == {  # type: ignore[index]
        "run": ["true"],
        "when": ["arrived", "stored"],
        "seconds": 2.5,
    }
    assert "secret" not in ran.out + str(told)
