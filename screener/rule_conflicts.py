"""Rules that contradict each other: what a person wrote against what stands there. Pure.

The bundled rules were weighed together (docs/verdict.md), so that two of them pulling apart is
meant; a rule of the person's own, or a weight that they changed, is held against all others.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from screener.faults import Fault
from screener.rule import Rule
from screener.ruletests import situation
from screener.signals import Ear, Signal
from screener.text import one_line
from screener.verdict import pull
from screener.words import Purpose

LEFT_OVER = 0.2
"""Two rules cancel each other where less than this share of the heavier one is left."""


class Cancelling(NamedTuple):
    """Two rules that hear the same words and together say nothing of a purpose."""

    first: str
    second: str
    purpose: Purpose
    quote: str

    @property
    def words(self) -> str:
        """A sentence for a person."""
        quote = one_line(self.quote, 60)
        return f"{self.first} and {self.second} cancel each other for {self.purpose} on “{quote}”"


def contradictions(
    rules: Sequence[Rule], off: Set[str], own: Set[str], ear: Ear
) -> Iterator[tuple[frozenset[str], str]]:
    """The ids of rules that contradict each other, and a sentence that says how. `rules` are
    those that count, `off` the ids of those that do not, `own` the ids of those that the person
    wrote or changed; `ear` hears `rules`."""
    for rule in rules:
        if rule.needs and rule.needs <= off:
            names = ", ".join(sorted(rule.needs))
            yield (
                frozenset({rule.id, *rule.needs}),
                f"{rule.id} is never heard: it needs {names}, which is off",
            )
    for found in _cancelling(rules, own, ear):
        yield frozenset({found.first, found.second}), found.words


def _cancelling(rules: Sequence[Rule], own: Set[str], ear: Ear) -> Iterator[Cancelling]:
    mine = [rule for rule in rules if rule.id in own]
    if not mine:
        return
    told: set[tuple[str, str, Purpose]] = set()
    for one, other, quote in (*_by_examples(mine, rules, own, ear), *_by_phrases(mine, rules)):
        for purpose in _purposes(one) & _purposes(other):
            key = *sorted((one.id, other.id)), purpose
            if key not in told and cancel(pull(one, purpose), pull(other, purpose)):
                told.add(key)  # type: ignore[arg-type]
                yield Cancelling(key[0], key[1], purpose, quote)


def cancel(one: float, other: float) -> bool:
    """Whether two weights leave next to nothing of each other."""
    return one * other < 0 and abs(one + other) <= LEFT_OVER * max(abs(one), abs(other))


def _by_examples(
    mine: Sequence[Rule], rules: Sequence[Rule], own: Set[str], ear: Ear
) -> Iterator[tuple[Signal, Signal, str]]:
    """Signals of the same words in the examples of rules; weights as they are, without caps."""
    weights = {rule.id: rule for rule in rules}
    few = Ear([_bare(rule) for rule in mine], {})
    for rule in rules:
        for example in rule.matching:
            try:
                call, identity, relation = situation(example)
            except Fault:
                continue  # told as a fault of its rule
            if rule.id not in own and not few.hear(call, identity, relation):
                continue
            heard = [_outright(each, weights) for each in ear.hear(call, identity, relation)
                     if each.start >= 0 and each.id in weights]  # fmt: skip
            for one, other in combinations(heard, 2):
                if {one.id, other.id} & own and _same_words(one, other):
                    yield one, other, max(one.quote, other.quote, key=len)


def _by_phrases(
    mine: Sequence[Rule], rules: Sequence[Rule]
) -> Iterator[tuple[Signal, Signal, str]]:
    """Rules that listen for the very same phrase in the same way."""
    by_phrase: dict[str, list[Rule]] = {}
    for rule in rules:
        for phrase in rule.phrases:
            by_phrase.setdefault(phrase, []).append(rule)
    for rule in mine:
        for phrase in rule.phrases:
            for other in by_phrase[phrase]:
                if other.id != rule.id and _manner(other) == _manner(rule):
                    yield _as_signal(rule, phrase), _as_signal(other, phrase), phrase


def _manner(rule: Rule) -> tuple[object, ...]:
    return (rule.speaker, rule.negated, rule.where, rule.near, rule.unless, rule.when, rule.needs)


def _as_signal(rule: Rule, quote: str) -> Signal:
    return Signal(rule.id, rule.purpose, rule.weight, quote, rule.why, rule.also)


def _outright(signal: Signal, weights: Mapping[str, Rule]) -> Signal:
    rule = weights[signal.id]
    return signal._replace(weight=rule.weight, also=rule.also)


def _bare(rule: Rule) -> Rule:
    return replace(rule, needs=frozenset(), when=None, group="")


def _same_words(one: Signal, other: Signal) -> bool:
    """Whether one's words lie within the other's."""
    first, second = sorted((one, other), key=lambda each: each.end - each.start)
    return second.start <= first.start and first.end <= second.end


def _purposes(signal: Signal) -> set[Purpose]:
    return {signal.purpose, *signal.also}
