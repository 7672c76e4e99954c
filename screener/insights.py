"""What many calls come to: by week and by hour, by company, what changed, what was put right.

Pure: the store counts (`store/insights.py`), this puts together. Every figure carries the words
of the query language (screener/query.py) that find the calls behind it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from screener.dates import add_months
from screener.words import WEEKDAYS, Label

SHOWN: tuple[Label | None, ...] = (*Label, None)
"""The labels in the order in which they are told; None: not screened."""

USUAL_WEEKS = 26
_T = TypeVar("_T")
_WORD = re.compile(r"\w+")
_DAYS = 7
_HOURS = 24
_EPOCH = date(1970, 1, 1)


class Cell(NamedTuple):
    """Calls with one label (None: not screened) in one hour, counted from 1970 on the clocks of
    the household. `scam` are scams, which their label counts too."""

    hour: int
    label: Label | None
    calls: int
    scam: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """The calls from `first` to `last`, both included: a week from Monday, or the part of one
    that lies in the period. `scams` are among the labelled."""

    first: date
    last: date
    labels: Mapping[Label | None, int]
    scams: int = 0

    @property
    def calls(self) -> int:
        """How many there are in all."""
        return sum(self.labels.values())

    @property
    def words(self) -> str:
        """What finds them."""
        return f"since:{self.first} until:{self.last}"


@dataclass(frozen=True, slots=True)
class Figures:
    """A period by weeks, and by weekday (Monday first) and hour of the day."""

    since: date
    until: date
    weeks: tuple[Week, ...]
    hours: tuple[tuple[int, ...], ...]

    @property
    def calls(self) -> int:
        """How many there are in all."""
        return sum(week.calls for week in self.weeks)

    @property
    def labels(self) -> Mapping[Label | None, int]:
        """The calls of the period by label."""
        return _sum(week.labels for week in self.weeks)

    def hour_words(self, day: int, hour: int) -> str:
        """What finds the calls of an hour of a weekday."""
        return f"weekday:{WEEKDAYS[day]} hour:{hour} since:{self.since} until:{self.until}"


@dataclass(frozen=True, slots=True)
class Company:
    """A company across its numbers and spellings, in a period; `numbers` are all that it ever
    called from."""

    name: str
    calls: int
    labels: Mapping[Label | None, int]
    numbers: int
    refused: int
    scams: int
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """How often something happened this month, and up to the same day of the month before."""

    what: str
    now: int
    before: int
    words: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed this month: from `first` to `today`, beside `first_before` to `last_before`.
    `new` are companies that never called before, the most frequent first."""

    first: date
    today: date
    first_before: date
    last_before: date
    changes: tuple[Change, ...]
    new: tuple[Company, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """Calls whose label was put right from one to another (None: not screened)."""

    was: Label | None
    now: Label
    calls: int
    words: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """How often the verdict was corrected in a period, and where. `judged` are calls that have
    a label; a correction that agrees with the verdict is counted in `agreed` alone.
    `companies` are those corrected most, with how often."""

    judged: int
    changed: int
    agreed: int
    by_label: tuple[Correction, ...]
    companies: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class OptOut:
    """An opt-out: to whom, on which day, and what became of it (`state`, as in
    screener/violations.py); `broken` counts the calls that broke it."""

    who: str
    told: date
    state: str
    honour_by: date | None
    days_left: int | None
    broken: int
    words: str


@dataclass(frozen=True, slots=True)
class OptOuts:
    """All opt-outs, the broken ones first, and how many stand how."""

    entries: tuple[OptOut, ...]
    states: Mapping[str, int]


class Counted(NamedTuple):
    """Calls of some days: by label, refused ones, scams."""

    labels: Mapping[Label | None, int]
    refused: int
    scams: int

    @property
    def calls(self) -> int:
        """How many there are in all."""
        return sum(self.labels.values())


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday()) if day > _FIRST_MONDAY else day


def usual_since(today: date, weeks: int = USUAL_WEEKS) -> date:
    """The Monday with which a period of so many weeks begins that holds today."""
    return monday(today) - timedelta(weeks=weeks - 1)


def figures_of(cells: Iterable[Cell], since: date, until: date) -> Figures:
    """Cells between two days, both included, by week and by hour."""
    labels: dict[date, Counter[Label | None]] = {}
    scams: Counter[date] = Counter()
    hours = [[0] * _HOURS for _ in range(_DAYS)]
    for cell in cells:
        days, hour = divmod(cell.hour, _HOURS)
        day = _EPOCH + timedelta(days=days)
        if cell.scam:
            scams[monday(day)] += cell.calls
            continue
        labels.setdefault(monday(day), Counter())[cell.label] += cell.calls
        hours[day.weekday()][hour] += cell.calls
    weeks = []
    first = since
    while first <= until:
        start = monday(first)
        last = min(start + timedelta(days=_DAYS - 1), until)
        counted = labels.get(start, Counter())
        weeks.append(Week(first, last, {each: counted.get(each, 0) for each in SHOWN},
                          scams[start]))  # fmt: skip
        first = last + timedelta(days=1)
    return Figures(since, until, tuple(weeks), tuple(map(tuple, hours)))


def month_spans(today: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """This month up to today, and the month before up to the same day."""
    first = today.replace(day=1)
    return (first, today), (add_months(first, -1), add_months(today, -1))


_CHANGES: tuple[tuple[str, str, Label | None], ...] = (
    ("solicitations", "label:solicitation", Label.SOLICITATION),
    ("upsells", "label:upsell", Label.UPSELL),
    ("genuine service", "label:service", Label.SERVICE),
    ("undetermined", "label:undetermined", Label.UNDETERMINED),
    ("not screened", "-is:screened", None),
)


def changes_of(now: Counted, before: Counted, today: date, new: Sequence[Company]) -> Changes:
    """What changed from the one month to the other."""
    (first, _), (first_before, last_before) = month_spans(today)
    period = f"since:{first} until:{today}"
    found = [Change("calls", now.calls, before.calls, period)]
    found += [
        Change(what, now.labels.get(label, 0), before.labels.get(label, 0), f"{period} {words}")
        for what, words, label in _CHANGES
    ]
    found += [
        Change("scams", now.scams, before.scams, f"{period} is:scam"),
        Change("refused by you", now.refused, before.refused, f"{period} permission:refused"),
    ]
    return Changes(first, today, first_before, last_before, tuple(found), tuple(new))


class Corrected(NamedTuple):
    """Corrected calls of one company (by the name it is told by), from one label to another."""

    was: Label | None
    now: Label
    company: str
    calls: int


MOST_CORRECTED = 3


def corrections_of(
    judged: int, corrected: Iterable[Corrected], since: date, until: date
) -> Corrections:
    """How often the verdict was corrected in a period."""
    pairs: Counter[tuple[Label | None, Label]] = Counter()
    companies: Counter[str] = Counter()
    agreed = 0
    for each in corrected:
        if each.was is each.now:
            agreed += each.calls
            continue
        pairs[each.was, each.now] += each.calls
        if each.company:
            companies[each.company] += each.calls
    period = f"since:{since} until:{until}"
    return Corrections(
        judged,
        sum(pairs.values()),
        agreed,
        tuple(
            Correction(was, now, calls, f"is:corrected {_was_words(was)} label:{now} {period}")
            for (was, now), calls in _most(pairs)
        ),
        tuple(
            (name, calls, f"is:corrected {company_words([name])} {period}")
            for name, calls in _most(companies)[:MOST_CORRECTED]
        ),
    )


def marks(labels: Mapping[Label | None, int], most: int, room: int) -> tuple[Label | None, ...]:
    """Calls as marks, where `most` calls make `room` of them: one at least for any call, each
    label as many as its share, what is left over to those that miss most."""
    calls = sum(labels.values())
    if not calls:
        return ()
    whole = calls if most <= room else max(1, round(calls * room / most))
    ideal = {label: labels.get(label, 0) * whole / calls for label in SHOWN}
    given = {label: int(share) for label, share in ideal.items()}
    missing = sorted(SHOWN, key=lambda label: given[label] - ideal[label])
    for label in missing[: whole - sum(given.values())]:
        given[label] += 1
    return tuple(label for label in SHOWN for _ in range(given[label]))


def company_words(names: Iterable[str]) -> str:
    """What finds the calls of a company under all of its spellings."""
    said = dict.fromkeys(quoted for name in names if (quoted := _quoted(name)))
    kept: dict[str, str] = {}
    for name in sorted(said, key=len):
        words = f" {' '.join(_WORD.findall(name.casefold()))} "
        # A shorter name finds it already, if its words stand in it beside each other.
        if not any(shorter in words for shorter in kept):
            kept[words] = name
    return " OR ".join(f'company:"{name}"' for name in kept.values())


def _quoted(name: str) -> str:
    words = " ".join(name.replace('"', " ").split())
    return words if any(char.isalnum() for char in words) else ""


def _was_words(was: Label | None) -> str:
    if was is not None:
        return f"was:{was}"
    return " ".join(f"-was:{label}" for label in Label)


def _most(counted: Mapping[_T, int]) -> list[tuple[_T, int]]:
    return sorted(counted.items(), key=lambda each: (-each[1], str(each[0])))


def _sum(labels: Iterable[Mapping[Label | None, int]]) -> Mapping[Label | None, int]:
    total: Counter[Label | None] = Counter()
    for each in labels:
        total.update(each)
    return total


_FIRST_MONDAY = date(1, 1, 8)
