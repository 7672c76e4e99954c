"""Numbers in any form that a person types or a feed gives."""

import subprocess
import sys

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from screener import phone
from screener.nanp import AREAS, COUNTRIES
from screener.phone import NumberKind, display, format_as_typed, read_number

OHIO = "+16145550133"
LEEDS = "+441134960121"
MADE_OF = [9, 0, 43]
"""The version of phonenumbers that the table of area codes was made of."""


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("(614) 555-0133", "US", OHIO),
        ("614.555.0133", "US", OHIO),
        ("+1 614 555 0133", "GB", OHIO),
        ("1-614-555-0133", "US", OHIO),
        ("16145550133", "GB", OHIO),
        ("001 614 555 0133", "GB", OHIO),
        ("tel:+1-614-555-0133;ext=4", "US", OHIO),
        ("614 555 0133 x123", "US", OHIO),
        ("614-555-0133 ext. 9", "US", OHIO),
        ("６１４５５５０１３３", "US", OHIO),
        ("\u202a+1 614\u2011555\u20110133\u202c", "US", OHIO),
        ('"BOB" <6145550133>', "US", OHIO),
        ("sip:+16145550133@10.0.0.1:5060", "US", OHIO),
        ("  614 555 0133\n", "US", OHIO),
        ("0113 496 0121", "GB", LEEDS),
        ("Tel. 0113 496 0121", "GB", LEEDS),
        ("+44 (0)113 496 0121", "US", LEEDS),
        ("0044 113 496 0121", "GB", LEEDS),
        ("0044 113 496 0121", "US", LEEDS),
        ("011 44 113 496 0121", "US", LEEDS),
        ("011 44 113 496 0121", "GB", LEEDS),
        ("441134960121", "US", LEEDS),
        ("٠١١٣٤٩٦٠١٢١", "GB", LEEDS),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("1-800-CONTACTS", "US", "+18002668228"),
        ("0800 FLOWERS", "NZ", "+648003569377"),
        ("07400 123377", "GB", "+447400123377"),
        ("030 1234567", "DE", "+49301234567"),
    ],
)
def test_reads_what_people_and_feeds_write(text: str, region: str, e164: str) -> None:
    number = read_number(text, region)
    assert number.kind is NumberKind.VALID
    assert number.e164 == e164
    assert number.raw == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Private",
        "NO-NUMBER",
        "No Caller ID",
        "Anonymous",
        "anonymous",
        "Withheld",
        "number withheld",
        "Unknown",
        "UNKNOWN CALLER",
        "Unavailable",
        "Out of area",
        "Blocked",
        "Restricted",
        "P",
        "O",
        "-",
        "   ",
        "-2",
        "N/A",
        "Private Number",
        "sip:anonymous@anonymous.invalid",
        "(Unknown)",
        "Unbekannt",
        "Not available",
    ],
)
def test_a_word_for_nothing_is_withheld(text: str) -> None:
    assert read_number(text, "US") == (text, NumberKind.WITHHELD, "", "", "")


@pytest.mark.parametrize(
    "text",
    [
        "4" * 40,
        "5" * 1_000_000,
        "asked for Bob",
        "my sister, 614 555 0133",
        "614 555 0133 📞",
        "[/]",
        "\x1b[31m",
        "مرحبا",
        "555-0133",
        "911",
        "Scam Likely",
        "+",
        "x123",
        "NaN",
    ],
)
def test_what_is_no_number_is_invalid_and_kept(text: str) -> None:
    assert read_number(text, "US") == (text, NumberKind.INVALID, "", "", "")


def test_a_long_blank_is_withheld_and_a_padded_number_is_read() -> None:
    assert read_number(" " * 500, "US").kind is NumberKind.WITHHELD
    assert read_number(" " * 500 + "6145550133", "US").e164 == OHIO


def test_a_number_never_given_out_is_possible() -> None:
    number = read_number("(555) 123-4567", "US")
    assert (number.kind, number.e164) == (NumberKind.POSSIBLE, "+15551234567")
    assert (number.region, number.line) == ("US", "")


@pytest.mark.parametrize(
    ("text", "region", "country", "line"),
    [
        ("614 555 0133", "US", "US", "fixed_or_mobile"),
        ("416 555 0133", "US", "CA", "fixed_or_mobile"),
        ("+1 242 355 0133", "US", "BS", "fixed"),
        ("800 555 0144", "US", "US", "toll_free"),
        ("900 555 0123", "US", "US", "premium"),
        ("07400 123377", "GB", "GB", "mobile"),
        ("0113 496 0121", "GB", "GB", "fixed"),
        ("0909 879 0121", "GB", "GB", "premium"),
        ("+808 1234 5678", "GB", "", "shared_cost"),
    ],
)
def test_tells_country_and_line(text: str, region: str, country: str, line: str) -> None:
    number = read_number(text, region)
    assert (number.region, number.line) == (country, line)


def known_areas() -> list[str]:
    """The area codes of the table that the installed library has opened: all, where it is no older
    than the one that the table was made of."""
    if [int(each) for each in phonenumbers.__version__.split(".")] >= MADE_OF:
        return sorted(AREAS)
    return [
        each
        for each in sorted(AREAS)
        if phone._parse(f"{each}5550133", "US").kind is NumberKind.VALID
    ]


def test_every_area_code_agrees_with_the_library() -> None:
    for area in known_areas():
        for exchange in (200, 234, 345, 456, 478, 555, 567, 678, 789, 890, 976, 999):
            text = f"{area}{exchange}0133"
            fast = phone._by_area_code(text, "US")
            assert fast is not None
            assert fast == phone._parse(text, "US")


@given(
    st.sampled_from(known_areas()),
    st.integers(0, 9_999_999),
    st.sampled_from(["{}{}", "1{}{}", "+1{}{}", "({}) {}", "+1 {}-{}"]),
    st.sampled_from(sorted(COUNTRIES)),
)
def test_the_fast_way_equals_the_library(area: str, rest: int, shape: str, region: str) -> None:
    text = shape.format(area, f"{rest:07}")
    fast = phone._by_area_code(text, region)
    assert fast is None or fast == phone._parse(text, region)


@given(
    st.integers(1, 999_999).map(str),
    st.sampled_from(["{}", "({})", "{} x4", "tel:{}", " -{}"]),
    st.sampled_from(sorted(COUNTRIES)),
)
def test_what_is_too_short_is_no_number_for_the_library_either(
    digits: str, shape: str, region: str
) -> None:
    assert phone._by_library(shape.format(digits), region).kind is NumberKind.INVALID
    assert read_number(digits, region) == phone.Number(digits, NumberKind.INVALID)


def test_the_countries_of_the_fast_way_are_the_librarys() -> None:
    assert set(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1]) == COUNTRIES


REGIONS = st.sampled_from(["US", "GB", "DE", "CA", "AU", "IN", "IT", "AR", "ZZ", ""])
NUMBERISH = st.text(st.sampled_from("0123456789+ ()-.xABC/٠１ ;=#"), max_size=24)


@given(st.text() | NUMBERISH, REGIONS)
@example("+" * 30, "US")
@example("²³¼", "US")
def test_reading_and_showing_never_raise(text: str, region: str) -> None:
    number = read_number(text, region)
    assert number.raw == text
    assert bool(number.e164) == (number.kind in {NumberKind.VALID, NumberKind.POSSIBLE})
    assert "\n" not in display(text, region)
    assert isinstance(format_as_typed(text, region), str)


@given(NUMBERISH, REGIONS, REGIONS)
def test_reading_its_own_e164_gives_it_again(text: str, region: str, other: str) -> None:
    e164 = read_number(text, region).e164
    if e164:
        assert read_number(e164, other).e164 == e164


@pytest.mark.parametrize(
    ("text", "region", "shown"),
    [
        (OHIO, "US", "(614) 555-0133"),
        (OHIO, "GB", "+1 614-555-0133"),
        ("416-555-0133", "US", "+1 416-555-0133"),
        ("+18005550144", "CA", "(800) 555-0144"),
        ("+12423550133", "US", "+1 242-355-0133"),
        (LEEDS, "GB", "0113 496 0121"),
        (LEEDS, "US", "+44 113 496 0121"),
        ("Private", "US", "Private"),
        ("\x1b[31mred\nline", "US", "red line"),
        ("", "US", ""),
    ],
)
def test_shows_numbers_as_the_region_writes_them(text: str, region: str, shown: str) -> None:
    assert display(text, region) == shown


@pytest.mark.parametrize(
    ("text", "region", "shown"),
    [
        ("614", "US", "614"),
        ("6145550", "US", "614-5550"),
        ("6145550133", "US", "(614) 555-0133"),
        ("(614) 555-0133", "US", "(614) 555-0133"),
        ("01134960121", "GB", "0113 496 0121"),
        ("+441134960121", "US", "+44 113 496 0121"),
        ("Private", "US", "Private"),
        ("", "US", ""),
        ("9" * 41, "US", "9" * 41),
    ],
)
def test_formats_while_typing(text: str, region: str, shown: str) -> None:
    assert format_as_typed(text, region) == shown


def test_a_clean_number_does_not_load_the_library() -> None:
    code = (
        "import sys; from screener.phone import display, read_number;"
        "read_number('+16145550133', 'US'); display('+16145550133', 'US');"
        "sys.exit('phonenumbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
