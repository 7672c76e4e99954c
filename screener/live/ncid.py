"""NCID's talk over one connection, without the connection: lines in, events and answers out.

From the protocol's document (NCID-API, 1.5 to 1.12). A server greets (`200`), names its version
and feature sets (`210`), may send its log of calls (`CIDLOG:` … `250`) and its options (`OPT:`),
ends that (`300`), and then tells of each call as it comes, what becomes of it, and messages.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from screener import __version__
from screener.feeds.ids import Ids
from screener.feeds.ncid import Told, call_of, moment_of, told_by
from screener.feeds.protocol import Place, Rang
from screener.live.ends import Ends
from screener.live.events import Arrival, Event, History, Message, Notice
from screener.live.messages import message_of

MOST_HISTORY = 16 << 20
"""Characters of the server's log that are held until it has come; ncidd sends 90,000 by default."""
TOO_MUCH = (
    f"The server's log is longer than {MOST_HISTORY >> 20} MiB and was passed over; "
    "bring it in with `screener import cidcall.log`."
)
ASK = b"REQ: YO\n"
"""Asks a server with feature set 4 whether it is there."""
EMPTY = b"\n"
"""What any server takes without an answer (and should get no more often than in 15 minutes)."""

_API = re.compile(r"210 API: (\d+)\.(\d+)(?: Feature Set((?: \d+)+))?")
_HELLO = (1, 5)
_SEND_LOG = (1, 6)
_ACKNOWLEDGES = "4"
_ENDS_LOG = ("250", "251", "252", "253", "300")
_LOGGED = re.compile(r"[A-Z]{3,7}LOG: |LOG: ")
_LATE = timedelta(minutes=20)
"""A line may have waited so long for a machine that slept."""


class Conversation:
    """What was said so far. It goes on from one connection to the next (`begin`), so that two
    calls of one minute are told apart however often the line fails between them."""

    greeted: bool
    """Whether the server showed itself to be one."""
    acknowledges: bool
    """Whether it can be asked if it is there."""

    def __init__(
        self, place: Place, clock: Callable[[], datetime], *, history: bool = True
    ) -> None:
        self._place, self._clock = place, clock
        self._wants_history = history
        self._ids, self._ends = Ids(), Ends(place, clock)
        self.begin()

    def begin(self) -> None:
        """A new connection."""
        self._log: list[str] | None = []
        self._held = 0
        self.greeted = self.acknowledges = False
        self.said: list[bytes] = []
        """What is to be sent to the server; whoever sends it empties the list."""

    def hear(self, line: str) -> Iterator[Event]:
        """Takes a line, without its end; what comes of it."""
        if not self.greeted:
            self.greeted = line.startswith("200 ")
        elif line.startswith("210 "):
            self._introduce(line)
        elif line.startswith(_ENDS_LOG):
            yield from self._history()
        elif _LOGGED.match(line):
            self._keep(line)
        elif (told := told_by(line)) is not None and not told.forwarded:
            # Lines that a gateway passed on (+CID:) are for servers; clients pass them over.
            yield self._now(told)
        elif words := message_of(line):
            yield Message(words)
        else:
            yield from self._ends.hear(line)

    def _introduce(self, line: str) -> None:
        found = _API.match(line)
        if found is None:
            return
        version = (int(found[1]), int(found[2]))
        self.acknowledges = _ACKNOWLEDGES in (found[3] or "").split()
        if version >= _HELLO:
            self.said.append(f"HELLO: IDENT: client screener {__version__}\n".encode())
            if not self._wants_history:
                self.said.append(b"HELLO: CMD: no_log\n")
            elif version >= _SEND_LOG:
                self.said.append(b"HELLO: CMD: send_log\n")

    def _keep(self, line: str) -> None:
        told = told_by(line)
        if told is None or told.forwarded or self._log is None:
            return
        self._held += len(line)
        if self._held > MOST_HISTORY:
            self._log = None
        else:
            self._log.append(line)

    def _history(self) -> Iterator[Event]:
        log, self._log, self._held = self._log, [], 0
        if not self._wants_history:
            return
        if log is None:
            yield Notice(TOO_MUCH)
        elif log:
            yield History(tuple(log))
            self._count(log)

    def _count(self, log: list[str]) -> None:
        """Lets the ids go on from the end of the log."""
        self._ids = Ids()
        for line in log[-50:]:
            told = told_by(line)
            if told is not None and not told.outgoing:
                call_of(told, self._clock(), self._ids)

    def _now(self, told: Told) -> Event:
        at = self._moment(told)
        if told.outgoing:
            return Rang(told.number, at, True, 0)
        call = call_of(told, at, self._ids)
        if told.status is None:
            self._ends.rings(call)
        return Arrival(call, rings=told.status is None)

    def _moment(self, told: Told) -> datetime:
        """When a call comes that is told of now. The server's clock may be wrong, or its days be
        written the other way round; a call that rings is one of this minute."""
        at, now = moment_of(told, self._place), self._clock()
        return at if at is not None and now - _LATE <= at <= now else now
