"""`screener reputation`: files in, a number shown, a file out."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from screener.cli import reputation as module
from screener.desk import Desk
from screener.desk import reputation as desk_module
from tests.cli.conftest import Run
from tests.reputation.test_reading import FTC, PLAIN, SAMPLES


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "DNC_2021-07-08.csv"
    path.write_text(FTC, encoding="utf-8")
    return path


def test_a_file_is_read_told_listed_shown_and_removed(run: Run, file: Path) -> None:
    added = run("reputation", "add", str(file))
    assert added.code == 0
    assert added.err == ""
    assert "DNC_2021-07-08.csv (ftc): 8 rows, 3 counted." in added.out
    assert "passed over: 2 for not a telephone number (line 5, 6)" in added.out
    assert "was read already on" in run("reputation", "add", str(file)).out
    assert "3 of 8 rows" in run("reputation", "list").out
    shown = run("reputation", "show", "614 555 0134").out
    assert "1 complaint, the newest on 2021-07-07" in shown
    assert "Warranties & protection plans" in shown
    assert "from DNC_2021-07-08.csv" in shown
    assert "no complaints on file" in run("reputation", "show", "614 555 0199").out
    assert "Removed DNC_2021-07-08.csv" in run("reputation", "remove", file.name).out
    assert "no complaints on file" in run("reputation", "show", "614 555 0134").out
    assert "No complaints were read yet" in run("reputation", "list").out


def test_programs_get_json(run: Run, file: Path) -> None:
    added: Any = run("reputation", "add", str(file), "--json").json
    assert (added[0]["rows"], added[0]["counted"], added[0]["already"]) == (8, 3, False)
    assert added[0]["junk"][0] == {
        "reason": "not a telephone number",
        "rows": 2,
        "lines": [5, 6],
    }
    sources: Any = run("reputation", "list", "--json").json
    assert [source["name"] for source in sources] == [file.name]
    shown: Any = run("reputation", "show", "614 555 0134", "--json").json
    assert shown["complaints"] == 1
    assert shown["months"][0]["month"] == "2021-07"
    assert shown["robocall_share"] == 1
    assert run("reputation", "show", "614 555 0199", "--json").json is None
    gone: Any = run("reputation", "remove", "1", "--json").json
    assert gone["id"] == 1


def test_several_files_of_all_formats_at_once(run: Run, tmp_path: Path) -> None:
    files = []
    for name, text in SAMPLES.items():
        path = tmp_path / f"{name}.gz"
        path.write_bytes(gzip.compress(text.encode()))
        files.append(str(path))
    added: Any = run("reputation", "add", *files, "--json").json
    assert [each["format"] for each in added] == [*SAMPLES]
    shown = run("reputation", "show", "+49 89 1234567").out
    assert "in the listed range +4989123*" in shown
    assert "0 complaints" in shown


@pytest.mark.parametrize(
    ("text", "arguments", "told"),
    [
        ("Dear all\n", (), "its format was not recognised"),
        (FTC, ("--format", "xml"), "'xml' is none of ftc, fcc"),
        (PLAIN, ("--format", "ftc"), "no column 'company_phone_number'"),
        ("12*34\n12*35\n", (), "none of its 2 rows could be read: a pattern that is"),
        ('{"numbers": [{"phone": "+4930555123"', (), "breaks off"),
    ],
)
def test_a_file_that_is_no_use_is_told_and_leaves_nothing(
    run: Run, tmp_path: Path, text: str, arguments: tuple[str, ...], told: str
) -> None:
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8")
    ran = run("reputation", "add", str(path), *arguments)
    assert ran.code == 2
    assert told in ran.err
    assert run("reputation", "list", "--json").json == []


def test_bad_words_are_told(run: Run, tmp_path: Path) -> None:
    assert "cannot be read" in run("reputation", "add", str(tmp_path / "none.csv")).err
    assert "is no telephone number" in run("reputation", "show", "Acme").err
    assert "No complaints were read from 'x'" in run("reputation", "remove", "x").err


def test_names_and_subjects_of_others_are_shown_plain(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m.txt"
    path.write_text("614 555 0133: [red]\x1b]0;x\x07caller\u202e\n", encoding="utf-8")
    for ran in (
        run("reputation", "add", str(path)),
        run("reputation", "list"),
        run("reputation", "show", "614 555 0133"),
    ):
        assert ran.code == 0
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.out + ran.err)


def test_an_interrupted_file_is_taken_out_again(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(desk_module, "BATCH", 1)
    monkeypatch.setattr(module, "_added", stop)
    with Desk.open(file.parent / "calls.db") as desk:
        with pytest.raises(KeyboardInterrupt):
            desk.add_complaints(file, "", stop)
        assert desk.complaint_sources() == []
        assert desk.reputation("614 555 0133") is None


def test_a_bar_is_shown_on_a_terminal_only(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("reputation", "add", str(file)).err == ""
    run("reputation", "remove", "1")
    monkeypatch.setattr(module, "_on_terminal", lambda: True)
    ran = run("reputation", "add", str(file))
    assert "DNC_2021-07-08.csv" in ran.err
    assert "counted" in ran.out


def test_forgetting_a_number_leaves_what_public_files_say(run: Run, file: Path) -> None:
    run("reputation", "add", str(file))
    run("log", "--number", "614 555 0134", "--said", "about your car's warranty")
    assert run("forget", "614 555 0134", "--yes").code == 0
    assert "1 complaint" in run("reputation", "show", "614 555 0134").out
    run("reputation", "remove", file.name)
    assert "no complaints" in run("reputation", "show", "614 555 0134").out
