"""Bring a database to the form that this program knows, in numbered steps."""

from collections.abc import Callable
from datetime import UTC, datetime

from screener.faults import Fault
from screener.store.driver import Database, statements

LATEST = 13
"""The number of the last migration. Known here, so that nothing is read when nothing is due."""

_BEYOND_SQL = (2, 4)
"""Steps that do more than their SQL, in the same transaction."""


def migrate(db: Database, step: int | None = None) -> None:
    """Apply the migrations that are due (up to a step), each in a transaction (those of a new file
    in one), and record them.

    A database that holds something is copied beside itself first. Raises Fault for one that a
    newer program has written, before anything is changed.
    """
    if is_current(db):
        return
    _refuse_newer(db)
    latest = LATEST if step is None else step
    if _version(db) == 0:
        # All at once: a program that opens the file meanwhile must not take it for an older one.
        with db.transaction():
            _apply_due(db, latest)
    else:
        _copy_older(db)
        _apply_due(db, latest)


def _apply_due(db: Database, latest: int) -> None:
    for number, name, script in _scripts():
        if _version(db) < number <= latest:
            _apply(db, number, name, script)


def is_current(db: Database) -> bool:
    """Whether the file has the form that this program knows."""
    return _version(db) == LATEST


def _version(db: Database) -> int:
    return int(db.value("PRAGMA user_version"))


def _refuse_newer(db: Database) -> None:
    version = _version(db)
    if version > LATEST:
        raise Fault(
            f"The database {db.path} was written by a newer version of Screener "
            f"(step {version}, this program knows {LATEST}); update Screener to open it."
        )


def _copy_older(db: Database) -> None:
    from screener.store.copies import (  # noqa: PLC0415 - only for an older file
        UPDATE,
        copy_beside,
        thin_out,
    )

    copy_beside(db, UPDATE)
    thin_out(db.path)


def _scripts() -> list[tuple[int, str, str]]:
    from importlib.resources import files  # noqa: PLC0415 - slow, and seldom needed

    found = sorted(
        (
            entry
            for entry in files("screener.store").joinpath("migrations").iterdir()
            if entry.name.endswith(".sql")
        ),
        key=lambda entry: entry.name,
    )
    return [
        (int(entry.name[:4]), entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8"))
        for entry in found
    ]


def _apply(db: Database, number: int, name: str, script: str) -> None:
    with db.transaction():
        # Another program may have been quicker.
        if _version(db) >= number:
            return
        for statement in statements(script):
            db.run(statement)
        if number in _BEYOND_SQL:
            _beyond_sql(number)(db)
        db.run(
            "INSERT INTO applied_migration (name, applied_at) VALUES (?, ?)",
            (name, datetime.now(UTC).isoformat(timespec="seconds")),
        )
        db.run(f"PRAGMA user_version = {number}")


def _beyond_sql(number: int) -> Callable[[Database], None]:
    from screener.store.chain import chain_all  # noqa: PLC0415 - only for an older file
    from screener.store.recast import recast  # noqa: PLC0415

    return chain_all if number == 2 else recast
