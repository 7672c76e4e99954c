"""The calls that the law's rules are held against, with no more of each than they ask for."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Protocol

from screener.phone import NumberKind, read_number
from screener.store.calls import amendments
from screener.store.driver import Line
from screener.store.moments import TIES, first_key, micros, moment
from screener.store.room import Room
from screener.store.settings import region_of, setting
from screener.suspect import Suspect, ToldIn
from screener.words import OPT_OUT_PURPOSES, Label, Purpose, Status

_OPENING = 700
"""Characters in which callers say for whom they call."""

_SELECT = (
    "SELECT c.key, c.id, c.at, c.at_offset, c.number_key, c.number, c.company, c.recorded, "
    "c.status, c.label, c.corrected, c.amended, v.name, s.purpose, s.scam, s.also_selling, "
    "CASE WHEN c.company_folded = '' AND c.vendor IS NULL THEN substr(c.said, 1, 700) END "
    "FROM call AS c LEFT JOIN vendor AS v ON v.id = c.vendor "
    "LEFT JOIN screening AS s ON s.id = (SELECT max(id) FROM screening WHERE call = c.key) "
)
# Sales calls are labelled so; a survey by one's own vendor is labelled as service.
_UNWANTED = "WHERE c.label IN ('solicitation', 'upsell') AND c.key >= ? AND c.at IS NOT NULL"
_SURVEYS = "WHERE c.label = 'service' AND s.purpose = 'survey' AND c.key >= ? AND c.at IS NOT NULL"
_THESE = "WHERE c.key IN (SELECT value FROM json_each(?)) AND c.at IS NOT NULL"

# The key tells the time: where the household has a zone, the index by label says it all.
_TIMES = "SELECT key, 0 FROM call WHERE label IN ('solicitation', 'upsell') AND key >= ?"
_TIMES_AS_LOGGED = (
    "SELECT key, coalesce(at_offset, 0) FROM call "
    "WHERE label IN ('solicitation', 'upsell') AND key >= ?"
)
_ODD = (
    "SELECT key FROM call WHERE key >= ? AND label IN ('solicitation', 'upsell') AND "
    "(recorded = 1 OR number_key IS NULL OR amended > 0 "
    "OR (company_folded = '' AND vendor IS NULL))"
)

# Calls of everybody who was ever told to stop, for the first opt-out on.
_REFUSED = (
    "WITH told AS (SELECT DISTINCT p.kind, p.folded, p.vendor FROM ledger_entry AS e "
    "JOIN party AS p ON p.id = e.party WHERE e.kind IN ('opt-out', 'revocation')) "
)
_OF_REFUSED = (
    "WHERE c.key IN (SELECT key FROM call WHERE vendor IN (SELECT vendor FROM told) "
    "UNION SELECT key FROM call WHERE number_key IN "
    "(SELECT folded FROM told WHERE kind = 'number' UNION SELECT number FROM vendor_number "
    "WHERE vendor IN (SELECT vendor FROM told)) "
    "UNION SELECT key FROM call WHERE company_folded <> '' AND company_folded IN "
    "(SELECT folded FROM told WHERE kind = 'name' UNION SELECT folded FROM vendor "
    "WHERE id IN (SELECT vendor FROM told))) "
    "AND c.at IS NOT NULL AND c.key >= ? "
)
_TOLD_IN = (
    "SELECT c.key, c.id, c.number, c.company, c.amended FROM call AS c "
    "WHERE c.key IN (SELECT call FROM ledger_entry WHERE call IS NOT NULL)"
)

# Walks the index of names alone.
_COMPANIES = (
    "SELECT DISTINCT company_folded FROM call WHERE company_folded <> '' "
    "AND instr(company_folded, ?) > 0"
)

_SAYS_NAME = re.compile(
    r"\b(?:this is|it is|it's|calling from|call from|from|with|on behalf of|at|here at)\s+"
    r"(?:the\s+|your\s+)?[A-Z0-9]"
)


class Sieve(Protocol):
    """Tells by their time alone which calls must be looked at."""

    def closed(self, moments: Iterable[tuple[int, int, int]]) -> Iterable[int]:
        """Of calls (key, milliseconds since 1970 UTC, offset in minutes) the keys to look at."""
        ...


class Suspects(Room):
    """Calls as rules are held against them."""

    def suspects(
        self,
        since: datetime | None = None,
        *,
        surveys: bool = False,
        sieve: Sieve | None = None,
    ) -> list[Suspect]:
        """Every judged sales, fundraising and political call since a moment, surveys too where
        they are wanted, and whatever was also selling or a scam under the name or number of
        somebody who was told to stop. In no order.

        With a `sieve` only those that it holds back for their time, and those that are odd in
        themselves: recorded, without a number or a name, or amended.
        """
        first = 0 if since is None else first_key(micros(since)[0])
        if sieve is None:
            found = {call.id: call for call in self._suspects(_SELECT + _UNWANTED, first)}
        else:
            found = {call.id: call for call in self._sifted(sieve, first)}
        if surveys:
            found.update((c.id, c) for c in self._suspects(_SELECT + _SURVEYS, first))
        found.update((call.id, call) for call in self.suspects_refused(since))
        return list(found.values())

    def suspects_refused(self, since: datetime | None = None) -> list[Suspect]:
        """The same of those alone who were ever told to stop."""
        first = 0 if since is None else first_key(micros(since)[0])
        sql = " ".join((_REFUSED, _SELECT, _OF_REFUSED))
        return list(self._suspects(sql, first))

    def suspects_at(self, keys: Iterable[int]) -> list[Suspect]:
        """The judged calls at these keys; those that no rule is about are left out."""
        region = region_of(self._db)
        lines = (self._db.one(_SELECT + "WHERE c.key = ? AND c.at IS NOT NULL", (k,)) for k in keys)
        found = (self._suspect(line, region) for line in lines if line is not None)
        return [suspect for suspect in found if suspect is not None]

    def companies_with(self, word: str) -> list[str]:
        """The companies that callers claimed whose folded name holds the word."""
        lines = self._db.all(_COMPANIES, (word,))
        return [line[0] for line in lines]

    def told_in(self) -> dict[str, ToldIn]:
        """The calls in which the entries of the ledger were said, by id."""
        found: dict[str, ToldIn] = {}
        for key, name, number, company, amended in self._db.all(_TOLD_IN):
            now: dict[str, Any] = {"number": number, "company": company}
            now |= self._now_of(key) if amended else {}
            found[name] = ToldIn(now["number"], now["company"])
        return found

    def _sifted(self, sieve: Sieve, first: int) -> Iterator[Suspect]:
        sql = _TIMES if setting(self._db, "time_zone", "") else _TIMES_AS_LOGGED
        times = ((key, key // TIES, offset) for key, offset in self._db.all(sql, (first,)))
        keys = set(sieve.closed(times))
        keys.update(line[0] for line in self._db.all(_ODD, (first,)))
        yield from self._suspects(_SELECT + _THESE, json.dumps(sorted(keys)))

    def _suspects(self, sql: str, first: int | str) -> Iterator[Suspect]:
        region = region_of(self._db)
        for line in self._db.all(sql, (first,)):
            call = self._suspect(line, region)
            if call is not None:
                yield call

    def _suspect(self, line: Line, region: str) -> Suspect | None:
        purpose = _purpose(line[9], corrected=line[10], judged=line[13])
        also_selling = bool(line[15]) and not line[10]
        scam = bool(line[14]) and not line[10]
        if purpose is None and not also_selling and not scam:
            return None
        facts = {
            "at": moment(line[2], line[3]),
            "number": line[5],
            "company": line[6],
            "recorded": line[7],
            "status": line[8],
            "said": line[16],
        }
        if line[11]:
            facts |= self._now_of(line[0])
        status, said = facts["status"], facts["said"] or ""
        return Suspect(
            id=line[1],
            at=facts["at"],
            number=line[4] or "",
            hidden=line[4] is None and _is_word_for_withheld(facts["number"], region),
            company=facts["company"],
            vendor=line[12] or "",
            purpose=purpose or Purpose.SERVICE,
            scam=scam,
            also_selling=also_selling and purpose is None,
            recorded=bool(facts["recorded"]),
            answered=status is None or status in {Status.ANSWERED, Status.VOICEMAIL},
            named=said == "" or _SAYS_NAME.search(said[:_OPENING]) is not None,
        )

    def _now_of(self, key: int) -> dict[str, Any]:
        return {change.field: change.new for change in amendments(self._db, key)}


def _purpose(label: str, *, corrected: int, judged: str | None) -> Purpose | None:
    """What the call was for, where the law may be about it. The person's own word comes first."""
    purpose = _COVERED.get(judged or "")
    if purpose is not None and (label != Label.SERVICE or purpose is Purpose.SURVEY):
        return purpose
    if corrected and label in {Label.SOLICITATION, Label.UPSELL}:
        return Purpose.SALES
    return None


_COVERED = {str(purpose): purpose for purpose in OPT_OUT_PURPOSES}


def _is_word_for_withheld(shown: str, region: str) -> bool:
    return bool(shown.strip()) and read_number(shown, region).kind is NumberKind.WITHHELD
