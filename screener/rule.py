"""One rule of the rulebook: what to hear, under which conditions, and what it then says."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, fields
from enum import StrEnum
from typing import Any

from screener.words import IdentityState, Purpose, Relation


class Whose(StrEnum):
    """Whose words a rule listens to."""

    CALLER = "caller"
    CONSUMER = "consumer"
    ANYONE = "anyone"


class Negated(StrEnum):
    """What a rule makes of a hit that is negated ("this is not a sales call")."""

    NEVER = "never"
    ONLY = "only"
    EITHER = "either"


class Where(StrEnum):
    """In which part of what was said a rule listens."""

    ANYWHERE = "anywhere"
    OPENING = "opening"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class When:
    """Facts that must all hold; what is empty or None is not asked."""

    identity: frozenset[IdentityState] = frozenset()
    relationship: frozenset[Relation] = frozenset()
    recorded: bool | None = None
    withheld: bool | None = None
    line: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule as read from a file; docs and `rules/purposes` say what its keys mean.

    `file` is the file's name for messages. `matching` and `not_matching` are its examples: a
    text that was said, or a table of `Call` fields and facts.
    """

    id: str
    purpose: Purpose
    weight: float
    title: str
    why: str
    file: str
    phrases: tuple[str, ...] = ()
    also: Mapping[Purpose, float] = field(default_factory=dict)
    group: str = ""
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    within: int = 8
    speaker: Whose = Whose.CALLER
    negated: Negated = Negated.NEVER
    where: Where = Where.ANYWHERE
    fuzzy: bool = False
    when: When | None = None
    needs: frozenset[str] = frozenset()
    tell: str = ""
    certain: bool = False
    asks: str = ""
    matching: tuple[str | Mapping[str, object], ...] = ()
    not_matching: tuple[str | Mapping[str, object], ...] = ()


def to_plain(rule: Rule) -> tuple[Any, ...]:
    """A rule as a tuple of plain values, in the order of its fields."""
    when = None if rule.when is None else tuple(map(_plain, astuple(rule.when)))
    values = (getattr(rule, one.name) for one in fields(Rule))
    return tuple(when if value is rule.when else _plain(value) for value in values)


def from_plain(values: tuple[Any, ...]) -> Rule:
    """The rule that `to_plain` was given."""
    named = dict(zip(_NAMES, values, strict=True))
    named["purpose"] = Purpose(named["purpose"])
    if named["also"]:
        named["also"] = {Purpose(name): weight for name, weight in named["also"].items()}
    named["speaker"] = Whose(named["speaker"])
    named["negated"] = Negated(named["negated"])
    named["where"] = Where(named["where"])
    if named["when"] is not None:
        identity, relationship, recorded, withheld, line = named["when"]
        named["when"] = When(
            frozenset(map(IdentityState, identity)),
            frozenset(map(Relation, relationship)),
            recorded,
            withheld,
            line,
        )
    return Rule(**named)


_NAMES = tuple(one.name for one in fields(Rule))


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, frozenset):
        return frozenset(map(_plain, value))
    if isinstance(value, Mapping):
        return {_plain(key): _plain(inner) for key, inner in value.items()}
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value
