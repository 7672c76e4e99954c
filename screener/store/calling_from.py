"""The numbers that companies called from, as they are counted beside the calls."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from screener.store.claims import Company
from screener.store.room import Room

_SMALL = 1000
"""So many numbers at most are held against those of other companies, to count each once."""

_SIZE = "SELECT numbers FROM company_size WHERE claim = ? AND company = ?"
_OFTEN = (
    "SELECT number, calls FROM company_number WHERE claim = ?1 AND company = ?2 AND calls > 1 "
    "ORDER BY calls DESC, number LIMIT ?3"
)
_ONCE = (
    "SELECT number, calls FROM company_number WHERE claim = ?1 AND company = ?2 AND calls = 1 "
    "ORDER BY number LIMIT ?3"
)
_FROM = "SELECT number, calls FROM company_number WHERE claim = ? AND company = ? AND number IN "
_OF_OTHERS_TOO = (
    "SELECT count(*) FROM company_number AS a WHERE a.claim = ?1 AND a.company = ?2 AND EXISTS "
    "(SELECT 1 FROM json_each(?3) AS w CROSS JOIN company_number AS b ON b.number = a.number "
    "AND b.claim = json_extract(w.value, '$[0]') AND b.company = json_extract(w.value, '$[1]'))"
)


class CallingFrom(Room):
    """Which numbers a company has."""

    def numbers_of(
        self, companies: Iterable[Company], limit: int
    ) -> tuple[list[tuple[str, int]], int]:
        """The numbers that companies called from, with how often, most often first and at most
        `limit` (of each company, that is; more are not compared); and how many there are in all.
        Where all companies but the largest have more than a thousand together, a number counts
        for each that it served."""
        companies = tuple(companies)
        often = [line for each in companies for line in self._often(each, limit)]
        if len(companies) > 1:
            often = self._added_up(companies, tuple({number for number, _ in often}))
        most = sorted(often, key=lambda one: (-one[1], one[0]))[:limit]
        return most, self._count_numbers(companies)

    def _often(self, company: Company, limit: int) -> list[tuple[str, int]]:
        """The numbers that one company called from most often."""
        found = self._db.all(_OFTEN, (*company, limit))
        if len(found) < limit:
            found += self._db.all(_ONCE, (*company, limit - len(found)))
        return [(number, calls) for number, calls in found]

    def _added_up(
        self, companies: Iterable[Company], numbers: Sequence[str]
    ) -> list[tuple[str, int]]:
        """How often companies called from each of some numbers."""
        sql = "".join((_FROM, "(", ", ".join("?" * len(numbers)), ")"))
        calls = Counter[str]()
        for each in companies:
            calls.update(dict(self._db.all(sql, (*each, *numbers))))
        return list(calls.items())

    def _count_numbers(self, companies: Iterable[Company]) -> int:
        sized = sorted((self._db.value(_SIZE, each) or 0, each) for each in companies)
        count = sum(size for size, _ in sized)
        if sum(size for size, _ in sized[:-1]) > _SMALL:
            return count
        larger = [each for _, each in sized]
        for size, each in sized[:-1]:
            larger.remove(each)
            if size:
                count -= self._db.value(_OF_OTHERS_TOO, (*each, json.dumps(larger)))
        return count
