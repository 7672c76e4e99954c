"""The commands on a database of their own: what is written can be found and put right."""

import re
from pathlib import Path

import pytest

from screener.cli.main import COMMANDS
from tests.cli.conftest import Run


def logged(run: Run, **facts: str) -> str:
    options = [part for name, value in facts.items() for part in (f"--{name}", value)]
    ran = run("log", *options)
    assert ran.code == 0, ran.err
    found = re.search(r"Logged as (\S+)\.", ran.out)
    assert found is not None
    return found[1]


def test_a_call_is_logged_found_shown_and_corrected(run: Run) -> None:
    call = logged(run, number="614 555 0133", company="Zenith Solar", said="free solar estimate")
    assert "Zenith" in run("history", "solar").out
    assert "Zenith" in run("history", "5550133").out
    assert "no calls" in run("history", "dentist").out.lower()
    assert "solicitation" in run("show", call).out
    corrected = run("correct", call, "--label", "service", "--note", "I had asked")
    assert "genuine service" in corrected.out
    assert "corrected by you" in run("show", call).out
    record = run("show", call, "--json").json
    assert isinstance(record, dict)
    assert record["label"] == "solicitation"
    assert record["shown"] == "service"
    run("correct", call, "--undo")
    assert "corrected by you" not in run("show", call).out


def test_a_second_call_after_an_opt_out_is_refused_since_then(run: Run) -> None:
    assert run("vendor", "add", "Orkin", "--number", "8777196679").code == 0
    ran = run("optout", "orkin", "--at", "2026-03-03 10:00", "--words", "stop calling")
    assert ran.code == 0, ran.err
    said = [
        "--number",
        "877 719 6679",
        "--company",
        "Orkin",
        "--said",
        "wants to add termite cover to our plan, 29 extra a month",
    ]
    out = run("log", *said).out
    assert "refused since 3 March 2026" in out
    assert "existing-vendor upsell" in out
    looked = run("lookup", "+1 877 719 6679").out
    assert "Orkin" in looked
    assert "Today refused: fundraising, political, sales, survey" in " ".join(looked.split())
    assert "1 after your opt-out" in looked


def test_an_unknown_name_is_asked_about_once(run: Run) -> None:
    asked = run("optout", "Nobody Solar")
    assert asked.code != 0
    assert "Nobody Solar" in asked.err
    assert run("optout", "Nobody Solar", "--yes").code == 0
    out = run("log", "--company", "Nobody Solar", "--said", "free solar panels").out
    assert "refused" in out


def test_vendors_are_kept(run: Run) -> None:
    run("vendor", "add", "Charter", "--customer-since", "2019-06-15")
    run("vendor", "add", "Spectrum", "--alias", "Time Warner", "--number", "8332676094")
    assert "2019-06-15" in run("vendor", "list").out
    assert run("vendor", "edit", "spectrum", "--category", "internet").code == 0
    merged = run("vendor", "merge", "Spectrum", "Charter", "--json").json
    assert isinstance(merged, dict)
    assert "Charter" in merged["aliases"]
    assert run("vendor", "end", "Charter", "--on", "2025-01-31").code == 0
    assert "2025-01-31" in run("vendor", "show", "Spectrum").out


def test_a_known_person_gets_no_label(run: Run) -> None:
    run("person", "add", "Rosa", "--number", "312 555 0142", "--relation", "your sister")
    out = run("log", "--number", "3125550142", "--said", "call me when you are off work").out
    assert "undetermined (the caller is someone you know)" in out
    assert "sister" in out
    assert run("person", "remove", "Rosa").code == 0
    assert "Nobody" in run("person", "list").out


def test_what_decides_nothing_is_no_certainty(run: Run) -> None:
    out = run("log", "--company", "Zap", "--said", "hello").out
    assert "undetermined (what was logged gives no ground to decide)" in out
    assert (
        "undetermined (what was logged" in run("explain", "--company", "Zap", "--said", "hello").out
    )


def test_an_expected_call_is_allowed(run: Run) -> None:
    span = ["--from", "today 00:00", "--to", "today 23:59"]
    assert run("expect", "Lopez Plumbing", *span).code == 0
    said = ["--company", "Lopez Plumbing", "--said", "special offer on water heaters this week"]
    assert "expect" in run("log", *said).out


def test_facts_are_amended_never_lost(run: Run) -> None:
    call = logged(run, company="Acme", said="hello")
    assert run("amend", call, "--set", "company=Acme Solar", "--why", "misheard").code == 0
    shown = run("show", call).out
    assert "Acme Solar" in shown
    assert "amended: company from 'Acme'" in shown


def test_an_amended_moment_and_an_answer_are_told_to_programs(run: Run) -> None:
    call = logged(run, company="Acme", said="hello, is this the owner?")
    run("answer", call, "have_or_offer=offer")
    told = run("amend", call, "--at", "yesterday 09:12", "--json").json
    assert isinstance(told, dict)
    answered, moved = told["amended"]
    assert (answered["old"], answered["new"]) == ([], {"have_or_offer": "offer"})
    assert moved["new"] == told["call"]["at"]


def test_setup_tells_and_sets(run: Run) -> None:
    assert "sales: opt-in" in run("setup").out
    assert run("setup", "--region", "gb", "--time-zone", "Europe/London").code == 0
    assert "Europe/London" in run("setup").out


def test_the_demo_prints_its_day_without_a_terminal(run: Run) -> None:
    ran = run("demo")
    assert ran.code == 0
    for word in ("solicitation", "existing-vendor upsell", "genuine service", "SCAM", "refused"):
        assert word in ran.out


def test_a_call_without_words_or_company_is_not_screened(run: Run) -> None:
    assert "not screened" in run("log", "--number", "614 555 0133").out
    assert "not screened" in run("history").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["log"], "--number"),
        (["log", "--said", "x", "--at", "2027-06-01 10:00"], "future"),
        (["log", "--said", "x", "--at", "when the moon is full"], "--at"),
        (["history", "--since", "soon"], "--since"),
        (["history", "--label", "spam"], "spam"),
        (["show", "zzzzzz"], "zzzzzz"),
        (["correct", "zzzzzz", "--label", "service"], "zzzzzz"),
        (["correct", "zzzzzz"], "--label"),
        (["vendor", "add", ""], "name"),
        (["vendor", "add", "A", "--number", "1" * 40], "number"),
        (["vendor", "add", "A", "--ended", "31/01/2025"], "ended"),
        (["vendor", "show", "Nobody"], "Nobody"),
        (["vendor", "end", "Nobody"], "Nobody"),
        (["optout", ""], "party"),
        (["optout", "A", "--yes", "--at", "2027-06-01"], "future"),
        (["optin", "A", "--purpose", "fraud"], "fraud"),
        (["expect", "A", "--from", "today 17:00", "--to", "today 14:00"], "--to"),
        (["setup", "--region", "Narnia"], "region"),
        (["setup", "--time-zone", "Mars/Olympus"], "Mars/Olympus"),
        (["amend", "zzzzzz", "--set", "label=service"], "label"),
        (["nonsense"], "nonsense"),
        (["log", "--nonsense"], "--nonsense"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_code_2(
    run: Run, arguments: list[str], says: str
) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert says in ran.err
    assert ran.err.startswith("screener: ")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "said",
    ["[/]", "\x1b[31mred", "\u202eright to left", "🤡" * 50, "a" * 1_000_000, "two\nlines"],
)
def test_hostile_words_are_kept_and_shown_plain(run: Run, said: str) -> None:
    call = logged(run, company=said[:100], said=said, number="1-800-FLOWERS")
    record = run("show", call, "--json").json
    assert isinstance(record, dict)
    assert record["call"]["said"] == said
    for shown in (run("show", call).out, run("history").out, run("lookup", said[:40]).out):
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_a_file_that_is_no_database_is_left_alone(run: Run, db: Path) -> None:
    db.write_text("dear diary")
    ran = run("history")
    assert ran.code == 2
    assert str(db) in ran.err
    assert db.read_text() == "dear diary"


def test_the_screen_needs_a_terminal(run: Run) -> None:
    ran = run()
    assert ran.code == 2
    assert "terminal" in ran.err


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert "Example:" in ran.out


@pytest.mark.parametrize("given", [("undo",), ("expect", "--cancel"), ("import", "--undo")])
def test_a_number_beyond_all_records_is_one_sentence(run: Run, given: tuple[str, ...]) -> None:
    ran = run(*given, "38783125941673436381093671469056")
    assert (ran.code, ran.out) == (2, "")
    assert "is not in the range" in ran.err
