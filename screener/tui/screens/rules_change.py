"""Questions about one rule: turn it off or on, weigh it otherwise, take back what one changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from screener.rule_edits import Edit, Reset, Switch, Weigh
from screener.tui.screens.question import FieldFault, text_field
from screener.tui.screens.rules_trial import TrialScreen

if TYPE_CHECKING:
    from screener.rule_shelf import Entry


class SwitchScreen(TrialScreen):
    """Turns a rule off, or on again."""

    ways = ("or Enter saves", "leaves it as it was")

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry = entry
        self.heading = f"Turn {'off' if entry.on else 'on'}: {entry.rule.title}"
        self.lead = entry.rule.why

    def edit(self) -> Edit:
        """The other state."""
        return Switch(self._entry.rule.id, on=not self._entry.on)


class ResetScreen(TrialScreen):
    """Takes back what the person wrote about a rule."""

    ways = ("or Enter saves", "leaves it as it was")

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry = entry
        own = entry.bundled is None
        self.heading = f"{'Delete' if own else 'Take back what you changed of'}: {entry.rule.title}"
        self.lead = (
            "This rule is your own; it will be gone." if own else "It will be as it came again."
        )

    def edit(self) -> Edit:
        """All of it."""
        return Reset(self._entry.rule.id)


class WeightScreen(TrialScreen):
    """Another weight."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry = entry
        rule = entry.rule
        self.heading = f"Weight: {rule.title}"
        self.lead = (
            f"How much it speaks for {rule.purpose} (below 0: against it), from -6 to 6; most lie "
            f"between 0.5 and 3. It came with {entry.bundled_weight:+g}."
        )

    def fields(self) -> Iterable[Widget]:
        """Only the weight."""
        yield text_field("Weight", "weight", f"{self._entry.rule.weight:g}", "1.5")

    def on_mount(self) -> None:
        """In the field, to be typed over."""
        self.query_one("#weight").focus()
        super().on_mount()

    def edit(self) -> Edit | None:
        """The weight, once it is another one."""
        weight = read_weight(self.value("weight"))
        same = weight == self._entry.rule.weight
        return None if same else Weigh(self._entry.rule.id, weight)


def read_weight(text: str) -> float:
    """A weight as it is typed; how large it may be is checked as in every rule."""
    try:
        return float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        raise FieldFault("weight", "needs a number, as in 1.5 or -0.4.") from None
