"""Numbers and ranges as files write them → E.164 digits as integers."""

import re

from screener.nanp import COUNTRIES, ten_digits, too_short
from screener.phone import NumberKind, calling_code, read_number
from screener.reputation import ANY_MORE
from screener.reputation.reading.rows import NO_NUMBER, NOT_A_NUMBER

NOT_A_RANGE = "a pattern that is neither a number nor the beginning of numbers"

_MARKS = str.maketrans("", "", " ()-./\xa0")
_DIGITS = re.compile(r"\+?\d+", re.ASCII)
_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_RANGE = re.compile(r"(\+?\d*)(#*)(\*?)", re.ASCII)
_FILLING = "2345678"
_SHORTEST_BEGINNING = 2
"""Digits after the plus of a range: one is less than a country, or all of North America."""


def number_of(shown: str, region: str) -> int | str:
    """A number in E.164 without its plus; else why it is none.

    Letters are not read as keys here: files mask digits with them ("951677xxxx").
    """
    bare = shown.translate(_MARKS)
    if region in COUNTRIES and (fast := ten_digits(bare)):
        return fast
    if not bare:
        return NO_NUMBER
    if _E164.fullmatch(bare):
        return int(bare[1:])
    if not _DIGITS.fullmatch(bare) or (region in COUNTRIES and too_short(bare)):
        return NOT_A_NUMBER
    return _by_library(bare, region)


def _by_library(digits: str, region: str) -> int | str:
    read = read_number(digits, region)
    if read.kind is NumberKind.WITHHELD:
        return NO_NUMBER
    return int(read.e164[1:]) if read.e164 else NOT_A_NUMBER


def range_of(pattern: str, region: str) -> tuple[int, int] | str:
    """How the numbers of a pattern begin and how many digits follow (0: it is one number);
    else why it is none. `#` stands for one digit, a closing `*` for any number of them."""
    bare = pattern.translate(_MARKS)
    split = _RANGE.fullmatch(bare)
    if split is None:
        return NOT_A_RANGE if re.search(r"[#*\d]", bare) else NOT_A_NUMBER
    digits, each, any_more = split.groups()
    if each and any_more:
        return NOT_A_RANGE
    if each:
        return _closed(digits, len(each), region)
    if any_more:
        return _open(digits, region)
    number = number_of(digits, region)
    return number if isinstance(number, str) else (number, 0)


def _closed(digits: str, more: int, region: str) -> tuple[int, int] | str:
    """A range of whole numbers: read with the open places filled, so that the country's own
    ways of dialling hold."""
    filling = (_FILLING * more)[:more]
    number = number_of(digits + filling, region)
    if isinstance(number, str) or not str(number).endswith(filling):
        return NOT_A_RANGE
    if len(str(number)) < more + _SHORTEST_BEGINNING:
        return NOT_A_RANGE
    return number // 10**more, more


def _open(digits: str, region: str) -> tuple[int, int] | str:
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("+"):
        code = digits[1:]
    elif region in COUNTRIES:
        code = digits if digits.startswith("1") else "1" + digits
    else:
        code = f"{calling_code(region)}{digits.removeprefix('0')}"
    if len(code) < _SHORTEST_BEGINNING or code[0] == "0" or len(code) > 15 or not digits:
        return NOT_A_RANGE
    return int(code), ANY_MORE
