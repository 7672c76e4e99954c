"""What was allowed, under which conditions, and what is expected, from the command line."""

from datetime import datetime
from pathlib import Path

import pytest

from screener.desk import Desk
from tests.cli.conftest import Run

TIED = ["--days", "mon-fri", "--hours", "9-17", "--at-most", "2/month"]
OFFER = "special offer to add termite cover, 29 more a month"


@pytest.fixture
def orkin(run: Run) -> Run:
    """A household in New York that deals with one vendor."""
    assert run("setup", "--region", "US", "--time-zone", "America/New_York").code == 0
    assert run("vendor", "add", "Orkin", "--number", "8777196679").code == 0
    return run


def told(run: Run, at: str, purpose: str = "sales") -> str:
    ran = run("permission", "Orkin", "--purpose", purpose, "--at", at)
    assert ran.code == 0, ran.err
    return ran.out


def test_conditions_hold_from_their_day_on(orkin: Run) -> None:
    ran = orkin("prefer", "orkin", "--purpose", "sales", *TIED, "--since", "2026-03-02")
    assert ran.code == 0, ran.err
    shown = "sales: opt-in since 2026-03-02, on weekdays from 9 to 17, at most twice a month"
    assert shown in ran.out
    assert shown in orkin("vendor", "show", "Orkin").out
    assert "allowed since 2 March 2026" in told(orkin, "2026-03-02 09:00")
    assert "only on weekdays from 9 to 17" in told(orkin, "2026-03-02 17:00")
    assert "only on weekdays from 9 to 17" in told(orkin, "2026-03-07 10:00")
    assert "only from those whom you allowed" in told(orkin, "2026-03-01 10:00")
    assert "not asked" in told(orkin, "2026-03-02 09:00", "service")


def test_a_later_preference_takes_the_place_of_an_earlier_one(orkin: Run) -> None:
    orkin("prefer", "Orkin", "--purpose", "sales", *TIED, "--since", "2026-03-02")
    orkin("prefer", "Orkin", "--purpose", "sales", "--choice", "opt-in", "--since", "2026-05-04")
    orkin("prefer", "Orkin", "--purpose", "sales", "--choice", "opt-out", "--since", "2026-07-06")
    assert "only on weekdays" in told(orkin, "2026-04-04 10:00")
    assert "allowed since 4 May 2026" in told(orkin, "2026-05-09 22:00")
    assert "refused since 6 July 2026" in told(orkin, "2026-07-07 10:00")
    cleared = orkin("prefer", "Orkin", "--purpose", "sales", "--clear")
    assert "no preferences" in cleared.out
    assert "only from those whom you allowed" in told(orkin, "2026-05-09 22:00")
    assert orkin("prefer", "Orkin", "--purpose", "sales", "--clear").code == 2


def test_a_call_too_many_is_refused_with_the_words_for_it(orkin: Run) -> None:
    orkin("prefer", "Orkin", "--purpose", "sales", "--at-most", "1/month", "--since", "2026-01-01")
    call = ["log", "--number", "8777196679", "--company", "Orkin", "--said", OFFER, "--at"]
    assert "allowed since 1 January 2026" in orkin(*call, "2026-03-31 23:30").out
    assert "allowed since 1 January 2026" in orkin(*call, "2026-04-01 00:30").out
    second = orkin(*call, "2026-04-30 23:30").out
    assert "you allowed sales calls from Orkin at most once a month" in second
    assert "“I agreed to such calls at most once a month." in second
    assert "your refusal" not in second
    assert "allowed" in orkin(*call, "2026-05-01 00:30").out


def test_only_from_a_number_and_only_in_writing(orkin: Run) -> None:
    theirs = ["--only-from", "(614) 555-0133"]
    assert orkin("prefer", "Orkin", "--purpose", "sales", *theirs).code == 0
    call = ["log", "--company", "Orkin", "--said", OFFER, "--number"]
    assert "only from (614) 555-0133" in orkin(*call, "8777196679").out
    assert "allowed since" in orkin(*call, "6145550133").out
    assert "+16145550133" in orkin("vendor", "show", "Orkin").out
    assert "allowed since" in orkin("permission", "Orkin", "--purpose", "sales").out
    orkin("prefer", "Orkin", "--purpose", "sales", "--in-writing")
    assert "only in writing" in orkin(*call, "6145550133").out


def test_conditions_narrow_what_the_ledger_allows(orkin: Run) -> None:
    orkin("optin", "Orkin", "--purpose", "sales", "--at", "2026-02-01 10:00")
    orkin("prefer", "Orkin", "--purpose", "sales", *TIED, "--since", "2026-03-02")
    assert "since 1 February 2026: you agreed" in told(orkin, "2026-02-07 10:00")
    assert "opt-in for sales, by call: Orkin" in told(orkin, "2026-03-03 10:00")
    assert "only on weekdays" in told(orkin, "2026-03-07 10:00")
    span = ["--from", "today 00:00", "--to", "today 23:59"]
    orkin("prefer", "Orkin", "--purpose", "sales", "--in-writing")
    assert orkin("expect", "Orkin", *span).code == 0
    assert "allowed: you expect a call from Orkin" in told(orkin, "today 12:00")


def test_permission_tells_the_entry_that_decided(orkin: Run) -> None:
    words = ["--words", "Stop calling", "--at", "2026-03-03 10:00"]
    orkin("optout", "Orkin", "--purpose", "sales", *words)
    assert "only from those" in told(orkin, "2026-03-03 09:59")
    assert "2026-03-03 10:00  opt-out for sales, by call: Orkin “Stop calling”" in told(
        orkin, "2026-03-03 10:00"
    )
    found = orkin("permission", "877 719 6679", "--at", "2026-03-04 10:00", "--json").json
    assert isinstance(found, dict)
    assert found["party"] == {"kind": "vendor", "value": "Orkin"}
    assert datetime.fromisoformat(found["at"]).isoformat() == "2026-03-04T10:00:00-05:00"
    by_purpose = {each["purpose"]: each for each in found["permissions"]}
    assert len(by_purpose) == 6
    assert by_purpose["sales"]["state"] == "refused"
    assert by_purpose["sales"]["by"] == "ledger"
    assert by_purpose["sales"]["entry"]["words"] == "Stop calling"
    assert by_purpose["service"]["state"] == "not_asked"
    assert by_purpose["service"]["entry"] is None
    assert "not asked" in orkin("permission", "Nobody Inc", "--purpose", "service").out


def test_expected_calls_are_listed_and_taken_back(run: Run, db: Path) -> None:
    assert "No call is expected" in run("expect", "--list").out
    run("expect", "Lopez", "--from", "2026-01-02 10:00", "--to", "2026-01-02 12:00")
    run("expect", "Ann", "--from", "today 00:00", "--to", "tomorrow 23:00", "--note", "keys")
    run("expect", "--from", "tomorrow 10:00", "--to", "tomorrow 12:00")
    listed = run("expect", "--list").out.splitlines()
    assert listed[0].endswith("Lopez  past")
    assert listed[1].endswith("Ann (keys)")
    assert listed[2].endswith("anyone")
    rows = run("expect", "--list", "--json").json
    assert isinstance(rows, list)
    assert [row["past"] for row in rows] == [True, False, False]
    taken = run("expect", "--cancel", str(rows[2]["id"]))
    assert taken.out.startswith("Taken back: ")
    assert len(run("expect", "--list").out.splitlines()) == 2
    assert run("expect", "--cancel", str(rows[2]["id"])).code == 2
    assert run("expect", "--cancel", str(rows[0]["id"])).code == 2
    with Desk.open(db) as desk:
        assert len(desk.expected()) == 2


def test_defaults_of_the_household(run: Run) -> None:
    defaults = ["--default", "survey=opt-in", "--default", "sales=opt-out"]
    assert "sales: opt-out, survey: opt-in" in run("setup", *defaults).out
    assert "allowed: you take sales calls" in run("permission", "Acme", "--purpose", "sales").out
    assert "survey: opt-in" in run("setup", "--default", "sales=none").out
    assert "not asked" in run("permission", "Acme", "--purpose", "sales").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["prefer", "Orkin", "--purpose", "sales"], "--choice"),
        (["prefer", "Orkin", "--purpose", "fraud", "--clear"], "fraud"),
        (["prefer", "Orkin", "--purpose", "sales", "--hours", "9am"], "9am"),
        (["prefer", "Orkin", "--purpose", "sales", "--days", "workdays"], "workdays"),
        (["prefer", "Orkin", "--purpose", "sales", "--at-most", "0/month"], "0/month"),
        (["prefer", "Orkin", "--purpose", "sales", "--only-from", "ORKIN"], "ORKIN"),
        (["prefer", "Orkin", "--purpose", "sales", "--clear", "--in-writing"], "--clear"),
        (
            ["prefer", "Orkin", "--purpose", "sales", "--choice", "opt-out", "--in-writing"],
            "belong to an opt-in",
        ),
        (
            [
                "prefer",
                "Orkin",
                "--purpose",
                "sales",
                "--choice",
                "opt-in",
                "--since",
                "2099-01-01",
            ],
            "future",
        ),
        (["prefer", "Nobody", "--purpose", "sales", "--choice", "opt-in"], "no such vendor"),
        (["permission", " "], "needs a vendor"),
        (["permission", "Orkin", "--at", "whenever"], "--at"),
        (["expect", "--from", "today 10:00"], "--to"),
        (["expect"], "--list"),
        (["expect", "--list", "--cancel", "1"], "--list"),
        (["setup", "--default", "sales=maybe"], "sales=maybe"),
        (["setup", "--default", "fraud=opt-in"], "fraud=opt-in"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(
    orkin: Run, db: Path, arguments: list[str], says: str
) -> None:
    with Desk.open(db) as desk:
        before = desk.household()
    ran = orkin(*arguments)
    assert ran.code == 2
    assert says in ran.err
    assert ran.err.count("\n") == 1
    with Desk.open(db) as desk:
        assert desk.household() == before
