"""Contacts brought in: organisations become vendors, people stay people.

Somebody who is in the book already gets the numbers that are new. A number that is on file stays
with whom it is on file for.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from screener.desk.book import Book
from screener.store.search import fold
from screener.vendor import Person, Vendor

if TYPE_CHECKING:
    from screener.desk.importing import Imports
    from screener.desk.tally import Tally
    from screener.feeds.protocol import Contact

UNREADABLE = "a number that cannot be read"


class AddressBook:
    """What a file tells of contacts, put together before it is written."""

    def __init__(self, desk: "Imports") -> None:
        self._desk = desk
        self._found: dict[tuple[bool, str], tuple[str, list[str]]] = {}
        household = desk.household()
        self._vendors = {fold(name): each for each in household.vendors for name in _names(each)}
        self._people = {fold(each.name): each for each in household.people}
        self._on_file = {
            *household.own_numbers,
            *(number for each in household.vendors for number in each.numbers),
            *(number for each in household.people for number in each.numbers),
        }

    def note(self, contact: "Contact", tally: "Tally") -> None:
        """Takes in one contact, and counts it."""
        from screener.feeds.protocol import Skipped  # noqa: PLC0415 - only to import

        read = [self._desk.number_kept(number) for number in contact.numbers]
        for _ in range(read.count("")):
            tally.leave(Skipped(contact.line, UNREADABLE))
        fresh = [each for each in dict.fromkeys(read) if each and each not in self._on_file]
        if not fresh:
            tally.duplicates += any(read)
            return
        key = (contact.organisation, fold(contact.name))
        if key not in self._found:
            tally.vendors += contact.organisation
            tally.people += not contact.organisation
        self._found.setdefault(key, (contact.name, []))[1].extend(fresh)
        self._on_file.update(fresh)

    def write(self) -> None:
        """Writes them into the book. Belongs into a deed."""
        for (organisation, folded), (name, numbers) in self._found.items():
            if organisation:
                self._write_vendor(self._vendors.get(folded), name, numbers)
            else:
                self._write_person(self._people.get(folded), name, numbers)

    def _write_vendor(self, known: Vendor | None, name: str, numbers: list[str]) -> None:
        if known is None:
            self._desk.add_vendor(Vendor(name=name, numbers=tuple(numbers)))
        else:
            self._desk.edit_vendor(known.name, numbers=(*known.numbers, *numbers))

    def _write_person(self, known: Person | None, name: str, numbers: list[str]) -> None:
        if known is None:
            self._desk.add_person(Person(name=name, numbers=tuple(numbers)))
            return
        with self._desk.doing() as deed:
            deed.touches("person", known.name)
            Book.remove_person(self._desk, known.name)
            Book.add_person(self._desk, replace(known, numbers=(*known.numbers, *numbers)))


def _names(vendor: Vendor) -> Iterable[str]:
    return (vendor.name, *vendor.aliases)
