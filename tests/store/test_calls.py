"""Calls: stored as they came, in the order of time; amended and corrected, never changed."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.call import Answer, Call
from screener.faults import Fault
from screener.ledger import EntryKind, LedgerEntry, Party, PartyKind
from screener.store import Store
from screener.store.moments import TIES
from screener.vendor import Vendor
from screener.words import Allowed, Label, Purpose, Status
from tests.store.samples import NOON, OHIO, at, judged

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(timezones=zones)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
calls = st.builds(
    Call,
    id=words,
    at=st.none() | moments,
    logged_at=moments,
    number=words | st.from_regex(r"\(614\) 555-0\d{3}", fullmatch=True),
    caller_id=words,
    company=words,
    said=words,
    status=st.none() | st.sampled_from(Status),
    duration=st.none() | st.integers(0, 2**31 - 1),
    agent=words,
    callback_number=words,
    product=words,
    recorded=st.none() | st.booleans(),
    tells=st.lists(words, max_size=3).map(tuple),
    answers=st.lists(st.builds(Answer, words, words), max_size=3).map(tuple),
    own_number=words,
    taken_by=words,
    note=words,
    source=words,
    source_id=words,
)


def keys(store: Store) -> list[str]:
    """The ids of all calls, newest first."""
    return [row.id for row in store.history()]


def raw(store: Store) -> sqlite3.Connection:
    """The file as another tool sees it."""
    return sqlite3.connect(store.path)


@settings(max_examples=60, deadline=None)
@given(st.lists(calls, max_size=4, unique_by=lambda call: call.id), calls)
def test_every_field_comes_back_as_it_came(several: list[Call], draft: Call) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "x.db") as store:
        for call in several:
            stored = store.log(call).call
            assert stored == replace(call, id=stored.id)
            assert stored.id == call.id or not call.id
            assert store.record(stored.id).call == stored
            if call.at and stored.at:
                assert stored.at.isoformat() == call.at.isoformat()
        assert store.count() == len(several)
        store.save_draft(draft)
        assert store.draft() == draft


@settings(max_examples=40, deadline=None)
@given(calls, calls)
def test_every_field_can_be_amended_and_the_original_stays(call: Call, truth: Call) -> None:
    fixed = {"id", "logged_at", "source", "source_id"}
    changes = {f: getattr(truth, f) for f in Call.__dataclass_fields__ if f not in fixed}
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "x.db") as store:
        stored = store.log(call).call
        record = store.amend(stored.id, changes, "heard again")
        assert record.original == stored
        assert {f: getattr(record.call, f) for f in changes} == changes
        assert store.record(stored.id) == record
        for change in record.amended:
            assert (change.old, change.new) == (
                getattr(stored, change.field),
                getattr(record.call, change.field),
            )


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=12))
@settings(max_examples=40, deadline=None)
def test_calls_stand_in_the_order_of_time(minutes: list[tuple[int, bool]]) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "x.db") as store:
        for place, (minute, known) in enumerate(minutes):
            when = at(minute)
            call = Call(id=str(place), logged_at=when)
            store.log(replace(call, at=when, logged_at=at(99)) if known else call)
        expected = sorted(range(len(minutes)), key=lambda place: (minutes[place][0], place))
        assert keys(store) == [str(place) for place in reversed(expected)]


def test_the_offset_does_not_matter_for_the_order(store: Store) -> None:
    tokyo = timezone(timedelta(hours=9))
    store.log(Call(id="later", at=NOON))
    store.log(Call(id="earlier", at=(NOON - timedelta(minutes=1)).astimezone(tokyo)))
    assert keys(store) == ["later", "earlier"]


def test_more_calls_in_a_millisecond_than_it_has_keys(store: Store) -> None:
    with store.transaction():
        for place in range(TIES + 5):
            store.log(Call(id=f"{place:04d}", at=NOON))
        store.log(Call(id="next", at=NOON + timedelta(seconds=1)))
    ids = [row.id for row in store.history(limit=TIES + 9)]
    assert ids == ["next", *(f"{place:04d}" for place in reversed(range(TIES + 5)))]


def test_an_amended_time_moves_the_call_and_all_that_hangs_on_it(store: Store) -> None:
    store.log(Call(id="first", at=at(0)))
    call = Call(id="wrong", at=at(10), company="Acme", said="free solar panels")
    before = store.log(call, judged(call))
    store.correct("wrong", Label.SERVICE, "it was mine")
    store.enter(
        LedgerEntry(
            Party(PartyKind.NAME, "Acme"), Purpose.SALES, EntryKind.OPT_OUT, NOON, call="wrong"
        )
    )
    store.amend("wrong", {"company": "Acme Solar"}, "misheard")

    moved = store.amend("wrong", {"at": at(-10)}, "it was earlier")

    assert keys(store) == ["first", "wrong"]
    assert moved.key < before.key
    assert moved.original.at == at(10)
    assert moved.call.at == at(-10)
    assert moved.correction is not None
    assert moved.screening is not None
    assert [change.field for change in moved.amended] == ["company", "at"]
    assert [entry.call for entry in store.ledger()] == ["wrong"]
    assert [row.id for row in store.history("solar panels")] == ["wrong"]
    assert store.history("solar", before=before.key)[0].key == moved.key
    assert_index_whole(store)


def test_taking_the_time_away_puts_a_call_where_it_was_written_down(store: Store) -> None:
    store.log(Call(id="a", at=at(-60), logged_at=at(5)))
    store.log(Call(id="b", at=at(0)))
    assert store.amend("a", {"at": None}).call.at is None
    assert keys(store) == ["a", "b"]


def test_an_amended_fact_is_found_by_its_new_words_only(store: Store) -> None:
    store.log(Call(id="a", number="614 555 0133", company="Bright Smiles", said="cleaning"))
    store.amend("a", {"company": "Café Crème", "number": "+1 212 555 0199", "said": "x" * 100})
    assert store.history("bright") == []
    assert store.history("0133") == []
    assert store.history("cleaning") == []
    (row,) = store.history("creme 0199")
    assert (row.company, row.number, row.said) == ("Café Crème", "+1 212 555 0199", "x" * 80)
    assert store.calls_so_far("+12125550199") == 1
    assert store.calls_so_far("+16145550133") == 0
    assert_index_whole(store)


def test_amending_with_what_stands_there_leaves_no_trace(store: Store) -> None:
    store.log(Call(id="a", company="Acme"))
    assert store.amend("a", {"company": "Acme"}).amended == ()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"colour": "red"}, "colour: a call has no such field"),
        ({"id": "b"}, "id: stays as it was logged"),
        ({"logged_at": NOON}, "logged_at: stays as it was logged"),
        ({"at": datetime(2026, 1, 1)}, "at: must be a moment with its offset"),  # noqa: DTZ001 - the fault
        ({"company": 3}, "company: must be text"),
        ({"duration": -1}, "duration: must be a whole number of seconds"),
        ({"duration": True}, "duration: must be"),
        ({"recorded": "yes"}, "recorded: must be"),
        ({"status": "answered?"}, "status: must be one of answered"),
        ({"tells": ["a"]}, "tells: must be"),
    ],
)
def test_a_wrong_amendment_is_named_and_nothing_written(
    store: Store, changes: dict[str, object], sentence: str
) -> None:
    before = store.log(Call(id="a", company="Acme"))
    with pytest.raises(Fault, match=sentence):
        store.amend("a", {"said": "more", **changes})
    assert store.record("a") == before


def test_a_call_without_offset_is_refused(store: Store) -> None:
    with pytest.raises(Fault, match="at: must be a moment"):
        store.log(Call(at=datetime(2026, 1, 1)))  # noqa: DTZ001 - the fault
    assert store.count() == 0


def test_halves_of_characters_are_stored_as_marks(store: Store) -> None:
    record = store.log(Call(said="caf\ud800é", company="\udfff"))
    assert record.call.said == "caf\ufffdé"
    assert store.history("\ud800caf")[0:1] == store.history("caf")


def test_an_id_is_made_kept_and_found_by_its_beginning(store: Store) -> None:
    made = store.log(Call()).call.id
    assert len(made) == 8
    assert store.record(made[:7]).call.id == made
    store.log(Call(id="call-1"))
    store.log(Call(id="call-12"))
    assert store.record("call-1").call.id == "call-1"
    with pytest.raises(Fault, match="more than one call begins so"):
        store.record("call-")
    for nothing in ("", "zzzzzzzzzz", "call-2", "%"):
        with pytest.raises(Fault, match="there is no such call"):
            store.record(nothing)
    with pytest.raises(Fault, match="is stored already"):
        store.log(Call(id="call-1"))


def test_a_call_written_down_without_a_time_has_none(store: Store) -> None:
    record = store.log(Call(number="614 555 0133"))
    assert record.call.at is None
    assert record.call.logged_at == NOON
    assert record.call.logged_at.utcoffset() == OHIO.utcoffset(None)
    assert (record.label, record.shown, record.screening) == (None, None, None)


def test_a_correction_stands_beside_the_verdict(store: Store) -> None:
    call = Call(id="a", number="614 555 0133", said="free")
    store.log(call, judged(call, Label.UPSELL))
    record = store.correct("a", Label.SERVICE, "my own dentist")
    assert (record.label, record.shown) == (Label.UPSELL, Label.SERVICE)
    assert record.correction is not None
    assert record.correction.note == "my own dentist"
    assert store.history(label=Label.SERVICE)[0].corrected
    known = store.known("+16145550133")
    assert (known.calls, known.corrections) == ({Label.SERVICE: 1}, {Label.SERVICE: 1})

    record = store.rescreen("a", judged(call, Label.SOLICITATION))
    assert (record.label, record.shown) == (Label.SOLICITATION, Label.SERVICE)

    record = store.correct("a", None)
    assert (record.correction, record.shown) == (None, Label.SOLICITATION)
    assert not store.history(label=Label.SOLICITATION)[0].corrected
    with pytest.raises(Fault, match="no correction to take back"):
        store.correct("a", None)


def test_what_was_not_screened_can_be_told_by_the_person(store: Store) -> None:
    store.log(Call(id="a", number="614 555 0133"))
    assert store.history(screened=False)[0].label is None
    assert store.correct("a", Label.SOLICITATION).shown is Label.SOLICITATION
    assert store.history(screened=False) == []


def test_every_screening_is_kept_and_the_latest_counts(store: Store) -> None:
    call = Call(id="a", said="free")
    vendor = store.add_vendor(Vendor("Acme"))
    store.log(call, judged(call))
    judgement = judged(call, Label.UPSELL, vendor, Allowed.REFUSED)
    record = store.rescreen("a", replace(judgement, rulebook="beef"))
    assert (record.label, record.vendor, record.permission) == (
        Label.UPSELL,
        "Acme",
        Allowed.REFUSED,
    )
    assert [one["rulebook"] for one in store.screenings("a")] == ["beef", "c0ffee"]
    assert [one["label"] for one in store.screenings("a")] == ["upsell", "solicitation"]
    assert [row.id for row in store.history("acme")] == ["a"]


@pytest.mark.parametrize("known", [True, False])
def test_a_screening_comes_back_in_the_form_of_classify(store: Store, known: bool) -> None:
    from screener.classify import screening_to  # noqa: PLC0415 - loads what the store must not

    vendor = Vendor("Acme")
    if known:
        vendor = store.add_vendor(vendor)
    call = Call(id="a", number="614 555 0133", said="a free thing")
    judgement = judged(call, Label.UPSELL, vendor)
    screening = store.log(call, judgement).screening
    assert screening is not None
    line = screening_to(judgement)
    for name, value in line.items():
        if name == "signals":
            assert isinstance(value, list)
            for kept, given_ in zip(screening[name], value, strict=True):
                assert {part: kept[part] for part in given_} == given_
        else:
            assert screening[name] == value, name
    assert screening["signals"][0]["start"] == 2
    assert screening["how"] == "By name."
    assert screening["would_change"] == ["Would be upsell if Acme were one of your vendors."]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE call SET said = 'other'",
        "UPDATE call SET at = at + 1",
        "UPDATE call SET number = ''",
        "DELETE FROM call",
        "UPDATE amendment SET old = 'other'",
        "DELETE FROM amendment",
        "UPDATE correction SET label = 'service'",
        "DELETE FROM correction",
        "UPDATE ledger_entry SET purpose = 'service'",
        "UPDATE ledger_entry SET party = party + 1",
        "DELETE FROM ledger_entry",
    ],
)
def test_facts_are_neither_changed_nor_removed(store: Store, change: str) -> None:
    store.log(Call(id="a", said="free"))
    store.amend("a", {"company": "Acme"})
    store.correct("a", Label.UPSELL)
    store.enter(LedgerEntry(Party(PartyKind.NAME, "Acme"), Purpose.SALES, EntryKind.OPT_OUT, NOON))
    other = raw(store)
    with pytest.raises(sqlite3.IntegrityError, match=r"fact|stays|kept"):
        other.execute(change)
    other.rollback()
    with other:
        other.execute("INSERT INTO forgetting (party) VALUES ('a test')")
        if change.startswith("UPDATE"):
            other.execute(change.replace("party + 1", "party"))
    other.close()


def assert_index_whole(store: Store) -> None:
    """The full-text index holds the words that the calls now have, and no others."""
    other = raw(store)
    other.execute("INSERT INTO call_fts (call_fts, rank) VALUES ('integrity-check', 1)")
    other.rollback()
    other.close()
