"""callattendant's list of blocked numbers: https://github.com/thess/callattendant, three columns.

It keeps the letters and digits of a number and compares these with what the modem shows.
"""

from collections.abc import Iterable, Iterator

from screener.exports.blocking import bare_name, parted
from screener.store.outgoing import Unwanted

_MASKED = 10


def blocklist(those: Iterable[Unwanted], region: str) -> Iterator[str]:
    """A line for each number, ten digits in its display mask."""
    yield "PhoneNo,Name,Reason\r\n"
    for one in those:
        code, rest = parted(one.number, region)
        shown = f"{rest[:3]}-{rest[3:6]}-{rest[6:]}" if code and len(rest) == _MASKED else rest
        yield f"{shown},{bare_name(one.name)},Judged on {one.at:%Y-%m-%d}\r\n"
