"""One vendor with everything that is known of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from screener.text import plain
from screener.tui import wording
from screener.tui.widgets.matrix import Matrix
from screener.tui.widgets.section import Section
from screener.words import Relation

if TYPE_CHECKING:
    from screener.ledger import LedgerEntry
    from screener.tui.book import Page
    from screener.vendor import Vendor

SHOWN_ENTRIES = 20


class VendorCard(VerticalScroll, can_focus=True):
    """One vendor with everything that is known of it."""

    def compose(self) -> ComposeResult:
        yield Static("", classes="title", markup=False)
        for heading, part in (
            ("Today", "today"),
            ("Missing", "missing"),
            ("Numbers", "numbers"),
            ("Also", "aliases"),
            ("Kind", "category"),
            ("Dates", "dates"),
            ("Over time", "time"),
        ):
            yield Section(heading, part)
        yield Matrix(id="matrix")
        yield Section("Ledger", "ledger")

    def show(self, opened: Page | None) -> None:
        """Shows a vendor, or nothing."""
        self.display = opened is not None
        if opened is None:
            return
        vendor = opened.vendor
        self.query_one(".title", Static).update(plain(vendor.name))
        texts = {
            "today": state_words(opened),
            "missing": "\n".join(f"! {words}" for words in opened.missing),
            "numbers": ", ".join(map(plain, opened.numbers)),
            "time": opened.timeline,
            "aliases": plain(", ".join(vendor.aliases)),
            "category": plain(vendor.category),
            "dates": dates(vendor),
            "ledger": "\n".join(ledger_line(entry) for entry in opened.ledger[:SHOWN_ENTRIES])
            or "nothing yet: what you tell them stands here",
        }
        for part, text in texts.items():
            self.query_one(f".section.{part}", Section).show(text)
        self.query_one(Matrix).show(opened.permissions)
        if not self.query_one(Matrix).has_focus:
            self.scroll_home(animate=False)


def state_words(opened: Page) -> str:
    """What is between the two today, in a sentence."""
    vendor = opened.vendor
    match opened.relation:
        case Relation.CURRENT:
            return "You are a customer: their sales calls count as upsell."
        case Relation.INQUIRY:
            return "You asked them for something within the last three months."
        case Relation.LAPSED if vendor.ended:
            return (
                f"Ended on {wording.day_words(vendor.ended)}: their sales calls are solicitation."
            )
        case Relation.LAPSED:
            return "Lapsed: the last deal is more than 18 months ago."
        case _:
            return "No date tells of a relationship."


def dates(vendor: Vendor) -> str:
    """The dates of the relationship, in their order."""
    found = (
        ("customer since", vendor.customer_since),
        ("last deal", vendor.last_transaction),
        ("last asked them", vendor.last_inquiry),
        ("ended", vendor.ended),
    )
    return " · ".join(f"{words} {day.day} {day:%b %Y}" for words, day in found if day)


def ledger_line(entry: LedgerEntry) -> str:
    """3 March 2026: opt-out of sales, in a call – “take me off your list”"""
    words = f" – “{plain(entry.words)}”" if entry.words else ""
    return f"{_day(entry.at)}: {entry.kind} {entry.purpose} ({entry.how}){words}"


def _day(at: date | datetime) -> str:
    return wording.day_words(at.date() if isinstance(at, datetime) else at)
