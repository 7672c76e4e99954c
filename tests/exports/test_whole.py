"""An export of everything: the same file again, the same chain; beside another, a quoted head."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.call import Answer, Call
from screener.chain import Anchor
from screener.desk import Desk
from screener.desk.wholes import is_whole
from screener.faults import Fault
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.store import Store
from screener.store.driver import open_database
from screener.store.whole import beside
from screener.vendor import Person, Vendor
from screener.words import Label, Purpose, Status
from tests.conftest import ROOT
from tests.store.samples import NOON, at, judged

_folders = count()

NUMBERS = ("614 555 0133", "+49 30 901820", "Private", "", "911")
TEXTS = ("", "Acme Solar", "=1+1\r\n\x1b[31m\u202egnp", "Ünïcode \U0001f600", 'a"b,c;d\\n')
Step = tuple[str, int, int, str]


@contextmanager
def fresh(folder: Path) -> Iterator[Store]:
    with Store.open(folder / f"{next(_folders)}" / "x.db", clock=lambda: NOON) as store:
        yield store


def live(store: Store, steps: list[Step]) -> None:
    """Does one thing after the other; what cannot be done is passed over."""
    for place, (what, first, second, text) in enumerate(steps):
        with suppress(Fault):
            _do(store, what, f"c{first}", NUMBERS[second % len(NUMBERS)], text, place)


def _do(store: Store, what: str, name: str, number: str, text: str, place: int) -> None:
    call = Call(
        id=name,
        at=at(place),
        number=number,
        company=text,
        said=text + " free",
        note=text,
        status=Status.ANSWERED,
        recorded=place % 2 == 0,
        tells=("T",),
        answers=(Answer("q", "yes"),),
    )
    things: dict[str, Callable[[], object]] = {
        "log": lambda: store.log(call),
        "judge": lambda: store.log(call, judged(call)),
        "amend": lambda: store.amend(name, {"company": text + "x", "at": at(-place)}, text),
        "correct": lambda: store.correct(name, Label.SOLICITATION, text),
        "tag": lambda: store.set_tags(name, ["work"]),
        "vendor": lambda: store.add_vendor(Vendor(name, numbers=("+1614555019" + name[1],))),
        "person": lambda: store.add_person(Person(name, ("+1614555018" + name[1],))),
        "merge": lambda: store.merge_vendors("c1", "c2"),
        "enter": lambda: store.enter(
            LedgerEntry(
                Party(PartyKind.NUMBER, "+16145550177"),
                Purpose.SALES,
                EntryKind.OPT_OUT,
                at(place),
                None,
                How.CALL,
                text,
                call=name if place % 2 else "",
            )
        ),
        "void": lambda: store.void([name], "undone"),
        "forget": lambda: store.forget(Party(PartyKind.NUMBER, "+16145550133")),
    }
    things[what]()


KINDS = ("log", "judge", "amend", "correct", "tag", "vendor", "person", "merge", "enter", "void")
histories = st.lists(
    st.tuples(
        st.sampled_from((*KINDS, "forget")),
        st.integers(0, 4),
        st.integers(0, 4),
        st.sampled_from(TEXTS),
    ),
    max_size=25,
)


def content(store: Store) -> dict[str, list[object]]:
    """All rows of all tables but the journal of schema steps, and what the index finds."""
    names = [
        name
        for (name,) in store._db.all("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith(("call_fts", "sqlite_stat")) and name != "applied_migration"
    ]
    found: dict[str, list[object]] = {}
    for name in names:
        found[name] = [*sorted(map(repr, store._db.all(f"SELECT * FROM {name}")))]
    words = "SELECT rowid FROM call_fts WHERE call_fts MATCH ?"
    found["words"] = [store._db.all(words, (word,)) for word in ("free", "acme", "unicode")]
    return found


def whole(store: Store) -> list[str]:
    return list(store.whole())


@settings(max_examples=30, deadline=None)
@given(histories)
def test_an_empty_database_becomes_the_one_that_was_exported(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    with fresh(tmp_path_factory.mktemp("whole")) as store, fresh(store.path.parent) as other:
        live(store, steps)
        lines = whole(store)
        assert other.fill(enumerate(lines, 1)) == store.verify().present
        assert content(other) == content(store)
        assert other.verify() == store.verify()
        assert whole(other) == lines


@settings(max_examples=10, deadline=None)
@given(histories, histories)
def test_beside_what_is_there_a_notice_quotes_the_other_chain(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step], others: list[Step]
) -> None:
    with fresh(tmp_path_factory.mktemp("whole")) as store, fresh(store.path.parent) as other:
        live(store, steps)
        live(other, others)
        before = store.verify().present
        taken = store.take_in(other._db, lambda: lambda call: None)
        assert taken.anchor == other.verify().present
        assert store.verify([before]).whole
        (first,) = store._db.all(
            "SELECT record FROM link WHERE position = ?", (before.records + 1,)
        )
        assert first == ("notice",)
        quoted = store._db.all("SELECT kind, digest, records FROM notice ORDER BY id")[-1]
        assert quoted == ("taken in", *taken.anchor)
        facts = "SELECT number, company, said, logged_at FROM call"
        assert set(other._db.all(facts)) <= set(store._db.all(facts))
        # A second time nothing is new but the notice.
        again = store.take_in(other._db, lambda: lambda call: None)
        came = (again.calls, again.amendments, again.corrections, again.entries, again.vendors)
        assert came == (0, 0, 0, 0, 0)
        assert store.verify([before]).whole


def lived(store: Store) -> list[str]:
    """The lines of a file in which a little of everything happened."""
    every = ("vendor", "judge", "amend", "correct", "enter", "tag")
    live(store, [(what, name, 0, "Acme") for name in (1, 2) for what in every])
    live(store, [("log", 3, 1, ""), ("void", 3, 0, ""), ("merge", 1, 0, "")])
    assert store.verify().whole
    return whole(store)


def test_a_call_keeps_its_hash_in_another_chain(store: Store, tmp_path: Path) -> None:
    lived(store)
    with fresh(tmp_path) as other:
        other.log(Call(id="mine", at=at(0), number="614 555 0150"))
        other.take_in(store._db, lambda: lambda call: None)
        salts = "SELECT ref, salt FROM link WHERE record = 'call'"
        assert set(store._db.all(salts)) <= set(other._db.all(salts))
        assert other.record("c1").correction == store.record("c1").correction
        assert other.record("c1").call == store.record("c1").call
        assert other.tags("c1") == ("work",)
        assert [entry.words for entry in other.ledger()] == ["Acme", "Acme"]


def test_a_call_of_the_same_id_but_another_gets_an_id_of_its_own(
    store: Store, tmp_path: Path
) -> None:
    live(store, [("log", 1, 0, "Acme"), ("correct", 1, 0, "")])
    with fresh(tmp_path) as other:
        other.log(Call(id="c1", at=at(5), company="Somebody else"))
        assert other.take_in(store._db, lambda: lambda call: None).calls == 1
        assert other.record("c1").correction is None
        assert other.count() == 2
        corrected = other._db.all("SELECT company, id FROM call WHERE corrected = 1")
        assert [company for company, _ in corrected] == ["Acme"]


FORGOTTEN_AND_AGAIN: list[Step] = [
    ("log", 0, 0, ""),
    ("enter", 0, 0, ""),
    ("forget", 0, 0, ""),
    ("log", 0, 0, "another"),
]


def test_a_call_that_takes_a_forgotten_id_changes_no_entry(store: Store) -> None:
    live(store, FORGOTTEN_AND_AGAIN[:3])
    before = store.verify().present
    live(store, [("tag", 1, 0, ""), ("log", 0, 0, "another")])
    assert store.verify([before]).whole
    assert [entry.call for entry in store.ledger()] == [""]
    assert '"call":"c0"' in "".join(whole(store))


@pytest.mark.parametrize("there", [[], [("log", 0, 1, "mine")], FORGOTTEN_AND_AGAIN])
def test_an_entry_on_a_forgotten_call_names_no_other_call_here(
    store: Store, tmp_path: Path, there: list[Step]
) -> None:
    live(store, FORGOTTEN_AND_AGAIN)
    with fresh(tmp_path) as other:
        live(other, there)
        before = other.verify().present
        for _ in range(2):
            other.take_in(store._db, lambda: lambda call: None)
            assert other.verify([before]).whole
        assert [entry.call for entry in other.ledger()] == [""]
        calls = {line[0] for line in other._db.all("SELECT company FROM call")}
        assert calls == {"another", *(text for what, *_, text in there if what == "log" and text)}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Anchor]:
    """The lines of a file in which a little of everything happened, and the head of its chain."""
    with fresh(tmp_path_factory.mktemp("exported")) as store:
        return lived(store), store.verify().present


def changed(line: str, **changes: object) -> str:
    return json.dumps({**json.loads(line), **changes}) + "\n"


def with_form(line: str, **changes: object) -> str:
    obj = json.loads(line)
    return changed(line, form={**obj["form"], **changes})


def place_of(lines: list[str], start: str) -> int:
    return next(place for place, line in enumerate(lines) if start in line)


Spoil = Callable[[list[str]], list[str]]


def _at(start: str, change: Callable[[str], str]) -> Spoil:
    def spoil(lines: list[str]) -> list[str]:
        place = place_of(lines, start)
        return [*lines[:place], change(lines[place]), *lines[place + 1 :]]

    return spoil


SPOILT: dict[str, tuple[Spoil, str]] = {
    "empty": (lambda lines: [], "line 1"),
    "no head": (lambda lines: lines[1:], "line 1: is not the first line"),
    "newer": (_at("screener-ev", lambda line: changed(line, step=999)), "newer version"),
    "no step": (_at("screener-ev", lambda line: changed(line, step="x")), "step"),
    "other head": (_at("screener-ev", lambda line: changed(line, head="0" * 64)), "does not end"),
    "bad head": (_at("screener-ev", lambda line: changed(line, head=7)), "HEAD:COUNT"),
    "broken off": (lambda lines: lines[:-1], "breaks off after line"),
    "a line gone": (lambda lines: [*lines[:3], *lines[4:]], "breaks off"),
    "more after the end": (lambda lines: [*lines, lines[1]], "nothing follows"),
    "not JSON": (_at('"table"', lambda line: "{"), "line 2: is not JSON"),
    "deep": (_at('"table"', lambda line: "[" * 100_000), "line 2: is not JSON"),
    "a list": (_at('"table"', lambda line: "[]"), "line 2: is not a JSON object"),
    "nothing": (_at('"table"', lambda line: "{}"), "neither a row nor a place"),
    "another table": (_at('"table"', lambda line: changed(line, table="call")), "no table 'call'"),
    "SQL": (_at('"table"', lambda line: changed(line, table="x; DROP TABLE call")), "no table"),
    "another column": (_at('"table"', lambda line: changed(line, row={"x": 1})), "columns"),
    "a list in a row": (
        _at('"table":"setting"', lambda line: changed(line, row={"key": "a", "value": []})),
        "holds what no column can",
    ),
    "a wrong type": (
        _at('"table":"tag"', lambda line: changed(line, row={"tag": "x", "call": "y"})),
        "does not fit",
    ),
    "a huge number": (
        _at('"table":"tag"', lambda line: changed(line, row={"tag": "x", "call": 10**30})),
        "does not fit",
    ),
    "another's row": (
        _at('"table":"tag"', lambda line: changed(line, row={"tag": "x", "call": 5})),
        "a row names another",
    ),
    "a setting that is no JSON": (
        _at('"table":"setting"', lambda line: changed(line, row={"key": "k", "value": "{"})),
        "does not fit",
    ),
    "twice": (lambda lines: [*lines[:2], lines[1], *lines[2:]], "does not fit"),
    "a changed call": (
        _at('"record":"call"', lambda line: with_form(line, said="I agree")),
        "its chain is broken: record 1 ",
    ),
    "a call changed beside its form": (
        _at(
            '"record":"call"',
            lambda line: changed(line, beside={**json.loads(line)["beside"], "said": "I agree"}),
        ),
        "its chain is broken: record 1 ",
    ),
    "another kind": (_at('"record":"call"', lambda line: changed(line, record="x")), "no kind"),
    "no form": (_at('"record":"call"', lambda line: changed(line, form=1)), "canonical form"),
    "fields gone": (_at('"record":"call"', lambda line: changed(line, form={})), "fields"),
    "no salt": (_at('"record":"call"', lambda line: changed(line, salt="xyz")), "hexadecimal"),
    "another salt": (_at('"record":"call"', lambda line: changed(line, salt="00")), "broken"),
    "no place": (_at('"record":"call"', lambda line: changed(line, place=None)), "place"),
    "an emptied place changed": (
        _at('"notice":1', lambda line: changed(line, hash="00" * 32)),
        "broken",
    ),
}


@pytest.mark.parametrize("name", sorted(SPOILT))
def test_what_is_not_whole_leaves_the_database_untouched(
    store: Store, tmp_path: Path, name: str
) -> None:
    spoil, says = SPOILT[name]
    lines = spoil(lived(store))
    with fresh(tmp_path) as other:
        before = content(other)
        with pytest.raises(Fault, match=says):
            other.fill(enumerate(lines, 1))
        assert content(other) == before
        assert other.is_blank()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_letter_of_it_can_be_changed_unseen_or_with_a_traceback(
    tmp_path_factory: pytest.TempPathFactory,
    exported: tuple[list[str], Anchor],
    data: st.DataObject,
) -> None:
    with fresh(tmp_path_factory.mktemp("whole")) as other:
        lines, present = list(exported[0]), exported[1]
        links = [place for place, line in enumerate(lines) if '"place"' in line]
        place = data.draw(st.sampled_from(links))
        line = lines[place]
        letter = data.draw(st.integers(0, len(line) - 2))
        new = data.draw(st.sampled_from('0aZ"{}[],:\\ é'))
        lines[place] = line[:letter] + new + line[letter + 1 :]
        with suppress(Fault):
            other.fill(enumerate(lines, 1))
            # What stands beside a record is no part of it; the chain must be the same.
            assert other.verify().present == present
            assert other.verify().whole


def test_a_broken_chain_is_not_given_out(store: Store) -> None:
    lived(store)
    store._db.run("INSERT INTO forgetting VALUES ('')")
    store._db.run("UPDATE call SET said = 'yes' WHERE id = 'c2'")
    with pytest.raises(Fault, match="broken at record"):
        whole(store)


def test_nothing_stands_in_the_way_of_a_blank_file_but_what_was_written_down(store: Store) -> None:
    store.set_setting("region", "DE")
    assert store.is_blank()
    store.log(Call(at=at(0)))
    assert not store.is_blank()


def test_every_table_is_given_out_or_worked_out(store: Store) -> None:
    lines = lived(store)
    named = {json.loads(line).get("table") for line in lines}
    assert named - set(beside(store._db)) <= {None, "sqlite_sequence"}
    assert {"vendor", "screening", "party", "tag", "setting"} <= named


def desk_on(path: Path) -> Desk:
    return Desk(Store.open(path, clock=lambda: NOON), clock=lambda: NOON)


def written(tmp_path: Path, lines: list[str]) -> Path:
    file = tmp_path / "everything.jsonl"
    file.write_text("".join(lines), encoding="ascii")
    return file


def test_a_desk_reads_it_into_a_full_database_and_keeps_a_copy(
    store: Store, tmp_path: Path
) -> None:
    file = written(tmp_path, lived(store))
    assert is_whole(file)
    with desk_on(tmp_path / "b" / "x.db") as desk:
        desk.store.log(Call(id="mine", at=at(0), number="614 555 0150"))
        tried = desk.read_whole(file, dry_run=True)
        assert (tried.taken and tried.taken.calls, tried.kept) == (2, None)
        assert desk.store.count() == 1
        read = desk.read_whole(file)
        assert read.taken == tried.taken
        assert read.calls == desk.store.count() == 3
        assert desk.record("c1").label is not None
        assert read.kept is not None
        assert read.kept.exists()
        assert desk.verify().whole
        assert not list(desk.store.path.parent.glob(".reading-*"))


def test_a_desk_says_which_line_of_which_file_is_wrong(store: Store, tmp_path: Path) -> None:
    file = written(tmp_path, [*lived(store)[:4], "{\x00}\n"])
    with desk_on(tmp_path / "b" / "x.db") as desk:
        with pytest.raises(Fault, match=r"everything\.jsonl: line 5: the line holds NUL bytes"):
            desk.read_whole(file)
        desk.store.log(Call(id="mine", at=at(0)))
        with pytest.raises(Fault, match=r"everything\.jsonl: line 5"):
            desk.read_whole(file)
        assert desk.store.count() == 1
        assert not list(desk.store.path.parent.glob(".reading-*"))


def test_an_older_step_is_brought_up_to_date(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, lived(store))
    # Whoever reads it knows a step more than whoever wrote it.
    monkeypatch.setattr("screener.desk.wholes.LATEST", 999)
    with desk_on(tmp_path / "b" / "x.db") as desk:
        assert desk.read_whole(file).anchor == store.verify().present
        assert content(desk.store) == content(store)


def test_the_walk_in_the_documents_follows_the_lines(store: Store, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
    program = text.split("```python\n")[1].split("```")[0]
    file = written(tmp_path, lived(store))
    ran = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == str(store.verify().present)
    file = written(tmp_path, SPOILT["a changed call"][0](lived(store)))
    ran = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=False
    )
    assert "broken at 1" in ran.stderr


def test_what_is_no_export_is_told_apart(tmp_path: Path) -> None:
    other = tmp_path / "calls.jsonl"
    other.write_text('{"at": "2026-11-02T12:00:00Z"}\n')
    assert not is_whole(other)
    assert not is_whole(tmp_path)
    with closing(open_database(tmp_path / "x.db")) as db:
        assert not is_whole(db.path)
