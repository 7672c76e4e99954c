"""Google Voice as Google Takeout gives it: a page of HTML for each call, in a folder or a zip.

Tried on real pages. Transcripts of voicemail are what was said; Google Voice records only calls
that come in. A call is told from others by its moment and number.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import unquote

from screener.call import Call
from screener.feeds.protocol import Head, Incoming, Item, Place, Rang, Skipped
from screener.feeds.source import Entry, Source
from screener.feeds.times import NO_TIME, from_wall
from screener.words import Status

NAME = "google-voice"
TITLE = "Google Voice (Takeout), folder or zip"

_STATUS = {
    "missed": Status.MISSED,
    "received": Status.ANSWERED,
    "recorded": Status.ANSWERED,
    "voicemail": Status.VOICEMAIL,
}
_PLACED = "placed"
_MESSAGES = {"sms", "text"}
_KINDS = {*_STATUS, _PLACED, *_MESSAGES}
_FILE = re.compile(
    r" - (?:Voicemail|Missed|Received|Placed|Recorded|Text) - \d{4}-\d\d-\d\dT.*\.html$"
)
_SPAN = re.compile(r"PT(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,6})(?:\.\d+)?S)?", re.ASCII)
_VOID = {"br", "meta", "img", "link", "input", "hr"}


def sniff(head: Head) -> float:
    """A folder or archive in which files are named as Takeout names them, or one such page."""
    if any(_FILE.search(name) for name in head.names):
        return 0.99
    is_page = 'class="haudio"' in head.text or 'class="hChatLog' in head.text
    return 0.95 if is_page and "http://www.google.com/voice#" in head.text else 0.0


def read(source: Source, place: Place) -> Iterator[Item]:
    """The calls of all pages."""
    del place
    several = source.is_folder or source.is_archive
    for entry in source.entries(".html") if several else _page(source):
        yield _item(entry)


def _page(source: Source) -> Iterator[Entry]:
    data = b"".join(piece for piece, _ in zip(source.chunks(), range(16), strict=False))
    yield Entry(1, source.path.name, data)


class _Page(HTMLParser):
    """What a page tells of its call. Texts are as they stand there, but for blanks around."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.number = self.published = self.duration = ""
        self.name: list[str] = []
        self.said: list[str] = []
        self.kinds: set[str] = set()
        self.transcribed = False
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        kind = found.get("class", "").split(" ")[0]
        if tag == "a" and kind == "tel":
            self.number = self.number or unquote(found.get("href", "")).removeprefix("tel:")
        elif tag == "a" and found.get("rel") == "tag":
            self.kinds.add(found.get("href", "").rpartition("#")[2])
        elif tag == "abbr" and kind in {"published", "dt"}:
            self.published = self.published or found.get("title", "")
        elif tag == "abbr" and kind == "duration":
            self.duration = found.get("title", "")
        self.transcribed = self.transcribed or kind == "full-text"
        if tag not in _VOID:
            self._inside.append(f"{tag}.{kind}")

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self._inside) - 1, max(-1, len(self._inside) - 20), -1):
            if self._inside[at].startswith(f"{tag}."):
                del self._inside[at:]
                return

    def handle_data(self, data: str) -> None:
        if not self._inside:
            return
        if self._inside[-1] == "span.full-text":
            self.said.append(data)
        elif self._inside[-2:] == ["a.tel", "span.fn"]:
            self.name.append(data)


def _item(entry: Entry) -> Item:
    if entry.wrong:
        return Skipped(entry.number, entry.wrong, entry.name)
    try:
        text = entry.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Skipped(entry.number, "the page is not UTF-8", entry.name)
    if "\0" in text:
        return Skipped(entry.number, "the page holds NUL bytes", entry.name)
    page = _Page()
    try:
        # Not closed: for a tag that never ends, that takes the square of the page's length.
        page.feed(text)
    except AssertionError:  # How Python's parser refuses a section of a kind unknown to it.
        return Skipped(entry.number, "the page is no HTML", entry.name)
    return _call(entry, page)


def _call(entry: Entry, page: _Page) -> Item:
    kinds = page.kinds & _KINDS
    if not kinds:
        return Skipped(entry.number, "the page is no call", entry.name)
    if kinds & _MESSAGES:
        return Skipped(entry.number, "text messages are no calls", entry.name)
    at = from_wall(page.published, UTC) if _has_offset(page.published) else None
    if at is None:
        return Skipped(entry.number, NO_TIME, entry.name)
    duration = _seconds(page.duration)
    if _PLACED in kinds:
        return Rang(page.number, at, bool(duration), entry.number)
    kind = next(each for each in _STATUS if each in kinds)
    call = Call(
        at=at,
        number=page.number,
        caller_id="".join(page.name).strip(),
        said="".join(page.said).strip(),
        status=_STATUS[kind],
        duration=duration,
        source=NAME,
        source_id=f"{_utc(at)}-{page.number[:40]}-{kind}",
    )
    return Incoming(call, entry.number)


def _has_offset(text: str) -> bool:
    return re.search(r"(?:Z|[+-]\d\d:?\d\d)$", text) is not None


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]


def _seconds(text: str) -> int | None:
    found = _SPAN.fullmatch(text)
    if not text or found is None:
        return None
    hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return hours * 3600 + minutes * 60 + seconds
