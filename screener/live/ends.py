"""What becomes of calls that rang, from the lines that NCID tells about it (NCID-API 1.12):
`CIDINFO`, which names a line and no caller, and `END`, which names both and the times."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from screener.call import Call
from screener.feeds.ncid import Told, fields_of, told_by
from screener.feeds.protocol import Place
from screener.live.events import Ended
from screener.words import Status

_LINE = re.compile(r"(CIDINFO|END): \*+(.*)", re.DOTALL)
_RING = {"-1": Status.MISSED, "-2": Status.ANSWERED}
"""What a gateway says of the ringing. A modem's 0 is no more than that it stopped: somebody picked
up, or the caller gave up. -3 is a line that the consumer found busy, -4 comes after `HUP`."""
_HTYPE = {"CANCEL": Status.MISSED, "BYE": Status.ANSWERED}
_OUT = "OUT"
_MOST = 32
"""Calls whose end may still come."""
_LASTING = timedelta(hours=6)
_LONGEST = timedelta(days=1)
_MOMENTS = ("%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S")


class Ends:
    """Calls that rang and are not known to be over."""

    def __init__(self, place: Place, clock: Callable[[], datetime]) -> None:
        self._place, self._clock = place, clock
        self._calls: list[Call] = []

    def rings(self, call: Call) -> None:
        """A call rings."""
        self._calls = [*self._calls, call][-_MOST:]

    def hear(self, line: str) -> Iterator[Ended]:
        """What a line tells of one of them. Lines that name none, or that may mean either of two,
        tell nothing."""
        found = _LINE.match(line)
        if found is None:
            return
        now = self._clock()
        self._calls = [call for call in self._calls if call.at and now - call.at < _LASTING]
        fields = fields_of(found[2].strip("\r\n"))
        if found[1] == "END":
            yield from self._end(fields, line)
        else:
            yield from self._ring(fields)

    def _ring(self, fields: Mapping[str, str]) -> Iterator[Ended]:
        status = _RING.get(fields.get("RING", ""))
        own = _own(fields)
        open_ = [call for call in self._calls if call.own_number == own and call.status is None]
        if status is not None and len(open_) == 1:
            yield self._became(open_[0], status)

    def _end(self, fields: Mapping[str, str], line: str) -> Iterator[Ended]:
        status = _HTYPE.get(fields.get("HTYPE", ""))
        told = told_by(f"CID{line[3:]}")
        if status is None or told is None or fields.get("CTYPE") == _OUT:
            return
        call = next((each for each in reversed(self._calls) if _is_of(each, told)), None)
        if call is not None:
            ended = self._became(call, status, self._seconds(fields, status))
            self._calls.remove(ended.call)
            if ended.call != call:
                yield ended

    def _became(self, call: Call, status: Status, seconds: int | None = None) -> Ended:
        ended = replace(call, status=status, duration=seconds)
        self._calls[self._calls.index(call)] = ended
        return Ended(ended)

    def _seconds(self, fields: Mapping[str, str], status: Status) -> int | None:
        """From its beginning to its end, as the protocol has it: the ringing may be part of it."""
        for pattern in _MOMENTS if status is Status.ANSWERED else ():
            try:
                began, ended = (
                    datetime.strptime(fields.get(name, ""), pattern).replace(
                        tzinfo=self._place.zone
                    )
                    for name in ("SCALL", "ECALL")
                )
            except ValueError:
                continue
            # Not one from the other as they stand: clocks may have changed meanwhile.
            lasted = timedelta(seconds=ended.timestamp() - began.timestamp())
            if timedelta() <= lasted <= _LONGEST:
                return round(lasted.total_seconds())
        return None


def _is_of(call: Call, told: Told) -> bool:
    return (call.number, call.own_number) == (told.number, told.own)


def _own(fields: Mapping[str, str]) -> str:
    own = fields.get("LINE", "")
    return "" if own in {"NO-LINE", "-"} else own
