"""The step to the compact form: a file of the form before tells the same afterwards."""

import json
import sqlite3
from importlib.resources import files
from pathlib import Path

import pytest

from screener.store import Store
from screener.store.files import APPLICATION_ID
from screener.store.moments import TIES
from screener.words import Label
from tests.store.samples import NOON

STEPS = ("0001_first", "0002_chain", "0003_conditions")
SAID = "free solar panels, naïve café"
WORDINGS = ("Something is free.", "No, thank you.", "You never allowed it.", "Told by nobody.")
MICROS = int(NOON.timestamp()) * 1_000_000


def detail(quote: str) -> str:
    """A screening's JSON as it was kept."""
    return json.dumps(
        {
            "probabilities": [0.9123, 0.05, 0.0, 0.03],
            "purposes": {"sales": 0.912, "unknown": 0.03},
            "claimed_vendor": "Acme",
            "how": "The caller names Acme.",
            "permission_words": [3],
            "say": [2],
            "signals": [
                ["SALES_FREE", "sales", 1.9, quote, 1, 0, 4],
                ["TELL_PUSHY", "sales", 0.5, "", 1, -1, -1],
            ],
        },
        separators=(",", ":"),
    )


def old_file(path: Path, keys: list[int]) -> None:
    """A file of step 3 with a vendor and a call at each of these keys."""
    connection = sqlite3.connect(path)
    for step in STEPS:
        script = files("screener.store").joinpath("migrations", step + ".sql").read_text()
        connection.executescript(script)
        connection.execute("INSERT INTO applied_migration VALUES (?, '')", (step,))
    connection.execute("INSERT INTO vendor (id, name, folded) VALUES (1, 'Acme', 'acme')")
    connection.execute("INSERT INTO rulebook (id, hash) VALUES (1, 'c0ffee')")
    connection.executemany("INSERT INTO wording (text) VALUES (?)", [(one,) for one in WORDINGS])
    connection.execute("INSERT INTO party VALUES (1, 'name', 'Else', 'else', NULL)")
    for place, key in enumerate(keys):
        connection.execute(
            "INSERT INTO call VALUES (?, ?, ?, -300, ?, -300, '614 555 0133', 'ACME INC', 'Acme', "
            "NULL, NULL, 'Zoë', '(614) 555-0199', '', NULL, NULL, NULL, '', '', '', '', "
            "'+16145550133', '16145550133 r33105554161 16145550199', 'acme', 0, 'upsell', 0, 0, "
            "'refused', 1, 'rang twice', ?)",
            (key, f"call{place}", key // 256 * 1000, MICROS, SAID),
        )
        connection.execute(
            "INSERT INTO screening (call, at, rulebook, label, purpose, role, scam, also_selling, "
            "confidence, identity, relationship, vendor, permission, permission_by, "
            "permission_since, detail) VALUES (?, ?, 1, 'upsell', 'sales', 'telesales', 0, 1, "
            "0.9123, 'claimed', 'current', 1, 'refused', 'default', '2026-11-02', ?)",
            (key, MICROS, detail("free" if place else "Free!")),
        )
    connection.execute(
        "INSERT INTO amendment (call, field, old, new, at, at_offset, why) "
        "VALUES (?, 'callback_number', '(614) 555-0199', '614 555 0177', ?, 0, '')",
        (keys[0], MICROS),
    )
    connection.execute("UPDATE call SET amended = 1 WHERE key = ?", (keys[0],))
    connection.execute(
        "INSERT INTO correction VALUES (1, ?, 'service', '', ?, 0)", (keys[0], MICROS)
    )
    connection.execute("UPDATE call SET label = 'service', corrected = 1 WHERE key = ?", (keys[0],))
    connection.execute("INSERT INTO given VALUES (?, 'card', ?, 0)", (keys[0], MICROS))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 3")
    connection.commit()
    connection.close()


MILLIS = MICROS // 1000


@pytest.mark.parametrize(
    "keys",
    [
        [MILLIS * 256, MILLIS * 256 + 1, (MILLIS + 999) * 256, (MILLIS + 1000) * 256],
        [MILLIS * 256 + place for place in range(TIES * 2)],
        [place * 256 for place in range(-3, 20)],
    ],
    ids=["one second and the next", "one moment", "about 1970"],
)
def test_an_old_file_tells_the_same(tmp_path: Path, keys: list[int]) -> None:
    path = tmp_path / "old.db"
    old_file(path, keys)
    with Store.open(path, clock=lambda: NOON) as store:
        names = [f"call{place}" for place in reversed(range(len(keys)))]
        assert [row.id for row in store.history(limit=99)] == names
        assert store._db.all("PRAGMA foreign_key_check") == []
        assert store._db.all("PRAGMA integrity_check") == [("ok",)]
        for text in ("cafe", "zoe", "number:0133", "twice", "vendor:acme", '"solar panels"'):
            assert store.count(text) == len(keys), text
        assert [row.id for row in store.history("number:0177")] == ["call0"]
        assert store.count("number:0199") == len(keys) - 1
        record = store.record("call0")
        assert record.correction is not None
        assert (record.shown, record.vendor) == (Label.SERVICE, "Acme")
        assert store.given("call0")
        tops = [line[0] for line in store._db.all("SELECT text FROM wording")]
        assert "Told by nobody." not in tops


def test_old_screenings_read_as_before(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old_file(path, [MILLIS * 256, (MILLIS + 5) * 256])
    with Store.open(path) as store:
        for call, quote in (("call0", "Free!"), ("call1", "free")):
            (screening,) = store.screenings(call)
            assert screening["confidence"] == 0.9123
            assert list(screening["probabilities"].values()) == [0.9123, 0.05, 0.0, 0.03]
            assert screening["purposes"] == {"sales": 0.912, "unknown": 0.03}
            assert screening["claimed_vendor"] == screening["vendor"] == "Acme"
            assert screening["how"] == "The caller names Acme."
            assert screening["say"] == ["No, thank you."]
            assert screening["permission_words"] == "You never allowed it."
            assert screening["permission_since"] == "2026-11-02"
            assert screening["rulebook"] == "c0ffee"
            assert [
                (s["id"], s["weight"], s["quote"], s["why"], s["start"], s["end"])
                for s in screening["signals"]
            ] == [
                ("SALES_FREE", 1.9, quote, "Something is free.", 0, 4),
                ("TELL_PUSHY", 0.5, "", "Something is free.", -1, -1),
            ]
        assert store._db.value("SELECT count(*) FROM finding") == 1
        store.amend("call1", {"said": "put right"})
        assert store.screenings("call1")[0]["signals"][0]["quote"] == "free"
