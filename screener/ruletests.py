"""Rules test themselves: every example is run, and each that fails is told with its reason."""

from collections.abc import Iterator, Mapping, Sequence

from screener.call import Call
from screener.faults import Fault
from screener.identity import Identity
from screener.phone import Number, NumberKind, read_number
from screener.rule import Rule
from screener.rule_values import LINES
from screener.signals import Ear
from screener.text import one_line
from screener.wire import call_from
from screener.words import IdentityState, Relation

REGION = "US"
"""The country in whose manner an example's number is read when it has no country code."""


def failing_examples(rules: Sequence[Rule], ear: Ear) -> Iterator[str]:
    """A sentence for each example that does not do what it should."""
    for rule in rules:
        for key, examples, wanted in (
            ("match", rule.matching, True),
            ("no_match", rule.not_matching, False),
        ):
            for at, example in enumerate(examples, 1):
                fault = _fault(rule, example, ear, wanted=wanted)
                if fault:
                    yield f"{rule.file}: {rule.id}: examples.{key} {at} {fault}"


def _fault(rule: Rule, example: str | Mapping[str, object], ear: Ear, *, wanted: bool) -> str:
    try:
        call, identity, relation = situation(example)
    except Fault as fault:
        return f"cannot be read: {fault}"
    heard = {signal.id: signal for signal in ear.hear(call, identity, relation)}
    if (rule.id in heard) is wanted:
        return ""
    shown = one_line(call.said, 80)
    if not wanted:
        return f"fires by “{heard[rule.id].quote}” in “{shown}”"
    reasons = [
        f"“{passed.quote}” was found, but {passed.reason}"
        for passed in ear.passed_over(call, identity, relation)
        if passed.rule == rule.id
    ]
    return f"does not fire in “{shown}”: {reasons[0] if reasons else 'no phrase of it is there'}"


def situation(example: str | Mapping[str, object]) -> tuple[Call, Identity, Relation]:
    """The call of an example, who it is from, and what is between them."""
    nobody = Number("", NumberKind.INVALID)
    if isinstance(example, str):
        return Call(said=example), Identity(IdentityState.UNKNOWN, nobody), Relation.NONE
    unknown = example.keys() - set(Call.__dataclass_fields__) - _FACTS.keys()
    if unknown:
        raise Fault(f"unknown key “{min(unknown)}”")
    for key, allowed in _FACTS.items():
        if key in example and example[key] not in allowed:
            raise Fault(f"{key} must be one of {', '.join(sorted(map(str, allowed)))}")
    call = call_from(example)
    number = read_number(call.number, REGION) if "number" in example else nobody
    if example.get("withheld") is True:
        number = Number("", NumberKind.WITHHELD)
    if "line" in example:
        number = number._replace(line=str(example["line"]))
    state = IdentityState(str(example.get("identity", IdentityState.UNKNOWN)))
    relation = Relation(str(example.get("relationship", Relation.NONE)))
    return call, Identity(state, number), relation


_FACTS: dict[str, frozenset[object]] = {
    "identity": frozenset(IdentityState),
    "relationship": frozenset(Relation),
    "withheld": frozenset({True, False}),
    "line": frozenset(LINES),
}
