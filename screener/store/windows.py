"""Lists of any length, seen through a window: where a call stands in one, and which calls stand
at a place. What is asked of a whole list is asked in slices, so that others get a turn."""

from array import array
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import NamedTuple

from screener.store.history import History
from screener.store.newest import Newest
from screener.store.rows import Row, rows_at

_CHECKED = 256
"""Rows after which a walk looks at the time."""

_LABELS = (
    "CASE c.label WHEN 'solicitation' THEN 1 WHEN 'upsell' THEN 2 WHEN 'service' THEN 3 "
    "WHEN 'undetermined' THEN 4 ELSE 0 END"
)
GROUPINGS = {
    # Across its numbers; a call that names nobody stands under its number.
    "company": (
        "coalesce(c.vendor, CASE WHEN c.company_folded <> '' THEN c.company_folded "
        "ELSE '#' || coalesce(c.number_key, '') END)"
    ),
    "number": "coalesce(c.number_key, '')",
    # The day on the clock that the call was logged by, counted from 1970.
    "day": (
        "(coalesce(c.at, c.logged_at) / 60000000 + coalesce(c.at_offset, c.logged_offset)) / 1440"
    ),
}
"""What a list can be grouped by, each with the value that calls of one group share."""

Group = int | str


class Walked(NamedTuple):
    """A slice of a list: the keys of its calls, newest first, and where to go on (None: the list
    is at its end). With a grouping, for each key its group and its label (0: none)."""

    keys: "array[int]"
    groups: Sequence[tuple[Group, int]]
    last: int | None


class Windows(Newest, History):
    """Windows on lists of calls."""

    def rows(self, keys: Sequence[int]) -> list[Row]:
        """The calls with these keys, in this order; those that are gone are left out."""
        try:
            return rows_at(self._db, list(keys))
        except KeyError:  # some went since the list was walked
            sql = "SELECT 1 FROM call WHERE key = ?"
            return rows_at(self._db, [key for key in keys if self._db.value(sql, (key,))])

    def walk(self, text: str, before: int | None, seconds: float, by: str = "") -> Walked:
        """Goes on along the list of a query (screener/query.py) from a key for about so long.
        `by` is one of `GROUPINGS`, or empty. Fault for a query that is none."""
        where = self._where(text, {})
        if before is not None:
            where.asked.add(where.key + " < ?", before)
        ends = monotonic() + seconds
        if where.asked.left:
            return self._sift(self._looked_at(where), ends, by)
        columns = ", ".join((where.key, GROUPINGS[by], _LABELS) if by else (where.key,))
        parts = ("SELECT", columns, "FROM", where.tables, where.all_of(), "ORDER BY 1 DESC")
        keys: array[int] = array("q")
        groups: list[tuple[Group, int]] = []
        for line in self._db.each(" ".join(parts), where.asked.params):
            keys.append(line[0])
            if by:
                groups.append(line[1:])
            if len(keys) % _CHECKED == 0 and monotonic() > ends:
                return Walked(keys, groups, line[0])
        return Walked(keys, groups, None)

    def _sift(self, looked_at: Iterable[tuple[int, bool]], ends: float, by: str) -> Walked:
        """The same where only the texts tell which calls fit."""
        keys: array[int] = array("q")
        last = None
        for key, fits in looked_at:
            if fits:
                keys.append(key)
            if monotonic() > ends:
                last = key
                break
        return Walked(keys, self._groups_at(keys, by) if by else [], last)

    def _groups_at(self, keys: Sequence[int], by: str) -> list[tuple[Group, int]]:
        sql = " ".join(("SELECT", GROUPINGS[by], ",", _LABELS, "FROM call AS c WHERE key = ?"))
        return [self._db.all(sql, (key,))[0] for key in keys]
