"""The calls of a search in groups, counted: by company (across its numbers), by number, by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from screener.words import Label

if TYPE_CHECKING:
    from screener.desk.windows import Windows
    from screener.store.rows import Row

_LABELS: tuple[Label | None, ...] = (None, *Label)
_EPOCH = date(1970, 1, 1)


class By(StrEnum):
    """What calls are grouped by."""

    COMPANY = "company"
    NUMBER = "number"
    DAY = "day"


class Group(NamedTuple):
    """Calls that share something: `name` is that, `newest` the newest of them."""

    name: str
    calls: int
    labels: Mapping[Label | None, int]
    newest: Row


def grouped(desk: Windows, text: str, by: By, limit: int) -> list[Group]:
    """At most `limit` groups of the calls that a search finds, the one with the newest call
    first. Raises Fault for a search that is none."""
    newest: dict[int | str, int] = {}
    tallies: dict[int | str, Counter[int]] = {}
    before: int | None = None
    while True:
        walked = desk.walk(text, before, by)
        for key, (group, label) in zip(walked.keys, walked.groups, strict=True):
            newest.setdefault(group, key)
            tallies.setdefault(group, Counter())[label] += 1
        before = walked.last
        if before is None:
            break
    shown = list(newest.items())[:limit]
    rows = {row.key: row for row in desk.rows([key for _, key in shown])}
    return [
        Group(
            _name(group, by, rows[key]), tallies[group].total(), _labels(tallies[group]), rows[key]
        )
        for group, key in shown
        if key in rows
    ]


def _labels(tally: Counter[int]) -> dict[Label | None, int]:
    return {label: tally[at] for at, label in enumerate(_LABELS) if tally[at]}


def _name(group: int | str, by: By, newest: Row) -> str:
    if by is By.DAY:
        try:
            return str(_EPOCH + timedelta(days=int(group)))
        except OverflowError:
            return "a day outside of the calendar"
    if by is By.NUMBER:
        return newest.number or "withheld"
    return newest.vendor or newest.company or newest.number or "withheld"
