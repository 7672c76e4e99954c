"""Whom the consumer deals with, and what they may call about: the household's nouns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from screener.conditions import NO_CONDITIONS, Conditions
from screener.ledger import LedgerEntry
from screener.words import Choice, Purpose


@dataclass(frozen=True, slots=True)
class Preference:
    """What one vendor may call about: a choice for a purpose, since when, said how.

    `conditions` narrow an opt-in; an opt-out has none.
    """

    purpose: Purpose
    choice: Choice
    at: date | None = None
    how: str = ""
    conditions: Conditions = NO_CONDITIONS


@dataclass(frozen=True, slots=True)
class Vendor:
    """An organisation that the consumer deals or dealt with.

    `numbers` are E.164 where they could be read, else as they came. The dates are local
    days; any of them may be missing.
    """

    name: str
    aliases: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    category: str = ""
    customer_since: date | None = None
    last_transaction: date | None = None
    last_inquiry: date | None = None
    ended: date | None = None
    preferences: tuple[Preference, ...] = ()
    id: int | None = None
    """The store's key; None for a vendor from a household file."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whom the consumer knows: no vendor, and their calls get no label."""

    name: str
    numbers: tuple[str, ...] = ()
    relation: str = ""
    """Who they are to the consumer, such as "your sister"."""


@dataclass(frozen=True, slots=True)
class Expecting:
    """A call announced beforehand ("plumber, today 14-17"). It expires by itself.

    `who` is a vendor's or claimed company's name, a number, or empty for anyone.
    `start` and `end` are aware datetimes, both included.
    """

    who: str
    start: datetime
    end: datetime
    note: str = ""
    id: int | None = field(default=None, compare=False)
    """The store's key; None for one from a household file."""


@dataclass(frozen=True, slots=True)
class Household:
    """Everything that calls are judged against. JSON form: docs/household.schema.json.

    `region` is a country (ISO 3166-1 alpha-2), `state` its subdivision, `time_zone` an IANA
    name (empty: the call's own offset counts). `defaults` is the regime for purposes on which
    a vendor has no entry; a household file without `defaults` has none.
    """

    region: str = "US"
    state: str = ""
    time_zone: str = ""
    vendors: tuple[Vendor, ...] = ()
    people: tuple[Person, ...] = ()
    own_numbers: tuple[str, ...] = ()
    registered_on: date | None = None
    defaults: Mapping[Purpose, Choice] = field(default_factory=dict)
    expecting: tuple[Expecting, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
