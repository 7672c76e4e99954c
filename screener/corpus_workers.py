"""Pieces of a file of calls, answered by worker processes of this machine in their order."""

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from queue import SimpleQueue

from screener.corpus import Answers, Engine, Setup
from screener.faults import Fault

_AHEAD = 2
"""Pieces under way for each worker: one in work, one that waits for it."""

_CONTEXT = get_context("spawn")


def answered_by_workers(
    cut: Iterable[bytes], setup: Setup, workers: int
) -> Generator[Answers, None, None]:
    """The answers to each piece in the order of the pieces, from worker processes.

    No more than twice as many pieces as workers are under way. Fault when a worker process
    ended before its time; what was answered until then was given out.
    """
    crew = _Crew(setup)
    under_way: deque[Future[Answers]] = deque()
    with ThreadPoolExecutor(workers) as threads:
        try:
            for piece in cut:
                if len(crew) < workers:
                    crew.start_one()
                under_way.append(threads.submit(crew.answer, piece))
                if len(under_way) >= _AHEAD * workers:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            crew.end()


class _Crew:
    """Worker processes, each with a pipe of its own. Not a pool of the standard library: its one
    queue can stay blocked for ever where a worker dies that was to read from it (older releases of
    Python 3.11, https://github.com/python/cpython/issues/94777)."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._members: list[_Worker] = []
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        # Started along with the first process otherwise, where it lets Ctrl-C through.
        resource_tracker.ensure_running()

    def __len__(self) -> int:
        return len(self._members)

    def start_one(self) -> None:
        """One more process."""
        worker = _Worker(self._setup)
        self._members.append(worker)
        self._idle.put(worker)

    def answer(self, piece: bytes) -> Answers:
        """What the next worker that is idle answers. Called in a thread for each worker."""
        worker = self._idle.get()
        try:
            return worker.answer(piece)
        finally:
            self._idle.put(worker)

    def end(self) -> None:
        """Ends all, whatever they are at."""
        for worker in self._members:
            worker.end()


class _Worker:
    """One process."""

    def __init__(self, setup: Setup) -> None:
        self._connection, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_work, args=(theirs, setup), daemon=True)
        with _interrupts_held():
            self._process.start()
        theirs.close()

    def answer(self, piece: bytes) -> Answers:
        """Its answer to a piece. Raises what it met, and Fault where it has ended."""
        try:
            self._connection.send_bytes(piece)
            told: Answers | Exception = self._connection.recv()
        except (EOFError, OSError):
            raise Fault(
                "a worker process ended before its work was done (killed, or out of memory?); "
                "run it again, with fewer workers if memory is short."
            ) from None
        if isinstance(told, Exception):
            raise told
        return told

    def end(self) -> None:
        """Ends it; whoever waits for its answer gets a Fault."""
        self._process.terminate()
        self._process.join()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits meanwhile. A process that is started within never hears it: in a terminal
    it reaches all processes, and the first of them ends the others in an orderly way."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(connection: Connection, setup: Setup) -> None:
    """The life of a worker, until its pipe is closed: by its parent's end, whatever that was."""
    engine = cache(setup.engine)
    with suppress(EOFError, OSError):
        while True:
            connection.send(_told(engine, connection.recv_bytes()))


def _told(engine: Callable[[], Engine], piece: bytes) -> Answers | Exception:
    try:
        return engine().answer(piece)
    except Exception as error:  # noqa: BLE001 - told by the parent, without anything of calls
        return error
