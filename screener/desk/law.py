"""The law of the household's place: what calls may break, and clocks that run."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from screener.ledger import Party
from screener.store.place import rules_folder_of_user

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
        self,
        party: Party | str | None = None,
        *,
        since: date | None = None,
        limit: int | None = None,
    ) -> "Findings":
        """The rules that calls may have broken, newest first, of all callers or of one party,
        from a day of the household on; at most `limit` are told, all are counted. Fault where
        the country's law is not on file."""
        from screener.violations import find_violations, window  # noqa: PLC0415 - only here

        law, household = self.law(), self.household()
        whom = self.party(party).party if isinstance(party, str) else party
        with _unswept():
            return find_violations(
                self.store.suspects(window(since)),
                household,
                law,
                self.store.told_in(),
                party=whom,
                since=since,
                limit=limit,
            )

    def deadlines(self) -> "tuple[Duty, ...]":
        """Every opt-out with the day it must be honoured by and the calls that came after it,
        newest first. Fault where the country's law is not on file."""
        from screener.violations import find_duties  # noqa: PLC0415 - only where it is asked

        law, household = self.law(), self.household()
        told_in = self.store.told_in()
        with _unswept():
            return find_duties(self.store.suspects(), household, law, self.clock(), told_in)

    def law_on_file(self) -> "Region | None":
        """The law of the household's country, None where it is not on file."""
        from screener.regions import known_regions  # noqa: PLC0415 - only where it is asked

        return self.law() if self.region in known_regions(rules_folder_of_user()) else None


@contextmanager
def _unswept() -> Iterator[None]:
    """Looks for no cycles meanwhile: a hundred thousand tuples hold none, and walking through
    them again and again costs a quarter of the time."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()
