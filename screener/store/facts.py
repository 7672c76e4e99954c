"""A call's facts as columns and as the texts of amendments, and back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from screener.call import Answer, Call
from screener.faults import Fault
from screener.store.driver import Line
from screener.store.moments import micros, moment
from screener.store.search import storable
from screener.words import Status

if TYPE_CHECKING:
    from screener.store.records import Amendment


class Facts(NamedTuple):
    """A call's facts as table `call` keeps them: moments in microseconds since 1970 UTC, offsets
    in minutes. A call that was not written down yet has no `id` and no `logged_at`."""

    id: str
    at: int | None
    at_offset: int | None
    logged_at: int | None
    logged_offset: int | None
    number: str
    caller_id: str
    company: str
    status: Status | None
    duration: int | None
    agent: str
    callback_number: str
    product: str
    recorded: bool | None
    tells: str | None
    answers: str | None
    own_number: str
    taken_by: str
    source: str
    source_id: str
    note: str
    said: str


FACTS = ", ".join(Facts._fields)
"""The columns of table `call` that `facts_of` fills and `call_of` reads, in their order."""

_FIELDS = tuple(field.name for field in fields(Call))
_FIXED = ("id", "logged_at", "source", "source_id")
"""Where a call came from and when it was written down cannot be put right afterwards."""

_MOST_SECONDS = 2**31


def facts_of(call: Call) -> Facts:
    """The values of the columns `FACTS`. Fault for a value that is no fact of its field."""
    for field in _CHECKS:
        _check(field, getattr(call, field))
    at, at_offset = (None, None) if call.at is None else micros(call.at)
    logged = (None, None) if call.logged_at is None else micros(call.logged_at, "logged_at")
    texts = _texts_of(call)
    return Facts(
        texts[0],
        at,
        at_offset,
        logged[0],
        logged[1],
        texts[1],
        texts[2],
        texts[3],
        call.status,
        call.duration,
        texts[4],
        texts[5],
        texts[6],
        call.recorded,
        to_text("tells", call.tells),
        to_text("answers", call.answers),
        texts[7],
        texts[8],
        texts[9],
        texts[10],
        texts[11],
        texts[12],
    )


def _texts_of(call: Call) -> tuple[str, ...]:
    """The texts of a call, fit for the file, in the order of `Facts`."""
    texts: tuple[str, ...] = _get_texts(call)
    # All at once: nearly every call is fit as it came.
    try:
        "".join(texts).encode()
    except (TypeError, UnicodeEncodeError):
        for field, text in zip(_TEXTS, texts, strict=True):
            _check(field, text)
        return tuple([storable(text) for text in texts])
    return texts


def call_of(line: Line) -> Call:
    """The call in a row of the columns `FACTS`."""
    at = None if line[1] is None else moment(line[1], line[2])
    return Call(
        id=line[0],
        at=at,
        logged_at=moment(line[3], line[4]),
        number=line[5],
        caller_id=line[6],
        company=line[7],
        status=from_text("status", line[8]),
        duration=line[9],
        agent=line[10],
        callback_number=line[11],
        product=line[12],
        recorded=None if line[13] is None else bool(line[13]),
        tells=from_text("tells", line[14]),
        answers=from_text("answers", line[15]),
        own_number=line[16],
        taken_by=line[17],
        source=line[18],
        source_id=line[19],
        note=line[20],
        said=line[21],
    )


def amend_call(call: Call, amended: "tuple[Amendment, ...]") -> Call:
    """The call with its amendments applied, the later over the earlier."""
    changes: dict[str, Any] = {amendment.field: amendment.new for amendment in amended}
    return replace(call, **changes) if changes else call


def check_changes(changes: Mapping[str, object]) -> None:
    """Fault for a field that calls do not have or that stays, and for a wrong value."""
    for field, value in changes.items():
        if field not in _FIELDS:
            raise Fault(f"{field}: a call has no such field.")
        if field in _FIXED:
            raise Fault(f"{field}: stays as it was logged.")
        _check(field, value)


def to_text(field: str, value: object) -> str | None:
    """A field's value as the text that amendments and drafts keep; None says nothing."""
    if value is None or value == ():
        return None
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    if isinstance(value, bool):
        return "true" if value else "false"
    return storable(str(value))


def from_text(field: str, text: str | None) -> Any:
    """The value that `to_text` made a text of."""
    if text is None:
        return () if field in {"tells", "answers"} else None
    reader = _READERS.get(field)
    return reader(text) if reader else text


def call_to_text(call: Call) -> str:
    """A whole call as one text."""
    texts = {field: to_text(field, getattr(call, field)) for field in _FIELDS}
    return json.dumps({field: text for field, text in texts.items() if text})


def call_from_text(text: str) -> Call:
    """The call that `call_to_text` made a text of; fields of other versions are left out."""
    found = json.loads(text)
    return Call(**{field: from_text(field, found[field]) for field in _FIELDS if field in found})


_READERS: dict[str, Callable[[str], object]] = {
    "at": datetime.fromisoformat,
    "logged_at": datetime.fromisoformat,
    "status": Status,
    "duration": int,
    "recorded": "true".__eq__,
    "tells": lambda text: tuple(json.loads(text)),
    "answers": lambda text: tuple(Answer(*pair) for pair in json.loads(text)),
}

_TEXTS = tuple(field for field in Facts._fields if field in _FIELDS and field not in _READERS)
_get_texts = attrgetter(*_TEXTS)


def _check(field: str, value: object) -> None:
    wanted, fits = _CHECKS.get(field, ("text", _is_text))
    if not fits(value):
        raise Fault(f"{field}: must be {wanted}.")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_moment(value: object) -> bool:
    return value is None or (isinstance(value, datetime) and value.utcoffset() is not None)


def _is_duration(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST_SECONDS


def _are_tells(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(tell, str) for tell in value)


def _are_answers(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(pair, Answer) for pair in value)


_A_MOMENT = ("a moment with its offset from UTC", _is_moment)
_CHECKS: dict[str, tuple[str, Callable[[object], bool]]] = {
    "at": _A_MOMENT,
    "logged_at": _A_MOMENT,
    "status": (
        f"one of {', '.join(Status)}",
        lambda value: value is None or isinstance(value, Status),
    ),
    "duration": ("a whole number of seconds", _is_duration),
    "recorded": ("yes, no or nothing", lambda value: value is None or isinstance(value, bool)),
    "tells": ("a tuple of ids of tells", _are_tells),
    "answers": ("a tuple of answers", _are_answers),
}
