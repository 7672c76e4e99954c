"""Programs of the person that are started on calls (docs/hooks.md).

None can hold anything up: each is handed its JSON in a file as its standard input, writes into
nothing, and is watched over by a small process of its own that kills it at its limit. Nothing
here ever waits for one.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from screener.config_calls import Hook
from screener.faults import Fault
from screener.text import one_line

if TYPE_CHECKING:
    from screener.screening import Screening
    from screener.store import Record

MOST = 8
"""So many run at once. A call that comes while they do starts no more."""

_KEEPER = Path(__file__).with_name("hook_keeper.py")


Form = Callable[["Record", "Screening | None"], Mapping[str, object]]
"""The JSON form of a call with its screening."""


class Hooks:
    """Starts programs. `load` gives them when they are first needed, or raises Fault; `form` is
    what they are handed, beside the name of the event; `tell` hears a sentence about what was not
    started, in the thread that stores calls."""

    def __init__(
        self, load: Callable[[], Sequence[Hook]], form: Form, tell: Callable[[str], object]
    ) -> None:
        self._load, self._form, self.tell = load, form, tell
        self._hooks: Sequence[Hook] | None = None
        self._running: list[subprocess.Popen[bytes]] = []

    def want(self, event: str) -> bool:
        """Whether any program is to be started on this."""
        if self._hooks is None:
            try:
                self._hooks = self._load()
            except Fault as fault:
                self._hooks = ()
                self.tell(f"No program is started on calls: {fault}")
        return any(event in hook.when for hook in self._hooks)

    def run(self, event: str, record: "Record", screening: "Screening | None") -> None:
        """Starts the programs for an event, and goes on at once."""
        told = json.dumps({"event": event, **self._form(record, screening)}).encode()
        for hook in self._hooks or ():
            if event in hook.when:
                self._start(hook, told)

    def _start(self, hook: Hook, told: bytes) -> None:
        self._running = [each for each in self._running if each.poll() is None]
        name = one_line(hook.run[0], 60)
        if len(self._running) >= MOST:
            self.tell(f"on_call: {name} was not started; {MOST} programs are running still.")
            return
        command = [sys.executable, "-I", "-S", str(_KEEPER), str(hook.seconds), *hook.run]
        try:
            with tempfile.TemporaryFile() as given:
                given.write(told)
                given.seek(0)
                self._running.append(
                    subprocess.Popen(  # noqa: S603 - the person's own command, without a shell
                        command,
                        stdin=given,
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                        start_new_session=True,
                    )
                )
        except OSError as error:
            self.tell(f"on_call: {name} was not started ({error.strerror}).")
