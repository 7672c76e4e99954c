"""Who is this, and what happened before? What a look-up answers, and its one-line summary."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from screener.text import one_line
from screener.words import Label, Purpose, Relation

if TYPE_CHECKING:
    from screener.consent import Permission
    from screener.ledger import LedgerEntry
    from screener.phone import Number
    from screener.reputation import Reputation
    from screener.store.rows import Row
    from screener.vendor import Person, Vendor

_NAME = 40


class Tally(NamedTuple):
    """Calls counted: by the label shown (None: not screened), refused ones, and scams."""

    labels: Mapping[Label | None, int]
    refused: int = 0
    scams: int = 0

    @property
    def calls(self) -> int:
        """How many there are in all."""
        return sum(self.labels.values())


NONE = Tally({})


class End(NamedTuple):
    """The first or the last call of a caller: when it was (as logged, where the time of the call
    is not known), the label shown, and its id."""

    at: datetime
    label: Label | None
    id: str


class Called(NamedTuple):
    """The calls of one caller so far: within the last 7, 30 and 365 days, and all of them.

    `numbers` are those that they came from, with how often, most often first (at most
    `MOST_NUMBERS`); `number_count` is how many there are. `after_opt_out` counts the calls that
    were refused and came after the caller was first told to stop.
    """

    week: Tally = NONE
    month: Tally = NONE
    year: Tally = NONE
    ever: Tally = NONE
    first: End | None = None
    last: End | None = None
    after_opt_out: int = 0
    numbers: tuple[tuple[str, int], ...] = ()
    number_count: int = 0


MOST_NUMBERS = 10

NEVER = Called()


class Home(NamedTuple):
    """Where a number was given out, in English: country, and of the +1 countries the state,
    province or territory (or what a code of no place is for). Empty where it tells none."""

    country: str = ""
    place: str = ""


def home_of(number: "Number | None") -> Home:
    """The country and place of a number."""
    if number is None or not number.e164:
        return Home()
    from screener.areas import NO_PLACE, place_of  # noqa: PLC0415 - only for a number
    from screener.countries import COUNTRY_NAMES  # noqa: PLC0415

    if number.e164.startswith("+1") and number.e164[2:5] in NO_PLACE:
        return Home(place=NO_PLACE[number.e164[2:5]])
    country = COUNTRY_NAMES.get(number.region, "")
    place = place_of(number.e164)
    return Home(country, "" if place == country else place)


class Near(NamedTuple):
    """A vendor whose number differs from the one looked up in the last two digits alone: likely
    another line of theirs, and never more than likely."""

    vendor: str
    number: str


class Lookup(NamedTuple):
    """What is on file about a number or a name; nothing is judged.

    `number` is None for a name. `home` is where it was given out. `own` tells that it is one of the
    household's own numbers, `neighbour` that it shares its first six digits with one.

    `company` is whom the calls are counted by: the vendor on file, else the vendor that calls
    from this number were attributed to, else the name that was claimed most; `on_file` tells that
    the number, or the name asked for, stands in the vendor book. `called` are the calls from the number
    (nothing for a name), `company_called` those of the company, from whatever number and under
    every spelling of its name. `alike` are names on file that resemble one nobody has.

    `permissions` tell for each purpose whether a call at this moment would be allowed, and by
    what; `entries` is the ledger of this caller; `calls` are the newest calls.
    """

    text: str
    number: "Number | None" = None
    home: Home = Home()
    own: bool = False
    neighbour: bool = False
    near: tuple[Near, ...] = ()
    vendor: "Vendor | None" = None
    person: "Person | None" = None
    company: str = ""
    on_file: bool = False
    alike: tuple[str, ...] = ()
    relationship: Relation = Relation.NONE
    called: Called = NEVER
    company_called: Called = NEVER
    permissions: "Mapping[Purpose, Permission]" = {}  # noqa: RUF012 - never changed
    entries: "tuple[LedgerEntry, ...]" = ()
    calls: "tuple[Row, ...]" = ()
    reputation: "Reputation | None" = None
    today: date = date.min

    @property
    def past(self) -> Called:
        """The calls of this caller: the company's where there is one, else the number's."""
        return self.company_called if self.company_called.ever.calls else self.called

    @property
    def summary(self) -> str:
        """What happened before, in one line; empty for a caller who has not called.

        "4th call, 2 after your opt-out, last on Tuesday: existing-vendor upsell", and of a
        company with several numbers "Acme called 6 times from 4 numbers, 2 after ...".
        """
        past = self.past
        if not past.ever.calls:
            return ""
        many = past is self.company_called and past.number_count > 1
        head = self._called_often(past) if many else f"{ordinal(past.ever.calls + 1)} call"
        parts = [head]
        if past.after_opt_out:
            parts.append(f"{past.after_opt_out:,} after your opt-out")
        if past.last is not None:
            label = past.last.label.shown if past.last.label else "not screened"
            parts.append(f"last {ago(past.last.at.date(), self.today)}: {label}")
        return ", ".join(parts)

    def _called_often(self, past: Called) -> str:
        times, numbers = past.ever.calls, past.number_count
        return f"{one_line(self.company, _NAME)} called {times:,} times from {numbers:,} numbers"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th …"""
    if number % 100 in {11, 12, 13}:
        return f"{number:,}th"
    return f"{number:,}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def ago(day: date, today: date) -> str:
    """How one says when it was: today, yesterday, on Tuesday, on 3 March, on 3 March 2025."""
    days = (today - day).days
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    if 1 < days < 7:
        return f"on {day:%A}"
    return f"on {day.day} {day:%B}" if day.year == today.year else f"on {day.day} {day:%B %Y}"
