"""What was said → signals: one pass over the words, each hit with the words that gave it away."""

from collections.abc import Mapping
from typing import NamedTuple

from screener.words import Purpose


class Signal(NamedTuple):
    """One observation that speaks for or against a purpose.

    `weight` is what it adds to `purpose` in log-odds (negative: speaks against);
    `also` is what it adds to other purposes. `quote` is the words that gave it away, as they
    stand in the text, from `start` to `end` (character offsets into `Call.said`; -1 when the
    signal comes from elsewhere). `why` is a sentence for a person. `certain` marks a fraud
    sign that convicts alone. `asks` tells what the caller is after: "secret", "remote",
    "payment" (one that cannot be taken back), or "".
    """

    id: str
    purpose: Purpose
    weight: float
    quote: str
    why: str
    also: Mapping[Purpose, float] = {}
    start: int = -1
    end: int = -1
    certain: bool = False
    asks: str = ""
    group: str = ""
