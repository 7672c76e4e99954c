"""The law of the household's place: what calls may break, and clocks that run."""

from datetime import date
from typing import TYPE_CHECKING

from screener.ledger import Party
from screener.store.place import rules_folder_of_user
from screener.words import Purpose

if TYPE_CHECKING:
    from screener.regions import Region
    from screener.violations import Duty, Findings
from screener.desk.consent import Consent


class Law(Consent):
    """Holding calls against the law."""

    def law(self) -> "Region":
        """The law of the household's country. Fault where it is not on file."""
        from screener.regions import load_region  # noqa: PLC0415 - only where it is asked

        return load_region(self.region, rules_folder_of_user())

    def violations(
        self, party: Party | str | None = None, *, since: date | None = None
    ) -> "Findings":
        """The rules that calls may have broken, newest first, of all callers or of one party,
        from a day of the household on. Fault where the country's law is not on file."""
        from screener.violations import find_violations, sieve, window  # noqa: PLC0415

        law, household = self.law(), self.household()
        whom = self.party(party).party if isinstance(party, str) else party
        return find_violations(
            self.store.suspects(
                window(since), surveys=law.covers(Purpose.SURVEY), sieve=sieve(household, law)
            ),
            household,
            law,
            self.store.told_in(),
            party=whom,
            since=since,
        )

    def deadlines(self) -> "tuple[Duty, ...]":
        """Every opt-out with the day it must be honoured by and the calls that came after it,
        newest first. Fault where the country's law is not on file."""
        from screener.violations import find_duties  # noqa: PLC0415 - only where it is asked

        law, calls, told_in = self.law(), self.store.suspects_refused(), self.store.told_in()
        return find_duties(calls, self.household(), law, self.clock(), told_in)

    def law_on_file(self) -> "Region | None":
        """The law of the household's country, None where it is not on file."""
        from screener.regions import known_regions  # noqa: PLC0415 - only where it is asked

        return self.law() if self.region in known_regions(rules_folder_of_user()) else None
