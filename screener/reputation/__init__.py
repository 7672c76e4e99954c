"""What others complained of a number, from public files: counts, never a verdict.

Numbers are spoofed and complaints are unverified, so that a count says how often a number was
*shown*, not who rang.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

HALF_LIFE_DAYS = 365.25 / 3
"""A complaint counts half after four months: numbers change hands and spoofers move on."""


ComplaintRow = tuple[int, int, str, int]
"""A complaint as it is read: the number (E.164 without its plus), seconds since 1970 on the
clock of the file, subject, and `RECORDED`, `LIVE` or `NOT_SAID`. Plain, since there are millions."""

RECORDED, LIVE, NOT_SAID = 1, 0, -1

ListedRow = tuple[int, int, str, int, int | None]
"""What a list says: the number or how a range begins, how many digits follow (`ANY_MORE`: any
number of them), subject, votes, and the seconds of the newest call or vote, where it says."""

ANY_MORE = -1


class Junk(NamedTuple):
    """Rows that were passed over: why, how many, and the lines of the first of them."""

    reason: str
    rows: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read in. `rows` are all of its rows, `counted` those that were no junk.
    One that is not `complete` was interrupted: reading it in or removing it again finishes."""

    id: int
    name: str
    format: str
    hash: str
    added_at: datetime
    complete: bool = False
    rows: int = 0
    counted: int = 0
    junk: tuple[Junk, ...] = ()


class Complained(NamedTuple):
    """Complaints about one subject in one calendar month. `subject` is the words of the file,
    empty where it gave none; `month` is its first day."""

    subject: str
    month: date
    complaints: int


class Range(NamedTuple):
    """A listed range that the number lies in: `prefix` is how its numbers begin (with +),
    `more` how many digits follow (None: any number of them), `source` the file that lists it."""

    prefix: str
    more: int | None
    subject: str
    source: str


@dataclass(frozen=True, slots=True)
class Reputation:
    """What is on file of one number on `day`.

    `complaints` counts complaints and the votes of lists, each once however many files tell of
    it; `weight` is the same with decay (`HALF_LIFE_DAYS`). `subjects` counts by subject, most
    first, and `months` by subject and month, newest first. `robocall_share` is how many told of
    a recording, of those that said either (None: none did). `newest` is the day of the newest
    complaint (None: only lists without days speak). `sources` names the files. `ranges` are
    listed ranges that hold the number; they count for nothing in `complaints`.
    """

    number: str
    day: date
    complaints: int = 0
    weight: float = 0.0
    subjects: Mapping[str, int] = field(default_factory=dict)
    months: tuple[Complained, ...] = ()
    robocall_share: float | None = None
    newest: date | None = None
    sources: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()


def decayed(count: int, age_days: float) -> float:
    """What complaints of that age (in days) still count; those of the future count whole."""
    return float(count) if age_days <= 0 else float(count * 0.5 ** (age_days / HALF_LIFE_DAYS))
