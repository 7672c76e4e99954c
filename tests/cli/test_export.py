"""`screener export`: to a file for its owner alone, or to standard output; and back."""

import json
import stat
from pathlib import Path

import pytest

from screener.exports import FORMATS
from tests.cli.conftest import Run


def filled(run: Run) -> str:
    """A vendor, a call of somebody else that was judged, and an opt-out; the id of the call."""
    run("vendor", "add", "Orkin", "--number", "614 555 0199")
    ran = run("log", "--number", "614 555 0133", "--company", "=Acme", "--json")
    told = ran.json
    assert isinstance(told, dict)
    found = str(told["call"]["id"])
    run("correct", found, "--label", "solicitation")
    run("optout", "614 555 0177")
    return found


@pytest.mark.parametrize("what", sorted(FORMATS))
def test_each_format_is_written_to_a_private_file_and_to_standard_output(
    run: Run, tmp_path: Path, what: str
) -> None:
    filled(run)
    for form in FORMATS[what]:
        file = tmp_path / f"{what}.{form}"
        ran = run("export", what, "--format", form, "-o", str(file), "--json")
        assert ran.code == 0, ran.err
        told = ran.json
        assert isinstance(told, dict)
        assert told == {
            "what": what,
            "format": form,
            "file": str(file),
            "bytes": len(file.read_bytes()),
        }
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        ran = run("export", what, "--format", form)
        assert ran.code == 0
        assert ran.out
        before = file.read_bytes()
        ran = run("export", what, "--format", form, "-o", str(file))
        assert (ran.code, file.read_bytes()) == (2, before)
        assert "--force" in ran.err
        assert run("export", what, "--format", form, "-o", str(file), "--force").code == 0


def test_a_format_that_the_thing_has_not_is_refused(run: Run) -> None:
    ran = run("export", "ledger", "--format", "vcard")
    assert ran.code == 2
    assert "csv, jsonl" in ran.err
    assert run("export", "calls", "--json").code == 2


def test_the_file_s_name_says_the_format(run: Run, tmp_path: Path) -> None:
    filled(run)
    for name, begins in {"a.vcf": b"BEGIN:VCARD", "a.jsonl": b"{", "a.txt": b"name,"}.items():
        run("export", "vendors", "-o", str(tmp_path / name))
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_block_lists_hold_what_was_judged(run: Run) -> None:
    filled(run)
    ran = run("export", "blocklist", "--format", "ncid")
    assert [line.split()[0] for line in ran.out.splitlines()[1:]] == ["6145550133", "6145550177"]


def test_the_log_goes_out_and_in_again(run: Run, db: Path, tmp_path: Path) -> None:
    filled(run)
    log = tmp_path / "log.jsonl"
    run("export", "calls", "-o", str(log))
    other = tmp_path / "other.db"
    assert run("--db", str(other), "import", str(log)).code == 0
    ran = run("--db", str(other), "export", "calls", "--format", "jsonl")
    (first,) = [json.loads(line) for line in log.read_text().splitlines()]
    (second,) = [json.loads(line) for line in ran.out.splitlines()]
    kept = ("at", "number", "company")
    assert [first[name] for name in kept] == [second[name] for name in kept]


def test_a_table_made_safe_comes_in_as_it_was(run: Run, tmp_path: Path) -> None:
    facts = {"number": "+1 614 555 0133", "company": "=Acme", "agent": "@bob", "said": "-20% off"}
    run("log", *(part for name, text in facts.items() for part in (f"--{name}", text)))
    log, other = tmp_path / "log.csv", str(tmp_path / "other.db")
    run("export", "calls", "-o", str(log))
    assert "'=Acme" in log.read_text()
    columns = [part for name in ("at", *facts) for part in ("--column", f"{name}={name}")]
    assert run("--db", other, "import", str(log), *columns).code == 0
    told = json.loads(run("--db", other, "export", "calls", "--format", "jsonl").out)
    assert {name: told[name] for name in facts} == facts


def test_everything_goes_out_and_in_again(run: Run, tmp_path: Path) -> None:
    found = filled(run)
    file, again = tmp_path / "all.jsonl", tmp_path / "again.jsonl"
    assert run("export", "everything", "-o", str(file)).code == 0
    other = str(tmp_path / "other.db")
    tried = run("--db", other, "import", str(file), "--dry-run")
    assert (tried.code, "1 call" in tried.out) == (0, True)
    ran = run("--db", other, "import", str(file), "--json")
    told = ran.json
    assert isinstance(told, dict)
    assert (told["calls"], told["taken"]) == (1, None)
    assert run("--db", other, "verify", "--anchor", str(told["head"])).code == 0
    assert run("--db", other, "show", found).code == 0
    # Read where it came from, everything is known.
    ran = run("import", str(file))
    assert "on file already" in ran.out
    assert "screener restore" in ran.out
    assert run("verify").code == 0
    assert run("--db", other, "export", "everything", "-o", str(again)).code == 0


def test_a_cut_export_is_refused_and_nothing_is_kept(run: Run, tmp_path: Path) -> None:
    filled(run)
    file = tmp_path / "all.jsonl"
    run("export", "everything", "-o", str(file))
    file.write_bytes(file.read_bytes()[:-200])
    ran = run("--db", str(tmp_path / "other.db"), "import", str(file))
    assert ran.code == 2
    assert "all.jsonl: " in ran.err
    assert run("--db", str(tmp_path / "other.db"), "history", "--json").json == []
