"""Numbers as people write them, and all else as it came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.tui.numbers import in_words, put_in, written


@pytest.mark.parametrize(
    ("text", "region", "shown"),
    [
        ("+16145550142", "US", "(614) 555-0142"),
        ("614.555.0142", "US", "(614) 555-0142"),
        ("+16145550142", "GB", "+1 614-555-0142"),
        ("+442079460018", "GB", "020 7946 0018"),
        ("+442079460018", "US", "+44 20 7946 0018"),
    ],
)
def test_a_number_is_written_in_the_manner_of_the_region(
    text: str, region: str, shown: str
) -> None:
    assert written(text, region) == shown


@pytest.mark.parametrize(
    "text",
    ["", "Private", "Acme Insurance", "24 Hour Fitness", "1-800-FLOWERS", "(614) 555-0142 x5",
     "12345", "sip:" + "a" * 60 + "@example.com"],
)  # fmt: skip
def test_what_would_lose_something_stays_as_it_came(text: str) -> None:
    assert written(text, "US") == text


def test_only_whole_numbers_in_a_sentence_are_set_out() -> None:
    words = "from +16145550142, whom you told; see ~/+16145550142.html"
    assert in_words(words, "US") == "from (614) 555-0142, whom you told; see ~/+16145550142.html"
    assert put_in("from +16145550142.", {"+16145550142": "(614) 555-0142"}) == (
        "from (614) 555-0142."
    )
    assert put_in("from +16145550142.", {}) == "from +16145550142."


@given(st.text(max_size=60))
def test_what_is_written_is_still_the_same_number(text: str) -> None:
    shown = written(text, "US")
    assert written(shown, "US") == shown
    assert in_words(text, "US") or not text
