"""The vendor book: vendors with their names, numbers and preferences, and merging two."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from typing import Any

from screener.chain import RecordKind
from screener.conditions import Conditions
from screener.faults import Fault
from screener.phone import read_number
from screener.store.calls import index, unindex
from screener.store.chain import append
from screener.store.driver import Database
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

    def merge_vendors(self, keep: str, other: str) -> Vendor:
        """Makes two vendors one under the first one's name.

        Names, numbers, ledger and calls of the other follow. The relationship began with the
        earlier date and was last seen with the later; where preferences differ, and for the
        end, the kept vendor's count.
        """
        with self.transaction():
            kept, gone = self._vendor_id(keep), self._vendor_id(other)
            if kept == gone:
                raise Fault(f"{keep!r} and {other!r} are the same vendor already.")
            merged = _merged(load_vendor(self._db, kept), load_vendor(self._db, gone))
            self._note_merge(kept, gone)
            with _reindexed(self._db, gone):
                for table in ("call", "screening", "party"):
                    self._db.run(_FOLLOW[table], (kept, gone))
            self._db.run("DELETE FROM vendor WHERE id = ?", (gone,))
            self._write(kept, merged)
            return load_vendor(self._db, kept)

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
            with _reindexed(self._db, key):
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
        aliases = _once(storable(alias.strip()) for alias in vendor.aliases)
        self._db.many(
            "INSERT INTO vendor_name (vendor, place, name, folded) VALUES (?, ?, ?, ?)",
            [(key, place, alias, fold(alias)) for place, alias in enumerate(aliases)],
        )
        numbers = _once(read_as_kept(self._db, number) for number in vendor.numbers)
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

    def _note_merge(self, kept: int, gone: int) -> None:
        vendor = load_vendor(self._db, gone)
        merge = self._db.run(
            "INSERT INTO vendor_merge (kept, merged, vendor, at) VALUES (?, ?, ?, ?)",
            (kept, gone, _as_json(vendor), self._now()[0]),
        )
        append(self._db, RecordKind.MERGE, merge)


def read_as_kept(db: Database, number: str) -> str:
    """A number in E.164 where it can be read, else as it came."""
    number = storable(number.strip())
    return read_number(number, region_of(db)).e164 or number


_FOLLOW = {
    "call": "UPDATE call SET vendor = ? WHERE vendor = ?",
    "screening": "UPDATE screening SET vendor = ? WHERE vendor = ?",
    "party": "UPDATE party SET vendor = ? WHERE vendor = ?",
}
_CLEAR = {
    "vendor_name": "DELETE FROM vendor_name WHERE vendor = ?",
    "vendor_number": "DELETE FROM vendor_number WHERE vendor = ?",
    "preference": "DELETE FROM preference WHERE vendor = ?",
}


def _conditions_text(db: Database, conditions: Conditions) -> str:
    numbers = _once(read_as_kept(db, number) for number in conditions.numbers)
    kept = conditions_to(replace(conditions, numbers=tuple(numbers)))
    return json.dumps(kept, separators=(",", ":")) if kept else ""


def _once(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]


@contextmanager
def _reindexed(db: Database, vendor: int) -> Iterator[None]:
    """The vendor's name stands in the full-text index with each of its calls."""
    keys = [line[0] for line in db.all("SELECT key FROM call WHERE vendor = ?", (vendor,))]
    for key in keys:
        unindex(db, key)
    yield
    for key in keys:
        index(db, key)


def _merged(keep: Vendor, other: Vendor) -> Vendor:
    said = {preference.purpose for preference in keep.preferences}
    return replace(
        keep,
        aliases=tuple(_once((*keep.aliases, other.name, *other.aliases))),
        numbers=tuple(_once((*keep.numbers, *other.numbers))),
        category=keep.category or other.category,
        customer_since=min(_dates(keep.customer_since, other.customer_since), default=None),
        last_transaction=max(_dates(keep.last_transaction, other.last_transaction), default=None),
        last_inquiry=max(_dates(keep.last_inquiry, other.last_inquiry), default=None),
        preferences=keep.preferences
        + tuple(one for one in other.preferences if one.purpose not in said),
    )


def _dates(*days: date | None) -> list[date]:
    return [day for day in days if day is not None]


def _as_json(vendor: Vendor) -> str:
    kept = {field: getattr(vendor, field) for field in _EDITABLE}
    return json.dumps(kept, default=str, ensure_ascii=False, separators=(",", ":"))


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
