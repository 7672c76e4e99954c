"""SpamBlocker's CSV of number rules: https://github.com/aj3423/SpamBlocker, util/Csv.kt.

Its reader knows no quotes within quotes, so nothing here needs any. A pattern is a regular
expression on the digits; the country code may be absent, as carriers show it or not.
"""

from collections.abc import Iterable, Iterator

from screener.exports.blocking import bare_name, parted
from screener.store.outgoing import Unwanted


def blocklist(those: Iterable[Unwanted], region: str) -> Iterator[str]:
    """A rule for each number: calls only, to be blocked."""
    yield "pattern,description,priority,flags,isBlacklist\n"
    for one in those:
        code, rest = parted(one.number, region)
        pattern = f"({code})?{rest}" if code else rest
        yield f"{pattern},{bare_name(one.name)},1,1,true\n"
