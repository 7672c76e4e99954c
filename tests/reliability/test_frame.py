"""The frame of the harnesses: what is told, and where it is written."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks.__main__ import with_section
from reliability import NAMES
from reliability import __main__ as program
from reliability.__main__ import HEAD, main, section
from reliability.report import SHORT, Report, Scale, aligned, markdown


@pytest.mark.parametrize("name", NAMES)
def test_every_listed_module_can_be_run(name: str) -> None:
    module = import_module(f"reliability.{name}")
    assert callable(module.run)
    assert module.__doc__


def test_a_report_renders_as_a_table() -> None:
    report = Report(("what", "figure"), [("kills", "600"), ("lost", "0")], ["All is said."])
    assert markdown(report).splitlines() == [
        "| what | figure |",
        "| --- | --- |",
        "| kills | 600 |",
        "| lost | 0 |",
        "",
        "All is said.",
    ]
    assert aligned(report) == "what   figure\nkills  600\nlost   0\nAll is said.\n"


def test_a_section_tells_the_command_that_repeats_it() -> None:
    body = section("Killed.", "crashes", Scale(seed=7), Report(("a",), []), 90)
    assert "python -m reliability crashes --kills 600 --seed 7\n" in body
    assert "All of it held. It took 1.5 minutes." in body
    broken = section("Killed.", "crashes", SHORT, Report(("a",), [], [], ["lost"]), 90)
    assert "1 thing did not hold." in broken
    page = with_section(with_section(HEAD, "together", body, NAMES), "crashes", body, NAMES)
    assert page.index("## crashes") < page.index("## together")


def test_what_is_fuzzed_can_be_named_and_given_its_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    only = ("--only", "days", "--only", "moments")
    assert main(["fuzzing", *only, "--each", "0", "--write", str(page)]) == 0
    written = page.read_text("utf-8")
    assert "python -m reliability fuzzing --only days --only moments --each 0 --seed 1\n" in written
    table = [line.split(" | ")[0] for line in written.splitlines() if line.startswith("| ")]
    assert table == ["| what", "| ---", "| moments", "| days"]
    with pytest.raises(SystemExit):
        main(["fuzzing", "--only", "nothing"])
    assert "--only: nothing is none of text, query," in capsys.readouterr().err


def test_what_did_not_hold_is_told_and_is_the_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    harness = ModuleType("harness", "It breaks.")
    asked: list[Scale] = []

    def run(scale: Scale) -> Report:
        asked.append(scale)
        return Report(("what",), [("all",)], [], ["call 7 is lost"])

    harness.__dict__["run"] = run
    monkeypatch.setattr(program, "import_module", lambda name: harness)
    page = tmp_path / "page.md"
    assert main(["crashes", "--short", "--seed", "9", "--write", str(page)]) == 1
    assert "DOES NOT HOLD: call 7 is lost" in capsys.readouterr().err
    assert asked == [Scale(SHORT.kills, SHORT.minutes, 9)]
    assert page.read_text().startswith(HEAD)
