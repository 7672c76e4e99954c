"""The vendor book: vendors with their names, numbers and preferences."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from typing import Any

from screener.conditions import Conditions
from screener.faults import Fault
from screener.phone import read_number
from screener.store.driver import Database
from screener.store.indexed import index, unindex
from screener.store.parties import claims_of, join_parties
from screener.store.room import Room
from screener.store.search import fold, storable
from screener.store.settings import region_of, text_of
from screener.store.vendor_rows import load_vendor, load_vendors
from screener.vendor import Preference, Vendor
from screener.wire import conditions_to

_EDITABLE = tuple(field.name for field in fields(Vendor) if field.name != "id")


class Vendors(Room):
    """Vendors, by name. A name is found whatever its case, accents and punctuation."""

    def vendors(self) -> tuple[Vendor, ...]:
        """The whole book, by name."""
        return load_vendors(self._db)

    def vendor(self, name: str) -> Vendor:
        """The vendor with that name, or the only one with that alias. Fault if there is none."""
        return load_vendor(self._db, self._vendor_id(name))

    def add_vendor(self, vendor: Vendor) -> Vendor:
        """Puts a vendor into the book. Claimed names and numbers in the ledger that are the
        vendor's become the vendor's. Fault for an empty name or one that is taken."""
        with self.transaction():
            self._check_name(vendor.name, None)
            key = self._db.run(
                "INSERT INTO vendor (name, folded) VALUES (?, ?)",
                (storable(vendor.name.strip()), fold(vendor.name)),
            )
            self._write(key, vendor)
            return load_vendor(self._db, key)

    def edit_vendor(self, name: str, /, **changes: Any) -> Vendor:
        """Changes fields of a vendor. Fault for a field that vendors do not have, for a name
        that is taken, and for a date that is none."""
        for field, value in changes.items():
            _check_field(field, value)
        with self.transaction():
            key = self._vendor_id(name)
            vendor = replace(load_vendor(self._db, key), **changes)
            self._check_name(vendor.name, key)
            self._write(key, vendor)
            return load_vendor(self._db, key)

    def end_vendor(self, name: str, day: date) -> Vendor:
        """Notes the day on which the relationship ended."""
        return self.edit_vendor(name, ended=day)

    def _vendor_id(self, name: str) -> int:
        folded = fold(name)
        key: int | None = self._db.value("SELECT id FROM vendor WHERE folded = ?", (folded,))
        if key is not None:
            return key
        found = self._db.all("SELECT DISTINCT vendor FROM vendor_name WHERE folded = ?", (folded,))
        if len(found) == 1:
            alias: int = found[0][0]
            return alias
        if found:
            raise Fault(f"{name!r}: more than one vendor goes by that name.")
        raise Fault(f"{name!r}: there is no such vendor.")

    def _check_name(self, name: str, own: int | None) -> None:
        if not name.strip():
            raise Fault("name: a vendor needs a name.")
        taken = self._db.one("SELECT id, name FROM vendor WHERE folded = ?", (fold(name),))
        if taken is not None and taken[0] != own:
            raise Fault(f"name: there is a vendor {taken[1]!r} already.")

    def _write(self, key: int, vendor: Vendor) -> None:
        name = storable(vendor.name.strip())
        claims = claims_of(self._db, key)
        if name == self._db.value("SELECT name FROM vendor WHERE id = ?", (key,)):
            self._write_fields(key, vendor, name)
        else:
            with reindexed(self._db, key):
                self._write_fields(key, vendor, name)
        self._write_lists(key, vendor)
        join_parties(self._db, claims | claims_of(self._db, key))

    def _write_fields(self, key: int, vendor: Vendor, name: str) -> None:
        self._db.run(
            "UPDATE vendor SET name = ?, folded = ?, category = ?, customer_since = ?, "
            "last_transaction = ?, last_inquiry = ?, ended = ? WHERE id = ?",
            (
                name,
                fold(name),
                storable(vendor.category),
                text_of(vendor.customer_since),
                text_of(vendor.last_transaction),
                text_of(vendor.last_inquiry),
                text_of(vendor.ended),
                key,
            ),
        )

    def _write_lists(self, key: int, vendor: Vendor) -> None:
        for table in ("vendor_name", "vendor_number", "preference"):
            self._db.run(_CLEAR[table], (key,))
        aliases = once(storable(alias.strip()) for alias in vendor.aliases)
        self._db.many(
            "INSERT INTO vendor_name (vendor, place, name, folded) VALUES (?, ?, ?, ?)",
            [(key, place, alias, fold(alias)) for place, alias in enumerate(aliases)],
        )
        numbers = once(read_as_kept(self._db, number) for number in vendor.numbers)
        self._db.many(
            "INSERT INTO vendor_number (vendor, place, number) VALUES (?, ?, ?)",
            [(key, place, number) for place, number in enumerate(numbers)],
        )
        self._db.many(
            "INSERT INTO preference (vendor, purpose, choice, at, how, conditions) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    key,
                    said.purpose,
                    said.choice,
                    text_of(said.at),
                    storable(said.how),
                    _conditions_text(self._db, said.conditions),
                )
                for said in vendor.preferences
            ],
        )


def read_as_kept(db: Database, number: str) -> str:
    """A number in E.164 where it can be read, else as it came."""
    number = storable(number.strip())
    return read_number(number, region_of(db)).e164 or number


_CLEAR = {
    "vendor_name": "DELETE FROM vendor_name WHERE vendor = ?",
    "vendor_number": "DELETE FROM vendor_number WHERE vendor = ?",
    "preference": "DELETE FROM preference WHERE vendor = ?",
}


def _conditions_text(db: Database, conditions: Conditions) -> str:
    numbers = once(read_as_kept(db, number) for number in conditions.numbers)
    kept = conditions_to(replace(conditions, numbers=tuple(numbers)))
    return json.dumps(kept, separators=(",", ":")) if kept else ""


def once(values: Iterable[str]) -> list[str]:
    """Each value once, empty ones left out."""
    return [value for value in dict.fromkeys(values) if value]


@contextmanager
def reindexed(db: Database, vendor: int) -> Iterator[None]:
    """The vendor's name stands in the full-text index with each of its calls."""
    keys = [line[0] for line in db.all("SELECT key FROM call WHERE vendor = ?", (vendor,))]
    unindex(db, keys)
    yield
    index(db, keys)


def _check_field(field: str, value: object) -> None:
    if field not in _EDITABLE:
        raise Fault(f"{field}: a vendor has no such field.")
    if field in {"name", "category"}:
        fits, wanted = isinstance(value, str), "text"
    elif field in {"aliases", "numbers"}:
        fits = isinstance(value, tuple) and all(isinstance(one, str) for one in value)
        wanted = "a tuple of texts"
    elif field == "preferences":
        fits = isinstance(value, tuple) and all(isinstance(one, Preference) for one in value)
        wanted = "a tuple of preferences"
    else:
        fits, wanted = value is None or isinstance(value, date), "a day or nothing"
    if not fits:
        raise Fault(f"{field}: must be {wanted}.")
