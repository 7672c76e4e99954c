"""Public complaints: files read into the store, looked at, and taken out again."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from screener.desk.bench import Bench
from screener.faults import Fault
from screener.reputation import Reputation, Source
from screener.text import one_line

if TYPE_CHECKING:
    from screener.reputation.reading.files import Opened
    from screener.reputation.reading.rows import Rows

BATCH = 50_000
"""Rows that are stored in one transaction: a fraction of a second, so that a call that comes
meanwhile is written down."""

Progress = Callable[[int, int], None]
"""Told how many bytes of a file were read, and how many it has."""


class Added(NamedTuple):
    """A file that was read in; `already` when its content was on file before."""

    source: Source
    already: bool


class Complaints(Bench):
    """What others complained of numbers."""

    def add_complaints(
        self, path: Path, format_: str = "", progress: Progress = lambda done, size: None
    ) -> Added:
        """Reads a file of complaints or a list of numbers into the store.

        `format_` is one of `reading.FORMATS`; empty: recognised by the content. Rows that cannot
        be read are passed over and counted. Raises Fault where the file cannot be read, its
        format is not known, or not one row of it could be read; nothing of it is kept then.
        """
        from screener.reputation.reading import files, recognise  # noqa: PLC0415 - only to add
        from screener.reputation.reading.rows import Rows  # noqa: PLC0415

        with files.opened(path) as file:
            name = one_line(path.name, 80)
            try:
                source = self.store.start_source(name, format_ or recognise(file.head), file.hash)
                if source.complete:
                    return Added(source, already=True)
                rows = Rows(self.region)
                return Added(self._read_in(source, file, rows, progress), already=False)
            except Fault as fault:
                raise Fault(f"{path}: {fault}") from None

    def complaint_sources(self) -> list[Source]:
        """The files that were read in."""
        return self.store.reputation_sources()

    def remove_complaints(self, name: str) -> Source:
        """Removes a file's complaints, by its name or its number in the list; those that
        another file tells of too stay."""
        source = self.store.reputation_source(name)
        self.store.remove_source(source)
        return source

    def reputation(self, text: str) -> Reputation | None:
        """What is on file of a number as typed; None where nothing is. Fault for what is none."""
        e164 = self._e164(text)
        if not e164:
            raise Fault(f"{text!r} is no telephone number.")
        return self.store.reputation(e164, self.clock())

    def _read_in(self, source: Source, file: "Opened", rows: "Rows", progress: Progress) -> Source:
        try:
            for _ in self._stored(source, file, rows):
                progress(file.read_so_far(), file.size)
            _check_read(rows)
        except BaseException:
            self.store.remove_source(source)
            raise
        return self.store.finish_source(source, rows.count, rows.junk())

    def _stored(self, source: Source, file: "Opened", rows: "Rows") -> Iterator[int]:
        """Stores a file batch by batch, and tells how many rows each had."""
        from screener.reputation.reading import COMPLAINTS, LISTS  # noqa: PLC0415 - only to add

        if source.format in COMPLAINTS:
            complaints = COMPLAINTS[source.format](file.text, rows)
            while batch := list(islice(complaints, BATCH)):
                self.store.add_complaints(source, batch)
                yield len(batch)
            return
        lines = LISTS[source.format](file.text, rows)
        while listed := list(islice(lines, BATCH)):
            self.store.add_listed(source, listed)
            yield len(listed)


def _check_read(rows: "Rows") -> None:
    junk = rows.junk()
    if rows.count and rows.count == sum(each.rows for each in junk):
        raise Fault(f"none of its {rows.count:,} rows could be read: {junk[0].reason}.")
