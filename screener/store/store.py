"""The household's store: one SQLite file, and all that is asked of it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from screener.store.aftercare import AftercareNotes
from screener.store.callers import CallerStore
from screener.store.calls import Calls
from screener.store.care import Care, settle_and_close
from screener.store.complaint_files import ComplaintFiles
from screener.store.counts import Counts
from screener.store.deeds import Deeds
from screener.store.drafts import Drafts
from screener.store.driver import open_database
from screener.store.filling import Filling
from screener.store.fired import FiredRules
from screener.store.forget import Forget, finish_forgetting
from screener.store.imports import Imports
from screener.store.insights import Insights
from screener.store.knowing import Knowing
from screener.store.ledger import Ledger, load_expecting, load_ledger
from screener.store.lessons import Lessons
from screener.store.merges import Merging
from screener.store.migrate import migrate
from screener.store.outgoing import Going
from screener.store.people import People, load_people
from screener.store.removal import Removal
from screener.store.reputation import Reputations
from screener.store.settings import Settings, day_of, defaults_of, region_of, setting
from screener.store.suspects import Suspects
from screener.store.tags import Tags
from screener.store.taking_in import TakingIn
from screener.store.undo import Undoing
from screener.store.vendor_rows import load_vendors
from screener.store.verify import Evidence
from screener.store.whole import Whole
from screener.store.windows import Windows
from screener.vendor import Household


def _present() -> datetime:
    return datetime.now().astimezone()


class Store(
    TakingIn,
    Filling,
    Calls,
    Imports,
    Lessons,
    Undoing,
    CallerStore,
    Knowing,
    Merging,
    People,
    Ledger,
    Settings,
    Drafts,
    Suspects,
    Evidence,
    Removal,
    Forget,
    AftercareNotes,
    Care,
    Counts,
    ComplaintFiles,
    Reputations,
    Deeds,
    Tags,
    Windows,
    Insights,
    FiredRules,
    Going,
    Whole,
):
    """Everything that a household keeps. Each part of it stands in a file of its own.

    What a person does wrong, and what is wrong with the file or its folder, is a `Fault`.
    Several programs may have the file open at once; a write waits up to five seconds for
    another.
    """

    @classmethod
    def open(cls, path: Path, clock: Callable[[], datetime] = _present) -> Self:
        """Open the file, made with its folder where there is none, and bring it up to date.

        `clock` gives the moment at which things are written down (aware).
        """
        db = open_database(path)
        try:
            migrate(db)
            finish_forgetting(db)
        except BaseException:
            db.close()
            raise
        return cls(db, clock)

    @property
    def path(self) -> Path:
        """The file, with links resolved."""
        return self._db.path

    def close(self) -> None:
        """Close the file; more than once does no harm."""
        settle_and_close(self._db)
        self.end_window()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def household(self) -> Household:
        """Everything that calls are judged against, as it stands now."""
        db = self._db
        return Household(
            region=region_of(db),
            state=setting(db, "state", ""),
            time_zone=setting(db, "time_zone", ""),
            vendors=load_vendors(db),
            people=load_people(db),
            own_numbers=tuple(setting(db, "own_numbers", ())),
            registered_on=day_of(setting(db, "registered_on")),
            defaults=defaults_of(db),
            expecting=load_expecting(db),
            ledger=load_ledger(db),
        )

    def data_version(self) -> int:
        """A number that changes when another program (or another `Store`) wrote to the file."""
        return int(self._db.value("PRAGMA data_version"))
