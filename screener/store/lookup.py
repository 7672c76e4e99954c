"""What the file holds of one caller: read by number and by company, each at the same small cost
however long the log is (migration 0007 keeps the counts)."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from screener.lookup import End, Tally
from screener.store.calling_from import CallingFrom
from screener.store.claims import Claims, Company
from screener.store.driver import Line
from screener.store.moments import TIES, first_key, moment
from screener.store.search import fold, storable
from screener.store.vendor_rows import load_vendor, load_vendors
from screener.vendor import Vendor
from screener.words import Label

_Keys = tuple[int, int]
"""The first key of a stretch, and the first after it."""

_DAY = 86_400 * TIES
"""Keys to a day (in UTC), by which the triggers count."""

_LABELS = {0: None, 4: Label.SOLICITATION, 8: Label.UPSELL, 12: Label.SERVICE}
_LABELS[16] = Label.UNDETERMINED
_REFUSED, _SCAM = 2, 1
_AFTER_ALL = 2**62
_EVER = -9_999_999
"""The day that stands for all days in the counts (migration 0007)."""
_RECENT = 16
"""The newest calls of a number, whose names tell which companies it was shown for."""

# The cells of a caller in some stretches of time (first and last day of each), one after another:
# put together by stretch and label at once they would be sorted at three times the cost.
_CELLS = " UNION ALL SELECT {1}, what, sum(calls) FROM {0} AND day BETWEEN ? AND ? GROUP BY what"
_NUMBER = "number_count WHERE number = ?"
_COMPANY = "company_count WHERE claim = ? AND company = ?"
# The calls of the one day in which each stretch begins (JSON pairs of keys, null for none).
_IS_COUNTED = "SELECT 1 FROM number_count WHERE number = ? LIMIT 1"
# Each end is a step into the index; both asked for at once would walk it.
_BOTH_ENDS = " SELECT (SELECT min({1}) {0}), (SELECT max({1}) {0})"
_ENDS_OF_NUMBER = _BOTH_ENDS.format("FROM call WHERE number_key = ?1", "key").strip()
_ENDS_OF_VENDOR = _BOTH_ENDS.format("FROM call WHERE vendor = ?1", "key").strip()
_DAYS_OF_WITHHELD = _BOTH_ENDS.format(
    "FROM number_count WHERE number = '' AND day > ?1", "day"
).strip()
_DAYS_OF_CLAIM = _BOTH_ENDS.format(
    "FROM company_count WHERE claim = 1 AND company = ?2 AND day > ?1", "day"
).strip()

_CALLS = (
    "SELECT s.key, c.key, c.label, c.permission, c.scam FROM json_each(?2) AS s CROSS JOIN call AS c "
    "ON c.key >= json_extract(s.value, '$[0]') AND c.key < json_extract(s.value, '$[1]') WHERE "
)
_FROM_NUMBER = _CALLS + "c.number_key = ?1"
_WITHHELD = _CALLS + "c.number_key IS NULL AND ?1 = ''"
_BY_VENDOR = _CALLS + "c.vendor = ?1"
_BY_CLAIM = " ".join(
    (
        _CALLS.strip(),
        "c.company_folded = (SELECT folded FROM claimed WHERE id = ?1) AND c.company_folded <> ''",
        "AND c.vendor IS NULL",
    )
)
_END = (
    "SELECT coalesce(at, logged_at), iif(at IS NULL, logged_offset, at_offset), label, id "
    "FROM call WHERE key = ?"
)

_COMPANIES_AT = (
    "SELECT c.vendor, CASE WHEN c.vendor IS NULL THEN c.company_folded ELSE '' END, c.company "
    "FROM call AS c WHERE c.number_key = ?1 ORDER BY c.key DESC LIMIT ?2"
)
_VENDOR_AT = "SELECT vendor FROM vendor_number WHERE number = ? ORDER BY vendor"
_VENDORS_NEAR = (
    "SELECT vendor, number FROM vendor_number WHERE number > ?1 AND number < ?2 "
    "AND length(number) = ?3 ORDER BY number LIMIT 3"
)
_VENDOR_NAMED = (
    "SELECT id FROM vendor WHERE folded = ?1 UNION "
    "SELECT vendor FROM vendor_name WHERE folded = ?1 LIMIT 2"
)
_PERSON_AT = (
    "SELECT name, relation FROM person "
    "WHERE id = (SELECT person FROM person_number WHERE number = ? LIMIT 1)"
)


class Lookups(Claims, CallingFrom):
    """Looking up one caller."""

    def number_since(self, number: str, since: int | None = None) -> Tally:
        """The calls from a number (E.164, else as it came, '' for withheld ones) from a moment
        on (microseconds since 1970 UTC; None: all)."""
        return self.number_ages(number, (since,))[0]

    def number_ages(self, number: str, since: Sequence[int | None]) -> list[Tally]:
        """The same from each of some moments on."""
        if not number or self._db.value(_IS_COUNTED, (number,)):
            cells = self._cells(_NUMBER, (number,), since)
            return _tallies(since, cells, self._on_days(number, _begun(since)))
        # Else there are few.
        calls = self._on_days(number, [(-_AFTER_ALL, _AFTER_ALL)])
        begun = (-_AFTER_ALL if each is None else first_key(each) for each in since)
        each_since = enumerate(begun)
        return _tallies(
            since, (), [(at, *c[1:]) for at, first in each_since for c in calls if c[1] >= first]
        )

    def companies_since(self, companies: Iterable[Company], since: int | None = None) -> Tally:
        """The calls of companies, counted together, from a moment on."""
        return self.companies_ages(companies, (since,))[0]

    def companies_ages(
        self, companies: Iterable[Company], since: Sequence[int | None]
    ) -> list[Tally]:
        """The same from each of some moments on."""
        days = _begun(since)
        cells: list[Line] = []
        calls: list[Line] = []
        for each in companies:
            cells += self._cells(_COMPANY, each, since)
            calls += self._of(each, days)
        return _tallies(since, cells, calls)

    def ends_of_number(self, number: str) -> tuple[End, End] | None:
        """The first and the last call from a number, '' for withheld ones."""
        if number:
            return self._ends(self._db.one(_ENDS_OF_NUMBER, (number,)) or ())
        days = _days(self._db.one(_DAYS_OF_WITHHELD, (_EVER,)))
        return self._ends(call[1] for call in self._on_days("", days))

    def ends_of(self, companies: Iterable[Company]) -> tuple[End, End] | None:
        """The first and the last call of companies."""
        return self._ends(key for each in companies for key in self._ends_of(each))

    def _ends_of(self, company: Company) -> Iterable[int | None]:
        if not company.claim:
            return self._db.one(_ENDS_OF_VENDOR, (company.key,)) or ()
        days = _days(self._db.one(_DAYS_OF_CLAIM, (_EVER, company.key)))
        return [call[1] for call in self._of(company, days)]

    def companies_at(self, number: str) -> list[tuple[Company, str]]:
        """Whom the newest calls from a number were attributed to, else what they claimed to be,
        most often first, each with the name as it was claimed."""
        lines = self._db.all(_COMPANIES_AT, (number, _RECENT))
        seen = Counter((vendor, folded) for vendor, folded, _ in lines if vendor or folded)
        said = {(vendor, folded): company for vendor, folded, company in reversed(lines)}
        return [
            (
                Company(False, who[0]) if who[0] else Company(True, self._key_of_claim(who[1])),
                said[who],
            )
            for who, _ in seen.most_common()
        ]

    def vendor_key_at(self, number: str) -> int | None:
        """The vendor on whose file a number is."""
        key: int | None = self._db.value(_VENDOR_AT, (number,))
        return key

    def vendor_keys_named(self, name: str) -> list[int]:
        """The vendors with that name or alias."""
        return [key for (key,) in self._db.all(_VENDOR_NAMED, (fold(name),))]

    def vendors_near(self, number: str) -> list[tuple[int, str]]:
        """Vendors with a number that differs in its last two digits alone, and that number."""
        block = number[:-2]
        lines = self._db.all(_VENDORS_NEAR, (block, block + ":", len(number)))
        return [(vendor, other) for vendor, other in lines if other != number]

    def vendor_at_key(self, key: int) -> Vendor:
        """The vendor with that key."""
        return load_vendor(self._db, key)

    def vendor_book(self) -> tuple[Vendor, ...]:
        """All vendors: for a name that none of them has word for word."""
        return load_vendors(self._db)

    def person_at(self, number: str) -> tuple[str, str] | None:
        """Name and relation of the person on whose file a number is."""
        line = self._db.one(_PERSON_AT, (storable(number),))
        return None if line is None else (line[0], line[1])

    def _cells(
        self, whose: str, caller: tuple[object, ...], since: Sequence[int | None]
    ) -> list[Line]:
        """What is counted of a caller from each of some moments on: the place of the moment, what
        the calls were, how many."""
        sql = "".join(_CELLS.format(whose, place) for place in range(len(since)))
        params = (value for days in map(_days_since, since) for value in (*caller, *days))
        return self._db.all(sql.removeprefix(" UNION ALL "), tuple(params))

    def _on_days(self, number: str, days: Sequence[_Keys | None]) -> list[Line]:
        """The calls from a number with keys in each of some stretches: the place of the stretch,
        the key, the label, what was allowed, whether it was a scam."""
        if not any(days):
            return []
        return self._db.all(_FROM_NUMBER if number else _WITHHELD, (number, json.dumps(days)))

    def _of(self, company: Company, days: Sequence[_Keys | None]) -> list[Line]:
        if not any(days):
            return []
        return self._db.all(
            _BY_CLAIM if company.claim else _BY_VENDOR, (company.key, json.dumps(days))
        )

    def _ends(self, keys: Iterable[int | None]) -> tuple[End, End] | None:
        there = [key for key in keys if key is not None]
        return (self._end(min(there)), self._end(max(there))) if there else None

    def _end(self, key: int) -> End:
        at, offset, label, name = self._db.all(_END, (key,))[0]
        return End(moment(at, offset), Label(label) if label else None, name)


def _days_since(at: int | None) -> tuple[int, int]:
    """The first and the last day of the counts that lie wholly within a stretch of time."""
    return (_EVER, _EVER) if at is None else (_key_and_day(at)[1] + 1, _AFTER_ALL)


def _begun(since: Iterable[int | None]) -> list[_Keys | None]:
    """The keys of the rest of the day in which each stretch of time begins."""
    return [None if at is None else _rest_of(*_key_and_day(at)) for at in since]


def _key_and_day(at: int) -> _Keys:
    return first_key(at), first_key(at) // _DAY


def _rest_of(first: int, day: int) -> _Keys:
    return first, (day + 1) * _DAY


def _days(ends: Line | None) -> list[_Keys | None]:
    """The keys of the first and the last day."""
    return [_rest_of(day * _DAY, day) for day in set(ends or ()) if day is not None]


def _tallies(
    since: Sequence[int | None], cells: Iterable[Line], calls: Iterable[Line]
) -> list[Tally]:
    """The tally of each stretch of time, by its cells and its single calls."""
    of_cells: list[list[Line]] = [[] for _ in since]
    of_calls: list[list[Line]] = [[] for _ in since]
    for at, *cell in cells:
        of_cells[at].append(tuple(cell))
    for at, *call in calls:
        of_calls[at].append(tuple(call))
    return list(map(_tally, of_cells, of_calls))


def _tally(cells: Iterable[Line], calls: Iterable[Line]) -> Tally:
    labels: Counter[Label | None] = Counter()
    refused = scams = 0
    for what, count in cells:
        labels[_LABELS[what & ~3]] += count
        refused += count if what & _REFUSED else 0
        scams += count if what & _SCAM else 0
    for _, label, permission, scam in calls:
        labels[Label(label) if label else None] += 1
        refused += permission == "refused"
        scams += bool(scam)
    return Tally(labels, refused, scams)
