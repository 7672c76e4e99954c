"""The automatic copies that lie beside the file: when they are due, how many, and which go."""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from screener.chain import Anchor
from screener.faults import Fault
from screener.store.chain import present
from screener.store.driver import Database
from screener.store.moments import micros
from screener.store.search import storable

DAY = timedelta(days=1)
DAYS, WEEKS, KEPT = 3, 4, 3
"""Kept are the newest copy of each of the last three days that have one, of four weeks before
those, and the last three that were made before an update or a restoring."""

MOST_BYTES = 4_000_000_000
"""All copies together. Of a file so large that they would take more, fewer are kept."""

SPARE_BYTES = 200_000_000
"""Left free on the disk. Where a copy would take of that, none is made."""

UPDATE, RESTORE = "before-update", "before-restore"
"""What a copy was made before, where it is not one of the daily ones."""

_UNFINISHED = re.compile(r"\.backup-(?:restoring|[^/]*\.part)(?:-journal|-wal|-shm)?")
"""What a program that was killed leaves of a copy; one under way is written to all the time."""

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(rf"\.backup-(\d{{4}})-(\d{{8}}T\d{{6}}Z)(?:-({UPDATE}|{RESTORE}))?")


class Copy(NamedTuple):
    """A copy beside the file: the step of its schema, when it was made, and before what
    (UPDATE, RESTORE, or '' for a daily one)."""

    path: Path
    version: int
    at: datetime
    before: str = ""


def copy_beside(db: Database, before: str = "", go_on: Callable[[], None] = lambda: None) -> Path:
    """Copies the file beside itself, under a name that tells the step it stands at and when.

    Fault where the copy could not be made, does not read well, or where something was
    forgotten meanwhile; then there is none.
    """
    version = int(db.value("PRAGMA user_version"))
    _need_room(db)
    target = free_name(db.path, version, before)
    copied = copy_to(db, target, go_on)
    # What is forgotten from now on finds the copy under its name.
    if _emptied(db) != copied.emptied:
        delete_copy(target)
        raise Fault("Something was forgotten while the copy was made; the copy was thrown away.")
    return target


class Copied(NamedTuple):
    """What a copy holds: the chain's head (None before there was one), and how many notices."""

    anchor: Anchor | None
    emptied: int


def copy_to(db: Database, target: Path, go_on: Callable[[], None] = lambda: None) -> Copied:
    """Copies the file there, read through and with the head of the chain quoted in it."""
    found: list[Copied] = []

    def finish(copy: Database) -> None:
        (said,) = copy.one("PRAGMA quick_check(1)") or ("",)
        if said != "ok":
            raise Fault(f"The copy of {db.path} does not read well ({said}); is that damaged?")
        anchor = present(copy) if _has(copy, "anchor") else None
        if anchor is not None:
            quote_backup(copy, anchor, target)
        found.append(Copied(anchor, _emptied(copy)))

    db.backup(target, finish, go_on)
    return found[0]


def quote_backup(db: Database, anchor: Anchor, target: Path) -> None:
    """Keeps the head of the chain as quoted in the backup at `target`."""
    now = micros(datetime.now().astimezone())
    db.run(
        "INSERT INTO anchor (head, records, at, at_offset, quoted, file) VALUES (?, ?, ?, ?, ?, ?)",
        (*anchor, *now, "backup", storable(str(target))),
    )


def _emptied(db: Database) -> int:
    return int(db.value("SELECT count(*) FROM notice")) if _has(db, "notice") else 0


def _has(db: Database, table: str) -> bool:
    return db.value("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)) is not None


def _need_room(db: Database) -> None:
    size = int(db.value("PRAGMA page_count")) * int(db.value("PRAGMA page_size"))
    if shutil.disk_usage(db.path.parent).free < size + SPARE_BYTES:
        raise Fault(
            f"The disk is nearly full: no copy of {db.path} was made beside it; "
            "make room, or write one elsewhere with `screener backup FILE`."
        )


def free_name(path: Path, version: int, before: str = "") -> Path:
    """A name for a copy that is made now; that of the next free second."""
    at = datetime.now(UTC)
    while True:
        stamp = at.strftime(_STAMP) + (f"-{before}" if before else "")
        target = path.with_name(f"{path.name}.backup-{version:04d}-{stamp}")
        if not target.exists():
            return target
        at += timedelta(seconds=1)


def copies_of(path: Path) -> list[Path]:
    """The automatic copies beside a file, with whatever lies beside those."""
    return sorted(_beside(path))


def _beside(path: Path) -> Iterator[Path]:
    for entry in path.parent.iterdir():
        if entry.name.startswith(f"{path.name}.backup-"):
            yield entry


def listed(path: Path) -> list[Copy]:
    """The whole copies beside a file, the newest first."""
    found = []
    for entry in _beside(path):
        match = _NAME.fullmatch(entry.name.removeprefix(path.name))
        if match is not None:
            version, stamp, before = match.groups()
            with suppress(ValueError):
                at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
                found.append(Copy(entry, int(version), at, before or ""))
    return sorted(found, key=lambda copy: copy.at, reverse=True)


def is_due(path: Path, now: datetime) -> bool:
    """Whether a file was written to since its newest copy, and that is a day old. Without any
    copy it is due; a file made within the day counts as copied then."""
    newest = next((copy.at for copy in listed(path) if not copy.before), None)
    if newest is None:
        return True
    return now - newest >= DAY and _written_at(path) > newest


def _written_at(path: Path) -> datetime:
    """When the file, or the log beside it, was last written to."""
    log = path.with_name(path.name + "-wal")
    seconds = max(each.stat().st_mtime for each in (path, log) if each.exists())
    return datetime.fromtimestamp(seconds, UTC)


def make_daily(
    db: Database, now: datetime, go_on: Callable[[], None] = lambda: None
) -> Path | None:
    """The copy of the day where it is due, and those that it makes one too many deleted."""
    if not is_due(db.path, now) or now - _made_at(db) < DAY:
        return None
    made = copy_beside(db, go_on=go_on)
    thin_out(db.path)
    return made


def _made_at(db: Database) -> datetime:
    first = db.value("SELECT min(applied_at) FROM applied_migration")
    return datetime.fromisoformat(first)


def thin_out(path: Path) -> None:
    """Deletes the copies beside a file that are more than are kept, and what is left of those
    that were never finished."""
    for entry in [*_beside(path)]:
        name = entry.name.removeprefix(path.name)
        if _UNFINISHED.fullmatch(name) and _untouched_for_a_day(entry):
            delete_copy(entry)
    copies = listed(path)
    kept = set(to_keep(copies))
    sizes = {copy.path: copy.path.stat().st_size for copy in copies}
    room = MOST_BYTES
    for place, copy in enumerate(copies):
        room -= sizes[copy.path] if copy in kept else 0
        # Two stay, however large they are.
        if copy not in kept or (room < 0 and place > 1):
            delete_copy(copy.path)


def _untouched_for_a_day(path: Path) -> bool:
    try:
        return datetime.now(UTC).timestamp() - path.stat().st_mtime > DAY.total_seconds()
    except FileNotFoundError:
        return False


def to_keep(copies: Sequence[Copy]) -> list[Copy]:
    """Which of the copies (the newest first) are kept."""
    daily = [copy for copy in copies if not copy.before]
    days = {copy.at.date(): copy for copy in reversed(daily)}
    newest = [days[day] for day in sorted(days, reverse=True)]
    older = newest[DAYS:]
    weeks = {copy.at.isocalendar()[:2]: copy for copy in reversed(older)}
    weekly = [weeks[week] for week in sorted(weeks, reverse=True)]
    others = [copy for copy in copies if copy.before]
    return newest[:DAYS] + weekly[:WEEKS] + others[:KEPT]


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
                delete_copy(path)
    return len(old)


def delete_copy(path: Path) -> None:
    """Deletes a copy. Fault where that fails."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise Fault(f"{path}: cannot be deleted ({error.strerror}); delete it yourself.") from error
