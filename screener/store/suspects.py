"""The calls that the law's rules are held against, with no more of each than they ask for."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from screener.phone import NumberKind, read_number
from screener.store.calls import amendments
from screener.store.driver import Line
from screener.store.moments import first_key, micros, moment
from screener.store.room import Room
from screener.store.settings import region_of
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

_SAYS_NAME = re.compile(
    r"\b(?:this is|it is|it's|calling from|call from|from|with|on behalf of|at|here at)\s+"
    r"(?:the\s+|your\s+)?[A-Z0-9]"
)


class Suspects(Room):
    """Calls as rules are held against them."""

    def suspects(self, since: datetime | None = None, *, surveys: bool = False) -> list[Suspect]:
        """Every judged sales, fundraising and political call since a moment, surveys too where
        they are wanted, and whatever was also selling or a scam under the name or number of
        somebody who was told to stop. In no order."""
        first = 0 if since is None else first_key(micros(since)[0])
        found = {call.id: call for call in self._suspects(_SELECT + _UNWANTED, first)}
        if surveys:
            found.update((c.id, c) for c in self._suspects(_SELECT + _SURVEYS, first))
        found.update((call.id, call) for call in self.suspects_refused(since))
        return list(found.values())

    def suspects_refused(self, since: datetime | None = None) -> list[Suspect]:
        """The same of those alone who were ever told to stop."""
        first = 0 if since is None else first_key(micros(since)[0])
        sql = " ".join((_REFUSED, _SELECT, _OF_REFUSED))
        return list(self._suspects(sql, first))

    def told_in(self) -> dict[str, ToldIn]:
        """The calls in which the entries of the ledger were said, by id."""
        found: dict[str, ToldIn] = {}
        for key, name, number, company, amended in self._db.all(_TOLD_IN):
            now: dict[str, Any] = {"number": number, "company": company}
            now |= self._now_of(key) if amended else {}
            found[name] = ToldIn(now["number"], now["company"])
        return found

    def _suspects(self, sql: str, first: int) -> Iterator[Suspect]:
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
