"""What new rules would make of past calls: each judged without them and with them. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from screener.call import Call
from screener.hearing import hear_words
from screener.identity import Identity
from screener.known import Known
from screener.phone import Number, NumberKind
from screener.rule import Rule
from screener.rulebook import Rulebook, Trial
from screener.screening import Screener, Screening
from screener.signals import Ear
from screener.vendor import Household
from screener.words import IdentityState, Label, Relation

_NOBODY = Identity(IdentityState.UNKNOWN, Number("", NumberKind.INVALID))


class Kept(NamedTuple):
    """A past call, and what the person corrected it to (None: nothing)."""

    call: Call
    corrected: Label | None = None


class Shown(NamedTuple):
    """What a call is shown as."""

    label: Label
    scam: bool


class Relabelled(NamedTuple):
    """A past call that the rules would show otherwise: as another label, or as a scam or
    none."""

    kept: Kept
    before: Shown
    after: Shown


class Outcome(NamedTuple):
    """One past call under trial: whether the rules have anything to do with it, and whether
    they would relabel it."""

    touched: bool
    relabelled: Relabelled | None = None


@dataclass(slots=True)
class Tally:
    """What came of a trial so far: counts of calls, and the calls that would be relabelled."""

    calls: int = 0
    touched: int = 0
    relabelled: list[Relabelled] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Counts one call."""
        self.calls += 1
        self.touched += outcome.touched
        if outcome.relabelled is not None:
            self.relabelled.append(outcome.relabelled)

    def ways(self) -> list[tuple[Shown, Shown, int]]:
        """From what to what how many calls would be relabelled, the most frequent first."""
        counts = Counter((each.before, each.after) for each in self.relabelled)
        return [(*way, count) for way, count in counts.most_common()]

    def by_corrections(self) -> tuple[int, int]:
        """How many of the corrected calls would agree with the person's own label only with the
        rules, and how many only without them."""
        right = wrong = 0
        for each in self.relabelled:
            mine = each.kept.corrected
            if mine is not None:
                right += each.after.label is mine is not each.before.label
                wrong += each.before.label is mine is not each.after.label
        return right, wrong


def try_on(
    calls: Iterable[Kept],
    trial: Trial,
    household: Household,
    known: Callable[[Call], Known],
) -> Iterator[Outcome]:
    """An outcome for each call, in order. Calls in which none of the changed rules is heard
    are passed over quickly: nothing can change for them."""
    touches = _touching(trial)
    before, after = Screener(trial.before), Screener(trial.after)
    for kept in calls:
        call = kept.call
        if not call.has_ground or not touches(call):
            yield Outcome(touched=False)
            continue
        what = known(call)
        was = _shown(before.screen(call, household, what))
        now = _shown(after.screen(call, household, what))
        yield Outcome(touched=True, relabelled=Relabelled(kept, was, now) if was != now else None)


def _shown(screening: Screening) -> Shown:
    return Shown(screening.verdict.label, screening.verdict.scam)


def _touching(trial: Trial) -> Callable[[Call], bool]:
    """Whether any of the changed rules may be heard in a call, as it was or as it would be."""
    ears = [
        _ear_for(book, trial.changed) for book in (trial.before, trial.after) if _has(book, trial)
    ]
    by_facts = any(
        rule.id in trial.changed and not rule.phrases
        for book in (trial.before, trial.after)
        for rule in book.signals
    )
    if by_facts:
        return lambda call: True

    def touches(call: Call) -> bool:
        heard = hear_words(call.said)
        return any(ear.hear(call, _NOBODY, Relation.NONE, heard) for ear in ears)

    return touches


def _has(book: Rulebook, trial: Trial) -> bool:
    return any(rule.id in trial.changed for rule in book.signals)


def _ear_for(book: Rulebook, changed: frozenset[str]) -> Ear:
    """An ear for the changed rules alone, whatever the facts and what else was heard."""
    return Ear([_bare(rule) for rule in book.signals if rule.id in changed], {})


def _bare(rule: Rule) -> Rule:
    return replace(rule, needs=frozenset(), when=None, group="")
