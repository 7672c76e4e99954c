"""What every feed gives: calls, contacts, and what it had to leave out; and how feeds are told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple, Protocol

from screener.call import Call

if TYPE_CHECKING:
    from screener.feeds.source import Source


@dataclass(frozen=True, slots=True)
class Incoming:
    """A call that came in. `call.source_id` is the feed's own id, or the facts that tell it from
    others of the feed; `line` is where it stands."""

    call: Call
    line: int


class Rang(NamedTuple):
    """A call that went out: whom the consumer rang, when, and whether somebody answered."""

    number: str
    at: datetime
    answered: bool
    line: int


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone in an address book: an organisation, or a person whom the consumer knows."""

    name: str
    numbers: tuple[str, ...]
    organisation: bool
    line: int
    relation: str = ""


class Skipped(NamedTuple):
    """What was left out, and why. `line` counts lines of a file, files of a folder or archive,
    rows of a table; `name` is the file, where there are several."""

    line: int
    reason: str
    name: str = ""


Item = Incoming | Rang | Contact | Skipped


class Head(NamedTuple):
    """What a feed is recognised by: the first bytes of a file, these as text, and the names in a
    folder or archive."""

    raw: bytes
    text: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the consumer is: clocks on the wall are read in `zone`, of which `region` is the
    country. `columns` tells which column of a plain CSV file holds which fact; `day_first`
    whether 03/04 is the third of April."""

    zone: tzinfo = UTC
    region: str = "US"
    columns: Mapping[str, str] = field(default_factory=dict)
    day_first: bool = False


class Feed(Protocol):
    """One format. A module of this folder is one."""

    NAME: str
    """What `--format` calls it, and the source of its calls."""
    TITLE: str
    """What people call it."""

    @staticmethod
    def sniff(head: Head) -> float:
        """How likely a file that begins so is of this format, 0 to 1."""

    @staticmethod
    def read(source: "Source", place: Place) -> Iterator[Item]:
        """Everything in the file, in its order and in constant memory. Raises Fault where the
        file as a whole cannot be read."""
