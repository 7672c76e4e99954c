"""Address books: vCard and Google Contacts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.feeds import feed_named
from screener.feeds.protocol import Contact, Item, Place, Skipped
from screener.feeds.source import Source
from tests.feeds.conftest import Read


def card(*lines: str, version: str = "3.0", end: str = "\r\n") -> str:
    return end.join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


@pytest.mark.parametrize(
    ("content", "name", "numbers", "organisation"),
    [
        (
            card("N:Doe;Jane", "FN:Jane Doe", "TEL;TYPE=CELL:+1-614-555-0100"),
            "Jane Doe",
            ("+1-614-555-0100",),
            False,
        ),
        (
            card("FN:Acme\\, Inc.", "ORG:Acme\\, I", " nc.;Sales", "item1.TEL;type=pref:1"),
            "Acme, Inc.",
            ("1",),
            True,
        ),
        (card("FN:Acme", "X-ABShowAs:COMPANY", "N:;;;;", "TEL:1"), "Acme", ("1",), True),
        (card("N:Doe;Jane", "FN:Jane", "ORG:Acme", "TEL:1"), "Jane", ("1",), False),
        (
            card(
                "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCl=",
                "ler;J=C3=B6rg",
                "TEL;CELL:1",
                "TEL;WORK;VOICE:2",
                "PHOTO;ENCODING=BASE64;JPEG:AAAA",
                " BBBB",
                "",
                version="2.1",
            ),
            "Jörg Müller",
            ("1", "2"),
            False,
        ),
        (
            card("N;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:M=FCller", "TEL:1", version="2.1"),
            "Müller",
            ("1",),
            False,
        ),
        (
            card(
                "KIND:org",
                "FN:ABC",
                'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-555-555-5555;ext=5',
                version="4.0",
                end="\n",
            ),
            "ABC",
            ("+1-555-555-5555",),
            True,
        ),
        (
            card("N:a;b", "AGENT:", "BEGIN:VCARD", "FN:other", "TEL:9", "END:VCARD", "TEL:5"),
            "b a",
            ("5",),
            False,
        ),
        (card("this is junk", "FN:x", "TEL:1"), "x", ("1",), False),
    ],
)
def test_cards(
    read: Read, content: str, name: str, numbers: tuple[str, ...], organisation: bool
) -> None:
    assert read(content, expected="vcard") == [Contact(name, numbers, organisation, 1)]


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (card("FN:x"), Skipped(1, "the card has no number")),
        (card("TEL:1"), Skipped(1, "the card has no name")),
        (card("FN:x", "TEL:1")[:-12], Skipped(1, "the card breaks off")),
        (card(*["X:y"] * 20_001), Skipped(1, "the card does not end")),
    ],
)
def test_cards_that_cannot_be_read(read: Read, content: str, left: Skipped) -> None:
    assert read(content, "vcard") == [left]


def test_cards_in_an_old_encoding_and_with_nul_bytes(read: Read) -> None:
    content = card("FN:Müller", "TEL:1").encode("cp1252") + card("FN:a\0b", "TEL:1").encode()
    assert read(content, "vcard") == [
        Contact("Müller", ("1",), organisation=False, line=1),
        Skipped(8, "the line holds NUL bytes"),
        Skipped(6, "the card has no name"),
    ]


TODAY = (
    "First Name,Middle Name,Last Name,Nickname,File As,Organization Name,Labels,"
    "Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
)
EARLIER = "Name,Given Name,Additional Name,Family Name,Group Membership,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name\n"


def test_google_contacts(read: Read) -> None:
    content = TODAY + (
        "Grace,Brewster,Hopper,,,US Navy,* myContacts,Mobile,+1 555 0199 ::: +1 555 0198,,\n"
        ",,,,,Acme Pest,* myContacts,Work,614 555 0100,Work,614 555 0101\n"
        ',,,"Nick\nname",,,,Mobile,1,,\n'
        "Ann,,,,,,,,,,\n"
        ",,,,,,,Mobile,1,,\n"
    )
    assert read(content, expected="google-contacts") == [
        Contact("Grace Brewster Hopper", ("+1 555 0199", "+1 555 0198"), False, 2),
        Contact("Acme Pest", ("614 555 0100", "614 555 0101"), True, 3),
        Contact("Nick\nname", ("1",), False, 4),
        Skipped(6, "the contact has no number"),
        Skipped(7, "the contact has no name"),
    ]


def test_google_contacts_from_before(read: Read) -> None:
    content = EARLIER + "Ann Lee,Ann,,Lee,*,Mobile,1,Acme\nAcme,,,,*,Work,2,Acme\n"
    assert read("\ufeff" + content, expected="google-contacts") == [
        Contact("Ann Lee", ("1",), organisation=False, line=2),
        Contact("Acme", ("2",), organisation=True, line=3),
    ]


class _Lines(Source):
    """A source that never was a file."""

    def __init__(self, text: str) -> None:
        self.text = text

    def lines(self, legacy: str = ""):  # type: ignore[no-untyped-def]
        from screener.feeds.source import Line  # noqa: PLC0415

        for number, text in enumerate(self.text.splitlines(keepends=True), 1):
            yield Line(number, text)


@given(
    st.lists(
        st.sampled_from(["BEGIN:VCARD", "END:VCARD", "FN:x", "TEL:1", "TEL;=:=", " y", "=", ":"])
        | st.text(max_size=20),
        max_size=30,
    )
)
def test_no_card_breaks_the_reader(lines: list[str]) -> None:
    items: list[Item] = list(feed_named("vcard").read(_Lines("\n".join(lines)), Place()))
    assert all(isinstance(item, Contact | Skipped) for item in items)
    assert all(item.name and item.numbers for item in items if isinstance(item, Contact))
