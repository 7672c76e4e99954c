"""The step that keeps what a verdict says once (0011), and what is worked out with it."""

from dataclasses import replace
from pathlib import Path

from screener.call import Call
from screener.store import Store
from screener.store.asking import EVER_OWN_NUMBER, EVER_TAKEN_BY
from screener.store.driver import open_database
from screener.store.migrate import migrate
from screener.words import Label, Purpose
from tests.store.samples import NOON, judged
from tests.store.test_recast import MICROS, MILLIS, old_file

_LATEST = (
    "SELECT c.outcome = s.outcome FROM call AS c JOIN screening AS s ON s.call = c.key "
    "WHERE s.place = (SELECT max(place) FROM screening WHERE call = c.key)"
)
_KEPT = "SELECT field, value, calls FROM household_value ORDER BY 1, 2"
_COUNTED = (
    "SELECT 'own_number', own_number, count(*) FROM call WHERE own_number <> '' GROUP BY 2 "
    "UNION ALL SELECT 'taken_by', taken_by, count(*) FROM call WHERE taken_by <> '' GROUP BY 2"
)


def test_screenings_keep_their_order_and_what_they_say(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old_file(path, [MILLIS * 256, (MILLIS + 5000) * 256])
    db = open_database(path)
    migrate(db, 10)
    first, second = (key for (key,) in db.all("SELECT key FROM call ORDER BY key"))
    # Judged again later: the older call last of all.
    for number, (key, label, scam) in enumerate(
        ((second, "service", 0), (first, "undetermined", 0), (first, "solicitation", 1)), start=50
    ):
        db.run(
            "INSERT INTO screening SELECT ?, ?, ?, finding, ?, 'account', ?, 0, vendor, numbers "
            "FROM screening WHERE call = ? ORDER BY id LIMIT 1",
            (number, key, MICROS + number, label, scam, key),
        )
    db.run("INSERT INTO vendor_merge (id, kept, merged, vendor, at) VALUES (1, 1, 2, '{}', 0)")
    db.run("INSERT INTO merge_undo VALUES (1, '{}')")
    db.run("INSERT INTO merge_screening VALUES (51, 1)")
    db.close()
    with Store.open(path, clock=lambda: NOON) as store:
        said = [
            [(one["label"], one["purpose"], one["scam"]) for one in store.screenings(call)]
            for call in ("call0", "call1")
        ]
        assert said == [
            [
                ("solicitation", "account", True),
                ("undetermined", "account", False),
                ("upsell", "sales", False),
            ],
            [("service", "account", False), ("upsell", "sales", False)],
        ]
        assert store._db.all("SELECT * FROM merge_screening") == [(first, 2, 1)]
        assert store._db.all(_LATEST) == [(1,), (1,)]
        assert store._db.all("PRAGMA foreign_key_check") == []
        later = store.record("call1").call
        store.rescreen("call1", judged(later, Label.UPSELL))
        assert [one["label"] for one in store.screenings("call1")] == [
            "upsell",
            "service",
            "upsell",
        ]
        assert store._db.all(_LATEST) == [(1,), (1,)]


def test_an_amended_time_takes_the_screenings_along(store: Store) -> None:
    call = Call(id="a", at=NOON, said="free solar")
    store.log(call, judged(call))
    store.rescreen("a", judged(call, Label.SERVICE))
    store.amend("a", {"at": NOON.replace(year=2020)})
    assert [one["label"] for one in store.screenings("a")] == ["service", "solicitation"]
    assert store._db.all(_LATEST) == [(1,)]


def test_the_purpose_beside_a_call_is_that_of_its_latest_screening(store: Store) -> None:
    call = Call(id="a", at=NOON, number="614 555 0133", company="Acme", said="free solar")
    store.log(call, judged(call))
    asked = judged(call)
    survey = replace(asked, verdict=replace(asked.verdict, purpose=Purpose.SURVEY))
    store.rescreen("a", survey)
    store.correct("a", Label.UPSELL)
    found = "SELECT o.label, o.purpose FROM call AS c JOIN outcome AS o ON o.id = c.outcome"
    assert store._db.all(found) == [("solicitation", "survey")]


def test_lines_and_names_are_counted_as_calls_come_and_go(store: Store) -> None:
    for number, (line, name) in enumerate(
        (("+16145550100", "Ann"), ("+16145550100", ""), ("", "Bo"), ("", ""), ("1", "Ann"))
    ):
        store.log(Call(id=f"c{number}", own_number=line, taken_by=name))
    assert store._db.all(_KEPT) == store._db.all(_COUNTED)
    store.void(["c0", "c4"], "brought in by mistake")
    assert store._db.all(_KEPT) == store._db.all(_COUNTED)
    assert [line[0] for line in store._db.all(EVER_OWN_NUMBER)] == ["+16145550100"]
    assert [line[0] for line in store._db.all(EVER_TAKEN_BY)] == ["Bo"]


def test_what_the_law_asks_of_all_calls_is_read_in_one_walk(store: Store) -> None:
    asked: list[str] = []
    store._db._connection.set_trace_callback(asked.append)
    store.suspects()
    store._db._connection.set_trace_callback(None)
    plans = [
        [line[3] for line in store._db.all("EXPLAIN QUERY PLAN " + sql)]
        for sql in asked
        if "FROM call" in sql
    ]
    assert len(plans) == 2
    for plan in plans:
        assert plan[0] == "SEARCH c USING INTEGER PRIMARY KEY (rowid>?)"
        assert plan[1].startswith("SEARCH o USING INTEGER PRIMARY KEY")
