"""Names that callers claimed, each kept once by its words (migration 0007)."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from screener.store.room import Room
from screener.store.search import fold

_NAMES = 400
"""The most claimed names with a word in common that are handed out."""
_CUT = 3
"""Characters that a word must share with one of a name that resembles it."""
_MORE = 3
"""Words that a spelling may have beside those that tell it apart: a legal form, an article."""

_FOLDED = "SELECT folded FROM claimed WHERE id = ?"
_CLAIMED_ID = "SELECT id FROM claimed WHERE folded = ?"
# Word by word along the names that there are: each step is one into their index, so that names
# which have the same words in another way, thousands in a long log, are never touched. Here a
# blank ends each word, and "!" follows on the blank. `goes_on` tells that some name has more words.
_IS_BEGUN = "EXISTS (SELECT 1 FROM claimed WHERE folded >= {0} AND folded < {0} || '!')"
_GOES_ON = "EXISTS (SELECT 1 FROM claimed WHERE folded >= {0} || ' ' AND folded < {0} || '!')"
_IN_SOME_NAME = "EXISTS (SELECT 1 FROM claimed_word WHERE word = value)"
_FURTHER = (
    "UNION ALL SELECT b.name, {place}, b.last, {more}, {words} || ' ', {goes_on} FROM begun AS b"
)
_WITH_WORD = {"words": "b.words || w.word", "goes_on": _GOES_ON.format("b.words || w.word")}
_ONE_MORE = _FURTHER.format(place="b.place", more="b.more + 1", **_WITH_WORD)
_SPELLED = " ".join(
    (
        "WITH RECURSIVE wanted (name, place, word) AS MATERIALIZED (SELECT n.key, w.key, w.value",
        "FROM json_each(?1) AS n CROSS JOIN json_each(n.value) AS w),",
        "small (word) AS MATERIALIZED (SELECT value FROM json_each(?2) WHERE",
        _IN_SOME_NAME,
        "), legal (word) AS MATERIALIZED (SELECT value FROM json_each(?3)),",
        "opening (more, words) AS MATERIALIZED (SELECT 0, '' UNION ALL",
        "SELECT 1, word || ' ' FROM small WHERE",
        _IS_BEGUN.format("word"),
        "), begun (name, place, last, more, words, goes_on) AS (",
        "SELECT n.key, 0, json_array_length(n.value), o.more, o.words, 1",
        "FROM json_each(?1) AS n CROSS JOIN opening AS o",
        _FURTHER.format(place="b.place + 1", more="b.more", **_WITH_WORD),
        "CROSS JOIN wanted AS w WHERE w.name = b.name AND w.place = b.place AND b.goes_on AND",
        _IS_BEGUN.format("b.words || w.word"),
        _ONE_MORE,
        "CROSS JOIN small AS w WHERE b.goes_on AND b.words <> '' AND b.more < ?4 AND",
        _IS_BEGUN.format("b.words || w.word"),
        _ONE_MORE,
        "CROSS JOIN legal AS w WHERE b.goes_on AND b.place = b.last AND b.more < ?4 AND",
        _IS_BEGUN.format("b.words || w.word"),
        ") SELECT c.id, c.folded FROM begun AS b CROSS JOIN claimed AS c",
        "ON c.folded = rtrim(b.words) WHERE b.place = b.last",
    )
)
_BEGUN = (
    "SELECT DISTINCT c.id, c.folded FROM claimed_word AS w CROSS JOIN claimed AS c "
    "ON c.id = w.claimed WHERE w.word >= ?1 AND w.word < ?2 LIMIT ?3"
)
_SAID_AS = (
    "SELECT company FROM call WHERE company_folded = ? AND company_folded <> '' "
    "ORDER BY key DESC LIMIT 1"
)


class Company(NamedTuple):
    """By what a company's calls are counted: a vendor's key, or that of a claimed name."""

    claim: bool
    key: int


class Claims(Room):
    """Finding claimed names."""

    def claimed_spelled(
        self, names: Sequence[Sequence[str]], between: Sequence[str], after: Sequence[str]
    ) -> dict[str, Company]:
        """Names that were claimed, folded, which are the words of one of `names` in their order
        and at most three more: of `between` anywhere, of `after` at the end alone."""
        wanted = [list(words) for words in names if any(words)]
        if not wanted:
            return {}
        given = (json.dumps(each) for each in (wanted, list(between), list(after)))
        return {
            folded: Company(True, key) for key, folded in self._db.all(_SPELLED, (*given, _MORE))
        }

    def claimed_begun(self, word: str) -> dict[str, Company]:
        """Names that were claimed, folded, one of whose words begins like that word."""
        begun = word[:_CUT]
        lines = self._db.all(_BEGUN, (begun, begun + "\U0010ffff", _NAMES)) if begun else []
        return {folded: Company(True, key) for key, folded in lines}

    def claimed(self, name: str) -> Company | None:
        """The claimed name that is the same but for case, accents and punctuation."""
        key = self._db.value(_CLAIMED_ID, (fold(name),))
        return None if key is None else Company(True, key)

    def folded(self, company: Company) -> str:
        """The folded name of a claim."""
        return str(self._db.value(_FOLDED, (company.key,)))

    def said_as(self, folded: str) -> str:
        """How a folded name was written when it was last claimed."""
        return self._db.value(_SAID_AS, (folded,)) or folded

    def _key_of_claim(self, folded: str) -> int:
        return int(self._db.value(_CLAIMED_ID, (folded,)))
