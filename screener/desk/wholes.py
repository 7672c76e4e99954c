"""An export of everything read back: into an empty database as it was, into a full one beside
what is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from screener.chain import Anchor
from screener.desk.calls import Calls
from screener.faults import Fault
from screener.store.driver import Database, open_database
from screener.store.migrate import LATEST, migrate

if TYPE_CHECKING:
    from screener.call import Call
    from screener.feeds.source import Source
    from screener.screening import Screening
    from screener.store.taking_in import Judge, Taken
    from screener.store.whole import Head


class Read(NamedTuple):
    """What came of an export that was read: the head of its chain, how many calls there are now;
    where the database was not empty, what was taken in and the copy of what stood before."""

    anchor: Anchor
    calls: int
    taken: Taken | None = None
    kept: Path | None = None


def is_whole(path: Path) -> bool:
    """Whether a file begins as an export of everything does."""
    from screener.store.whole import BEGINS  # noqa: PLC0415 - only to import

    try:
        with path.open("rb") as file:
            return file.read(len(BEGINS) + 3).removeprefix(b"\xef\xbb\xbf").startswith(BEGINS)
    except OSError:
        # Whoever opens it next says what is wrong with it.
        return False


class Wholes(Calls):
    """Reading everything back."""

    def read_whole(self, path: Path, *, dry_run: bool = False) -> Read:
        """Reads an export of everything, all or nothing; with `dry_run` nothing is kept.

        An empty database becomes the one that was exported, with the same chain. In another one
        a notice quotes the head of the foreign chain and what is new follows; a copy of what
        stood before is kept beside it. Raises Fault where the export is not whole.
        """
        from screener.feeds.source import opened  # noqa: PLC0415 - only to import
        from screener.store.filling import read_head  # noqa: PLC0415

        source = opened(path)
        try:
            head = read_head(next(_lines(source))[1])
            if self.store.is_blank() and head.step == LATEST and not dry_run:
                return Read(self.store.fill(_lines(source)), self.store.count())
            with self._filled(source, head) as other:
                return self._join(other, head.anchor, dry_run=dry_run)
        except StopIteration:
            raise Fault(f"{path}: is empty.") from None
        except Fault as fault:
            raise Fault(f"{path}: {fault}") from None
        finally:
            self._household = self._words = None

    def _join(self, other: Database, anchor: Anchor, *, dry_run: bool) -> Read:
        from screener.store.copies import RESTORE  # noqa: PLC0415 - only to import
        from screener.store.foreign import row_count  # noqa: PLC0415
        from screener.store.whole import Whole  # noqa: PLC0415

        if self.store.is_blank():
            if not dry_run:
                self.store.fill(enumerate(Whole(other, self.clock).whole(), 1))
            return Read(anchor, row_count(other, "call"))
        kept = None if dry_run else self.store.copy_now(RESTORE)
        taken = self._taken(other, dry_run=dry_run)
        return Read(anchor, self.store.count(), taken, kept)

    def _taken(self, other: Database, *, dry_run: bool) -> Taken:
        def judge() -> Judge:
            self._household = self._words = None
            return self._judge_taken

        with self.store.tentative() if dry_run else self.store.transaction():
            return self.store.take_in(other, judge)

    def _judge_taken(self, call: Call) -> Screening | None:
        return self.screen(call) if call.has_ground else None

    @contextmanager
    def _filled(self, source: Source, head: Head) -> Iterator[Database]:
        """What the export holds, in a file of its own that goes when it was used."""
        import tempfile  # noqa: PLC0415 - only to import

        from screener.store.filling import Filling, put_rows  # noqa: PLC0415

        with tempfile.TemporaryDirectory(dir=self.store.path.parent, prefix=".reading-") as folder:
            path = Path(folder) / "screener.db"
            with closing(open_database(path)) as db:
                migrate(db, head.step)
                with db.transaction():
                    put_rows(db, _lines(source))
                migrate(db)
                with db.transaction():
                    Filling(db, self.clock).check_filled(head)
                yield db


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    for line in source.lines():
        if line.wrong:
            raise Fault(f"line {line.number}: {line.wrong}.")
        yield line.number, line.text.removeprefix("\ufeff")
