"""Callers told apart once, with the days on which anything about them may change.

Between two such days a rule answers alike for every call of a caller, and for all callers with
whom nothing was ever agreed: a long log is held against the law case by case, not call by call.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from screener.clocks import Clock
from screener.dates import add_months
from screener.ledger import LedgerEntry
from screener.regions import Relationship
from screener.standing import Book, Key
from screener.suspect import Sight
from screener.vendor import Expecting, Vendor

_NEAR = 2
"""Days. A call and an entry, each with an offset of its own, stand for sure in the order of
their local days only when those are further apart."""


class Caller(NamedTuple):
    """Whom calls are from. `keys` are the parties, the best known first. Callers with whom
    nothing was ever agreed and who are not in the book have the number 0, all others one of
    their own. `turns` are the days (ordinals) from which on something is different, `near`
    those on which the very moment counts. With `alone` each call is a case of its own. Of one
    that is only `dealt` with, nothing counts but the relationship in law."""

    keys: tuple[Key, ...]
    vendor: Vendor | None = None
    number: int = 0
    turns: tuple[int, ...] = ()
    near: frozenset[int] = frozenset()
    alone: bool = False
    dealt: bool = False


class Callers:
    """The callers of a log, by household and place."""

    def __init__(self, book: Book, clock: Clock, expecting: Iterable[Expecting] = ()) -> None:
        self._book, self._clock = book, clock
        self.found: dict[tuple[int | None, str, str], Caller] = {}
        """Those that were met, by vendor, company and number as a sight gives them."""
        self._numbered = 0
        facts = clock.region.facts
        self._months = {f.value.months for f in facts if isinstance(f.value, Relationship)}
        self._expected = Spans(self._days_of(one) for one in expecting)

    def meet(self, sight: Sight, vendors: Mapping[int, str]) -> Caller:
        """Whom a call is from. `vendors` are the names of their vendors by number."""
        who = (sight.vendor, sight.company, sight.number)
        found = self.found.get(who)
        if found is None:
            name = "" if sight.vendor is None else vendors[sight.vendor]
            found = self.found[who] = self._made(
                self._book.keys_known(name, sight.company, sight.number)
            )
        return found

    def is_case(self, caller: Caller, day: int) -> bool:
        """Whether a call on that day (an ordinal) must be looked at by itself."""
        return caller.alone or day in caller.near or day in self._expected

    def _made(self, keys: tuple[Key, ...]) -> Caller:
        vendor, entries = self._book.vendor(keys), self._book.entries_of(keys)
        if vendor is None and not entries:
            return Caller(keys)
        self._numbered += 1
        told = {self._clock.local(entry.at).date() for entry in entries}
        return Caller(
            keys,
            vendor,
            self._numbered,
            tuple(sorted({*self._turns_of(entries), *self._turns_of_vendor(vendor)})),
            frozenset(day.toordinal() + off for day in told for off in range(-_NEAR, _NEAR + 1)),
            vendor is not None and any(said.conditions for said in vendor.preferences),
            not entries and vendor is not None and not vendor.preferences,
        )

    def _turns_of(self, entries: Iterable[LedgerEntry]) -> Iterator[int]:
        """A request begins, its deadlines pass, its terms end."""
        for entry in entries:
            day = self._clock.local(entry.at).date()
            grace = self._clock.grace(day, entry.purpose)
            term = self._clock.term(day, entry.purpose)
            ends = (grace.first, grace.last) if grace else ()
            yield from (
                end.toordinal() + 1
                for end in (day, *ends, term.first, term.last)
                if end is not None
            )

    def _turns_of_vendor(self, vendor: Vendor | None) -> Iterator[int]:
        """The law's relationship begins and ends, a preference begins."""
        if vendor is None:
            return
        for day in (
            vendor.customer_since,
            vendor.last_transaction,
            vendor.last_inquiry,
            vendor.ended,
        ):
            if day is not None:
                ends = (add_months(day, months) for months in self._months)
                yield day.toordinal()
                yield from (end.toordinal() + 1 for end in (day, *ends))
        yield from (said.at.toordinal() for said in vendor.preferences if said.at)

    def _days_of(self, one: Expecting) -> tuple[int, int]:
        first, last = (self._clock.local(at).toordinal() for at in (one.start, one.end))
        return first - _NEAR, last + _NEAR


class Spans:
    """Days (ordinals) in spans; those that meet are made one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for first, last in sorted(spans):
            if self._ends and first <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], last)
            else:
                self._starts.append(first)
                self._ends.append(last)

    def __contains__(self, day: int) -> bool:
        place = bisect_right(self._starts, day) - 1
        return place >= 0 and day <= self._ends[place]
