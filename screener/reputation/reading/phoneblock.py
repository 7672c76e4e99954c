"""PhoneBlock's list as its API gives it (v1.7.0): JSON with numbers, ratings and votes.

Source: `phoneblock.json` of haumacher/phoneblock. Nothing is asked of its server here: the file
is one that the person saved. No votes means that a number was taken off the list.
"""

import re
from collections.abc import Iterator
from typing import TextIO

from screener.reputation import ListedRow
from screener.reputation.reading.numbers import range_of
from screener.reputation.reading.rows import NO_ROW, Rows, from_milliseconds
from screener.reputation.reading.streaming import objects

NO_VOTES = "taken off the list"
LEGITIMATE = "rated as legitimate"

_SAID = {
    "B_MISSED": "",
    "C_PING": "Ping call",
    "C_POLL": "Poll",
    "D_POLL": "Poll",
    "E_ADVERTISING": "Advertising",
    "F_GAMBLE": "Gambling",
    "G_FRAUD": "Fraud",
}
_MOST_VOTES = 10**6
_OPEN = {"numbers": "", "range10": "#", "range100": "##"}


def recognises(head: str) -> bool:
    """Whether a file is JSON that lists PhoneBlock's numbers or ranges."""
    head = head.lstrip()
    listed = re.search(r'"(?:numbers|range100?)"\s*:\s*\[\s*\{\s*"(?:phone|prefix)"', head)
    return head.startswith("{") and listed is not None


def read(text: TextIO, rows: Rows) -> Iterator[ListedRow]:
    """The numbers of a list; a row is a member, and its line the member's place."""
    for key, member in objects(text, *_OPEN):
        rows.count += 1
        found = _listed(member, _OPEN[key], rows.region)
        if isinstance(found, str):
            rows.pass_over(found, rows.count)
        else:
            yield found


def _listed(member: object, digits: str, region: str) -> ListedRow | str:
    if not isinstance(member, dict):
        return NO_ROW
    shown, votes, rating = (member.get(key) for key in ("phone", "votes", "rating"))
    shown = member.get("prefix") if shown is None else shown
    if not isinstance(shown, str) or not isinstance(votes, int) or isinstance(votes, bool):
        return NO_ROW
    if rating == "A_LEGITIMATE" or votes <= 0:
        return LEGITIMATE if votes > 0 else NO_VOTES
    place = range_of(shown + digits, region)
    if isinstance(place, str):
        return place
    about = _SAID.get(rating, rating) if isinstance(rating, str) else ""
    at = from_milliseconds(member.get("lastActivity", member.get("lastUpdate")))
    return *place, about, min(votes, _MOST_VOTES), at
