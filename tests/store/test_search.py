"""Search: by beginnings, without accents, by any end of a number; and never a syntax error."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screener.call import Call
from screener.store import Store
from screener.store.search import fold, number_words, query, storable
from tests.store.samples import at


@pytest.fixture
def full(store: Store) -> Store:
    """Three calls, a minute apart."""
    store.log(Call(id="a", at=at(1), number="(614) 555-0133", company="Bright Smiles", agent="Zoë"))
    store.log(
        Call(id="b", at=at(2), number="+44 20 7946 0958", company="AT&T", said="naïve café offer")
    )
    store.log(
        Call(
            id="c",
            at=at(3),
            number="72645",
            caller_id="BRIGHTER DAYS",
            note="rang at 14:05 about PRESS_1",
            callback_number="614 555 0199",
        )
    )
    return store


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", "cba"),
        ("   ", "cba"),
        ('"', "cba"),
        ("★ --", "cba"),
        ("brig", "ca"),
        ("BRIGHT", "ca"),
        ("bright sm", "a"),
        ("smi bright", ""),  # only the last word is a beginning
        ("smiles bri", "a"),
        ("zoe", "a"),
        ("cafe", "b"),
        ("NAIVE", "b"),
        ("cafe\u0301", "b"),
        ("at&t", "b"),
        ("at&", "cb"),
        ("press_1", "c"),
        ("0133", "a"),
        ("133", "a"),
        ("555-0133", "a"),
        ("(614) 555-01", "ca"),
        ("614555", "ca"),
        ("+1 614 555 0133", "a"),
        ("16145550133", "a"),
        ("1-614-555-0133", "a"),
        ("020 7946 0958", "b"),
        ("+44 20 7946", "b"),
        ("20 7946 0958", "b"),
        ("0958", "b"),
        ("72645", "c"),
        ("14:05", "c"),
        ("0133 bright", "a"),
        ("bright 0133", "a"),
        ("0199", "c"),
        ("nothing", ""),
        ("NOT bright", ""),
        ("company:bright", ""),
        ("bright OR cafe", ""),
    ],
)
def test_what_is_found(full: Store, text: str, ids: str) -> None:
    assert "".join(row.id for row in full.history(text)) == ids
    assert full.count(text) == len(ids)


anything = st.text(max_size=60) | st.text(
    alphabet="\"'*^:+-(){}[]ANDORNEAR0123456789 \0é\ud800", max_size=60
)


@given(anything)
@settings(max_examples=300, deadline=None)
@example('"')
@example('a" OR "b')
@example("NEAR(a b)")
@example("col:umn *")
@example("(" * 500)
@example("+" * 500 + "1")
@example("1 " * 500)
@example("a " * 5000)
@example("\0a\0")
@example("x" * 100_000)
def test_no_text_is_a_syntax_error(text: str) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "x.db") as store:
        store.log(Call(said=text, company=text, number=text))
        assert store.count(text) <= 1
        assert store.history(text, limit=1) == store.history(text)


@given(st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_folding_is_done_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    storable(name).encode()


def test_names_that_are_the_same() -> None:
    assert fold("  AT&T ") == fold("at & t") == "at t"
    assert fold("Café-Crème, Inc.") == "cafe creme inc"
    assert fold("[/]") == "[/]"


def test_forms_of_a_number() -> None:
    assert number_words("+442079460958", "020 7946 0958") == [
        "442079460958",
        "2079460958",
        "02079460958",
        "r859064970244",
    ]
    assert number_words("+16145550133", "614-555-0133") == [
        "16145550133",
        "6145550133",
        "r33105554161",
    ]
    assert number_words("+3545551234", "")[1] == "5551234"
    assert number_words("", "72645") == ["72645", "r54627"]
    assert number_words("", "Private") == []


def test_nothing_to_search_by() -> None:
    assert query(' " ') is None
    assert query("") is None
