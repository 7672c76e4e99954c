"""The words that a call is found by, and the full-text index that keeps them.

The index knows no places and no columns, which takes a third of the room. Instead each word
begins with a mark that tells where it stands, and numbers are words of two kinds of their own.
What a word is, is decided here (`tokens`) and nowhere else: SQLite only parts at the blanks.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from screener.store.driver import Database, Line
from screener.store.search import bare, digits_of

SAID, HEAD, NOTE, AGENT, NUMBER, BACKWARDS = "=@!&#<"
"""Marks. A head is a company as claimed, a name as shown, and the vendor that it is put down to;
a number stands there from its start and, for the last digits, backwards."""

INDEXED = 4
"""Beginnings of two to so many letters or digits have an index of their own."""

_LONGEST = 60
_PAGES = 16
_WORD = re.compile(r"[^\W_]+")
_ADD = "INSERT INTO call_fts (rowid, words) VALUES (?, ?)"
_TAKE = "INSERT INTO call_fts (call_fts, rowid, words) VALUES ('delete', ?, ?)"
_JOIN = "INSERT INTO call_fts (call_fts, rank) VALUES ('merge', ?)"
_TEXTS = "SELECT key, company, said, note, vendor, agent, caller_id, number, back FROM call_text"
_ONE = _TEXTS + " WHERE key = ?"
_ALL = _TEXTS + " WHERE key > ? ORDER BY key LIMIT 1000"


def tokens(text: str) -> list[str]:
    """The words of a text: runs of letters and digits, without case and accents."""
    return [word[:_LONGEST] for word in _WORD.findall(bare(text))]


def index(db: Database, keys: Iterable[int]) -> None:
    """Puts the words of calls, as they now stand, into the full-text index."""
    db.many(_ADD, [(key, words) for key, words in _words(db, keys)])


def index_new(db: Database, lines: Iterable[Line]) -> None:
    """The same of calls that are new: each with its key and its texts, as view `call_text` has
    them (`_TEXTS`)."""
    db.many(_ADD, [(line[0], _words_of(line)) for line in lines])


def unindex(db: Database, keys: Iterable[int]) -> None:
    """Takes the words of calls out of the index. Must come before anything that they are made
    of changes: the index forgets exactly the words that it is told."""
    db.many(_TAKE, [(key, words) for key, words in _words(db, keys)])


def index_anew(db: Database) -> None:
    """Builds the whole index from the calls that there are."""
    db.run("INSERT INTO call_fts (call_fts) VALUES ('delete-all')")
    last = -(2**63)
    while lines := db.all(_ALL, (last,)):
        db.many(_ADD, [(line[0], _words_of(line)) for line in lines])
        last = lines[-1][0]
    join_pieces(db)


def is_as_told(db: Database) -> bool:
    """Whether the index holds the words of the calls as they now stand, and no others. Reads all
    of both, in constant memory: what is compared is a sum over pairs of a word and a call."""
    db.run("CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, call_fts, instance)")
    try:
        held = sum(map(hash, db.each("SELECT term, doc FROM temp.held")))
    finally:
        db.run("DROP TABLE temp.held")
    lines = db.each(_TEXTS)
    told = sum(hash((word, line[0])) for line in lines for word in _words_of(line).split())
    return held == told


def join_pieces(db: Database) -> None:
    """Makes one piece of those that the index was written in: each is asked for each word."""
    db.run("INSERT INTO call_fts (call_fts) VALUES ('optimize')")


def join_some(db: Database) -> bool:
    """Joins some of them where four or more are of one size: a step of a few milliseconds, gone
    on with by the next. Whether there was anything to join."""
    before = db.changes
    db.run(_JOIN, (_PAGES,))
    # As FTS5's manual tells the end: a step that finds nothing counts as one row.
    return db.changes - before > 1


def _words(db: Database, keys: Iterable[int]) -> Iterator[tuple[int, str]]:
    for key in keys:
        line = db.one(_ONE, (key,))
        if line is not None:
            yield key, _words_of(line)


def _words_of(line: Line) -> str:
    _, company, said, note, vendor, agent, shown, number, back = line
    words = [SAID + word for word in tokens(said)]
    for head in (company, shown, vendor):
        words += _marked(HEAD, head)
    if note:
        words += _marked(NOTE, note)
    if agent:
        words += _marked(AGENT, agent)
    for one in (number, back):
        words += number_words(one)
    return " ".join(dict.fromkeys(words))


@lru_cache(maxsize=4096)
def _marked(mark: str, text: str) -> tuple[str, ...]:
    return tuple(mark + word for word in tokens(text))


def number_words(kept: str) -> list[str]:
    """The words of a number as it is kept (E.164, else as it came): from its start without the
    country's code, outside of +1 with it too, and backwards."""
    digits = digits_of(kept)[:_LONGEST]
    if not digits:
        return []
    backwards = BACKWARDS + digits[::-1]
    if not kept.startswith("+"):
        return [NUMBER + digits, backwards]
    local = NUMBER + digits[code_length(digits) :]
    return [local, backwards] if digits[0] == "1" else [NUMBER + digits, backwards, local]


def number_forms(kept: str) -> list[str]:
    """The digits of a number as it is kept, with and without the country's code."""
    digits = digits_of(kept)
    if not digits:
        return []
    return [digits, digits[code_length(digits) :]] if kept.startswith("+") else [digits]


_TWO_DIGIT_CODES = re.compile(r"2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")
"""Country calling codes (ITU-T E.164); all others have three digits, but for 1 and 7."""


def code_length(digits: str) -> int:
    """How many digits of a whole number are the country's calling code."""
    if digits[0] in "17":
        return 1
    return 2 if _TWO_DIGIT_CODES.match(digits) else 3


def all_of(mark: str, words: Iterable[str]) -> str:
    """The full-text query for calls that have all of the words under a mark."""
    return " AND ".join(f'"{mark}{word}"' for word in words)


def heads_it(name: str) -> str:
    """The query for calls that may show a name; '' for a name without letters or digits."""
    return all_of(HEAD, tokens(name))


def names_it(name: str) -> str:
    """The query for calls that have all words of a name in one of their texts."""
    words = tokens(name)
    every = (f"({all_of(mark, words)})" for mark in (SAID, HEAD, NOTE, AGENT))
    return f"({' OR '.join(every)})" if words else ""


def shows_number(kept: str) -> str:
    """The query for calls that show a number or name it to ring back."""
    words = number_words(kept)
    return f'"{words[0]}"' if words else ""
