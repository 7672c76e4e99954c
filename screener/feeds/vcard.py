"""vCard 2.1, 3.0 and 4.0: the few properties that tell who somebody is and on which numbers.

From the versions' documents (vCard 2.1 of versit, RFC 2426, RFC 6350) and what Apple adds; no real
sample was at hand. The library for it (vobject) reads no quoted-printable of several lines, which
is how version 2.1 writes names, gives up a card for one line that it cannot read, and takes 600 µs
a card and 95 ms to load.
"""

import quopri
import re
from collections.abc import Iterator
from typing import NamedTuple

from screener.feeds.protocol import Contact, Head, Item, Place, Skipped
from screener.feeds.source import Source

NAME = "vcard"
TITLE = "vCard 2.1, 3.0, 4.0"

_MOST_LINES = 20_000
_LONGEST = 1 << 16
_WANTED = {"fn", "n", "org", "tel", "kind", "x-abshowas", "nickname"}
_PARAMS = re.compile(r';((?:[^";:]|"[^"]*")*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PARTED = re.compile(r"(?<!\\);")
_TEL = re.compile(r"tel:([^;?]*)", re.IGNORECASE)


class _Property(NamedTuple):
    name: str
    params: tuple[str, ...]
    value: str


def sniff(head: Head) -> float:
    """It begins as every card does."""
    return 0.99 if re.match(r"\ufeff?\s*BEGIN:VCARD\b", head.text, re.IGNORECASE) else 0.0


def read(source: Source, place: Place) -> Iterator[Item]:
    """The contacts of the file: an organisation where the card says so, or names nobody in it."""
    del place
    card = _Card()
    for number, text in _unfolded(source):
        if isinstance(text, Skipped):
            yield text
        elif (done := card.take(number, text)) is not None:
            yield done
    if card.depth:
        yield Skipped(card.line, "the card breaks off")


class _Card:
    """The card that is being read. One within another (AGENT) is another person, and passed over."""

    def __init__(self) -> None:
        self.depth = self.line = self._lines = 0
        self._found: list[_Property] = []

    def take(self, number: int, text: str) -> Contact | Skipped | None:
        """Takes a line; the contact when it was the last of its card."""
        mark = text.strip().casefold()
        self._lines += 1
        if mark == "begin:vcard":
            self.depth += 1
            if self.depth == 1:
                self.line, self._lines, self._found = number, 0, []
        elif mark == "end:vcard" and self.depth:
            self.depth -= 1
            return None if self.depth else _contact(self._found, self.line)
        elif self.depth == 1 and (each := _property(text)) and each.name in _WANTED:
            self._found.append(each)
        if self.depth and self._lines > _MOST_LINES:
            self.depth = 0
            return Skipped(self.line, "the card does not end")
        return None


def _unfolded(source: Source) -> Iterator[tuple[int, str | Skipped]]:
    """Whole lines: one that begins with a blank goes on with the line before (RFC 6350, 3.2), and
    so does what follows a quoted-printable line that ends in `=`."""
    held, at = "", 0
    for line in source.lines("cp1252"):
        if line.wrong:
            yield line.number, Skipped(line.number, line.wrong)
            continue
        text = line.text.rstrip("\r\n")
        soft = held.endswith("=") and "QUOTED-PRINTABLE" in held.upper()
        if held and (soft or text[:1] in {" ", "\t"}) and len(held) < _LONGEST:
            held = held[:-1] + text if soft else held + text[1:]
            continue
        if held:
            yield at, held
        held, at = text, line.number
    if held:
        yield at, held


def _property(text: str) -> _Property | None:
    name = re.match(r"(?:[\w-]+\.)?([\w-]+)", text)
    if name is None:
        return None
    at, params = name.end(), []
    while (found := _PARAMS.match(text, at)) is not None:
        params.append(found[1].upper())
        at = found.end()
    if text[at : at + 1] != ":":
        return None
    return _Property(name[1].casefold(), tuple(params), _decoded(text[at + 1 :], params))


def _decoded(value: str, params: list[str]) -> str:
    if not {"QUOTED-PRINTABLE", "ENCODING=QUOTED-PRINTABLE"} & {*params}:
        return value
    charset = next((each[8:] for each in params if each.startswith("CHARSET=")), "utf-8")
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        return raw.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return raw.decode("utf-8", "replace")


def _contact(card: list[_Property], line: int) -> Contact | Skipped:
    found: dict[str, str] = {}
    for each in card:
        found.setdefault(each.name, each.value)
    org = _plain(_PARTED.split(found.get("org", ""))[0])
    parts = [_plain(part) for part in _PARTED.split(found.get("n", ""))]
    given_first = " ".join(filter(None, (*parts[1:3], *parts[:1])))
    own_name = _plain(found.get("fn", "")) or given_first or _plain(found.get("nickname", ""))
    named = any(parts[:2]) if "n" in found else bool(own_name) and own_name != org
    says_so = found.get("kind", "").strip().casefold() in {"org", "organization"}
    says_so = says_so or found.get("x-abshowas", "").strip().casefold() == "company"
    organisation = says_so or bool(org and (not named or own_name == org))
    name = (org or own_name) if organisation else own_name
    numbers = tuple(dict.fromkeys(_number(each) for each in card if each.name == "tel"))
    if not name:
        return Skipped(line, "the card has no name")
    if not any(numbers):
        return Skipped(line, "the card has no number")
    return Contact(name, tuple(filter(None, numbers)), organisation, line)


def _number(tel: _Property) -> str:
    """A number; one written as an address is `tel:+1-555…` (RFC 3966)."""
    found = _TEL.match(tel.value.strip())
    return found[1] if found else _plain(tel.value)


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text).strip()
