"""Counts kept beside the calls: always what counting them anew gives, and read by index."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.call import Call
from screener.ledger import Party, PartyKind
from screener.store import Store, callers, calling_from, claims, knowing, lookup
from screener.store.claims import Company
from screener.store.moments import TIES, micros
from screener.vendor import Vendor
from screener.words import Allowed, Label
from tests.store.samples import NOON, judged

NUMBERS = ("614 555 0133", "614 555 0134", "Private", "72645")
NAMES = ("Acme", "ACME, Inc.", "Bright Solar", "", '"')
COUNTS = {
    "number_count": "SELECT number, day, what, count(*) FROM counted WHERE number IN "
    "(SELECT number FROM number_count) GROUP BY 1, 2, 3",
    "company_count": "SELECT claim, company, day, what, count(*) FROM counted "
    "WHERE company NOTNULL GROUP BY 1, 2, 3, 4",
    "company_number": "SELECT claim, company, number, count(*) FROM counted "
    "WHERE company NOTNULL AND number <> '' AND ever GROUP BY 1, 2, 3",
    "company_size": "SELECT claim, company, count(*) FROM company_number GROUP BY 1, 2",
    "claimed": "SELECT DISTINCT (SELECT id FROM claimed WHERE folded = company_folded), "
    "company_folded FROM call WHERE vendor IS NULL AND company_folded <> '' ORDER BY 1",
}

step = st.tuples(
    st.sampled_from(NUMBERS),
    st.sampled_from(NAMES),
    st.sampled_from([None, *Label]),
    st.sampled_from(list(Allowed)),
    st.booleans(),
    st.integers(0, 40),
)


def check_counts(store: Store) -> None:
    for table, anew in COUNTS.items():
        kept = store._db.all(f"SELECT * FROM {table} ORDER BY 1, 2")
        assert sorted(kept) == sorted(store._db.all(anew)), table
    words = store._db.all(
        "SELECT count(*) FROM claimed_word WHERE claimed NOT IN (SELECT id FROM claimed)"
    )
    assert words == [(0,)]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(step, min_size=1, max_size=8), st.data())
def test_counts_follow_the_calls(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Any], data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("db") / "x.db"
    with Store.open(path, clock=lambda: NOON) as store:
        vendor = store.add_vendor(Vendor("Acme"))
        ids = []
        for number, name, label, allowed, scam, days in steps:
            call = Call(at=NOON - timedelta(days=days), number=number, company=name, said="hi")
            whose = vendor if name == "Acme" and not scam else None
            screening = judged(call, label, whose, allowed, scam=scam) if label else None
            ids.append(store.log(call, screening).call.id)
        check_counts(store)
        one = data.draw(st.sampled_from(ids))
        store.amend(one, {"company": "Bright Solar LLC", "at": NOON - timedelta(days=99)})
        store.correct(one, Label.SERVICE)
        check_counts(store)
        store.add_vendor(Vendor("Bright Solar"))
        store.merge_vendors("Bright Solar", "Acme")
        check_counts(store)
        if any(number == NUMBERS[0] for number, *_ in steps):
            store.forget(Party(PartyKind.NUMBER, "+16145550133"))
            check_counts(store)


@pytest.mark.parametrize("calls", [3, 63, 64, 70])
def test_a_number_is_told_alike_before_and_after_it_is_counted(store: Store, calls: int) -> None:
    for place in range(calls):
        call = Call(at=NOON - timedelta(hours=7 * place), number="6145550133", company="Acme")
        screening = judged(call, Label.SOLICITATION, permission=Allowed.REFUSED, scam=place == 0)
        store.log(call, screening if place % 3 == 0 else None)
    number = "+16145550133"
    counted = store._db.value(
        "SELECT sum(calls) FROM number_count WHERE number = ? AND day > -9999999", (number,)
    )
    assert counted == (calls if calls >= 64 else None)
    company = store.claimed("ACME")
    assert company is not None
    for since in (None, *(NOON - timedelta(hours=h) for h in (0, 1, 7, 100, 500, 9999))):
        at = None if since is None else micros(since)[0]
        those = [p for p in range(calls) if since is None or NOON - timedelta(hours=7 * p) >= since]
        for tally in (store.number_since(number, at), store.companies_since([company], at)):
            screened = sum(p % 3 == 0 for p in those)
            assert tally.calls == len(those)
            assert tally.labels.get(Label.SOLICITATION, 0) == tally.refused == screened
            assert tally.labels.get(None, 0) == len(those) - screened
            assert tally.scams == (0 in those)
    ends, company_ends = store.ends_of_number(number), store.ends_of([company])
    assert ends == company_ends
    assert ends is not None
    assert (ends[0].at, ends[1].at) == (NOON - timedelta(hours=7 * (calls - 1)), NOON)


def test_withheld_calls_are_counted_together(store: Store) -> None:
    for place, number in enumerate(("", "Private", "anonymous")):
        store.log(Call(at=NOON - timedelta(days=place), number=number))
    assert store.number_since("").calls == 3
    assert store.number_since("", micros(NOON - timedelta(days=1))[0]).calls == 2


def test_spellings_of_a_name_are_found_by_its_words(store: Store) -> None:
    names = ("Bright Solar", "The Bright Solar Co.", "Bright and the Solar", "Bright Solar Panels")
    others = ("Solar Bright", "Bright", "Bright Co. Solar", "A Bright, of the Solar Co., Inc.")
    for name in (*names, *others, "The Our"):
        store.log(Call(at=NOON, number="6145550133", company=name))

    def spelled(*names: tuple[str, ...]) -> set[str]:
        return set(store.claimed_spelled(names, ("the", "and", "of", "a", "our"), ("co", "inc")))

    these = {"bright solar", "the bright solar co", "bright and the solar"}
    assert spelled(("bright", "solar")) == these
    assert spelled(("solar", "bright"), ("bright",)) == {"solar bright", "bright"}
    assert spelled(("bright", "co", "solar"), ("the", "our")) == {"bright co solar", "the our"}
    assert spelled() == spelled(("",)) == spelled(("nobody",)) == spelled(("brigh",)) == set()
    assert len(store.claimed_begun("bright")) == 8
    assert set(store.claimed_begun("solace")) >= {"bright solar", "bright solar panels"}
    assert store.claimed_begun("") == store.claimed_begun("nobody") == {}


def test_spellings_are_found_word_by_word_in_the_index_alone(store: Store) -> None:
    plan = [line[3] for line in store._db.all("EXPLAIN QUERY PLAN " + claims._SPELLED, ("[]",) * 4)]
    into = "COVERING INDEX sqlite_autoindex_claimed_1 (folded>? AND folded<?)"
    assert sum(into in step for step in plan) == 7
    made = ("n ", "w ", "o ", "b ", "small", "json_each", "CONSTANT")
    walks = [step.removeprefix("SCAN ") for step in plan if step.startswith("SCAN ")]
    assert [walk for walk in walks if not f"{walk} ".startswith(made)] == []


def test_numbers_of_several_companies_are_added_up_and_each_counts_once(store: Store) -> None:
    for name, lines in (("Acme", (1, 1, 2, 3)), ("Acme Inc", (1, 3, 4)), ("Akme", (4, 4, 4, 5))):
        for place, line in enumerate(lines):
            call = Call(at=NOON - timedelta(days=place), number=f"614555013{line}", company=name)
            store.log(call)
    of = [found for name in ("Acme", "Acme Inc", "Akme") if (found := store.claimed(name))]
    numbers = [f"+1614555013{line}" for line in range(6)]
    assert store.numbers_of(of, 3) == ([(numbers[4], 4), (numbers[1], 3), (numbers[3], 2)], 5)
    assert store.numbers_of(of[:1], 2) == ([(numbers[1], 2), (numbers[2], 1)], 3)
    assert store.numbers_of([], 3) == ([], 0)


def test_a_day_of_the_counts_is_a_day_of_keys(store: Store) -> None:
    script = store._db.value("SELECT sql FROM sqlite_master WHERE name = 'counted'")
    assert f"/ {86_400 * TIES} " in script


@pytest.mark.parametrize(
    "sql",
    [
        sql
        for module in (lookup, callers, calling_from)
        for name, sql in vars(module).items()
        if name.startswith("_")
        and isinstance(sql, str)
        and sql.startswith("SELECT")
        and sql[-1] != " "
    ],
)
def test_no_read_walks_through_a_table(store: Store, sql: str) -> None:
    store.log(Call(at=NOON, number="6145550133", company="Acme"))
    count = max(
        [int(part[0]) for part in sql.split("?")[1:] if part[:1].isdigit()] or [sql.count("?")]
    )
    plan = store._db.all("EXPLAIN QUERY PLAN " + sql, ("[]",) * count)
    small = ("person", "(subquery", "reputation_source", "CONSTANT", "t ")
    walks = [step for *_, step in plan if step.startswith("SCAN") and "VIRTUAL" not in step]
    assert [walk for walk in walks if not walk.removeprefix("SCAN ").startswith(small)] == []


def test_counts_of_a_stretch_of_time_are_read_by_its_days(store: Store) -> None:
    asked: list[str] = []
    store._db._connection.set_trace_callback(asked.append)
    store.number_ages("", (None, 5))
    store.companies_ages([Company(True, 1)], (None, 5))
    store._db._connection.set_trace_callback(None)
    plans = [
        step
        for sql in asked
        if "UNION ALL" in sql
        for *_, step in store._db.all("EXPLAIN QUERY PLAN " + sql)
        if step.startswith(("SCAN", "SEARCH"))
    ]
    ends = "day>? AND day<?)"
    number, company = f"(number=? AND {ends}", f"(claim=? AND company=? AND {ends}"
    assert [plan.rpartition("KEY ")[2] for plan in plans] == [number] * 2 + [company] * 2


def test_corrections_are_found_by_their_own_indexes_in_a_long_log(store: Store) -> None:
    counted = (("call_number", "1110440 2"), ("call_company", "555625 7"))
    store._db.run("ANALYZE")
    store._db.many("INSERT INTO sqlite_stat1 VALUES ('call', ?, ?)", counted)
    store._db.run("ANALYZE sqlite_schema")
    plan = store._db.all("EXPLAIN QUERY PLAN " + knowing._CORRECTED, ("", "", 1))
    searches = [step for *_, step in plan if step.startswith("SEARCH")]
    assert len(searches) == 3
    assert all("INDEX call_corrected_" in step for step in searches)


def test_one_company_is_a_claim_or_a_vendor(store: Store) -> None:
    vendor = store.add_vendor(Vendor("Acme", numbers=("6145550133",)))
    call = Call(at=NOON, number="6145550133", company="Acme")
    store.log(call, judged(call, vendor=vendor))
    store.log(Call(at=NOON, number="6145550133", company="Bright"))
    found = dict(store.companies_at("+16145550133"))
    assert vendor.id is not None
    assert found[Company(False, vendor.id)] == "Acme"
    assert [name for company, name in found.items() if company.claim] == ["Bright"]
