"""A screening as a person reads it: one shape for the live form and for stored calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from screener.scam import LIKELY
from screener.text import plain
from screener.tui import wording
from screener.undecided import why_undecided
from screener.words import Allowed, IdentityState, Label, Purpose, Relation, Role

if TYPE_CHECKING:
    from screener.questions import Question
    from screener.screening import Screening

_Word = TypeVar("_Word", bound=StrEnum)


class Reason(NamedTuple):
    """Why: the words that gave it away (empty when it lies elsewhere), and what they tell."""

    quote: str
    why: str


class Asking(NamedTuple):
    """A question to the caller, and its likely answers (id, words)."""

    id: str
    words: str
    answers: tuple[tuple[str, str], ...] = ()


class Reading(NamedTuple):
    """Sentences ready for a widget, made plain already. `label` is None for a call that was
    not screened; `undecided` says why one is undetermined, which stands in place of a confidence.
    `fraud` is how likely a scam is. `do` are those of `say` that are no words to speak. A fresh
    screening has `asking` too, its questions with their answers, `marks`, the places of the words
    that gave it away, and `handling`, what the person on the line is after and how to deal with
    that."""

    label: Label | None
    scam: bool = False
    fraud: float = 0.0
    also_selling: bool = False
    confidence: float = 0.0
    undecided: str = ""
    who: str = ""
    role: str = ""
    allowed: Allowed | None = None
    permission: str = ""
    reasons: tuple[Reason, ...] = ()
    say: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    asking: tuple[Asking, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    handling: str = ""


NOTHING = Reading(label=None)


def reading_of(screening: Screening) -> Reading:
    """A fresh screening."""
    verdict, identity, allowed = screening.verdict, screening.identity, screening.permission
    fraud = verdict.purposes.get(Purpose.FRAUD, 0.0)
    return Reading(
        label=verdict.label if screening.call.has_ground else None,
        scam=verdict.scam,
        fraud=fraud,
        also_selling=verdict.also_selling,
        confidence=verdict.confidence,
        undecided=why_undecided(
            verdict.label, verdict.purpose, known=identity.known_person is not None
        ),
        who=_who(
            plain(identity.how),
            name_of(identity.vendor) or plain(identity.claimed_name),
            identity.state,
            screening.relationship if identity.vendor else None,
        ),
        role=_role(verdict.role, fraud),
        allowed=allowed.state,
        permission=_permission(allowed.state, allowed.since, plain(allowed.words)),
        reasons=tuple(Reason(plain(s.quote), plain(s.why)) for s in verdict.evidence),
        say=_plain(screening.advice.say),
        do=_plain(screening.advice.do),
        ask=_plain(question.words for question in screening.advice.ask),
        never=_plain(screening.advice.never),
        more=_plain((*screening.advice.next, *verdict.would_change, *screening.notes)),
        asking=tuple(asking_of(question) for question in screening.advice.ask),
        marks=tuple((s.start, s.end) for s in verdict.evidence if 0 <= s.start < s.end),
        handling=plain(screening.advice.role) if verdict.role in wording.ROLE else "",
    )


def asking_of(question: Question) -> Asking:
    """A question of the rulebook."""
    answers = tuple((key, plain(words)) for key, words in question.answers)
    return Asking(question.id, plain(question.words), answers)


def reading_from(stored: Mapping[str, object] | None) -> Reading:
    """A stored screening, in the JSON form that `screener classify` writes."""
    if not stored:
        return NOTHING
    state = _word(IdentityState, stored.get("identity")) or IdentityState.UNKNOWN
    allowed = _word(Allowed, stored.get("permission"))
    vendor = plain(_text(stored.get("vendor")) or _text(stored.get("known_person")))
    relation = _word(Relation, stored.get("relationship")) if vendor else None
    label, purposes = _word(Label, stored.get("label")), stored.get("purposes")
    fraud = _share(purposes.get(Purpose.FRAUD)) if isinstance(purposes, Mapping) else 0.0
    return Reading(
        label=label,
        scam=bool(stored.get("scam")),
        fraud=fraud,
        also_selling=bool(stored.get("also_selling")),
        confidence=_share(stored.get("confidence")),
        undecided=why_undecided(
            label,
            _word(Purpose, stored.get("purpose")),
            known=bool(stored.get("known_person")),
        ),
        who=_who(plain(_text(stored.get("how"))), vendor, state, relation),
        role=_role(_word(Role, stored.get("role")), fraud),
        allowed=allowed,
        permission=_permission(
            allowed,
            _day(stored.get("permission_since")),
            plain(_text(stored.get("permission_words"))),
        ),
        reasons=tuple(
            Reason(plain(_text(signal.get("quote"))), plain(_text(signal.get("why"))))
            for signal in _list(stored.get("signals"))
            if isinstance(signal, Mapping)
        ),
        say=_plain(_list(stored.get("say"))),
        do=_plain(_list(stored.get("do"))),
        ask=_plain(_list(stored.get("ask"))),
        never=_plain(_list(stored.get("never"))),
        more=_plain(
            sentence
            for part in ("next", "would_change", "notes")
            for sentence in _list(stored.get(part))
        ),
    )


def name_of(vendor: object) -> str:
    """A vendor's name made plain; empty for nobody."""
    return plain(_text(getattr(vendor, "name", "")))


def _who(how: str, name: str, state: IdentityState, relation: Relation | None) -> str:
    parts = [how] if how else [name, wording.IDENTITY[state]]
    if relation is not None:
        parts.append(wording.RELATION[relation])
    return " · ".join(part.rstrip(".") for part in parts if part)


def _role(role: Role | None, fraud: float) -> str:
    if role is Role.IMPOSTOR and fraud < LIKELY:
        return wording.PERHAPS_IMPOSTOR
    return wording.ROLE.get(role or Role.UNKNOWN, "")


def _permission(allowed: Allowed | None, since: date | datetime | None, words: str) -> str:
    if allowed is None:
        return ""
    glyph, word = wording.PERMISSION[allowed]
    if since is not None:
        day = since.date() if isinstance(since, datetime) else since
        word = f"{word} since {wording.day_words(day)}"
    return f"{glyph} {words or word}"


def _plain(sentences: Iterable[object]) -> tuple[str, ...]:
    return tuple(plain(str(sentence)) for sentence in sentences)


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _share(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(_text(value)[:10])
    except ValueError:
        return None


def _word(kind: type[_Word], value: object) -> _Word | None:
    try:
        return kind(_text(value))
    except ValueError:
        return None
