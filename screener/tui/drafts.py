"""The draft on its way to the file, at every key press and never where keys are read; and those
that windows left which are closed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from screener.faults import Fault

if TYPE_CHECKING:
    from screener.call import Call
    from screener.desk import Desk


class Drafts:
    """Hands each draft to the desk at once. While the desk is busy, the newest takes the place
    of those before it, so that a fast typist waits for nothing and loses nothing."""

    def __init__(
        self,
        tell: Callable[[Callable[[Desk], object]], None],
        complain: Callable[[str], None],
    ) -> None:
        """`tell` has something done in the desk's thread; `complain` is called there with what
        went wrong, once until a draft could be kept again."""
        self._tell, self._complain = tell, complain
        self._draft: Call | None = None
        self._waiting = False
        self._failing = False
        self._left: list[int] = []
        self._offered = self._skipped = False

    @property
    def left(self) -> int:
        """How many drafts were left when this window was opened, and wait still. What is left
        later is for the window that is opened then."""
        return len(self._left)

    def keep(self, draft: Call | None) -> None:
        """Keeps a draft; None throws it away."""
        self._draft = draft
        if not self._waiting:
            self._waiting = True
            self._tell(self._write)

    def look(self, desk: Desk) -> None:
        """Looks which drafts were left. In the desk's thread."""
        self._left = list(desk.drafts_left())

    def take(self, desk: Desk) -> Call | None:
        """The newest of those left, None where there is none. It is this window's from now on,
        and nothing is kept until it was accepted or given back. In the desk's thread."""
        while self._left:
            call = desk.take_draft(self._left[0])
            if call is not None:
                self._offered = True
                return call
            del self._left[0]
        return None

    def accept(self, taken: Call) -> None:
        """The draft that was taken goes into the form."""
        del self._left[0]
        self._draft = taken
        self._tell(self._accepted)

    def give_back(self) -> None:
        """Something else came into the form before the draft that was taken: that waits."""
        self._tell(self._given_back)

    def _accepted(self, desk: Desk) -> None:
        self._offered = False
        if self._skipped:
            self._write(desk)

    def _given_back(self, desk: Desk) -> None:
        self._offered = False
        with suppress(Fault):
            desk.leave_draft()
        self._write(desk)

    def _write(self, desk: Desk) -> None:
        # Lowered before the draft is read: one that comes from here on asks for a turn of its own.
        self._waiting = False
        self._skipped = self._offered
        if self._offered:
            return
        try:
            desk.save_draft(self._draft)
        except Fault as fault:
            if not self._failing:
                self._complain(str(fault))
            self._failing = True
        else:
            self._failing = False
