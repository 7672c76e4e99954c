"""NCID's `ncidd.blacklist`: https://ncid.sourceforge.io, a number a line, `#=` before its name.

A modem shows a number as it is dialled at home, so that is how it stands here.
"""

from collections.abc import Iterable, Iterator

from screener.exports.blocking import bare_name, parted
from screener.store.outgoing import Unwanted


def blocklist(those: Iterable[Unwanted], region: str) -> Iterator[str]:
    """A line for each number."""
    yield "# Unwanted callers, from Screener\n"
    for one in those:
        _, rest = parted(one.number, region)
        yield f"{rest:<15} #= {bare_name(one.name)}\n"
