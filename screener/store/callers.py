"""The store as a look-up needs it: opened and read without loading what writes to it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from heapq import nlargest
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from screener.store.claims import Company
from screener.store.driver import open_database
from screener.store.ledger import Ledger
from screener.store.lookup import Lookups
from screener.store.migrate import is_current
from screener.store.place import default_path
from screener.store.settings import defaults_of, region_of, setting
from screener.vendor import Household

if TYPE_CHECKING:
    from screener.known import SoFar
    from screener.reputation import Reputation
    from screener.store.rows import Row
    from screener.vendor import Vendor

FORGETTING = "SELECT 1 FROM setting WHERE key = 'forgetting'"
_HAS_COMPLAINTS = "SELECT 1 FROM reputation_source LIMIT 1"

_KEYS_OF_NUMBER = "SELECT key FROM call WHERE number_key = ?1 ORDER BY key DESC LIMIT ?2"
_KEYS_OF_VENDOR = "SELECT key FROM call WHERE vendor = ?1 ORDER BY key DESC LIMIT ?2"
_KEYS_OF_CLAIM = (
    "SELECT key FROM call WHERE company_folded = (SELECT folded FROM claimed WHERE id = ?1) "
    "AND company_folded <> '' ORDER BY key DESC LIMIT ?2"
)


class CallerStore(Lookups, Ledger):
    """What is on file of callers."""

    def region(self) -> str:
        """The country in whose manner numbers are read."""
        return region_of(self._db)

    def place(self) -> Household:
        """The household without its vendors, people, ledger and announced calls."""
        return Household(
            region=region_of(self._db),
            state=setting(self._db, "state", ""),
            time_zone=setting(self._db, "time_zone", ""),
            own_numbers=tuple(setting(self._db, "own_numbers", ())),
            defaults=defaults_of(self._db),
        )

    def newest(self, number: str, companies: Iterable[Company], limit: int) -> "list[Row]":
        """The newest calls from a number or of companies, at most `limit`."""
        asked: list[tuple[str, object]] = [(_KEYS_OF_NUMBER, number)] if number else []
        asked += [(_KEYS_OF_CLAIM if c.claim else _KEYS_OF_VENDOR, c.key) for c in companies]
        found = {key for sql, value in asked for (key,) in self._db.all(sql, (value, limit))}
        if not found:
            return []
        from screener.store.rows import rows_at  # noqa: PLC0415 - callers seldom rang before

        return rows_at(self._db, nlargest(limit, found))

    def complaints(self, number: str, at: datetime) -> "Reputation | None":
        """What public complaints tell of a number (E.164); None where nothing is on file."""
        if not number or self._db.value(_HAS_COMPLAINTS) is None:
            return None
        from screener.store.reputation import Reputations  # noqa: PLC0415 - where any were read

        return Reputations(self._db, self._clock).reputation(number, at)

    def vendor_so_far(self, vendor: "Vendor", at: datetime) -> "SoFar":
        """How often a vendor called in the month and the year of a moment."""
        from screener.store.counts import Counts  # noqa: PLC0415 - few preferences count calls

        return Counts(self._db, self._clock).so_far(vendor, at)


class OpenedCallers(CallerStore):
    """The file, opened for look-ups alone."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()


def open_callers(path: Path | None, clock: Callable[[], datetime]) -> OpenedCallers:
    """Opens the file at `path`, or at the person's usual place, for look-ups.

    One that is new, of an older form or not tidied up yet is brought up to date first.
    """
    path = path or default_path()
    db = open_database(path)
    if not is_current(db) or db.value(FORGETTING) is not None:
        db.close()
        from screener.store.store import Store  # noqa: PLC0415 - seldom, with all that writes

        Store.open(path).close()
        db = open_database(path)
    return OpenedCallers(db, clock)
