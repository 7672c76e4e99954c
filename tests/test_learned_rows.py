"""Features as they are kept: every name finds its own weights, and none another's."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.learned_rows import OUTPUTS, ZERO, Rows, of_request, packed_names, unpacked

word = st.text("abc'$", min_size=1, max_size=3)
words = st.sets(word, min_size=1, max_size=8).map(sorted)
pairs = st.sets(st.tuples(word, word), min_size=1, max_size=12).map(sorted)


def content(features: int, names: bytes) -> bytes:
    """Weights of which the first two tell a feature's place."""
    places = range(1, features + 1)
    planes = [bytes(places), bytes(ZERO - place for place in places)]
    planes += [bytes([ZERO]) * features] * (OUTPUTS - 2)
    return b"".join(planes) + names


def place_of(total: int) -> int:
    first, second, *rest = unpacked(total)
    assert first + ZERO == -second
    assert not any(rest)
    return first + ZERO


@given(words, pairs, words)
def test_a_name_finds_its_place(
    said: list[str], together: list[tuple[str, str]], named: list[str]
) -> None:
    sizes = len(said), len(together), len(named)
    rows = Rows(sizes, content(sum(sizes), packed_names(said, together, named)))
    found = [place_of(rows.words([each])) for each in said]
    found += [place_of(rows.pairs([each])) for each in together]
    found += [place_of(rows.companies([each])) for each in named]
    assert found == list(range(1, sum(sizes) + 1))


@given(words, pairs, word, st.tuples(word, word))
def test_what_has_no_weight_adds_nothing(
    said: list[str], together: list[tuple[str, str]], other: str, both: tuple[str, str]
) -> None:
    sizes = len(said), len(together), 1
    rows = Rows(sizes, content(sum(sizes), packed_names(said, together, ["name"])))
    assert bool(rows.words([other])) is (other in said)
    assert bool(rows.pairs([both])) is (both in together)
    assert not rows.companies([other])


@pytest.mark.parametrize("sizes", [(1, 2, 1), (2, 1, 1), (1, 1, 2), (0, 0, 0), (2, 2, 2)])
def test_names_that_do_not_fit_their_sizes_are_refused(sizes: tuple[int, int, int]) -> None:
    names = packed_names(["a"], [("a", "b")], ["@a"])
    with pytest.raises((ValueError, zlib.error)):
        Rows(sizes, content(3, names))


@given(st.lists(st.tuples(*[st.integers(0, 255)] * OUTPUTS), max_size=60))
def test_the_last_output_is_the_same_alone(rows: list[tuple[int, ...]]) -> None:
    total = sum(sum(field << 32 * at for at, field in enumerate((*row, 1))) for row in rows)
    assert of_request(total) == unpacked(total)[-1] == sum(row[-1] - ZERO for row in rows)
