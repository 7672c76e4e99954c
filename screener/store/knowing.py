"""What is known of a caller before its call is judged: read from the counts that are kept beside
the calls, so that a key press costs the same however long the log is."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple

from screener.faults import Fault
from screener.known import Known, Taught
from screener.lookup import NONE, Tally
from screener.store.claims import Company
from screener.store.lookup import Lookups
from screener.store.rows import Row, rows_at
from screener.store.search import fold, storable
from screener.words import Allowed, Label

_SECOND = 1_000_000

# ?1 number, ?2 folded company, ?3 vendor: what agrees in any of them counts.
_OPTED_OUT = (
    "SELECT min(e.at) FROM party AS p JOIN ledger_entry AS e ON e.party = p.id "
    "WHERE e.kind IN ('opt-out', 'revocation') AND (p.vendor = ?3 "
    "OR (p.kind = 'number' AND p.folded = ?1) OR (p.kind = 'name' AND p.folded = ?2))"
)
# Each by the index of its own: SQLite, which knows that most numbers called twice, would go through
# all calls of one that called a thousand times.
_CORRECTED = (
    "SELECT key FROM call INDEXED BY call_corrected_number "
    "WHERE number_key = ?1 AND corrected = 1 "
    "UNION SELECT key FROM call INDEXED BY call_corrected_company "
    "WHERE company_folded = ?2 AND corrected = 1 "
    "UNION SELECT key FROM call INDEXED BY call_corrected_vendor "
    "WHERE vendor = ?3 AND corrected = 1"
)
# What the verdict said when the person put it right is what they saw, whatever came later.
_TAUGHT = (
    "SELECT (SELECT o.label FROM screening AS s JOIN outcome AS o ON o.id = s.outcome "
    "WHERE s.call = c.key AND s.at <= k.at ORDER BY s.place DESC LIMIT 1), k.label, count(*) FROM json_each(?1) AS j "
    "CROSS JOIN call AS c ON c.key = j.value JOIN correction AS k "
    "ON k.id = (SELECT max(id) FROM correction WHERE call = c.key) "
    "WHERE c.id <> ?2 GROUP BY 1, 2 ORDER BY 3 DESC, 2, 1"
)
_ITSELF = (
    "SELECT label, permission, scam, number_key, company_folded, vendor, "
    "coalesce(at, logged_at) FROM call WHERE id = ?"
)
_BY_NUMBER = "SELECT key FROM call WHERE number_key = ? ORDER BY key DESC LIMIT ?"
_BY_COMPANY = (
    "SELECT key FROM call WHERE company_folded = ? AND company_folded <> '' "
    "ORDER BY key DESC LIMIT ?"
)
_BY_VENDOR = "SELECT key FROM call WHERE vendor = ? ORDER BY key DESC LIMIT ?"
_VENDOR = "SELECT id FROM vendor WHERE folded = ?"


class _Caller(NamedTuple):
    """By what a caller's calls are told: its number, the folded name that it claims, the key of
    the vendor that it is."""

    number: str | None
    folded: str | None
    vendor: int | None


class _Itself(NamedTuple):
    """The call that is asked about, where it is stored already."""

    label: str | None
    permission: str | None
    scam: int
    number: str | None
    folded: str
    vendor: int | None
    at: int

    def without(self, tally: Tally) -> Tally:
        """The same calls without this one."""
        label = Label(self.label) if self.label else None
        labels = Counter(tally.labels) - Counter({label: 1})
        return Tally(labels, tally.refused - self.is_refused, tally.scams - self.scam)

    @property
    def is_refused(self) -> bool:
        return self.permission == Allowed.REFUSED

    def is_of(self, caller: _Caller) -> bool:
        """Whether it is among the calls of the caller's companies."""
        if self.vendor is not None:
            return self.vendor == caller.vendor
        return bool(self.folded) and self.folded == caller.folded


class Knowing(Lookups):
    """Callers as judging sees them."""

    def known(
        self, number: str = "", company: str = "", vendor: str | None = None, *, without: str = ""
    ) -> Known:
        """What is known of a caller before its call is judged: its earlier calls by label, and
        how the person put them right.

        `number` is in E.164 (else as it came), `company` as claimed, `vendor` a name in the
        book. Corrections of calls that agree in any of them count; other calls are counted for
        the number or for the company, whichever had more. The call with the id `without` does
        not count.
        """
        caller = self._caller(number, company, vendor)
        line = self._db.one(_ITSELF, (without,)) if without else None
        itself = _Itself(*line) if line else None
        taught = self._taught(caller, without)
        corrections: Counter[Label] = Counter()
        for each in taught:
            corrections[each.now] += each.calls
        since: int | None = self._db.value(_OPTED_OUT, caller)
        return Known(
            calls=_by_label(self._tallies(caller, itself)),
            corrections=dict(corrections),
            taught=taught,
            # The call in which they were told does not count.
            after_opt_out=0
            if since is None
            else max(t.refused for t in self._tallies(caller, itself, since + _SECOND)),
        )

    def calls_so_far(self, number: str = "", company: str = "", vendor: str | None = None) -> int:
        """How many calls there are of a caller: from the number or of the company, whichever
        are more."""
        return max(each.calls for each in self._tallies(self._caller(number, company, vendor)))

    def calls_of(
        self, number: str = "", vendor: str | None = None, company: str = "", *, limit: int = 50
    ) -> list[Row]:
        """The calls of one caller, newest first, at most `limit`, by number (E.164, else as it
        came), vendor or claimed company; a call that agrees in any of them counts."""
        ways = (_BY_NUMBER, _BY_COMPANY, _BY_VENDOR)
        caller, most = self._caller(number, company, vendor), max(limit, 0)
        asked = ((sql, value) for sql, value in zip(ways, caller, strict=True) if value is not None)
        keys = {key for sql, value in asked for (key,) in self._db.all(sql, (value, most))}
        return rows_at(self._db, nlargest(most, keys))

    def _tallies(
        self, caller: _Caller, itself: _Itself | None = None, since: int | None = None
    ) -> tuple[Tally, Tally]:
        """The calls from the number, and those of the company."""
        counts = itself is not None and (since is None or itself.at >= since)
        ours = itself if counts else None
        numbers = NONE if caller.number is None else self.number_since(caller.number, since)
        if ours is not None and caller.number is not None and ours.number == caller.number:
            numbers = ours.without(numbers)
        companies = self.companies_since(self._companies(caller), since)
        if ours is not None and ours.is_of(caller):
            companies = ours.without(companies)
        return numbers, companies

    def _companies(self, caller: _Caller) -> Sequence[Company]:
        found = [] if caller.vendor is None else [Company(False, caller.vendor)]
        claimed = self.claimed(caller.folded) if caller.folded else None
        return [*found, claimed] if claimed else found

    def _taught(self, caller: _Caller, without: str) -> tuple[Taught, ...]:
        keys = [key for (key,) in self._db.all(_CORRECTED, caller)]
        if not keys:
            return ()
        return tuple(
            Taught(Label(was) if was else None, Label(now), calls)
            for was, now, calls in self._db.all(_TAUGHT, (json.dumps(keys), without))
        )

    def _caller(self, number: str, company: str, vendor: str | None) -> _Caller:
        key: int | None = None
        if vendor is not None:
            key = self._db.value(_VENDOR, (fold(vendor),))
            if key is None:
                raise Fault(f"{vendor!r}: there is no such vendor.")
        return _Caller(storable(number) or None, fold(company) or None, key)


def _by_label(tallies: Sequence[Tally]) -> Mapping[Label, int]:
    """The calls of each label, of whichever tally has more of it."""
    found = {
        label: max(each.labels.get(label, 0) for each in tallies)
        for each in tallies
        for label in each.labels
        if label is not None
    }
    return {label: calls for label, calls in found.items() if calls}
