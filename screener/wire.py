"""The JSON forms of calls, vendors and entries of the ledger: reading, with every fault named, and
writing."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

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
from screener.vendor import Preference, Vendor
from screener.wire_values import (
    Reader,
    as_day,
    as_mapping,
    as_moment,
    as_seconds,
    as_text,
    as_texts,
    as_truth,
    iso,
    list_of,
    one_of,
    shown,
    written,
)
from screener.words import PREFERENCE_PURPOSES, WEEKDAYS, Choice, Purpose, Status


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


def vendor_from(obj: object, where: str = "vendor") -> Vendor:
    """A vendor from its JSON form."""
    data = as_mapping(obj, where)
    found: dict[str, Any] = {}
    for name, reader in VENDOR_FIELDS.items():
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
        "customer_since": iso(vendor.customer_since),
        "last_transaction": iso(vendor.last_transaction),
        "last_inquiry": iso(vendor.last_inquiry),
        "ended": iso(vendor.ended),
        "preferences": [
            {
                "purpose": str(preference.purpose),
                "choice": str(preference.choice),
                "at": iso(preference.at),
                "how": preference.how,
                "conditions": conditions_to(preference.conditions) or None,
            }
            for preference in vendor.preferences
        ],
    }


def conditions_from(obj: object, where: str = "conditions") -> Conditions:
    """What an opt-in is tied to, from its JSON form."""
    data = as_mapping(obj, where)
    return Conditions(
        **{
            name: reader(data[name], f"{where}.{name}")
            for name, reader in CONDITIONS_FIELDS.items()
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
    data = as_mapping(obj, where)
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
        "logged_at": iso(entry.logged_at),
        "how": str(entry.how),
        "words": entry.words,
        "to_whom": entry.to_whom,
        "reference": entry.reference,
        "file_hash": entry.file_hash,
        "call": entry.call,
        "note": entry.note,
    }


def _any_id(value: object, where: str) -> str:
    return value if isinstance(value, str) else ""


def _answers(value: object, where: str) -> tuple[Answer, ...]:
    data = as_mapping(value, where)
    return tuple(
        Answer(question, as_text(answer, f"{where}.{question}"))
        for question, answer in data.items()
    )


def allowable(value: object, where: str) -> Purpose:
    """A purpose that a person can allow or refuse."""
    purpose = one_of(Purpose)(value, where)
    if purpose not in PREFERENCE_PURPOSES:
        raise Fault(
            f"{where}: must be one of {', '.join(PREFERENCE_PURPOSES)}, not {shown(value)}."
        )
    return purpose


def _preference(value: object, where: str) -> Preference:
    data = as_mapping(value, where)
    at, tied = data.get("at"), data.get("conditions")
    purpose = allowable(data.get("purpose"), f"{where}.purpose")
    choice = one_of(Choice)(data.get("choice"), f"{where}.choice")
    conditions = NO_CONDITIONS if tied is None else conditions_from(tied, f"{where}.conditions")
    if conditions and choice is Choice.OPT_OUT:
        raise Fault(f"{where}.conditions: belong to an opt-in; an opt-out has none.")
    return Preference(
        purpose=purpose,
        choice=choice,
        at=None if at is None else as_day(at, f"{where}.at"),
        how=as_text(data.get("how") or "", f"{where}.how"),
        conditions=conditions,
    )


def _days_of_week(value: object, where: str) -> tuple[str, ...]:
    named = list_of(as_text)(value, where)
    for day in named:
        if day not in WEEKDAYS:
            raise Fault(f"{where}: must be of {', '.join(WEEKDAYS)}, not {shown(day)}.")
    return tuple(day for day in WEEKDAYS if day in named)


def _party(value: object, where: str) -> Party:
    data = as_mapping(value, where)
    return Party(
        one_of(PartyKind)(data.get("kind"), f"{where}.kind"),
        as_text(data.get("value"), f"{where}.value"),
    )


_CALL_FIELDS: dict[str, Reader] = {
    "id": _any_id,
    "at": as_moment,
    "logged_at": as_moment,
    "number": as_text,
    "caller_id": as_text,
    "company": as_text,
    "said": as_text,
    "status": one_of(Status),
    "duration": as_seconds,
    "agent": as_text,
    "callback_number": as_text,
    "product": as_text,
    "recorded": as_truth,
    "tells": as_texts,
    "answers": _answers,
    "own_number": as_text,
    "taken_by": as_text,
    "note": as_text,
    "source": as_text,
    "source_id": as_text,
}

VENDOR_FIELDS: dict[str, Reader] = {
    "name": as_text,
    "aliases": as_texts,
    "numbers": as_texts,
    "category": as_text,
    "customer_since": as_day,
    "last_transaction": as_day,
    "last_inquiry": as_day,
    "ended": as_day,
    "preferences": list_of(_preference),
}

CONDITIONS_FIELDS: dict[str, Reader] = {
    "hours": written(read_hours),
    "days": _days_of_week,
    "at_most": written(read_limit),
    "in_writing": as_truth,
    "numbers": as_texts,
}

PREFERENCE_FIELDS = ("purpose", "choice", "at", "how", "conditions")

_ENTRY_FIELDS: dict[str, Reader] = {
    "party": _party,
    "purpose": allowable,
    "kind": one_of(EntryKind),
    "at": as_moment,
    "logged_at": as_moment,
    "how": one_of(How),
    "words": as_text,
    "to_whom": as_text,
    "reference": as_text,
    "file_hash": as_text,
    "call": as_text,
    "note": as_text,
}
