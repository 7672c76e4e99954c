"""`screener report` and `letter` as a shell runs them."""

import csv
import hashlib
import io
import json
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SOLD = "special offer on termite protection, only 25 dollars a month if you sign up today"


@pytest.fixture
def filled(run: Run) -> Run:
    run("setup", "--region", "US", "--time-zone", "America/New_York")
    run("vendor", "add", "Orkin", "--number", "877 719 6679")
    run("optout", "orkin", "--at", "2025-08-29 16:40", "--words", "stop calling")
    said = ["--number", "877 719 6679", "--company", "Orkin", "--said", SOLD]
    assert run("log", "--at", "2025-10-02 10:00", *said).code == 0
    return run


def test_the_file_s_name_tells_the_format(filled: Run, tmp_path: Path) -> None:
    for name, start in (("a.html", "<!DOCTYPE"), ("a.json", "{"), ("a.csv", "no,id"), ("a", "Cal")):
        ran = filled("report", "orkin", "-o", str(tmp_path / name))
        assert ran.code == 0, ran.err
        assert f"Written to {tmp_path / name}" in ran.out.replace("\n", "")
        assert (tmp_path / name).read_text().startswith(start)
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_formats_can_be_asked_for_on_standard_output(filled: Run) -> None:
    found = filled("report", "orkin", "--format", "json").json
    assert isinstance(found, dict)
    assert found["violations"][0]["sure"] == "likely"
    rows = list(csv.DictReader(io.StringIO(filled("report", "orkin", "--format", "csv").out)))
    assert rows[0]["permission"] == "refused"
    ledger = filled("report", "orkin", "--format", "csv", "--table", "ledger").out
    assert "stop calling" in ledger
    assert "Complaint sheet 1" in filled("report", "877-719-6679").out


def test_an_existing_file_is_left_alone_and_no_head_is_quoted(filled: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("mine")
    for command in ("report", "letter"):
        ran = filled(command, "orkin", "-o", str(path))
        assert ran.code == 2
        assert ran.err.count("\n") == 1
        assert "--force" in ran.err
    assert path.read_text() == "mine"
    verified = filled("verify", "--json").json
    assert isinstance(verified, dict)
    assert verified["anchors"] == []
    assert filled("report", "orkin", "-o", str(path), "--force").code == 0
    assert path.read_text().startswith("Calls of Orkin")


@pytest.mark.parametrize("command", ["report", "letter"])
def test_what_cannot_be_done_is_one_line(filled: Run, tmp_path: Path, command: str) -> None:
    for arguments, words in (
        (("nobody",), "no call, no entry and no vendor"),
        (("orkin", "-o", str(tmp_path / "no" / "such.txt")), "there is no folder"),
        (("orkin", "-o", str(tmp_path)), "is a folder"),
        (("  ",), "party: needs"),
    ):
        ran = filled(command, *arguments)
        assert ran.code == 2
        assert words in ran.err
        assert ran.err.count("\n") == 1


def test_a_head_quoted_in_a_report_verifies(filled: Run) -> None:
    found = filled("report", "orkin", "--format", "json").json
    assert isinstance(found, dict)
    anchor = f"{found['anchor']['head']}:{found['anchor']['records']}"
    ran = filled("verify", "--anchor", anchor)
    assert ran.code == 0
    assert "whole" in ran.out


def test_a_letter_is_recorded_with_the_hash_of_its_file(filled: Run, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    ran = filled("letter", "orkin", "-o", str(path), "--record")
    assert ran.code == 0, ran.err
    assert "by letter" in ran.out
    assert ran.out.count("no legal advice") == 1
    report = filled("report", "orkin", "--format", "json").json
    assert isinstance(report, dict)
    last = report["ledger"][-1]
    assert last["how"] == "letter"
    assert last["file_hash"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert last["words"].startswith("Put my telephone numbers on your own do-not-call list.")
    assert "legal advice" not in path.read_text()


def test_a_letter_to_standard_output_is_the_letter_alone(filled: Run) -> None:
    ran = filled("letter", "orkin", "--purpose", "sales")
    assert ran.out.startswith("[Your name]")
    assert "advice" not in ran.out
    page = filled("letter", "orkin", "--format", "html").out
    assert page.startswith("<!DOCTYPE html>")
    assert json.dumps(page)
