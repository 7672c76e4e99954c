"""`screener violations`, `deadlines` and `regions`, and what is refused before it is written."""

from pathlib import Path

import pytest

from screener.violations import NO_ADVICE
from tests.cli.conftest import Run

SALE = "wants to add termite cover to our plan, 29 extra a month"
VISIT = "your technician arrives tomorrow between 8 and 10"


def log(run: Run, at: str, said: str = SALE, number: str = "8777196679", *more: str) -> None:
    options = ["--at", at, "--number", number, "--company", "Orkin", "--said", said, *more]
    assert run("log", *options).code == 0


def only_call(run: Run) -> str:
    rows = run("history", "--json").json
    assert isinstance(rows, list)
    assert len(rows) == 1
    return str(rows[0]["id"])


@pytest.fixture
def told(run: Run) -> Run:
    """A household in Chicago that told Orkin to stop on the Friday before Memorial Day 2026."""
    run("setup", "--region", "US", "--state", "IL", "--time-zone", "America/Chicago")
    run("vendor", "add", "Orkin", "--number", "8777196679", "--last-transaction", "2026-03-01")
    ran = run("optout", "Orkin", "--at", "2026-05-22 10:00", "--purpose", "sales")
    assert ran.code == 0, ran.err
    return run


def test_service_possible_and_breach(told: Run) -> None:
    log(told, "2026-05-27 10:00", VISIT)
    log(told, "2026-06-03 10:00")
    log(told, "2026-06-09 10:00", SALE, "614 555 0133")
    found = told("violations", "--json").json
    assert isinstance(found, dict)
    assert [(one["at"][:10], one["sure"], one["breach"]) for one in found["violations"]] == [
        ("2026-06-09", "likely", "after opt-out"),
        ("2026-06-03", "possible", "after opt-out"),
    ]
    assert found["count"] == 2
    assert found["notice"] == NO_ADVICE
    newest, _ = found["violations"]
    assert newest["number"] == "+16145550133"
    assert newest["deadline"] == "2026-06-08"
    assert newest["second_within_12_months"] is True
    out = told("violations").out
    assert out.count("no legal advice") == 1
    assert "the second such call of this caller within 12 months" in out
    assert "only possible: By another rule they have until 8 June 2026" in out


def test_violations_are_narrowed(told: Run) -> None:
    log(told, "2026-06-09 10:00")
    log(told, "2026-07-01 22:00")
    assert told("violations", "--since", "2026-07-01").out.count("after opt-out") == 1
    assert "older ones are not shown" in told("violations", "--limit", "1").out
    assert "likely" in told("violations", "--vendor", "8777196679").out
    assert "No call that was logged" in told("violations", "--vendor", "Nobody Solar").out
    bad = told("violations", "--since", "soon")
    assert (bad.code, bad.err.count("\n")) == (2, 1)
    assert "--since" in bad.err


def test_deadlines_are_listed(told: Run) -> None:
    log(told, "2026-06-09 10:00")
    out = told("deadlines").out
    assert "Orkin: sales; to be honoured by 2026-06-08 (one rule: at once): BROKEN by 1 call" in out
    assert out.count("no legal advice") == 1
    found = told("deadlines", "--json").json
    assert isinstance(found, dict)
    (duty,) = found["deadlines"]
    assert (duty["state"], duty["honour_by"], duty["broken"]) == ("broken", "2026-06-08", 1)


def test_nothing_to_tell_is_said(run: Run) -> None:
    assert "No call that was logged has broken a rule" in run("violations").out
    assert "told nobody to stop" in run("deadlines").out


def test_what_the_caller_said_of_themselves_counts_as_a_name(run: Run) -> None:
    run("setup", "--region", "US", "--time-zone", "America/Chicago")
    said = "you qualify for free solar panels, act today, the offer ends tonight"
    at = ["--at", "2026-06-03 10:00", "--number", "614 555 0133"]
    run("log", *at, "--said", f"this is Mike from Zenith Solar, {said}")
    assert "no name" not in run("violations").out
    run("log", *at, "--said", said)
    assert "no name. They called to sell and named no company." in run("violations").out
    run("log", "--at", "2026-06-03 11:00", "--number", "Private", "--said", said)
    assert "likely:   withheld number" in run("violations").out


def test_a_corrected_or_amended_call_is_judged_as_it_stands(told: Run) -> None:
    log(told, "2026-06-09 10:00")
    call = only_call(told)
    told("correct", call, "--label", "service")
    assert "No call that was logged" in told("violations").out
    told("correct", call, "--undo")
    told("amend", call, "--at", "2026-05-20 22:30")
    out = told("violations").out
    assert "after opt-out" not in out
    assert "out of hours. They called to sell at 22:30 on Wednesday" in out


def test_a_country_without_rules_on_file_says_so(run: Run) -> None:
    assert run("setup", "--region", "NL").code == 0
    ran = run("violations")
    assert ran.code == 2
    assert "the law of NL is not on file" in ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--region", "ZZ"], "there is no country 'ZZ'"),
        (["--region", "USA"], "there is no country 'USA'"),
        (["--state", "ON"], "'ON' is no state of United States"),
        (["--region", "CA", "--state", "TX"], "'TX' is no state of Canada"),
        (["--region", "GB", "--time-zone", "Mars"], "no time zone"),
        (["--region", "NL", "--state", "NH"], "the law of NL is not on file"),
    ],
)
def test_a_place_that_does_not_exist_is_refused(run: Run, arguments: list[str], says: str) -> None:
    run("setup", "--region", "US", "--state", "TX")
    before = run("setup", "--json").json
    ran = run("setup", *arguments)
    assert ran.code == 2
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert run("setup", "--json").json == before


def test_a_state_goes_with_its_country(run: Run) -> None:
    run("setup", "--region", "US", "--state", "Texas")
    assert "TX" in run("setup").out
    run("setup", "--region", "GB")
    assert "not set" in run("setup").out


def ledger_size(run: Run, name: str) -> int:
    found = run("lookup", name, "--json").json
    assert isinstance(found, dict)
    return len(found["ledger"])


def test_an_opt_out_in_the_future_or_twice_is_refused(told: Run) -> None:
    assert ledger_size(told, "Orkin") == 1
    future = told("optout", "Orkin", "--at", "2027-05-22 10:00")
    assert (future.code, "future" in future.err) == (2, True)
    twice = told("optout", "Orkin", "--at", "2026-05-22 10:00")
    assert twice.code == 2
    assert "this opt-out for sales at 2026-05-22 10:00 is written down already" in twice.err
    by_number = told("optout", "8777196679", "--at", "2026-05-22 10:00", "--purpose", "sales")
    assert by_number.code == 2
    # Nothing of it was written, not even for the purposes that were new.
    assert ledger_size(told, "Orkin") == 1
    assert told("optin", "Orkin", "--at", "2026-05-22 10:00").code == 0


def test_an_opt_out_before_the_call_it_names_is_refused(told: Run) -> None:
    log(told, "2026-06-03 10:00:30")
    call = only_call(told)
    early = told("optout", "Orkin", "--call", call, "--at", "2026-06-03 09:59")
    assert early.code == 2
    assert "lies before the call it names (2026-06-03 10:00)" in early.err
    assert ledger_size(told, "Orkin") == 1
    same_minute = told("optout", "Orkin", "--call", call, "--at", "2026-06-03 10:00")
    assert same_minute.code == 0


def test_regions_show_facts_with_their_sources(run: Run) -> None:
    assert "DE  Germany" in run("regions").out
    texas = run("regions", "us", "--state", "tx").out
    assert "US_TX_HOURS" in texas
    assert "US_FL_HOURS" not in texas
    assert "secondary, verified" in texas
    found = run("regions", "FR", "--json").json
    assert isinstance(found, dict)
    flip = next(fact for fact in found["facts"] if fact["id"] == "FR_REGIME_OPT_IN")
    assert flip["effective_from"] == "2026-08-11"
    assert run("regions", "ZZ").code == 2


def test_rules_check_reads_the_region_files_too(run: Run, tmp_path: Path) -> None:
    from screener.store.place import rules_folder_of_user  # noqa: PLC0415

    home = tmp_path / "home" / "xdg_config_home" / "screener" / "rules" / "regions"
    home.mkdir(parents=True)
    (home / "nl.toml").write_text('format = 1\nregion = "NL"\n')
    assert rules_folder_of_user() is not None
    ran = run("rules", "check")
    assert ran.code == 1
    assert "nl.toml: " in ran.out


@pytest.mark.parametrize("folder", ["regions", "letters"])
def test_rules_check_reads_the_letters_as_strictly(run: Run, tmp_path: Path, folder: str) -> None:
    home = tmp_path / "home" / "xdg_config_home" / "screener" / "rules" / folder
    home.mkdir(parents=True)
    (home / "nl.toml").write_text('format = 1\ncolour = "green"\n')
    ran = run("rules", "check")
    assert ran.code == 1
    assert "nl.toml: unknown key 'colour'" in ran.out


def test_the_day_of_registration_makes_calls_violations(run: Run) -> None:
    run("setup", "--region", "US", "--time-zone", "America/Chicago")
    said = "would you like a free estimate on solar panels, a special offer this week only"
    for day in ("2026-03-03", "2026-03-04"):
        run("log", "--at", f"{day} 12:00", "--number", "614 555 0133", "--company", "Zenith",
            "--said", said)  # fmt: skip
    assert "2026-02-01" in run("setup", "--registered-on", "2026-02-01").out
    found = run("violations", "--json").json
    assert isinstance(found, dict)
    # Registered on 1 February, day 31 is 4 March.
    assert [(one["breach"], one["at"][:10], one["deadline"]) for one in found["violations"]] == [
        ("register", "2026-03-04", "2026-03-04")
    ]
    for bad, says in (
        ("2126-01-01", "lies in the future"),
        ("soon", "registered-on"),
        ("2026-02-30", "registered-on"),
    ):
        refused = run("setup", "--registered-on", bad)
        assert refused.code == 2
        assert says in refused.err
        assert len(refused.err.splitlines()) == 1
    assert "2026-02-01" in run("setup").out
    assert "not in the do-not-call register" in run("setup", "--registered-on", "none").out
    assert run("violations", "--json").json["violations"] == []  # type: ignore[index]
