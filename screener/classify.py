"""The contract of `screener classify`: a line of JSON in, a line of JSON out."""

import json
from collections.abc import Mapping
from math import isinf

from screener.faults import Fault
from screener.screening import Screener, Screening
from screener.vendor import Household
from screener.wire import call_from

Answered = tuple[dict[str, object], bool]


def classify_line(line: str, household: Household, screener: Screener) -> Answered:
    """The answer to one line, and whether the line could be read.

    A line that is no JSON object or has a field of a wrong type is answered with its `id`
    (None where there is none) and an `error`.
    """
    try:
        obj = json.loads(line, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"not JSON: {error}"}, False
    if not isinstance(obj, Mapping):
        return {"id": None, "error": f"not a JSON object but {type(obj).__name__}"}, False
    try:
        call = call_from(obj)
    except Fault as fault:
        return {"id": obj.get("id"), "error": str(fault)}, False
    return {"id": obj.get("id"), **screening_to(screener.screen(call, household))}, True


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no JSON number")


def _finite(digits: str) -> float:
    """A number that can be written again: the `id` of a line goes back as it came."""
    number = float(digits)
    if isinf(number):
        raise ValueError(f"{digits[:40]} is too large a number")
    return number


def screening_to(screening: Screening) -> dict[str, object]:
    """The JSON form of a screening; numbers rounded to four places."""
    verdict, identity, allowed = screening.verdict, screening.identity, screening.permission
    probabilities = {str(label): round(p, 4) for label, p in verdict.probabilities.items()}
    found: dict[str, object] = {
        "label": str(verdict.label),
        "purpose": str(verdict.purpose),
        "role": str(verdict.role),
        "scam": verdict.scam,
        "also_selling": verdict.also_selling,
        "confidence": probabilities[str(verdict.label)],
        "probabilities": probabilities,
        "vendor": identity.vendor.name if identity.vendor else None,
        "claimed_vendor": identity.claimed_vendor.name if identity.claimed_vendor else None,
        "known_person": identity.known_person.name if identity.known_person else None,
        "identity": str(identity.state),
        "relationship": str(screening.relationship),
        "permission": str(allowed.state),
        "permission_by": allowed.by or None,
        "permission_since": allowed.since.isoformat() if allowed.since else None,
        "signals": [
            {
                "id": signal.id,
                "purpose": str(signal.purpose),
                "weight": round(signal.weight, 4),
                "quote": signal.quote,
                "why": signal.why,
            }
            for signal in verdict.evidence
        ],
        "say": list(screening.advice.say),
        "ask": [question.words for question in screening.advice.ask],
        "never": list(screening.advice.never),
        "rulebook": screening.rulebook,
    }
    if screening.notes:
        found["notes"] = list(screening.notes)
    return found
