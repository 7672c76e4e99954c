"""The household's store: one SQLite file, and all that is asked of it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from screener.store.callers import FORGETTING, CallerStore
from screener.store.care import Care, settle_and_close
from screener.store.drafts import Drafts
from screener.store.driver import open_database
from screener.store.knowing import Knowing
from screener.store.ledger import Ledger, load_expecting, load_ledger
from screener.store.lessons import Lessons
from screener.store.migrate import migrate
from screener.store.people import load_people
from screener.store.rare import Rare
from screener.store.settings import Settings, day_of, defaults_of, region_of, setting
from screener.store.vendor_rows import load_vendors
from screener.vendor import Household


def _present() -> datetime:
    return datetime.now().astimezone()


class Store(CallerStore, Knowing, Lessons, Ledger, Settings, Drafts, Care, Rare):
    """Everything that a household keeps. Each part of it stands in a file of its own,
    and those that are seldom wanted are loaded when they are.

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
            if db.value(FORGETTING) is not None:
                from screener.store.forget import finish_forgetting  # noqa: PLC0415 - hardly ever

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
