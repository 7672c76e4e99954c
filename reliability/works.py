"""What the program is killed at: pieces of work on a household, and what must hold afterwards."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reliability import household
from reliability.checking import bytes_left, command
from reliability.household import NAME, SECRET, SECRET_WORD
from reliability.killing import Say
from reliability.state import State, difference, read
from screener.faults import Fault
from screener.store import Store
from screener.store.copies import listed
from screener.store.restore import content_of

IMPORTED = 2_500
"""Calls of the file that is imported: two batches."""


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that is done once to a file, always the same.

    `prepare` makes the folder in which it is done; `do` does it, on the file in a folder; `wrong`
    tells what does not hold of a file afterwards, given the file as it was before, as it is when
    all went well, and whether the work was acknowledged.
    """

    name: str
    prepare: Callable[[Path], object]
    do: Callable[[Path], None]
    wrong: Callable[["After"], Iterator[str]]


@dataclass(frozen=True, slots=True)
class After:
    """What is looked at after a kill."""

    folder: Path
    before: State
    whole: State
    acknowledged: bool

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / NAME


def acknowledged(work: Work, folder: Path) -> Callable[[Say], None]:
    """The work, with word of its end."""

    def done(say: Say) -> None:
        work.do(folder)
        say({"did": work.name})

    return done


def must(path: Path, *arguments: str) -> None:
    """A command that must come to a good end."""
    answer = command(path, *arguments)
    if answer.code:
        raise Fault(f"{' '.join(arguments)}: {answer.code} {answer.err}")


def all_or_nothing(after: After) -> Iterator[str]:
    """As before or as after, and as after where that was acknowledged."""
    now = read(after.path)
    if now == after.whole or (now == after.before and not after.acknowledged):
        return
    than = "it is done" if after.acknowledged else "nothing was done"
    yield f"half is done, against when {than}: " + difference(
        now, after.whole if after.acknowledged else after.before
    )


def _import(folder: Path) -> None:
    must(folder / NAME, "import", str(folder / "calls.xml"))


def _to_import(folder: Path) -> None:
    household.filled(folder / NAME, 1)
    household.calls_xml(folder / "calls.xml", 1, IMPORTED)


def _imported(folder: Path) -> None:
    _to_import(folder)
    _import(folder)


def _wrong_import(after: After) -> Iterator[str]:
    """Either way leads on: the same file once more brings the rest, or all of it is taken back."""
    wanted = _without_imports(after.whole if after.acknowledged else after.before)
    if after.acknowledged and (told := difference(_without_imports(read(after.path)), wanted)):
        yield f"an acknowledged import is not there: {told}"
    begun = [key.split()[1] for key, state in read(after.path).items() if state == "begun"]
    # By turns, and always the same for the same file.
    if len(read(after.path)) % 2:
        for number in begun:
            must(after.path, "import", "--undo", number)
    else:
        _import(after.folder)
        wanted = _without_imports(after.whole)
    if told := difference(_without_imports(read(after.path)), wanted):
        yield f"{'taken back' if begun else 'brought in again'}, it is not whole: {told}"


def _without_imports(state: State) -> State:
    # Ids of imported calls are made up anew each time: how many there are is what counts.
    calls = {key: value for key, value in state.items() if value != ""}
    kept = {key: value for key, value in calls.items() if not key.startswith("import ")}
    return kept | {"calls without words": sum(value == "" for value in state.values())}


def _undo_import(folder: Path) -> None:
    must(folder / NAME, "import", "--undo", "1")


def _migrate(folder: Path) -> None:
    Store.open(folder / NAME).close()


def _wrong_migration(after: After) -> Iterator[str]:
    if told := difference(read(after.path), after.whole):
        yield f"after a kill the steps lead elsewhere: {told}"
    if not any(copy.before == "before-update" for copy in listed(after.path)):
        yield "no copy was made before the update"


def _with_backup(folder: Path) -> None:
    household.filled(folder / NAME, 1, 200)
    must(folder / NAME, "backup", str(folder / "stick.db"))
    must(folder / NAME, "log", "--company", "Acme", "--said", "free panels today")


def _backup(folder: Path) -> None:
    must(folder / NAME, "backup", str(folder / "stick.db"))


def _wrong_backup(after: After) -> Iterator[str]:
    yield from all_or_nothing(after)
    calls = content_of(after.folder / "stick.db").calls
    if calls not in ({201} if after.acknowledged else {200, 201}):
        yield f"the backup holds {calls} calls"


def _copy(folder: Path) -> None:
    must(folder / NAME, "backup")


def _with_secret(folder: Path) -> None:
    household.with_secret(household.filled(folder / NAME, 1, 120))


def _forget(folder: Path) -> None:
    must(folder / NAME, "forget", SECRET, "--yes")


def _wrong_forget(after: After) -> Iterator[str]:
    yield from all_or_nothing(after)
    if read(after.path) == after.whole:
        yield from bytes_left(after.folder, SECRET, SECRET_WORD)


def _with_older(folder: Path) -> None:
    household.filled(folder / NAME, 1, 200)
    must(folder / NAME, "backup", str(folder / "stick.db"))
    must(folder / NAME, "log", "--company", "Acme", "--said", "free panels today")


def _restore(folder: Path) -> None:
    must(folder / NAME, "restore", str(folder / "stick.db"), "--yes")


def _wrong_restore(after: After) -> Iterator[str]:
    yield from all_or_nothing(after)
    if read(after.path) != after.whole:
        return
    kept = [copy.path for copy in listed(after.path) if copy.before == "before-restore"]
    if not any(content_of(copy).calls == 201 for copy in kept):
        yield "what was there before the restoring is not kept"


def _to_undo(folder: Path) -> None:
    household.filled(folder / NAME, 1)
    must(folder / NAME, "log", "--company", "Acme", "--said", "free panels", "--told-to-stop")


def _undo(folder: Path) -> None:
    must(folder / NAME, "undo")


ONCE: Sequence[Work] = (
    Work("import calls.xml", _to_import, _import, _wrong_import),
    Work("take an import back", _imported, _undo_import, all_or_nothing),
    Work("migrate from the first step", lambda at: household.old_file(at / NAME), _migrate,
         _wrong_migration),
    Work("back up over an older one", _with_backup, _backup, _wrong_backup),
    Work("copy beside the file", _with_older, _copy, all_or_nothing),
    Work("forget a vendor", _with_secret, _forget, _wrong_forget),
    Work("restore", _with_older, _restore, _wrong_restore),
    Work("undo a call told to stop", _to_undo, _undo, all_or_nothing),
)  # fmt: skip


class Bench:
    """The folder in which a work is prepared once, and a fresh copy of it for each kill."""

    def __init__(self, work: Work, place: Path) -> None:
        self.work = work
        self._base = place / "base"
        self._base.mkdir(mode=0o700, parents=True)
        self.folder = place / "fresh"
        work.prepare(self._base)

    def fresh(self) -> Path:
        """The folder as before the work."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self._base, self.folder)
        return self.folder
