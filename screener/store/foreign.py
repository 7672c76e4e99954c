"""Tables of other programs' databases, read and never written."""

from collections.abc import Iterator, Sequence

from screener.store.driver import Database, Line
from screener.store.whole import columns_of


def known_columns(db: Database, table: str, wanted: Sequence[str]) -> tuple[str, ...] | None:
    """Those of the wanted columns that the table has; None where there is no such table, or one
    that runs a program's own code when it is read."""
    known = db.value("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,))
    if known is None or "virtual" in str(known)[:20].casefold():
        return None
    there = columns_of(db, table)
    return tuple(name for name in wanted if name in there)


def row_count(db: Database, table: str) -> int:
    """How many rows a table has that is known to be there."""
    return int(db.value(" ".join(("SELECT count(*) FROM", table))))


def encoding(db: Database) -> str:
    """In what its texts are written: UTF-8, UTF-16le or UTF-16be."""
    return str(db.value("PRAGMA encoding"))


def rows(db: Database, table: str, columns: Sequence[str], longest: int) -> Iterator[Line]:
    """The rows of a table that is known to be there. Texts are bytes as they lie there, since
    nobody says that they can be read, and none is longer than that many."""
    # Names that stand in our own files alone; nothing of them is anybody else's.
    cut = ", ".join(
        f"CASE WHEN typeof({name}) IN ('text', 'blob') "
        f"THEN substr(CAST({name} AS BLOB), 1, {longest}) ELSE {name} END"
        for name in columns
    )
    return db.each(" ".join(("SELECT", cut, "FROM", table)))
