"""Lists of calls: newest first, page by page, narrowed; and the past of one caller."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from screener.call import Call
from screener.faults import Fault
from screener.known import Known, Lesson, Taught
from screener.ledger import EntryKind, LedgerEntry, Party, PartyKind
from screener.store import Row, Store
from screener.store.history import Wanted
from screener.vendor import Vendor
from screener.words import Allowed, Label, Purpose
from tests.store.samples import NOON, at, judged


def ids(rows: list[Row]) -> list[str]:
    """The ids of the rows."""
    return [row.id for row in rows]


def fill(store: Store, calls: int) -> list[str]:
    """Stores calls a minute apart, in no order; their ids, newest first."""
    for place in sorted(range(calls), key=lambda n: n * 7 % calls):
        store.log(Call(id=f"{place:03d}", at=at(place), said="odd" if place % 2 else "even"))
    return [f"{place:03d}" for place in reversed(range(calls))]


@pytest.mark.parametrize("text", ["", "odd", "ev"])
def test_pages_follow_each_other_both_ways(store: Store, text: str) -> None:
    every = fill(store, 23)
    wanted = [one for one in every if not text or int(one) % 2 == (text == "odd")]
    seen: list[Row] = []
    while page := store.history(text, before=seen[-1].key if seen else None, limit=5):
        assert len(page) <= 5
        seen += page
    assert ids(seen) == wanted
    back = store.history(text, after=seen[-1].key, limit=4)
    assert ids(back) == wanted[-5:-1]
    assert ids(store.history(text, after=back[0].key, limit=99)) == wanted[:-5]
    assert store.count(text) == len(wanted)
    assert store.position(seen[4].key, text) == 4
    assert store.anchors(5, text) == [row.key for row in seen[::5]]
    middle = store.history(text, before=seen[1].key, after=seen[4].key)
    assert ids(middle) == wanted[2:4]


def test_a_row_is_light_and_says_what_lists_show(store: Store) -> None:
    vendor = store.add_vendor(Vendor("Acme"))
    call = Call(id="a", at=NOON, number="614 555 0133", company="ACME ins.", said="x" * 500)
    record = store.log(call, judged(call, Label.UPSELL, vendor, Allowed.REFUSED, scam=True))
    assert store.history() == [
        Row(
            key=record.key,
            id="a",
            at=NOON,
            number="614 555 0133",
            company="ACME ins.",
            vendor="Acme",
            label=Label.UPSELL,
            corrected=False,
            scam=True,
            permission=Allowed.REFUSED,
            said="x" * 80,
        )
    ]


def test_each_filter_narrows(store: Store) -> None:
    vendor = store.add_vendor(Vendor("Acme", aliases=("Acme Corp",)))
    plain = Call(id="0", at=at(0), said="hello")
    store.log(plain)
    for place, (label, of, permission, scam) in enumerate(
        [
            (Label.UPSELL, vendor, Allowed.REFUSED, False),
            (Label.SERVICE, vendor, Allowed.ALLOWED, False),
            (Label.SOLICITATION, None, Allowed.NOT_ASKED, True),
        ],
        start=1,
    ):
        call = Call(id=str(place), at=at(place), said="hello")
        store.log(call, judged(call, label, of, permission, scam=scam))
    store.correct("3", Label.SERVICE)
    cases: list[tuple[Wanted, list[str]]] = [
        ({}, ["3", "2", "1", "0"]),
        ({"label": Label.SERVICE}, ["3", "2"]),
        ({"label": Label.SOLICITATION}, []),
        ({"vendor": "acme"}, ["2", "1"]),
        ({"permission": Allowed.REFUSED}, ["1"]),
        ({"scam": True}, ["3"]),
        ({"scam": False}, ["2", "1", "0"]),
        ({"corrected": True}, ["3"]),
        ({"corrected": False}, ["2", "1", "0"]),
        ({"screened": False}, ["0"]),
        ({"screened": True}, ["3", "2", "1"]),
        ({"since": at(1), "until": at(3)}, ["2", "1"]),
        ({"label": Label.SERVICE, "vendor": "Acme"}, ["2"]),
        ({"label": None, "vendor": None, "scam": None}, ["3", "2", "1", "0"]),
    ]
    for wanted, expected in cases:
        for text in ("", "hel"):
            assert ids(store.history(text, **wanted)) == expected, wanted
            assert store.count(text, **wanted) == len(expected)
    with pytest.raises(Fault, match="there is no such vendor"):
        store.history(vendor="Nobody")


def test_days_are_the_households_and_whole(store: Store) -> None:
    first, last = date(2026, 11, 2), date(2026, 11, 3)
    midnight = NOON.replace(hour=0)
    for call_id, moment in [
        ("before", midnight - timedelta(milliseconds=1)),
        ("first", midnight),
        ("last", midnight + timedelta(days=2, milliseconds=-1)),
        ("after", midnight + timedelta(days=2)),
    ]:
        store.log(Call(id=call_id, at=moment))
    assert ids(store.history(since=first, until=last)) == ["last", "first"]
    store.set_setting("time_zone", "Europe/London")
    assert ids(store.history(since=first, until=last)) == ["first", "before"]


def test_the_past_of_a_caller(store: Store) -> None:
    assert store.calls_so_far("+16145550133", "Acme") == 0
    vendor = store.add_vendor(Vendor("Acme"))
    first = Call(id="first", at=at(1), number="614 555 0133", company="acme")
    store.log(first, judged(first, Label.UPSELL, vendor, Allowed.REFUSED))
    store.log(Call(id="other", at=at(2), number="614 555 0199", company="Else"))
    store.enter(LedgerEntry(Party(PartyKind.NAME, "ACME"), Purpose.SALES, EntryKind.OPT_OUT, at(3)))
    later = Call(id="later", at=at(4), number="614 555 0122", company="Acme!")
    store.log(later, judged(later, Label.SOLICITATION, None, Allowed.REFUSED))
    store.log(Call(id="silent", at=at(5), number="+1 614 555 0122"))

    assert store.calls_so_far("+16145550122", "ACME", "Acme") == 2
    rows = store.calls_of("+16145550122", "Acme", "ACME")
    assert ids(rows) == ["silent", "later", "first"]
    assert store.calls_of("+16145550122", "Acme", "ACME", limit=1) == rows[:1]
    assert store.calls_of() == store.calls_of("", None, "") == []
    assert store.calls_so_far(vendor="Acme") == 1
    assert store.calls_so_far("+16145550199") == 1
    assert store.calls_so_far("") == 0
    with pytest.raises(Fault, match="there is no such vendor"):
        store.calls_of(vendor="Nobody")


def test_what_is_known_of_a_caller(store: Store) -> None:
    assert store.known() == store.known("", "") == Known()
    for place, label in enumerate([Label.UPSELL, Label.UPSELL, Label.SERVICE]):
        call = Call(id=str(place), at=at(place), number="614 555 0133", company="Acme")
        store.log(call, judged(call, label))
    store.correct("0", Label.SERVICE)
    store.log(Call(number="614 555 0133"))
    expected = Known(
        calls={Label.UPSELL: 1, Label.SERVICE: 2},
        corrections={Label.SERVICE: 1},
        taught=(Taught(Label.UPSELL, Label.SERVICE, 1),),
    )
    assert store.known("+16145550133") == store.known("", "ACME") == expected
    assert store.known("+16145550133", "acme") == expected
    others = Known(calls={Label.UPSELL: 1, Label.SERVICE: 1})
    assert store.known("+16145550133", without="0") == others


def test_a_correction_is_told_from_what_the_person_saw(store: Store) -> None:
    call = Call(id="c", at=at(0), company="Acme", said="your visit")
    store.log(call, judged(call, Label.UPSELL))
    store.correct("c", Label.SERVICE)
    store._clock = lambda: at(60)
    store.rescreen("c", judged(call, Label.SERVICE))
    assert store.known("", "Acme").taught == (Taught(Label.UPSELL, Label.SERVICE, 1),)
    store.correct("c", None)
    assert store.known("", "Acme").taught == ()
    unheard = store.log(Call(company="Acme"))
    store.correct(unheard.call.id, Label.SOLICITATION)
    assert store.known("", "Acme").taught == (Taught(None, Label.SOLICITATION, 1),)


def test_calls_that_came_after_an_opt_out_are_counted(store: Store) -> None:
    party = Party(PartyKind.NUMBER, "+16145550133")
    store.enter(LedgerEntry(party, Purpose.SALES, EntryKind.OPT_OUT, at(0)))
    for place, allowed in enumerate([Allowed.REFUSED, Allowed.REFUSED, Allowed.ALLOWED]):
        call = Call(id=str(place), at=at(1 + place), number="614 555 0133")
        store.log(call, judged(call, permission=allowed))
    assert store.known("+16145550133").after_opt_out == 2
    assert store.known("+16145550133", without="1").after_opt_out == 1
    assert store.known("+16145550199").after_opt_out == 0


def test_lessons_are_the_newest_corrected_calls_beside_those_left_alone(store: Store) -> None:
    for place in range(3):
        call = Call(id=str(place), at=at(place), company="Acme", said=f"said {place}")
        store.log(call, judged(call, Label.UPSELL))
    store.correct("1", Label.SERVICE)
    store.amend("1", {"said": "put right"})
    assert store.lessons() == [Lesson(Label.UPSELL, Label.SERVICE, "put right", "Acme")]
    assert sorted(store.left_alone()) == ["said 0", "said 2"]


def test_withheld_numbers_are_nobodys(store: Store) -> None:
    for number in ("", "Private", "Anonymous"):
        store.log(Call(number=number))
    store.log(Call(number="72645"))
    assert store.calls_so_far("Private") == 0
    assert store.calls_so_far("72645") == 1


def plan_of(store: Store, ask: Callable[[], object]) -> str:
    """How SQLite goes about what is asked."""
    asked: list[str] = []
    store._db._connection.set_trace_callback(asked.append)
    ask()
    store._db._connection.set_trace_callback(None)
    query = next(sql for sql in asked if sql.startswith("SELECT c.key"))
    return "; ".join(line[3] for line in store._db.all("EXPLAIN QUERY PLAN " + query))


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({"label": Label.UPSELL}, "call_label"),
        ({"vendor": "Acme"}, "call_vendor"),
        ({"scam": True}, "call_scam"),
        ({"corrected": True}, "call_corrected"),
    ],
)
def test_lists_are_read_from_an_index_without_sorting(
    store: Store, wanted: Wanted, index: str
) -> None:
    store.add_vendor(Vendor("Acme"))
    plan = plan_of(store, lambda: store.history(before=5, **wanted))
    assert f"USING INDEX {index}" in plan
    assert "TEMP B-TREE" not in plan
    words = plan_of(store, lambda: store.history("pr", before=5, **wanted))
    assert words.startswith("SCAN call_fts VIRTUAL TABLE")
    assert "TEMP B-TREE" not in words


def test_every_call_is_read_as_it_now_stands(store: Store) -> None:
    fill(store, 3)
    store.amend("001", {"said": "put right"})
    store.correct("002", Label.SERVICE)
    found = [(call.id, call.said, label) for call, label in store.each_call()]
    assert found == [
        ("002", "even", Label.SERVICE),
        ("001", "put right", None),
        ("000", "even", None),
    ]


@pytest.mark.parametrize(
    ("text", "wanted", "steps"),
    [
        ("", {}, "SEARCH c USING INTEGER PRIMARY KEY"),
        ("label:upsell", {}, "SEARCH c USING INDEX call_label"),
        ("vendor:acme", {}, "SEARCH c USING INDEX call_vendor"),
        ("is:scam", {}, "SEARCH c USING INDEX call_scam"),
        ("since:2026-11 until:2026-12", {}, "SEARCH c USING INTEGER PRIMARY KEY"),
        ("vendor:acme since:2026", {"label": Label.UPSELL}, "SEARCH c USING INDEX call_vendor"),
        ("pr", {}, "SCAN call_fts VIRTUAL TABLE"),
        ("press", {}, "SCAN call_fts VIRTUAL TABLE"),
        ("number:614555", {}, "SCAN call_fts VIRTUAL TABLE"),
        ("614 555 0133", {"label": Label.UPSELL}, "SCAN call_fts VIRTUAL TABLE"),
        ("company:acme label:upsell since:2026", {}, "SCAN call_fts VIRTUAL TABLE"),
        ('"press one"', {}, "SCAN call_fts VIRTUAL TABLE"),
        ("press label:upsell vendor:acme -is:scam", {}, "SCAN call_fts VIRTUAL TABLE"),
    ],
)
def test_no_list_reads_all_calls_or_sorts_them(
    store: Store, text: str, wanted: Wanted, steps: str
) -> None:
    store.add_vendor(Vendor("Acme"))
    for plan in plans_of(store, lambda: store.history(text, before=5, **wanted)):
        if plan == "SEARCH call" or plan.startswith("SCAN k VIRTUAL TABLE"):
            continue  # the oldest call, and the rows at given keys
        assert plan.startswith(steps), plan
        assert "SCAN c " not in plan
        assert "TEMP B-TREE" not in plan


def test_a_callers_calls_are_read_from_indexes(store: Store) -> None:
    store.add_vendor(Vendor("Acme"))
    plans = plans_of(store, lambda: store.calls_of("+16145550133", "Acme", "Acme"))
    plans += plans_of(store, lambda: store.calls_so_far("+16145550133", "Acme", "Acme"))
    plans += plans_of(store, lambda: store.known("+16145550133", "Acme", "Acme"))
    for plan in plans:
        assert not re.search(r"SCAN (c|call|s|screening)\b(?! USING| VIRTUAL)", plan), plan


def plans_of(store: Store, ask: Callable[[], object]) -> list[str]:
    """How SQLite goes about all that is asked of calls."""
    asked: list[str] = []
    store._db._connection.set_trace_callback(asked.append)
    ask()
    store._db._connection.set_trace_callback(None)
    queries = [sql for sql in asked if re.search(r"\b(call|call_fts)\b", sql) and "SELECT" in sql]
    return [
        "; ".join(line[3] for line in store._db.all("EXPLAIN QUERY PLAN " + sql))
        for sql in queries
        if not sql.startswith("--")
    ]
