"""Rule files → rules: every key checked, every fault with its file, rule and key. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any, NamedTuple

from screener.faults import Fault
from screener.phrases import read_phrase
from screener.rule import Negated, Rule, When, Where, Whose
from screener.words import IdentityState, Purpose, Relation

FORMAT = 1
MAX_WEIGHT = 6.0
MAX_TITLE = 50
MAX_WHY = 300
MAX_WITHIN = 30
MAX_PHRASES = 200

LINES = frozenset(
    [
        *["fixed", "mobile", "fixed_or_mobile", "toll_free", "premium", "shared_cost"],
        *["voip", "personal", "other"],
    ]
)
ASKS = frozenset({"secret", "remote", "payment"})

_ID = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_FILE_KEYS = frozenset({"format", "purpose", "signal"})
_FRAUD_ONLY = frozenset({"certain", "asks"})

Document = Mapping[str, Any]


class Reading(NamedTuple):
    """What a set of files holds: rules, ids switched off, ids that say they override a rule of
    other files, and the faults found on the way."""

    rules: tuple[Rule, ...]
    off: frozenset[str]
    overriding: frozenset[str]
    faults: tuple[str, ...]


def read_rules(documents: Mapping[str, Document]) -> Reading:
    """The rules of parsed files (file name → document). Never raises: each rule that cannot be
    read is a sentence in `faults`, and so is an id that two rules of these files bear."""
    rules: dict[str, Rule] = {}
    off: set[str] = set()
    faults: list[str] = []
    for file, document in documents.items():
        for found in _of_file(file, document):
            if isinstance(found, Fault):
                faults.append(str(found))
            elif isinstance(found, str):
                off.add(found)
            elif found.id in rules:
                faults.append(f"{file}: {found.id}: {rules[found.id].file} has this id already")
            else:
                rules[found.id] = found
    overriding = frozenset(_overriding(documents))
    return Reading(tuple(rules.values()), frozenset(off), overriding, tuple(faults))


def _overriding(documents: Mapping[str, Document]) -> Iterator[str]:
    for document in documents.values():
        signals = document.get("signal")
        for table in signals if isinstance(signals, list) else ():
            if isinstance(table, Mapping) and table.get("override") is True:
                yield str(table.get("id"))


def read_caps(file: str, document: Document) -> dict[str, float]:
    """The groups and their caps in log-odds. Raises `Fault`."""
    unknown = document.keys() - {"format", "caps"}
    if unknown:
        raise Fault(f"{file}: unknown key “{min(unknown)}”")
    _check_format(file, document)
    caps = document.get("caps", {})
    if not isinstance(caps, Mapping):
        raise Fault(f"{file}: caps must be a table of group = number")
    found: dict[str, float] = {}
    for group, cap in caps.items():
        if isinstance(cap, bool) or not isinstance(cap, int | float) or not 0 < cap <= 20:
            raise Fault(f"{file}: caps.{group} must be a number above 0 and at most 20")
        found[group] = float(cap)
    return found


def faults_among(rules: Mapping[str, Rule], groups: Mapping[str, float]) -> list[str]:
    """What is wrong between rules: groups and needs that are not there, needs in a circle."""
    faults: list[str] = []
    for rule in rules.values():
        place = f"{rule.file}: {rule.id}"
        if rule.group and rule.group not in groups:
            faults.append(f"{place}: group “{rule.group}” has no cap in groups.toml")
        missing = sorted(rule.needs - rules.keys())
        if missing:
            faults.append(f"{place}: needs “{missing[0]}”, which no rule has as its id")
        elif _in_circle(rule, rules):
            faults.append(f"{place}: needs itself, by way of others")
    return faults


def _in_circle(rule: Rule, rules: Mapping[str, Rule]) -> bool:
    seen: set[str] = set()
    left = list(rule.needs)
    while left:
        other = left.pop()
        if other == rule.id:
            return True
        if other not in seen and other in rules:
            seen.add(other)
            left += rules[other].needs
    return False


def _of_file(file: str, document: Document) -> Iterator[Rule | str | Fault]:
    """Rules, ids that are switched off, and faults, in the order of the file."""
    try:
        purpose, signals = _head(file, document)
    except Fault as fault:
        yield fault
        return
    for at, table in enumerate(signals, 1):
        try:
            yield _rule(file, at, table, purpose)
        except Fault as fault:
            yield fault


def _head(file: str, document: Document) -> tuple[Purpose | None, Sequence[Any]]:
    unknown = document.keys() - _FILE_KEYS
    if unknown:
        raise Fault(f"{file}: unknown key “{min(unknown)}”")
    _check_format(file, document)
    signals = document.get("signal", [])
    if not isinstance(signals, list) or not signals:
        raise Fault(f"{file}: no [[signal]] in it")
    name = document.get("purpose")
    return (None if name is None else _purpose(f"{file}: purpose", name)), signals


def _check_format(file: str, document: Document) -> None:
    if document.get("format") != FORMAT or isinstance(document.get("format"), bool):
        raise Fault(f"{file}: format must be {FORMAT}, not {document.get('format', 'absent')}")


def _rule(file: str, at: int, table: Any, purpose: Purpose | None) -> Rule | str:
    """One rule, or the id of a rule that this table switches off."""
    if not isinstance(table, Mapping):
        raise Fault(f"{file}: signal {at} must be a table")
    name = table.get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name) or len(name) > 60:
        raise Fault(f"{file}: signal {at}: id must be UPPER_SNAKE (at most 60), not {_shown(name)}")
    place = f"{file}: {name}"
    if "enabled" in table:
        enabled = _flag(f"{place}: enabled", table["enabled"])
        if not enabled:
            return name
    if "override" in table:
        _flag(f"{place}: override", table["override"])
    unknown = table.keys() - _READERS.keys() - {"id", "enabled", "override", "examples"}
    if unknown:
        raise Fault(f"{place}: unknown key “{min(unknown)}”")
    if purpose is None:
        raise Fault(f"{file}: purpose is missing: {', '.join(Purpose)}")
    return _checked(place, file, name, table, purpose)


def _checked(place: str, file: str, name: str, table: Document, purpose: Purpose) -> Rule:
    for key in ("title", "why", "weight"):
        if key not in table:
            raise Fault(f"{place}: {key} is missing")
    if not table.get("any") and not table.get("when"):
        raise Fault(f"{place}: needs phrases (any) or facts (when)")
    if purpose != Purpose.FRAUD and _FRAUD_ONLY & table.keys():
        raise Fault(f'{place}: {min(_FRAUD_ONLY & table.keys())} is for purpose = "fraud" only')
    found = {
        _FIELDS.get(key, key): _READERS[key](f"{place}: {key}", value)
        for key, value in table.items()
        if key in _READERS
    }
    if purpose in found.get("also", {}):
        raise Fault(f"{place}: also names {purpose}, which the rule speaks for itself")
    matching, not_matching = _examples(place, table.get("examples"))
    return Rule(
        id=name,
        purpose=purpose,
        file=file,
        matching=matching,
        not_matching=not_matching,
        **found,
    )


def _examples(place: str, value: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    if not isinstance(value, Mapping):
        raise Fault(f"{place}: examples.match and examples.no_match are missing")
    unknown = value.keys() - {"match", "no_match"}
    if unknown:
        raise Fault(f"{place}: unknown key “examples.{min(unknown)}”")
    found: list[tuple[Any, ...]] = []
    for key in ("match", "no_match"):
        examples = value.get(key)
        if not isinstance(examples, list) or not examples:
            raise Fault(f"{place}: examples.{key} needs at least one example")
        for example in examples:
            if not isinstance(example, str | Mapping):
                raise Fault(f"{place}: examples.{key} holds {_shown(example)}: text or a table")
        found.append(tuple(examples))
    return found[0], found[1]


# --- one reader a kind of value: the place for the message, and the value ---------------------


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _line(limit: int) -> Callable[[str, Any], str]:
    def read(place: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > limit:
            raise Fault(f"{place} must be text of 1 to {limit} characters, not {_shown(value)}")
        return value

    return read


def _weight(place: str, value: Any) -> float:
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    if not numeric or not isfinite(value) or abs(value) > MAX_WEIGHT:
        raise Fault(
            f"{place} must be a number from -{MAX_WEIGHT:g} to {MAX_WEIGHT:g}, not {_shown(value)}"
        )
    return float(value)


def _flag(place: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Fault(f"{place} must be true or false, not {_shown(value)}")
    return value


def _within(place: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_WITHIN:
        raise Fault(f"{place} must be a whole number from 1 to {MAX_WITHIN}, not {_shown(value)}")
    return value


def _texts(place: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not value or len(value) > MAX_PHRASES:
        raise Fault(f"{place} must be a list of 1 to {MAX_PHRASES} texts, not {_shown(value)}")
    for text in value:
        if not isinstance(text, str):
            raise Fault(f"{place} holds {_shown(text)}, which is no text")
    return value


def _phrases(place: str, value: Any) -> tuple[str, ...]:
    texts = _texts(place, value)
    if len(set(texts)) < len(texts):
        twice = next(text for text in texts if texts.count(text) > 1)
        raise Fault(f"{place} holds “{twice}” twice")
    try:
        for text in texts:
            read_phrase(text)
    except Fault as fault:
        raise Fault(f"{place}: {fault}") from None
    return tuple(texts)


def _one_of(options: frozenset[str]) -> Callable[[str, Any], Any]:
    def read(place: str, value: Any) -> Any:
        if not isinstance(value, str) or value not in options:
            raise Fault(f"{place} must be {' | '.join(sorted(options))}, not {_shown(value)}")
        return value

    return read


def _enum(kind: type[Whose | Negated | Where]) -> Callable[[str, Any], Any]:
    read = _one_of(frozenset(kind))
    return lambda place, value: kind(read(place, value))


def _purpose(place: str, value: Any) -> Purpose:
    return Purpose(_one_of(frozenset(Purpose))(place, value))


def _also(place: str, value: Any) -> dict[Purpose, float]:
    if not isinstance(value, Mapping) or not value:
        raise Fault(f"{place} must be a table of purpose = number, not {_shown(value)}")
    return {_purpose(place, name): _weight(f"{place}.{name}", by) for name, by in value.items()}


def _needs(place: str, value: Any) -> frozenset[str]:
    return frozenset(_texts(place, value))


def _when(place: str, value: Any) -> When:
    if not isinstance(value, Mapping) or not value:
        raise Fault(f"{place} must be a table of facts, not {_shown(value)}")
    found: dict[str, Any] = {}
    for key, fact in value.items():
        if key in {"recorded", "withheld"}:
            found[key] = _flag(f"{place}.{key}", fact)
        elif key in _FACTS:
            read = _one_of(_FACTS[key])
            found[key] = frozenset(
                read(f"{place}.{key}", one) for one in _texts(f"{place}.{key}", fact)
            )
        else:
            raise Fault(f"{place}: unknown key “{key}”")
    return When(**found)


_FACTS: dict[str, frozenset[str]] = {
    "identity": frozenset(IdentityState),
    "relationship": frozenset(Relation),
    "line": LINES,
}

_FIELDS = {"any": "phrases"}

_READERS: dict[str, Callable[[str, Any], Any]] = {
    "title": _line(MAX_TITLE),
    "why": _line(MAX_WHY),
    "weight": _weight,
    "also": _also,
    "group": _line(40),
    "any": _phrases,
    "near": _phrases,
    "unless": _phrases,
    "within": _within,
    "speaker": _enum(Whose),
    "negated": _enum(Negated),
    "where": _enum(Where),
    "fuzzy": _flag,
    "when": _when,
    "needs": _needs,
    "tell": _line(MAX_TITLE),
    "certain": _flag,
    "asks": _one_of(ASKS),
}
