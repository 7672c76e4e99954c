"""Values of JSON as Python's, each refused with its place where it is of a wrong type.

Every reader takes a value and where it stands ("vendors[2].ended") and raises a `Fault` that
names the place.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from screener.faults import Fault

_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)
Reader = Callable[[object, str], Any]


def iso(value: date | None) -> str | None:
    """A day or moment in ISO 8601; None where there is none."""
    return None if value is None else value.isoformat()


def shown(value: object) -> str:
    """A wrong value as a fault shows it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "…"


def as_mapping(value: object, where: str) -> Mapping[str, object]:
    """A JSON object."""
    if not isinstance(value, Mapping):
        raise Fault(f"{where}: must be a JSON object, not {shown(value)}.")
    return value


def as_text(value: object, where: str) -> str:
    """Text."""
    if not isinstance(value, str):
        raise Fault(f"{where}: must be text, not {shown(value)}.")
    return value


def as_truth(value: object, where: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Fault(f"{where}: must be true or false, not {shown(value)}.")
    return value


def as_seconds(value: object, where: str) -> int:
    """A whole number of seconds, none below nought."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise Fault(f"{where}: must be a whole number of seconds, not {shown(value)}.")
    return value


def as_day(value: object, where: str) -> date:
    """A day of ISO 8601; what follows it is left out."""
    try:
        return date.fromisoformat(as_text(value, where)[:10])
    except ValueError:
        raise Fault(f"{where}: must be a day such as 2026-03-09, not {shown(value)}.") from None


def as_moment(value: object, where: str) -> datetime:
    """A moment of ISO 8601 with its offset from UTC."""
    try:
        moment = datetime.fromisoformat(as_text(value, where).strip())
    except ValueError:
        raise Fault(
            f"{where}: must be a moment such as 2026-03-09T14:05:00-05:00, not {shown(value)}."
        ) from None
    if moment.tzinfo is None:
        raise Fault(f"{where}: needs the offset from UTC, such as {value}+01:00.")
    return moment


def one_of(kind: type[_E]) -> Callable[[object, str], _E]:
    """A reader of a word of that enumeration."""

    def read(value: object, where: str) -> _E:
        try:
            return kind(as_text(value, where))
        except ValueError:
            raise Fault(f"{where}: must be one of {', '.join(kind)}, not {shown(value)}.") from None

    return read


def list_of(reader: Callable[[object, str], _T]) -> Callable[[object, str], tuple[_T, ...]]:
    """A reader of lists of what `reader` reads, each with its place."""

    def read(value: object, where: str) -> tuple[_T, ...]:
        if not isinstance(value, list | tuple):
            raise Fault(f"{where}: must be a list, not {shown(value)}.")
        return tuple(reader(item, f"{where}[{at}]") for at, item in enumerate(value))

    return read


def written(read: Callable[[str], _T]) -> Callable[[object, str], _T]:
    """A reader of what people write as one text; its fault gets the place."""

    def reader(value: object, where: str) -> _T:
        try:
            return read(as_text(value, where))
        except Fault as fault:
            raise Fault(f"{where}: {str(fault).removeprefix(where + ': ')}") from None

    return reader


as_texts = list_of(as_text)
"""A list of texts."""
