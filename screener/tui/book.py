"""The vendor book as it is shown: each vendor with its state today and what it may call about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from screener.call import Call
from screener.consent import Permission, permission
from screener.faults import Fault
from screener.identity import Identity
from screener.ledger import EntryKind, How
from screener.phone import Number, NumberKind
from screener.relationship import relationship
from screener.tui.between import missing, timeline
from screener.vendor import Preference
from screener.words import (
    PREFERENCE_PURPOSES,
    Allowed,
    Choice,
    IdentityState,
    Purpose,
    Relation,
)

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.ledger import LedgerEntry
    from screener.vendor import Vendor


@dataclass(frozen=True, slots=True)
class Entry:
    """One vendor in the list."""

    vendor: Vendor
    relation: Relation
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One vendor opened: permission by purpose, its ledger (newest first), its numbers as people
    write them, what was between the two over time, and what is missing."""

    vendor: Vendor
    relation: Relation
    permissions: dict[Purpose, Permission]
    ledger: tuple[LedgerEntry, ...]
    numbers: tuple[str, ...]
    timeline: str = ""
    missing: tuple[str, ...] = ()


def entries(desk: Desk, day: date) -> list[Entry]:
    """The whole book, by name."""
    return [Entry(vendor, relationship(vendor, day), missing(vendor)) for vendor in desk.vendors()]


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
        timeline=timeline(vendor, day),
        missing=missing(vendor),
    )


def wish(desk: Desk, name: str, purpose: Purpose, state: Allowed, held: Permission) -> str:
    """Has a vendor's permission for a purpose be this from today on; what was done, in words.

    A wish of one's own is a preference. Where the ledger tells what was said to them, only a new
    entry counts against that. Raises Fault for what cannot be unsaid.
    """
    if state is Allowed.NOT_ASKED:
        if held.by != "preference":
            raise Fault(
                "What was said, or is your default, cannot be unsaid here; undo takes back a slip."
            )
        desk.prefer_nothing(name, purpose)
        return "nothing said any more"
    if held.by == "ledger":
        refused = EntryKind.REVOCATION if held.state is Allowed.ALLOWED else EntryKind.OPT_OUT
        kind = EntryKind.OPT_IN if state is Allowed.ALLOWED else refused
        desk.opt(name, [purpose], kind, how=How.OTHER)
        return f"{kind} written into the ledger"
    choice = Choice.OPT_IN if state is Allowed.ALLOWED else Choice.OPT_OUT
    desk.prefer(name, Preference(purpose, choice))
    return "wished for" if choice is Choice.OPT_IN else "not wished for"
