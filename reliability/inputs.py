"""What is handed to a parser: texts of the checked-in corpus with pieces bent, and any others."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

from tests.attacks import ATTACKS, FORMULAS

SEEDS = Path(__file__).with_name("seeds")
_PART = "\n----\n"

PIECES = st.one_of(
    st.text(max_size=20),
    st.sampled_from([*ATTACKS.values(), *FORMULAS]),
    st.sampled_from(
        ['"', "'", "\\", "[", "]", "{", "}", "(", ")", ",", ";", ":", "\n", "\0", "-", "1e309"]
    ),
    st.integers().map(str),
)


class Broken(AssertionError):
    """An answer that cannot be."""


def corpus(name: str) -> list[str]:
    """The texts of a corpus: parts of a file, between lines of four dashes."""
    file = SEEDS / f"{name}.txt"
    return file.read_text("utf-8").split(_PART) if file.exists() else []


@st.composite
def bent(draw: st.DrawFn, texts: Sequence[str]) -> str:
    """A text of a corpus with a few pieces taken out, put in, or doubled; or any text."""
    if not texts or draw(st.integers(0, 4)) == 0:
        return "".join(draw(st.lists(PIECES, max_size=6)))
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(0, 4))):
        begin = draw(st.integers(0, len(text)))
        end = min(begin + draw(st.integers(0, 12)), len(text))
        put = draw(st.one_of(st.just(""), PIECES, st.just(text[begin:end] * 2)))
        text = text[:begin] + put + text[end:]
    return text
