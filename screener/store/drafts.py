"""Calls that are being typed: each window keeps one, and takes up what others left behind."""

import secrets
from typing import TYPE_CHECKING

from screener.faults import Fault
from screener.store.room import Room

if TYPE_CHECKING:
    from screener.call import Call
    from screener.store.running import Window

_ID_BITS = 52
"""As many as a number in JSON can hold for every reader."""

_KEEP = (
    "INSERT INTO draft (id, call, at, holder) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET call = excluded.call, at = excluded.at, "
    "holder = excluded.holder"
)


class Drafts(Room):
    """The draft of this window, and those that windows left that run no more."""

    _window: "Window | None" = None
    _draft = 0
    """The id of this window's draft, 0 for none."""

    def save_draft(self, call: "Call | None") -> None:
        """Keeps the call on this window's form; None throws its draft away.

        A crash of the program loses nothing; a failing of the power may lose the last second,
        since waiting for the disk at every key press would be felt.
        """
        from screener.store.facts import call_to_text  # noqa: PLC0415 - most commands keep none

        with self._db.unhurried():
            if call is None:
                if self._draft:
                    self._db.run("DELETE FROM draft WHERE id = ?", (self._draft,))
                self._draft = 0
                return
            self._draft = self._draft or secrets.randbits(_ID_BITS) + 1
            told = (self._draft, call_to_text(call), self._now()[0], self._holder())
            self._db.run(_KEEP, told)

    def draft(self) -> "Call | None":
        """The draft of this window. Where it has none, the newest that was left, which stays
        where it is; None where there is none."""
        key = self._draft or next(iter(self.drafts_left()), 0)
        return self._read(key)

    def drafts_left(self) -> tuple[int, ...]:
        """The ids of the drafts that no window keeps, newest first."""
        lines = self._db.all("SELECT id, holder FROM draft ORDER BY at DESC, id")
        if not lines:
            return ()
        held = self._held()
        return tuple(key for key, holder in lines if holder not in held)

    def take_draft(self, key: int) -> "Call | None":
        """Makes one that was left this window's draft; what was this window's is left. None
        where another window took it, or it is gone."""
        with self._db.unhurried(), self.transaction():
            holder: str | None = self._db.value("SELECT holder FROM draft WHERE id = ?", (key,))
            if holder is None or holder in self._held():
                return None
            self.leave_draft()
            self._db.run("UPDATE draft SET holder = ? WHERE id = ?", (self._holder(), key))
            self._draft = key
            return self._read(key)

    def leave_draft(self) -> None:
        """Leaves this window's draft to whoever takes it."""
        key, self._draft = self._draft, 0
        if key:
            self._db.run("UPDATE draft SET holder = '' WHERE id = ?", (key,))

    def end_window(self) -> None:
        """This window is closed, and its draft left. More than once does no harm."""
        if self._window is not None:
            self._window.end()
            self._window, self._draft = None, 0

    def _read(self, key: int) -> "Call | None":
        from screener.store.facts import call_from_text  # noqa: PLC0415 - see above

        text: str | None = self._db.value("SELECT call FROM draft WHERE id = ?", (key,))
        return None if text is None else call_from_text(text)

    def _held(self) -> set[str]:
        from screener.store.running import running  # noqa: PLC0415 - see above

        return running(self._db.path)

    def _holder(self) -> str:
        if self._window is None:
            from screener.store.running import Window  # noqa: PLC0415 - see above

            try:
                self._window = Window(self._db.path)
            except OSError as error:
                reason = (error.strerror or "unknown error").lower()
                raise Fault(f"Nothing can be put beside {self._db.path}: {reason}.") from error
        return self._window.name
