"""Telephone numbers: the only file that imports phonenumbers."""

from enum import StrEnum
from typing import NamedTuple


class NumberKind(StrEnum):
    """How much of a number it is."""

    WITHHELD = "withheld"
    """Nothing shown, or a word for it (private, anonymous, unavailable)."""
    VALID = "valid"
    POSSIBLE = "possible"
    """The right length, but no such number is given out: mistyped or made up."""
    INVALID = "invalid"
    """No telephone number at all."""


class Number(NamedTuple):
    """A number as shown and as it is meant. `e164` is empty unless valid or possible;
    `region` is the country of the number (alpha-2, empty when it has none); `line` is one of
    fixed, mobile, fixed_or_mobile, toll_free, premium, shared_cost, voip, personal, other,
    or empty."""

    raw: str
    kind: NumberKind
    e164: str = ""
    region: str = ""
    line: str = ""
