"""CallAttendantNext: the JSON that it publishes for each call.

From its README and source (`lib/mqtt.ts`, April 2026): `action` (Blocked, Screened, Permitted),
`name`, `number`, `timestamp` (ISO 8601), `reason`; no real one was at hand.
"""

import json
from datetime import datetime, timedelta

from screener.call import Call
from screener.feeds.callattendant import status_of
from screener.feeds.ids import Ids
from screener.feeds.protocol import Place
from screener.feeds.times import from_wall
from screener.live.events import Arrival, Event, Notice

NAME = "callattendant-mqtt"
LONGEST = 1 << 16
"""Bytes of one message."""
_LATE = timedelta(minutes=20)


def event_of(payload: bytes, place: Place, now: datetime, *, again: bool) -> Event:
    """The call that a message tells of; `again` where the broker kept it from before. A message
    that is none of that program's is told as such."""
    told = _read(payload)
    if told is None:
        return Notice("A message was passed over: it is not the JSON of a call.")
    when, action, number = (_text(told, name) for name in ("timestamp", "action", "number"))
    at = from_wall(when, place.zone)
    if again and (at is None or at > now):
        return Notice("A message was passed over: it was kept without a time that can be read.")
    if at is None or not (again or now - _LATE <= at <= now):
        at = now
    status = status_of(action)
    call = Call(
        at=at,
        number=number,
        caller_id=_text(told, "name"),
        status=status,
        note=_text(told, "reason"),
        source=NAME,
        source_id=Ids().of(when, action, number),
    )
    return Arrival(call, rings=status is None and not again)


def _read(payload: bytes) -> dict[str, object] | None:
    if len(payload) > LONGEST:
        return None
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not {"action", "number"} <= {*told}:
        return None
    return told


def _text(told: dict[str, object], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
