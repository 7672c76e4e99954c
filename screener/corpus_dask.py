"""A file of calls through the engine on a Dask cluster. The only importer of dask.

The file is cut by byte ranges. Each worker reads its range from the file itself and writes the
answers into a folder beside it, so that file and folder must be reached under one path from
every machine; over the network go only ranges and counts. The answers are joined in order.
"""

import os
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, BinaryIO, NamedTuple

from distributed import Client, as_completed

from screener.corpus import Engine, Setup, pieces_between
from screener.faults import Fault

RANGE = 1024 * 1024
"""Bytes to a task: a second or two of work, lost when its worker is."""

TRIES = 3
_UNDER_WAY = 256
_PATIENCE = 20.0
"""Seconds that a scheduler and its first worker may take to answer."""

Tell = Callable[[str], None]


class Range(NamedTuple):
    """One task: the lines of `file` that begin in these bytes, answered into `folder`.

    `size` and `changed` are the file's as the client saw it.
    """

    number: int
    begins: int
    ends: int
    file: str
    size: int
    changed: int
    folder: str

    def __str__(self) -> str:
        return f"piece {self.number} (bytes {self.begins:,} to {self.ends:,})"

    @property
    def answers(self) -> Path:
        """Where the answers lie once they are complete."""
        return Path(self.folder) / f"{self.number:08d}.jsonl"


class Ranged(NamedTuple):
    """What became of a range: lines, those with an error, and how often it was begun."""

    lines: int
    faulty: int
    begun: int


class Joined(NamedTuple):
    """The file with all answers, its lines, and those of them with an error."""

    file: Path
    lines: int
    faulty: int


def screen_on_cluster(
    file: Path, setup: Setup, scheduler: str, tell: Tell, *, size: int = RANGE
) -> Joined:
    """Answers a file of JSON Lines on the cluster at that address into FILE.screened.jsonl,
    byte for byte as one process would. `tell` gets a line for each piece that is tried again.

    Raises Fault where no cluster answers, where a piece failed three times (it is named), and
    where a worker would judge otherwise; then no file is made, and one from before stays.
    """
    file = file.resolve()
    target = file.with_name(file.name + ".screened.jsonl")
    try:
        folder = Path(mkdtemp(prefix=f".{target.name}-", dir=file.parent))
    except OSError as error:
        raise Fault(f"{file.parent}: cannot be written ({error.strerror}).") from None
    try:
        with _connected(scheduler) as client, (folder / "joined").open("wb") as joined:
            run = _Run(client, setup, tell, joined)
            run.follow(_ranges(file, folder, size))
            joined.flush()
            os.fsync(joined.fileno())
            (folder / "joined").replace(target)
        return Joined(target, run.lines, run.faulty)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _connected(scheduler: str) -> Any:
    try:
        client = Client(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise Fault(f"{scheduler}: no Dask scheduler answers ({type(error).__name__}).") from None
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        client.close()
        raise Fault(f"{scheduler}: the Dask cluster has no workers.") from None
    return client


def _ranges(file: Path, folder: Path, size: int) -> Iterator[Range]:
    state = file.stat()
    for number, begins in enumerate(range(0, state.st_size, size), 1):
        ends = min(begins + size, state.st_size)
        yield Range(number, begins, ends, str(file), state.st_size, state.st_mtime_ns, str(folder))


class _Run:
    """The ranges under way, those that wait for an earlier one, and what is joined."""

    def __init__(self, client: Any, setup: Setup, tell: Tell, joined: BinaryIO) -> None:
        self._client, self._setup, self._tell, self._joined = client, setup, tell, joined
        self._asked: dict[str, tuple[Range, int]] = {}
        self._done: dict[int, Range] = {}
        self._next = 1
        self.lines = 0
        self.faulty = 0

    def follow(self, ranges: Iterator[Range]) -> None:
        """Has all ranges answered, a bounded number at a time, and joins them in order."""
        futures = as_completed([self._ask(one) for one in islice(ranges, _UNDER_WAY)])
        for future in futures:
            again = self._settled(future)
            for one in (again,) if again else map(self._ask, islice(ranges, 1)):
                futures.add(one)

    def _ask(self, one: Range, tried: int = 1) -> Any:
        key = f"screener-{uuid.uuid4().hex}"
        self._asked[key] = one, tried
        return self._client.submit(answer_range, self._setup, one, key=key, pure=False)

    def _settled(self, future: Any) -> Any:
        """Takes note of what came back; the new future of a range that failed."""
        one, tried = self._asked.pop(future.key)
        if future.status == "finished":
            self._note(one, future.result())
            return None
        if future.status != "error":
            raise Fault(f"{one}: the Dask cluster went away; nothing was kept.")
        error = future.exception()
        if isinstance(error, Fault):
            raise Fault(f"{one}: {error}")
        why = f"{type(error).__name__}: {error}"
        if tried == TRIES:
            raise Fault(f"{one} failed {TRIES} times, at last with {why}; nothing was kept.")
        self._tell(f"{one} failed and is tried again, with {why}")
        return self._ask(one, tried + 1)

    def _note(self, one: Range, ranged: Ranged) -> None:
        if ranged.begun > 1:
            self._tell(f"{one} was begun {ranged.begun} times: a worker was lost.")
        self.lines += ranged.lines
        self.faulty += ranged.faulty
        self._done[one.number] = one
        while (ready := self._done.pop(self._next, None)) is not None:
            with ready.answers.open("rb") as answers:
                shutil.copyfileobj(answers, self._joined)
            ready.answers.unlink()
            self._next += 1


_lock = threading.Lock()


@lru_cache(maxsize=1)
def _engine(setup: Setup) -> Engine:
    return setup.engine()


def answer_range(setup: Setup, one: Range) -> Ranged:
    """What a worker does: answers the lines of its range into the folder beside the file."""
    # Threads of a worker would only take turns; an engine belongs to one of them at a time.
    with _lock:
        engine = _engine(setup)
        folder = Path(one.folder)
        # What a worker leaves behind that was lost on the way, or before it could tell.
        begun = 1 + len(list(folder.glob(f"{one.number:08d}.*")))
        part = folder / f"{one.number:08d}.{os.getpid()}.{uuid.uuid4().hex}.part"
        lines = faulty = 0
        with Path(one.file).open("rb") as stream, part.open("xb") as answers:
            state = os.fstat(stream.fileno())
            if (state.st_size, state.st_mtime_ns) != (one.size, one.changed):
                raise Fault(f"{one.file} changed, or is another file on this worker.")
            for piece in pieces_between(stream, one.begins, one.ends):
                found = engine.answer(piece)
                answers.write(found.text.encode())
                lines += found.lines
                faulty += found.faulty
        part.replace(one.answers)
        return Ranged(lines, faulty, begun)
