"""Forgetting: afterwards no file of the folder holds a word or a digit, and the chain holds."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.advice import Advice
from screener.call import Call
from screener.faults import Fault
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.screening import Screening
from screener.store import Store, copies
from screener.store.driver import Database
from screener.store.verify import Damage
from screener.vendor import Expecting, Person, Vendor
from screener.words import Label, Purpose
from tests.store.samples import NOON, at, judged
from tests.store.test_chain import first, fresh, live, other_tool, steps

VENDOR = Party(PartyKind.VENDOR, "Quixotic Solar")
NUMBER = Party(PartyKind.NUMBER, "+16145557391")
NAME = Party(PartyKind.NAME, "Zyzzyva Roofing")

OF_VENDOR = (
    "quixotic",
    "dulcinea",
    "rocinante",
    "teresa",
    "windmills",
    "barataria",
    "5557391",
    "6145557391",
)
"""Words that stand nowhere but in what the vendor said, is, or was told."""

OF_OTHERS = ("ordinary", "pleasantville", "5552468")


def found_in(folder: Path, words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Which of the words stand in which files of the folder, whatever their case."""
    return {
        (word, path.name)
        for path in folder.rglob("*")
        if path.is_file()
        for word in words
        if word in path.read_bytes().decode("latin-1").lower()
    }


def says(screening: Screening, *words: str) -> Screening:
    return replace(screening, advice=Advice(words))


def lived(store: Store) -> None:
    """Two vendors, one of them to be forgotten, with all that can hang on one."""
    quixotic = store.add_vendor(
        Vendor("Quixotic Solar", aliases=("Dulcinea Panels",), numbers=("614 555 7391",))
    )
    store.add_vendor(Vendor("Rocinante Power"))
    store.merge_vendors("Quixotic Solar", "Rocinante Power")
    store.add_vendor(Vendor("Ordinary Bank", numbers=("614 555 2468",)))
    one = Call(id="one", at=at(1), number="614 555-7391", company="Quixotic", said="windmills!")
    store.log(one, says(judged(one, vendor=quixotic), "Say windmills no.", "Shared words."))
    store.amend("one", {"said": "windmills and teresa"}, "misheard teresa")
    store.correct("one", Label.UPSELL, "barataria")
    store.log(Call(id="two", at=at(2), company="Dulcinea Panels", said="teresa again"))
    store.log(Call(id="three", at=at(3), number="614 555 2469", callback_number="614 555 7391"))
    other = Call(id="other", at=at(4), number="614 555 2468", said="ordinary news, pleasantville")
    store.log(other, says(judged(other), "Shared words."))
    for party, cited, words in (
        (VENDOR, "one", "No windmills."),
        (NUMBER, "", "No teresa."),
        (Party(PartyKind.VENDOR, "Ordinary Bank"), "two", "Pleasantville only."),
    ):
        store.enter(
            LedgerEntry(
                party, Purpose.SALES, EntryKind.OPT_OUT, at(5), None, How.CALL, words, call=cited
            )
        )
    store.expect(Expecting("Dulcinea", at(0), at(60), "about barataria"))
    store.expect(Expecting("plumber of Quixotic Solar", at(0), at(60)))
    store.expect(Expecting("Ordinary plumber", at(0), at(60)))
    store.save_draft(Call(number="(614) 555-7391", said="windmills"))
    store.anchor("report", "/tmp/quixotic-solar.html")
    store.anchor("report", "/tmp/all.html")


@pytest.fixture
def folder(store: Store) -> Path:
    lived(store)
    return store.path.parent


def test_no_word_or_digit_of_a_vendor_stays(store: Store, folder: Path) -> None:
    copies.copy_beside(store._db)
    assert {word for word, _ in found_in(folder, OF_VENDOR)} == set(OF_VENDOR)
    before = store.verify()
    done = store.forget(VENDOR)
    assert found_in(folder, OF_VENDOR) == set()
    assert {word for word, _ in found_in(folder, OF_OTHERS)} == set(OF_OTHERS)
    what = done.what
    assert (what.calls, what.amendments, what.corrections, what.entries) == (3, 1, 1, 2)
    assert (what.merges, what.expected, what.drafts, what.copies) == (1, 2, 1, 1)
    assert (what.vendor, what.person, done.mentions, done.unfinished) == (True, False, 0, "")
    assert len(list(folder.glob("*.backup-*"))) == 1
    checked = store.verify([before.present])
    assert checked.whole
    assert checked.forgotten == 8
    assert checked.present.records == before.present.records + 1
    assert [each.file for each in store.anchors_quoted()] == ["", "/tmp/all.html"]


def test_what_is_others_stays(store: Store, folder: Path) -> None:
    store.forget(VENDOR)
    assert [row.id for row in store.history()] == ["other"]
    assert [row.id for row in store.history("pleasantville")] == ["other"]
    screening = store.record("other").screening
    assert screening is not None
    assert screening["say"] == ["Shared words."]
    (entry,) = store.ledger()
    assert (entry.words, entry.call) == ("Pleasantville only.", "")
    assert [each.who for each in store.household().expecting] == ["Ordinary plumber"]
    assert [vendor.name for vendor in store.vendors()] == ["Ordinary Bank"]
    assert store.draft() is None
    assert store._db.all("PRAGMA foreign_key_check") == []
    assert store._db.all("PRAGMA integrity_check") == [("ok",)]
    store._db.run("INSERT INTO call_fts (call_fts, rank) VALUES ('integrity-check', 1)")
    store.log(Call(id="later", said="still works"))
    assert store.verify().whole


def test_a_cold_number_is_forgotten(store: Store) -> None:
    lent = Call(id="a", at=at(1), number="+1 (614) 555-7391", said="windmills")
    store.log(lent, judged(lent))
    store.log(Call(id="b", at=at(2), number="614 555 2468", said="ordinary"))
    store.amend("b", {"number": "614 555 7391"})
    store.log(Call(id="c", at=at(3), number="6145557391"))
    store.amend("c", {"number": "614 555 2468"})
    store.log(Call(id="d", at=at(4), said="pleasantville"))
    store.enter(LedgerEntry(NUMBER, Purpose.SALES, EntryKind.OPT_OUT, NOON, words="No teresa."))
    assert store.forget(NUMBER).what.calls == 3
    assert found_in(store.path.parent, ("5557391", "windmills", "teresa")) == set()
    assert [row.id for row in store.history()] == ["d"]
    assert store.verify().whole


def test_a_claimed_name_is_forgotten_but_not_where_others_say_it(store: Store) -> None:
    store.log(Call(id="a", at=at(1), company="ZYZZYVA roofing", said="windmills"))
    store.log(Call(id="b", at=at(2), caller_id="Zyzzyva Roofing", said="teresa"))
    store.log(Call(id="c", at=at(3), company="Mine", said="we are not Zyzzyva Roofing"))
    store.enter(LedgerEntry(NAME, Purpose.SALES, EntryKind.OPT_OUT, NOON, words="No barataria."))
    done = store.forget(NAME)
    assert (done.what.calls, done.what.entries, done.mentions) == (2, 1, 1)
    assert found_in(store.path.parent, ("windmills", "teresa", "barataria")) == set()
    assert [row.id for row in store.history()] == ["c"]


def test_a_known_person_is_forgotten(store: Store) -> None:
    store.add_person(Person("Dulcinea", ("614 555 7391",)))
    store.log(Call(id="a", number="614 555 7391", said="windmills"))
    with pytest.raises(Fault, match="is the number of 'Dulcinea'; name that person"):
        store.forget(NUMBER)
    done = store.forget(Party(PartyKind.NAME, "dulcinea"))
    assert (done.what.person, done.what.calls) == (True, 1)
    assert found_in(store.path.parent, ("5557391", "windmills", "dulcinea")) == set()


def test_a_scam_in_a_vendors_name_goes_with_it(store: Store) -> None:
    vendor = store.add_vendor(Vendor("Quixotic Solar"))
    fake = Call(id="a", number="614 555 2468", company="Quixotic refunds", said="teresa")
    screening = judged(fake, vendor=vendor, scam=True)
    store.log(fake, replace(screening, identity=replace(screening.identity, vendor=None)))
    store.forget(VENDOR)
    assert found_in(store.path.parent, ("quixotic", "teresa")) == set()


def test_what_another_vendor_shares_becomes_that_vendors(store: Store) -> None:
    store.add_vendor(Vendor("Quixotic Solar", numbers=("614 555 2468",), aliases=("Sun",)))
    store.add_vendor(Vendor("Ordinary Solar", numbers=("614 555 2468",), aliases=("Sun",)))
    shared = Party(PartyKind.NAME, "sun")
    store.enter(LedgerEntry(shared, Purpose.SALES, EntryKind.OPT_OUT, NOON))
    store.log(Call(id="a", company="Sun", number="614 555 2468"))
    assert store.forget(VENDOR).what.calls == 0
    (entry,) = store.ledger()
    assert entry.party == Party(PartyKind.VENDOR, "Ordinary Solar")
    assert store.record("a").call.company == "Sun"
    assert found_in(store.path.parent, ("quixotic",)) == set()


def test_what_cannot_be_forgotten(store: Store) -> None:
    lived(store)
    store.set_setting("own_numbers", ["+16145550100"])
    before = store.verify().present
    for party, sentence in (
        (Party(PartyKind.NUMBER, "614 555 0100"), "is a number of your own"),
        (NUMBER, "is the number of 'Quixotic Solar'; name that vendor"),
        (Party(PartyKind.NUMBER, "614 555 9999"), "nothing is kept of it"),
        (Party(PartyKind.NAME, "Nobody"), "nothing is kept of it"),
        (Party(PartyKind.VENDOR, "Nobody"), "no such vendor"),
    ):
        with pytest.raises(Fault, match=sentence):
            store.forget(party)
    assert store.verify().present == before
    assert store._db.value("SELECT count(*) FROM forgetting") == 0


def test_a_step_is_told_at_a_time(store: Store, folder: Path) -> None:
    told: list[str] = []
    store.forget(VENDOR, told.append)
    assert told[0] == "looking for its records"
    assert told[1] == "removing them and what hangs on them"
    assert len(told) == 6


def test_facts_are_kept_again_afterwards(store: Store, folder: Path) -> None:
    store.forget(VENDOR)
    for sql in ("DELETE FROM call", "UPDATE call SET said = ''", "DELETE FROM link"):
        with pytest.raises(sqlite3.IntegrityError):
            store._db.run(sql)


# --- on the way ------------------------------------------------------------------------------


class PowerCut(Exception):
    """The program ends here."""


def cut(*_: object) -> None:
    raise PowerCut


@pytest.mark.parametrize("where", ["VACUUM", "empty_log", "renew_copies"])
def test_what_was_interrupted_is_done_at_the_next_opening(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    copies.copy_beside(store._db)
    run = Database.run
    with monkeypatch.context() as patch:
        if where == "VACUUM":
            patch.setattr(
                Database, "run", lambda self, sql, *p: cut() if sql == where else run(self, sql, *p)
            )
        elif where == "empty_log":
            patch.setattr(Database, where, cut)
        else:
            patch.setattr("screener.store.forget.renew_copies", cut)
        with pytest.raises(PowerCut):
            store.forget(VENDOR)
    assert found_in(folder, OF_VENDOR) != set()
    store.close()
    with Store.open(store.path) as again:
        assert found_in(folder, OF_VENDOR) == set()
        assert again.verify().whole
        assert again.setting("forgetting") is None


def test_a_cut_before_the_end_changes_nothing(store: Store, folder: Path) -> None:
    before = store.verify().present

    def stop(step: str) -> None:
        if step.startswith("building"):
            cut()

    with pytest.raises(PowerCut):
        store.forget(VENDOR, stop)
    assert store.verify().present == before
    assert store.forget(VENDOR).what.calls == 3


def test_another_program_that_reads_is_told_of(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store._db.run("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(store.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM call").fetchone()
        done = store.forget(VENDOR)
        assert "another program" in done.unfinished.lower()
        reader.rollback()
    store.close()
    with Store.open(store.path):
        assert found_in(folder, OF_VENDOR) == set()


# --- taking an import back -------------------------------------------------------------------


def test_an_import_is_taken_back_under_one_notice(store: Store) -> None:
    store.log(Call(id="before", said="ordinary"))
    for name in ("a", "b", "c", "d"):
        store.log(Call(id=name, said="teresa " + name))
    store.correct("b", Label.SERVICE)
    store.note_given("d", ["card"])
    store.log(Call(id="after", said="ordinary"))
    assert store.void(["a", "b", "c", "d", "nobody"], "import of calls.xml undone") == 2
    assert {row.id for row in store.history()} == {"before", "b", "d", "after"}
    assert {row.id for row in store.history("teresa")} == {"b", "d"}
    checked = store.verify()
    assert checked.whole
    assert (checked.voided, checked.forgotten, checked.present.records) == (2, 0, 8)
    assert store.void(["a"], "again") == 0
    assert store.verify().present.records == 8


def test_an_emptied_place_needs_its_notice(store: Store) -> None:
    for name in ("a", "b", "c"):
        store.log(Call(id=name))
    store.void(["b"], "undone")
    with other_tool(store.path) as connection:
        connection.execute("UPDATE link SET notice = NULL")
    assert first(store.verify()) == (2, Damage.EMPTIED, "")


def test_a_notice_speaks_of_its_places_only(store: Store) -> None:
    for name in ("a", "b", "c", "d"):
        store.log(Call(id=name))
    store.void(["b"], "undone")
    store.void(["c"], "undone")
    with other_tool(store.path) as connection:
        connection.execute("UPDATE link SET notice = 1 WHERE notice = 2")
    assert first(store.verify()) == (2, Damage.EMPTIED, "")


# --- any life --------------------------------------------------------------------------------


@given(steps, st.sampled_from([NUMBER, NAME, VENDOR]), steps)
@settings(max_examples=15, deadline=None)
def test_any_life_verifies_after_forgetting(
    tmp_path_factory: pytest.TempPathFactory, before: list[str], party: Party, after: list[str]
) -> None:
    with fresh(tmp_path_factory.mktemp("any")) as store:
        live(store, before)
        lived(store)
        anchor = store.anchor("report")
        if party == NUMBER:
            store.edit_vendor("Quixotic Solar", numbers=())
        if party == NAME:
            store.log(Call(id="named", company="Zyzzyva Roofing"))
        store.forget(party)
        assert store.verify([anchor]).whole
        store.log(Call(id="last", at=at(900)))
        live_on = [name for name in after if name not in {"log", "screened", "merge"}]
        for name in live_on:
            store.correct("last", Label.SERVICE, name)
        assert store.verify([anchor]).whole


def test_what_would_take_a_merge_back_is_forgotten_too(store: Store, folder: Path) -> None:
    store.add_vendor(Vendor("Spectrum", aliases=("Brightcable",)))
    store.add_vendor(Vendor("Charterworks", numbers=("614 555 0777",)))
    store.merge_vendors("Spectrum", "Charterworks")
    store.forget(Party(PartyKind.VENDOR, "Spectrum"))
    store.close()
    for path in folder.iterdir():
        found = path.read_bytes().lower()
        assert not [word for word in (b"charterworks", b"brightcable", b"5550777") if word in found]
