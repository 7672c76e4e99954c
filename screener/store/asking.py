"""A query (screener/query.py) as the file answers it: words for the full-text index, conditions
for the rows, and what only the texts of a row can tell."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from screener.query import (
    AnyOf,
    Being,
    Digits,
    Field,
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
from screener.store.driver import Database, Line
from screener.store.indexed import (
    AGENT,
    BACKWARDS,
    HEAD,
    INDEXED,
    NOTE,
    NUMBER,
    SAID,
    number_words,
    tokens,
)
from screener.store.search import bare, storable

_MARKS = {Field.SAID: SAID, Field.COMPANY: HEAD, Field.NOTE: NOTE, Field.AGENT: AGENT}
_WHOLE_NUMBER = 7
_HALF_A_NUMBER = 5
_LONGEST_NUMBER = 60

_BEINGS = {
    Being.SCAM: "c.scam = 1",
    Being.CORRECTED: "c.corrected = 1",
    Being.SCREENED: "c.label IS NOT NULL",
}
_TAGGED = "c.key IN (SELECT call FROM tag WHERE tag BETWEEN ? AND ?)"
# What the verdict said when the person put it right, whatever came later.
WAS = (
    "(SELECT s.label FROM screening AS s WHERE s.call = c.key AND s.at <= (SELECT k.at "
    "FROM correction AS k WHERE k.call = c.key ORDER BY k.id DESC LIMIT 1) "
    "ORDER BY s.id DESC LIMIT 1)"
)
_NOW = (
    "CASE c.amended WHEN 0 THEN c.{0} ELSE coalesce((SELECT new FROM amendment "
    "WHERE call = c.key AND field = '{0}' ORDER BY id DESC LIMIT 1), c.{0}) END"
)
_TAKEN_BY, _OWN_NUMBER = _NOW.format("taken_by"), _NOW.format("own_number")
# Walks the index of these alone, which few different ones are in.
_EVER = (
    "WITH RECURSIVE known (value) AS (SELECT min({0}) FROM call WHERE {0} <> '' UNION ALL "
    "SELECT (SELECT min({0}) FROM call WHERE {0} <> '' AND {0} > value) FROM known "
    "WHERE value NOTNULL) SELECT value FROM known WHERE value NOTNULL "
    "UNION SELECT new FROM amendment WHERE field = '{0}' AND new <> ''"
)
EVER_TAKEN_BY, EVER_OWN_NUMBER = _EVER.format("taken_by"), _EVER.format("own_number")
_DAYS_A_WEEK, _THURSDAY = 7, 3
_IN_INDEX = "c.key IN (SELECT rowid FROM call_fts WHERE call_fts MATCH ?)"
_VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.call_word USING fts5vocab ('main', 'call_fts', 'row')"
)
_BEGUN = "SELECT term, doc FROM temp.call_word WHERE term >= ? AND term < ?"
_MANY_WORDS = 150
_FEW_CALLS = 2000
_NAMES = "SELECT id, name FROM vendor UNION ALL SELECT vendor, name FROM vendor_name"

READ = "t.key, t.company, t.caller_id, t.vendor, t.said, t.note, t.agent, t.number, t.back"
"""What `Asked.holds` reads of `call_text AS t`."""


class Calendar(Protocol):
    """The key at which a day of the household begins or ends."""

    def __call__(self, day: date, *, ends: bool) -> int: ...


class Clock(Protocol):
    """The hours since 1970 on the household's clock at the time of `call AS c`, in SQL."""

    def __call__(self) -> str: ...


class _Call(NamedTuple):
    """A row of `READ`."""

    key: int
    company: str
    shown: str
    vendor: str
    said: str
    note: str
    agent: str
    number: str
    back: str

    def texts(self, field_: Field | None) -> Sequence[str]:
        """The texts that a field means, all of them without one."""
        heads = (self.company, self.shown, self.vendor)
        if field_ is None:
            return (*heads, self.said, self.note, self.agent)
        if field_ is Field.COMPANY:
            return heads
        return (self.said if field_ is Field.SAID else getattr(self, field_),)


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
    wanted: list[Item] = field(default_factory=list)
    but: str = ""
    words: dict[str, Sequence[str]] = field(default_factory=dict)

    def add(self, term: str, *params: object) -> None:
        """One condition more."""
        self.terms.append(term)
        self.params += params

    def holds(self, line: Line, *, begun: bool = False) -> bool:
        """Whether a call, as read by `READ`, fulfils what is left, and what is begun too."""
        call = _Call(*line)
        return all(self._is(item, call) for item in (*(self.begun if begun else ()), *self.left))

    def _tokens(self, text: str) -> Sequence[str]:
        if text not in self.words:
            self.words[text] = tokens(text)
        return self.words[text]

    def _is(self, item: Item, call: _Call) -> bool:
        if isinstance(item, Not):
            return not self._is(item.atom, call)
        if isinstance(item, AnyOf):
            return any(self._is(each, call) for each in item.items)
        if isinstance(item, Words):
            words = self._tokens(item.text)
            return any(_stands(words, text, item) for text in call.texts(item.field))
        if isinstance(item, Digits):
            return _shows(item, call)
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
            named = {key for key, name in self.db.all(_NAMES) if _stands(words, name, like)}
            self._found[asked] = sorted(named)
        return self._found[asked]


def asked_of(db: Database, query: Query, key_of: Calendar, clock: Clock) -> Asked:
    """What a query comes to in this file."""
    asked = Asked(_Vendors(db), key_of, clock)
    unwanted: list[Not] = []
    for item in query:
        if isinstance(item, Words) and not tokens(item.text):
            continue
        if _cover(item):
            if not _is_exact(item):
                asked.left.append(item)
        elif isinstance(item, Not) and _cover(item.atom) and _is_exact(item.atom):
            unwanted.append(item)
        elif _is_exact(item):
            term, params = _term(asked, item)
            asked.add(term, *params)
        else:
            asked.left.append(item)
    _match(asked, [item for item in query if _cover(item)], unwanted)
    return asked


def _match(asked: Asked, wanted: list[Item], unwanted: list[Not]) -> None:
    if not wanted:
        # Few calls hold a word: the others are told apart one by one, from the newest on.
        asked.left += unwanted
        return
    but = " OR ".join(_cover(no.atom) for no in unwanted)
    asked.wanted, asked.but = wanted, f" NOT ({but})" if but else ""
    asked.match = _all(map(_cover, wanted)) + asked.but
    asked.begun = [item for item in wanted if _rough_cover(item)]
    if asked.begun:
        asked.rough = _all(_rough_cover(item) or _cover(item) for item in wanted) + asked.but
    # The index of words is entered at a day, not walked up to it.
    asked.terms = [re.sub(r"^c\.key (?=[<>])", "call_fts.rowid ", term) for term in asked.terms]


def spelt_out(db: Database, asked: Asked) -> str:
    """The same as `match`, with long beginnings of common words as the words that there are:
    the calls of whole words come in the order of time, those of a beginning must be gathered."""
    db.run(_VOCABULARY)
    return _all(_spelt(db, item) or _cover(item) for item in asked.wanted) + asked.but


def _spelt(db: Database, item: Item) -> str:
    if not (isinstance(item, Words) and _rough_cover(item)):
        return ""
    *whole, last = tokens(item.text)
    found = []
    for mark in _marks(item):
        words = db.all(_BEGUN, (mark + last, mark + last + "\U0010ffff"))
        if len(words) > _MANY_WORDS or sum(calls for _, calls in words) < _FEW_CALLS:
            found.append(_of_mark(mark, [*whole, last]) + "*")
        else:
            either = " OR ".join(f'"{word}"' for word, _ in words)
            found.append(" AND ".join([*(f'"{mark}{word}"' for word in whole), f"({either})"]))
    return " OR ".join(f"({each})" for each in found)


def _marks(like: Words) -> Sequence[str]:
    return tuple(_MARKS.values()) if like.field is None else (_MARKS[like.field],)


def _of_mark(mark: str, words: Sequence[str]) -> str:
    return " AND ".join(f'"{mark}{word}"' for word in words)


def _all(covers: Iterable[str]) -> str:
    every = " AND ".join(f"({cover})" for cover in covers)
    return f"({every})"


def _cover(item: Item) -> str:
    """The full-text query for all calls that fulfil an item, and perhaps for others; '' where
    the index does not tell."""
    if isinstance(item, Words):
        return _in_marks(tokens(item.text), item)
    if isinstance(item, Digits):
        return " OR ".join(_number_forms(item))
    if isinstance(item, AnyOf):
        covers = [_cover(each) for each in item.items]
        return " OR ".join(f"({cover})" for cover in covers) if all(covers) else ""
    return ""


def _rough_cover(item: Item) -> str:
    """A wider query that the index answers in the order of time, for an item with a beginning
    so long that the index would gather all of its calls first; '' for others."""
    if isinstance(item, Words) and item.beginning:
        *whole, last = tokens(item.text)
        return _in_marks([*whole, last[:INDEXED]], item) if len(last) > INDEXED else ""
    if isinstance(item, Digits) and INDEXED < len(item.digits) <= _HALF_A_NUMBER:
        return " OR ".join(_number_forms(item, INDEXED))
    return ""


def _in_marks(words: Sequence[str], like: Words) -> str:
    star = "*" if like.beginning else ""
    found = (_of_mark(mark, words) + star for mark in _marks(like))
    return " OR ".join(f"({each})" for each in found) if words else ""


def _number_forms(asked: Digits, longest: int = _LONGEST_NUMBER) -> list[str]:
    digits = _bare(asked.digits)
    forms = [f'"{begun[: longest + 1]}"*' for begun in _begun_numbers(digits)]
    forms.append(f'"{BACKWARDS}{digits[::-1]}"*')
    if asked.words:
        words = [word for part in asked.words for word in tokens(part.text)]
        forms.append(_in_marks(words, asked.words[-1]))
    return forms


def _begun_numbers(digits: str) -> list[str]:
    """How the words of numbers begin that begin with the digits: those of +1 have no code."""
    coded = digits[0] == "1" and len(digits) > INDEXED
    return [NUMBER + digits, NUMBER + digits[1:]] if coded else [NUMBER + digits]


def _bare(digits: str) -> str:
    # The 0 or 00 that is dialled before a number is no part of it.
    bare = digits.lstrip("0") if len(digits) >= _WHOLE_NUMBER else digits
    return (bare or digits)[:_LONGEST_NUMBER]


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
        return _IN_INDEX, [_cover(item)]
    return _condition(asked, item)


def _condition(asked: Asked, item: Filter) -> tuple[str, list[object]]:
    if isinstance(item, Is):
        return _BEINGS[item.being], []
    if isinstance(item, OfVendor):
        keys = asked.vendors(item)
        return f"c.vendor IN ({', '.join('?' * len(keys))})", list(keys)
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


def _of_household(asked: Asked, item: OfHousehold) -> tuple[str, list[object]]:
    """Names and lines are few: those that are meant are told first, then asked for as they are."""
    line = isinstance(item, OnLine)
    words, like = tokens(item.text), Words(item.text, None, item.beginning)
    ever = asked.vendors.db.all(EVER_OWN_NUMBER if line else EVER_TAKEN_BY)
    meant = [
        value
        for (value,) in ever
        if _stands(words, value, like) or (line and _is_line(item.text, value))
    ]
    return f"{_OWN_NUMBER if line else _TAKEN_BY} IN ({', '.join('?' * len(meant))})", [*meant]


def _is_line(text: str, line: str) -> bool:
    """Whether a line's number begins or ends in the digits of a text."""
    digits, there = (re.sub(r"\D", "", each, flags=re.ASCII) for each in (text, line))
    if not digits or any(char.isalpha() for char in text):
        return False
    return there.startswith((digits, "1" + digits)) or there.endswith(_bare(digits))


def _equal(item: Labelled | Permitted | FromSource | Was) -> tuple[str, list[object]]:
    if isinstance(item, Labelled):
        return "c.label = ?", [item.label]
    if isinstance(item, Permitted):
        return "c.permission = ?", [item.permission]
    if isinstance(item, Was):
        return f"(c.corrected = 1 AND {WAS} = ?)", [item.label]
    return "c.source = ?", [storable(item.source)]


def _stands(words: Sequence[str], text: str, like: Words) -> bool:
    """Whether the words stand beside each other in the text, the last perhaps only begun."""
    *whole, last = words
    if last not in bare(text):
        return False
    there, size = tokens(text), len(words)
    for at in range(len(there) - size + 1):
        end = there[at + size - 1]
        fits = end.startswith(last) if like.beginning else end == last
        if fits and there[at : at + size - 1] == whole:
            return True
    return False


def _shows(asked: Digits, call: _Call) -> bool:
    digits = _bare(asked.digits)
    begun = (*_begun_numbers(digits), BACKWARDS + digits[::-1])
    shown = (*number_words(call.number), *number_words(call.back))
    if any(word.startswith(begun) for word in shown):
        return True
    words = [word for part in asked.words or () for word in tokens(part.text)]
    if not (asked.words and words):
        return False
    groups: Iterable[Sequence[str]] = (
        (call.company, call.shown, call.vendor),
        (call.said,),
        (call.note,),
        (call.agent,),
    )
    return any(_all_among(words, texts, asked.words[-1]) for texts in groups)


def _all_among(words: Sequence[str], texts: Sequence[str], like: Words) -> bool:
    there = {word for text in texts for word in tokens(text)}
    begun = words[-1]
    if like.beginning and not any(word.startswith(begun) for word in there):
        return False
    return there.issuperset(words[:-1] if like.beginning else words)
