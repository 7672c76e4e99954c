"""The JSON form of a household (docs/household.schema.json): reading, with every fault named, and
writing."""

from collections.abc import Iterator, Mapping
from typing import Any

from screener.faults import Fault
from screener.vendor import Expecting, Household, Person
from screener.wire import (
    CONDITIONS_FIELDS,
    PREFERENCE_FIELDS,
    VENDOR_FIELDS,
    allowable,
    entry_from,
    entry_to,
    vendor_from,
    vendor_to,
)
from screener.wire_values import (
    Reader,
    as_day,
    as_mapping,
    as_moment,
    as_text,
    as_texts,
    iso,
    list_of,
    one_of,
    shown,
)
from screener.words import Choice, Purpose


def household_from(obj: object) -> Household:
    """A household from its JSON form (docs/household.schema.json). Raises `Fault` naming the
    place of the first thing that is wrong, such as `vendors[2].ended`."""
    data = as_mapping(obj, "household")
    found: dict[str, Any] = {}
    for name, reader in _HOUSEHOLD_FIELDS.items():
        value = data.get(name)
        if value is not None:
            found[name] = reader(value, name)
    return Household(**found)


def household_unused(obj: object) -> list[str]:
    """The keys of a household file that the program does not know, as places."""
    if not isinstance(obj, Mapping):
        return []
    unused = [str(key) for key in obj if key not in _HOUSEHOLD_FIELDS]
    for name, known in (("vendors", VENDOR_FIELDS), ("people", _PERSON_FIELDS)):
        for where, row in _rows(obj, name):
            unused += [f"{where}.{key}" for key in row if key not in known]
            for place, said in _rows(row, "preferences", f"{where}."):
                tied = said.get("conditions")
                unused += [f"{place}.{key}" for key in said if key not in PREFERENCE_FIELDS]
                unused += [
                    f"{place}.conditions.{key}"
                    for key in (tied if isinstance(tied, Mapping) else ())
                    if key not in CONDITIONS_FIELDS
                ]
    return unused


def _rows(
    obj: Mapping[str, Any], name: str, under: str = ""
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects in a list of a household file, each with its place; other things are not."""
    rows = obj.get(name)
    for at, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, Mapping):
            yield f"{under}{name}[{at}]", row


def household_to(household: Household) -> dict[str, object]:
    """The JSON form of a household, as `household_from` reads it."""
    return {
        "region": household.region,
        "state": household.state or None,
        "time_zone": household.time_zone or None,
        "vendors": [vendor_to(vendor) for vendor in household.vendors],
        "people": [
            {"name": person.name, "numbers": list(person.numbers), "relation": person.relation}
            for person in household.people
        ],
        "own_numbers": list(household.own_numbers),
        "registered_on": iso(household.registered_on),
        "defaults": {str(purpose): str(choice) for purpose, choice in household.defaults.items()},
        "expecting": [
            {
                "who": entry.who,
                "start": entry.start.isoformat(),
                "end": entry.end.isoformat(),
                "note": entry.note,
            }
            for entry in household.expecting
        ],
        "ledger": [entry_to(entry) for entry in household.ledger],
    }


def _person(value: object, where: str) -> Person:
    data = as_mapping(value, where)
    found = {
        name: reader(data[name], f"{where}.{name}")
        for name, reader in _PERSON_FIELDS.items()
        if data.get(name) is not None
    }
    if not found.get("name"):
        raise Fault(f"{where}.name: a person needs a name.")
    return Person(**found)


def _expecting(value: object, where: str) -> Expecting:
    data = as_mapping(value, where)
    entry = Expecting(
        who=as_text(data.get("who") or "", f"{where}.who"),
        start=as_moment(data.get("start"), f"{where}.start"),
        end=as_moment(data.get("end"), f"{where}.end"),
        note=as_text(data.get("note") or "", f"{where}.note"),
    )
    if entry.end < entry.start:
        raise Fault(f"{where}.end: lies before {where}.start.")
    return entry


def _defaults(value: object, where: str) -> dict[Purpose, Choice]:
    data = as_mapping(value, where)
    return {
        allowable(purpose, where): one_of(Choice)(choice, f"{where}.{purpose}")
        for purpose, choice in data.items()
    }


def _region(value: object, where: str) -> str:
    region = as_text(value, where).strip().upper()
    if len(region) != 2 or not (region.isascii() and region.isalpha()):
        raise Fault(f"{where}: must be a country in two letters such as US, not {shown(value)}.")
    return region


_PERSON_FIELDS: dict[str, Reader] = {"name": as_text, "numbers": as_texts, "relation": as_text}

_HOUSEHOLD_FIELDS: dict[str, Reader] = {
    "region": _region,
    "state": as_text,
    "time_zone": as_text,
    "vendors": list_of(vendor_from),
    "people": list_of(_person),
    "own_numbers": as_texts,
    "registered_on": as_day,
    "defaults": _defaults,
    "expecting": list_of(_expecting),
    "ledger": list_of(entry_from),
}
