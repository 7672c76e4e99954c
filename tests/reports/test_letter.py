"""Letters: every country's wording reads strictly, and says what is on file and no more."""

from pathlib import Path

import pytest

from screener.desk import Desk
from screener.faults import Fault
from screener.regions import known_regions
from screener.reports.letter import load_wording
from screener.reports.letterfiles import put_in, read_letter_file, read_wording
from screener.reports.txt import to_txt
from screener.rulebook import rules_folder
from screener.words import OPT_OUT_PURPOSES, Purpose
from tests.reports.conftest import SOLD, Clock, ring

FILES = sorted((rules_folder() / "letters").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_letter_on_file_reads_and_names_its_sources(path: Path) -> None:
    wording = read_letter_file(path)
    assert path.stem in {"eu", "other"} or wording.countries == (path.stem.upper(),)
    assert all(one.source for one in wording.paragraphs if one.citation)
    assert wording.yours[0].startswith("[")


def test_every_country_whose_law_is_on_file_has_a_letter_of_its_own() -> None:
    for code in known_regions():
        assert load_wording(code).countries == (code,)
    assert "PL" in load_wording("PL").countries
    assert load_wording("BR").countries == ()


def test_the_letter_lists_what_was_said_and_what_came_after(orkin: Desk) -> None:
    letter = orkin.letter("orkin")
    assert letter.purposes == OPT_OUT_PURPOSES
    text = to_txt(letter.document)
    assert "[Your name]" in text
    assert "(614) 555-0199" in text
    assert "August 29, 2025, 16:40, on the telephone: “Put me on your do-not-call list”" in text
    assert "September 9, 2025, 14:20, from (877) 719-6679" in text
    assert "September 18, 2025, 18:05, from (330) 555-0148" in text
    assert "September 3" not in text
    assert orkin.store.anchors_quoted()[-1].quoted == "letter"
    assert orkin.store.anchors_quoted()[-1].anchor.head in text


def test_the_letter_is_in_the_country_s_language_and_law(orkin: Desk) -> None:
    wanted = {
        "US": "47 CFR 64.1200(d)(3)",
        "GB": "regulation 21",
        "CA": "internal do-not-call list",
        "AU": "Do Not Call Register Act 2006",
        "DE": "Art. 21 Abs. 2 DSGVO",
        "FR": "article 21, paragraphe 2, du RGPD",
        "ES": "artículo 21.2 del RGPD",
        "IN": "TCCCPR 2018",
        "NL": "article 21(2) of the GDPR",
        "BR": "Please confirm in writing",
    }
    for code, words in wanted.items():
        orkin.set_up(region=code)
        document = orkin.letter("orkin", [Purpose.SALES]).document
        assert words in " ".join(to_txt(document).split()), code
    orkin.set_up(region="DE")
    german = orkin.letter("orkin", [Purpose.SALES]).document
    assert german.language == "de"
    assert "29. August 2025" in to_txt(german)


def test_without_an_earlier_request_the_letter_is_about_sales(desk: Desk, clock: Clock) -> None:
    ring(desk, clock, "2025-11-02 10:00", said=SOLD, number="216 555 0101", company="Zed")
    letter = desk.letter("216 555 0101")
    assert letter.purposes == (Purpose.SALES,)
    text = to_txt(letter.document)
    assert "I have told you before" not in text
    assert "You called me all the same" not in text
    assert "Zed ((216) 555-0101)" in text


def test_a_letter_against_service_calls_does_not_leave_them_be(orkin: Desk) -> None:
    assert "are not meant" in to_txt(orkin.letter("orkin").document)
    strict = to_txt(orkin.letter("orkin", [Purpose.SALES, Purpose.SERVICE]).document)
    assert "are not meant" not in strict


def test_a_scam_under_the_name_is_not_held_against_them(orkin: Desk, clock: Clock) -> None:
    ring(
        orkin,
        clock,
        "2025-11-05 10:00",
        number="216 555 0101",
        said="this is Orkin, your account is overdue, pay now with gift cards and read me the numbers",
    )
    clock.set("2025-12-01 12:00")
    assert "November 5" not in to_txt(orkin.letter("orkin").document)


def test_what_a_caller_says_is_no_placeholder(desk: Desk, clock: Clock) -> None:
    ring(desk, clock, "2025-11-02 10:00", said=SOLD, number="", company="{anchor} {x}")
    assert "{anchor} {x}" in to_txt(desk.letter("{anchor} {x}").document)
    assert put_in("{company}", {"company": "{anchor}", "anchor": "no"}) == "{anchor}"


def test_a_person_s_own_letter_comes_first(desk: Desk, tmp_path: Path) -> None:
    own = tmp_path / "letters"
    own.mkdir()
    text = (rules_folder() / "letters" / "us.toml").read_text()
    (own / "us.toml").write_text(text.replace("To whom it may concern,", "Hello,"))
    assert load_wording("US", tmp_path).greeting == "Hello,"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({'text = "It is about': 'text = "{nobody} It is about'}, "{nobody} cannot be filled in"),
        ({'id = "request"\n': ""}, "must have the id 'request'"),
        ({'list = "told"': 'list = "untold"'}, "'list' must be one of"),
        ({'when = ["told"]': 'when = ["moon"]'}, "'moon' is none of"),
        ({'confidence = "read"': 'confidence = "sure"'}, "'confidence' must be one of"),
        ({"verified_on = 2026-11-22": 'verified_on = "today"'}, "'verified_on' must be a day"),
        ({'"December"]': "]"}, "twelve months"),
        ({'sales = "to sell anything"\n': ""}, "us.toml, purposes: 'sales' is missing"),
        ({'closing = "Sincerely,"': 'closing = ""'}, "'closing' must be a text"),
        ({"format = 1": "format = 2"}, "reads format 1"),
        ({"format = 1": "format = 1\nnope = 2"}, "unknown key 'nope'"),
    ],
)
def test_what_is_wrong_in_a_letter_file_is_named(
    tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    text = (rules_folder() / "letters" / "us.toml").read_text()
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "us.toml"
    path.write_text(text)
    with pytest.raises(Fault) as fault:
        read_letter_file(path)
    assert words in str(fault.value)
    assert "us.toml" in str(fault.value)


def test_a_file_that_is_none_is_a_fault(tmp_path: Path) -> None:
    broken = tmp_path / "xx.toml"
    broken.write_bytes(b"\xff")
    with pytest.raises(Fault, match="not UTF-8"):
        read_letter_file(broken)
    broken.write_text("a = [")
    with pytest.raises(Fault, match="not TOML"):
        read_letter_file(broken)
    with pytest.raises(Fault, match="cannot be read"):
        read_letter_file(tmp_path / "none.toml")
    with pytest.raises(Fault, match="'format' is missing"):
        read_wording({}, "xx.toml")
