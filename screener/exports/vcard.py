"""vCard 4.0 (RFC 6350): a card for each vendor, as an organisation."""

import hashlib
from collections.abc import Iterable, Iterator

from screener.exports.content_lines import content_line, escaped, text_line
from screener.vendor import Vendor


def vendors(those: Iterable[Vendor]) -> Iterator[str]:
    """The vendors of the book."""
    return map(_card, those)


def _card(vendor: Vendor) -> str:
    lines = [
        content_line("BEGIN", "VCARD"),
        content_line("VERSION", "4.0"),
        content_line("KIND", "org"),
        content_line("UID", "urn:x-screener:vendor:" + _digest(vendor.name)),
        text_line("FN", vendor.name),
        text_line("ORG", vendor.name),
    ]
    if vendor.aliases:
        lines.append(content_line("NICKNAME", ",".join(map(escaped, vendor.aliases))))
    lines += map(_tel, vendor.numbers)
    if vendor.category:
        lines.append(text_line("CATEGORIES", vendor.category))
    return "".join((*lines, content_line("END", "VCARD")))


def _tel(number: str) -> str:
    """A number as an address where it is whole (RFC 3966), else as text."""
    if number[:1] == "+" and number[1:].isascii() and number[1:].isdigit():
        return content_line("TEL;VALUE=uri;TYPE=work", "tel:" + number)
    return text_line("TEL;VALUE=text;TYPE=work", number)


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32]
