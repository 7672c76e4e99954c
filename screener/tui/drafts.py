"""The draft on its way to the file: at every key press, and never where keys are read."""

from __future__ import annotations

from collections.abc import Callable
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

    def keep(self, draft: Call | None) -> None:
        """Keeps a draft; None throws it away."""
        self._draft = draft
        if not self._waiting:
            self._waiting = True
            self._tell(self._write)

    def _write(self, desk: Desk) -> None:
        # Lowered before the draft is read: one that comes from here on asks for a turn of its own.
        self._waiting = False
        try:
            desk.save_draft(self._draft)
        except Fault as fault:
            if not self._failing:
                self._complain(str(fault))
            self._failing = True
        else:
            self._failing = False
