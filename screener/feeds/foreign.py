"""Other programs' databases, read and never written."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from screener.faults import Fault
from screener.feeds.source import LONGEST_LINE, Source
from screener.store import foreign
from screener.store.driver import Database, open_unchanged

MAGIC = b"SQLite format 3\x00"

Row = dict[str, object]


@contextmanager
def opened_database(source: Source) -> Iterator[Database]:
    """The database that lies there. Fault where it is none."""
    if source.is_folder:
        raise Fault(f"{source.path}: is a folder, and this format is a file.")
    with closing(open_unchanged(source.path, ours=False)) as db:
        yield db


def rows_of(db: Database, table: str, wanted: Sequence[str], source: Source) -> Iterator[Row]:
    """The rows of a table by the names of their columns, as far as it has them. Programs change
    their tables from version to version. Fault where there is no such table."""
    columns = foreign.known_columns(db, table, wanted)
    if columns is None:
        raise Fault(f"{source.path}: has no table {table}.")
    if not columns:
        raise Fault(f"{source.path}: the table {table} has none of the columns that are known.")
    total = max(foreign.row_count(db, table), 1)
    for at, line in enumerate(foreign.rows(db, table, columns, LONGEST_LINE), 1):
        source.done = source.size * at // total
        yield dict(zip(columns, line, strict=True))


def text_of(value: object) -> str:
    """A cell as text, '' for none."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)
