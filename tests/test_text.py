"""Outside text made plain: harmless, and readable text left as it is."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from screener.text import one_line, plain

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, £5.99 — “quoted”", "plain words, £5.99 — “quoted”"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "gone"),
        ("over\x08\x08type\x7f", "overtype"),
        ("two\nlines\r\nand\ttab", "two lines  and tab"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("zero\u200bwidth\ufeff\u2060", "zerowidth"),
        ("e" + "\u0301" * 40, "é\u0301\u0301"),
        ("[/] [bold]x", "[/] [bold]x"),
        ("שלום مرحبا 日本 😀", "שלום مرحبا 日本 😀"),
        ("\u2028next\u2029", " next "),
    ],
)
def test_known_tricks(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
@example("\x1b]" * 50)
@example("\x1b")
@example("o\x04\u0301\u0301\u0301")
def test_nothing_hidden_is_left(text: str) -> None:
    shown = plain(text)
    assert not {unicodedata.category(char) for char in shown} & HIDDEN
    assert plain(shown) == shown


@given(st.text())
def test_lines_may_be_kept(text: str) -> None:
    assert plain(text, lines=True).replace("\n", " ") == plain(text)


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"])))
def test_plain_ascii_is_left_alone(text: str) -> None:
    assert plain(text) == text


@given(st.text(), st.integers(1, 80))
def test_one_line_fits(text: str, width: int) -> None:
    shown = one_line(text, width)
    assert len(shown) <= width
    assert "\n" not in shown
