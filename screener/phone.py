"""Telephone numbers: the only file that imports phonenumbers.

That library takes 16 ms to load and 25 µs to read a number, so clean numbers of the +1
countries are read by area code (`screener.nanp`), what is too short for one is none there, and the
library is loaded for all others.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from screener.nanp import AREAS, COUNTRIES
from screener.text import one_line

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber


class NumberKind(StrEnum):
    """How much of a number it is."""

    WITHHELD = "withheld"
    """Nothing shown, or a word for it (private, anonymous, unavailable)."""
    VALID = "valid"
    POSSIBLE = "possible"
    """The right length, but no such number is given out: mistyped or made up."""
    INVALID = "invalid"
    """No telephone number at all, or not a whole one (a local part, a short code)."""


class Number(NamedTuple):
    """A number as shown and as it is meant. `e164` is empty unless valid or possible;
    `region` is the country of the number (alpha-2, empty when it has none; of a possible
    number the country that its code points to); `line` is one of fixed, mobile,
    fixed_or_mobile, toll_free, premium, shared_cost, voip, personal, other, or empty.
    Toll-free and premium numbers of the +1 countries are shared and count as US."""

    raw: str
    kind: NumberKind
    e164: str = ""
    region: str = ""
    line: str = ""


_MOST_BEGUN = 6
"""Digits, first of them no 0, that are no number in any +1 country: some dial seven at home."""

_LONGEST = 80
"""Characters: longer than any way of writing one number, extension included."""

_SHOWN_WIDTH = 40

_NOTHING = re.compile(r"[-–—.?*/\s]*")
_NOTHING_CODES = {"-1", "-2", "-3", "n/a", "p", "o", "u"}
"""Android's call log writes -1 unknown, -2 restricted, -3 payphone; US caller ID boxes show
P (private) and O (out of area)."""
_HIDING_WORDS = (
    "private anonymous withheld unknown unavailable blocked restricted hidden suppressed "
    "undisclosed anonym anonyme unbekannt unterdrückt privat privado desconocido inconnu "
    "masqué payphone coinphone none null nil no not out nonumber nocallerid noname"
)
_FILLING_WORDS = "number caller id name call of area available by user the numéro número"
_HIDING = frozenset(_HIDING_WORDS.split())
_FILLING = frozenset(_FILLING_WORDS.split())

_LABEL = re.compile(
    r"\s*(?:tel|sips?|callto|telephone|phone|mobile|cell|home|work|fax|ph|number|no)\b[.:]*\s*",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"<([^<>]*)>\s*$")
_AT_HOST = re.compile(r"@[\w.:-]*$")
_PLAIN = re.compile(r"[+\d\s()\[\]./~‐-―−-]*")
_EXTENSION = re.compile(
    r"[\s,;]*(?:;?\s*(?:ext(?:ension|n)?|x|durchwahl)[\s.:=]*|#\s*)\d{1,7}\s*$", re.IGNORECASE
)
_VANITY = re.compile(r"\+?[\d\s().-]{3,}[A-Za-z][\dA-Za-z\s.-]{2,}")
_LONG_TOLL_FREE = re.compile(r"(\+?1?8(?:00|33|44|55|66|77|88)[2-9]\d{6})\d+")
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_SEPARATORS = str.maketrans("", "", " ()-.")


def read_number(text: str, region: str) -> Number:
    """What a person typed or a feed gave, as a number.

    `region` is the country (ISO 3166-1 alpha-2) in whose manner it is dialled when it has no
    country code. Takes national and international forms, 00 and 011 for +, `tel:` and `sip:`,
    extensions (left out), digits of any script, keypad letters ("1-800-FLOWERS"). Empty, or a
    word for it ("Private", "NO-NUMBER", "P"), is withheld. Never raises: what cannot be read
    is invalid, with `raw` as it came.
    """
    if len(text) > _LONGEST:
        bare = text.strip()
        if len(bare) > _LONGEST:
            return Number(text, NumberKind.WITHHELD if not bare else NumberKind.INVALID)
        return read_number(bare, region)._replace(raw=text)
    return _read(text, region)


@lru_cache(maxsize=16384)
def _read(text: str, region: str) -> Number:
    fast = _by_area_code(text, region)
    if fast is not None:
        return fast
    tidy = _tidy(text)
    bare = _bare(tidy)
    if _is_withheld(tidy) or _is_withheld(bare):
        return Number(text, NumberKind.WITHHELD)
    body = _body(bare)
    if body is None or _is_begun(body, region):
        return Number(text, NumberKind.INVALID)
    found = _by_area_code(body, region) or _by_library(body, region.upper())
    return found._replace(raw=text)


def _by_area_code(text: str, region: str) -> Number | None:
    """A ten-digit +1 number whose area code says all; None for anything else."""
    digits = text.translate(_SEPARATORS)
    if digits[:2] == "+1":
        digits = digits[2:]
    elif region not in COUNTRIES:
        return None
    elif len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or digits[3] < "2":
        return None
    area = AREAS.get(digits[:3])
    if area is None:
        return None
    return Number(text, NumberKind.VALID, "+1" + digits, *area)


def _is_begun(body: str, region: str) -> bool:
    """Whether a number is only begun, as while it is typed; False for what needs a closer look."""
    digits = body.translate(_SEPARATORS)
    few = len(digits) <= _MOST_BEGUN and digits.isdecimal() and digits[0] != "0"
    return few and region in COUNTRIES


def _tidy(text: str) -> str:
    """One script of digits, plain letters, no invisible characters."""
    if text.isascii():
        return text.strip()
    kept = []
    for char in unicodedata.normalize("NFKC", text):
        if char.isdecimal():
            kept.append(str(unicodedata.decimal(char)))
        elif unicodedata.category(char) != "Cf":
            kept.append(char)
    return "".join(kept).strip()


def _is_withheld(text: str) -> bool:
    low = text.casefold()
    if _NOTHING.fullmatch(low) or low in _NOTHING_CODES:
        return True
    words = re.findall(r"[^\W_]+", low)
    return all(word in _HIDING or word in _FILLING for word in words) and any(
        word in _HIDING for word in words
    )


def _bare(text: str) -> str:
    """The text without name and brackets, label and host."""
    bracketed = _IN_BRACKETS.search(text)
    if bracketed:
        text = bracketed[1]
    label = _LABEL.match(text)
    if label and label.end() < len(text):
        text = text[label.end() :]
    return _AT_HOST.sub("", text)


def _body(text: str) -> str | None:
    """The digits without extension; None if it holds words other than keypad letters."""
    text = _EXTENSION.sub("", text)
    if _PLAIN.fullmatch(text):
        return text.strip()
    if _VANITY.fullmatch(text):
        digits = re.sub(r"[^+\d]", "", text.upper().translate(_KEYPAD))
        # "1-800-CONTACTS" runs on: switches take the first ten digits.
        long = _LONG_TOLL_FREE.fullmatch(digits)
        return long[1] if long else digits
    return None


def _by_library(text: str, region: str) -> Number:
    """The first reading that is a number given out, else the reading as dialled."""
    first: Number | None = None
    for reading in _readings(text, region):
        number = _parse(reading, region)
        if number.kind is NumberKind.VALID:
            return number
        first = first or number
    return first or Number(text, NumberKind.INVALID)


def _readings(text: str, region: str) -> Iterator[str]:
    """The text as dialled in the region, then with the country code that feeds and people
    write without a plus, or after another country's international prefix."""
    yield text
    if "+" in text:
        return
    digits = re.sub(r"\D", "", text)
    for prefix in ("00", "011"):
        if digits.startswith(prefix):
            yield "+" + digits[len(prefix) :]
    if len(digits) >= 11 and digits[0] != "0":
        yield "+" + digits


def _parse(text: str, region: str) -> Number:
    import phonenumbers as pn  # noqa: PLC0415

    try:
        parsed = pn.parse(text, region)
    except pn.NumberParseException:
        return Number(text, NumberKind.INVALID)
    if pn.is_possible_number_with_reason(parsed) != pn.ValidationResult.IS_POSSIBLE:
        return Number(text, NumberKind.INVALID)
    e164 = pn.format_number(parsed, pn.PhoneNumberFormat.E164)
    if not pn.is_valid_number(parsed):
        return Number(text, NumberKind.POSSIBLE, e164, _country_of_code(parsed, region))
    country = pn.region_code_for_number(parsed) or ""
    return Number(text, NumberKind.VALID, e164, country if country.isalpha() else "", _line(parsed))


def _country_of_code(parsed: "PhoneNumber", region: str) -> str:
    import phonenumbers as pn  # noqa: PLC0415

    code = parsed.country_code or 0
    if pn.country_code_for_region(region) == code:
        return region
    country = pn.region_code_for_country_code(code)
    return country if country.isalpha() and country != "ZZ" else ""


def _line(parsed: "PhoneNumber") -> str:
    import phonenumbers as pn  # noqa: PLC0415

    kinds = pn.PhoneNumberType
    return {
        kinds.FIXED_LINE: "fixed",
        kinds.MOBILE: "mobile",
        kinds.FIXED_LINE_OR_MOBILE: "fixed_or_mobile",
        kinds.TOLL_FREE: "toll_free",
        kinds.PREMIUM_RATE: "premium",
        kinds.SHARED_COST: "shared_cost",
        kinds.VOIP: "voip",
        kinds.PERSONAL_NUMBER: "personal",
    }.get(pn.number_type(parsed), "other")


def calling_code(region: str) -> int:
    """The code under which a country is dialled from abroad; 0 where there is no such country."""
    import phonenumbers as pn  # noqa: PLC0415

    return pn.country_code_for_region(region.upper())


def display(e164_or_raw: str, region: str) -> str:
    """A number as people of the region write it: national form for their own country,
    international for others. What cannot be read comes back as plain text on one line."""
    number = read_number(e164_or_raw, region)
    if not number.e164:
        return one_line(e164_or_raw, _SHOWN_WIDTH)
    national = number.region == region or (
        number.line == "toll_free" and number.e164.startswith("+1") and region in COUNTRIES
    )
    area, exchange, rest = number.e164[2:5], number.e164[5:8], number.e164[8:]
    if number.kind is NumberKind.VALID and area in AREAS and number.e164.startswith("+1"):
        return f"({area}) {exchange}-{rest}" if national else f"+1 {area}-{exchange}-{rest}"
    return _format(number.e164, national)


@lru_cache(maxsize=1024)
def _format(e164: str, national: bool) -> str:
    import phonenumbers as pn  # noqa: PLC0415

    shape = pn.PhoneNumberFormat.NATIONAL if national else pn.PhoneNumberFormat.INTERNATIONAL
    return pn.format_number(pn.parse(e164), shape)


def format_as_typed(text: str, region: str) -> str:
    """The digits typed so far, spaced as the region writes them ("6145550" → "614-5550").

    Text that holds more than digits and the usual marks comes back as it is, so that a word
    ("Private") or a pasted line can be typed undisturbed.
    """
    if len(text) > _SHOWN_WIDTH or not re.fullmatch(r"[+\d\s()./-]*", text, re.ASCII):
        return text
    return _typed(re.sub(r"[^+\d]", "", text), region.upper()) if text.strip() else text


@lru_cache(maxsize=256)
def _typed(digits: str, region: str) -> str:
    import phonenumbers as pn  # noqa: PLC0415

    formatter = pn.AsYouTypeFormatter(region)
    shown = ""
    for digit in digits:
        shown = formatter.input_digit(digit)
    return shown
