"""The chain in the file: whatever is done verifies, and whatever is tampered with is found."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.call import Answer, Call
from screener.chain import FIELDS, GENESIS, Anchor, RecordKind
from screener.faults import Fault
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.store import Store
from screener.store.chain import TABLES, append, append_all
from screener.store.files import APPLICATION_ID
from screener.store.verify import Checked, Damage
from screener.vendor import Vendor
from screener.words import Label, Purpose, Status
from tests.conftest import ROOT
from tests.store.samples import NOON, at, judged

NUMBER = Party(PartyKind.NUMBER, "+16145550133")
_numbers = count()


@contextmanager
def fresh(folder: Path) -> Iterator[Store]:
    """A store of its own, for each example."""
    with Store.open(folder / f"{next(_numbers)}" / "x.db", clock=lambda: NOON) as store:
        yield store


def call(name: str, minute: float = 0) -> Call:
    return Call(
        id=name,
        at=at(minute),
        number="614 555 0133",
        company="Acme Solar",
        said="free panels",
        status=Status.ANSWERED,
        duration=30,
        recorded=True,
        tells=("T",),
        answers=(Answer("q", "yes"),),
        callback_number="614 555 0134",
    )


def lived(store: Store) -> Store:
    """A little of each kind of record: calls at 1 and 2, then one of each other kind."""
    store.log(call("a"))
    store.log(call("b", 1), judged(call("b", 1)))
    store.amend("a", {"company": "Acme Solar Inc"}, "misheard")
    store.correct("b", Label.SERVICE, "I had asked")
    store.enter(
        LedgerEntry(
            NUMBER, Purpose.SALES, EntryKind.OPT_OUT, at(2), None, How.CALL, "stop", call="b"
        )
    )
    store.add_vendor(Vendor("Acme"))
    store.add_vendor(Vendor("Acme Ltd"))
    store.merge_vendors("Acme", "Acme Ltd")
    return store


@contextmanager
def other_tool(path: Path) -> Iterator[sqlite3.Connection]:
    """The file in the hands of somebody who minds no trigger."""
    connection = sqlite3.connect(path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    connection.commit()
    connection.close()


def tampered(store: Store, *sql: str) -> Checked:
    with other_tool(store.path) as connection:
        for statement in sql:
            connection.execute(statement)
    return store.verify()


def first(checked: Checked) -> tuple[int, Damage, str]:
    assert not checked.whole
    assert checked.broken is not None
    return checked.broken.position, checked.broken.damage, checked.broken.ref


def test_an_empty_chain_is_whole(store: Store) -> None:
    checked = store.verify()
    assert checked.whole
    assert checked.present == Anchor(GENESIS.hex(), 0)


def test_every_kind_of_record_becomes_a_link(store: Store) -> None:
    checked = lived(store).verify()
    assert checked.whole
    assert checked.present.records == 6
    kinds = [line[0] for line in store._db.all("SELECT record FROM link ORDER BY position")]
    assert kinds == ["call", "call", "amendment", "correction", "ledger entry", "merge"]


def test_salts_are_never_the_same(store: Store) -> None:
    lived(store)
    salts = {line[0] for line in store._db.all("SELECT salt FROM link")}
    assert len(salts) == 6
    assert {len(salt) for salt in salts} == {16}


def test_what_did_not_happen_left_no_link(store: Store) -> None:
    lived(store)
    before = store.verify().present

    def fails() -> None:
        with store.transaction():
            store.log(call("c", 3))
            store.correct("nobody", Label.SERVICE)

    with pytest.raises(Fault, match="no such call"):
        fails()
    assert store.verify().present == before
    assert store.verify().whole


def test_a_moved_call_keeps_its_link(store: Store) -> None:
    lived(store)
    key = store.record("a").key
    store.amend("a", {"at": at(-5000)})
    assert store.record("a").key != key
    assert store.verify().whole


def test_another_store_goes_on_where_this_one_stood(store: Store) -> None:
    lived(store)
    with Store.open(store.path) as other:
        other.log(call("c", 3))
    store.log(call("d", 4))
    assert store.verify().whole
    assert store.verify().present.records == 8


EMPTY_TWO = (
    "UPDATE link SET record = NULL, ref = NULL, salt = NULL, hash = zeroblob(32) WHERE position = 2"
)
TAMPERED = {
    "a call's words": (
        1,
        Damage.CHANGED,
        "a",
        ["UPDATE call SET said = 'free panel' WHERE id = 'a'"],
    ),
    "a call's minute": (2, Damage.CHANGED, "b", ["UPDATE call SET at = at + 1 WHERE id = 'b'"]),
    "a party": (5, Damage.CHANGED, "1", ["UPDATE party SET value = '+16145550134'"]),
    "the call an entry names": (
        5,
        Damage.CHANGED,
        "1",
        ["UPDATE ledger_entry SET call = (SELECT key FROM call WHERE id = 'a')"],
    ),
    "the call an entry named": (5, Damage.CHANGED, "1", ["UPDATE ledger_entry SET call = NULL"]),
    "a salt": (4, Damage.CHANGED, "1", ["UPDATE link SET salt = zeroblob(16) WHERE position = 4"]),
    "a head": (3, Damage.CHANGED, "1", ["UPDATE link SET head = zeroblob(32) WHERE position = 3"]),
    "a call taken away": (1, Damage.MISSING, "a", ["DELETE FROM call WHERE id = 'a'"]),
    "an entry taken away": (5, Damage.MISSING, "1", ["DELETE FROM ledger_entry"]),
    "an id": (2, Damage.MISSING, "b", ["UPDATE call SET id = 'z' WHERE id = 'b'"]),
    "a kind": (2, Damage.MISSING, "b", ["UPDATE link SET record = 'x' WHERE position = 2"]),
    "a link taken away": (3, Damage.UNLINKED, "", ["DELETE FROM link WHERE position = 3"]),
    "links swapped": (
        1,
        Damage.MOVED,
        "b",
        [
            "UPDATE link SET position = -1 WHERE position = 1",
            "UPDATE link SET position = 1 WHERE position = 2",
            "UPDATE link SET position = 2 WHERE position = -1",
        ],
    ),
    "records swapped": (
        1,
        Damage.MOVED,
        "b",
        ["UPDATE link SET ref = CASE ref WHEN 'a' THEN 'b' ELSE 'a' END WHERE record = 'call'"],
    ),
    "a place emptied": (
        2,
        Damage.CHANGED,
        "None",
        [EMPTY_TWO],
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_named(store: Store, what: str) -> None:
    position, damage, ref, sql = TAMPERED[what]
    assert first(tampered(lived(store), *sql)) == (position, damage, ref)


def test_a_record_past_the_chain_is_named(store: Store) -> None:
    checked = tampered(
        lived(store),
        "INSERT INTO correction (call, label, note, at, at_offset) SELECT key, 'upsell', '', 0, 0 "
        "FROM call WHERE id = 'a'",
    )
    assert checked.broken is None
    assert [each.words for each in checked.outside] == [
        "correction 2 was put into the file past the chain"
    ]
    assert not checked.whole


def test_the_end_taken_away_is_found_by_an_anchor(store: Store) -> None:
    lived(store)
    outside = store.verify().present
    checked = tampered(store, "DELETE FROM link WHERE position = 6", "DELETE FROM vendor_merge")
    assert checked.whole
    assert not store.verify([outside]).whole
    store.log(call("z", 9))
    (quoted,) = store.verify([outside]).anchors
    assert quoted.holds is False


def test_a_chain_written_anew_is_found_by_an_anchor_in_the_file(tmp_path: Path) -> None:
    with fresh(tmp_path) as store, fresh(tmp_path) as forger:
        lived(store).anchor("report", "acme.html")
        lived(forger)
        assert store.verify([store.verify().present]).whole
        with other_tool(forger.path) as connection:
            anchors = store._db.all("SELECT * FROM anchor")
            connection.executemany("INSERT INTO anchor VALUES (?, ?, ?, ?, ?, ?, ?)", anchors)
        checked = forger.verify()
        assert (checked.broken, checked.outside, checked.whole) == (None, (), False)
        assert [(each.quoted, each.file, each.holds) for each in checked.anchors] == [
            ("report", "acme.html", False)
        ]


def test_an_anchor_stands_for_the_records_so_far(store: Store) -> None:
    assert store.anchor("letter").records == 0
    lived(store)
    anchor = store.anchor("report")
    assert anchor == store.verify().present
    store.log(call("c", 3))
    checked = store.verify([anchor, Anchor(anchor.head[:16], 6)])
    assert [each.holds for each in checked.anchors] == [True] * 4
    assert checked.whole
    assert not store.verify([Anchor(anchor.head, 5)]).whole
    with pytest.raises(Fault, match="must be one of report"):
        store.anchor("song")


def test_a_backup_quotes_the_chain(store: Store, tmp_path: Path) -> None:
    lived(store).backup(tmp_path / "copy.db")
    (quoted,) = store.anchors_quoted()
    assert (quoted.quoted, quoted.file) == ("backup", str(tmp_path / "copy.db"))
    with Store.open(tmp_path / "copy.db") as copy:
        assert copy.verify([quoted.anchor]).whole


def test_the_chain_refuses_change(store: Store) -> None:
    lived(store).anchor("report")
    for sql in (
        "UPDATE link SET head = zeroblob(32)",
        "UPDATE link SET ref = 'b' WHERE position = 1",
        "DELETE FROM link",
        "DELETE FROM anchor",
        "UPDATE party SET value = 'x'",
        "UPDATE vendor_merge SET kept = 9",
        "DELETE FROM vendor_merge",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            store._db.run(sql)


# --- any life, and any tampering ------------------------------------------------------------


def _merge(store: Store, new: str) -> None:
    store.add_vendor(Vendor("K" + new))
    store.add_vendor(Vendor("M" + new))
    store.merge_vendors("K" + new, "M" + new)


def _withdraw(store: Store, last: str) -> None:
    store.correct(last, Label.UPSELL)
    store.correct(last, None)


def _opt(store: Store, last: str) -> None:
    store.enter(LedgerEntry(NUMBER, Purpose.SALES, EntryKind.OPT_IN, NOON, call=last))


ACTS: dict[str, Callable[[Store, str, str, int], object]] = {
    "log": lambda store, last, new, minute: store.log(call(new, minute)),
    "screened": lambda store, last, new, minute: store.log(Call(id=new), judged(Call(id=new))),
    "amend": lambda store, last, new, minute: store.amend(last, {"said": new, "note": new}),
    "move": lambda store, last, new, minute: store.amend(last, {"at": at(-minute)}),
    "correct": lambda store, last, new, minute: store.correct(last, Label.UPSELL),
    "withdraw": lambda store, last, new, minute: _withdraw(store, last),
    "opt": lambda store, last, new, minute: _opt(store, last),
    "merge": lambda store, last, new, minute: _merge(store, new),
}
steps = st.lists(st.sampled_from(sorted(ACTS)), max_size=12)


def live(store: Store, names: list[str]) -> Store:
    """Does these things in their order, each on the call last in time."""
    store.log(call("c0"))
    for minute, name in enumerate(names, 1):
        ACTS[name](store, store.history(limit=1)[0].id, f"c{minute}", minute)
    return store


@given(steps)
@settings(max_examples=25, deadline=None)
def test_any_life_verifies(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    with fresh(tmp_path_factory.mktemp("any")) as store:
        checked = live(store, names).verify()
        assert checked.whole
        stored = sum(store._db.value(f"SELECT count(*) FROM {table}") for table in TABLES.values())
        assert checked.present.records == stored


CHAINED = [
    (TABLES[kind], "call_id" if (kind, field) == (RecordKind.LEDGER_ENTRY, "call") else field)
    for kind in RecordKind
    for field in FIELDS[kind]
    if kind is not RecordKind.NOTICE and not field.startswith("party")
] + [("party", "kind"), ("party", "value"), ("link", "salt"), ("link", "head"), ("link", "ref")]


def spoilt(value: object, place: int) -> object:
    """The value with one byte of it turned, or something where there was nothing."""
    if value is None:
        return 1
    if isinstance(value, int):
        return value ^ (1 << place % 31)
    if isinstance(value, bytes):
        changed = bytearray(value)
        changed[place % len(changed)] ^= 1
        return bytes(changed)
    text = str(value) or "x"
    turned = place % len(text)
    return text[:turned] + chr(ord(text[turned]) ^ 1) + text[turned + 1 :]


TEXTS = {"party.kind": "name", "link.ref": "nobody"}


@pytest.mark.parametrize(("table", "column"), CHAINED)
def test_one_byte_of_any_column_is_found(store: Store, table: str, column: str) -> None:
    lived(store)
    with other_tool(store.path) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        rows = connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
        for row, value in rows[:1]:
            wrong = TEXTS.get(f"{table}.{column}", spoilt(value, row))
            kind = connection.execute(
                "SELECT type FROM pragma_table_info(?) WHERE name = ?", (table, column)
            ).fetchone()[0]
            wrong = str(wrong) if kind == "TEXT" else wrong
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (wrong, row))
    assert rows
    assert not store.verify().whole


@given(steps, st.data())
@settings(max_examples=25, deadline=None)
def test_any_row_taken_away_is_found(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], data: st.DataObject
) -> None:
    with fresh(tmp_path_factory.mktemp("gone")) as store:
        live(store, names)
        table = data.draw(st.sampled_from([*TABLES.values(), "link"]))
        with other_tool(store.path) as connection:
            rows = [row for (row,) in connection.execute(f"SELECT rowid FROM {table}")]
            if not rows:
                return
            gone = data.draw(st.sampled_from(rows))
            connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (gone,))
        assert not store.verify().whole


# --- files from before the chain --------------------------------------------------------------

FIRST = files("screener.store").joinpath("migrations", "0001_first.sql").read_text()


def unchained(path: Path, store: Store) -> None:
    """A file of step 1 with the records of that store."""
    connection = sqlite3.connect(path)
    connection.executescript(FIRST)
    connection.execute("DELETE FROM setting")
    connection.execute("ATTACH ? AS later", (str(store.path),))
    tables = connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'call_fts%'"
    ).fetchall()
    for (table,) in tables:
        if table == "screening":
            continue
        info = connection.execute(f"PRAGMA main.table_info({table})").fetchall()
        columns = ", ".join(line[1] for line in info)
        # The words of the numbers, which stood there then, are not linked.
        kept = columns.replace("digits", "''")
        connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {kept} FROM later.{table}")
    connection.execute("DELETE FROM applied_migration WHERE name <> '0001_first'")
    connection.execute("INSERT INTO call_fts (call_fts) VALUES ('rebuild')")
    connection.commit()
    connection.execute("DETACH later")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.close()


def test_a_file_from_before_the_chain_is_chained(store: Store, tmp_path: Path) -> None:
    lived(store)
    path = tmp_path / "old" / "old.db"
    path.parent.mkdir()
    unchained(path, store)
    with Store.open(path) as opened:
        checked = opened.verify()
        assert checked.whole
        assert checked.present.records == 6
        kinds = [line[0] for line in opened._db.all("SELECT record FROM link ORDER BY position")]
        assert kinds == ["call", "call", "amendment", "correction", "ledger entry", "merge"]
        assert opened.ledger() == store.ledger()
        opened.log(call("c", 5))
        assert opened.verify().whole
    (copy,) = path.parent.glob("old.db.backup-0001-*")
    connection = sqlite3.connect(copy)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM call").fetchone() == (2,)
    connection.close()


def test_the_walk_in_the_docs_agrees(store: Store, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    script = tmp_path / "walk.py"
    script.write_text(page.split("```python\n")[1].split("```")[0], encoding="utf-8")
    lived(store)
    store.void(["nobody"], "nothing")
    store.log(call("gone", 7))
    store.void(["gone"], "undone")

    def walked() -> str:
        ran = subprocess.run(
            [sys.executable, str(script), str(store.path)],
            capture_output=True,
            text=True,
            check=False,
        )
        return (ran.stdout + ran.stderr).strip()

    assert walked() == str(store.verify().present)
    with other_tool(store.path) as connection:
        connection.execute("UPDATE correction SET note = 'I had not asked'")
    assert walked() == "broken at 4"


def test_the_docs_name_every_field() -> None:
    page = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    for kind, fields in FIELDS.items():
        assert f"| `{kind}` | {', '.join(fields)} |" in page


def test_records_with_their_own_salts_give_the_same_chain(store: Store) -> None:
    lived(store)
    before = store.verify().present
    links = store._db.all("SELECT record, ref, salt FROM link ORDER BY position")
    with other_tool(store.path) as connection:
        connection.execute("DELETE FROM link")
    with store.transaction():
        calls = [(ref, salt) for kind, ref, salt in links if kind == RecordKind.CALL]
        refs, salts = zip(*calls, strict=True)
        assert append_all(store._db, RecordKind.CALL, refs, salts) == 2
        for kind, ref, salt in links[2:]:
            append(store._db, RecordKind(kind), ref, salt)
    assert store.verify([before]).whole
    assert store.verify().present == before


def test_a_record_that_is_not_there_cannot_be_linked(store: Store) -> None:
    with pytest.raises(LookupError):
        append(store._db, RecordKind.CALL, "nobody")
    with pytest.raises(LookupError):
        append_all(store._db, RecordKind.CALL, ["nobody"])


def test_programs_that_write_at_once_extend_one_chain(store: Store) -> None:
    def write(name: str) -> None:
        with Store.open(store.path) as other:
            for number in range(20):
                other.log(Call(id=f"{name}{number}"))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    checked = store.verify()
    assert checked.whole
    assert checked.present.records == 60
