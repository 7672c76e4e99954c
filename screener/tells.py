"""Tells: what a person can tick of a call at a glance, each a signal of the rulebook."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from screener.faults import Fault
from screener.rule import Rule
from screener.words import Purpose

_FIRST = (Purpose.FRAUD, Purpose.SALES)
"""What must be found quickest stands first."""


class Tell(NamedTuple):
    """A tell: the id of its rule, and the few words that the form shows. `recorded` marks the
    one that is a fact of the call as well (`Call.recorded`)."""

    id: str
    words: str
    recorded: bool = False


def tells_of(rules: Iterable[Rule]) -> tuple[Tell, ...]:
    """The tells of a rulebook's rules: signs of fraud first, then of sales, heavier ones first."""
    found = sorted((rule for rule in rules if rule.tell), key=_rank)
    return tuple(
        Tell(rule.id, rule.tell, rule.when is not None and rule.when.recorded is True)
        for rule in found
    )


def _rank(rule: Rule) -> tuple[int, float, str]:
    place = _FIRST.index(rule.purpose) if rule.purpose in _FIRST else len(_FIRST)
    return place, -abs(rule.weight), rule.id


def read_tells(texts: Iterable[str], tells: Sequence[Tell]) -> tuple[str, ...]:
    """The ids of tells as typed: by id, or by the words of the form. Raises `Fault` that names
    what is nearest, and where to see all of them."""
    ids = {each.id: each.id for each in tells} | {each.words: each.id for each in tells}
    named = {key.casefold(): tell for key, tell in ids.items()}
    found = {}
    for text in texts:
        tell = named.get(" ".join(text.split()).casefold())
        if tell is None:
            raise Fault(f"{text!r}: {_unknown(text, named, tells)}")
        found[tell] = tell
    return tuple(found)


def _unknown(text: str, named: dict[str, str], tells: Sequence[Tell]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

    near = get_close_matches(text.strip().casefold(), named, n=1, cutoff=0.5)
    if near:
        words = next(each.words for each in tells if each.id == named[near[0]])
        return f"there is no such tell; did you mean {named[near[0]]} ({words})?"
    return f"there is no such tell; there are {', '.join(each.id for each in tells)}."
