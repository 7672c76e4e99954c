"""How often each rule was heard in one's own calls, and how often rightly. Pure.

A call's final label is the truth: what the person corrected it to, else the verdict that they let
stand. The second is no proof, so that corrected calls are counted apart as well.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from screener.rule_stats import SCAM, speaks_truly
from screener.words import Label, Purpose, Relation


class Fired(NamedTuple):
    """A stored call with the rules that were heard in it: id, purpose, weight. `label` is the
    final one, `scam` what the verdict says."""

    label: Label
    scam: bool
    corrected: bool
    relation: Relation
    rules: tuple[tuple[str, Purpose, float], ...]


class Heard(NamedTuple):
    """Counts of calls: in how many a rule was heard, in how many of them rightly; and the same
    of those that the person corrected."""

    calls: int = 0
    right: int = 0
    corrected: int = 0
    corrected_right: int = 0

    def __add__(self, other: object) -> "Heard":
        if not isinstance(other, Heard):
            return NotImplemented
        return Heard(*(one + two for one, two in zip(self, other, strict=True)))

    @property
    def share(self) -> float:
        """The share of the calls it was heard in where it was right; 0 without any."""
        return self.right / self.calls if self.calls else 0.0


def tally(calls: Iterable[Fired]) -> dict[str, Heard]:
    """The counts of every rule that was heard, by its id."""
    counts: dict[str, list[int]] = {}
    for call in calls:
        truth = _truth(call)
        for name, purpose, weight in call.rules:
            right = speaks_truly(purpose, weight, call.relation, truth)
            count = counts.setdefault(name, [0, 0, 0, 0])
            count[0] += 1
            count[1] += right
            count[2] += call.corrected
            count[3] += call.corrected and right
    return {name: Heard(*count) for name, count in counts.items()}


def added(one: Mapping[str, Heard], other: Mapping[str, Heard]) -> dict[str, Heard]:
    """Two counts as one."""
    return {**one, **{name: one.get(name, Heard()) + heard for name, heard in other.items()}}


def _truth(call: Fired) -> frozenset[str]:
    if call.corrected:
        # Whoever puts a call right to a solicitation says nothing of whether it was a scam too.
        scam = {SCAM} if call.label is Label.SOLICITATION else set()
        return frozenset({str(call.label), *scam})
    return frozenset({SCAM if call.scam else str(call.label)})
