"""What stands up later: anchors, the chain, reports, letters, and forgetting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from screener.chain import Anchor
from screener.faults import Fault
from screener.ledger import Party, PartyKind
from screener.store.place import rules_folder_of_user
from screener.text import one_line
from screener.words import Purpose

if TYPE_CHECKING:
    from screener.reports.evidence import Report
    from screener.reports.letter import Letter
    from screener.store.forget import Forgettable, Forgotten
    from screener.store.verify import Checked, Quoted
from screener.desk.law import Law


class Evidence(Law):
    """Proving what is kept, and letting go of it."""

    def anchor(self, quoted: str, file: str = "") -> Anchor:
        """The head of the chain, kept as quoted in a report, letter, backup or export."""
        return self.store.anchor(quoted, file)

    def verify(self, anchors: Iterable[Anchor] = ()) -> Checked:
        """Walks the chain of all records and compares it with these anchors and those kept."""
        return self.store.verify(anchors)

    def whom(self, text: str) -> Party:
        """Whom to forget: unlike in `party`, only an exact name is a vendor, and a number is
        a number, since what goes does not come back."""
        text = text.strip()
        if not text:
            raise Fault("party: needs a vendor, a number or a name.")
        number = self._number(text)
        if number is not None and number.e164:
            return Party(PartyKind.NUMBER, number.e164)
        try:
            return Party(PartyKind.VENDOR, self.store.vendor(text).name)
        except Fault:
            digits = any(map(str.isdigit, text)) and not any(map(str.isalpha, text))
            return Party(PartyKind.NUMBER if digits else PartyKind.NAME, text)

    def forgettable(self, party: Party) -> Forgettable:
        """What would go with a party, in numbers."""
        return self.store.forgettable(party)

    def forget(self, party: Party, tell: Callable[[str], None]) -> Forgotten:
        """Removes what is kept of a party for good; `tell` is told each step."""
        self._household = self._words = None
        return self.store.forget(party, tell)

    def report(self, text: str, file: str = "") -> Report:
        """Everything on file about a vendor, a number or a name, with the head of the chain,
        which is kept as quoted in a report (in `file`). Fault where nothing is on file."""
        found = self._collect(text)
        return replace(found, anchor=self.store.anchor("report", file))

    def written(self) -> list[Quoted]:
        """The reports and letters that were made, the newest first."""
        made = self.store.anchors_quoted()
        return [one for one in reversed(made) if one.quoted in {"report", "letter"}]

    def letter(self, text: str, purposes: Iterable[Purpose] = (), file: str = "") -> Letter:
        """A letter that makes an opt-out in writing, with the head of the chain, which is kept
        as quoted in it. Without purposes it is about those that were refused already, else
        about sales. Fault where nothing is on file."""
        from screener.reports.letter import compose, load_wording, purposes_of  # noqa: PLC0415

        wording = load_wording(self.region, rules_folder_of_user())
        found = self._collect(text)
        wanted = tuple(dict.fromkeys(purposes)) or purposes_of(found)
        return compose(replace(found, anchor=self.store.anchor("letter", file)), wording, wanted)

    def _collect(self, text: str) -> Report:
        from screener.reports.evidence import collect  # noqa: PLC0415 - only where it is asked

        whom = self.party(text).party
        found = collect(self.store, self.household(), self.law_on_file(), whom, self.clock())
        if not found.occasions and not found.entries and found.vendor is None:
            raise Fault(f"{one_line(text, 40)!r}: no call, no entry and no vendor is on file.")
        return found
