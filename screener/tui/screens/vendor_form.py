"""A vendor's facts, to add or to put right; and the day on which a relationship ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from textual.widget import Widget

from screener.dates import read_day
from screener.faults import Fault
from screener.tui.screens.question import FieldFault, Question, text_field
from screener.vendor import Vendor

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.tui.app import ScreenerApp

DATES = {
    "customer_since": "Customer since",
    "last_transaction": "Last deal",
    "last_inquiry": "Last asked them",
    "ended": "Ended",
}
LISTS = ("aliases", "numbers")


class VendorForm(Question[Vendor]):
    """Adds a vendor, or changes the fields that were touched and no others."""

    def __init__(self, vendor: Vendor | None = None) -> None:
        super().__init__()
        self._vendor = vendor
        self.heading = f"Edit {vendor.name}" if vendor else "A new vendor"
        self._before = _texts(vendor or Vendor(""))

    def fields(self) -> Iterable[Widget]:
        """Every fact of a vendor; only the name is needed."""
        hints = {
            "name": "as it stands on their letters",
            "aliases": "other names, with commas between them",
            "numbers": "their numbers, with commas between them",
            "category": "insurance, bank, cable …",
        }
        for name, hint in hints.items():
            yield text_field(name.capitalize(), name, self._before[name], hint)
        for name, label in DATES.items():
            yield text_field(label, name, self._before[name], "2026-03-09")

    def on_mount(self) -> None:
        """Begins at the name."""
        self.query_one("#name").focus()

    def order(self) -> Callable[[Desk], Vendor]:
        """Adds, or edits what was touched."""
        texts = {name: self.value(name) for name in self._before}
        if not texts["name"]:
            raise FieldFault("name", "A vendor needs a name.")
        touched = {
            name: _read(name, text) for name, text in texts.items() if text != self._before[name]
        }
        old = self._vendor
        if old is None:
            return lambda desk: desk.add_vendor(Vendor(**touched))
        name = old.name
        return lambda desk: desk.edit_vendor(name, **touched) if touched else old


class EndScreen(Question[Vendor]):
    """Notes the day on which the relationship ended."""

    lead = "From the next day on their sales calls count as those of a stranger."

    def __init__(self, vendor: Vendor) -> None:
        super().__init__()
        self._vendor_name = vendor.name
        self.heading = f"End the relationship with {vendor.name}"

    def fields(self) -> Iterable[Widget]:
        """Only the day."""
        today = cast("ScreenerApp", self.app).clock().date()
        yield text_field("Ended on", "day", today.isoformat(), "2026-03-09")

    def order(self) -> Callable[[Desk], Vendor]:
        """Ends it."""
        day, name = _day("day", self.value("day")), self._vendor_name
        return lambda desk: desk.end_vendor(name, day)


def _texts(vendor: Vendor) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("name", "category", *LISTS, *DATES):
        value = getattr(vendor, name)
        text = ", ".join(value) if isinstance(value, tuple) else str(value or "")
        found[name] = text
    return found


def _read(name: str, text: str) -> Any:
    if name in LISTS:
        parts = text.replace(";", ",").split(",")
        return tuple(part.strip() for part in parts if part.strip())
    if name in DATES:
        return _day(name, text) if text else None
    return text


def _day(name: str, text: str) -> date:
    try:
        return read_day(text)
    except Fault as fault:
        raise FieldFault(name, str(fault)) from None
