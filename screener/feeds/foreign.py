"""Other programs' databases, read and never written."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from screener.faults import Fault
from screener.feeds.protocol import Skipped
from screener.feeds.source import LONGEST_LINE, Source
from screener.store import foreign
from screener.store.driver import Database, as_it_came, open_unchanged

MAGIC = b"SQLite format 3\x00"

TOO_LONG = f"a text in the row is longer than {LONGEST_LINE >> 20} MiB"

Row = dict[str, object]


@contextmanager
def opened_database(source: Source) -> Iterator[Database]:
    """The database that lies there. Fault where it is none, or damaged."""
    if source.is_folder:
        raise Fault(f"{source.path}: is a folder, and this format is a file.")
    with closing(open_unchanged(source.path, ours=False)) as db, as_it_came(source.path):
        yield db


def rows_of(
    db: Database, table: str, wanted: Sequence[str], source: Source
) -> Iterator[tuple[int, Row | Skipped]]:
    """The rows of a table, numbered, by the names of their columns, as far as it has them, or why
    one cannot be read. Programs change their tables from version to version. Fault where there is
    no such table."""
    columns = foreign.known_columns(db, table, wanted)
    if columns is None:
        raise Fault(f"{source.path}: has no table {table}.")
    if not columns:
        raise Fault(f"{source.path}: the table {table} has none of the columns that are known.")
    total, encoding = max(foreign.row_count(db, table), 1), foreign.encoding(db)
    for at, line in enumerate(foreign.rows(db, table, columns, LONGEST_LINE + 1), 1):
        source.done = source.size * at // total
        yield at, _row(at, dict(zip(columns, line, strict=True)), encoding)


def _row(at: int, row: Row, encoding: str) -> Row | Skipped:
    for name, value in row.items():
        if not isinstance(value, bytes):
            continue
        if len(value) > LONGEST_LINE:
            return Skipped(at, TOO_LONG)
        try:
            row[name] = value.decode(encoding)
        except UnicodeDecodeError:
            return Skipped(at, f"the row is not {encoding}")
        if "\0" in str(row[name]):
            return Skipped(at, "the row holds NUL bytes")
    return row


def text_of(value: object) -> str:
    """A cell as text, '' for none."""
    return "" if value is None else str(value)
