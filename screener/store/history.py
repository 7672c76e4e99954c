"""Finding calls again: lists newest first, look-up of a caller's past, and what is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import TypedDict, Unpack

from screener.call import Call
from screener.faults import Fault
from screener.known import Known, Taught
from screener.query import read_query
from screener.store.asking import READ, Asked, asked_of, spelt_out
from screener.store.calls import amendments
from screener.store.dials import hours_of, spells
from screener.store.driver import Line
from screener.store.facts import FACTS, amend_call, call_of
from screener.store.moments import first_key, micros, moment
from screener.store.records import NO_PAST, Past
from screener.store.room import Room
from screener.store.rows import ROW, Row, row_of
from screener.store.search import fold
from screener.store.settings import setting
from screener.words import Allowed, Label

_EACH = " ".join(("SELECT", FACTS, ", key, amended, label, corrected FROM call ORDER BY key DESC"))
_COUNT = "SELECT count(*) FROM "
_FIRST, _LAST = "SELECT min(key) FROM call", "SELECT max(key) FROM call"
_AFTER_ALL = 2**62
_PATIENCE = 96
"""So many calls are looked at before a way that finds few of them is given up."""
_FEW = 8
_PIECE = 1000
_VENDOR = " LEFT JOIN vendor AS v ON v.id = c.vendor "


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


# One caller: parameters ?1 number, ?2 folded company, ?3 vendor, ?4 key of the first opt-out.
_CALLER = (
    "SELECT key FROM call WHERE number_key = ?1 "
    "UNION SELECT key FROM call WHERE company_folded = ?2 AND company_folded <> '' "
    "UNION SELECT key FROM call WHERE vendor = ?3"
)
_OPTED_OUT = (
    "SELECT min(e.at) FROM party AS p JOIN ledger_entry AS e ON e.party = p.id "
    "WHERE e.kind IN ('opt-out', 'revocation') AND (p.vendor = ?3 "
    "OR (p.kind = 'number' AND p.folded = ?1) OR (p.kind = 'name' AND p.folded = ?2))"
)
_BY_LABEL = " ".join(
    (
        "SELECT label, count(*), sum(corrected) FROM call WHERE key IN (",
        _CALLER,
        ") AND id <> ?4 GROUP BY label",
    )
)
# What the verdict said when the person put it right is what they saw, whatever came later.
_TAUGHT = " ".join(
    (
        "SELECT (SELECT s.label FROM screening AS s WHERE s.call = c.key AND s.at <= k.at",
        "ORDER BY s.id DESC LIMIT 1), k.label, count(*) FROM call AS c JOIN correction AS k",
        "ON k.id = (SELECT max(id) FROM correction WHERE call = c.key)",
        "WHERE c.corrected = 1 AND c.id <> ?4 AND c.key IN (",
        _CALLER,
        ") GROUP BY 1, 2 ORDER BY 3 DESC, 2, 1",
    )
)
_AFTER_OPT_OUT = " ".join(
    (
        "SELECT count(*) FROM call WHERE permission = 'refused' AND key > ?5 AND id <> ?4",
        "AND key IN (",
        _CALLER,
        ")",
    )
)
_THEIRS = " ".join(
    (ROW, "call AS c", _VENDOR, "WHERE c.key IN (", _CALLER, ") ORDER BY c.key DESC LIMIT ?4")
)
_SPAN = " ".join(
    (
        "SELECT min(key), max(key), count(DISTINCT number_key),",
        "coalesce(sum(permission = 'refused' AND key > ?4), 0) FROM call WHERE key IN (",
        _CALLER,
        ")",
    )
)
ROWS_OF = " ".join(
    (ROW, "call AS c", _VENDOR, "WHERE c.key IN (", _CALLER, ") ORDER BY c.key DESC LIMIT ?4")
)
_ONE = "SELECT at, at_offset, logged_at, logged_offset, label, id FROM call WHERE key = ?"


@dataclass(slots=True)
class _Where:
    """The tables of a list, the column that is its key, and what its rows must fulfil: `terms`
    in SQL, and what only their texts can tell in `asked`."""

    tables: str
    key: str
    asked: Asked
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
            where = where.by(spelt_out(self._db, where.asked))
        if where.asked.left:
            keys = self._sifted(where, limit, upwards=upwards) or []
            return self._rows_at(keys)
        order = f" ORDER BY {where.key} {'ASC' if upwards else 'DESC'} LIMIT ?"
        sql = ROW + where.tables + _VENDOR + where.all_of() + order
        return self._db.all(sql, (*where.asked.params, limit))

    def _rows_at(self, keys: list[int]) -> list[Line]:
        sql = ROW + "call AS c" + _VENDOR + "WHERE c.key = ?"
        return [line for key in keys for line in self._db.all(sql, (key,))]

    def _sifted(
        self, where: _Where, limit: int, *, upwards: bool = False, patient: bool = True
    ) -> list[int] | None:
        """The keys of the first calls of a list whose texts fulfil what only they tell. None
        where that is not `patient` and few of those looked at do."""
        found: list[int] = []
        for seen, (key, fits) in enumerate(self._looked_at(where, upwards=upwards), start=1):
            if fits:
                found.append(key)
                if len(found) >= limit:
                    break
            elif not patient and seen >= _PATIENCE and len(found) * _FEW < seen:
                return None
        return found[:limit]

    def _looked_at(self, where: _Where, *, upwards: bool = False) -> Iterator[tuple[int, bool]]:
        """The keys of a list, each with whether its texts fulfil what only they tell; read in
        pieces that grow, since most lists are not read to their end."""
        asked, size = where.asked, _PATIENCE // 2
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
                yield line[0], asked.holds(line, begun=where.rough)
            if len(lines) < size:
                return
            last, size = lines[-1][0], min(size * 2, _PIECE)

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

    def calls_of(
        self, number: str = "", vendor: str | None = None, company: str = "", *, limit: int = 50
    ) -> list[Row]:
        """The calls of one caller, newest first, at most `limit`, by number (E.164, else as it
        came), vendor or claimed company; a call that agrees in any of them counts."""
        caller = self._caller(number, company, vendor)[:3]
        return [row_of(self._db, line) for line in self._db.all(ROWS_OF, (*caller, max(limit, 0)))]

    def known(
        self,
        number: str = "",
        company: str = "",
        vendor: str | None = None,
        *,
        without: str = "",
    ) -> Known:
        """What is known of a caller before its call is judged: its earlier calls by label, and
        how the person put them right.

        `number` is in E.164 (else as it came), `company` as claimed, `vendor` a name in the
        book; a call that agrees in any of them counts, but for the one with the id `without`.
        """
        *caller, opted_out = self._caller(number, company, vendor)
        asked = (*caller, without)
        lines = self._db.all(_BY_LABEL, asked)
        labelled = [(Label(line[0]), *line[1:]) for line in lines if line[0]]
        corrections = {label: corrected for label, _, corrected in labelled if corrected}
        taught = self._db.all(_TAUGHT, asked) if corrections else ()
        refused = 0 if opted_out is None else self._db.value(_AFTER_OPT_OUT, (*asked, opted_out))
        return Known(
            calls={label: calls for label, calls, _ in labelled},
            corrections=corrections,
            taught=tuple(
                Taught(Label(was) if was else None, Label(now), calls) for was, now, calls in taught
            ),
            after_opt_out=refused,
        )

    def past(self, number: str = "", vendor: str | None = None, company: str = "") -> Past:
        """The calls of one caller so far, by number (E.164, else as it came), vendor or
        claimed company; a call that agrees in any of them counts."""
        caller = self._caller(number, company, vendor)
        by_label = self._db.all(_BY_LABEL, (*caller[:3], ""))
        if not by_label:
            return NO_PAST
        first_key, last_key, numbers, refused = self._db.all(_SPAN, caller)[0]
        first, last = (self._db.all(_ONE, (key,))[0] for key in (first_key, last_key))
        return Past(
            count=sum(line[1] for line in by_label),
            labels={Label(line[0]): line[1] for line in by_label if line[0]},
            numbers=numbers,
            first_at=_when(first),
            last_at=_when(last),
            last_label=Label(last[4]) if last[4] else None,
            last_id=last[5],
            after_opt_out=refused,
        )

    def _caller(self, number: str, company: str, vendor: str | None) -> tuple[object, ...]:
        caller = (number or None, fold(company) or None, self._vendor_key(vendor))
        since: int | None = self._db.value(_OPTED_OUT, caller)
        return (*caller, None if since is None else first_key(since))

    def _vendor_key(self, name: str | None) -> int | None:
        if name is None:
            return None
        key: int | None = self._db.value("SELECT id FROM vendor WHERE folded = ?", (fold(name),))
        if key is None:
            raise Fault(f"{name!r}: there is no such vendor.")
        return key

    def _where(self, text: str, wanted: Wanted) -> _Where:
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


def _when(line: Line) -> datetime:
    return moment(line[0], line[1]) if line[0] is not None else moment(line[2], line[3])
