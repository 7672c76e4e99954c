"""`verify`, `forget` and the ledger's commands, as a shell runs them."""

import sqlite3
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run


def fill(run: Run) -> None:
    assert run("vendor", "add", "Quixotic Solar", "--number", "614 555 7391").code == 0
    said = "--number", "614 555 7391", "--said", "windmills for free"
    assert run("log", *said).code == 0
    assert run("log", "--company", "Ordinary Bank", "--said", "your card arrives").code == 0
    assert (
        run("optout", "Quixotic Solar", "--purpose", "sales", "--words", "No windmills").code == 0
    )


def checked(run: Run, *arguments: str) -> dict[str, Any]:
    found = run("verify", "--json", *arguments).json
    assert isinstance(found, dict)
    return found


def test_a_chain_that_is_whole(run: Run) -> None:
    fill(run)
    ran = run("verify")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("3 records.\nThe chain is whole.\nHead: ")
    head = checked(run)["head"]
    assert run("verify", "--anchor", f"{head}:3").code == 0
    assert "holds all 1 anchors" in run("verify", "--anchor", f"{head[:16]}:3").out


def test_one_byte_changed_by_another_tool(run: Run, db: Path) -> None:
    fill(run)
    head = checked(run)["head"]
    connection = sqlite3.connect(db)
    connection.execute("DROP TRIGGER call_stays")
    connection.execute("UPDATE call SET said = 'wandmills for free' WHERE number <> ''")
    connection.commit()
    connection.close()
    ran = run("verify")
    assert ran.code == 1
    assert "Broken: record 1 (call " in ran.out
    assert "was changed after it was written" in ran.out
    found = checked(run, "--anchor", f"{head}:3")
    assert found["broken"]["damage"] == "changed"
    assert (found["broken"]["position"], found["more"], found["whole"]) == (1, 0, False)
    assert [each["holds"] for each in found["anchors"]] == [True]


def test_an_anchor_that_does_not_hold(run: Run) -> None:
    fill(run)
    ran = run("verify", "--anchor", f"{'0' * 64}:2")
    assert ran.code == 1
    assert "does not hold the anchor you gave (0000" in ran.out


@pytest.mark.parametrize("text", ["", "x", "12:3", f"{'0' * 64}"])
def test_a_bad_anchor_is_named(run: Run, text: str) -> None:
    ran = run("verify", "--anchor", text)
    assert ran.code == 2
    assert "HEAD:COUNT" in ran.err


def test_forgetting_asks_first(run: Run, db: Path) -> None:
    fill(run)
    ran = run("forget", "quixotic solar", stdin=b"n\n")
    assert ran.code != 0
    assert "1 call with its screenings" in ran.err
    assert "1 ledger entry" in ran.err
    assert run("history", "windmills").out.count("windmills") == 1


def test_forgetting_leaves_nothing_and_a_chain_that_holds(run: Run, db: Path) -> None:
    fill(run)
    head = checked(run)["head"]
    ran = run("forget", "quixotic solar", "--yes")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("Forgotten: Quixotic Solar.")
    assert "exported" in ran.out
    assert "… removing them" in ran.err
    for file in db.parent.glob("calls.db*"):
        content = file.read_bytes().lower()
        assert not [word for word in (b"windmills", b"quixotic", b"5557391") if word in content]
    found = checked(run, "--anchor", f"{head}:3")
    assert (found["whole"], found["records"], found["forgotten"]) == (True, 4, 2)
    assert "2 of them forgotten" in run("verify").out
    assert "Ordinary" in run("history").out


def test_forgetting_in_json(run: Run) -> None:
    fill(run)
    done = run("forget", "Ordinary Bank", "--yes", "--json").json
    assert isinstance(done, dict)
    assert done["party"] == {"kind": "name", "value": "Ordinary Bank"}
    assert (done["calls"], done["vendor"], done["unfinished"]) == (1, False, "")


@pytest.mark.parametrize(
    ("party", "sentence"),
    [
        ("614 555 7391", "is the number of 'Quixotic Solar'; name that vendor"),
        ("Nobody", "nothing is kept of it"),
        ("12345", "nothing is kept of it"),
        (" ", "needs a vendor"),
    ],
)
def test_what_cannot_be_forgotten_is_named(run: Run, party: str, sentence: str) -> None:
    fill(run)
    ran = run("forget", party, "--yes")
    assert ran.code == 2
    assert sentence in ran.err
    assert checked(run)["records"] == 3


def test_an_entry_holds_whom_reference_and_proof(run: Run, tmp_path: Path) -> None:
    proof = tmp_path / "letter.pdf"
    proof.write_bytes(b"Dear Orkin")
    told = run(
        "optout",
        "Orkin",
        "--yes",
        *("--how", "letter", "--to-whom", "Jane, desk 4", "--reference", "7711-A"),
        *("--file", str(proof), "--purpose", "sales", "--json"),
    ).json
    listed = run("ledger", "--json").json
    assert told == listed
    assert isinstance(listed, list)
    (entry,) = listed
    assert (entry["to_whom"], entry["reference"]) == ("Jane, desk 4", "7711-A")
    assert entry["file_hash"] == sha256(b"Dear Orkin").hexdigest()
    assert datetime.fromisoformat(entry["logged_at"]).tzinfo
    lines = run("ledger", "Orkin").out
    assert "opt-out for sales, by letter: Orkin" in lines
    assert "to Jane, desk 4, reference 7711-A, file SHA-256" in lines


def test_a_proof_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    ran = run("optout", "Orkin", "--yes", "--file", str(tmp_path / "no.pdf"))
    assert ran.code == 2
    assert "no.pdf cannot be read" in ran.err
    assert "Nothing was said" in run("ledger").out


def test_an_opt_in_is_taken_back_and_confirmed(run: Run) -> None:
    run("optin", "Saga", "--yes", "--at", "2026-01-05")
    ran = run("confirm", "Saga", "--yes")
    assert ran.code == 2
    assert "nothing so far that it could confirm" in ran.err
    run("revoke", "Saga", "--yes", "--at", "2026-02-05", "--words", "no more")
    assert run("confirm", "Saga", "--yes", "--to-whom", "Jo").code == 0
    entries = run("ledger", "saga", "--json").json
    assert isinstance(entries, list)
    assert [entry["kind"] for entry in entries] == ["opt-in", "revocation", "confirmation"]
    assert {entry["purpose"] for entry in entries} == {"sales"}
    assert "refused" in run("log", "--company", "Saga", "--said", "a cruise offer for you").out
    assert checked(run)["whole"]
