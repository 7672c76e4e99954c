"""The automatic copies that lie beside the file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from screener.faults import Fault
from screener.store.driver import Database


def copy_beside(db: Database) -> Path:
    """Copies the file beside itself, under a name that tells the step it stands at and when."""
    version = int(db.value("PRAGMA user_version"))
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = db.path.with_name(f"{db.path.name}.backup-{version:04d}-{stamp}")
    db.backup(target)
    return target


def copies_of(path: Path) -> list[Path]:
    """The automatic copies beside a file, with whatever lies beside those."""
    return sorted(_beside(path))


def _beside(path: Path) -> Iterator[Path]:
    for entry in path.parent.iterdir():
        if entry.name.startswith(f"{path.name}.backup-"):
            yield entry


def renew_copies(db: Database) -> int:
    """Puts one copy of the file as it stands in the place of all older ones, so that nothing
    is in them that is no longer in the file; how many went. Where there was none, none is
    made. Raises Fault when a copy cannot be deleted; where no new one can be made, the old
    ones go all the same."""
    old = copies_of(db.path)
    if not old:
        return 0
    kept: Path | None = None
    try:
        kept = copy_beside(db)
    finally:
        for path in old:
            if path != kept:
                _delete(path)
    return len(old)


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise Fault(f"{path}: cannot be deleted ({error.strerror}); delete it yourself.") from error
