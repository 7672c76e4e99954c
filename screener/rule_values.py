"""The values in a rule file, one reader a kind: the place for the message, and the value. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from screener.faults import Fault
from screener.phrases import read_phrase
from screener.rule import Negated, When, Where, Whose
from screener.words import IdentityState, Purpose, Relation

MAX_WEIGHT = 6.0
MAX_TITLE = 50
MAX_WHY = 300
MAX_WITHIN = 30
MAX_PHRASES = 200
MAX_PHRASE = 1_000

LINES = frozenset(
    [
        *["fixed", "mobile", "fixed_or_mobile", "toll_free", "premium", "shared_cost"],
        *["voip", "personal", "other"],
    ]
)
ASKS = frozenset({"secret", "remote", "payment"})


def shown(value: object) -> str:
    """A value for a message, shortened."""
    try:
        shown = repr(value)
    except (RecursionError, ValueError):
        return "a value without an end"
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _line(limit: int) -> Callable[[str, Any], str]:
    def read(place: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > limit:
            raise Fault(f"{place} must be text of 1 to {limit} characters, not {shown(value)}")
        return value

    return read


def weight_of(place: str, value: Any) -> float:
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    if not numeric or not abs(value) <= MAX_WEIGHT:
        raise Fault(
            f"{place} must be a number from -{MAX_WEIGHT:g} to {MAX_WEIGHT:g}, not {shown(value)}"
        )
    return float(value)


def flag_of(place: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Fault(f"{place} must be true or false, not {shown(value)}")
    return value


def _within(place: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_WITHIN:
        raise Fault(f"{place} must be a whole number from 1 to {MAX_WITHIN}, not {shown(value)}")
    return value


def _texts(place: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not value or len(value) > MAX_PHRASES:
        raise Fault(f"{place} must be a list of 1 to {MAX_PHRASES} texts, not {shown(value)}")
    for text in value:
        if not isinstance(text, str):
            raise Fault(f"{place} holds {shown(text)}, which is no text")
    return value


def _phrases(place: str, value: Any) -> tuple[str, ...]:
    texts = _texts(place, value)
    if len(set(texts)) < len(texts):
        twice = next(text for text in texts if texts.count(text) > 1)
        raise Fault(f"{place} holds {shown(twice)} twice")
    for text in texts:
        if len(text) > MAX_PHRASE:
            raise Fault(f"{place}: {shown(text)} is longer than {MAX_PHRASE:,} characters")
    try:
        for text in texts:
            read_phrase(text)
    except Fault as fault:
        raise Fault(f"{place}: {fault}") from None
    return tuple(texts)


def _one_of(options: frozenset[str]) -> Callable[[str, Any], Any]:
    def read(place: str, value: Any) -> Any:
        if not isinstance(value, str) or value not in options:
            raise Fault(f"{place} must be {' | '.join(sorted(options))}, not {shown(value)}")
        return value

    return read


def _enum(kind: type[Whose | Negated | Where]) -> Callable[[str, Any], Any]:
    read = _one_of(frozenset(kind))
    return lambda place, value: kind(read(place, value))


def purpose_of(place: str, value: Any) -> Purpose:
    return Purpose(_one_of(frozenset(Purpose))(place, value))


def _also(place: str, value: Any) -> dict[Purpose, float]:
    if not isinstance(value, Mapping) or not value:
        raise Fault(f"{place} must be a table of purpose = number, not {shown(value)}")
    return {purpose_of(place, name): weight_of(f"{place}.{name}", by) for name, by in value.items()}


def _needs(place: str, value: Any) -> frozenset[str]:
    return frozenset(_texts(place, value))


def _when(place: str, value: Any) -> When:
    if not isinstance(value, Mapping) or not value:
        raise Fault(f"{place} must be a table of facts, not {shown(value)}")
    found: dict[str, Any] = {}
    for key, fact in value.items():
        if key in {"recorded", "withheld"}:
            found[key] = flag_of(f"{place}.{key}", fact)
        elif key in _FACTS:
            read = _one_of(_FACTS[key])
            found[key] = frozenset(
                read(f"{place}.{key}", one) for one in _texts(f"{place}.{key}", fact)
            )
        else:
            raise Fault(f"{place}: unknown key “{key}”")
    return When(**found)


_FACTS: dict[str, frozenset[str]] = {
    "identity": frozenset(IdentityState),
    "relationship": frozenset(Relation),
    "line": LINES,
}

FIELDS = {"any": "phrases"}
"""Keys that a `Rule` has under another name."""

READERS: dict[str, Callable[[str, Any], Any]] = {
    "title": _line(MAX_TITLE),
    "why": _line(MAX_WHY),
    "weight": weight_of,
    "also": _also,
    "group": _line(40),
    "any": _phrases,
    "near": _phrases,
    "unless": _phrases,
    "within": _within,
    "speaker": _enum(Whose),
    "negated": _enum(Negated),
    "where": _enum(Where),
    "fuzzy": flag_of,
    "when": _when,
    "needs": _needs,
    "tell": _line(MAX_TITLE),
    "certain": flag_of,
    "asks": _one_of(ASKS),
}
"""The reader of each key of a rule."""
