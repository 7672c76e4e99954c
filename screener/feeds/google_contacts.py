"""Google Contacts, exported as CSV: today's columns and those from before 2024.

From the documented columns; no real sample was at hand. Several values in one cell are parted by
` ::: `. An organisation is a row that names one and nobody in it.
"""

import re
from collections.abc import Iterator, Mapping

from screener.feeds.protocol import Contact, Head, Item, Place, Skipped
from screener.feeds.source import Source
from screener.feeds.tabular import delimiter_of, header_of, rows

NAME = "google-contacts"
TITLE = "Google Contacts, CSV"

_PHONE = re.compile(r"phone \d{1,3} - value")
_ORGANISATION = ("organization name", "organization 1 - name")
_PERSON = ("first name", "given name", "last name", "family name")
_NAMES = (
    ("first name", "middle name", "last name"),
    ("name",),
    ("given name", "additional name", "family name"),
    ("nickname",),
    ("file as",),
)


def sniff(head: Head) -> float:
    """A header with a numbered telephone and a name for an organisation or a person."""
    names = {each.casefold() for each in header_of(head.text, delimiter_of(head.text))}
    telephones = any(_PHONE.fullmatch(name) for name in names)
    return 0.98 if telephones and names & {*_ORGANISATION, *_PERSON} else 0.0


def read(source: Source, place: Place) -> Iterator[Item]:
    """The contacts of the file."""
    del place
    header: list[str] | None = None
    for row in rows(source, delimiter_of(source.head.text)):
        if isinstance(row, Skipped):
            yield row
        elif header is None:
            header = [cell.strip("\ufeff ").casefold() for cell in row.cells]
        else:
            yield _contact(dict(zip(header, row.cells, strict=False)), row.line)


def _contact(found: Mapping[str, str], line: int) -> Contact | Skipped:
    org = next((found[key].strip() for key in _ORGANISATION if found.get(key, "").strip()), "")
    is_person = any(found.get(key, "").strip() for key in _PERSON)
    name = org if org and not is_person else _name(found) or org
    numbers = [
        number.strip()
        for key, cell in found.items()
        if _PHONE.fullmatch(key)
        for number in cell.split(":::")
    ]
    if not name:
        return Skipped(line, "the contact has no name")
    if not any(numbers):
        return Skipped(line, "the contact has no number")
    known = tuple(dict.fromkeys(filter(None, numbers)))
    return Contact(name, known, bool(org) and not is_person, line)


def _name(found: Mapping[str, str]) -> str:
    for keys in _NAMES:
        name = " ".join(filter(None, (found.get(key, "").strip() for key in keys)))
        if name:
            return name
    return ""
