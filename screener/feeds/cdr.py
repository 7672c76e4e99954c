"""Call detail records of Asterisk, whichever way they were written out."""

import re
from typing import NamedTuple

from screener.call import Call
from screener.feeds.ids import Ids
from screener.feeds.protocol import Incoming, Item, Place, Rang, Skipped
from screener.feeds.times import NO_TIME, from_wall, seconds_of, with_epoch
from screener.words import Status

_CLID = re.compile(r'\s*"(.*)"\s*<([^<>]*)>\s*', re.DOTALL)
_EXTENSION = re.compile(r"\d{2,6}", re.ASCII)
_UNIQUE = re.compile(r"(?:.*-)?(\d{9,11})\.\d+", re.ASCII)
_FROM_OUTSIDE = re.compile(r"from-(?:pstn|trunk|did|sip-external)|incoming|inbound", re.IGNORECASE)

INTERNAL = "a call between two extensions"


class Record(NamedTuple):
    """The fields of a record that tell of a call."""

    src: str
    dst: str
    context: str
    clid: str
    application: str
    start: str
    billsec: str
    disposition: str
    unique: str
    did: str = ""


def item_of(record: Record, line: int, place: Place, source: str, ids: Ids) -> Item:
    """The call of a record. It came in where its context says so, or its caller is no extension
    (two to six digits)."""
    at = from_wall(record.start, place.zone, "%Y-%m-%d %H:%M:%S")
    if at is None:
        return Skipped(line, NO_TIME)
    unique = _UNIQUE.fullmatch(record.unique)
    if unique:
        at = with_epoch(at, float(unique[1]))
    answered = record.disposition == "ANSWERED"
    if _EXTENSION.fullmatch(record.src) and not _FROM_OUTSIDE.search(record.context):
        if _EXTENSION.fullmatch(record.dst) or not any(map(str.isdigit, record.dst)):
            return Skipped(line, INTERNAL)
        return Rang(record.dst, at, answered, line)
    name = _CLID.fullmatch(record.clid)
    shown = name[1] if name else ""
    call = Call(
        at=at,
        number=record.src,
        caller_id="" if shown == record.src else shown,
        status=_status(record, answered=answered),
        duration=seconds_of(record.billsec),
        own_number=record.did,
        source=source,
        source_id=record.unique or ids.of(record.start, record.src, record.dst, record.billsec),
    )
    return Incoming(call, line)


def _status(record: Record, *, answered: bool) -> Status:
    if not answered:
        return Status.MISSED
    return Status.VOICEMAIL if record.application.casefold() == "voicemail" else Status.ANSWERED
