"""What is on file of a number in public complaints, found in one query."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from screener.reputation import ANY_MORE, Complained, Range, Reputation, decayed
from screener.store.driver import Line
from screener.store.room import Room

_EPOCH = date(1970, 1, 1)
_LONGEST = 15
"""Digits of a number (ITU-T E.164)."""

# Parameters: ?1 the number, after it every beginning of it, longest first.
_OF_COMPLAINTS = """
SELECT 0, 0, t.text, c.day, c.times, c.recorded, c.said, c.sources
  FROM (SELECT subject, at / 86400 AS day, count(*) AS times, sum(robocall = 1) AS recorded,
               sum(robocall >= 0) AS said, sources
          FROM complaint WHERE number = ?1 GROUP BY 1, 2, 6) AS c
  JOIN reputation_subject AS t ON t.id = c.subject
 UNION ALL
SELECT l.number, l.more, t.text, l.at / 86400, l.votes, s.added_at / 86400000000, 0, s.name
  FROM listed AS l JOIN reputation_subject AS t ON t.id = l.subject
  JOIN reputation_source AS s ON s.id = l.source
 WHERE l.number IN ({beginnings})
"""


_NAMES = """
SELECT DISTINCT s.name FROM reputation_set AS m JOIN reputation_source AS s ON s.id = m.source
 WHERE m.id IN (SELECT value FROM json_each(?))
"""


class _Counted(NamedTuple):
    """Complaints about one subject on one day (None: not said; then `age_from` is the day on
    which the list was added)."""

    subject: str
    day: date | None
    times: int
    age_from: date


class Reputations(Room):
    """What public files say of numbers."""

    def reputation(self, number: str, at: datetime | None = None) -> Reputation | None:
        """What is on file of a number (E.164) at a moment (None: now); None where nothing is.

        A range read of neighbouring rows; tens of microseconds for most numbers.
        """
        digits = number.removeprefix("+")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST):
            return None
        beginnings = [int(digits[:length]) for length in range(len(digits), 0, -1)]
        places = ", ".join(f"?{place}" for place in range(1, len(beginnings) + 1))
        found = self._db.all(_OF_COMPLAINTS.format(beginnings=places), beginnings)
        lines = [line for line in found if _holds(line, len(digits))]
        if not lines:
            return None
        return _summed(number, (at or self._clock()).date(), lines, self._names(lines))

    def _names(self, lines: Sequence[Line]) -> tuple[str, ...]:
        names = {line[7] for line in lines if line[0]}
        sets = {line[7] for line in lines if not line[0]}
        if sets:
            names.update(name for (name,) in self._db.each(_NAMES, (json.dumps(sorted(sets)),)))
        return tuple(sorted(names))


def _holds(line: Line, digits: int) -> bool:
    """Whether a line speaks of a number of that many digits: as a complaint, or as a list's
    line whose range it lies in."""
    beginning, more = line[0], line[1]
    return not beginning or more in {ANY_MORE, digits - len(str(beginning))}


def _summed(number: str, day: date, lines: Sequence[Line], names: tuple[str, ...]) -> Reputation:
    complaints = [line for line in lines if not line[0]]
    exact = [line for line in lines if line[0] and not line[1]]
    told = [*map(_complaint, complaints), *_votes(exact)]
    subjects: dict[str, int] = {}
    months: dict[tuple[date, str], int] = {}
    for each in told:
        subjects[each.subject] = subjects.get(each.subject, 0) + each.times
        if each.day is not None:
            key = (each.day.replace(day=1), each.subject)
            months[key] = months.get(key, 0) + each.times
    said = sum(line[6] for line in complaints)
    return Reputation(
        number=number,
        day=day,
        complaints=sum(each.times for each in told),
        weight=sum(decayed(each.times, (day - each.age_from).days) for each in told),
        subjects=dict(sorted(subjects.items(), key=lambda pair: (-pair[1], pair[0]))),
        months=tuple(
            Complained(subject, month, count)
            for (month, subject), count in sorted(
                months.items(), key=lambda pair: (-pair[0][0].toordinal(), -pair[1], pair[0][1])
            )
        ),
        robocall_share=sum(line[5] for line in complaints) / said if said else None,
        newest=max((each.day for each in told if each.day is not None), default=None),
        sources=names,
        ranges=tuple(dict.fromkeys(_range(line) for line in lines if line[0] and line[1])),
    )


def _complaint(line: Line) -> _Counted:
    day = _EPOCH + timedelta(days=line[3])
    return _Counted(line[2], day, line[4], day)


def _votes(lines: Sequence[Line]) -> Iterator[_Counted]:
    """The votes on the number by subject: of lists that say the same, what the loudest says."""
    by_subject: dict[str, list[Line]] = {}
    for line in lines:
        by_subject.setdefault(line[2], []).append(line)
    for subject, said in by_subject.items():
        days = [line[3] for line in said if line[3] is not None]
        day = _EPOCH + timedelta(days=max(days)) if days else None
        added = _EPOCH + timedelta(days=max(line[5] for line in said))
        yield _Counted(subject, day, max(line[4] for line in said), day or added)


def _range(line: Line) -> Range:
    return Range(f"+{line[0]}", None if line[1] == ANY_MORE else line[1], line[2], line[7])
