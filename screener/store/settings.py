"""What the household set."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from screener.faults import Fault
from screener.store.driver import Database
from screener.store.room import Room
from screener.store.search import storable
from screener.words import Choice, Purpose

_HOME = "US"


class Settings(Room):
    """Settings by name, each a JSON value."""

    def setting(self, key: str, default: Any = None) -> Any:
        """What was set under that name, else `default`."""
        return setting(self._db, key, default)

    def set_setting(self, key: str, value: Any) -> None:
        """Sets a value that JSON can hold; None takes the setting away."""
        if value is None:
            self._db.run("DELETE FROM setting WHERE key = ?", (key,))
            return
        try:
            text = json.dumps(value, separators=(",", ":"))
        except (TypeError, ValueError) as error:
            raise Fault(f"{key}: must be a value that JSON can hold.") from error
        self._db.run(
            "INSERT INTO setting (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (storable(key), text),
        )


def setting(db: Database, key: str, default: Any = None) -> Any:
    """What was set under that name, else `default`."""
    text: str | None = db.value("SELECT value FROM setting WHERE key = ?", (key,))
    return default if text is None else json.loads(text)


def region_of(db: Database) -> str:
    """The household's country, in whose manner numbers are read."""
    return str(setting(db, "region", _HOME))


def defaults_of(db: Database) -> Mapping[Purpose, Choice]:
    """The household's regime by purpose."""
    chosen = setting(db, "defaults", {})
    return {Purpose(purpose): Choice(choice) for purpose, choice in chosen.items()}


def day_of(text: str | None) -> date | None:
    """A day as the file keeps it."""
    return None if text is None else date.fromisoformat(text)


def text_of(day: date | None) -> str | None:
    """A day for the file."""
    return None if day is None else day.isoformat()
