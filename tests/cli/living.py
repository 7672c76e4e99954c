"""A household with life in it, made by commands alone, with what each answers to programs.

Every label, opt-ins and opt-outs, calls after one, tags, corrections, imports, exports, a merge,
complaints, something undone, something forgotten, a copy put back.
"""

import io
import json
import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import fields
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from shutil import rmtree
from typing import Any, NamedTuple
from unittest.mock import patch

from screener.cli import run_command
from screener.config import config_file
from screener.rule import Rule, When
from screener.rulebook import load_rulebook, rules_folder
from tests.conftest import SCENARIOS
from tests.reputation.test_reading import FTC

SALE = "wants to add termite cover to our plan, 29 extra a month"
_ANDROID = """<?xml version="1.0" encoding="UTF-8"?>
<calls count="5">
<call number="6145550161" duration="9" date="1767371661000" type="1" presentation="1" />
<call number="6145550161" duration="9" date="1767371662000" type="3" presentation="1" />
<call number="8777196679" duration="60" date="1790000000000" type="2" presentation="1" />
<call number="6145550162" duration="x" date="" type="1" presentation="1" />
</calls>
"""
_SETTINGS = """[listen]
server = "mqtt://me:secret@box/calls"
day_first = true

[[on_call]]
run = ["notify-send", "a call"]
when = ["stored", "arrived"]
seconds = 2.5
"""
_RULE = """format = 1
purpose = "fraud"

[[signal]]
id = "FRAUD_IS_THIS_THE_OWNER"
title = "the owner"
why = "They ask for the owner."
weight = 6.0
also = { sales = -6.0, unknown = -6.0, service = -6.0, account = -6.0 }
fuzzy = true
when.withheld = true
any = ["is this the owner"]
examples.match = [
  { said = "hello, is this the owner", number = "private" },
  { said = "good day, is this the owner of the shop", number = "private" },
]
examples.no_match = ["who is this", "the owner is out"]
"""


class Answer(NamedTuple):
    """What a command answered: its path ("vendor add"), all it was called with, its JSON."""

    path: str
    arguments: Sequence[str]
    told: Any


class Life:
    """Runs commands on one database and keeps what they answer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers: list[Answer] = []

    def __call__(self, path: str, *arguments: str, stdin: str = "") -> Any:
        """The JSON that a command answers, kept under its path."""
        told = json.loads(self.text(path, *arguments, "--json", stdin=stdin))
        self.answers.append(Answer(path, arguments, told))
        return told

    def lines(self, kind: str, path: str, *arguments: str, stdin: str = "") -> None:
        """Keeps each line of an answer in JSON Lines under its kind."""
        for line in self.text(path, *arguments, stdin=stdin).splitlines():
            self.answers.append(Answer(kind, arguments, json.loads(line)))

    def text(self, path: str, *arguments: str, stdin: str = "") -> str:
        """What a command writes to standard output; one that fails ends the test."""
        written, err = io.BytesIO(), io.StringIO()
        out = io.TextIOWrapper(written, encoding="utf-8", write_through=True)
        source = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
        command = ["--db", str(self.folder / "calls.db"), *path.split(), *arguments]
        with patch.object(sys, "stdin", source), redirect_stdout(out), redirect_stderr(err):
            code = run_command(command, lambda make, demo: None)
        if code == 2:
            raise AssertionError(f"screener {' '.join(command[2:])}: {err.getvalue()}")
        return written.getvalue().decode()

    def file(self, name: str, content: str) -> str:
        """The path of a file with this content."""
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return str(path)


def lived(folder: Path) -> Sequence[Answer]:
    """The answers of all commands of a life, in its order."""
    life = Life(folder)
    for chapter in (_empty, _book, _calls, _consent, _work, _law, _files, _rules, _end):
        chapter(life)
    return life.answers


def _day(before: int) -> str:
    return (date.today() - timedelta(days=before)).isoformat()  # noqa: DTZ011 - any day will do


def _empty(life: Life) -> None:
    for path in ("history", "vendor list", "person list", "ledger", "reputation list", "tag"):
        life(path)
    life("backup", "--list")
    life("doctor")
    life("aftercare")
    life("setup", "--region", "US", "--state", "IL", "--time-zone", "America/Chicago")
    life("setup", "--own-number", "312 555 0100", "--registered-on", "2020-01-02")
    life("verify")


def _book(life: Life) -> None:
    life("vendor add", "Orkin", "--number", "8777196679", "--last-transaction", _day(200))
    life("vendor edit", "Orkin", "--category", "pest control", "--alias", "Orkin Pest")
    life("vendor add", "Charter", "--customer-since", "2019-06-15", "--number", "833 267 6094")
    life("vendor add", "Spectrum", "--last-inquiry", _day(10))
    life("vendor merge", "Spectrum", "Charter")
    life("vendor unmerge", "Charter")
    life("vendor end", "Charter", "--on", "2025-01-31")
    tied = ("--days", "mon-fri", "--hours", "09:00-17:00", "--at-most", "2/month")
    life("prefer", "Spectrum", "--purpose", "sales", *tied, "--only-from", "833 267 6095")
    life("prefer", "Orkin", "--purpose", "survey", "--choice", "opt-out", "--how", "letter")
    life("prefer", "Charter", "--purpose", "sales", "--in-writing")
    life("person add", "Rosa", "--number", "312 555 0142", "--relation", "your sister")
    life("person edit", "Rosa", "--number", "312 555 0143")
    life("person list")
    life("vendor list")


def _calls(life: Life) -> None:
    said = ("--said", "your technician arrives tomorrow between 8 and 10")
    orkin = ("--company", "Orkin", "--number", "877 719 6679")
    life("log", *orkin, *said, "--at", f"{_day(80)} 10:00", "--own-number", "312 555 0100")
    life("log", *orkin, "--said", SALE, "--at", f"{_day(79)} 10:00", "--taken-by", "Ann")
    life("log", *orkin, "--said", SALE, "--at", f"{_day(20)} 10:00", "--duration", "60")
    life("log", *orkin, "--said", SALE, "--at", f"{_day(9)} 22:30", "--status", "voicemail")
    zenith = ("--company", "Zenith Solar", "--number", "614 555 0133")
    life("log", *zenith, "--said", "free solar estimate", "--told-to-stop", "--words", "stop")
    life("log", *zenith, "--said", "free solar estimate today", "--agent", "Jim", "--live")
    life("log", "--number", "312 555 0143", "--said", "call me when you are off work")
    life("log", "--number", "614 555 0134")
    life("log", "--company", "Acme", "--said", "hello, is this the owner?", "--caller-id", "ACME")
    life("log", "--company", "Tulip", "--said", "is this the owner? your parcel is at the gate")
    scam = "this is your bank, read me the six digit code from the text message"
    life("log", "--company", "Chase", "--number", "800 935 9935", "--said", scam, "--recorded")
    life("log", "--company", "Orkin", "--number", "800 935 9935", "--said", scam)


def _consent(life: Life) -> None:
    letter = life.file("letter.txt", "stop")
    life("optout", "Orkin", "--at", f"{_day(60)} 10:00", "--words", "stop", "--to-whom", "Jane")
    life("optin", "Spectrum", "--purpose", "sales", "--how", "web", "--at", f"{_day(50)} 10:00")
    life("revoke", "Spectrum", "--purpose", "sales", "--how", "letter", "--file", letter)
    life("confirm", "Orkin", "--reference", "7711-A")
    life("optout", "Nobody Solar", "--yes")
    life("optout", "614 555 0177", "--purpose", "sales")
    life("ledger")
    life("ledger", "Orkin")
    life("vendor show", "Orkin")
    life("permission", "Orkin")
    life("permission", "Spectrum", "--purpose", "sales", "--at", f"{_day(40)} 03:00")
    life("permission", "614 555 0199")
    life("expect", "Lopez Plumbing", "--from", "today 00:00", "--to", "today 23:59")
    life("expect", "--from", "yesterday 09:00", "--to", "yesterday 10:00", "--note", "boiler")
    life("expect", "--list")
    life("expect", "--cancel", "1")
    life("log", "--company", "Lopez Plumbing", "--said", "special offer on water heaters")


def _work(life: Life) -> None:
    rows = life("history")
    for by in ("company", "number", "day"):
        life("history", "--by", by)
    calls: Mapping[str, str] = {row["company"] or row["number"]: row["id"] for row in rows}
    acme, zenith, chase = calls["Acme"], calls["Zenith Solar"], calls["Chase"]
    life("amend", acme, "--set", "company=Acme Solar", "--at", "yesterday 09:12", "--why", "heard")
    life("correct", acme, "--label", "upsell", "--note", "they rang again")
    life("note", acme, "rang my sister too")
    life("answer", acme, "have_or_offer=offer")
    life("show", acme)
    life("explain", acme)
    life("explain", "--company", "Orkin", "--said", SALE)
    life("explain", "--number", "614 555 0100")
    life("tag", zenith, "solar", "ask-my-lawyer")
    life("tag", zenith, "--remove", "solar")
    life("tag")
    life("aftercare", chase, "--gave", "code")
    life("aftercare", chase, "--done", "1")
    life("aftercare", "--gave", "card")
    life("aftercare")
    life("show", calls["614 555 0134"])
    life("show", zenith)
    for who in (
        "Orkin",
        "+1 877 719 6679",
        "614 555 0133",
        "614 555 0143",
        "Zenit",
        "312 555 0143",
    ):
        life("lookup", who)
    life("undo", "--list")
    life("undo")
    life("undo", "--redo")
    for query in ("orkin", "label:undetermined", "is:scam"):
        life("history", query)
    life("insights", "--since", _day(90))


def _law(life: Life) -> None:
    life("violations")
    life("violations", "--vendor", "Orkin")
    life("deadlines")
    life("regions")
    life("regions", "US", "--state", "TX")
    for who in ("Orkin", "614 555 0133", "Zenith Solar"):
        told = json.loads(life.text("report", who, "--format", "json"))
        life.answers.append(Answer("report", (who,), told))
    life.text("letter", "Orkin")


def _files(life: Life) -> None:
    xml, plain = (
        life.file("calls.xml", _ANDROID),
        life.file("list.csv", "When,Tel\n2026-03-04 9:30,1\n"),
    )
    life("import", xml, "--dry-run")
    told = life("import", xml)
    life("import", plain, "--column", "at=When", "--column", "number=Tel")
    bad = '{"at":"2026-03-04T10:00:00Z","number":"614 555 0150","said":"solar offer"}\n{"no":1}\n'
    life("import", life.file("more.jsonl", bad))
    life(
        "import",
        life.file("all.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:Ann\nTEL:3125550111\nEND:VCARD\n"),
    )
    life("import", "--list")
    life("import", "--undo", str(told["import"]))
    life("reputation add", life.file("DNC.csv", FTC))
    life(
        "reputation add",
        life.file("ranges.csv", "number,subject\n614 555*,solar\n"),
        "--format",
        "plain",
    )
    life("reputation show", "614 555 0134")
    life("reputation show", "614 555 0199")
    life("lookup", "614 555 0134")
    life("reputation list")
    life("reputation remove", "DNC.csv")
    for what in ("calls", "vendors", "ledger", "everything"):
        life.lines(f"export-{what}", "export", what, "--format", "jsonl")
    whole = str(life.folder / "everything.jsonl")
    life("export", "everything", "-o", whole)
    life("export", "calls", "-o", str(life.folder / "calls.csv"))
    here, life.folder = life.folder, life.folder / "other"
    life.folder.mkdir()
    life("import", whole)
    life.folder = here
    life("log", "--company", "After", "--said", "one call more")
    life("import", whole, "--dry-run")
    life("import", whole)
    ask = [{"id": 7, "company": "Orkin", "said": SALE}, {"id": [1], "said": 3}, "x"]
    life.lines("classify", "classify", stdin="\n".join(map(json.dumps, ask)))


def _rules(life: Life) -> None:
    life("config")
    life("config check")
    config_file().parent.mkdir(parents=True)
    config_file().write_text('[screen]\ntheme = "pink"\nstart = "cellar"\n', encoding="utf-8")
    life("config check")
    config_file().write_text(_SETTINGS, encoding="utf-8")
    life("config")
    config_file().unlink()
    life("rules check")
    life("rules list")
    life("rules test")
    for name in dict.fromkeys(_various()):
        life("rules show", name)
    life("rules try", life.file("owner.toml", _RULE))
    own = config_file().parent / "rules"
    own.mkdir()
    (own / "owner.toml").write_text(_RULE, encoding="utf-8")
    life("rules show", "FRAUD_IS_THIS_THE_OWNER")
    rmtree(own)
    life("rules off", _NEEDED, "--try")
    life("rules off", _NEEDED)
    life("rules check")
    needing = next(r.id for r in load_rulebook(rules_folder()).signals if _NEEDED in r.needs)
    for name in (_NEEDED, needing):
        life("rules show", name)
    life("rules on", _NEEDED)
    life("rules weight", needing, "0.5")
    life("rules show", needing)
    life("rules reset", needing)
    told = ("--title", "solar club", "--why", "They ring for it.", "--any", "solar club")
    said = ("--match", "this is the solar club", "--no-match", "solar panels")
    life("rules write", "--purpose", "sales", "--weight", "1.5", *told, *said)
    life("rules list", "--mine")
    life("rules heard")
    few = "".join(islice((SCENARIOS / "a1.calls.jsonl").open(encoding="utf-8"), 40))
    (life.folder / "few.json").write_bytes((SCENARIOS / "a1.json").read_bytes())
    wrong = few.replace('"label": "service"', '"label": "solicitation"', 1)
    labelled = life.file("few.calls.jsonl", wrong)
    life("eval", labelled, "--misses")
    life("rules stats", labelled)


_NEEDED = "FRAUD_AUTO_RENEWED"


def _various() -> Iterator[str]:
    """Rules that have among them every key that a rule can have."""
    rules = load_rulebook(rules_folder()).signals
    for key in (each.name for each in fields(Rule)):
        yield next((rule.id for rule in rules if getattr(rule, key)), rules[0].id)
    for key in (each.name for each in fields(When)):
        of = (r.id for r in rules if r.when and getattr(r.when, key) not in (None, frozenset()))
        yield from islice(of, 1)


@contextmanager
def _passphrase(life: Life) -> Iterator[None]:
    """A passphrase in a file, and no keyring."""
    named = life.file("key", "a passphrase for a life")
    fail = "keyring.backends.fail.Keyring"
    with patch.dict(os.environ, {"SCREENER_KEY_FILE": named, "PYTHON_KEYRING_BACKEND": fail}):
        yield


def _end(life: Life) -> None:
    kept = str(life.folder / "kept.db")
    head = life("backup", kept)["head"]
    life("backup", "--list")
    life("verify", "--anchor", head)
    life("verify", "--anchor", f"{'0' * 64}:1")
    life("doctor", "--full")
    life("forget", "Zenith Solar", "--yes")
    life("forget", "Orkin", "--yes")
    life.lines("export-everything", "export", "everything", "--format", "jsonl")
    life("verify")
    life("restore", kept, "--yes")
    life.file("calls.db.backup-0001-20260101T000000Z", "no database")
    life("backup", "--list")
    with _passphrase(life):
        life("encrypt", "--ask")
        life("decrypt", "--yes")
    with closing(sqlite3.connect(life.folder / "calls.db")) as database, database:
        database.execute("DROP TRIGGER call_stays")
        database.execute("UPDATE call SET said = 'something else' WHERE company = 'Chase'")
    life("verify")


def each_key(told: object) -> Iterator[str]:
    """Every key of an answer, at any depth."""
    if isinstance(told, Mapping):
        for key, value in told.items():
            yield key
            yield from each_key(value)
    elif isinstance(told, list):
        for value in told:
            yield from each_key(value)
