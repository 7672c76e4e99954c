"""Area codes and countries: complete, and where the numbering plan's libraries put them."""

import pytest
from phonenumbers import SUPPORTED_REGIONS

from screener.areas import NO_PLACE, PLACES, place_of
from screener.countries import COUNTRY_NAMES
from screener.nanp import AREAS

OTHER_WORDS = {"Washington D.C.": "Washington, D.C.", "British Colombia": "British Columbia"}
STATES = {"CA": "California", "IL": "Illinois", "FL": "Florida", "NY": "New York", "TX": "Texas"}
STATES |= {"PA": "Pennsylvania", "ON": "Ontario", "QC": "Quebec"}


def test_every_code_that_is_read_by_itself_has_a_place_or_belongs_to_none() -> None:
    assert set(AREAS) - set(PLACES) - set(NO_PLACE) == set()
    assert set(PLACES) & set(NO_PLACE) == set()
    assert all(len(code) == 3 and code.isdigit() and code[0] >= "2" for code in PLACES | NO_PLACE)


def test_no_state_of_the_us_and_no_province_of_canada_is_missing() -> None:
    assert (
        len({PLACES[code] for code, area in AREAS.items() if area[0] == "US" and code in PLACES})
        == 51
    )
    assert len({PLACES[code] for code, area in AREAS.items() if area[0] == "CA"}) == 10


def test_places_are_those_of_the_geocoder() -> None:
    data = pytest.importorskip("phonenumbers.geodata").GEOCODE_DATA
    for code, place in PLACES.items():
        known = data.get("1" + code, {}).get("en")
        if known is None or "/" in known:
            continue
        known = STATES.get(known.rpartition(", ")[2], known)
        assert OTHER_WORDS.get(known, known) == place, code


@pytest.mark.parametrize(
    ("number", "place"),
    [
        ("+16145550133", "Ohio"),
        ("+19025550133", "Nova Scotia or Prince Edward Island"),
        ("+18765550133", "Jamaica"),
        ("+18005550133", ""),
        ("+442079460999", ""),
        ("", ""),
    ],
)
def test_place_of_a_number(number: str, place: str) -> None:
    assert place_of(number) == place


def test_every_country_that_has_numbers_has_a_name() -> None:
    assert set(SUPPORTED_REGIONS) - set(COUNTRY_NAMES) == set()
