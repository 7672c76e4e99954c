"""What is kept, out to other programs: one format a file, each line by line (docs/export.md).

Nothing here reads the database; `desk/exporting.py` hands it what is to be written.
"""

from collections.abc import Mapping

from screener.faults import Fault

FORMATS: Mapping[str, tuple[str, ...]] = {
    "calls": ("csv", "jsonl"),
    "vendors": ("csv", "jsonl", "vcard"),
    "ledger": ("csv", "jsonl"),
    "deadlines": ("icalendar",),
    "blocklist": ("spamblocker", "yacb", "ncid", "callattendant"),
    "everything": ("jsonl",),
}
"""What can be exported, and in which formats; the first is taken where none is named."""

_SUFFIXES = {"ics": "icalendar", "vcf": "vcard", "ndjson": "jsonl", "json": "jsonl"}


def format_for(what: str, named: str, suffix: str) -> str:
    """The format that was named, else what a file's name ends in, else the first. Fault where
    the thing has no such format."""
    known = FORMATS[what]
    if named:
        if named not in known:
            raise Fault(f"--format: {what} can be written as {', '.join(known)}, not as {named}.")
        return named
    suffix = suffix.lower().lstrip(".")
    suffix = _SUFFIXES.get(suffix, suffix)
    return suffix if suffix in known else known[0]
