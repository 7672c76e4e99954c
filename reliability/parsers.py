"""What is fuzzed: every parser with its corpus, the judge, and the commands."""

import io
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st

from reliability.archives import brings, recipes
from reliability.fuzzing import Target
from reliability.inputs import PIECES, Broken, bent, corpus
from screener.classify import classify_line
from screener.cli.main import COMMANDS, run_command
from screener.conditions import read_days, read_hours, read_limit
from screener.config import read_settings
from screener.dates import read_day, read_moment
from screener.faults import Fault
from screener.feeds import FORMATS, feed_named
from screener.feeds.protocol import Item, Place, Skipped
from screener.feeds.source import opened
from screener.half_typed import answerable
from screener.household_wire import household_from
from screener.live.address import address_of
from screener.live.lines import Lines
from screener.phone import display, format_as_typed, read_number
from screener.phrases import read_phrase
from screener.query import read_query
from screener.rule_sources import parsed
from screener.rulebook import load_rulebook
from screener.rulefiles import read_caps, read_rules
from screener.screening import Screener
from screener.text import one_line, plain
from screener.vendor import Household
from screener.wire import call_from, entry_from, vendor_from
from tests.attacks import harm
from tests.feeds.test_hostile import database

_NOW = datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
_ELSEWHERE = {"web", "listen", "demo", "encrypt", "decrypt", "completion"}
"""Commands that serve, wait or ask."""
_COLUMNS = {"at": "When", "number": "Phone", "caller_id": "Name"}
_DATABASES = ("iphone", "callattendant")


def _loaded(text: object) -> Any:
    try:
        return json.loads(str(text))
    except (ValueError, RecursionError):
        return str(text)


def _plainly(text: object) -> None:
    shown = plain(str(text))
    if found := harm(shown, wrapped=True) or (plain(shown) != shown and "not plain at once"):
        raise Broken(str(found))
    if len(one_line(str(text), 40)) > 40:
        raise Broken("longer than asked for")


def _ruled(text: object) -> None:
    faults: list[str] = []
    documents = parsed({"x.toml": str(text).encode(errors="surrogatepass")}, faults)
    found = read_rules(documents)
    if any(not fault.startswith("x.toml: ") for fault in (*faults, *found.faults)):
        raise Broken("a fault that names no file")
    for name, document in documents.items():
        read_caps(name, document)


def _any_of(reads: Sequence[Callable[[Any], object]], given_: object) -> None:
    """Hands something to all; refused is what all of them refuse."""
    refused: list[Fault] = []
    for read in reads:
        try:
            read(given_)
        except Fault as fault:
            refused.append(fault)
    if len(refused) == len(reads):
        raise refused[0]


def _conditions(text: object) -> None:
    _any_of((read_hours, read_days, read_limit), str(text))


def _numbers(text: object) -> None:
    for region in ("US", "DE", ""):
        read_number(str(text), region)
        display(str(text), region)
        format_as_typed(str(text), region)


def _objects(text: object) -> None:
    found = _loaded(text)
    reads: list[Callable[[Any], object]] = [household_from, vendor_from, entry_from]
    _any_of([*reads, call_from] if isinstance(found, dict) else reads, found)


def _asked(text: object) -> None:
    answerable(str(text))
    read_query(str(text))


def _heard(text: object) -> None:
    lines = Lines()
    raw = str(text).encode(errors="surrogatepass")
    for at in range(0, len(raw), 7):
        list(lines.feed(raw[at : at + 7]))


def _feed(name: str, file: Path) -> Callable[[object], None]:
    def take(text: object) -> None:
        binary = name in _DATABASES
        file.write_bytes(
            str(text).encode(
                "latin-1" if binary else "utf-8", "replace" if binary else "surrogatepass"
            )
        )
        _reasoned(list(feed_named(name).read(opened(file), Place(columns=_COLUMNS))))

    return take


def _reasoned(items: Sequence[Item]) -> None:
    """Everything that was left out has a reason; a file of which nothing else came is refused."""
    left = [each.reason for each in items if isinstance(each, Skipped)]
    if found := next(filter(None, map(harm, left)), "" if all(left) else "no reason"):
        raise Broken(found)
    if left and len(left) == len(items):
        raise Fault(left[0])


def _judge() -> Callable[[object], None]:
    screener, household = Screener(load_rulebook()), Household()

    def take(text: object) -> None:
        answer, _ = classify_line(str(text), household, screener)
        json.dumps(answer, allow_nan=False)

    return take


_words = st.one_of(
    st.sampled_from(
        [
            *("list", "show", "add", "edit", "merge", "--json", "--company", "--number", "--said"),
            *(
                "--purpose",
                "sales",
                "--at",
                "yesterday 9:00",
                "--since",
                "2026-01-01",
                "--undo",
                "--yes",
            ),
            *(
                "Acme",
                "614 555 0133",
                "calls",
                "csv",
                "jsonl",
                "--format",
                "--label",
                "scam",
                "--limit",
            ),
            *(
                "--set",
                "company=x",
                "--gave",
                "code",
                "--done",
                "1",
                "--state",
                "US",
                "--by",
                "number",
            ),
        ]
    ),
    PIECES,
).map(lambda word: word.replace("/", "").replace("\0", ""))


def _commands(folder: Path) -> Callable[[object], None]:
    def take(given_: object) -> None:
        # As a program gets them: bytes that are no UTF-8 are escaped.
        words = [str(each).encode(errors="surrogatepass") for each in given_]  # type: ignore[attr-defined]
        drawn = [each.decode(errors="surrogateescape") for each in words]
        arguments = ["--db", str(folder / "x.db"), *drawn]
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        with (
            redirect_stdout(out),
            redirect_stderr(err),
            patch("sys.stdin", io.TextIOWrapper(io.BytesIO())),
        ):
            code = run_command(arguments, lambda make, demo: None)
        if code not in {0, 1, 2, 130}:
            raise Broken(f"exit code {code}")
        out.seek(0)
        if found := harm(err.getvalue()) or harm(out.read(), ends="\r\n", wrapped=True):
            raise Broken(found)

    return take


_MOMENTS = (
    lambda text: read_moment(str(text), _NOW, "America/Chicago"),
    lambda text: read_day(str(text)),
)


@contextmanager
def targets() -> Iterator[Sequence[Target]]:
    """All of them; their files lie in a folder that goes away. Nothing of the person's is touched."""
    with tempfile.TemporaryDirectory(prefix="screener-fuzz-") as place:
        folder = Path(place)
        homes = {f"XDG_{each}_HOME": str(folder / each) for each in ("DATA", "CONFIG", "STATE")}
        with patch.dict(os.environ, homes), _within(folder):
            yield _all(folder)


@contextmanager
def _within(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _corpus(name: str, folder: Path) -> list[str]:
    """The corpus of a target; a database is made anew, and bent as the characters of its bytes."""
    form = name.removeprefix("feed-")
    if form not in _DATABASES:
        return corpus(name)
    return [database(folder / f"{form}.db", form, "Ann", "").read_bytes().decode("latin-1")]


def _all(folder: Path) -> Sequence[Target]:
    texts: dict[str, Callable[[object], object]] = {
        "text": _plainly,
        "query": _asked,
        "moments": _MOMENTS[0],
        "days": _MOMENTS[1],
        "numbers": _numbers,
        "conditions": _conditions,
        "phrases": lambda text: read_phrase(str(text)),
        "rules": _ruled,
        "settings": lambda text: read_settings(str(text)),
        "addresses": lambda text: address_of(str(text)),
        "lines": _heard,
        "objects": _objects,
        "classify": _judge(),
        **{f"feed-{name}": _feed(name, folder / "file") for name in FORMATS},
    }
    pages = bent(_corpus("feed-google-voice", folder))
    argv = st.tuples(
        st.sampled_from(sorted(COMMANDS.keys() - _ELSEWHERE)), st.lists(_words, max_size=5)
    ).map(lambda drawn: [drawn[0], *drawn[1]])
    return [
        *(Target(name, bent(_corpus(name, folder)), take) for name, take in texts.items()),
        Target("archives", recipes(pages), brings(folder / "archives")),
        Target("commands", argv, _commands(folder)),
    ]
