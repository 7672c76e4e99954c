"""Region files → regions: every key checked, every fault with its file and place."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from screener.entries import Entry
from screener.faults import Fault
from screener.regions import (
    Breach,
    Cap,
    Confidence,
    Deadline,
    Disclosure,
    DualPurpose,
    Exemption,
    Fact,
    FormField,
    Hours,
    Lasting,
    Note,
    NumberSeries,
    NumberShown,
    OptOut,
    Recorded,
    Regime,
    Region,
    Register,
    Regulator,
    Relationship,
    Remedy,
    Waiver,
)
from screener.words import Purpose

_E = TypeVar("_E", bound=StrEnum)

MAX_FILE = 1_000_000
"""Bytes. Nobody writes a larger file by hand."""

LONGEST = 400
"""Characters of a sentence, an address or a citation."""

FORM_FACTS = (
    *("name", "first_name", "last_name", "address", "street", "city", "state", "postcode"),
    *("country", "email", "language", "own_number", "own_line", "own_provider", "registered_on"),
    *("date", "time", "hour", "minute", "duration", "status", "number", "caller_id", "withheld"),
    *("callback_number", "company", "agent", "product", "subject", "topic", "call_kind"),
    *("recorded", "message", "relationship", "last_transaction", "last_inquiry", "consent"),
    *("permission", "asked_to_stop", "opted_out_on", "later_calls", "call_count", "said"),
    *("story", "papers", "agreement"),
)
"""What can go into a complaint form, by the names that reports fill in."""

_ID = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_KEYS = (
    *("id", "kind", "state", "says", "value", "purposes", "unless", "doubtful", "doubt"),
    *("source", "citation", "effective_from", "effective_to", "verified_on", "confidence"),
)
_MUST_SAY = ("name", "company", "purpose", "product", "number", "address")


def read_region_file(path: Path) -> Region:
    """The region of a file, which bears its code (`us.toml`). Raises Fault with the first
    thing that is wrong, naming file and place."""
    name = path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Fault(f"{path}: cannot be read: {error.strerror}") from None
    if len(raw) > MAX_FILE:
        raise Fault(f"{name}: larger than {MAX_FILE:,} bytes.")
    try:
        document = tomllib.loads(raw.decode())
    except UnicodeDecodeError:
        raise Fault(f"{name}: not UTF-8 text.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Fault(f"{name}: not TOML: {error}.") from None
    region = read_region(document, name)
    if path.stem.upper() != region.code:
        raise Fault(f"{name}: holds {region.code}; the file must be {region.code.lower()}.toml.")
    return region


def read_region(document: Mapping[str, object], file: str) -> Region:
    """The region of a parsed document. Raises Fault."""
    whole = Entry(document, file, ("format", "region", "name", "states", "fact"))
    whole.format_one()
    code = whole.text("region", 2)
    if not re.fullmatch("[A-Z]{2}", code):
        raise whole.fault("'region' must be a country's two capital letters.")
    states = _states(whole)
    facts: dict[str, Fact[Any]] = {}
    for number, table in enumerate(whole.tables("fact"), 1):
        entry = Entry(table, _where(file, table, number), _KEYS)
        fact = _fact(entry, states)
        if fact.id in facts:
            raise entry.fault("this id is taken by an earlier fact of the file.")
        facts[fact.id] = fact
    return Region(code, whole.text("name", 60), states, tuple(facts.values()))


def _where(file: str, table: object, number: int) -> str:
    name = table.get("id") if isinstance(table, Mapping) else None
    return f"{file}, {name if isinstance(name, str) and name else f'fact {number}'}"


def _states(whole: Entry) -> Mapping[str, str]:
    if "states" not in whole:
        return {}
    table = whole.value("states")
    if not isinstance(table, Mapping):
        raise whole.fault("'states' must be a table of code = name.")
    for code, name in table.items():
        if not re.fullmatch("[A-Z0-9]{1,3}", code) or not isinstance(name, str) or not name:
            raise whole.fault(f"states: {code!r} must be a code of one to three letters = a name.")
    return dict(table)


def _fact(entry: Entry, states: Mapping[str, str]) -> Fact[Any]:
    name = entry.text("id", 60)
    if not _ID.fullmatch(name):
        raise entry.fault("'id' must be words in capitals joined by _.")
    kind = entry.text("kind", 30)
    if kind not in _KINDS:
        raise entry.fault(f"no such kind {kind!r}; known are {', '.join(sorted(_KINDS))}.")
    state = entry.text("state", 3) if "state" in entry else ""
    if state and state not in states:
        raise entry.fault(f"'state' {state!r} is not among the file's states.")
    since, until = _day(entry, "effective_from"), None
    if "effective_to" in entry:
        until = _day(entry, "effective_to")
        if until < since:
            raise entry.fault("'effective_to' lies before 'effective_from'.")
    return Fact(
        id=name,
        says=entry.text("says", LONGEST),
        value=_value(entry, kind),
        source=entry.text("source", LONGEST),
        citation=entry.text("citation", LONGEST),
        effective_from=since,
        effective_to=until,
        verified_on=_day(entry, "verified_on"),
        confidence=Confidence(_one_of(entry, "confidence", tuple(Confidence))),
        state=state,
        purposes=_set_of(entry, "purposes", Purpose) or frozenset({Purpose.SALES}),
        unless=_set_of(entry, "unless", Waiver),
        doubtful=_set_of(entry, "doubtful", Waiver),
        doubt=entry.text("doubt", LONGEST) if "doubt" in entry else "",
    )


def _day(entry: Entry, key: str) -> date:
    value = entry.value(key)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise entry.fault(f"{key!r} must be a day such as 2026-03-09, without quotes.")
    return value


def _one_of(entry: Entry, key: str, known: tuple[str, ...]) -> str:
    value = entry.text(key, 40)
    if value not in known:
        raise entry.fault(f"{key!r} must be one of {', '.join(known)}, not {value!r}.")
    return value


def _set_of(entry: Entry, key: str, kind: type[_E]) -> frozenset[_E]:
    return frozenset(kind(value) for value in _names(entry, key, tuple(kind)))


def _names(entry: Entry, key: str, known: tuple[str, ...]) -> frozenset[str]:
    values = entry.texts(key, 40)
    for value in values:
        if value not in known:
            raise entry.fault(f"{key!r}: {value!r} is none of {', '.join(known)}.")
    return frozenset(values)


# Values, a reader for each kind


def _value(entry: Entry, kind: str) -> object:
    keys, read = _KINDS[kind]
    given = entry.value("value")
    if not keys:
        if given is not True:
            raise entry.fault("'value' must be true: what it says stands in the other keys.")
        given = {}
    return read(Entry(given, f"{entry.where}, value", keys))


def _regime(value: Entry) -> Regime:
    return Regime(_one_of(value, "regime", ("opt-in", "opt-out", "register")))


def _relationship(value: Entry) -> Relationship:
    value.value("months")
    after = _one_of(value, "after", ("transaction", "inquiry", "contract"))
    return Relationship(after, value.whole("months", 240))


def _hours(value: Entry) -> Hours:
    daily = _windows(value, "daily")
    weekdays = _windows(value, "weekdays") if "weekdays" in value else daily
    saturday = _windows(value, "saturday") if "saturday" in value else daily
    sunday = _windows(value, "sunday") if "sunday" in value else daily
    if "daily" not in value and not {"weekdays", "saturday", "sunday"} <= _keys_in(value):
        raise value.fault("needs 'daily', or all of 'weekdays', 'saturday' and 'sunday'.")
    holidays = _windows(value, "holidays") if "holidays" in value else None
    return Hours((*([weekdays] * 5), saturday, sunday), holidays)


def _keys_in(value: Entry) -> set[str]:
    return {key for key in ("weekdays", "saturday", "sunday") if key in value}


def _windows(value: Entry, key: str) -> tuple[tuple[int, int], ...]:
    windows = []
    for text in value.texts(key, 11):
        found = _WINDOW.fullmatch(text)
        if not found:
            raise value.fault(f"{key!r}: {text!r} must be written as 08:00-21:00.")
        start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
        if end <= start:
            raise value.fault(f"{key!r}: {text!r} ends before it starts.")
        windows.append((start, end))
    return tuple(windows)


def _deadline(value: Entry) -> Deadline:
    value.value("days")
    return Deadline(
        value.whole("days", 366), _one_of(value, "count", ("business", "calendar")) == "business"
    )


def _lasting(value: Entry) -> Lasting:
    found = Lasting(value.whole("years", 100), value.whole("days", 10_000), value.flag("forever"))
    if found.forever == bool(found.years or found.days):
        raise value.fault("needs either 'forever = true' or 'years' and 'days'.")
    return found


def _register(value: Entry) -> Register:
    value.value("grace_days")
    return Register(value.text("name", 80), value.whole("grace_days", 366))


def _cap(value: Entry) -> Cap:
    calls, hours, days = (value.whole(key, 1000) for key in ("calls", "hours", "days"))
    if not calls or bool(hours) == bool(days):
        raise value.fault("needs 'calls' and either 'hours' or 'days'.")
    return Cap(calls, hours or days * 24)


def _recorded(value: Entry) -> Recorded:
    return Recorded(_one_of(value, "consent", ("written", "express")) == "written")


def _disclosure(value: Entry) -> Disclosure:
    return Disclosure(_names(value, "must", _MUST_SAY), value.whole("within_seconds", 600))


def _exemption(value: Entry) -> Exemption:
    return Exemption(_set_of(value, "purposes", Purpose), _set_of(value, "outside", Breach))


def _series(value: Entry) -> NumberSeries:
    prefixes = value.texts("prefixes", 12)
    for prefix in prefixes:
        if not re.fullmatch(r"\+\d{2,11}", prefix):
            raise value.fault(f"'prefixes': {prefix!r} must be digits with + and the country code.")
    if not prefixes:
        raise value.fault("'prefixes' is empty.")
    return NumberSeries(prefixes, Purpose(_one_of(value, "marks", ("sales", "service"))))


def _regulator(value: Entry) -> Regulator:
    fields = []
    for number, table in enumerate(value.tables("fields") if "fields" in value else (), 1):
        field = Entry(table, f"{value.where}, field {number}", ("field", "fact"))
        fields.append(FormField(field.text("field", 120), _one_of(field, "fact", FORM_FACTS)))
    return Regulator(
        name=value.text("name", 120),
        url=value.text("url", LONGEST),
        phone=value.text("phone", 40) if "phone" in value else "",
        takes=_set_of(value, "takes", Breach),
        purposes=_set_of(value, "purposes", Purpose) or frozenset({Purpose.SALES}),
        within_days=value.whole("within_days", 3660),
        each_call=value.flag("each_call"),
        needs=value.text("needs", LONGEST) if "needs" in value else "",
        fields=tuple(fields),
    )


def _remedy(value: Entry) -> Remedy:
    value.value("calls")
    return Remedy(
        value.whole("calls", 100),
        value.whole("within_months", 120),
        _set_of(value, "breaches", Breach),
    )


_KINDS: Mapping[str, tuple[tuple[str, ...], Callable[[Entry], object]]] = {
    "regime": (("regime",), _regime),
    "relationship": (("after", "months"), _relationship),
    "hours": (("daily", "weekdays", "saturday", "sunday", "holidays"), _hours),
    "opt-out": ((), lambda _: OptOut()),
    "opt-out deadline": (("days", "count"), _deadline),
    "opt-out lasts": (("years", "days", "forever"), _lasting),
    "register": (("name", "grace_days"), _register),
    "cap": (("calls", "hours", "days"), _cap),
    "recorded": (("consent",), _recorded),
    "disclosure": (("must", "within_seconds"), _disclosure),
    "number shown": ((), lambda _: NumberShown()),
    "dual purpose": ((), lambda _: DualPurpose()),
    "exempt": (("purposes", "outside"), _exemption),
    "numbers": (("prefixes", "marks"), _series),
    "regulator": (
        (
            *("name", "url", "phone", "takes", "purposes", "within_days", "each_call", "needs"),
            "fields",
        ),
        _regulator,
    ),
    "remedy": (("calls", "within_months", "breaches"), _remedy),
    "note": ((), lambda _: Note()),
}
