"""Every parser in short, and the fuzzing notices what it is there to notice."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import strategies as st

from reliability.fuzzing import Target, fuzzed, report
from reliability.inputs import corpus
from reliability.parsers import targets
from screener.faults import Fault
from screener.feeds import FORMATS

NAMES = (
    *("text", "query", "moments", "days", "numbers", "conditions", "phrases", "rules", "settings"),
    *("addresses", "lines", "objects", "classify", "archives", "commands"),
    *(f"feed-{name}" for name in FORMATS),
)


@pytest.fixture(scope="module")
def every() -> Iterator[Sequence[Target]]:
    with targets() as found:
        yield found


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_round_of_inputs_breaks_nothing(name: str, every: Sequence[Target]) -> None:
    (target,) = (each for each in every if each.name == name)
    tried = fuzzed(target, 0)
    assert tried.inputs >= 50
    assert tried.broken == {}


def test_nothing_is_fuzzed_that_is_not_tested(every: Sequence[Target]) -> None:
    assert sorted(each.name for each in every) == sorted(NAMES)


def test_texts_have_a_corpus_to_begin_with() -> None:
    made = {"feed-iphone", "feed-callattendant", "archives", "commands"}
    assert all(corpus(name) for name in NAMES if name not in made)


def test_what_breaks_is_told_once_for_each_place_by_its_shortest_input() -> None:
    def take(text: object) -> None:
        if "x" in str(text):
            raise KeyError(text)
        if str(text):
            raise Fault("refused")

    tried = fuzzed(Target("made up", st.text("xy", max_size=9), take), 0)
    assert tried.inputs > tried.refused > 0
    assert list(tried.broken.values()) == ["'x'"]
    (fault,) = report([tried]).faults
    assert fault.startswith("made up: KeyError at test_fuzzing.py:")
