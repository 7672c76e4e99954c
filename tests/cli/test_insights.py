"""`screener insights` and `screener digest`."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from screener.call import Call
from screener.desk import Desk
from screener.ledger import EntryKind
from screener.store import Store
from screener.vendor import Vendor
from screener.words import Label, Purpose
from tests.cli.conftest import Run

HOSTILE = "<script>alert(1)</script>\x1b[31m & 'co'"


@pytest.fixture
def monday() -> datetime:
    """The Monday of the week before, at noon."""
    now = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)
    return now - timedelta(days=7 + now.weekday())


@pytest.fixture
def db(tmp_path: Path, monday: datetime) -> Path:
    path = tmp_path / "x.db"
    with Desk(Store.open(path)) as desk:
        desk.add_vendor(Vendor("Orkin", numbers=("8777196679",), customer_since=monday.date()))
        desk.opt("Orkin", [Purpose.SALES], EntryKind.OPT_OUT, at=monday - timedelta(days=60))
        for days, company, number, said in (
            (0, "Orkin", "8777196679", "wants to add termite cover to my plan, 29 a month more"),
            (1, HOSTILE, "", "pay with a gift card now or your computer stays locked <b>"),
            (2, "Zenith Solar", "6145550133", "a free estimate for solar panels today"),
            (3, "ZENITH SOLAR LLC", "6145550134", "solar panels, for today only"),
            (4, "", "6145550135", ""),
        ):
            at = monday + timedelta(days=days)
            call = desk.log(Call(at=at, company=company, number=number, said=said)).call
            if company == "Zenith Solar":
                desk.correct(call.id, Label.SERVICE)
    return path


def test_the_text_tells_every_part(run: Run, db: Path) -> None:
    done = run("insights")
    assert done.code == 0
    for part in ("5 in all", "Zenith Solar", "2 numbers", "broken by 1 call", "This month",
                 "1 of 4 calls with a label", "◆ solicitation → ● genuine service"):  # fmt: skip
        assert part in done.out, part
    assert "\x1b" not in done.out


def test_the_json_agrees_with_the_history(run: Run, db: Path) -> None:
    found = json.loads(run("insights", "--json").out)
    assert found["calls"] == sum(week["calls"] for week in found["weeks"]) == 5
    assert found["calls"] == sum(map(sum, found["hours"].values()))
    assert all(week["calls"] == sum(week["labels"].values()) for week in found["weeks"])
    solar = next(each for each in found["companies"] if each["name"].lower().startswith("zenith"))
    assert (solar["calls"], solar["numbers"]) == (2, 2), "spellings of a name are one"
    for each in (*found["companies"], *found["this_month"]["changes"],
                 *found["corrections"]["by_label"]):  # fmt: skip
        calls = each["calls"] if "calls" in each else each["now"]
        listed = json.loads(run("history", "--json", each["words"]).out)
        assert len(listed) == calls, each["words"]


def test_since_takes_no_week_before_the_first_call(run: Run, db: Path, monday: datetime) -> None:
    found = json.loads(run("insights", "--json", "--since", "1990-01-01").out)
    assert found["since"] == monday.date().isoformat()
    assert run("insights", "--since", "soon").code == 2


def test_a_household_without_calls_is_told_so(run: Run, tmp_path: Path) -> None:
    done = run("--db", str(tmp_path / "none.db"), "insights")
    assert done.code == 0
    assert "No call was logged in this time." in done.out
    assert "You have told nobody to stop." in done.out


def test_the_digest_tells_the_week(run: Run, db: Path) -> None:
    done = run("digest")
    assert done.code == 0
    text = " ".join(done.out.split())
    for part in ("5 calls, 1 scam among them; 0 the week before", "Orkin called though you had",
                 "screener report Orkin", "(after your opt-out)", "Talk about the scams",
                 "Of 1 opt-out in all, 1 was broken."):  # fmt: skip
        assert part in text, part
    assert "\x1b" not in done.out
    assert all(len(line) <= 80 for line in done.out.splitlines())


def test_hostile_words_stay_words_in_html(run: Run, db: Path, tmp_path: Path) -> None:
    page = tmp_path / "week.html"
    assert run("digest", "--week", "-o", str(page)).code == 0
    text = page.read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script" not in text
    assert "\x1b" not in text
    assert "http" not in text.replace("http-equiv", ""), "nothing from outside"
    assert run("digest", "-o", str(page)).code == 2, "it is there already"


def test_a_week_of_any_day_can_be_asked_for(run: Run, db: Path, monday: datetime) -> None:
    before = (monday - timedelta(days=5)).date().isoformat()
    done = run("digest", "--week", before)
    assert "No call was logged in this week" in done.out
    assert run("digest", "--week", "11/02").code == 2


def test_history_tells_who_took_the_call_on_which_line(run: Run, db: Path) -> None:
    run("log", "--company", "Acme", "--said", "an offer", "--taken-by", "Eve",
        "--own-number", "6145550142")  # fmt: skip
    [row] = json.loads(run("history", "--json", "by:eve on:0142").out)
    assert (row["taken_by"], row["own_number"]) == ("Eve", "6145550142")
