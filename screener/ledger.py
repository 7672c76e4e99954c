"""The consent ledger's entry: who may call about what, said when, how and to whom."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from screener.words import Purpose


class PartyKind(StrEnum):
    """Whom a fact can hang on."""

    VENDOR = "vendor"
    NUMBER = "number"
    NAME = "name"


class Party(NamedTuple):
    """Whom a fact hangs on: a vendor (its name), a number (E.164 where it can be read, else
    as it came), or a name that a caller claimed."""

    kind: PartyKind
    value: str


class EntryKind(StrEnum):
    """What an entry does. A revocation takes back an opt-in (and so refuses, as an opt-out
    does); a confirmation records that the other side acknowledged, and changes nothing."""

    OPT_IN = "opt-in"
    OPT_OUT = "opt-out"
    REVOCATION = "revocation"
    CONFIRMATION = "confirmation"


class How(StrEnum):
    """The way in which it was said."""

    CALL = "call"
    LETTER = "letter"
    EMAIL = "email"
    WEB = "web"
    TEXT = "text"
    KEY_PRESS = "key press"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One opt-in, opt-out, revocation or confirmation. Never changed: corrections are entries.

    `at` is when it happened, `logged_at` when it was written down (aware datetimes). `words`
    are the words used, `to_whom` the agent they were said to, `reference` the other side's
    reference number, `file_hash` the SHA-256 of a proof kept elsewhere, `call` the id of the
    call in which it was said.
    """

    party: Party
    purpose: Purpose
    kind: EntryKind
    at: datetime
    logged_at: datetime | None = None
    how: How = How.OTHER
    words: str = ""
    to_whom: str = ""
    reference: str = ""
    file_hash: str = ""
    call: str = ""
    note: str = ""
