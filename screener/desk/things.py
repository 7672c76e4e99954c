"""What deeds change: each kind of thing with how it is read and how it is made so again.

A state is what JSON can hold; None is the state of a thing that is not there. Writing goes by
compensating records, since facts are only ever added (docs/evidence.md).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from screener.faults import Fault
from screener.store.deeds import Value
from screener.store.facts import from_text, to_text
from screener.vendor import Expecting, Person, Vendor
from screener.wire import call_from, call_to, entry_from, vendor_from, vendor_to
from screener.words import Label

if TYPE_CHECKING:
    from screener.desk.undo import Journal as Desk

WHY = "taken back"
"""Why a fact was amended, where that undoes or redoes."""
JUDGED_AGAIN = 200
"""Calls at most that are judged again when a vendor comes or goes; later ones first."""

BY_TELEPHONE = "told by the telephone"
"""Why a call was amended by nobody: it was over."""


class Thing(NamedTuple):
    """A kind of thing: its state by its key, and how it is given one. Writing returns the key
    that it has from then on."""

    read: "Callable[[Desk, Value], Value]"
    write: "Callable[[Desk, Value, Value], Value]"


def _read_call(desk: "Desk", key: str) -> Value:
    return call_to(desk.record(key).original) if desk.store.has_call(key) else None


def _write_call(desk: "Desk", key: str, state: Value) -> Value:
    if state is not None:
        call = call_from(state)
        desk.store.log(call, desk.screen(call) if call.has_ground else None)
        return key
    record = desk.record(key)
    told = {each.field for each in record.amended if each.why == BY_TELEPHONE}
    as_logged = replace(record.call, **{name: getattr(record.original, name) for name in told})
    if record.correction or as_logged != record.original:
        raise Fault(f"{key}: was put right since, so the call is kept.")
    desk.store.void_call(key)
    return key


def _read_correction(desk: "Desk", key: str) -> Value:
    correction = desk.record(key).correction
    return None if correction is None else [str(correction.label), correction.note]


def _write_correction(desk: "Desk", key: str, state: Value) -> Value:
    label, note = state or (None, "")
    desk.store.correct(key, None if label is None else Label(label), note)
    return key


def _read_fact(desk: "Desk", key: Value) -> Value:
    call_id, field = key
    return to_text(field, getattr(desk.record(call_id).call, field))


def _write_fact(desk: "Desk", key: Value, state: Value) -> Value:
    call_id, field = key
    record = desk.store.amend(call_id, {field: from_text(field, state)}, WHY)
    judge_again(desk, [record.call.id])
    return key


def vendor_numbered(desk: "Desk", key: int) -> Vendor | None:
    """The vendor with that key of the store."""
    return next((vendor for vendor in desk.store.vendors() if vendor.id == key), None)


def _read_vendor(desk: "Desk", key: int) -> Value:
    vendor = vendor_numbered(desk, key)
    return None if vendor is None else vendor_to(vendor)


def _write_vendor(desk: "Desk", key: int, state: Value) -> Value:
    if state is None:
        calls = desk.store.drop_vendor(key)
        desk.forget_what_was_read()
        judge_again(desk, calls)
        return key
    absent = vendor_numbered(desk, key) is None
    desk.store.put_vendor(key, vendor_from(state))
    desk.forget_what_was_read()
    if absent:
        judge_again(desk, calls_like(desk, vendor_from(state)))
    return key


def _read_merge(desk: "Desk", key: Value) -> Value:
    _, other = key
    return None if any(vendor.name == other for vendor in desk.store.vendors()) else True


def _write_merge(desk: "Desk", key: Value, state: Value) -> Value:
    keep, other = key
    if state is None:
        desk.store.unmerge_vendor(other)
    else:
        desk.store.merge_vendors(keep, other)
    return key


def calls_like(desk: "Desk", vendor: Vendor) -> list[str]:
    """The ids of the calls that claimed a vendor's name or showed its number, and are nobody's."""
    rows = [
        *(desk.store.calls_of(company=name, limit=JUDGED_AGAIN) for name in _names(vendor)),
        *(desk.store.calls_of(number=number, limit=JUDGED_AGAIN) for number in vendor.numbers),
    ]
    return list(dict.fromkeys(row.id for some in rows for row in some if row.vendor is None))


def _names(vendor: Vendor) -> Iterable[str]:
    return (vendor.name, *vendor.aliases)


def judge_again(desk: "Desk", call_ids: Iterable[str]) -> None:
    """Adds screenings by what is known now."""
    for call_id in list(call_ids)[:JUDGED_AGAIN]:
        call = desk.record(call_id).call
        if call.has_ground:
            desk.store.rescreen(call.id, desk.screen(call))


def _read_person(desk: "Desk", key: str) -> Value:
    person = next((each for each in desk.store.people() if each.name == key), None)
    return None if person is None else {**asdict(person), "numbers": list(person.numbers)}


def _write_person(desk: "Desk", key: str, state: Value) -> Value:
    if _read_person(desk, key) is not None:
        desk.store.remove_person(key)
    if state is not None:
        desk.store.add_person(Person(**{**state, "numbers": tuple(state["numbers"])}))
    return key


def _write_setting(desk: "Desk", key: str, state: Value) -> Value:
    desk.store.set_setting(key, state)
    return key


def _write_entry(desk: "Desk", key: int, state: Value) -> Value:
    if state is None:
        desk.store.void_entry(key)
        return key
    desk.store.enter(entry_from(state))
    return desk.store.last_entry()


def _read_expected(desk: "Desk", key: int) -> Value:
    found = next((each for each in desk.store.household().expecting if each.id == key), None)
    if found is None:
        return None
    start, end = found.start.isoformat(), found.end.isoformat()
    return {"who": found.who, "start": start, "end": end, "note": found.note}


def _write_expected(desk: "Desk", key: int, state: Value) -> Value:
    if state is None:
        desk.store.put_expected(key, None)
        return key
    start, end = (datetime.fromisoformat(state[name]) for name in ("start", "end"))
    desk.store.put_expected(key, Expecting(state["who"], start, end, state["note"]))
    return key


def _write_given(desk: "Desk", key: str, state: Value) -> Value:
    desk.store.put_given(key, state or ())
    return key


def _read_step(desk: "Desk", key: Value) -> Value:
    call_id, step = key
    return True if step in desk.store.steps_done(call_id) else None


def _write_step(desk: "Desk", key: Value, state: Value) -> Value:
    call_id, step = key
    desk.store.tick(call_id, step, done=state is not None)
    return key


def _write_tags(desk: "Desk", key: str, state: Value) -> Value:
    desk.store.set_tags(key, state or ())
    return key


def _read_import(desk: "Desk", key: int) -> Value:
    found = desk.store.import_(key)
    return None if found.undone else {"calls": found.calls}


def _write_import(desk: "Desk", key: int, state: Value) -> Value:
    if state is not None:
        raise Fault("What an import brought is not kept; import the file again.")
    desk.store.take_back(key, WHY)
    return key


THINGS: Mapping[str, Thing] = {
    "call": Thing(_read_call, _write_call),
    "correction": Thing(_read_correction, _write_correction),
    "fact": Thing(_read_fact, _write_fact),
    "vendor": Thing(_read_vendor, _write_vendor),
    "merge": Thing(_read_merge, _write_merge),
    "person": Thing(_read_person, _write_person),
    "setting": Thing(lambda desk, key: desk.store.setting(key), _write_setting),
    "expected": Thing(_read_expected, _write_expected),
    "given": Thing(lambda desk, key: sorted(desk.store.given(key)) or None, _write_given),
    "step": Thing(_read_step, _write_step),
    "tags": Thing(lambda desk, key: list(desk.store.tags(key)) or None, _write_tags),
    "import": Thing(_read_import, _write_import),
    # An entry is never changed, so that it is there says enough.
    "entry": Thing(lambda desk, key: desk.store.has_entry(key) or None, _write_entry),
}
"""Every kind of thing that a deed can change, by the name that the journal has for it."""


def stands(desk: "Desk", what: str, key: Value, state: Value) -> bool:
    """Whether a thing is in this state still."""
    try:
        found = THINGS[what].read(desk, key)
    except Fault:
        return False
    return (found is None) == (state is None) if what == "entry" else bool(found == state)
