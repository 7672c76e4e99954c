"""How often a vendor has called so far in a month and a year, by what it called about."""

from datetime import datetime

from screener.known import SoFar
from screener.store.findings import vendor_id
from screener.store.moments import first_key, micros
from screener.store.room import Room
from screener.vendor import Vendor
from screener.words import Purpose

_SO_FAR = (
    "SELECT (SELECT purpose FROM outcome WHERE id = c.outcome),"
    " sum(c.key >= ?1), count(*) FROM call AS c"
    " WHERE c.vendor = ?2 AND c.key >= ?3 AND c.key < ?4 AND c.id <> ?5 GROUP BY 1"
)


class Counts(Room):
    """Counting calls of one vendor."""

    def so_far(self, vendor: Vendor, at: datetime, without: str = "") -> SoFar:
        """The calls of a vendor before `at`, in its calendar month and year.

        `at` is a moment as the household's clocks show it: its zone says when months begin.
        A call counts for the purpose that it was judged to have; the one with the id
        `without` and those that were not screened do not count.
        """
        year = at.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        keys = [first_key(micros(each)[0]) for each in (year.replace(month=at.month), year, at)]
        key = vendor_id(self._db, vendor)
        lines = self._db.all(_SO_FAR, (keys[0], key, keys[1], keys[2], without))
        counted = [(Purpose(line[0]), line[1], line[2]) for line in lines if line[0]]
        return SoFar(
            {purpose: month for purpose, month, _ in counted if month},
            {purpose: year_ for purpose, _, year_ in counted},
        )
