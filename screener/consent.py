"""Preferences and ledger → Permission: was this call allowed at its moment?

One order, the same everywhere: refused by a standing ledger entry, allowed by one, expected,
the vendor's preference for this purpose, the household's default, nothing said. The conditions
of a preference narrow every opt-in to that vendor and purpose, the ledger's too. An opt-out
changes permission and nothing else: neither relationship nor label. docs/consent.md tells it
at length.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple, Protocol

from screener.call import Call
from screener.conditions import Period, failing
from screener.dates import local
from screener.known import NOTHING_KNOWN, Known
from screener.ledger import EntryKind, LedgerEntry, PartyKind
from screener.phone import Number, NumberKind, display, read_number
from screener.text import one_line
from screener.vendor import Expecting, Household, Preference, Vendor
from screener.words import PREFERENCE_PURPOSES, Allowed, Choice, Purpose


class Shown(Protocol):
    """What permission asks of an identity: the number shown and the company claimed."""

    @property
    def number(self) -> Number: ...

    @property
    def claimed_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether the call was allowed.

    `by` names the step that decided: "ledger", "expected", "preference", "default" or "" when
    nothing was said. `since` is when that was laid down (None where it has no date): the day
    of a preference, the moment of a ledger entry. `words` is a sentence for a person. `entry`
    is the ledger entry that decided, `condition` the one of an opt-in that the call broke, in
    words ("only on weekdays").
    """

    state: Allowed
    by: str = ""
    since: date | datetime | None = None
    words: str = ""
    entry: LedgerEntry | None = None
    condition: str = ""


_CALLS: Mapping[Purpose, str] = {
    Purpose.SALES: "sales calls",
    Purpose.SERVICE: "service calls",
    Purpose.ACCOUNT: "calls about your account",
    Purpose.SURVEY: "survey calls",
    Purpose.FUNDRAISING: "fundraising calls",
    Purpose.POLITICAL: "political calls",
}


def permission(
    call: Call,
    purpose: Purpose,
    identity: Shown,
    household: Household,
    vendor: Vendor | None,
    day: date | None,
    known: Known = NOTHING_KNOWN,
) -> Permission:
    """Whether this call, for this purpose, was allowed at its moment.

    `vendor` is whom the call is attributed to (None for fraud), `day` its local day; with
    None, every entry and preference counts whatever its date. `known` tells how many calls
    came before it in its month and year. Fraud is measured by what was said about sales: it
    can be refused by what hangs on the number or the claimed name and by the default, and
    nothing ever allows it. Collections and unknown calls can only be expected; nobody opts in
    to them or out of them. Raises Fault only for a household of an unknown time zone.
    """
    if purpose is Purpose.FRAUD:
        return _of_fraud(call, identity, household)
    stated = None if vendor is None else _stated(purpose, vendor, day)
    broken = "" if stated is None else _broken(stated, call, identity, household, known)
    found: Permission | None = None
    if purpose in PREFERENCE_PURPOSES:
        found = _by_ledger(call, purpose, identity, household, vendor)
        if found is not None and found.state is Allowed.ALLOWED and broken:
            found = None
    found = found or _by_expecting(call, identity, household, vendor)
    if found is None and vendor is not None and stated is not None:
        found = _by_preference(stated, vendor, broken)
    return found or _by_default(purpose, household) or _not_asked(purpose)


def _of_fraud(call: Call, identity: Shown, household: Household) -> Permission:
    found = _by_ledger(call, Purpose.SALES, identity, household, None)
    found = found or _by_default(Purpose.SALES, household)
    if found is None or found.state is Allowed.ALLOWED:
        return _not_asked(Purpose.FRAUD)
    return found


def _not_asked(purpose: Purpose) -> Permission:
    about = _CALLS.get(purpose, "such calls")
    return Permission(Allowed.NOT_ASKED, words=f"not asked: you have said nothing about {about}")


# The ledger


class _Standing(NamedTuple):
    """What stands for one party: since when, said in which entry."""

    refused: bool
    since: datetime
    entry: LedgerEntry


def _by_ledger(
    call: Call,
    purpose: Purpose,
    identity: Shown,
    household: Household,
    vendor: Vendor | None,
) -> Permission | None:
    """A standing refusal of any party, else a standing permission of any, else None."""
    if not household.ledger:
        return None
    until = None if call.at is None else _moment(call.at)
    entries = _indexed(_Ledger(household.ledger), household.region)
    standing = [
        found
        for keys in _parties(call, identity, household.region, vendor)
        if (found := _stands([e for key in keys for e in entries.get((key, purpose), ())], until))
    ]
    refusals = [found for found in standing if found.refused]
    if not standing:
        return None
    # "You have had my request since ..." names the oldest request that still stands.
    oldest = min(refusals or standing, key=lambda found: _moment(found.since))
    state = Allowed.REFUSED if refusals else Allowed.ALLOWED
    return Permission(state, "ledger", oldest.since, _ledger_words(oldest), oldest.entry)


def _parties(
    call: Call, identity: Shown, region: str, vendor: Vendor | None
) -> Iterator[tuple[tuple[PartyKind, str], ...]]:
    """The parties that this call is from, each with the keys its entries may stand under."""
    names = {one_name(name) for name in _names(vendor)} - {""}
    claimed = {one_name(name) for name in (identity.claimed_name, call.company)} - {""}
    if names:
        yield tuple((PartyKind.VENDOR, name) for name in sorted(names))
    if said := names | claimed:
        yield tuple((PartyKind.NAME, name) for name in sorted(said))
    if identity.number.kind is not NumberKind.WITHHELD:
        shown = identity.number.e164 or _one_number(identity.number.raw or call.number, region)
        if shown:
            yield ((PartyKind.NUMBER, shown),)


def _stands(entries: Sequence[LedgerEntry], until: datetime | None) -> _Standing | None:
    """What the latest entry up to `until` (included) says, since the unbroken run began."""
    found: _Standing | None = None
    for entry in sorted(entries, key=_order):
        at = _moment(entry.at)
        if entry.kind is EntryKind.CONFIRMATION or (until is not None and at > until):
            continue
        refused = entry.kind is not EntryKind.OPT_IN
        if found is None or found.refused is not refused:
            found = _Standing(refused, entry.at, entry)
    return found


def _order(entry: LedgerEntry) -> tuple[datetime, datetime]:
    return _moment(entry.at), _moment(entry.logged_at or entry.at)


def _moment(at: datetime) -> datetime:
    """Comparable with any other: a moment without an offset is read as UTC."""
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


_Index = Mapping[tuple[tuple[PartyKind, str], Purpose], Sequence[LedgerEntry]]


class _Ledger:
    """A ledger as a key: the same tuple is the same ledger, without hashing its entries."""

    __slots__ = ("entries",)

    def __init__(self, entries: tuple[LedgerEntry, ...]) -> None:
        self.entries = entries

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Ledger) and self.entries is other.entries

    def __hash__(self) -> int:
        return id(self.entries)


@lru_cache(maxsize=4)
def _indexed(ledger: _Ledger, region: str) -> _Index:
    """The ledger by party and purpose; kept for the run of calls against one household."""
    index: dict[tuple[tuple[PartyKind, str], Purpose], list[LedgerEntry]] = {}
    for entry in ledger.entries:
        kind, value = entry.party
        key = _one_number(value, region) if kind is PartyKind.NUMBER else one_name(value)
        index.setdefault(((kind, key), entry.purpose), []).append(entry)
    return index


def _ledger_words(found: _Standing) -> str:
    entry = found.entry
    about = _CALLS.get(entry.purpose, "such calls")
    who = one_line(entry.party.value, _NAME_WIDTH) or "them"
    if entry.party.kind is PartyKind.NUMBER:
        who = f"the caller from {who}"
    day = spoken_day(found.since)
    if not found.refused:
        return f"allowed since {day}: you agreed to {about} from {who}"
    if entry.kind is EntryKind.REVOCATION:
        return f"refused since {day}: you took back your permission for {about} from {who}"
    return f"refused since {day}: you told {who} to stop {about}"


# Announced calls, preferences, defaults


def _by_expecting(
    call: Call, identity: Shown, household: Household, vendor: Vendor | None
) -> Permission | None:
    if call.at is None:
        return None
    at = _moment(call.at)
    for expecting in household.expecting:
        if not _moment(expecting.start) <= at <= _moment(expecting.end):
            continue
        if _is_expected(expecting.who, call, identity, household.region, vendor):
            return Permission(Allowed.ALLOWED, "expected", words=_expected_words(expecting))
    return None


def _is_expected(who: str, call: Call, identity: Shown, region: str, vendor: Vendor | None) -> bool:
    if not who.strip():
        return True
    names = {one_name(name) for name in (*_names(vendor), identity.claimed_name, call.company)}
    if (name := one_name(who)) and name in names:
        return True
    number = identity.number.e164
    return bool(number) and _one_number(who, region) == number


def _expected_words(expecting: Expecting) -> str:
    who = one_line(expecting.who, _NAME_WIDTH) or "anyone"
    note = one_line(expecting.note, _NAME_WIDTH)
    return f"allowed: you expect a call from {who}" + (f" ({note})" if note else "")


def _stated(purpose: Purpose, vendor: Vendor, day: date | None) -> Preference | None:
    """The latest preference for the purpose that was laid down by that day."""
    found: Preference | None = None
    for preference in vendor.preferences:
        if preference.purpose is not purpose:
            continue
        if preference.at is not None and day is not None and preference.at > day:
            continue
        if found is None or (preference.at or date.min) >= (found.at or date.min):
            found = preference
    return found


def _broken(
    stated: Preference, call: Call, identity: Shown, household: Household, known: Known
) -> str:
    """The condition of an opt-in that the call does not keep, in words; empty for none."""
    conditions, region = stated.conditions, household.region
    if not conditions or stated.choice is Choice.OPT_OUT:
        return ""
    yearly = conditions.at_most is not None and conditions.at_most.per is Period.YEAR
    number = identity.number.e164 or _one_number(identity.number.raw or call.number, region)
    return failing(
        conditions,
        None if call.at is None else local(call.at, household.time_zone),
        from_them=number in {_one_number(each, region) for each in conditions.numbers},
        so_far=(known.this_year if yearly else known.this_month).get(stated.purpose, 0),
        shown=lambda each: one_line(display(each, region), _NAME_WIDTH),
    )


def _by_preference(stated: Preference, vendor: Vendor, broken: str) -> Permission:
    name = one_line(vendor.name, _NAME_WIDTH) or "them"
    since = "" if stated.at is None else f" since {spoken_day(stated.at)}"
    about = _CALLS.get(stated.purpose, "such calls")
    if broken:
        words = f"refused: you allowed {about} from {name} {broken}"
        return Permission(Allowed.REFUSED, "preference", stated.at, words, condition=broken)
    if stated.choice is Choice.OPT_IN:
        words = f"allowed{since}: you opted in to {about} from {name}"
        return Permission(Allowed.ALLOWED, "preference", stated.at, words)
    words = f"refused{since}: you opted out of {about} from {name}"
    return Permission(Allowed.REFUSED, "preference", stated.at, words)


def _by_default(purpose: Purpose, household: Household) -> Permission | None:
    if purpose not in PREFERENCE_PURPOSES:
        return None
    about = _CALLS[purpose]
    match household.defaults.get(purpose):
        case Choice.OPT_IN:
            words = f"refused: you take {about} only from those whom you allowed"
            return Permission(Allowed.REFUSED, "default", words=words)
        case Choice.OPT_OUT:
            words = f"allowed: you take {about} from all whom you have not refused"
            return Permission(Allowed.ALLOWED, "default", words=words)
        case _:
            return None


# Names, numbers and days

_NAME_WIDTH = 60


def _names(vendor: Vendor | None) -> tuple[str, ...]:
    return () if vendor is None else (vendor.name, *vendor.aliases)


def one_name(name: str) -> str:
    """A name as it is compared: case, punctuation, spaces, "&", articles and the legal form
    make no difference. Empty when nothing is left to compare."""
    from screener.name_spelling import words_of  # noqa: PLC0415 - a stranger is known by number alone

    return "".join(words_of(name))


@lru_cache(maxsize=4096)
def _one_number(number: str, region: str) -> str:
    """A number as it is compared: E.164 where it can be read, else its letters and digits."""
    return read_number(number, region).e164 or "".join(c for c in number.casefold() if c.isalnum())


_MONTH_WORDS = (
    "January February March April May June July August September October November December"
)
_MONTHS = tuple(_MONTH_WORDS.split())


def spoken_day(day: date) -> str:
    """A day as it is said to a caller, such as "3 March 2026" (a moment: its local day)."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
