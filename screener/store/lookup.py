"""What the file holds of one caller: read by number and by company, each at the same small cost
however long the log is (migration 0007 keeps the counts)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from screener.lookup import End, Tally
from screener.store.claims import Claims, Company
from screener.store.driver import Line
from screener.store.moments import TIES, first_key, moment
from screener.store.search import fold, storable
from screener.store.vendor_rows import load_vendor, load_vendors
from screener.vendor import Vendor
from screener.words import Label

_DAY = 86_400 * TIES
"""Keys to a day (in UTC), by which the triggers count."""

_LABELS = {0: None, 4: Label.SOLICITATION, 8: Label.UPSELL, 12: Label.SERVICE}
_LABELS[16] = Label.UNDETERMINED
_REFUSED, _SCAM = 2, 1
_AFTER_ALL = 2**62
_EVER = -9_999_999
"""The day that stands for all days in the counts (migration 0007)."""
_SMALL = 1000
"""Companies with at most so many numbers are told exactly by how many they called."""

_RECENT = 16
"""The newest calls of a number, whose names tell which companies it was shown for."""

# The cells of a caller, and the calls of the one day in which a stretch of time begins.
_OF_NUMBER = (
    "SELECT what, sum(calls) FROM number_count "
    "WHERE number = ?1 AND day BETWEEN ?2 AND ?3 GROUP BY what"
)
_IS_COUNTED = "SELECT 1 FROM number_count WHERE number = ? LIMIT 1"
_OF_COMPANY = (
    "SELECT what, sum(calls) FROM company_count "
    "WHERE claim = ?1 AND company = ?2 AND day BETWEEN ?3 AND ?4 GROUP BY what"
)
# Each end is a step into the index; both asked for at once would walk it.
_BOTH_ENDS = " SELECT (SELECT min(day) {0} AND day > ?1), (SELECT max(day) {0} AND day > ?1)"
_DAYS_OF_NUMBER = _BOTH_ENDS.format("FROM number_count WHERE number = ?2").strip()
_DAYS_OF_COMPANY = _BOTH_ENDS.format("FROM company_count WHERE claim = ?2 AND company = ?3").strip()

_CALLS = "SELECT key, label, permission, scam FROM call WHERE key >= ?2 AND key < ?3 AND "
_FROM_NUMBER = _CALLS + "number_key = ?1 ORDER BY key"
_WITHHELD = _CALLS + "number_key IS NULL AND ?1 = '' ORDER BY key"
_BY_VENDOR = _CALLS + "vendor = ?1 ORDER BY key"
_BY_CLAIM = " ".join(
    (
        _CALLS,
        "company_folded = (SELECT folded FROM claimed WHERE id = ?1) AND company_folded <> ''",
        "AND vendor IS NULL ORDER BY key",
    )
)
_END = (
    "SELECT coalesce(at, logged_at), iif(at IS NULL, logged_offset, at_offset), label, id "
    "FROM call WHERE key = ?"
)

_SIZE = "SELECT numbers FROM company_size WHERE claim = ? AND company = ?"
_OFTEN = (
    "SELECT number FROM company_number WHERE claim = ?1 AND company = ?2 AND calls > 1 "
    "ORDER BY calls DESC, number LIMIT ?3"
)
_ONCE = (
    "SELECT number FROM company_number WHERE claim = ?1 AND company = ?2 AND calls = 1 "
    "ORDER BY number LIMIT ?3"
)
_FROM = "SELECT calls FROM company_number WHERE claim = ? AND company = ? AND number = ?"
_NUMBERS = "SELECT number FROM company_number WHERE claim = ? AND company = ?"

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


class Lookups(Claims):
    """Looking up one caller."""

    def number_since(self, number: str, since: int | None = None) -> Tally:
        """The calls from a number (E.164, else as it came, '' for withheld ones) from a moment
        on (microseconds since 1970 UTC; None: all)."""
        if not self._is_counted(number):
            first = -_AFTER_ALL if since is None else first_key(since)
            return _tally((), self._db.all(_FROM_NUMBER, (number, first, _AFTER_ALL)))
        cells = self._db.all(_OF_NUMBER, (number, *_days_since(since)))
        return _tally(cells, () if since is None else self._at(number, *_begun(since)))

    def companies_since(self, companies: Iterable[Company], since: int | None = None) -> Tally:
        """The same of companies, whose calls are counted together."""
        days = _days_since(since)
        cells: list[Line] = []
        begun: list[Line] = []
        for each in companies:
            cells += self._db.all(_OF_COMPANY, (*each, *days))
            begun += () if since is None else self._of(each, *_begun(since))
        return _tally(cells, begun)

    def ends_of_number(self, number: str) -> tuple[End, End] | None:
        """The first and the last call from a number, '' for withheld ones."""
        if not self._is_counted(number):
            return self._ends(self._db.all(_FROM_NUMBER, (number, -_AFTER_ALL, _AFTER_ALL)))
        days = self._db.one(_DAYS_OF_NUMBER, (_EVER, number))
        return self._ends(call for day in _days(days) for call in self._at(number, *day))

    def ends_of(self, companies: Iterable[Company]) -> tuple[End, End] | None:
        """The first and the last call of companies."""
        return self._ends(
            call
            for each in companies
            for day in _days(self._db.one(_DAYS_OF_COMPANY, (_EVER, *each)))
            for call in self._of(each, *day)
        )

    def numbers_of(
        self, companies: Iterable[Company], limit: int
    ) -> tuple[list[tuple[str, int]], int]:
        """The numbers that companies called from, with how often, most often first and at most
        `limit` (of each company, that is; more are not compared); and how many there are in all.
        Where that is more than a thousand, a number counts for each company that it served."""
        companies = tuple(companies)
        found = {number for each in companies for number in self._often(each, limit)}
        told = ((number, self._calls_from(companies, number)) for number in found)
        most = sorted(told, key=lambda one: (-one[1], one[0]))[:limit]
        return most, self._count_numbers(companies)

    def _often(self, company: Company, limit: int) -> list[str]:
        """The numbers that one company called from most often."""
        found = self._db.all(_OFTEN, (*company, limit))
        if len(found) < limit:
            found += self._db.all(_ONCE, (*company, limit - len(found)))
        return [number for (number,) in found]

    def _calls_from(self, companies: Iterable[Company], number: str) -> int:
        return sum(self._db.value(_FROM, (*each, number)) or 0 for each in companies)

    def _count_numbers(self, companies: Sequence[Company]) -> int:
        sizes = [self._db.value(_SIZE, each) or 0 for each in companies]
        if len(companies) < 2 or sum(sizes) > _SMALL:
            return sum(sizes)
        return len({line for each in companies for line in self._db.all(_NUMBERS, each)})

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

    def _is_counted(self, number: str) -> bool:
        """Whether calls from a number are counted beforehand: else there are few of them."""
        return not number or self._db.value(_IS_COUNTED, (number,)) is not None

    def _at(self, number: str, first: int, day: int) -> list[Line]:
        """The calls from a number from a key on, up to the end of a day."""
        sql = _FROM_NUMBER if number else _WITHHELD
        return self._db.all(sql, (number, first, (day + 1) * _DAY))

    def _of(self, company: Company, first: int, day: int) -> list[Line]:
        sql = _BY_CLAIM if company.claim else _BY_VENDOR
        return self._db.all(sql, (company.key, first, (day + 1) * _DAY))

    def _ends(self, calls: Iterable[Line]) -> tuple[End, End] | None:
        keys = sorted(line[0] for line in calls)
        if not keys:
            return None
        return self._end(keys[0]), self._end(keys[-1])

    def _end(self, key: int) -> End:
        at, offset, label, name = self._db.all(_END, (key,))[0]
        return End(moment(at, offset), Label(label) if label else None, name)


def _days_since(since: int | None) -> tuple[int, int]:
    """The first and the last day of the counts that lie wholly within a stretch of time."""
    return (_EVER, _EVER) if since is None else (first_key(since) // _DAY + 1, _AFTER_ALL)


def _begun(since: int) -> tuple[int, int]:
    """The key that a stretch of time begins with, and the day of it."""
    return first_key(since), first_key(since) // _DAY


def _days(ends: Line | None) -> set[tuple[int, int]]:
    """The first and the last day, each as its first key and its number."""
    return {(day * _DAY, day) for day in ends or () if day is not None}


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
