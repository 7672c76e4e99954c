"""Finding calls again: lists newest first."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import TYPE_CHECKING, TypedDict, Unpack

from screener.call import Call
from screener.faults import Fault
from screener.store.calls import amendments
from screener.store.dials import hours_of, spells
from screener.store.driver import Line
from screener.store.facts import FACTS, amend_call, call_of
from screener.store.moments import first_key, micros
from screener.store.room import Room
from screener.store.rows import AT, ROW, VENDOR, Row, row_of
from screener.store.search import fold
from screener.store.settings import setting
from screener.words import Allowed, Label

if TYPE_CHECKING:
    from screener.store.asking import Asked

_EACH = " ".join(("SELECT", FACTS, ", key, amended, label, corrected FROM call ORDER BY key DESC"))
_COUNT = "SELECT count(*) FROM "
_FIRST, _LAST = "SELECT min(key) FROM call", "SELECT max(key) FROM call"
_AFTER_ALL = 2**62
_PATIENCE = 24
"""So many calls are looked at before another way is thought of."""
_LOOK = 25
"""Looking at the texts of a call takes as long as gathering so many by the index."""
_PIECE, _GROWS = 1000, 4


class Wanted(TypedDict, total=False):
    """Which calls a list is to hold; what is absent or None does not narrow it.

    `label` is the one shown. `since` and `until` are days of the household (both included) or
    moments (`until` not included). `scam`, `corrected` and `screened` want calls that are, or
    with False are not. `vendor` is a name in the vendor book.
    """

    label: Label | None
    vendor: str | None
    since: date | None
    until: date | None
    permission: Allowed | None
    scam: bool | None
    corrected: bool | None
    screened: bool | None


_FLAGS = {
    "scam": ("c.scam = 1", "c.scam = 0"),
    "corrected": ("c.corrected = 1", "c.corrected = 0"),
    "screened": ("c.label IS NOT NULL", "c.label IS NULL"),
}

_BY_TIME = ("call AS c", "c.key")
# The words come first whatever else is asked, since they alone are in the order of time.
_BY_WORDS = ("call_fts CROSS JOIN call AS c ON c.key = call_fts.rowid", "call_fts.rowid")


@dataclass(slots=True)
class _Where:
    """The tables of a list, the column that is its key, and what its rows must fulfil: `terms`
    in SQL, and what only their texts can tell in `asked`."""

    tables: str
    key: str
    asked: "Asked"
    rough: bool = False

    def roughly(self) -> "_Where":
        """The same by the wider words."""
        return replace(self.by(self.asked.rough), rough=True)

    def by(self, match: str) -> "_Where":
        """The same by other words."""
        params = [match, *self.asked.params[1:]]
        return replace(self, asked=replace(self.asked, params=params))

    def all_of(self) -> str:
        return " WHERE " + " AND ".join(self.asked.terms) if self.asked.terms else ""


class History(Room):
    """Lists of calls. The key of a row is its place in time; going on from a key costs the
    same however deep in the past it lies."""

    def history(
        self,
        text: str = "",
        *,
        before: int | None = None,
        after: int | None = None,
        limit: int = 50,
        **wanted: Unpack[Wanted],
    ) -> list[Row]:
        """Calls that hold the words of `text`, newest first, at most `limit`.

        `before` is the key of a row whose older neighbours are wanted, `after` of one whose
        newer neighbours are. Raises Fault for a vendor that is not in the book.
        """
        where = self._where(text, wanted)
        if before is not None:
            where.asked.add(where.key + " < ?", before)
        if after is not None:
            where.asked.add(where.key + " > ?", after)
        upwards = after is not None and before is None
        lines = self._lines(where, max(limit, 0), upwards=upwards)
        return [row_of(self._db, line) for line in (reversed(lines) if upwards else lines)]

    def _lines(self, where: _Where, limit: int, *, upwards: bool) -> list[Line]:
        if where.asked.rough and not upwards:
            keys = self._sifted(where.roughly(), limit, patient=False)
            if keys is not None:
                return self._rows_at(keys)
        if where.asked.left:
            keys = self._sifted(where, limit, upwards=upwards) or []
            return self._rows_at(keys)
        order = f" ORDER BY {where.key} {'ASC' if upwards else 'DESC'} LIMIT ?"
        sql = ROW + where.tables + VENDOR + where.all_of() + order
        return self._db.all(sql, (*where.asked.params, limit))

    def _rows_at(self, keys: list[int]) -> list[Line]:
        return self._db.all(AT, (json.dumps(keys),))

    def _sifted(
        self, where: _Where, limit: int, *, upwards: bool = False, patient: bool = True
    ) -> list[int] | None:
        """The keys of the first calls of a list whose texts fulfil what only they tell. None
        where that is not `patient` and the index would sooner gather all of them: told by the
        share of those looked at that do, and by how many there are for the time they span."""
        found: list[int] = []
        newest, oldest = 0, self._db.value(_FIRST) or 0
        walked = self._looked_at(where, upwards=upwards, wanted=limit)
        for seen, (key, fits) in enumerate(walked, start=1):
            newest = newest or key
            if fits:
                found.append(key)
                if len(found) >= limit:
                    break
            elif not patient and seen >= _PATIENCE:
                share = (len(found) or 0.5) / seen
                in_all = seen * (newest - oldest) / (newest - key or 1)
                if (limit - len(found)) / share * _LOOK > in_all * share:
                    return None
        return found[:limit]

    def _looked_at(
        self, where: _Where, *, upwards: bool = False, wanted: int = _AFTER_ALL
    ) -> Iterator[tuple[int, bool]]:
        """The keys of a list, each with whether its texts fulfil what only they tell; read in
        pieces that grow, since most lists are not read to their end, but by no more than it
        seems to take to find as many as are wanted."""
        from screener.store.texts import READ  # noqa: PLC0415 - only where calls are looked for

        asked, size, seen, fitting = where.asked, _PATIENCE, 0, 0
        last: int | None = None
        turn = (">", "ASC") if upwards else ("<", "DESC")
        while True:
            beyond = "" if last is None else f" AND {where.key} {turn[0]} ?"
            terms = " AND ".join((*asked.terms, f"t.key = {where.key}")) + beyond
            sql = (
                f"SELECT {READ} FROM {where.tables} CROSS JOIN call_text AS t WHERE {terms} "  # noqa: S608 - ours
                f"ORDER BY {where.key} {turn[1]} LIMIT ?"
            )
            params = (*asked.params, *([] if last is None else [last]), size)
            lines = self._db.all(sql, params)
            for line in lines:
                fits = asked.holds(line, begun=where.rough)
                fitting += fits
                yield line[0], fits
            if len(lines) < size:
                return
            seen += size
            likely = (wanted - fitting + 1) * seen // (fitting or 1) + 1
            last, size = lines[-1][0], min(size * _GROWS, max(likely, _PATIENCE), _PIECE)

    def _keys(self, where: _Where) -> Iterator[int]:
        """The keys of a list, the newest first."""
        if where.asked.left:
            yield from (key for key, fits in self._looked_at(where) if fits)
            return
        parts = ("SELECT", where.key, "FROM", where.tables, where.all_of(), "ORDER BY 1 DESC")
        yield from (key for (key,) in self._db.each(" ".join(parts), where.asked.params))

    def each_call(self) -> Iterator[tuple[Call, Label | None]]:
        """Every call as it now stands, newest first, with what the person corrected it to;
        read one by one, in constant memory."""
        for line in self._db.each(_EACH):
            *facts, key, amended, label, corrected = line
            call = call_of(tuple(facts))
            if amended:
                call = amend_call(call, amendments(self._db, key))
            yield call, Label(label) if corrected else None

    def count(self, text: str = "", **wanted: Unpack[Wanted]) -> int:
        """How many calls `history` would list in all."""
        return self._counted(self._where(text, wanted))

    def position(self, key: int, text: str = "", **wanted: Unpack[Wanted]) -> int:
        """How many calls of that list are newer than the key."""
        where = self._where(text, wanted)
        where.asked.add(where.key + " > ?", key)
        return self._counted(where)

    def _counted(self, where: _Where) -> int:
        if where.asked.left:
            return sum(1 for _ in self._keys(where))
        sql = _COUNT + where.tables + where.all_of()
        return int(self._db.value(sql, where.asked.params))

    def anchors(self, step: int, text: str = "", **wanted: Unpack[Wanted]) -> list[int]:
        """The keys at every `step`-th place of that list, beginning with its newest call, so
        that a long list can be entered anywhere. Walks the whole list once."""
        return list(islice(self._keys(self._where(text, wanted)), 0, None, step))

    def _vendor_key(self, name: str | None) -> int | None:
        if name is None:
            return None
        key: int | None = self._db.value("SELECT id FROM vendor WHERE folded = ?", (fold(name),))
        if key is None:
            raise Fault(f"{name!r}: there is no such vendor.")
        return key

    def _where(self, text: str, wanted: Wanted) -> _Where:
        from screener.query import read_query  # noqa: PLC0415 - only where calls are looked for
        from screener.store.asking import asked_of  # noqa: PLC0415

        given: Mapping[str, object] = {k: v for k, v in wanted.items() if v is not None}
        asked = asked_of(self._db, read_query(text), self._key_on, self._clock_hours)
        where = _Where(*(_BY_WORDS if asked.match else _BY_TIME), asked)
        if asked.match:
            asked.terms.insert(0, "call_fts MATCH ?")
            asked.params.insert(0, asked.match)
        if "label" in given:
            asked.add("c.label = ?", given["label"])
        if "permission" in given:
            asked.add("c.permission = ?", given["permission"])
        if "vendor" in given:
            asked.add("c.vendor = ?", self._vendor_key(wanted.get("vendor")))
        for flag, (yes, no) in _FLAGS.items():
            if flag in given:
                asked.add(yes if given[flag] else no)
        if "since" in given:
            asked.add(where.key + " >= ?", self._key_on(wanted["since"], ends=False))
        if "until" in given:
            asked.add(where.key + " < ?", self._key_on(wanted["until"], ends=True))
        return where

    def _key_on(self, day: date | None, *, ends: bool) -> int:
        """The key at which a day at the household's place begins or is over; a moment's."""
        if day is None:
            return 0
        if isinstance(day, datetime):
            return first_key(micros(day)[0])
        if ends and day == date.max:
            return _AFTER_ALL
        first = datetime.combine(day + timedelta(days=1) if ends else day, time(), self._zone())
        return first_key(micros(first)[0])

    def _clock_hours(self) -> str:
        """The hours since 1970 on the household's clock at the time of `call AS c`, in SQL."""
        ends = [self._db.value(sql) for sql in (_FIRST, _LAST)]
        return hours_of(spells(self._zone(), ends[0] or 0, (ends[1] or 0) + 1), "c.key")

    def _zone(self) -> tzinfo | None:
        name = str(setting(self._db, "time_zone", ""))
        if not name:
            return self._clock().tzinfo
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - only where a zone is set

        return ZoneInfo(name)
