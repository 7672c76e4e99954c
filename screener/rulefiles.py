"""Rule files → rules: every key checked, every fault with its file, rule and key. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from screener.faults import Fault
from screener.rule import Rule
from screener.rule_edits import MAX_ID
from screener.rule_values import FIELDS, READERS, flag_of, purpose_of, shown, weight_of
from screener.words import Purpose

FORMAT = 1
_ID = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_FILE_KEYS = frozenset({"format", "purpose", "signal"})
CHANGE_KEYS = frozenset({"id", "enabled", "weight", "override"})
_RULE_KEYS = frozenset({"id", "enabled", "override", "examples"}) | READERS.keys()
_FRAUD_ONLY = frozenset({"certain", "asks"})

Document = Mapping[str, Any]


class Change(NamedTuple):
    """What a table says of a rule that stands elsewhere: whether it is on, and its weight; None
    for what it does not speak of."""

    id: str
    file: str
    on: bool | None = None
    weight: float | None = None


class Reading(NamedTuple):
    """What a set of files holds: rules, changes by the id of the rule they are about, ids that
    say they override a rule of other files, and the faults found on the way."""

    rules: tuple[Rule, ...]
    changes: Mapping[str, Change]
    overriding: frozenset[str]
    faults: tuple[str, ...]

    @property
    def off(self) -> frozenset[str]:
        """The ids of the rules that are switched off."""
        return frozenset(name for name, change in self.changes.items() if change.on is False)

    @property
    def on(self) -> frozenset[str]:
        """Those of which it is said that they are on."""
        return frozenset(name for name, change in self.changes.items() if change.on)


def read_rules(documents: Mapping[str, Document]) -> Reading:
    """The rules of parsed files (file name → document). Never raises: each rule that cannot be
    read is a sentence in `faults`, and so is an id that two rules of these files bear."""
    rules: dict[str, Rule] = {}
    changes: dict[str, Change] = {}
    faults: list[str] = []
    for file, document in documents.items():
        for found in _of_file(file, document):
            if isinstance(found, Fault):
                faults.append(str(found))
            elif isinstance(found, Change):
                faults += _taken_in(changes, found)
            elif found.id in rules:
                faults.append(f"{file}: {found.id}: {rules[found.id].file} has this id already")
            else:
                rules[found.id] = found
    overriding = frozenset(_overriding(documents))
    return Reading(tuple(rules.values()), changes, overriding, tuple(faults))


def _taken_in(changes: dict[str, Change], new: Change) -> Iterator[str]:
    """Joins a change to what was said of the same rule before; what contradicts that is told."""
    old = changes.get(new.id, Change(new.id, new.file))
    for word, before, after in (("enabled", old.on, new.on), ("weight", old.weight, new.weight)):
        if before is not None and after not in {None, before}:
            yield f"{new.file}: {new.id}: {word} contradicts what {old.file} says of this rule"
    on = old.on if new.on is None else new.on
    weight = old.weight if new.weight is None else new.weight
    changes[new.id] = Change(new.id, new.file, on, weight)


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


def _of_file(file: str, document: Document) -> Iterator[Rule | Change | Fault]:
    """Rules, changes of rules, and faults, in the order of the file."""
    try:
        purpose, signals = _head(file, document)
    except Fault as fault:
        yield fault
        return
    for at, table in enumerate(signals, 1):
        try:
            yield from _table(file, at, table, purpose)
        except Fault as fault:
            yield fault


def _head(file: str, document: Document) -> tuple[Purpose | None, Sequence[Any]]:
    unknown = document.keys() - _FILE_KEYS
    if unknown:
        raise Fault(f"{file}: unknown key “{min(unknown)}”")
    _check_format(file, document)
    signals = document.get("signal", [])
    if not isinstance(signals, list):
        raise Fault(f"{file}: signal must be tables: [[signal]]")
    name = document.get("purpose")
    return (None if name is None else purpose_of(f"{file}: purpose", name)), signals


def _check_format(file: str, document: Document) -> None:
    if document.get("format") != FORMAT or isinstance(document.get("format"), bool):
        raise Fault(f"{file}: format must be {FORMAT}, not {shown(document.get('format'))}")


def _table(file: str, at: int, table: Any, purpose: Purpose | None) -> Iterator[Rule | Change]:
    """The rule of a table and what it changes: a rule of the same table, or one elsewhere."""
    if not isinstance(table, Mapping):
        raise Fault(f"{file}: signal {at} must be a table")
    name = table.get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name) or len(name) > MAX_ID:
        raise Fault(
            f"{file}: signal {at}: id must be UPPER_SNAKE (at most {MAX_ID}), not {shown(name)}"
        )
    place = f"{file}: {name}"
    flags = {key: flag_of(f"{place}: {key}", table[key])
             for key in ("enabled", "override") if key in table}  # fmt: skip
    unknown = table.keys() - _RULE_KEYS
    if unknown:
        raise Fault(f"{place}: unknown key “{min(unknown)}”")
    if table.keys() <= CHANGE_KEYS and ("enabled" in table or "weight" in table):
        weight = weight_of(f"{place}: weight", table["weight"]) if "weight" in table else None
        yield Change(name, file, flags.get("enabled"), weight)
        return
    if purpose is None:
        raise Fault(f"{file}: purpose is missing: {', '.join(Purpose)}")
    yield _checked(place, file, name, table, purpose)
    if flags.get("enabled") is False:
        yield Change(name, file, on=False)


def _checked(place: str, file: str, name: str, table: Document, purpose: Purpose) -> Rule:
    for key in ("title", "why", "weight"):
        if key not in table:
            raise Fault(f"{place}: {key} is missing")
    if not table.get("any") and not table.get("when"):
        raise Fault(f"{place}: needs phrases (any) or facts (when)")
    if purpose != Purpose.FRAUD and _FRAUD_ONLY & table.keys():
        raise Fault(f'{place}: {min(_FRAUD_ONLY & table.keys())} is for purpose = "fraud" only')
    found = {
        FIELDS.get(key, key): READERS[key](f"{place}: {key}", value)
        for key, value in table.items()
        if key in READERS
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
                raise Fault(f"{place}: examples.{key} holds {shown(example)}: text or a table")
        found.append(tuple(examples))
    return found[0], found[1]
