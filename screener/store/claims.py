"""Names that callers claimed, each kept once by its words (migration 0007)."""

from collections.abc import Sequence
from typing import NamedTuple

from screener.store.room import Room
from screener.store.search import fold

_NAMES = 400
"""The most claimed names with words in common that are handed out."""
_CUT = 3
"""Characters that a word must share with one of a name that resembles it."""

_FOLDED = "SELECT folded FROM claimed WHERE id = ?"
_CLAIMED_ID = "SELECT id FROM claimed WHERE folded = ?"
_HOW_RARE = (
    "SELECT count(*) FROM (SELECT 1 FROM claimed_word WHERE word = ?1 "
    "AND words BETWEEN ?2 AND ?3 LIMIT 1000)"
)
# Of the other words of a name each is found by the whole key, since it has as many words.
_WITH_ALL = "SELECT c.id, c.folded FROM claimed_word AS w0 "
_WITH_ONE_MORE = (
    "CROSS JOIN claimed_word AS w{0} ON w{0}.word = ? "
    "AND w{0}.words = w0.words AND w{0}.claimed = w0.claimed "
)
_AMONG = (
    "CROSS JOIN claimed AS c ON c.id = w0.claimed "
    "WHERE w0.word = ? AND w0.words BETWEEN ? AND ? LIMIT ?"
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

    def claimed_with(self, words: Sequence[str], more: int) -> dict[str, Company]:
        """Names that were claimed, folded, which hold those words and at most so many `more`.
        Goes through no more than the names that hold the rarest of the words."""
        wanted = [word for word in dict.fromkeys(words) if word]
        if not wanted:
            return {}
        sizes = (len(wanted), len(words) + more)
        if len(wanted) > 1:
            wanted.sort(key=lambda word: self._db.value(_HOW_RARE, (word, *sizes)))
        rarest, *others = wanted
        each = (_WITH_ONE_MORE.format(place) for place in range(1, len(wanted)))
        sql = "".join((_WITH_ALL, *each, _AMONG))
        lines = self._db.all(sql, (*others, rarest, *sizes, _NAMES))
        return {folded: Company(True, key) for key, folded in lines}

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
