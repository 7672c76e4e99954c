"""A query (screener/filters.py) as the file answers it: words for the full-text index, conditions
for the rows, and what only the texts of a row can tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from screener.filters import (
    AnyOf,
    Being,
    Digits,
    Filter,
    FromSource,
    Is,
    Item,
    Labelled,
    Not,
    OfClock,
    OfHousehold,
    OfVendor,
    OnLine,
    OnWeekday,
    Permitted,
    Query,
    Since,
    Tagged,
    Until,
    Was,
    Words,
)
from screener.store.covers import all_of_these, cover, rough_cover
from screener.store.driver import Database, Line
from screener.store.indexed import tokens
from screener.store.search import storable
from screener.store.texts import Texts, is_line, shows, stands

_BEINGS = {
    Being.SCAM: "c.scam = 1",
    Being.CORRECTED: "c.corrected = 1",
    Being.SCREENED: "c.label IS NOT NULL",
}
_TAGGED = "c.key IN (SELECT call FROM tag WHERE tag BETWEEN ? AND ?)"
# What the verdict said when the person put it right, whatever came later.
WAS = (
    "(SELECT o.label FROM screening AS s JOIN outcome AS o ON o.id = s.outcome "
    "WHERE s.call = c.key AND s.at <= (SELECT k.at "
    "FROM correction AS k WHERE k.call = c.key ORDER BY k.id DESC LIMIT 1) "
    "ORDER BY s.place DESC LIMIT 1)"
)
_NOW = (
    "CASE c.amended WHEN 0 THEN c.{0} ELSE coalesce((SELECT new FROM amendment "
    "WHERE call = c.key AND field = '{0}' ORDER BY id DESC LIMIT 1), c.{0}) END"
)
_TAKEN_BY, _OWN_NUMBER = _NOW.format("taken_by"), _NOW.format("own_number")
_EVER = (
    "SELECT value FROM household_value WHERE field = '{0}' "
    "UNION SELECT new FROM amendment WHERE field = '{0}' AND new <> ''"
)
EVER_TAKEN_BY, EVER_OWN_NUMBER = _EVER.format("taken_by"), _EVER.format("own_number")
_DAYS_A_WEEK, _THURSDAY = 7, 3
_IN_INDEX = "c.key IN (SELECT rowid FROM call_fts WHERE call_fts MATCH ?)"
_CALLS_OF_VENDOR = (
    "SELECT sum(calls) FROM company_count WHERE claim = 0 AND company = ? AND day = -9999999"
)
_MANY_CALLS = 10_000
_NAMES = "SELECT id, name FROM vendor UNION ALL SELECT vendor, name FROM vendor_name"


class Calendar(Protocol):
    """The key at which a day of the household begins or ends."""

    def __call__(self, day: date, *, ends: bool) -> int: ...


class Clock(Protocol):
    """The hours since 1970 on the household's clock at the time of `call AS c`, in SQL."""

    def __call__(self) -> str: ...


@dataclass(slots=True)
class Asked:
    """What a query comes to. `match` is for the full-text index ('' for all calls); `terms` and
    `params` are conditions on `call AS c`; `left` can only be told by the texts of a row.

    Where `rough` is not '', it can stand for `match`: it is faster where most of what it finds
    fulfils `begun` too.
    """

    vendors: "_Vendors"
    key_of: Calendar
    clock: Clock
    match: str = ""
    terms: list[str] = field(default_factory=list)
    params: list[object] = field(default_factory=list)
    left: list[Item] = field(default_factory=list)
    rough: str = ""
    begun: list[Item] = field(default_factory=list)
    words: dict[str, Sequence[str]] = field(default_factory=dict)

    def add(self, term: str, *params: object) -> None:
        """One condition more."""
        self.terms.append(term)
        self.params += params

    def holds(self, line: Line, *, begun: bool = False) -> bool:
        """Whether a call, as read by `READ`, fulfils what is left, and what is begun too."""
        call = Texts(*line)
        return all(self._is(item, call) for item in (*(self.begun if begun else ()), *self.left))

    def _tokens(self, text: str) -> Sequence[str]:
        if text not in self.words:
            self.words[text] = tokens(text)
        return self.words[text]

    def _is(self, item: Item, call: Texts) -> bool:
        if isinstance(item, Not):
            return not self._is(item.atom, call)
        if isinstance(item, AnyOf):
            return any(self._is(each, call) for each in item.items)
        if isinstance(item, Words):
            words, texts = self._tokens(item.text), call.texts(item.field)
            if len(words) == 1:
                # One word is looked for in all of them at once: a line's end parts them.
                return stands(words, "\n".join(texts), item)
            return any(stands(words, text, item) for text in texts)
        if isinstance(item, Digits):
            return shows(item, call)
        term, params = _condition(self, item)
        sql = f"SELECT 1 FROM call AS c WHERE c.key = ? AND {term}"  # noqa: S608 - terms are ours
        return self.vendors.db.value(sql, (call.key, *params)) is not None


class _Vendors:
    """Which vendors a name means, each asked once."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._found: dict[OfVendor, Sequence[int]] = {}

    def __call__(self, asked: OfVendor) -> Sequence[int]:
        if asked not in self._found:
            words, like = tokens(asked.text), Words(asked.text, None, asked.beginning)
            named = {key for key, name in self.db.all(_NAMES) if stands(words, name, like)}
            self._found[asked] = sorted(named)
        return self._found[asked]


def asked_of(db: Database, query: Query, key_of: Calendar, clock: Clock) -> Asked:
    """What a query comes to in this file."""
    asked = Asked(_Vendors(db), key_of, clock)
    unwanted: list[Not] = []
    for item in query:
        if isinstance(item, Words) and not tokens(item.text):
            continue
        if cover(item):
            if not _is_exact(item):
                asked.left.append(item)
        elif isinstance(item, Not) and cover(item.atom) and _is_exact(item.atom):
            unwanted.append(item)
        elif _is_exact(item):
            term, params = _term(asked, item)
            asked.add(term, *params)
        else:
            asked.left.append(item)
    _match(asked, [item for item in query if cover(item)], unwanted)
    return asked


def _match(asked: Asked, wanted: list[Item], unwanted: list[Not]) -> None:
    if not wanted:
        # Few calls hold a word: the others are told apart one by one, from the newest on.
        asked.left += unwanted
        return
    but = " OR ".join(cover(no.atom) for no in unwanted)
    without = f" NOT ({but})" if but else ""
    asked.match = all_of_these(map(cover, wanted)) + without
    asked.begun = [item for item in wanted if rough_cover(item)]
    if asked.begun:
        asked.rough = all_of_these(rough_cover(item) or cover(item) for item in wanted) + without
    # The index of words is entered at a day, not walked up to it.
    asked.terms = [re.sub(r"^c\.key (?=[<>])", "call_fts.rowid ", term) for term in asked.terms]


def _is_exact(item: Item) -> bool:
    """Whether the index and the columns tell all, without the texts."""
    if isinstance(item, Not):
        return _is_exact(item.atom)
    if isinstance(item, AnyOf):
        return all(map(_is_exact, item.items))
    return not isinstance(item, Words) or len(tokens(item.text)) == 1


def _term(asked: Asked, item: Item) -> tuple[str, list[object]]:
    """A condition on `call AS c` for an item that is exact."""
    if isinstance(item, Not):
        term, params = _term(asked, item.atom)
        return f"NOT coalesce({term}, 0)", params
    if isinstance(item, AnyOf):
        each = [_term(asked, one) for one in item.items]
        terms = " OR ".join(term for term, _ in each)
        return f"({terms})", [param for _, params in each for param in params]
    if isinstance(item, (Words, Digits)):
        return _IN_INDEX, [cover(item)]
    return _condition(asked, item)


def _condition(asked: Asked, item: Filter) -> tuple[str, list[object]]:
    if isinstance(item, Is):
        return _BEINGS[item.being], []
    if isinstance(item, OfVendor):
        return _of_vendors(asked, asked.vendors(item))
    if isinstance(item, (Since, Until)):
        ends = isinstance(item, Until)
        return f"c.key {'<' if ends else '>='} ?", [asked.key_of(item.day, ends=ends)]
    if isinstance(item, Tagged):
        tag = "-".join(tokens(item.tag))
        return _TAGGED, [tag, tag + ("\U0010ffff" if item.beginning else "")]
    if isinstance(item, OfClock):
        return _of_clock(asked, item)
    return _of_household(asked, item) if isinstance(item, OfHousehold) else _equal(item)


def _of_clock(asked: Asked, item: OfClock) -> tuple[str, list[object]]:
    if isinstance(item, OnWeekday):
        return f"({asked.clock()} / 24 + {_THURSDAY}) % {_DAYS_A_WEEK} = ?", [item.day]
    return f"{asked.clock()} % 24 BETWEEN ? AND ?", [item.first, item.last]


def _of_vendors(asked: Asked, keys: Sequence[int]) -> tuple[str, list[object]]:
    """Calls of several vendors are gathered by index and sorted while they are few; else the
    calls are walked through in time, where they are met often."""
    calls = 0
    if len(keys) > 1:
        calls = sum(asked.vendors.db.value(_CALLS_OF_VENDOR, (key,)) or 0 for key in keys)
    column = "+c.vendor" if calls > _MANY_CALLS else "c.vendor"
    return f"{column} IN ({', '.join('?' * len(keys))})", list(keys)


def _of_household(asked: Asked, item: OfHousehold) -> tuple[str, list[object]]:
    """Names and lines are few: those that are meant are told first, then asked for as they are."""
    line = isinstance(item, OnLine)
    words, like = tokens(item.text), Words(item.text, None, item.beginning)
    ever = asked.vendors.db.all(EVER_OWN_NUMBER if line else EVER_TAKEN_BY)
    meant = [
        value
        for (value,) in ever
        if stands(words, value, like) or (line and is_line(item.text, value))
    ]
    return f"{_OWN_NUMBER if line else _TAKEN_BY} IN ({', '.join('?' * len(meant))})", [*meant]


def _equal(item: Labelled | Permitted | FromSource | Was) -> tuple[str, list[object]]:
    if isinstance(item, Labelled):
        return "c.label = ?", [item.label]
    if isinstance(item, Permitted):
        return "c.permission = ?", [item.permission]
    if isinstance(item, Was):
        return f"(c.corrected = 1 AND {WAS} = ?)", [item.label]
    return "c.source = ?", [storable(item.source)]
