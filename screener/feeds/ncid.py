"""NCID: the call log of ncidd (`cidcall.log`).

From the documents of its protocol (NCID-API, 1.5 and 1.12); no real log was at hand. Fields are
read by their label, whatever their order and however many stars stand between. Dates are mmddyyyy
or ddmmyyyy, as the server was told; the line does not say which.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from screener.call import Call
from screener.feeds.ids import Ids
from screener.feeds.protocol import Head, Incoming, Item, Place, Rang, Skipped
from screener.feeds.source import Source
from screener.feeds.times import NO_TIME
from screener.words import Status

NAME = "ncid"
TITLE = "NCID, cidcall.log"

_LINE = re.compile(r"\+?([A-Z]{3,7}): \*+(.*)", re.DOTALL)
_FIRST = re.compile(r"^\+?(?:CID|HUP|BLK|OUT|WID|PID|PUT|RID)(?:LOG)?: \*+[A-Z]+\*", re.MULTILINE)
_IN = {
    "CID": None,
    "WID": None,
    "PID": None,
    "HUP": Status.BLOCKED,
    "BLK": Status.BLOCKED,
}
_OUT = {"OUT", "PUT"}
_WITHOUT = {"NO-NUMBER", "-"}
_NAMELESS = {"NO NAME", "NONAME", "NO-NAME", "-"}


def sniff(head: Head) -> float:
    """A line of the log near the beginning."""
    return 0.97 if _FIRST.search(head.text[:8192]) else 0.0


def read(source: Source, place: Place) -> Iterator[Item]:
    """The calls of the log; messages and ends of calls are no calls."""
    ids = Ids()
    for line in source.lines("latin-1"):
        if line.wrong:
            yield Skipped(line.number, line.wrong)
        elif line.text.strip():
            yield item_of(line.text.strip("\r\n"), line.number, place, ids)


def item_of(text: str, number: int, place: Place, ids: Ids) -> Item:
    """The call of one line."""
    found = _LINE.match(text)
    kind = found[1].removesuffix("LOG") if found else ""
    if found is None or kind not in {*_IN, *_OUT}:
        return Skipped(number, "no line of a call")
    fields = fields_of(found[2])
    date, time = fields.get("DATE", ""), fields.get("TIME", "")
    pattern = "%d%m%Y%H%M" if place.day_first else "%m%d%Y%H%M"
    try:
        at = datetime.strptime(date + time[:4], pattern).replace(tzinfo=place.zone)
    except ValueError:
        return Skipped(number, NO_TIME)
    shown = _unless(_WITHOUT, fields.get("NMBR", ""))
    if kind in _OUT:
        return Rang(shown, at, True, number)
    name = _unless(_NAMELESS, fields.get("NAME", ""))
    call = Call(
        at=at,
        number=shown,
        caller_id=name,
        status=_IN[kind],
        own_number=_unless({"NO-LINE", "-"}, fields.get("LINE", "")),
        source=NAME,
        source_id=ids.of(date + time, kind, shown, name),
    )
    return Incoming(call, number)


def fields_of(text: str) -> Mapping[str, str]:
    """`DATE*05042011*TIME*2149*` by label."""
    parts = re.split(r"\*+", text)
    return dict(zip(parts[::2], parts[1::2], strict=False))


def _unless(nothing: set[str], text: str) -> str:
    return "" if text.strip().upper() in nothing else text
