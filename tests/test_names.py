"""Organisation names: the same one however written, and another one all the same."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from screener.name_index import is_slip
from screener.name_spelling import is_distinctive, names_nobody, says_nothing, words_of
from screener.names import NameBook

SAME = [
    # (name and aliases on file, category, as claimed)
    ("Comcast", "internet", "Comcast customer loyalty"),
    ("Comcast", "internet", "Comcats"),
    ("Comcast", "internet", "COMCAST CABLE"),
    ("Comcast", "internet", "Xfinity by Comcast"),
    ("BT|British Telecom", "broadband", "BT Technical"),
    ("BT|British Telecom", "broadband", "B.T."),
    ("Spectrum|Charter Communications", "internet", "Spectrum promotions dept"),
    ("Spectrum|Charter Communications", "internet", "Spectrum Mobile"),
    ("Huntington National Bank|Huntington", "bank", "the fraud team at Huntington"),
    ("Huntington National Bank|Huntington", "bank", "Huntingdon Bank"),
    ("Huntington National Bank", "bank", "Huntington"),
    ("Huntington National Bank", "bank", "HNB"),
    ("AEP Ohio|American Electric Power", "electricity", "A.E.P."),
    ("AEP Ohio|American Electric Power", "electricity", "a e p"),
    ("AEP Ohio", "electricity", "AEP"),
    ("AEP Ohio|AEP", "electricity", "AEP disconnection dept"),
    ("HomeServe", "plumbing cover", "Home Serve"),
    ("Tru Green", "lawn care", "TruGreen Lawn Care"),
    ("HelloFresh", "meal kits", "hello fresh"),
    ("Acme, Inc.", "", "the Acme Co"),
    ("Smith & Sons Ltd", "builder", "Smith and Sons"),
    ("Müller GmbH", "", "Muller"),
    ("Lowe's", "shop", "Lowes"),
    ("Nationwide Children's Hospital", "hospital", "Nationwide Childrens Hospital"),
    ("AT&T", "telephone", "A T and T"),
    ("T-Mobile", "telephone", "T Mobile"),
    ("Amazon", "shop", "Amazon.com"),
    ("State Farm|Kowalski Agency|Denise Kowalski", "insurance", "State Farm claims"),
    ("State Farm|Kowalski Agency|Denise Kowalski", "insurance", "Denise Kowalski agency"),
    ("State Farm", "insurance", "Denise from State Farm"),
    ("State Farm", "insurance", "Denise Kowalski State Farm"),
    ("Specsavers", "optician", "Specsavers Cross Gates"),
    ("Specsavers", "optician", "Specsavers at Cross Gates"),
    ("Saga", "travel", "Saga Cruises"),
    ("Bright Smiles Family Dentistry", "dentist", "Bright Smiles"),
    ("Bright Smiles Family Dentistry", "dentist", "Bright Smiles Dental"),
    ("Riverside Honda", "car dealer", "Honda Riverside"),
    ("Riverside Honda", "car dealer", "service department at Riverside Honda"),
    ("The AA|AA", "breakdown cover", "AA patrol"),
    ("The AA|AA", "breakdown cover", "the a a"),
    ("Yorkshire Water", "water", "Yorkshire Water customer services"),
    ("Leeds Building Society|the Leeds", "savings", "The Leeds security team"),
    ("First Ohio Mortgage", "mortgage lender", "First Ohio"),
    ("Roundhay Vets", "vet", "Roundhay Veterinary"),
    ("Boots Hearingcare", "hearing aids", "Boots"),
    ("Spectrum|Charter", "internet", "Charter/Spectrum"),
    ("Amazon", "shop", "Amazon Prime"),
    ("Dr. Patel Dental", "dentist", "Patel Dental"),
    ("Dr. Patel Dental", "dentist", "Dr Patel's office"),
    ("Wells Fargo", "bank", "Wellsfargo"),
    ("Octopus Energy", "energy", "Octapus"),
    ("EE", "mobile", "EE broadband"),
    ("Jones Plumbing", "plumber", "Mike from Jones Plumbing"),
    ("Orkin", "pest control", "someone claiming to be Orkin"),
]
ANOTHER = [
    ("First National Bank", "bank", "National First Insurance"),
    ("First National Bank", "bank", "First Federal Bank"),
    ("Huntington National Bank|Huntington", "bank", "Huntington Learning Center"),
    ("Huntington National Bank|Huntington", "bank", "Huntington Ingalls"),
    ("Ohio First Credit Union|Ohio First", "credit union", "First Ohio Mortgage"),
    ("First Ohio Mortgage", "mortgage lender", "Ohio First Credit Union"),
    ("Leeds Building Society|the Leeds", "savings", "Yorkshire Building Society"),
    ("Leeds Building Society|the Leeds", "savings", "Leeds City Council"),
    ("Leeds Building Society|the Leeds", "savings", "Leeds Libraries"),
    ("British Gas", "energy", "British Telecom"),
    ("Delta Dental", "insurance", "Delta Air Lines"),
    ("The AA|AA", "breakdown cover", "AAA"),
    ("The AA|AA", "breakdown cover", "AA Secure Alarms"),
    ("AAA", "breakdown cover", "AA"),
    ("Yorkshire Water", "water", "Yorkshire Post"),
    ("Yorkshire Water", "water", "Anglian Water"),
    ("Anglian Home Improvements|Anglian", "home improvement", "Anglian Water"),
    ("Buckeye Windows & Doors", "home improvement", "Buckeye Roofing"),
    ("Boots Hearingcare", "hearing aids", "Books Unlimited"),
    ("Boots Hearingcare", "hearing aids", "Boost"),
    ("Sky", "television", "Skye Roofing"),
    ("Sky", "television", "Blue Sky Travel"),
    ("BT", "broadband", "BTX"),
    ("EE", "telephone", "EON"),
    ("Chase", "bank", "Chase Roofing"),
    ("Apple", "computers", "Apple Federal Credit Union"),
    ("State Farm", "insurance", "Farm Bureau"),
    ("State Farm", "insurance", "State Street"),
    ("Bank of America", "bank", "American Bankers"),
    ("American Electric Power|AEP", "electricity", "American Energy Poll"),
    ("AEP Ohio|AEP", "electricity", "Great Lakes Energy at AEP"),
    ("Comcast", "internet", "Comcast partner"),
    ("Riverside Honda", "car dealer", "Riverside Hospital"),
    ("Riverside Honda", "car dealer", "West Riverside Honda"),
    ("Toyota of Kent", "car dealer", "Kent Police"),
    ("Denise Kowalski", "insurance", "Denise"),
    ("Westerville City Schools", "school", "City of Westerville"),
    ("Social Security Administration", "government", "Social Energy Relief"),
    ("Waste Management", "refuse", "Waste Pro"),
    ("Medicare", "health", "MediCorp"),
    ("HomeServe", "plumbing cover", "Home"),
    ("St. Mary's School", "school", "St Mark's School"),
    ("Duke Energy", "energy", "Duke University"),
    ("Three", "mobile", "Three Rivers Solar"),
    ("Jones Plumbing", "plumber", "Jones Roofing"),
    ("HomeServe", "plumbing cover", "Home Instead"),
]


def book_of(names: str, category: str) -> NameBook:
    return NameBook([names.split("|")], [category])


@pytest.mark.parametrize(("names", "category", "claimed"), SAME)
def test_the_same_organisation(names: str, category: str, claimed: str) -> None:
    matches = book_of(names, category).find(claimed)
    assert matches, (words_of(names), words_of(claimed))
    assert matches[0].score >= 75


@pytest.mark.parametrize(("names", "category", "claimed"), ANOTHER)
def test_another_organisation(names: str, category: str, claimed: str) -> None:
    assert book_of(names, category).find(claimed) == ()


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ("Bright Smiles Family Dentistry", "BRIGHT SMILES"),
        ("Nationwide Children's Hospital", "NATIONWIDE CHIL"),
        ("State Farm", "D KOWALSKI STATE FARM"),
        ("Huntington National Bank", "HUNTINGTON NATI"),
        ("First Ohio Mortgage", "FIRST OHIO MTG"),
        ("Ohio First Credit Union", "OHIO FIRST CU"),
        ("Charter Communications", "CHARTER COMM"),
    ],
)
def test_a_caller_id_may_be_cut_off(names: str, shown: str) -> None:
    assert book_of(names, "").find(shown, True)


@pytest.mark.parametrize("shown", ["CLEVELAND OH", "WIRELESS CALLER", "RESEARCH", "FIRST", "N", ""])
def test_a_caller_id_of_nobody(shown: str) -> None:
    book = NameBook([["First Ohio Mortgage"], ["Nationwide Children's Hospital"]], ["", ""])
    assert book.find(shown, True) == ()


def test_the_better_match_comes_first() -> None:
    book = NameBook([["Yorkshire Bank"], ["Yorkshire Building Society"], ["Leeds Vets"]], [""] * 3)
    assert [match.owner for match in book.find("Yorkshire Building Society")] == [1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Acme Company, Inc.", ("acme",)),
        ("A.E.P. Ohio", ("aep", "ohio")),
        ("Lowe’s", ("lowe",)),
        ("Smith & Sons", ("smith", "sons")),
        ("AT&T", ("att",)),
        ("The Co", ("co",)),
        ("the", ("the",)),
        ("www.amazon.co.uk", ("amazon",)),
        ("Crédit Agricole", ("credit", "agricole")),
        ("😀", ()),
    ],
)
def test_words_of_a_name(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    "text",
    [
        *("", "unknown", "didn't say", "school nurse", "the bank", "customer service", "???"),
        *("Grandson", "Denise", "Brandon Smith", "K. Smith", "fraud dept", "insurance company"),
    ],
)
def test_names_nobody(text: str) -> None:
    assert names_nobody(text)


@pytest.mark.parametrize(
    "text", ["Comcast", "Great Lakes Energy Choice", "First National Bank", "Charlie Roofing"]
)
def test_names_somebody(text: str) -> None:
    assert not names_nobody(text)
    assert not says_nothing(text)


@pytest.mark.parametrize(
    ("word", "other", "slip"),
    [
        ("comcats", "comcast", True),
        ("ocmcast", "comcast", True),
        ("huntingdon", "huntington", True),
        ("specksavers", "specsavers", True),
        ("spectrums", "spectrum", True),
        ("orkinn", "orkin", True),
        ("boots", "books", False),
        ("saga", "sega", False),
        ("infinity", "xfinity", False),
        ("norwich", "harwich", False),
    ],
)
def test_slips_of_the_finger(word: str, other: str, slip: bool) -> None:
    assert is_slip(word, other) is slip


NAMES = [names for names, _, _ in SAME] + [names for names, _, _ in ANOTHER]
ANY_NAME = st.sampled_from(sorted({name for names in NAMES for name in names.split("|")}))


@given(ANY_NAME, st.data())
def test_writing_does_not_matter(name: str, data: st.DataObject) -> None:
    book = NameBook([[name]], [""])
    suffix = data.draw(st.sampled_from(["", " Inc.", " LLC", ", Ltd", " plc"]))
    style = data.draw(st.sampled_from(["upper", "lower", "title", "strip"]))
    gap = data.draw(st.sampled_from([" ", "  ", "\t", "\u00a0"]))
    written = gap.join(getattr(name, style)().split()) + suffix
    assert book.find(written)[0].score >= 99


@given(ANY_NAME, st.data())
def test_a_slip_in_a_long_distinctive_word_does_not_matter(name: str, data: st.DataObject) -> None:
    words = words_of(name)
    long = [word for word in words if len(word) >= 7 and is_distinctive(word)]
    assume(long)
    word = data.draw(st.sampled_from(long))
    at = data.draw(st.integers(1, len(word) - 2))
    slip = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at] * 2 + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    )
    claimed = " ".join(slip if each == word else each for each in words)
    assert NameBook([[name]], [""]).find(claimed)


@given(st.text(), st.lists(st.text(), max_size=4), st.booleans())
def test_any_text_can_be_asked_for(text: str, names: list[str], caller_id: bool) -> None:
    book = NameBook([[*names, text]], [text])
    assert bool(book.find(text, caller_id)) == bool(words_of(text))
    book.may_stand_in(text)
    assert isinstance(names_nobody(text), bool)
