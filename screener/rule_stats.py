"""How rules behave over labelled calls: how often each is heard, and how often it is right.

Coverage, overlaps, conflicts and empirical accuracy as in weak supervision (Ratner et al.,
"Snorkel", VLDB 2017), for signals instead of labelling functions: a signal with a positive
weight votes for its purpose, one with a negative weight against it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from screener.evaluation import Judged
from screener.reasons import judged_by
from screener.signals import Signal
from screener.verdict import label_for
from screener.words import Purpose, Relation

SCAM = "scam"


class SignalStats(NamedTuple):
    """One signal over all calls; all but `id`, `purpose` and `against` are counts of calls.

    `heard` is how often it fired; `overlaps` how often another signal voted the same way, and
    `conflicts` how often one voted for another outcome (label, or scam). `right` counts calls
    where its purpose was the expected one (a signal against it: was not), `fitting` those
    where the expected purpose at least came to the same outcome.
    """

    id: str
    purpose: Purpose
    against: bool
    heard: int
    overlaps: int
    conflicts: int
    right: int
    fitting: int

    @property
    def precision(self) -> float:
        """The share of the calls it was heard in where it was right."""
        return self.right / self.heard


class Conflict(NamedTuple):
    """Two signals that contradicted each other in so many calls, and how often each was right."""

    first: str
    second: str
    calls: int
    first_right: int
    second_right: int


@dataclass(frozen=True, slots=True)
class RuleStats:
    """All signals, those heard most often first; the pairs that conflict most; and the ids of
    rules that were never heard. `covered` counts the calls with any signal."""

    calls: int
    covered: int
    signals: tuple[SignalStats, ...]
    conflicts: tuple[Conflict, ...]
    silent: tuple[str, ...]


def rule_stats(judged: Sequence[Judged], rules: Iterable[str]) -> RuleStats:
    """The figures of every signal heard in the judged calls; `rules` are the ids of all."""
    counts = _Counts()
    covered = 0
    for each in judged:
        signals = [signal for signal in each.screening.verdict.signals if signal.weight]
        covered += bool(signals)
        counts.add(signals, each.labelled.purpose, judged_by(each.screening))
    return RuleStats(
        calls=len(judged),
        covered=covered,
        signals=counts.signals(),
        conflicts=counts.conflicts(),
        silent=tuple(sorted(set(rules) - counts.heard.keys())),
    )


class _Counts:
    def __init__(self) -> None:
        self.votes: dict[str, tuple[Purpose, bool]] = {}
        self.heard: Counter[str] = Counter()
        self.overlaps: Counter[str] = Counter()
        self.conflicting: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.fitting: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.pairs_right: Counter[tuple[str, str, str]] = Counter()

    def add(self, signals: Sequence[Signal], expected: Purpose, relation: Relation) -> None:
        right = {signal.id for signal in signals if _is_right(signal, expected)}
        overlap: set[str] = set()
        conflict: set[str] = set()
        for one, other in combinations(sorted(signals), 2):
            if _agree(one, other):
                overlap |= {one.id, other.id}
            elif _contradict(one, other, relation):
                conflict |= {one.id, other.id}
                pair = one.id, other.id
                self.pairs[pair] += 1
                self.pairs_right.update((*pair, name) for name in pair if name in right)
        for signal in signals:
            self.votes[signal.id] = signal.purpose, signal.weight < 0
            self.heard[signal.id] += 1
            self.fitting[signal.id] += _fits(signal, expected, relation)
        self.overlaps.update(overlap)
        self.conflicting.update(conflict)
        self.right.update(right)

    def signals(self) -> tuple[SignalStats, ...]:
        return tuple(
            SignalStats(
                name,
                *self.votes[name],
                heard,
                self.overlaps[name],
                self.conflicting[name],
                self.right[name],
                self.fitting[name],
            )
            for name, heard in sorted(self.heard.items(), key=lambda pair: (-pair[1], pair[0]))
        )

    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(
            Conflict(one, other, calls, *(self.pairs_right[one, other, n] for n in (one, other)))
            for (one, other), calls in sorted(self.pairs.items(), key=lambda p: (-p[1], p[0]))
        )


def _is_right(signal: Signal, expected: Purpose) -> bool:
    return (signal.purpose is expected) is (signal.weight > 0)


def _fits(signal: Signal, expected: Purpose, relation: Relation) -> bool:
    truth = {outcome(expected, relation)}
    return speaks_truly(signal.purpose, signal.weight, relation, truth) or _is_right(
        signal, expected
    )


def speaks_truly(purpose: Purpose, weight: float, relation: Relation, truth: Set[str]) -> bool:
    """Whether a signal for a purpose (with a negative weight: against it) speaks for one of the
    true outcomes (for none of them)."""
    return (outcome(purpose, relation) in truth) is (weight > 0)


def _agree(one: Signal, other: Signal) -> bool:
    return one.purpose is other.purpose and (one.weight > 0) is (other.weight > 0)


def _contradict(one: Signal, other: Signal, relation: Relation) -> bool:
    if one.weight < 0 and other.weight < 0:
        return False
    if (one.weight < 0) is not (other.weight < 0):
        return one.purpose is other.purpose
    return outcome(one.purpose, relation) != outcome(other.purpose, relation)


def outcome(purpose: Purpose, relation: Relation) -> str:
    """What a purpose makes of a call: a label, or a scam."""
    return SCAM if purpose is Purpose.FRAUD else label_for(purpose, relation)
