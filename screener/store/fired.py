"""Which rules were heard in which calls, as the stored screenings tell it; and past calls in
slices. Both go on by the key of a call, so that nothing is held open between two slices."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from screener.call import Call
from screener.store.calls import amendments
from screener.store.driver import Line
from screener.store.facts import FACTS, amend_call, call_of
from screener.store.numbers import unpacked
from screener.store.room import Room
from screener.words import Label, Purpose, Relation

if TYPE_CHECKING:
    from screener.rule_record import Fired

_FIRED = (
    "SELECT c.key, c.label, c.corrected, c.scam, f.relationship, s.numbers FROM call AS c "
    "JOIN screening AS s ON s.call = c.key "
    "AND s.place = (SELECT max(place) FROM screening WHERE call = c.key) "
    "JOIN finding AS f ON f.id = s.finding "
    "WHERE c.key < ? AND c.label IS NOT NULL ORDER BY c.key DESC LIMIT ?"
)
_PAST = " ".join(
    ("SELECT", FACTS, ", key, amended, label, corrected FROM call WHERE key < ?",
     "ORDER BY key DESC LIMIT ?")
)  # fmt: skip
_WORDING = "SELECT text FROM wording WHERE id = ?"
_END = 2**62


Signals = dict[int, tuple[str, Purpose, float] | None]
"""Signals by the number of their wording: rule, purpose, weight; None for one without a weight."""


class Past(NamedTuple):
    """A past call as it now stands, with its key and what the person corrected it to."""

    key: int
    call: Call
    corrected: Label | None


class FiredRules(Room):
    """Reading what was heard."""

    def fired(
        self, before: int | None, limit: int, known: Signals
    ) -> "tuple[list[Fired], int | None]":
        """Calls from a key on into the past with the rules that were heard in each, and the key
        to go on from (None: that was all). `known` keeps signals that were read before."""
        lines = self._db.all(_FIRED, (_END if before is None else before, limit))
        found = [self._fired(line, known) for line in lines]
        return found, lines[-1][0] if len(lines) == limit else None

    def _fired(self, line: Line, known: Signals) -> "Fired":
        from screener.rule_record import Fired  # noqa: PLC0415 - all that judges comes with it

        _, label, corrected, scam, relation, numbers = line
        own = unpacked(numbers)
        for sign in own.signs:
            if sign.wording not in known:
                known[sign.wording] = self._signal(sign.wording)
        rules = tuple(filter(None, (known[sign.wording] for sign in own.signs)))
        # A scam is nobody's call in the end; what it was judged by tells whether it seemed to be.
        possible = own.probabilities.get(Label.UPSELL, 0.0) > 0
        judged_by = Relation.CURRENT if possible else Relation(relation)
        return Fired(Label(label), bool(scam), bool(corrected), judged_by, rules)

    def _signal(self, wording: int) -> tuple[str, Purpose, float] | None:
        rule, purpose, weight, _ = json.loads(self._db.value(_WORDING, (wording,)))
        return (rule, Purpose(purpose), weight) if weight else None

    def past(self, before: int | None, limit: int) -> Iterator[Past]:
        """Calls from a key on into the past, as they now stand."""
        for line in self._db.all(_PAST, (_END if before is None else before, limit)):
            *facts, key, amended, label, corrected = line
            call = call_of(tuple(facts))
            if amended:
                call = amend_call(call, amendments(self._db, key))
            yield Past(key, call, Label(label) if corrected else None)
