"""A line of what was looked at: in order, to be looked at, or wrong."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How something is: in order, to be looked at, or wrong."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, what was found, and what to do about it."""

    what: str
    state: State
    found: str
    todo: str = ""


def ok(what: str, found: str) -> Finding:
    """In order."""
    return Finding(what, State.OK, found)


def warning(what: str, found: str, todo: str) -> Finding:
    """To be looked at."""
    return Finding(what, State.WARNING, found, todo)


def problem(what: str, found: str, todo: str) -> Finding:
    """Wrong."""
    return Finding(what, State.PROBLEM, found, todo)


def told(size: float) -> str:
    """A size in the unit that suits it, as "12.3 MB"."""
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:,.0f} {unit}" if unit == "bytes" else f"{size:,.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} GB"
