"""Screenings in and out of the file: a row of their own, and the finding that they share."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from screener.store.driver import Database, Line
from screener.store.findings import SHARED, Found, Shared, wordings_in, words_of
from screener.store.moments import moment
from screener.store.numbers import Numbers, Sign, packed, unpacked
from screener.store.search import storable

if TYPE_CHECKING:
    from screener.screening import Screening
    from screener.signals import Signal

_SELECT = (
    "SELECT s.at, o.label, o.purpose, f.role, o.scam, o.also_selling, f.identity, f.relationship, "
    "v.name, f.permission, f.permission_by, f.permission_since, f.detail, s.numbers, r.hash, "
    "t.said FROM screening AS s JOIN finding AS f ON f.id = s.finding "
    "JOIN outcome AS o ON o.id = s.outcome "
    "JOIN rulebook AS r ON r.id = f.rulebook JOIN call_text AS t ON t.key = s.call "
    "LEFT JOIN vendor AS v ON v.id = s.vendor WHERE s.call = ? ORDER BY s.place DESC"
)
_ADD = (
    "INSERT INTO screening (call, place, at, finding, outcome, vendor, numbers) VALUES (?1, "
    "(SELECT coalesce(max(place), 0) + 1 FROM screening WHERE call = ?1), ?2, ?3, ?4, ?5, ?6)"
)


class Standing(NamedTuple):
    """What a screening says of its call in lists."""

    label: str | None = None
    scam: bool = False
    permission: str | None = None
    vendor: int | None = None
    outcome: int | None = None


def standing_of(screening: "Screening", shared: Shared) -> Standing:
    """What a screening says of its call in lists."""
    verdict = screening.verdict
    vendor = shared.vendor(screening.identity.vendor)
    outcome = shared.outcome(verdict.label, verdict.purpose, verdict.scam, verdict.also_selling)
    return Standing(verdict.label, verdict.scam, screening.permission.state, vendor, outcome)


def put(shared: Shared, call: int, at: int, said: str, screening: "Screening") -> None:
    """Stores a screening, made at `at` (microseconds), of the call with that key, in which
    `said` was said as it now stands."""
    stands = standing_of(screening, shared)
    put_all(shared.db, [screening_line(shared, call, at, said, screening, stands)])


def put_all(db: Database, lines: Sequence[Line]) -> None:
    """Stores screenings, each as `screening_line` makes it."""
    db.many(_ADD, lines)


def screening_line(
    shared: Shared, call: int, at: int, said: str, screening: "Screening", stands: Standing
) -> Line:
    """A screening as it is stored, with `stands` what it says in lists, the rest as for `put`."""
    verdict, found = screening.verdict, _found(screening, named=stands.vendor is None)
    signed = [(s.id, s.purpose, round(s.weight, 4), s.why) for s in verdict.evidence]
    shared.meet(found, signed)
    wordings = map(shared.signal, signed)
    numbers = Numbers(
        verdict.confidence,
        verdict.probabilities,
        verdict.purposes,
        tuple([_sign(*each, said) for each in zip(wordings, verdict.evidence, strict=True)]),
    )
    finding = shared.finding_of(found)
    return call, at, finding, stands.outcome, stands.vendor, packed(numbers)


def standing(db: Database, call: int) -> Standing:
    """What the latest screening of a call says; nothing where there is none."""
    line = db.one(
        "SELECT o.label, o.scam, f.permission, s.vendor, s.outcome FROM screening AS s "
        "JOIN outcome AS o ON o.id = s.outcome JOIN finding AS f ON f.id = s.finding "
        "WHERE s.call = ? ORDER BY s.place DESC LIMIT 1",
        (call,),
    )
    return Standing(*line) if line else Standing()


def latest(db: Database, call: int) -> Mapping[str, Any] | None:
    """The latest screening of a call in the JSON form, None where it was not screened."""
    line = db.one(_SELECT + " LIMIT 1", (call,))
    return None if line is None else _read(db, line)


def every(db: Database, call: int) -> list[Mapping[str, Any]]:
    """All screenings of a call, the latest first."""
    return [_read(db, line) for line in db.all(_SELECT, (call,))]


def keep_quotes(db: Database, call: int, said: str) -> None:
    """Writes the quotes into a call's screenings, since `said`, of which they tell the places
    only, is about to be amended."""
    for place, blob in db.all("SELECT place, numbers FROM screening WHERE call = ?", (call,)):
        numbers = unpacked(blob)
        signs = tuple(
            sign if sign.quote is not None else sign._replace(quote=said[sign.start : sign.end])
            for sign in numbers.signs
        )
        kept = packed(numbers._replace(signs=signs))
        db.run("UPDATE screening SET numbers = ? WHERE call = ? AND place = ?", (kept, call, place))


def _sign(wording: int, signal: "Signal", said: str) -> Sign:
    start, end = max(signal.start, -1), max(signal.end, -1)
    told = 0 <= start <= end and said[start:end] == signal.quote
    return Sign(wording, start, end, None if told else storable(signal.quote))


def _found(screening: "Screening", *, named: bool) -> Found:
    """What it shares with others; `named`: by its name, a vendor that has no key."""
    verdict, permission, identity = screening.verdict, screening.permission, screening.identity
    advice, claimed, person = screening.advice, identity.claimed_vendor, identity.known_person
    return Found(
        rulebook=screening.rulebook,
        role=verdict.role,
        identity=identity.state,
        relationship=screening.relationship,
        permission=permission.state,
        permission_by=permission.by,
        permission_since=permission.since.isoformat() if permission.since else None,
        vendor=identity.vendor.name if named and identity.vendor else None,
        claimed_vendor=claimed.name if claimed else None,
        known_person=person.name if person else None,
        how=identity.how,
        permission_words=(permission.words,),
        would_change=tuple(verdict.would_change),
        notes=tuple(screening.notes),
        say=tuple(advice.say),
        do=tuple(advice.do),
        ask=tuple([question.words for question in advice.ask]),
        never=tuple(advice.never),
        next=tuple(advice.next),
    )


def _read(db: Database, line: Line) -> Mapping[str, Any]:
    detail, numbers = json.loads(line[12]), unpacked(line[13])
    words = words_of(db, wordings_in(detail) | {sign.wording for sign in numbers.signs})
    found: dict[str, Any] = {
        "judged_at": moment(line[0], 0).isoformat(),
        "label": line[1],
        "purpose": line[2],
        "role": line[3],
        "scam": bool(line[4]),
        "also_selling": bool(line[5]),
        "confidence": numbers.confidence,
        "probabilities": {str(label): p for label, p in numbers.probabilities.items()},
        "purposes": {str(purpose): p for purpose, p in numbers.purposes.items()},
        "vendor": line[8] or detail.get("vendor"),
        "claimed_vendor": detail.get("claimed_vendor"),
        "known_person": detail.get("known_person"),
        "identity": line[6],
        "how": detail.get("how", ""),
        "relationship": line[7],
        "permission": line[9],
        "permission_by": line[10] or None,
        "permission_since": line[11],
        "signals": [_signal(words[sign.wording], sign, line[15]) for sign in numbers.signs],
        "rulebook": line[14],
    }
    for name in SHARED:
        found[name] = [words[number] for number in detail.get(name, [])]
    found["permission_words"] = "".join(found["permission_words"])
    if not found["notes"]:
        del found["notes"]
    return found


def _signal(text: str, sign: Sign, said: str) -> Mapping[str, Any]:
    rule, purpose, weight, why = json.loads(text)
    return {
        "id": rule,
        "purpose": purpose,
        "weight": weight,
        "quote": said[sign.start : sign.end] if sign.quote is None else sign.quote,
        "why": why,
        "start": sign.start,
        "end": sign.end,
    }
