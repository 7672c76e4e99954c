"""Searches while they are typed: answered as far as they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.faults import Fault
from screener.half_typed import answerable
from screener.query import read_query


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("", ""),
        ("solar", "solar"),
        ("label:", ""),
        ("solar label:", "solar"),
        ("solar label:ups", "solar"),
        ("solar -since:20", "solar"),
        ('"press on', "press on"),
        ('company:"bright sm', "company:bright sm"),
        ('solar permission:"not as', "solar"),
        ("solar OR", "solar"),
        ("solar OR ", "solar"),
        ("solar OR label:", "solar"),
        ("label: ", "label: "),
        ("lable:service solar", "lable:service solar"),
    ],
)
def test_what_stands_is_answered(typed: str, answered: str) -> None:
    assert answerable(typed) == answered


WHOLE = 'label:service "press one" vendor:acme since:2026-01 OR hour:9-12 -is:scam solar'


@given(st.integers(0, len(WHOLE)))
def test_no_beginning_of_a_whole_search_is_refused(letters: int) -> None:
    typed = WHOLE[:letters]
    if typed[-1:].isspace():
        typed = typed.rstrip()
    read_query(answerable(typed))


@given(st.text('ab: "-OR*0x', max_size=30))
def test_what_can_be_read_stays_as_it_is(text: str) -> None:
    try:
        read_query(text)
    except Fault:
        assert answerable(answerable(text)) == answerable(text)
    else:
        assert answerable(text) == text
