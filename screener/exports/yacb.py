"""YetAnotherCallBlocker's blacklist: https://gitlab.com/xynngh/YetAnotherCallBlocker, six columns
in the CSV that Apache Commons calls DEFAULT. Moments are milliseconds since 1970."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from screener.exports.blocking import bare_name
from screener.store.outgoing import Unwanted


def blocklist(those: Iterable[Unwanted], region: str) -> Iterator[str]:
    """A line for each number."""
    del region
    yield "ID,name,pattern,creationTimestamp,numberOfCalls,lastCallTimestamp\r\n"
    for place, one in enumerate(those, 1):
        last = _millis(one.last_at) if one.last_at else ""
        name = bare_name(one.name)
        yield f"{place},{name},{one.number},{_millis(one.at)},{one.calls},{last}\r\n"


def _millis(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))
