"""Hostile text at the commands: whatever callers are called, lines stay lines and text text."""

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import click
import icalendar
import pytest

from screener.cli import run_command
from screener.cli.main import COMMANDS, screener
from screener.exports import FORMATS
from screener.text import plain
from tests.attacks import ATTACKS, FORMULAS, LONG, PAGES, TOGETHER, harm

SAID = "free estimate on solar panels, special offer this week only "
NUMBER = "614 555 0133"
T = "{text}"
"""Stands for the attack in the arguments below; `{call}` is the id of a call that holds it."""


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


class House:
    """A household in which everything that can be named is named by an attack."""

    def __init__(self, folder: Path, text: str) -> None:
        self.folder = folder
        # As a program gets its arguments: bytes that are no UTF-8 are escaped, NUL cannot be.
        raw = text.replace("\0", "").encode(errors="surrogatepass")
        self.attack = raw.decode(errors="surrogateescape")
        self.call = ""
        self._live()

    def run(self, path: str, *arguments: str, stdin: str = "") -> Ran:
        """One command; `{text}`, `{call}` and `{folder}` in its arguments are filled in."""
        filled = [
            each.replace("{folder}", str(self.folder))
            .replace("{call}", self.call)
            .replace(T, self.attack)
            for each in arguments
        ]
        written, told = io.BytesIO(), io.BytesIO()
        out = io.TextIOWrapper(written, encoding="utf-8", write_through=True)
        err = io.TextIOWrapper(
            told, encoding="utf-8", errors="backslashreplace", write_through=True
        )
        source = io.TextIOWrapper(io.BytesIO(stdin.encode(errors="surrogatepass")))
        command = ["--db", str(self.folder / "calls.db"), *path.split(), *filled]
        with patch.object(sys, "stdin", source), redirect_stdout(out), redirect_stderr(err):
            code = run_command(command, lambda make, demo: None)
        return Ran(code, written.getvalue().decode(), told.getvalue().decode())

    def _live(self) -> None:
        facts = (
            *("--said", SAID + T, "--caller-id", T, "--agent", T, "--product", T, "--note", T),
            *("--taken-by", T, "--callback-number", T),
        )
        self.must("setup", "--region", "US", "--time-zone", "America/Chicago")
        self.must(
            "vendor add", "Zenith " + T, "--alias", "Z " + T, "--category", T, "--number", NUMBER
        )
        self.must("vendor add", "Other " + T, "--last-transaction", "2026-01-02")
        self.must("person add", T, "--number", "312 555 0142", "--relation", T)
        told = self.must("log", "--company", T, "--number", "614 555 0199", *facts, "--json")
        self.call = json.loads(told.out)["call"]["id"]
        for number in (NUMBER, T):
            self.must("log", "--company", "Zenith " + T, "--number", number, *facts)
        self.must("optout", "Zenith " + T, "--words", T, "--to-whom", T, "--at", "2026-01-05 10:00")
        self.must("optout", T, "--words", T, "--yes", "--at", "2026-01-05 10:00")
        self.must("confirm", "Zenith " + T, "--reference", T)
        scam = "this is your bank, read me the six digit code from the text message " + T
        self.must("log", "--company", "Chase " + T, "--number", "614 555 0198", "--said", scam)
        self.must("amend", "{call}", "--set", "product=new " + T, "--why", T)
        self.must("correct", "{call}", "--label", "solicitation", "--note", T)
        self.must("note", "{call}", T)
        self.run("tag", "{call}", T)
        self.must("tag", "{call}", "solar")
        self.must("expect", T, "--from", "today 00:00", "--to", "today 23:59", "--note", T)
        self.must("aftercare", "{call}", "--gave", "code")
        listed = json.dumps({"at": "2026-01-04T16:05:00Z", "number": T, "said": T, "company": T})
        (self.folder / "more.jsonl").write_text(listed + "\n", encoding="utf-8")
        self.must("import", "{folder}/more.jsonl")
        rows = io.StringIO(newline="")
        csv.writer(rows).writerows([["number", "subject"], ["6145550133", self.attack]])
        public = rows.getvalue().encode(errors="replace")
        (self.folder / "public.csv").write_bytes(public)
        self.run("reputation add", "{folder}/public.csv", "--format", "plain")

    def must(self, path: str, *arguments: str) -> Ran:
        ran = self.run(path, *arguments)
        assert ran.code == 0, f"{path}: {ran.err[-300:]}"
        return ran


Z = "Zenith " + T
_LEDGER = ((T, "--yes"), (Z, "--words", T, "--reference", T), (T,), (Z, "--purpose", T))

OUTLETS: Mapping[str, Sequence[Sequence[str]]] = {
    "aftercare": ((), ("{call}",), (T,), ("{call}", "--gave", T)),
    "amend": (("{call}", "--set", "agent=" + T), (T, "--set", T), ("{call}", "--set", T + "=x")),
    "answer": (("{call}", T), ("{call}", T + "=" + T), (T, "have_or_offer=offer")),
    "backup": (("--list",), ("{folder}/no/" + T,)),
    "classify": (("{folder}/more.jsonl",), ("{folder}/" + T,)),
    "completion": ((T,),),
    "config": ((),),
    "config check": ((),),
    "config path": ((),),
    "config theme": ((T,),),
    "confirm": _LEDGER,
    "correct": (
        ("{call}", "--label", T),
        (T, "--label", "service"),
        ("{call}", "--label", "service", "--note", T),
    ),
    "deadlines": ((),),
    "digest": ((), ("--week", T), ("--format", "html"), ("--format", "txt")),
    "doctor": ((), ("--full",)),
    "eval": (("{folder}/" + T,), ("{folder}/more.jsonl",)),
    "expect": (("--list",), (T, "--from", T, "--to", T), ("--cancel", T)),
    "explain": (
        ("{call}",),
        (T,),
        ("--company", T, "--said", T, "--number", T, "--at", "2026-01-01 10:00"),
        ("--at", T),
        ("--tell", T),
    ),
    "export": (
        *tuple((what, "--format", form) for what, forms in FORMATS.items() for form in forms),
        (T,),
        ("calls", "--format", T),
        ("calls", "-o", "{folder}/no/" + T),
    ),
    "forget": ((T,), (Z,)),
    "history": (
        (),
        (T,),
        ("--vendor", T),
        ("--by", "company"),
        ("--by", "number"),
        ("--since", T),
        ("company:" + T,),
        ("zenith",),
    ),
    "import": (
        ("--list",),
        ("{folder}/more.jsonl", "--dry-run"),
        ("{folder}/" + T,),
        ("{folder}/more.jsonl", "--format", T),
        ("--undo", T),
    ),
    "insights": ((), ("--since", T)),
    "ledger": ((), (T,), (Z,)),
    "letter": ((Z,), (T,), (Z, "--format", "html"), (Z, "--purpose", T)),
    "log": (
        ("--company", T, "--said", T, "--number", T, "--note", T),
        ("--at", T, "--said", "x"),
        ("--status", T),
        ("--own-number", T, "--said", T),
    ),
    "lookup": ((T,), (Z,), (NUMBER,), ("614 555 0199",)),
    "note": (("{call}", T), (T, T)),
    "optin": _LEDGER,
    "optout": _LEDGER,
    "permission": ((T,), (Z,), (Z, "--at", T)),
    "person add": ((T, "--number", "312 555 0142"), (T, "--number", T)),
    "person edit": ((T, "--relation", T), ("x" + T, "--name", T)),
    "person list": ((),),
    "person remove": (("nobody " + T,),),
    "prefer": (
        (Z, "--purpose", "sales", "--hours", T),
        (Z, "--purpose", "sales", "--only-from", T),
        (T, "--purpose", "sales"),
        (Z, "--purpose", "sales"),
    ),
    "regions": ((), (T,), ("US", "--state", T)),
    "report": (
        (Z,),
        (T,),
        (Z, "--format", "html"),
        (Z, "--format", "csv"),
        (Z, "--format", "json"),
        (Z, "--sheets"),
        ("--sheets",),
    ),
    "reputation add": (
        ("{folder}/" + T,),
        ("{folder}/more.jsonl",),
        ("{folder}/public.csv", "--format", T),
    ),
    "reputation list": ((),),
    "reputation remove": ((T,),),
    "reputation show": ((NUMBER,), (T,)),
    "restore": (("{folder}/" + T,), ("{folder}/more.jsonl", "--yes")),
    "revoke": _LEDGER,
    "rules check": ((),),
    "rules heard": ((),),
    "rules list": ((),),
    "rules off": ((T,),),
    "rules on": ((T,),),
    "rules reset": ((T,),),
    "rules show": ((T,),),
    "rules stats": (("{folder}/" + T,),),
    "rules test": ((),),
    "rules try": (("{folder}/" + T,), ("{folder}/more.jsonl",)),
    "rules weight": ((T, "1"), ("FRAUD_GIFT_CARDS", T)),
    "rules write": (
        (
            T,
            "--purpose",
            "sales",
            "--title",
            T,
            "--why",
            T,
            "--weight",
            "1",
            "--any",
            T,
            "--match",
            T,
            "--no-match",
            T,
            "--try",
        ),
    ),
    "setup": (("--region", T), ("--time-zone", T), ("--own-number", T), ("--registered-on", T)),
    "show": (("{call}",), (T,)),
    "tag": ((), ("{call}", T), (T, T)),
    "undo": (("--list",), (T,)),
    "vendor add": ((T, "--number", T), (T, "--alias", T, "--category", T), (Z,)),
    "vendor edit": ((Z, "--category", T), (T, "--name", T), (Z, "--last-transaction", T)),
    "vendor end": ((Z,), ("x" + T,)),
    "vendor list": ((),),
    "vendor merge": ((Z, "no " + T), ("no " + T, Z)),
    "vendor show": ((Z,), (T,)),
    "vendor unmerge": ((Z,), ("no " + T,)),
    "verify": ((), ("--anchor", T)),
    "violations": ((), ("--vendor", Z), ("--vendor", T), ("--since", T)),
    "web": (("--host", T), ("--host", "0.0.0.0", "--name", T), ("--port", T)),
    "listen": ((T, "--headless"), ("ncid://" + T, "--headless"), ("mqtt://x/" + T, "--json")),
}
"""Every command with what is asked of it. What it refuses is told on one line."""

ELSEWHERE = {
    "demo": "shows what is made up",
    "encrypt": "shows no text but the name of the file",
    "decrypt": "shows no text but the name of the file",
}


def _leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[str]:
    if not isinstance(command, click.Group):
        yield " ".join(path)
        return
    for name in command.list_commands(click.Context(command)):
        below = command.get_command(click.Context(command), name)
        assert below is not None
        yield from _leaves(below, (*path, name))
    if path and command.invoke_without_command:
        yield " ".join(path)


def test_every_command_and_format_is_attacked() -> None:
    assert OUTLETS.keys() | ELSEWHERE.keys() >= set(_leaves(screener))
    assert {path.split()[0] for path in OUTLETS} | ELSEWHERE.keys() >= COMMANDS.keys()
    attacked = {(each[0], each[2]) for each in OUTLETS["export"] if len(each) > 2}
    assert attacked >= {(what, form) for what, forms in FORMATS.items() for form in forms}


@pytest.fixture(scope="module", params=[*TOGETHER])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"), TOGETHER[request.param])


@pytest.mark.parametrize("path", sorted(OUTLETS))
def test_what_a_command_tells_is_plain(house: House, path: str) -> None:
    wrong = []
    for arguments in OUTLETS[path]:
        ran = house.run(path, *arguments)
        assert ran.code in {0, 1, 2, 130}, ran.err[-300:]
        if found := harm_of(ran.out, path, arguments):
            wrong.append((arguments, "out", found))
        if found := harm(ran.err):
            wrong.append((arguments, "err", found))
        if ran.code == 2 and ran.err.count("\n") != 1:
            wrong.append((arguments, "err", ran.err[:200]))
    assert not wrong


def harm_of(out: str, path: str, arguments: Sequence[str]) -> str:
    """What is wrong with an answer, as one of its format."""
    if "html" in arguments:
        return _page_harm(out)
    if "csv" in arguments:
        return _table_harm(out)
    ends = "\r\n" if path == "export" else "\n"
    return harm(out, ends=ends, wrapped=path in {"letter", "report", "digest"})


def _table_harm(out: str) -> str:
    rows = list(csv.reader(io.StringIO(out, newline=""), strict=True))
    if any(len(row) != len(rows[0]) for row in rows):
        return "a row that is longer or shorter than the heads"
    for cell in {cell for row in rows for cell in row}:
        if cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")):
            return f"a formula: {cell[:60]!r}"
        if found := harm(cell, ends="\n", wrapped=True):
            return found
    return ""


class _Page(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(f"{tag} {name}" for name, _ in attrs)}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]


def _page_harm(out: str) -> str:
    if out.startswith("screener:") or not out:
        return ""
    page = _Page()
    page.feed(out)
    page.close()
    forbidden = {"script", "img", "svg", "base", "iframe", "object", "svg/onload"}
    acts = {each for each in page.found if " on" in each}
    if page.found & forbidden or acts or "meta http-equiv" in page.found & {"never"}:
        return f"tags of the caller's: {sorted(page.found & forbidden | acts)}"
    if any(not link.startswith(("https://", "#")) or "evil" in link for link in page.links):
        return f"links of the caller's: {page.links}"
    return harm(out.replace("PWNED", "pwned"))


@pytest.mark.parametrize("start", [each for each in FORMULAS if not each.startswith("-")])
def test_no_cell_is_a_formula_whatever_begins_it(tmp_path: Path, start: str) -> None:
    house = House(tmp_path, start)
    for what, forms in FORMATS.items():
        if "csv" in forms:
            assert not _table_harm(house.must("export", what, "--format", "csv").out)
    assert not _table_harm(house.must("report", "Zenith " + T, "--format", "csv").out)


def test_cards_and_calendars_hold_what_they_are_about_and_no_more(house: House) -> None:
    cards = house.must("export", "vendors", "--format", "vcard").out
    vendors: Any = json.loads(house.must("vendor", "list", "--json").out)
    for word in ("BEGIN:VCARD", "END:VCARD"):
        assert cards.split("\r\n").count(word) == len(vendors)
    calendar = icalendar.Calendar.from_ical(
        house.must("export", "deadlines", "--format", "icalendar").out
    )
    assert {each.name for each in calendar.walk()} <= {"VCALENDAR", "VEVENT"}
    assert calendar.walk("VEVENT")


@pytest.mark.parametrize("form", FORMATS["blocklist"])
def test_a_block_list_holds_numbers_of_calls_only(house: House, form: str) -> None:
    lines = house.must("export", "blocklist", "--format", form).out.splitlines()
    assert 1 <= len(lines) < 10


def test_answers_in_json_give_back_every_word_as_it_came(house: House) -> None:
    told: Any = json.loads(house.must("show", "{call}", "--json").out)
    kept = house.attack.encode(errors="surrogateescape").decode(errors="replace")
    said = told["call"]["said"].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if kept == house.attack:
        assert said == SAID + kept
    assert house.run("show", "{call}", "--json").out.isascii()
    for line in house.must("export", "everything", "--format", "jsonl").out.splitlines():
        assert line.isascii()
        json.loads(line)


def test_a_word_without_end_is_told_on_one_line(tmp_path: Path) -> None:
    house = House(tmp_path, LONG)
    for path in ("history", "lookup", "vendor list", "ledger", "show"):
        arguments = {"lookup": (NUMBER,), "show": ("{call}",)}.get(path, ())
        ran = house.must(path, *arguments)
        if path != "show":
            assert max(map(len, ran.out.splitlines())) < 1000


@pytest.mark.parametrize("name", ATTACKS)
def test_the_list_is_made_of_harm(name: str) -> None:
    """What nothing was done to is seen as harm, so that an outlet that does nothing fails."""
    hidden = {"markup", "pages", "others"}
    assert bool(harm(ATTACKS[name])) is (name not in hidden)
    assert not harm(" ".join(plain(ATTACKS[name]).split()))
    assert _page_harm(f"<p>{PAGES}</p>")
    assert _table_harm("a,b\r\n=1,2\r\n")
    assert _table_harm("a,b\r\n1\r\n")
