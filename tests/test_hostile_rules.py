"""Rule files that nobody wrote in good faith: refused by name, and soon."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.cli import run_command
from screener.config import config_file
from screener.faults import Fault
from screener.rule_sources import MAX_LINE, parsed, read_file
from screener.rulebook import check_rules, load_rulebook, try_rules
from screener.rulefiles import read_rules

RULE = """format = 1
purpose = "sales"
[[signal]]
id = "MINE"
title = "t"
why = "w"
weight = {weight}
any = {phrases}
examples.match = ["solar club"]
examples.no_match = ["x"]
{more}
"""


def rule(weight: str = "1", phrases: str = '["solar club"]', more: str = "") -> bytes:
    return RULE.format(weight=weight, phrases=phrases, more=more).encode(errors="surrogatepass")


def many(count: int) -> bytes:
    one = RULE.partition("[[signal]]")[2]
    tables = (
        "[[signal]]"
        + one.format(weight=1, phrases='["solar club"]', more="").replace("MINE", f"M{at}")
        for at in range(count)
    )
    return ('format = 1\npurpose = "sales"\n' + "".join(tables)).encode()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "10 MB": (lambda: b"# " + b"x" * 10_000_000, "larger than 1,000,000 bytes"),
    "10 MB of rules": (lambda: many(60_000), "larger than"),
    "nested lists": (lambda: b"format = 1\na = " + b"[" * 3_900, "not TOML"),
    "nested tables": (lambda: b"format = 1\na = " + b"{a=" * 1_300, "not TOML"),
    "a key of many parts": (
        lambda: b"format = 1\n" + b"a." * 400_000 + b"a = 1",
        "line 2 is longer",
    ),
    "keys of many parts": (
        lambda: (
            b"format = 1\n"
            + b"".join(b"a%d." % at + b"a." * 1_900 + b"a = 1\n" for at in range(250))
        ),
        "line 2 holds more than 100 dots",
    ),
    "a weight of many parts": (lambda: rule("1", more="also." + "sales." * 90 + "x = 1"), "also"),
    "thousands of gaps": (
        lambda: rule(phrases='["a ' + ".. a " * 700 + '"]'),
        "more than 100 dots",
    ),
    "hundreds of gaps": (lambda: rule(phrases='["a ' + ".. a " * 40 + '"]'), "at most 12"),
    "gaps after gaps": (lambda: rule(phrases='["a ' + ".. " * 40 + 'a"]'), "two gaps in a row"),
    "many readings": (lambda: rule(phrases='["' + "(a|b|c|d|e) " * 9 + '"]'), "readings"),
    "many alternatives": (lambda: rule(phrases='["(' + "a|" * 450 + "b)" * 9 + '"]'), "MINE: any"),
    "open brackets": (lambda: rule(phrases='["' + "(" * 900 + '"]'), "must not hold"),
    "a huge phrase": (
        lambda: rule(phrases='["""' + "solar\n" * 100_000 + '"""]'),
        "longer than 1,000",
    ),
    "many phrases": (
        lambda: rule(phrases="[" + '"solar club",\n' * 50_000 + "]"),
        "1 to 200 texts",
    ),
    "a huge title": (
        lambda: rule(more='tell = """' + "x\n" * 200_000 + '"""'),
        "1 to 50 characters",
    ),
    "nan": (lambda: rule("nan"), "weight must be a number"),
    "inf": (lambda: rule("-inf"), "weight must be a number"),
    "1e309": (lambda: rule("1e309"), "weight must be a number"),
    "a text": (lambda: rule('"6"'), "weight must be a number"),
    "yes": (lambda: rule("true"), "weight must be a number"),
    "a day": (lambda: rule("1979-05-27"), "weight must be a number"),
    "400 digits": (lambda: rule("1" + "0" * 400), "weight must be a number"),
    "too many digits": (lambda: rule("9" * 3_990), "weight must be a number"),
    "hexadecimal digits": (lambda: rule("0x" + "f" * 3_900), "weight must be a number"),
    "a key twice": (lambda: rule(more="weight = 2"), "not TOML"),
    "an id twice": (lambda: many(2).replace(b"M1", b"M0"), "has this id already"),
    "no UTF-8": (lambda: rule() + b"# \xff\xfe", "not UTF-8"),
    "UTF-16": (lambda: rule().decode().encode("utf-16"), "not UTF-8"),
    "NUL": (lambda: rule() + b"\0", "not TOML"),
    "half a character": (lambda: rule(more='tell = "\ud800"'), "not UTF-8"),
    "control characters": (lambda: rule(phrases='["\\u001b[31m"]'), "neither a word nor a sign"),
}


@pytest.fixture
def own() -> Path:
    folder = config_file().parent / "rules"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_by_name(what: str, own: Path, tmp_path: Path) -> None:
    made, says = HOSTILE[what]
    file = own / "mine.toml"
    file.write_bytes(made())
    for refused in (
        lambda: load_rulebook(own, cache=tmp_path),
        lambda: try_rules(file, own),
    ):
        with pytest.raises(Fault) as raised:
            refused()
        _is_named(str(raised.value), file, says)


def _is_named(sentence: str, file: Path, says: str) -> None:
    assert str(file) in sentence or str(file.parent) in sentence
    assert says in sentence
    assert len(sentence) < 2 * MAX_LINE + 500


@pytest.mark.parametrize("what", ["10 MB", "nested lists", "400 digits", "a key of many parts"])
def test_the_commands_say_so_on_one_line(
    what: str, own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own / "mine.toml").write_bytes(HOSTILE[what][0]())
    for command in (
        ["rules", "check"],
        ["rules", "list"],
        ["rules", "try", str(own / "mine.toml")],
        ["log", "--said", "free solar estimate"],
    ):
        code = run_command(["--db", str(tmp_path / "x.db"), *command], lambda make, demo: None)
        out, err = capsys.readouterr()
        assert code in {1, 2}
        assert "mine.toml" in out + err
        assert err.count("\n") <= 1


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _circle(path: Path) -> None:
    path.symlink_to(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _nowhere(path: Path) -> None:
    path.symlink_to(path.parent / "gone")


@pytest.mark.parametrize("make", [_pipe, Path.mkdir, _circle, _device, _nowhere])
def test_what_is_no_file_is_refused_by_name(make: Callable[[Path], None], own: Path) -> None:
    file = own / "mine.toml"
    make(file)
    for refused in (
        lambda: load_rulebook(own),
        lambda: check_rules(own),
        lambda: try_rules(file, own),
    ):
        with pytest.raises(Fault, match=r"mine\.toml: cannot be read: "):
            refused()


def test_what_editors_leave_beside_a_file_is_passed_over(own: Path) -> None:
    (own / ".#mine.toml").symlink_to("me@here.1234")
    assert load_rulebook(own).hash == load_rulebook().hash


def test_many_files_are_as_one(own: Path) -> None:
    for at in range(20):
        (own / f"r{at}.toml").write_bytes(b"# " + b"x\n# " * 15_000)
    with pytest.raises(Fault, match="larger than 1,000,000 bytes together"):
        load_rulebook(own)


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(Fault, match="no name for a file"):
        read_file(Path("a\0b"))


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
_KEYS = (
    *(
        "id",
        "title",
        "why",
        "weight",
        "also",
        "group",
        "any",
        "near",
        "unless",
        "within",
        "speaker",
    ),
    *(
        "negated",
        "where",
        "fuzzy",
        "when",
        "needs",
        "tell",
        "certain",
        "asks",
        "enabled",
        "override",
    ),
    *("examples",),
)


@given(st.dictionaries(st.sampled_from(_KEYS), _values), _values)
def test_no_values_break_the_reader(table: dict[str, object], other: object) -> None:
    document = {"format": 1, "purpose": "sales", "signal": [{"id": "MINE", **table}, other]}
    for fault in read_rules({"mine.toml": document}).faults:
        assert fault.startswith("mine.toml: ")


@given(st.binary(max_size=200))
def test_no_bytes_break_the_parser(raw: bytes) -> None:
    faults: list[str] = []
    found = parsed({"mine.toml": raw}, faults)
    assert len(found) + len(faults) == 1
    assert all(fault.startswith("mine.toml: ") for fault in faults)
