"""The calls that the law's rules are held against, with no more of each than they ask for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from screener.faults import Fault
from screener.phone import NumberKind, read_number
from screener.store.calls import amendments
from screener.store.driver import Line
from screener.store.moments import first_key, micros, moment
from screener.store.room import Room
from screener.store.settings import region_of
from screener.suspect import Sight, Sightings, Suspect, ToldIn, sight_of
from screener.words import OPT_OUT_PURPOSES, Label, Purpose, Status

_OPENING = 700
"""Characters in which callers say for whom they call."""

_SELECT = (
    "SELECT c.key, c.id, c.at, c.at_offset, c.number_key, c.number, c.company, c.recorded, "
    "c.status, c.label, c.corrected, c.amended, c.vendor, o.purpose, o.scam, o.also_selling, "
    "CASE WHEN c.company_folded = '' AND c.vendor IS NULL THEN substr(c.said, 1, 700) END "
    "FROM call AS c LEFT JOIN outcome AS o ON o.id = c.outcome "
)
# Most of a log is asked for: walking all of it is quicker than going to each by an index.
_SINCE = "+c.label NOTNULL AND c.key >= ? AND c.at NOTNULL AND "
# Sales calls are labelled so; a survey by one's own vendor is labelled as service.
_UNWANTED = "+c.label IN ('solicitation', 'upsell')"
# A call that needs no second look: what it is stands in its row and its judgement.
_PLAIN = (
    "c.amended = 0 AND c.corrected = 0 AND c.number_key NOTNULL "
    "AND (c.company_folded <> '' OR c.vendor NOTNULL)"
)
_AT_A_GLANCE = " ".join(
    (
        "SELECT c.key, c.at / 1000, c.at_offset, c.number_key, c.company, c.vendor, o.purpose,",
        "(o.scam OR o.purpose = 'fraud') + 4 * coalesce(c.recorded, 0)",
        "FROM call AS c CROSS JOIN outcome AS o ON o.id = c.outcome WHERE",
        f"{_SINCE}{_UNWANTED} AND {_PLAIN}",
    )
)
_ODD = "".join(
    (
        _SELECT,
        "WHERE ",
        _SINCE,
        f"iif({_UNWANTED}, NOT ({_PLAIN}), o.also_selling = 1 OR o.purpose = 'survey')",
    )
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


class Suspects(Room):
    """Calls as rules are held against them."""

    def suspects(self, since: datetime | None = None) -> Sightings:
        """Every judged sales, survey, fundraising and political call since a moment, scams, and
        whatever was also selling, at a glance. Whose calls matter is told by their names and
        numbers, which only the law's book compares as they are meant. In no order."""
        first = 0 if since is None else first_key(micros(since)[0])
        return self._with_odd(list(map(Sight._make, self._db.all(_AT_A_GLANCE, (first,)))), first)

    def _with_odd(self, sights: list[Sight], first: int) -> Sightings:
        """Adds the calls that are not plain, and tells how any of them is looked up."""
        region, names = region_of(self._db), self._vendor_names()
        numbers = {name: key for key, name in names.items()}
        whole: dict[int, Suspect] = {}
        for line in self._db.all(_ODD, (first,)):
            call = self._suspect(line, region, names)
            if call is not None:
                whole[line[0]] = call
                sights.append(sight_of(line[0], call, numbers))

        def look(key: int) -> Suspect:
            if key not in whole:
                line = self._db.one(_SELECT + "WHERE c.key = ?", (key,))
                found = None if line is None else self._suspect(line, region, names)
                if found is None:
                    raise Fault(f"{key}: the call went while it was looked at; try again.")
                whole[key] = found
            return whole[key]

        return Sightings(sights, names, look)

    def suspects_at(self, keys: Iterable[int]) -> list[Suspect]:
        """The judged calls at these keys; those that no rule is about are left out."""
        sql = _SELECT + "WHERE c.key = ? AND c.at IS NOT NULL"
        return [call for key in keys for call in self._suspects(sql, key)]

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

    def _suspects(self, sql: str, first: int) -> Iterator[Suspect]:
        region, names = region_of(self._db), self._vendor_names()
        for line in self._db.all(sql, (first,)):
            call = self._suspect(line, region, names)
            if call is not None:
                yield call

    def _suspect(self, line: Line, region: str, names: Mapping[int, str]) -> Suspect | None:
        (key, name, at, offset, shown, number, company, recorded, status, label, corrected) = line[
            :11
        ]
        amended, vendor, judged, scam, selling, said = line[11:]
        purpose = _purpose(label, corrected=corrected, judged=judged)
        if purpose is None and (corrected or not (scam or selling)):
            return None
        happened = moment(at, offset)
        if amended:
            now = self._now_of(key)
            happened, number = now.get("at", happened), now.get("number", number)
            company, recorded = now.get("company", company), now.get("recorded", recorded)
            status, said = now.get("status", status), now.get("said", said)
        return Suspect(
            name,
            happened,
            shown or "",
            shown is None and _is_word_for_withheld(number, region),
            company,
            names.get(vendor, ""),
            purpose or Purpose.SERVICE,
            bool(scam) and not corrected,
            bool(selling) and not corrected and purpose is None,
            bool(recorded),
            status is None or status in _SPOKEN,
            not said or _SAYS_NAME.search(said[:_OPENING]) is not None,
        )

    def _vendor_names(self) -> dict[int, str]:
        return dict(self._db.all("SELECT id, name FROM vendor"))

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


_SPOKEN = frozenset({Status.ANSWERED, Status.VOICEMAIL})
_COVERED = {str(purpose): purpose for purpose in OPT_OUT_PURPOSES}


def _is_word_for_withheld(shown: str, region: str) -> bool:
    return bool(shown.strip()) and read_number(shown, region).kind is NumberKind.WITHHELD
