"""Whether what lies beside the file is in order: copies, permissions, the folder."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from screener.store.copies import copies_of, listed
from screener.store.finding import Finding, ok, problem, warning

_OLD = timedelta(days=8)


def look_at_copies(path: Path) -> Iterator[Finding]:
    """Whether there are copies, and new ones."""
    copies = [copy for copy in listed(path) if not copy.before]
    if not copies:
        yield ok("copies", "none yet; one is made when something is written on another day")
        return
    age = datetime.now(UTC) - copies[0].at
    told = f"{len(copies)}, the newest of {copies[0].at:%Y-%m-%d}"
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if age > _OLD and written - copies[0].at > _OLD:
        yield warning("copies", told, "`screener backup` makes one and says what hinders it")
    else:
        yield ok("copies", told)


def look_at_permissions(path: Path, *, fix: bool) -> Iterator[Finding]:
    """Whether others can read the files, or look into the folder; put right with `fix`."""
    beside = [path.with_name(path.name + end) for end in ("", "-wal", "-shm")]
    files = [each for each in (*beside, *copies_of(path)) if each.is_file()]
    loose = [each for each in files if _mode(each) & 0o077]
    if loose and fix:
        loose = [each for each in loose if not _made_private(each, 0o600)]
    if loose:
        names = ", ".join(f"{each.name} ({_mode(each):04o})" for each in loose)
        yield problem("permissions", f"others can read {names}", "`screener doctor --fix`")
    else:
        yield ok("permissions", f"{len(files)} files, yours alone (0600)")
    yield _folder(path, fix=fix)


def _folder(path: Path, *, fix: bool) -> Finding:
    folder = path.parent
    mode = _mode(folder)
    if not mode & 0o077:
        return ok("folder", f"{folder}, yours alone ({mode:04o})")
    # A folder with other things in it may be shared on purpose.
    ours = all(each.name.startswith(path.name) for each in folder.iterdir())
    if ours and fix and _made_private(folder, 0o700):
        return ok("folder", f"{folder} was open to others and is yours alone now (0700)")
    todo = "`screener doctor --fix`" if ours else "keep the database in a folder of its own"
    return warning("folder", f"others can look into {folder} ({mode:04o})", todo)


def _made_private(path: Path, mode: int) -> bool:
    try:
        path.chmod(mode)
    except OSError:
        return False
    return True


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
