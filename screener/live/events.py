"""What one hears while listening."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from screener.call import Call
from screener.feeds.protocol import Rang


class Arrival(NamedTuple):
    """A call that comes in. `rings` is False for one that is over: the device refused it, or it
    is told of again."""

    call: Call
    rings: bool


class Ended(NamedTuple):
    """A call that rang is over: the same call, with its status (missed or answered) and, where
    the server tells, its length."""

    call: Call


class Message(NamedTuple):
    """Something that the server passes on to people, in its own words, which are outside text:
    a message, a notice of a smartphone, a voicemail waiting."""

    words: str


class History(NamedTuple):
    """The lines of the server's own log of calls, as they stand there."""

    lines: tuple[str, ...]


class Link(NamedTuple):
    """The connection came about or ended; `words` is a sentence about it."""

    up: bool
    words: str


class Notice(NamedTuple):
    """Something that one should know of what was heard, a sentence."""

    words: str


Event = Arrival | Ended | Rang | Message | History | Link | Notice
Hear = Callable[[Event], Awaitable[None]]
"""Is handed each event in its order; the next one is not read before it is done."""
