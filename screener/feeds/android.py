"""Android: `calls.xml` of SMS Backup & Restore.

Fields as https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/ has them;
tried on a real file of version 8.50.86. A call has no id of its own there; the millisecond with
number and type tells it from others.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from xml.sax import SAXException, SAXParseException, handler
from xml.sax.expatreader import ExpatParser
from xml.sax.xmlreader import AttributesImpl

from screener.call import Call
from screener.faults import Fault
from screener.feeds.protocol import Head, Incoming, Item, Place, Rang, Skipped
from screener.feeds.source import Source
from screener.feeds.times import NO_TIME, from_epoch, seconds_of
from screener.text import one_line
from screener.words import Status

NAME = "android"
TITLE = "SMS Backup & Restore (Android), calls.xml"

_STATUS = {
    "1": Status.ANSWERED,
    "3": Status.MISSED,
    "4": Status.VOICEMAIL,
    "5": Status.MISSED,  # rejected
    "6": Status.BLOCKED,
    "7": Status.ANSWERED,  # on another device
}
_OUTGOING = "2"
_NO_NAME = "(Unknown)"
_LONGEST_TAG = 1 << 20
_HALVES = re.compile(rb"&#(5[5-7]\d{3});(?:&#(5[5-7]\d{3});)?")
_PART = re.compile(rb"&[#\d;&]{0,15}$")


def sniff(head: Head) -> float:
    """A `calls` element near the beginning, before any other."""
    found = re.search(r"<([A-Za-z][\w.-]*)", head.text)
    return 0.99 if found and found[1] == "calls" else 0.0


def read(source: Source, place: Place) -> Iterator[Item]:
    """The calls of the file. Fault for XML that is broken, breaks off or defines entities."""
    calls = _Calls()
    parser = _parser(calls)
    try:
        for piece in _mended(_guarded(source)):
            parser.feed(piece)
            yield from (_item(line, found, place) for line, found in calls.taken())
        parser.close()
    except SAXParseException as error:
        where = f"line {error.getLineNumber()}"
        raise Fault(f"{source.path}: is no whole XML ({where}: {error.getMessage()}).") from None
    except (SAXException, ValueError) as error:
        # defusedxml raises ValueErrors of its own for declarations that it forbids.
        raise Fault(f"{source.path}: is XML that defines things of its own ({error}).") from None
    yield from (_item(line, found, place) for line, found in calls.taken())


class _Calls(handler.ContentHandler):
    """Collects the attributes of call elements."""

    def __init__(self) -> None:
        super().__init__()
        self._found: list[tuple[int, Mapping[str, str]]] = []
        self.line: Callable[[], int | None] = lambda: 0

    def startElement(self, name: str, attrs: "AttributesImpl[str]") -> None:  # noqa: N802
        if name == "call":
            self._found.append((self.line() or 0, dict(attrs.items())))

    def taken(self) -> list[tuple[int, Mapping[str, str]]]:
        """What was found since the last time."""
        found, self._found = self._found, []
        return found


def _parser(calls: _Calls) -> ExpatParser:
    from defusedxml.expatreader import DefusedExpatParser  # noqa: PLC0415 - only for XML

    parser: ExpatParser = DefusedExpatParser(forbid_dtd=True)
    parser.setFeature(handler.feature_external_ges, state=False)
    parser.setContentHandler(calls)
    calls.line = parser.getLineNumber
    return parser


def _guarded(source: Source) -> Iterator[bytes]:
    """The pieces of the file, as long as tags end: the parser keeps a tag until it does."""
    since = 0
    for piece in source.chunks():
        last = piece.rfind(b">")
        since = since + len(piece) if last < 0 else len(piece) - last
        if since > _LONGEST_TAG:
            raise Fault(f"{source.path}: is no call log: a tag is longer than 1 MiB.")
        yield piece


def _mended(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The program writes a character beyond U+FFFF as two references to halves of it, which no
    parser takes: they are put together."""
    kept = b""
    for piece in pieces:
        text = kept + piece
        cut = _PART.search(text)
        kept = text[cut.start() :] if cut else b""
        yield _HALVES.sub(_whole, text[: cut.start()] if cut else text)
    yield _HALVES.sub(_whole, kept)


def _whole(found: re.Match[bytes]) -> bytes:
    high, low = int(found[1]), int(found[2] or 0)
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return b"&#%d;" % (0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)
    return b"&#65533;"


def _item(line: int, found: Mapping[str, str], place: Place) -> Item:
    kind, number, date = found.get("type", ""), found.get("number", ""), found.get("date", "")
    digits = date.isascii() and date.isdecimal() and len(date) < 16
    at = from_epoch(int(date) / 1000, place.zone) if digits else None
    if at is None:
        return Skipped(line, NO_TIME)
    duration = seconds_of(found.get("duration", ""))
    if kind == _OUTGOING:
        return Rang(number, at, bool(duration), line)
    status = _STATUS.get(kind)
    if status is None:
        return Skipped(line, f"a call of the unknown type {one_line(kind, 10)!r}")
    name = found.get("contact_name", "")
    call = Call(
        at=at,
        number=number,
        caller_id="" if name == _NO_NAME else name,
        status=status,
        duration=duration,
        source=NAME,
        source_id=f"{date}-{number[:40]}-{kind}",
    )
    return Incoming(call, line)
