"""The rulebook at the desk: how it did in past calls, what a change of it would do, and changing it.

Past calls are gone through in slices, so that nobody who picks up the telephone waits for them.
"""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from screener.call import Call
from screener.desk.calls import Calls
from screener.store.place import config_folder

if TYPE_CHECKING:
    from screener.reasons import Explained
    from screener.rule_edits import Draft, Edit
    from screener.rule_own import Prepared
    from screener.rule_record import Heard
    from screener.rule_shelf import Shelf
    from screener.rule_trial import Kept, Outcome, Tally
    from screener.rulebook import Trial
    from screener.store.fired import Signals

SLICE = 0.03
"""Seconds for which going through past calls may keep others waiting."""
_PAGE = 200


class HeardSoFar(NamedTuple):
    """Counts by rule over a slice of calls, and the key to go on from (None: that was all)."""

    heard: "dict[str, Heard]"
    calls: int
    before: int | None


def own_rules() -> Path:
    """The folder of the person's own rules, which need not be there."""
    return config_folder() / "rules"


def shelf() -> "Shelf":
    """All rules as they stand. Takes some tenths of a second where the person changed some."""
    from screener.rule_shelf import read_shelf  # noqa: PLC0415 - only to look rules through

    return read_shelf(own_rules())


def prepare(edit: "Edit") -> "Prepared":
    """An edit of the rules, checked; nothing is kept. Fault with the first thing wrong."""
    from screener import rule_own  # noqa: PLC0415 - only to change rules

    return rule_own.prepare(edit, own_rules())


def prepare_with_conflicts(edit: "Edit") -> "tuple[Prepared, tuple[str, ...]]":
    """As `prepare`, with sentences about what would contradict the changed rule."""
    from screener.rule_conflicts import contradictions  # noqa: PLC0415
    from screener.rule_edits import Switch  # noqa: PLC0415

    prepared = prepare(edit)
    name, after = prepared.edit.id, prepared.trial.after
    off = frozenset({name}) if prepared.edit == Switch(name, on=False) else frozenset()
    found = contradictions(after.signals, off, frozenset({name}), after.ear)
    return prepared, tuple(words for ids, words in found if name in ids)


def draft(name: str) -> "Draft":
    """A rule of the person's own as they wrote it."""
    from screener.rule_changes import draft_of  # noqa: PLC0415
    from screener.rule_own import texts_of  # noqa: PLC0415
    from screener.rule_sources import Sources  # noqa: PLC0415
    from screener.rulebook import rules_folder  # noqa: PLC0415

    return draft_of(texts_of(Sources.read(rules_folder(), own_rules())), name)


class Rulings(Calls):
    """Past calls held against the rules."""

    def rules_heard(self, before: int | None, known: "Signals") -> HeardSoFar:
        """How often each rule was heard, and how often rightly, in a slice of calls from a key on
        into the past. `known` is kept by whoever goes on with the next slice."""
        from screener.rule_record import added, tally  # noqa: PLC0415

        end, calls = monotonic() + SLICE, 0
        found: dict[str, Heard] = {}
        while True:
            fired, before = self.store.fired(before, _PAGE, known)
            found, calls = added(found, tally(fired)), calls + len(fired)
            if before is None or monotonic() > end:
                return HeardSoFar(found, calls, before)

    def past_calls(self) -> "Iterator[Kept]":
        """Every call, newest first, with what the person corrected it to."""
        from screener.rule_trial import Kept  # noqa: PLC0415

        before: int | None = None
        while page := list(self.store.past(before, _PAGE)):
            yield from (Kept(each.call, each.corrected) for each in page)
            before = page[-1].key

    def trying(self, trial: "Trial") -> "Iterator[Outcome]":
        """What a trial makes of every past call, one at a time."""
        from screener.rule_trial import try_on  # noqa: PLC0415

        return try_on(self.past_calls(), trial, self.household(), self.known)

    def try_slice(self, outcomes: "Iterator[Outcome]", tally: "Tally") -> bool:
        """Goes on with a trial for a moment, and says whether anything is left."""
        end = monotonic() + SLICE
        for outcome in outcomes:
            tally.add(outcome)
            if monotonic() > end:
                return True
        return False

    def keep_rules(self, prepared: "Prepared") -> None:
        """Writes an edit of the rules; from now on calls are judged by them."""
        from screener import rule_own  # noqa: PLC0415
        from screener.screening import Screener  # noqa: PLC0415

        rule_own.keep(prepared, own_rules())
        self._screener = Screener(prepared.trial.after)

    def explain(self, call: Call) -> "Explained":
        """A verdict with all its reasons; nothing is stored."""
        from screener.reasons import explain  # noqa: PLC0415

        return explain(call, self.screen, self.screener.rulebook)
