"""Counting many calls at once: over the index of labels, the counts by company (migration 0007),
and the few rows of some days."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from screener.store.claims import Company
from screener.store.dials import EARLY, PER_HOUR, hours_of, spells
from screener.store.driver import Line
from screener.store.history import History
from screener.store.moments import TIES
from screener.store.newest import DAY
from screener.words import Label

if TYPE_CHECKING:
    from screener.insights import Cell, Corrected, Counted

# These read indexes alone: a call's key tells when it was, and is in all of them.
_BY_HOUR = f"SELECT (key + ?1) / {PER_HOUR} - {EARLY}, count(*) FROM call "  # noqa: S608 - numbers
_LABELLED = "".join((_BY_HOUR, "WHERE label IS ?2 AND key >= ?3 AND key < ?4 GROUP BY 1"))
_SCAMS = "".join((_BY_HOUR, "WHERE scam = 1 AND key >= ?3 AND key < ?4 AND ?2 GROUP BY 1"))

_COUNTED = (
    "SELECT label, count(*), coalesce(sum(permission = 'refused'), 0), coalesce(sum(scam), 0) "
    "FROM call WHERE key >= ? AND key < ? GROUP BY label"
)
_CORRECTED = (
    ", c.label, coalesce(v.name, c.company), count(*) FROM call AS c "
    "LEFT JOIN vendor AS v ON v.id = c.vendor "
    "WHERE c.corrected = 1 AND c.key >= ? AND c.key < ? GROUP BY 1, 2, 3"
)
_NAMED = "label IS NOT NULL AND key >= ? AND key < ?"
_JUDGED = " ".join(("SELECT count(*) FROM call WHERE", _NAMED))

# Whole days are counted beforehand; of the days in which the time begins and ends, the calls are.
_COMPANIES = (
    "SELECT claim, company, sum(calls) FROM (SELECT claim, company, calls FROM company_count "
    "WHERE day > ?1 AND day < ?2 UNION ALL SELECT claim, company, 1 FROM counted "
    "WHERE company NOTNULL AND key >= ?3 AND key < ?5 UNION ALL "
    "SELECT claim, company, 1 FROM counted WHERE company NOTNULL AND key >= ?6 AND key < ?4) "
    "GROUP BY claim, company ORDER BY 3 DESC, 1, 2 LIMIT ?7"
)
_CAME_BEFORE = (
    "SELECT 1 FROM company_count WHERE claim = ?1 AND company = ?2 AND day < ?3 UNION ALL "
    "SELECT 1 FROM counted WHERE claim = ?1 AND company = ?2 AND key >= ?4 AND key < ?5 LIMIT 1"
)


class Grouped(NamedTuple):
    """The calls of one company, as they are counted."""

    company: Company
    calls: int


class Insights(History):
    """Counting calls between two days of the household, both included."""

    def cells(self, since: date, until: date) -> "list[Cell]":
        """The calls by label and hour, and scams by hour once more."""
        first, after = self._between(since, until)
        return [
            cell for spell in spells(self._zone(), first, after) for cell in self._cells_in(*spell)
        ]

    def _cells_in(self, first: int, after: int, ahead: int) -> "Iterator[Cell]":
        from screener.insights import Cell  # noqa: PLC0415 - only where calls are counted

        shift = ahead * (PER_HOUR // 3600) + EARLY * PER_HOUR
        for label in (*Label, None):
            lines = self._db.all(_LABELLED, (shift, label, first, after))
            yield from (Cell(hour, label, calls) for hour, calls in lines)
        lines = self._db.all(_SCAMS, (shift, 1, first, after))
        yield from (Cell(hour, None, calls, scam=True) for hour, calls in lines)

    def counted(self, since: date, until: date) -> "Counted":
        """The calls of some days by label, with how many were refused and were scams."""
        from screener.insights import Counted  # noqa: PLC0415 - only where calls are counted

        lines = self._db.all(_COUNTED, self._between(since, until))
        labels = {_label(line): line[1] for line in lines}
        return Counted(labels, sum(line[2] for line in lines), sum(line[3] for line in lines))

    def first_day(self) -> date | None:
        """The day of the household on which the first call came, None where there is none."""
        first = self._db.value("SELECT min(key) FROM call")
        if first is None:
            return None
        hour = self._db.value("SELECT " + hours_of(spells(self._zone(), first, first + 1), "?1"),
                              (first,))  # fmt: skip
        return date(1970, 1, 1) + timedelta(hours=hour)

    def judged(self, since: date, until: date) -> int:
        """How many calls have a label."""
        return int(self._db.value(_JUDGED, self._between(since, until)))

    def corrected(self, since: date, until: date) -> "list[Corrected]":
        """The calls that were corrected, by what they were and are, and by company."""
        from screener.insights import Corrected  # noqa: PLC0415 - only where calls are counted
        from screener.store.asking import WAS  # noqa: PLC0415

        lines = self._db.all(f"SELECT {WAS}{_CORRECTED}", self._between(since, until))
        return [
            Corrected(Label(was) if was else None, Label(now), company, calls)
            for was, now, company, calls in lines
        ]

    def busiest(self, since: date, until: date, limit: int) -> list[Grouped]:
        """The companies that called most often, as they are counted: a claimed name by each of
        its spellings."""
        first, after = self._between(since, until)
        begun, ended = first // DAY, after // DAY
        asked = (begun, ended, first, after, min((begun + 1) * DAY, after),
                 max(ended * DAY, (begun + 1) * DAY), limit)  # fmt: skip
        lines = self._db.all(_COMPANIES, asked)
        return [Grouped(Company(bool(claim), key), calls) for claim, key, calls in lines]

    def came_before(self, companies: Iterable[Company], day: date) -> bool:
        """Whether one of these called before a day."""
        first = self._key_on(day, ends=False)
        asked = (first // DAY, first // DAY * DAY, first)
        return any(self._db.one(_CAME_BEFORE, (*each, *asked)) for each in companies)

    def moment_of(self, day: date) -> int:
        """When a day of the household begins, in microseconds since 1970 UTC."""
        return self._key_on(day, ends=False) // TIES * 1_000_000

    def _between(self, since: date, until: date) -> tuple[int, int]:
        return self._key_on(since, ends=False), self._key_on(until, ends=True)


def _label(line: Line) -> Label | None:
    return Label(line[0]) if line[0] else None
