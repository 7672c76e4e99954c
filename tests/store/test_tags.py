"""Tags: the person's own words on calls, found by the query language, gone with their call."""

from pathlib import Path

import pytest

from screener.call import Call
from screener.faults import Fault
from screener.ledger import Party, PartyKind
from screener.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "h.db")
    store.log(Call(id="a", company="Zenith", said="solar roof"))
    store.log(Call(id="b", company="Orkin", said="solar tax"))
    store.log(Call(id="c", said="nothing"))
    store.set_tags("a", ["Ask my Lawyer", "roof"])
    store.set_tags("b", ["#ask"])
    return store


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tag:roof", "a"),
        ("tag:ask", "ba"),
        ('tag:"ask"', "b"),
        ("tag:ask solar", "b"),
        ("tag:ASK-MY-LAWYER solar", "a"),
        ('tag:"ask my lawyer" solar', "a"),
        ("-tag:roof solar", "b"),
        ("tag:roof OR tax", "ba"),
        ("tag:ro", "a"),
        ("tag:ro* solar", "a"),
        ("tag:none", ""),
    ],
)
def test_a_tag_is_found_by_the_query_language(store: Store, query: str, found: str) -> None:
    assert {row.id for row in store.history(query)} == set(found)
    assert store.count(query) == len(found)
    assert len(store.walk(query, None, 1.0).keys) == len(found)


def test_a_tag_needs_a_word(store: Store) -> None:
    with pytest.raises(Fault, match="tag: at place 1 needs a"):
        store.history("tag:")
    with pytest.raises(Fault, match="tag: at place 1 needs a word"):
        store.history("tag:-")


def test_all_tags_are_counted_and_go_with_their_call(store: Store) -> None:
    assert store.all_tags() == (("ask", 1), ("ask-my-lawyer", 1), ("roof", 1))
    store.forget(Party(PartyKind.NAME, "Zenith"))
    assert store.all_tags() == (("ask", 1),)
    assert store.tags("b") == ("ask",)
    with pytest.raises(Fault, match="no such call"):
        store.tags("a")
