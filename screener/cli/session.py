"""What a command gets handed: where the database is, the desk on it, and how the screen opens.

Nothing here needs click, and nothing of the desk is loaded before it is asked for: whoever picks
up the telephone waits for the form, not for the database.
"""

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from screener.faults import Fault
from screener.store.place import config_folder, default_path
from screener.text import one_line

if TYPE_CHECKING:
    from screener.config_calls import ListenTo
    from screener.desk import Desk
    from screener.desk.hooks import Hooks
    from screener.store.care import Keeper
    from screener.store.newest import Glance

LONGEST = 4_000
"""Characters of a line on standard error; what is quoted in one can be as long as a file."""

OpenScreen = Callable[..., None]
"""Opens the screen on desks made by the first argument; the second says whether it is a demo.
`listen` names a server to listen to, where it is not the one of the settings; `glance` opens the
file for what is shown before its desk is there."""


@dataclass
class Session:
    """One run of the program."""

    db: Path | None
    open_screen: OpenScreen
    _desks: "list[Desk]" = field(default_factory=list)

    @property
    def path(self) -> Path:
        """The file of the database."""
        return default_path(self.db)

    def desk(self) -> "Desk":
        """The desk on the person's own database, made when it is first asked for."""
        from screener.desk import Desk  # noqa: PLC0415 - not every command needs it all

        desk = Desk.open(self.path)
        desk.find_hooks = hooks
        self._desks.append(desk)
        return desk

    def show_screen(self, listen: "ListenTo | None" = None) -> None:
        """Opens the screen; its file is looked after from the moment on when it opens the desk.
        Fault where there is no terminal, or the file cannot be used."""
        # Textual's own variable: what draws is named there, as for a tab of `screener web`.
        elsewhere = "TEXTUAL_DRIVER" in os.environ
        if not elsewhere and not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise Fault("The screen needs a terminal; see `screener --help` for the commands.")
        self._unlock()
        keepers: list[Keeper] = []
        with ExitStack() as leaving:

            def looked_after() -> "Desk":
                from screener.store.care import Keeper  # noqa: PLC0415 - after the first paint

                desk = self.desk()
                if not keepers:
                    keepers.append(leaving.enter_context(Keeper(self.path)))
                return desk

            self.open_screen(looked_after, False, listen=listen, glance=self._glance)
        for keeper in keepers:
            if keeper.failure is not None:
                told(str(keeper.failure), 0)

    def _glance(self) -> "Glance | None":
        from screener.store.newest import glance  # noqa: PLC0415 - only for the screen

        return glance(self.path)

    def _unlock(self) -> None:
        """Asks for the passphrase of an encrypted file while there is a terminal to ask at."""
        from screener.store.files import is_encrypted  # noqa: PLC0415 - before the first paint

        if is_encrypted(self.path):
            from screener.cli.unlock import ask_nobody  # noqa: PLC0415 - only then
            from screener.store.driver import open_unchanged  # noqa: PLC0415
            from screener.store.keys import ask_with  # noqa: PLC0415

            open_unchanged(self.path).close()
            ask_with(ask_nobody)

    def copy_of_the_day(self) -> None:
        """After a command that wrote: the day's copy, once its answer is out. What goes wrong
        with it is told, and is no fault of the command."""
        if not any(desk.store.wrote for desk in self._desks):
            return
        from screener.store.care import copy_of_the_day  # noqa: PLC0415 - only after writing

        try:
            copy_of_the_day(self.path)
        except Fault as fault:
            told(str(fault), 0)
        except KeyboardInterrupt:
            told("stopped; the copy of the day is made another time.", 0)


def hooks() -> "Hooks | None":
    """The programs of the person that are started on calls; None where the settings name none."""
    path = config_folder() / "config.toml"
    try:
        if b"on_call" not in path.read_bytes():
            return None
    except OSError:
        return None
    from screener.cli.telling import logged_json  # noqa: PLC0415 - only where there are any
    from screener.config import load_settings  # noqa: PLC0415
    from screener.desk.hooks import Hooks  # noqa: PLC0415

    return Hooks(lambda: load_settings().on_call, logged_json, lambda words: told(words, 0))


def told(message: str, code: int) -> int:
    """Says a line on standard error, and gives the exit code back."""
    sys.stderr.write(f"screener: {one_line(message, LONGEST)}\n")
    return code
