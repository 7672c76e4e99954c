"""Who is this, and what happened before? Answered from what is on file, without judging."""

from collections.abc import Mapping
from dataclasses import dataclass

from screener.ledger import LedgerEntry
from screener.phone import Number
from screener.store import Past, Row
from screener.vendor import Person, Vendor
from screener.words import Allowed, Purpose, Relation


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is on file about a number or a name.

    `number` is None for a name. `calls` are the newest calls of this caller and `past` counts
    all of them, across numbers where it is a vendor. `permissions` tells for each purpose
    whether a call at this moment would be allowed.
    """

    text: str
    number: Number | None
    vendor: Vendor | None
    person: Person | None
    relationship: Relation
    past: Past
    calls: tuple[Row, ...]
    entries: tuple[LedgerEntry, ...]
    permissions: Mapping[Purpose, Allowed]
