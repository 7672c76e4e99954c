"""The vendor book as it is read: rows of the file → vendors."""

import json
from collections.abc import Iterable
from typing import Any

from screener.conditions import NO_CONDITIONS, Conditions
from screener.faults import Fault
from screener.store.driver import Database, Line
from screener.store.settings import day_of
from screener.vendor import Preference, Vendor
from screener.words import Choice, Purpose

_SELECT = (
    "SELECT id, name, category, customer_since, last_transaction, last_inquiry, ended FROM vendor "
)
_SAID = "SELECT vendor, purpose, choice, at, how, conditions FROM preference "


def load_vendors(db: Database) -> tuple[Vendor, ...]:
    """The whole book, by name, in four queries whatever its size."""
    aliases = _lists(db.all("SELECT vendor, name FROM vendor_name ORDER BY vendor, place"))
    numbers = _lists(db.all("SELECT vendor, number FROM vendor_number ORDER BY vendor, place"))
    said = _lists((line[0], _preference(line[1:])) for line in db.all(_SAID + "ORDER BY id"))
    return tuple(
        _vendor(line, aliases.get(line[0], ()), numbers.get(line[0], ()), said.get(line[0], ()))
        for line in db.all(_SELECT + "ORDER BY folded")
    )


def load_vendor(db: Database, key: int) -> Vendor:
    """The vendor with that key. Fault if there is none."""
    line = db.one(_SELECT + "WHERE id = ?", (key,))
    if line is None:
        raise Fault(f"{key}: there is no such vendor.")
    names = db.all("SELECT name FROM vendor_name WHERE vendor = ? ORDER BY place", (key,))
    numbers = db.all("SELECT number FROM vendor_number WHERE vendor = ? ORDER BY place", (key,))
    said = db.all(_SAID + "WHERE vendor = ? ORDER BY id", (key,))
    return _vendor(
        line,
        tuple(name for (name,) in names),
        tuple(number for (number,) in numbers),
        tuple(_preference(one[1:]) for one in said),
    )


def _vendor(
    line: Line,
    aliases: tuple[str, ...],
    numbers: tuple[str, ...],
    preferences: tuple[Preference, ...],
) -> Vendor:
    return Vendor(
        id=line[0],
        name=line[1],
        aliases=aliases,
        numbers=numbers,
        category=line[2],
        customer_since=day_of(line[3]),
        last_transaction=day_of(line[4]),
        last_inquiry=day_of(line[5]),
        ended=day_of(line[6]),
        preferences=preferences,
    )


def _preference(line: Line) -> Preference:
    tied = _conditions(line[4]) if line[4] else NO_CONDITIONS
    return Preference(Purpose(line[0]), Choice(line[1]), day_of(line[2]), line[3], tied)


def _conditions(text: str) -> Conditions:
    from screener.wire import conditions_from  # noqa: PLC0415 - few preferences have conditions

    return conditions_from(json.loads(text))


def _lists(pairs: Iterable[tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    found: dict[int, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
