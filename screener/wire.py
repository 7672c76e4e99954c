"""The JSON forms of the nouns: reading, with every fault named, and writing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from screener.call import Answer, Call
from screener.conditions import (
    NO_CONDITIONS,
    Conditions,
    hours_text,
    limit_text,
    read_hours,
    read_limit,
)
from screener.faults import Fault
from screener.ledger import EntryKind, How, LedgerEntry, Party, PartyKind
from screener.vendor import Expecting, Household, Person, Preference, Vendor
from screener.words import PREFERENCE_PURPOSES, WEEKDAYS, Choice, Purpose, Status

_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)
_Reader = Callable[[object, str], Any]


def call_from(obj: Mapping[str, object]) -> Call:
    """A call from its JSON form: any field of `Call` by its name, each absent, null or empty.

    Other keys are left alone (a line may carry what other programs need). `id` may be any
    JSON value; only text is kept. Raises `Fault` naming the first field of a wrong type.
    """
    found: dict[str, Any] = {}
    for name, reader in _CALL_FIELDS.items():
        value = obj.get(name)
        if value is None or value == "":
            continue
        found[name] = reader(value, name)
    return Call(**found)


def call_to(call: Call) -> dict[str, object]:
    """The JSON form of a call; fields that say nothing are left out."""
    found: dict[str, object] = {}
    for field in fields(Call):
        value = getattr(call, field.name)
        if value is None or value in ("", ()):
            continue
        found[field.name] = fact_to(value)
    return found


def fact_to(value: object) -> object:
    """The JSON form of one fact of a call; it stands the same where the fact was amended."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        answers = {each.question: each.answer for each in value if isinstance(each, Answer)}
        return answers or list(value)
    return value


def household_from(obj: object) -> Household:
    """A household from its JSON form (docs/household.schema.json). Raises `Fault` naming the
    place of the first thing that is wrong, such as `vendors[2].ended`."""
    data = _mapping(obj, "household")
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
    for name, known in (("vendors", _VENDOR_FIELDS), ("people", _PERSON_FIELDS)):
        for where, row in _rows(obj, name):
            unused += [f"{where}.{key}" for key in row if key not in known]
            for place, said in _rows(row, "preferences", f"{where}."):
                tied = said.get("conditions")
                unused += [f"{place}.{key}" for key in said if key not in _PREFERENCE_FIELDS]
                unused += [
                    f"{place}.conditions.{key}"
                    for key in (tied if isinstance(tied, Mapping) else ())
                    if key not in _CONDITIONS_FIELDS
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
        "registered_on": _iso(household.registered_on),
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


def vendor_from(obj: object, where: str = "vendor") -> Vendor:
    """A vendor from its JSON form."""
    data = _mapping(obj, where)
    found: dict[str, Any] = {}
    for name, reader in _VENDOR_FIELDS.items():
        value = data.get(name)
        if value is not None:
            found[name] = reader(value, f"{where}.{name}")
    if not str(found.get("name", "")).strip():
        raise Fault(f"{where}.name: a vendor needs a name.")
    return Vendor(**found)


def vendor_to(vendor: Vendor) -> dict[str, object]:
    """The JSON form of a vendor."""
    return {
        "name": vendor.name,
        "aliases": list(vendor.aliases),
        "numbers": list(vendor.numbers),
        "category": vendor.category,
        "customer_since": _iso(vendor.customer_since),
        "last_transaction": _iso(vendor.last_transaction),
        "last_inquiry": _iso(vendor.last_inquiry),
        "ended": _iso(vendor.ended),
        "preferences": [
            {
                "purpose": str(preference.purpose),
                "choice": str(preference.choice),
                "at": _iso(preference.at),
                "how": preference.how,
                "conditions": conditions_to(preference.conditions) or None,
            }
            for preference in vendor.preferences
        ],
    }


def conditions_from(obj: object, where: str = "conditions") -> Conditions:
    """What an opt-in is tied to, from its JSON form."""
    data = _mapping(obj, where)
    return Conditions(
        **{
            name: reader(data[name], f"{where}.{name}")
            for name, reader in _CONDITIONS_FIELDS.items()
            if data.get(name) is not None
        }
    )


def conditions_to(conditions: Conditions) -> dict[str, object]:
    """The JSON form of conditions; those that narrow nothing are left out."""
    found: dict[str, object] = {
        "hours": hours_text(conditions.hours) if conditions.hours else None,
        "days": list(conditions.days),
        "at_most": limit_text(conditions.at_most) if conditions.at_most else None,
        "in_writing": conditions.in_writing,
        "numbers": list(conditions.numbers),
    }
    return {name: value for name, value in found.items() if value}


def entry_from(obj: object, where: str = "entry") -> LedgerEntry:
    """A ledger entry from its JSON form."""
    data = _mapping(obj, where)
    found: dict[str, Any] = {}
    for name, reader in _ENTRY_FIELDS.items():
        value = data.get(name)
        if value is not None:
            found[name] = reader(value, f"{where}.{name}")
    for name in ("party", "purpose", "kind", "at"):
        if name not in found:
            raise Fault(f"{where}.{name}: a ledger entry needs it.")
    return LedgerEntry(**found)


def entry_to(entry: LedgerEntry) -> dict[str, object]:
    """The JSON form of a ledger entry."""
    return {
        "party": {"kind": str(entry.party.kind), "value": entry.party.value},
        "purpose": str(entry.purpose),
        "kind": str(entry.kind),
        "at": entry.at.isoformat(),
        "logged_at": _iso(entry.logged_at),
        "how": str(entry.how),
        "words": entry.words,
        "to_whom": entry.to_whom,
        "reference": entry.reference,
        "file_hash": entry.file_hash,
        "call": entry.call,
        "note": entry.note,
    }


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "…"


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise Fault(f"{where}: must be a JSON object, not {_shown(value)}.")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise Fault(f"{where}: must be text, not {_shown(value)}.")
    return value


def _any_id(value: object, where: str) -> str:
    return value if isinstance(value, str) else ""


def _truth(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise Fault(f"{where}: must be true or false, not {_shown(value)}.")
    return value


def _seconds(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise Fault(f"{where}: must be a whole number of seconds, not {_shown(value)}.")
    return value


def _day(value: object, where: str) -> date:
    try:
        return date.fromisoformat(_text(value, where)[:10])
    except ValueError:
        raise Fault(f"{where}: must be a day such as 2026-03-09, not {_shown(value)}.") from None


def _moment(value: object, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value, where).strip())
    except ValueError:
        raise Fault(
            f"{where}: must be a moment such as 2026-03-09T14:05:00-05:00, not {_shown(value)}."
        ) from None
    if moment.tzinfo is None:
        raise Fault(f"{where}: needs the offset from UTC, such as {value}+01:00.")
    return moment


def _one_of(kind: type[_E]) -> Callable[[object, str], _E]:
    def read(value: object, where: str) -> _E:
        try:
            return kind(_text(value, where))
        except ValueError:
            raise Fault(
                f"{where}: must be one of {', '.join(kind)}, not {_shown(value)}."
            ) from None

    return read


def _list_of(reader: Callable[[object, str], _T]) -> Callable[[object, str], tuple[_T, ...]]:
    def read(value: object, where: str) -> tuple[_T, ...]:
        if not isinstance(value, list | tuple):
            raise Fault(f"{where}: must be a list, not {_shown(value)}.")
        return tuple(reader(item, f"{where}[{at}]") for at, item in enumerate(value))

    return read


def _answers(value: object, where: str) -> tuple[Answer, ...]:
    data = _mapping(value, where)
    return tuple(
        Answer(question, _text(answer, f"{where}.{question}")) for question, answer in data.items()
    )


def _allowable(value: object, where: str) -> Purpose:
    purpose = _one_of(Purpose)(value, where)
    if purpose not in PREFERENCE_PURPOSES:
        raise Fault(
            f"{where}: must be one of {', '.join(PREFERENCE_PURPOSES)}, not {_shown(value)}."
        )
    return purpose


def _preference(value: object, where: str) -> Preference:
    data = _mapping(value, where)
    at, tied = data.get("at"), data.get("conditions")
    purpose = _allowable(data.get("purpose"), f"{where}.purpose")
    choice = _one_of(Choice)(data.get("choice"), f"{where}.choice")
    conditions = NO_CONDITIONS if tied is None else conditions_from(tied, f"{where}.conditions")
    if conditions and choice is Choice.OPT_OUT:
        raise Fault(f"{where}.conditions: belong to an opt-in; an opt-out has none.")
    return Preference(
        purpose=purpose,
        choice=choice,
        at=None if at is None else _day(at, f"{where}.at"),
        how=_text(data.get("how") or "", f"{where}.how"),
        conditions=conditions,
    )


def _written(read: Callable[[str], _T]) -> Callable[[object, str], _T]:
    """A reader of what people write as one text; its fault gets the place."""

    def reader(value: object, where: str) -> _T:
        try:
            return read(_text(value, where))
        except Fault as fault:
            raise Fault(f"{where}: {str(fault).removeprefix(where + ': ')}") from None

    return reader


def _days_of_week(value: object, where: str) -> tuple[str, ...]:
    named = _list_of(_text)(value, where)
    for day in named:
        if day not in WEEKDAYS:
            raise Fault(f"{where}: must be of {', '.join(WEEKDAYS)}, not {_shown(day)}.")
    return tuple(day for day in WEEKDAYS if day in named)


def _person(value: object, where: str) -> Person:
    data = _mapping(value, where)
    found = {
        name: reader(data[name], f"{where}.{name}")
        for name, reader in _PERSON_FIELDS.items()
        if data.get(name) is not None
    }
    if not found.get("name"):
        raise Fault(f"{where}.name: a person needs a name.")
    return Person(**found)


def _expecting(value: object, where: str) -> Expecting:
    data = _mapping(value, where)
    entry = Expecting(
        who=_text(data.get("who") or "", f"{where}.who"),
        start=_moment(data.get("start"), f"{where}.start"),
        end=_moment(data.get("end"), f"{where}.end"),
        note=_text(data.get("note") or "", f"{where}.note"),
    )
    if entry.end < entry.start:
        raise Fault(f"{where}.end: lies before {where}.start.")
    return entry


def _party(value: object, where: str) -> Party:
    data = _mapping(value, where)
    return Party(
        _one_of(PartyKind)(data.get("kind"), f"{where}.kind"),
        _text(data.get("value"), f"{where}.value"),
    )


def _defaults(value: object, where: str) -> dict[Purpose, Choice]:
    data = _mapping(value, where)
    return {
        _allowable(purpose, where): _one_of(Choice)(choice, f"{where}.{purpose}")
        for purpose, choice in data.items()
    }


def _region(value: object, where: str) -> str:
    region = _text(value, where).strip().upper()
    if len(region) != 2 or not (region.isascii() and region.isalpha()):
        raise Fault(f"{where}: must be a country in two letters such as US, not {_shown(value)}.")
    return region


_texts = _list_of(_text)

_CALL_FIELDS: dict[str, _Reader] = {
    "id": _any_id,
    "at": _moment,
    "logged_at": _moment,
    "number": _text,
    "caller_id": _text,
    "company": _text,
    "said": _text,
    "status": _one_of(Status),
    "duration": _seconds,
    "agent": _text,
    "callback_number": _text,
    "product": _text,
    "recorded": _truth,
    "tells": _texts,
    "answers": _answers,
    "own_number": _text,
    "taken_by": _text,
    "note": _text,
    "source": _text,
    "source_id": _text,
}

_VENDOR_FIELDS: dict[str, _Reader] = {
    "name": _text,
    "aliases": _texts,
    "numbers": _texts,
    "category": _text,
    "customer_since": _day,
    "last_transaction": _day,
    "last_inquiry": _day,
    "ended": _day,
    "preferences": _list_of(_preference),
}

_CONDITIONS_FIELDS: dict[str, _Reader] = {
    "hours": _written(read_hours),
    "days": _days_of_week,
    "at_most": _written(read_limit),
    "in_writing": _truth,
    "numbers": _texts,
}

_PREFERENCE_FIELDS = ("purpose", "choice", "at", "how", "conditions")

_PERSON_FIELDS: dict[str, _Reader] = {"name": _text, "numbers": _texts, "relation": _text}

_HOUSEHOLD_FIELDS: dict[str, _Reader] = {
    "region": _region,
    "state": _text,
    "time_zone": _text,
    "vendors": _list_of(vendor_from),
    "people": _list_of(_person),
    "own_numbers": _texts,
    "registered_on": _day,
    "defaults": _defaults,
    "expecting": _list_of(_expecting),
    "ledger": _list_of(entry_from),
}

_ENTRY_FIELDS: dict[str, _Reader] = {
    "party": _party,
    "purpose": _allowable,
    "kind": _one_of(EntryKind),
    "at": _moment,
    "logged_at": _moment,
    "how": _one_of(How),
    "words": _text,
    "to_whom": _text,
    "reference": _text,
    "file_hash": _text,
    "call": _text,
    "note": _text,
}
