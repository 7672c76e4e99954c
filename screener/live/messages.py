"""What an NCID server passes on to people (NCID-API 1.12): `MSG`, from the server or whoever wrote
through it; `NOT`, what a smartphone notices; `MWI`, that voicemail waits."""

from screener.feeds.ncid import fields_of
from screener.text import one_line

_NOBODY = {"", "-", "NO NAME", "NO-NAME", "NONAME", "NO-NUMBER"}
_FIELDS = "***DATE*"
LONGEST = 200
"""Characters that are shown of one."""


def message_of(line: str) -> str:
    """What a line says, and from whom, on one line; '' for a line that is no message."""
    kind, _, rest = line.partition(": ")
    if kind == "MWI":
        return one_line(fields_of(rest.lstrip("*")).get("NAME", ""), LONGEST)
    if kind not in {"MSG", "NOT"}:
        return ""
    text, parted, told = rest.rpartition(_FIELDS)
    words = one_line(text if parted else rest, LONGEST)
    fields = fields_of(f"DATE*{told}" if parted else "")
    found = (fields.get(name, "") for name in ("NAME", "NMBR"))
    sender = next((one_line(each, 40) for each in found if each not in _NOBODY), "")
    return f"{sender}: {words}" if words and sender else words
