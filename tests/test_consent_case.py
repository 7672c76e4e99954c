"""docs/consent-case.md is run: every command in its order, every answer compared."""

import re
import shlex
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from screener.cli import run_command
from tests.conftest import ROOT

DOC = ROOT / "docs" / "consent-case.md"


class Step(NamedTuple):
    """A command of the document and what it is said to answer."""

    command: str
    answer: str


def steps() -> Iterator[Step]:
    for block in re.findall(r"```console\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL):
        joined = block.replace("\\\n", " ")
        for part in re.split(r"^\$ ", joined, flags=re.MULTILINE)[1:]:
            command, _, answer = part.partition("\n")
            yield Step(command, answer)


class Shell:
    """As much of a shell as the document needs."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch, self._code = capsys, monkeypatch, 0

    def run(self, command: str) -> str:
        name, *words = shlex.split(command)
        match name:
            case "export":
                self._monkeypatch.setenv(*words[0].split("=", 1))
                return ""
            case "echo":
                return f"{self._code}\n"
            case "cat":
                return Path(words[0]).read_text()
            case "sqlite3":
                _another_tool(Path(words[0]), words[1])
                return ""
        assert name == "screener"
        self._capsys.readouterr()
        self._code = run_command(words, lambda make, demo: None)
        said = self._capsys.readouterr()
        return said.out + said.err


def _another_tool(path: Path, script: str) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.executescript(script)
    finally:
        connection.close()


def matches(answer: str, wanted: str) -> bool:
    """Whether an answer is what was wanted; a line of `…` stands for any lines, a `…` in a line
    for anything in it."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + r"\n"
        for line in wanted.rstrip("\n").split("\n")
    )
    return re.fullmatch(pattern, answer.rstrip("\n") + "\n") is not None


@pytest.fixture
def shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(capsys, monkeypatch)


def test_the_case_in_the_document_goes_as_it_is_told(shell: Shell) -> None:
    found = list(steps())
    assert [step.command.split()[0] for step in found].count("screener") > 15
    for step in found:
        answer = shell.run(step.command)
        if step.answer.strip() or answer.strip():
            assert matches(answer, step.answer), f"$ {step.command}\n{answer}"


def test_one_byte_is_what_was_changed(shell: Shell) -> None:
    [change] = [step.command for step in steps() if step.command.startswith("sqlite3")]
    for step in steps():
        if step.command == change:
            break
        shell.run(step.command)
    before = _words("case.db")
    shell.run(change)
    after = _words("case.db")
    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_the_report_of_the_case_is_one_private_file(shell: Shell) -> None:
    for step in steps():
        shell.run(step.command)
        if "report" in step.command:
            break
    page = Path("orkin.html")
    assert page.stat().st_mode & 0o777 == 0o600
    text = page.read_text()
    assert "16 CFR 310.4(b)(1)(iii)(A)" in text
    assert text.count("legal advice") == 1


def _words(path: str) -> bytes:
    connection = sqlite3.connect(path)
    try:
        [(words,)] = connection.execute("SELECT words FROM ledger_entry WHERE id = 1").fetchall()
    finally:
        connection.close()
    return str(words).encode()


@pytest.mark.parametrize(
    ("answer", "wanted", "same"),
    [
        ("a\nb\nc\n", "a\n…\nc\n", True),
        ("a\nc\n", "a\n…\nc\n", True),
        ("a\nb\n", "a\n…\nc\n", False),
        ("one 1 two\n", "one … two\n", True),
        ("one 1\n2 two\n", "one … two\n", False),
        ("a\nb\n", "a\n", False),
    ],
)
def test_what_is_left_out_stands_for_no_more_than_it_says(
    answer: str, wanted: str, same: bool
) -> None:
    assert matches(answer, wanted) is same
