"""A query (screener/query.py) as the file answers it: words for the full-text index, conditions
for the rows, and what only the texts of a row can tell."""

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
    Is,
    Item,
    Labelled,
    Not,
    OfVendor,
    Permitted,
    Query,
    Since,
    Until,
    Words,
)
from screener.store.driver import Database, Line
from screener.store.indexed import AGENT, BACKWARDS, HEAD, NOTE, NUMBER, SAID, number_words, tokens
from screener.store.search import storable

_MARKS = {Field.SAID: SAID, Field.COMPANY: HEAD, Field.NOTE: NOTE, Field.AGENT: AGENT}
_WHOLE_NUMBER = 7
_LONGEST_NUMBER = 60

_BEINGS = {
    Being.SCAM: "c.scam = 1",
    Being.CORRECTED: "c.corrected = 1",
    Being.SCREENED: "c.label IS NOT NULL",
}
_IN_INDEX = "c.key IN (SELECT rowid FROM call_fts WHERE call_fts MATCH ?)"
_NAMES = "SELECT id, name FROM vendor UNION ALL SELECT vendor, name FROM vendor_name"

READ = (
    "SELECT key, company, caller_id, vendor, said, note, agent, number, back "
    "FROM call_text WHERE key = ?"
)
"""What `Asked.holds` reads of a call."""


class Calendar(Protocol):
    """The key at which a day of the household begins or ends."""

    def __call__(self, day: date, *, ends: bool) -> int: ...


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
        return {
            Field.COMPANY: heads,
            Field.SAID: (self.said,),
            Field.NOTE: (self.note,),
            Field.AGENT: (self.agent,),
        }[field_]


@dataclass(slots=True)
class Asked:
    """What a query comes to. `match` is for the full-text index ('' for all calls); `terms` and
    `params` are conditions on `call AS c`; `left` can only be told by the texts of a row."""

    vendors: "_Vendors"
    key_of: Calendar
    match: str = ""
    terms: list[str] = field(default_factory=list)
    params: list[object] = field(default_factory=list)
    left: list[Item] = field(default_factory=list)

    def add(self, term: str, *params: object) -> None:
        """One condition more."""
        self.terms.append(term)
        self.params += params

    def holds(self, line: Line) -> bool:
        """Whether a call, as read by `READ`, fulfils what is left."""
        call = _Call(*line)
        return all(self._is(item, call) for item in self.left)

    def _is(self, item: Item, call: _Call) -> bool:
        if isinstance(item, Not):
            return not self._is(item.atom, call)
        if isinstance(item, AnyOf):
            return any(self._is(each, call) for each in item.items)
        if isinstance(item, Words):
            words = tokens(item.text)
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


def asked_of(db: Database, query: Query, key_of: Calendar) -> Asked:
    """What a query comes to in this file."""
    asked = Asked(_Vendors(db), key_of)
    wanted, unwanted = [], []
    for item in query:
        if isinstance(item, Words) and not tokens(item.text):
            continue
        if cover := _cover(item):
            wanted.append(cover)
            if not _is_exact(item):
                asked.left.append(item)
        elif isinstance(item, Not) and _cover(item.atom) and _is_exact(item.atom):
            unwanted.append(item)
        elif _is_exact(item):
            term, params = _term(asked, item)
            asked.add(term, *params)
        else:
            asked.left.append(item)
    asked.match = " AND ".join(f"({cover})" for cover in wanted)
    if wanted and unwanted:
        asked.match = f"({asked.match}) NOT ({' OR '.join(_cover(no.atom) for no in unwanted)})"
    elif unwanted:
        # Few calls hold a word: the others are told apart one by one, from the newest on.
        asked.left += unwanted
    return asked


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


def _in_marks(words: Sequence[str], like: Words) -> str:
    marks = (SAID, HEAD, NOTE, AGENT) if like.field is None else (_MARKS[like.field],)
    star = "*" if like.beginning else ""
    found = (" AND ".join(f'"{mark}{word}"' for word in words) + star for mark in marks)
    return " OR ".join(f"({each})" for each in found) if words else ""


def _number_forms(asked: Digits) -> list[str]:
    digits = _bare(asked.digits)
    forms = [f'"{NUMBER}{digits}"*', f'"{NUMBER}1{digits}"*', f'"{BACKWARDS}{digits[::-1]}"*']
    if asked.words:
        words = [word for part in asked.words for word in tokens(part.text)]
        forms.append(_in_marks(words, asked.words[-1]))
    return forms


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
    if isinstance(item, Labelled):
        return "c.label = ?", [item.label]
    if isinstance(item, Permitted):
        return "c.permission = ?", [item.permission]
    return "c.source = ?", [storable(item.source)]


def _stands(words: Sequence[str], text: str, like: Words) -> bool:
    """Whether the words stand beside each other in the text, the last perhaps only begun."""
    there, size = tokens(text), len(words)
    *whole, last = words
    for at in range(len(there) - size + 1):
        end = there[at + size - 1]
        fits = end.startswith(last) if like.beginning else end == last
        if fits and there[at : at + size - 1] == whole:
            return True
    return False


def _shows(asked: Digits, call: _Call) -> bool:
    digits = _bare(asked.digits)
    begun = (NUMBER + digits, NUMBER + "1" + digits, BACKWARDS + digits[::-1])
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
