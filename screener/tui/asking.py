"""One thread that owns the desk, so that nothing slow ever runs where keys are read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from screener.faults import Fault

if TYPE_CHECKING:
    from screener.desk import Desk
    from screener.store.newest import Glance

T = TypeVar("T")


class Asker:
    """Opens the desk in its own thread at the first question and keeps it there: a database
    connection belongs to the thread that opened it."""

    first_look: Callable[[], Glance | None] | None = None
    """Opens the file for what needs no desk; None where nobody does."""

    def __init__(self, factory: Callable[[], Desk]) -> None:
        self._factory = factory
        self._desk: Desk | None = None
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")

    async def ask(self, question: Callable[[Desk], T]) -> T:
        """The desk's answer. Cancelled before its turn, the question is never asked."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._answer, question)

    async def glance(self, question: Callable[[Glance], T]) -> T | None:
        """What a first look at the file tells. None where the desk is open, or has to be."""
        if self.first_look is None or self._desk is not None:
            return None
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._look, question)

    def tell(self, order: Callable[[Desk], object]) -> None:
        """Hands over an order whose answer nobody waits for."""
        self._pool.submit(self._answer, order)

    def close(self) -> None:
        """Waits for what was handed over, then closes the desk."""
        self._pool.submit(self._close)
        self._pool.shutdown(wait=True)

    def _answer(self, question: Callable[[Desk], T]) -> T:
        if self._desk is None:
            self._desk = self._factory()
        return question(self._desk)

    def _look(self, question: Callable[[Glance], T]) -> T | None:
        seen = self.first_look() if self.first_look is not None and self._desk is None else None
        if seen is None:
            return None
        try:
            return question(seen)
        except Fault:
            return None  # the desk meets the same, and says so
        finally:
            seen.close()

    def _close(self) -> None:
        close = getattr(self._desk, "close", None)
        if close is not None:
            close()
        self._desk = None
