"""Files of complaints and lists of numbers, one format a file; told apart by their content."""

from collections.abc import Callable, Iterator, Mapping
from typing import TextIO

from screener.faults import Fault
from screener.reputation import ComplaintRow, ListedRow
from screener.reputation.reading import fcc, ftc, phoneblock, plain, spamblocker, yacb
from screener.reputation.reading.rows import Rows

Complaints = Callable[[TextIO, Rows], Iterator[ComplaintRow]]
Listed = Callable[[TextIO, Rows], Iterator[ListedRow]]

COMPLAINTS: Mapping[str, Complaints] = {"ftc": ftc.read, "fcc": fcc.read}
"""Formats in which each row is one complaint."""

LISTS: Mapping[str, Listed] = {
    "phoneblock": phoneblock.read,
    "spamblocker": spamblocker.read,
    "yacb": yacb.read,
    "plain": plain.read,
}
"""Formats in which each row is a number, or a range of them, that somebody listed."""

FORMATS = (*COMPLAINTS, *LISTS)

_RECOGNISES: Mapping[str, Callable[[str], bool]] = {
    "ftc": ftc.recognises,
    "fcc": fcc.recognises,
    "phoneblock": phoneblock.recognises,
    "spamblocker": spamblocker.recognises,
    "yacb": yacb.recognises,
    # Last, since it is the loosest.
    "plain": plain.recognises,
}


def recognise(head: str) -> str:
    """The format of a file, by its first characters. Fault where none fits."""
    for name, fits in _RECOGNISES.items():
        if fits(head):
            return name
    raise Fault(f"its format was not recognised; name it with --format ({', '.join(FORMATS)}).")
