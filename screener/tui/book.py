"""The vendor book as it is shown: each vendor with its state today and what it may call about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from screener.call import Call
from screener.consent import Permission, permission
from screener.identity import Identity, relationship
from screener.phone import Number, NumberKind
from screener.words import PREFERENCE_PURPOSES, IdentityState, Purpose, Relation

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.ledger import LedgerEntry
    from screener.vendor import Vendor


@dataclass(frozen=True, slots=True)
class Entry:
    """One vendor in the list."""

    vendor: Vendor
    relation: Relation


@dataclass(frozen=True, slots=True)
class Page:
    """One vendor opened: permission by purpose, its ledger (newest first), its numbers as
    people write them, and how many calls there were."""

    vendor: Vendor
    relation: Relation
    permissions: dict[Purpose, Permission]
    ledger: tuple[LedgerEntry, ...]
    numbers: tuple[str, ...]


def entries(desk: Desk, day: date) -> list[Entry]:
    """The whole book, by name."""
    return [Entry(vendor, relationship(vendor, day)) for vendor in desk.vendors()]


def page(desk: Desk, name: str, now: datetime) -> Page | None:
    """One vendor, judged by the same rules as a call from it at this moment."""
    from screener.phone import display  # noqa: PLC0415 - only where there are numbers

    vendor = next((vendor for vendor in desk.vendors() if vendor.name == name), None)
    if vendor is None:
        return None
    household = desk.household()
    nobody = Number("", NumberKind.WITHHELD)
    identity = Identity(IdentityState.NUMBER_ON_FILE, nobody, vendor, vendor)
    call, day = Call(at=now, company=vendor.name), now.date()
    return Page(
        vendor=vendor,
        relation=relationship(vendor, day),
        permissions={
            purpose: permission(call, purpose, identity, household, vendor, day)
            for purpose in PREFERENCE_PURPOSES
        },
        ledger=tuple(reversed(desk.ledger(vendor.name))),
        numbers=tuple(display(number, desk.region) for number in vendor.numbers),
    )
