"""Two vendors that are one, and one that is two after all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual.suggester import SuggestFromList
from textual.widget import Widget

from screener.tui.screens.question import FieldFault, Question
from screener.tui.widgets.field import Field
from screener.tui.widgets.line import Line
from screener.vendor import Vendor

if TYPE_CHECKING:
    from screener.desk import Desk


class _Other(Question[Vendor]):
    """Asks for one name, completed from those that may be meant."""

    label = ""

    def __init__(self, vendor: Vendor, names: Sequence[str]) -> None:
        super().__init__()
        self._vendor = vendor
        self._names = [name for name in names if name != vendor.name]

    def fields(self) -> Iterable[Widget]:
        """Only the name."""
        value = self._names[0] if len(self._names) == 1 else ""
        suggester = SuggestFromList(self._names, case_sensitive=False)
        hint = "a name; → completes it"
        yield Field(self.label, Line(value, id="other", placeholder=hint, suggester=suggester))

    def on_mount(self) -> None:
        """Begins at the name."""
        self.query_one("#other").focus()

    def order(self) -> Callable[[Desk], Vendor]:
        """What the desk is to do with the name; a fault of it stands at the field."""
        from screener.faults import Fault  # noqa: PLC0415 - in the desk's own thread

        other = self.value("other")
        if not other:
            raise FieldFault("other", "Name the other one.")

        def do(desk: Desk) -> Vendor:
            try:
                return self.do(desk, other)
            except Fault as fault:
                raise FieldFault("other", str(fault)) from None

        return do

    def do(self, desk: Desk, other: str) -> Vendor:
        """The order."""
        raise NotImplementedError


class MergeScreen(_Other):
    """Makes another vendor one with this."""

    label = "The other one"
    ways = ("merges them", "leaves them two")
    lead = "Its names, numbers, ledger and calls come to this one. Undo takes it back whole."

    def __init__(self, vendor: Vendor, names: Sequence[str]) -> None:
        super().__init__(vendor, names)
        self.heading = f"{vendor.name} is the same as …"

    def do(self, desk: Desk, other: str) -> Vendor:
        """Merges."""
        return desk.merge_vendors(self._vendor.name, other)


class UnmergeScreen(_Other):
    """Takes back that a vendor was merged into this one."""

    label = "Its name"
    ways = ("takes it out", "leaves them one")
    lead = "What came with it goes with it, and later calls under its names, too."

    def __init__(self, vendor: Vendor) -> None:
        super().__init__(vendor, vendor.aliases)
        self.heading = f"Somebody else after all: out of {vendor.name}"

    def do(self, desk: Desk, other: str) -> Vendor:
        """Takes the merge back."""
        _, back = desk.unmerge_vendor(other)
        return back
