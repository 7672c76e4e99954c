"""Drafts: calls that are being typed, kept until they are stored or thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screener.desk.bench import Bench

if TYPE_CHECKING:
    from screener.call import Call


class Drafts(Bench):
    """Keeping what is being typed."""

    def save_draft(self, call: Call | None) -> None:
        """Keeps what is being typed in this window; None throws it away."""
        self.store.save_draft(call)

    def draft(self) -> Call | None:
        """What is being typed in this window, else what was typed last in one that is closed."""
        return self.store.draft()

    def drafts_left(self) -> tuple[int, ...]:
        """What was being typed in windows that run no more, newest first."""
        return self.store.drafts_left()

    def take_draft(self, key: int) -> Call | None:
        """Goes on with one of those in this window. None where another window does."""
        return self.store.take_draft(key)

    def leave_draft(self) -> None:
        """Leaves what this window keeps to whoever takes it."""
        self.store.leave_draft()
