"""NCID: the call log of ncidd (`cidcall.log`), and the same lines as a server sends them.

From the documents of its protocol (NCID-API, 1.5 and 1.12); no real log was at hand. Fields are
read by their label, whatever their order and however many stars stand between. Dates are mmddyyyy
or ddmmyyyy, as the server was told; the line does not say which.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from screener.call import Call
from screener.feeds.ids import Ids
from screener.feeds.protocol import Head, Incoming, Item, Place, Rang, Skipped
from screener.feeds.source import Source
from screener.feeds.times import NO_TIME
from screener.words import Status

NAME = "ncid"
TITLE = "NCID, cidcall.log"

_LINE = re.compile(r"(\+?)([A-Z]{3,7}): \*+(.*)", re.DOTALL)
_FIRST = re.compile(r"^\+?(?:CID|HUP|BLK|OUT|WID|PID|PUT|RID)(?:LOG)?: \*+[A-Z]+\*", re.MULTILINE)
_LOGGED = "LOG"
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


class Told(NamedTuple):
    """What one line tells of a call: its kind (`CID`, `HUP`, …), whether it stands in a log or
    happens now, whether a gateway passed it on, its date and time as they stand there, number
    and name as they were shown ('' where there are none), and the line that it came in on."""

    kind: str
    logged: bool
    forwarded: bool
    date: str
    time: str
    number: str
    name: str
    own: str

    @property
    def outgoing(self) -> bool:
        """Whether the consumer rang somebody."""
        return self.kind in _OUT

    @property
    def status(self) -> Status | None:
        """What the device did about it: it hung up (`HUP`) or let nothing through (`BLK`)."""
        return _IN.get(self.kind)


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
            yield item_of(line.text, line.number, place, ids)


def told_by(text: str) -> Told | None:
    """What a line tells of a call; None for a line of anything else: messages, ends of calls,
    ring backs and voicemail lamps."""
    found = _LINE.match(text)
    if found is None:
        return None
    kind = found[2].removesuffix(_LOGGED)
    if kind not in {*_IN, *_OUT}:
        return None
    fields = fields_of(found[3].strip("\r\n"))
    return Told(
        kind=kind,
        logged=found[2].endswith(_LOGGED),
        forwarded=bool(found[1]),
        date=fields.get("DATE", ""),
        time=fields.get("TIME", ""),
        number=_unless(_WITHOUT, fields.get("NMBR", "")),
        name=_unless(_NAMELESS, fields.get("NAME", "")),
        own=_unless({"NO-LINE", "-"}, fields.get("LINE", "")),
    )


def moment_of(told: Told, place: Place) -> datetime | None:
    """When it was by the server's clock, to the minute; None where that cannot be read."""
    pattern = "%d%m%Y%H%M" if place.day_first else "%m%d%Y%H%M"
    try:
        return datetime.strptime(told.date + told.time[:4], pattern).replace(tzinfo=place.zone)
    except ValueError:
        return None


def call_of(told: Told, at: datetime, ids: Ids) -> Call:
    """A call that came in at that moment. Its id is the same from the log and as it happens; a
    name is no part of it, since servers put aliases in afterwards."""
    return Call(
        at=at,
        number=told.number,
        caller_id=told.name,
        status=told.status,
        own_number=told.own,
        source=NAME,
        source_id=ids.of(told.date + told.time, told.kind, told.number),
    )


def item_of(text: str, number: int, place: Place, ids: Ids) -> Item:
    """The call of one line."""
    told = told_by(text)
    if told is None:
        return Skipped(number, "no line of a call")
    at = moment_of(told, place)
    if at is None:
        return Skipped(number, NO_TIME)
    if told.outgoing:
        return Rang(told.number, at, True, number)
    return Incoming(call_of(told, at, ids), number)


def fields_of(text: str) -> Mapping[str, str]:
    """`DATE*05042011*TIME*2149*` by label."""
    parts = text.split("*")
    return dict(zip(parts[::2], parts[1::2], strict=False))


def _unless(nothing: set[str], text: str) -> str:
    return "" if text.strip().upper() in nothing else text
