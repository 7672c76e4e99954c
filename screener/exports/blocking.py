"""What the formats of block lists share: names without anything that such a file could take for
more, and numbers as they are dialled at home."""

import re

from screener.phone import calling_code
from screener.text import one_line

_LONGEST_NAME = 60
_HARMLESS = re.compile(r"[^\w .&'/()-]+")


def bare_name(name: str) -> str:
    """A name of letters, digits and a few marks on one line, "Unwanted" for none: not all of the
    programs that read block lists know quotes, and a spreadsheet may open them too."""
    kept = " ".join(_HARMLESS.sub(" ", one_line(name, 200)).split()).lstrip(" -.'/&")
    return kept[:_LONGEST_NAME].strip() or "Unwanted"


def parted(number: str, region: str) -> tuple[str, str]:
    """The digits of a number in E.164 as country code, '' for one that is another country's, and
    the rest."""
    digits, code = number.removeprefix("+"), str(calling_code(region))
    return (code, digits.removeprefix(code)) if digits.startswith(code) else ("", digits)
