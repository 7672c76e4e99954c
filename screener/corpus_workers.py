"""Pieces of a file of calls, answered by worker processes of this machine in their order."""

import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context, parent_process

from screener.corpus import Answers, Engine, Setup
from screener.faults import Fault

_AHEAD = 2
"""Pieces under way for each worker: one in work, one that waits for it."""


def answered_by_workers(
    cut: Iterable[bytes], setup: Setup, workers: int
) -> Generator[Answers, None, None]:
    """The answers to each piece in the order of the pieces, from worker processes.

    No more than twice as many pieces as workers are under way. Fault when a worker process
    ended before its time; what was answered until then was given out.
    """
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (setup,))
    under_way: deque[Future[Answers]] = deque()
    try:
        for piece in cut:
            with _interrupts_held():
                under_way.append(pool.submit(_answer_in_worker, piece))
            if len(under_way) >= _AHEAD * workers:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool:
        raise Fault(
            "a worker process ended before its work was done (killed, or out of memory?); "
            "run it again, with fewer workers if memory is short."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits meanwhile. A process that is started within never hears it: in a terminal
    it reaches all processes, and the first of them ends the others in an orderly way."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_setup: list[Setup] = []


def _start_worker(setup: Setup) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _setup.append(setup)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@cache
def _engine() -> Engine:
    return _setup[0].engine()


def _answer_in_worker(piece: bytes) -> Answers:
    return _engine().answer(piece)
