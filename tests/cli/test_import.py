"""`screener import`: in once, from anywhere, and out again as a whole."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from screener.faults import Fault
from screener.store import Store
from screener.store.bulk import Bulk
from tests.cli.conftest import Run

CALLS = """<calls count="4">
<call number="6145550133" duration="20" date="1780000000000" type="1" contact_name="(Unknown)"/>
<call number="6145550133" duration="20" date="1780000060000" type="3" contact_name="(Unknown)"/>
<call number="-2" duration="0" date="1780000070000" type="3" contact_name="(Unknown)"/>
<call number="2165550177" duration="31" date="1780000080000" type="2" contact_name="Orkin"/>
</calls>"""
SAID = "we are offering you a free estimate on solar panels, buy today and save money"


@pytest.fixture
def calls_xml(tmp_path: Path) -> str:
    file = tmp_path / "calls.xml"
    file.write_text(CALLS, encoding="utf-8")
    return str(file)


def lines(tmp_path: Path, *objects: dict[str, object], name: str = "calls.jsonl") -> str:
    file = tmp_path / name
    file.write_text("".join(json.dumps(each) + "\n" for each in objects), encoding="utf-8")
    return str(file)


def imported(run: Run, *arguments: str) -> dict[str, object]:
    ran = run("import", *arguments, "--json")
    assert ran.code == 0, ran.err
    assert isinstance(ran.json, dict)
    return ran.json


def numbers(run: Run) -> list[str]:
    rows = run("history", "--json").json
    assert isinstance(rows, list)
    return [row["number"] for row in rows]


def kept(db: Path) -> list[list[tuple[object, ...]]]:
    """All rows of what an import could touch."""
    tables = ("call", "link", "notice", "import", "deed", "setting", "vendor", "person")
    with closing(sqlite3.connect(db)) as connection:
        return [connection.execute(f"SELECT * FROM {each}").fetchall() for each in tables]


def test_a_preview_keeps_nothing(run: Run, calls_xml: str) -> None:
    told = imported(run, calls_xml, "--dry-run")
    assert (told["calls"], told["rang"], told["import"]) == (3, 1, None)
    assert numbers(run) == []
    assert "would be new" in run("import", calls_xml, "--dry-run").out
    assert run("import", "--list").out.startswith("Nothing was imported")


def test_a_file_comes_in_once(run: Run, calls_xml: str) -> None:
    first, again = imported(run, calls_xml), imported(run, calls_xml)
    assert (first["calls"], first["duplicates"], first["labels"]) == (3, 0, {"not_screened": 3})
    assert (again["calls"], again["duplicates"], again["import"]) == (0, 3, None)
    assert numbers(run) == ["-2", "6145550133", "6145550133"]


def test_two_calls_within_a_minute_of_one_source_are_two(run: Run, calls_xml: str) -> None:
    imported(run, calls_xml)
    assert numbers(run).count("6145550133") == 2


def test_the_same_call_from_two_sources_is_one_and_withheld_ones_are_several(
    run: Run, calls_xml: str, tmp_path: Path
) -> None:
    imported(run, calls_xml)
    other = lines(
        tmp_path,
        {"at": "2026-05-28T20:28:39+00:00", "number": "+1 614-555-0133", "said": "hello"},
        {"at": "2026-05-28T20:29:19+00:00", "number": "614 555 0199"},
        {"at": "2026-05-28T20:27:50+00:00", "number": "Private"},
        {"at": "2026-05-28T20:31:01+00:00", "number": "614 555 0133"},
    )
    told = imported(run, other)
    assert (told["calls"], told["duplicates"]) == (3, 1)


def test_transcripts_are_judged_by_the_household(run: Run, tmp_path: Path) -> None:
    since = ["--customer-since", "2020-01-01", "--last-transaction", "2026-05-01"]
    run("vendor", "add", "Zenith Solar", "--number", "614 555 0133", *since)
    at = "2026-05-28T20:28:39+00:00"
    told = imported(
        run,
        lines(
            tmp_path,
            {"at": at, "number": "6145550133", "said": SAID, "company": "Zenith Solar"},
            {"at": at, "number": "2165550177", "said": SAID},
        ),
    )
    assert told["labels"] == {"upsell": 1, "solicitation": 1}


def test_ringing_a_vendor_is_noted_as_asking(run: Run, calls_xml: str) -> None:
    run("vendor", "add", "Orkin", "--number", "216 555 0177")
    told = imported(run, calls_xml)
    assert told["asked"] == {"Orkin": "2026-05-28"}
    shown = run("vendor", "show", "Orkin", "--json").json
    assert isinstance(shown, dict)
    assert "2026-05-28" in json.dumps(shown)
    run("undo")
    assert "2026-05-28" not in run("vendor", "show", "Orkin", "--json").out
    assert numbers(run) == []


@pytest.mark.parametrize("undo", [("undo",), ("import", "--undo", "1")])
def test_an_import_is_taken_back_as_a_whole(run: Run, calls_xml: str, undo: tuple[str]) -> None:
    run("log", "--number", "614 555 0199", "--said", "mine")
    imported(run, calls_xml)
    assert run(*undo).code == 0
    assert numbers(run) == ["614 555 0199"]
    assert run("verify").code == 0
    again = run("import", "--undo", "1")
    assert (again.code, "undone already" in again.err) == (2, True)
    assert run("undo", "--redo").code == 2
    assert imported(run, calls_xml)["calls"] == 3


def test_calls_that_were_worked_on_stay(run: Run, calls_xml: str) -> None:
    imported(run, calls_xml)
    rows = run("history", "--json").json
    assert isinstance(rows, list)
    assert run("amend", rows[0]["id"], "--set", "note=that was mine").code == 0
    ran = run("import", "--undo", "1")
    assert "2 calls taken back. 1 of its calls stay" in ran.out
    assert numbers(run) == ["-2"]


def test_calls_of_tomorrow_are_left_out(run: Run, tmp_path: Path) -> None:
    told = imported(
        run,
        lines(
            tmp_path,
            {"at": "2026-05-28T20:28:39Z", "number": "6145550133"},
            {"at": "2199-01-01T00:00:00Z"},
        ),
    )
    assert told["left_out"] == [
        {"reason": "a time that lies in the future", "count": 1, "places": ["line 2"]}
    ]


def test_a_file_of_which_nothing_can_be_read_is_refused(run: Run, tmp_path: Path) -> None:
    ran = run("import", lines(tmp_path, {"number": "1"}, {"number": "2"}))
    assert ran.code == 2
    assert "nothing in it can be read (it has no time (at), line 1)" in ran.err
    assert run("import", str(tmp_path / "none")).code == 2
    (tmp_path / "empty").write_bytes(b"")
    assert "not recognised" in run("import", str(tmp_path / "empty")).err


def test_what_breaks_off_leaves_nothing(
    run: Run, calls_xml: str, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screener.desk.importing.BATCH", 2)
    stored = Bulk.log_batch
    batches: list[int] = []

    def full(self: Bulk, judged: list[object]) -> tuple[int, int]:
        batches.append(len(judged))
        if len(batches) > 1:
            raise Fault("The disk is full.")
        return stored(self, judged)  # type: ignore[arg-type]

    monkeypatch.setattr(Bulk, "log_batch", full)
    ran = run("import", calls_xml)
    assert (ran.code, batches) == (2, [2, 1])
    with Store.open(db) as store:
        assert (store.count(), store.imports()) == (0, [])
        assert store.verify().whole


def test_a_cut_file_leaves_the_database_as_it_was(run: Run, calls_xml: str, db: Path) -> None:
    run("log", "--number", "614 555 0199", "--said", "mine")
    Path(calls_xml).write_text(CALLS[:-20], encoding="utf-8")
    before = kept(db)
    assert run("import", calls_xml).code == 2
    assert kept(db) == before


def test_columns_are_asked_for_once(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("When,Who,Phone,Way\n05/28/2026 4:28 PM,Ann,6145550133,in\n", "utf-8")
    ran = run("import", str(file))
    assert ran.code == 2
    assert "it has When, Who, Phone, Way" in ran.err
    columns = ["at=When", "caller_id=Who", "number=Phone", "direction=Way"]
    given = [part for column in columns for part in ("--column", column)]
    assert imported(run, str(file), *given)["calls"] == 1
    file.write_text("When,Who,Phone,Way\n05/28/2026 5:28 PM,Ann,6145550133,in\n", "utf-8")
    assert imported(run, str(file))["calls"] == 1
    assert run("import", str(file), "--column", "at=Nowhere").code == 2
    assert run("import", str(file), "--column", "colour=When").code == 2


def test_contacts_become_vendors_and_people(run: Run, tmp_path: Path) -> None:
    run("vendor", "add", "Acme Pest", "--number", "614 555 0100")
    file = tmp_path / "contacts.vcf"
    card = "BEGIN:VCARD\nVERSION:3.0\n{}\nEND:VCARD\n"
    file.write_text(
        card.format("FN:ACME Pest\nORG:ACME Pest\nTEL:614 555 0101\nTEL:614 555 0100")
        + card.format("FN:Ann\nN:;Ann\nORG:Acme Pest\nTEL:614 555 0102")
        + card.format("FN:Bob\nN:;Bob\nTEL:12")
        + card.format("FN:Orkin\nORG:Orkin\nTEL:614 555 0103"),
        encoding="utf-8",
    )
    told = imported(run, str(file))
    assert (told["vendors"], told["people"], told["calls"]) == (2, 1, 0)
    assert told["left_out"] == [
        {"reason": "a number that cannot be read", "count": 1, "places": ["line 15"]}
    ]
    assert "+16145550101" in run("vendor", "show", "Acme Pest", "--json").out
    assert "Ann" in run("person", "list").out
    again = imported(run, str(file))
    assert (again["vendors"], again["people"], again["duplicates"]) == (0, 0, 3)
    assert run("import", "--undo", "1").code == 0
    assert "+16145550101" not in run("vendor", "show", "Acme Pest", "--json").out
    assert "Ann" not in run("person", "list").out
    assert "Orkin" not in run("vendor", "list").out


@pytest.mark.parametrize(
    "arguments", [(), ("x", "--list"), ("--list", "--undo", "1"), ("--undo", "77")]
)
def test_one_thing_at_a_time(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("import", *arguments).code == 2


def test_columns_are_asked_for_on_a_terminal_until_they_fit(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screener.cli.columns.on_terminal", lambda: True)
    file = tmp_path / "list.csv"
    file.write_text("Stamp,Caller,Phone,Notes\n03/04/2026 4:28 PM,Ann,6145550133,x\n", "utf-8")
    # First no column says when a call was; the second time the answers stand as proposed.
    answers = ["-", "caller_id", "", "-", "at", "", "", "", "y"]
    ran = run("import", str(file), stdin="\n".join(answers).encode() + b"\n")
    assert ran.code == 0, ran.err
    assert "Stamp (such as '03/04/2026 4:28 PM') [-]" in ran.out
    assert "one must say when a call was (at, or date and time). Once more:" in ran.out
    assert "Phone (such as '6145550133') [number]" in ran.out
    assert "Is 03/04 the third of April? [y/N]" in ran.out
    rows = run("history", "--json").json
    assert isinstance(rows, list)
    assert (rows[0]["at"][:10], rows[0]["number"]) == ("2026-04-03", "6145550133")
    file.write_text("Stamp,Caller,Phone,Notes\n05/04/2026 4:28 PM,Bob,6145550134,x\n", "utf-8")
    assert "1  call new" in run("import", str(file)).out


def test_a_fact_is_in_one_column_and_days_are_asked_for_only_where_they_are_in_doubt(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screener.cli.columns.on_terminal", lambda: True)
    file = tmp_path / "list.csv"
    file.write_text("at,number,other\n2026-03-04 16:28,6145550133,2\n", "utf-8")
    ran = run("import", str(file), stdin=b"\n\nnumber\n-\n")
    assert ran.code == 0, ran.err
    assert "'number' is not one of" in ran.out + ran.err
    assert "third of April" not in ran.out
    assert "Remembered for files with these columns" in ran.out
