"""Organisation names: the same one however it is written, and another one all the same.

Words are told apart into distinctive ones ("Spectrum", "Orkin") and those that many names
share (`screener.name_words`). A name is another's when it has that one's distinctive words and
nothing beside them but departments, people, places and products; names made of shared words
alone ("First National Bank") must agree word for word, in order.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from screener import name_words as known

_LONGEST = 160
"""Characters of a name that are read; no organisation's name is longer."""

_LEGAL_FORMS = (
    "inc incorporated llc llp lp ltd limited plc gmbh mbh co corp corporation company companies "
    "pllc pc ag nv bv pty pvt na fsb ug kg cic"
)
_LEGAL = frozenset(_LEGAL_FORMS.split())
_SMALL = frozenset(["the", "and", "of", "a", "an", "our", "my", "your", "their"])
_TITLES = frozenset(["dr", "doctor", "mr", "mrs", "ms"])
_JOINTS = frozenset(["at", "from", "with", "for", "by", "in"])

_APOSTROPHE_S = re.compile(r"['’`´]s\b")
_APOSTROPHES = str.maketrans("", "", "'’`´‘")
_WEB = re.compile(r"\b(?:https?://)?(?:www\.)?([\w-]+)\.(?:com|org|net|co\.uk|co|gov|uk|de)\b")
_AMPERSAND = re.compile(r"\b([a-z]{1,2}|[a-z] [a-z]) ?(?:&|\+|\band\b) ?([a-z])\b")
_SHORT_HYPHEN = re.compile(r"\b(\w{1,2})-(?=\w)")
_SPELLED = re.compile(r"\b\w[. ]+\w\b")
_WORD = re.compile(r"\w+")
_PARTS = re.compile(r"[/|()\[\],;:–—]|\s-\s|\bd/?b/?a\b|\ba\.?k\.?a\b", re.IGNORECASE)


def words_of(text: str) -> tuple[str, ...]:
    """A name's words in one spelling: lower case, no accents, "A.E.P." and "a e p" as "aep",
    no possessives, articles or legal forms ("the", "&", "Inc"), unless nothing else is left."""
    return _words_of(text[:_LONGEST])


@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[str, ...]:
    words = spoken_words(text)
    kept = [word for word in words if word not in _SMALL]
    while len(kept) > 1 and kept[-1] in _LEGAL:
        kept.pop()
    spelled = [long for word in kept for long in known.SHORT_FORMS.get(word, (word,))]
    return tuple(spelled or words)


def bare_words(folded: str) -> tuple[str, ...]:
    """The words of a name, spelled as they stand, without articles and legal forms wherever they
    are; all of them if none is left."""
    words = folded.split()
    return tuple(word for word in words if word not in _SMALL and word not in _LEGAL) or tuple(
        words
    )


def spoken_words(text: str) -> list[str]:
    """The words of any text, spelled as `words_of` spells them, none left out."""
    low = text.casefold()
    if not low.isascii():
        spread = unicodedata.normalize("NFKD", low)
        low = "".join(char for char in spread if not unicodedata.combining(char))
    low = _APOSTROPHE_S.sub("", low).translate(_APOSTROPHES)
    low = _AMPERSAND.sub(lambda found: (found[1] + found[2]).replace(" ", ""), low)
    low = _SHORT_HYPHEN.sub(r"\1", _WEB.sub(r"\1", low))
    return _join_letters(_WORD.findall(low.replace("_", " ")))


def _join_letters(words: list[str]) -> list[str]:
    """Letters spelled one by one become one word; a single letter stays."""
    if all(len(word) > 1 for word in words):
        return words
    joined: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run.append(word)
            continue
        if run:
            joined.append("".join(run))
            run = []
        joined.append(word)
    return joined[:-1]


def is_distinctive(word: str) -> bool:
    """Whether a word can tell one organisation from another by itself."""
    return not (word in _SHARED or word.isdigit() or (len(word) == 1 and word.isalpha()))


_SHARED = frozenset(
    {*known.TRADE, *known.ROLES, *known.STRUCTURE, *known.PRODUCTS, *known.PROUD}
    | {*known.PLACES, *known.PLACE_NOUNS}
    | {*known.FIRST_NAMES, *_LEGAL, *_SMALL, *_JOINTS}
)


def says_nothing(text: str) -> bool:
    """Whether the text, given as a company, is empty or a word for that ("didn't say")."""
    return all(word in known.NOTHING for word in words_of(text))


def names_nobody(text: str) -> bool:
    """Whether the text, given as a company, names none: empty, "didn't say", a person, a
    department or a kind of business ("school nurse", "the bank")."""
    words = words_of(text)
    if says_nothing(text):
        return True
    if words[0] in known.FIRST_NAMES or (len(words[0]) == 1 and len(words) > 1):
        return len(words) <= 3 and not any(word in known.TRADE for word in words)
    return all(word in known.ROLES or word in known.TRADE or word in _JOINTS for word in words)


class Match(NamedTuple):
    """A name on file that was found: whose it is, how it is written there, and how well it
    fits (0 to 100)."""

    owner: int
    name: str
    score: float


class _Entry(NamedTuple):
    owner: int
    name: str
    words: tuple[str, ...]
    core: tuple[str, ...]
    """The words up to the last distinctive one; all of them if none is."""
    strong: bool
    trades: frozenset[str]


class _Owner(NamedTuple):
    words: frozenset[str]
    trades: frozenset[str]


class NameBook:
    """All names of all owners, indexed by word; made once, asked often.

    `names` is an owner's number with each of its names, `kinds` what each owner is about
    (a vendor's category).
    """

    def __init__(self, names: Sequence[Sequence[str]], kinds: Sequence[str]) -> None:
        self._entries: list[_Entry] = []
        self._owners: list[_Owner] = []
        self._by_word: dict[str, list[_Entry]] = {}
        self._by_glue: dict[str, list[_Entry]] = {}
        self._pairs: dict[str, tuple[str, str]] = {}
        self._next: dict[str, set[str]] = {}
        self._words: set[str] = set()
        self._heads: set[str] = set()
        self._by_letter: dict[str, list[str]] = {}
        for owner, (own_names, kind) in enumerate(zip(names, kinds, strict=True)):
            self._add(owner, own_names, kind)
        for word in sorted(self._words):
            self._by_letter.setdefault(word[0], []).append(word)
        self._remembered = lru_cache(maxsize=4096)(self._find)

    def _add(self, owner: int, names: Sequence[str], kind: str) -> None:
        spellings = [(name, words) for name in names if (words := words_of(name))]
        every = [word for _, words in spellings for word in words] + list(words_of(kind))
        self._owners.append(
            _Owner(frozenset(every), frozenset(_trades(every)) | frozenset(_trades(words_of(kind))))
        )
        for name, words in spellings:
            self._index(_entry(owner, name, words))
            if words[0] in _TITLES and len(words) > 2:
                self._index(_entry(owner, name, words[1:]))

    def _index(self, entry: _Entry) -> None:
        self._entries.append(entry)
        self._words.update(entry.words)
        self._by_glue.setdefault("".join(entry.words), []).append(entry)
        if len(entry.words) >= 3:
            self._by_glue.setdefault(_initials(entry.words), []).append(entry)
        for one, other in pairwise(entry.words):
            self._pairs.setdefault(one + other, (one, other))
            self._next.setdefault(one, set()).add(other)
        self._heads.update(_heads(entry))
        for word in set(entry.words):
            if is_distinctive(word) or not entry.strong:
                self._by_word.setdefault(word, []).append(entry)

    def may_stand_in(self, text: str) -> bool:
        """Whether a text may hold one of the names (a quick first look: it errs towards yes)."""
        words = _WORD.findall(text.casefold())
        if not self._heads.isdisjoint(words):
            return True
        if not self._heads.isdisjoint([one + other for one, other in pairwise(words)]):
            return True
        if not (text.isascii() and _SPELLED.search(text) is None and "&" not in text):
            words = spoken_words(text)
            return not self._heads.isdisjoint(words)
        return False

    def is_akin(self, text: str, owner: int) -> bool:
        """Whether the text shares a distinctive word with one of the owner's names."""
        words, _ = self._as_on_file(words_of(text), cut=False)
        return any(is_distinctive(word) and word in self._owners[owner].words for word in words)

    def find(self, text: str, caller_id: bool = False) -> tuple[Match, ...]:
        """Owners that a name may mean, best first. A caller ID may be cut off in a word."""
        return self._remembered(text[:_LONGEST], caller_id)

    def _find(self, text: str, caller_id: bool) -> tuple[Match, ...]:
        found = self._best(words_of(text), caller_id)
        if not found:
            parts = [part for part in _PARTS.split(text) if part and words_of(part)]
            if len(parts) > 1:
                found = self._best(words_of(parts[0]), caller_id)
                if not found and names_nobody(parts[0]):
                    found = self._best(words_of(parts[1]), caller_id)
        return found

    def _best(self, claimed: tuple[str, ...], caller_id: bool) -> tuple[Match, ...]:
        if not claimed:
            return ()
        words, likeness = self._as_on_file(claimed, caller_id)
        best: dict[int, Match] = {}
        for entry in self._candidates(words):
            score = round(_fit(words, entry, self._owners[entry.owner]) * likeness, 1)
            if score and (entry.owner not in best or best[entry.owner].score < score):
                best[entry.owner] = Match(entry.owner, entry.name, score)
        return tuple(sorted(best.values(), key=lambda match: -match.score))

    def _candidates(self, words: tuple[str, ...]) -> list[_Entry]:
        entries = list(self._by_glue.get("".join(words), ()))
        for word in dict.fromkeys(words):
            entries += self._by_word.get(word, ())
        return entries

    def _as_on_file(self, claimed: tuple[str, ...], cut: bool) -> tuple[tuple[str, ...], float]:
        """The claimed words spelled as on file, and how alike the spelling was (0 to 1)."""
        words: list[str] = []
        likeness = 1.0
        at = 0
        while at < len(claimed):
            word = claimed[at]
            following = claimed[at + 1] if at + 1 < len(claimed) else ""
            both_known = word in self._words and following in self._words
            if following and not both_known and word + following in self._words:
                words.append(word + following)
                at += 2
                continue
            spelled, alike = self._spelled(word, words[-1] if cut and words else "")
            words += spelled
            likeness = min(likeness, alike)
            at += 1
        return tuple(words), likeness

    def _spelled(self, word: str, before: str) -> tuple[tuple[str, ...], float]:
        if word in self._words:
            return (word,), 1.0
        for follower in sorted(self._next.get(before, ())):
            if follower.startswith(word):
                return (follower,), 0.95
        if word in self._pairs:
            return self._pairs[word], 1.0
        for variant in (word + "s", word.removesuffix("s")):
            if len(word) >= 4 and variant in self._words:
                return (variant,), 1.0
        if len(word) < 5 or word in _SHARED:
            return (word,), 1.0
        near = self._nearest(word)
        return ((near,), 0.94) if near else ((word,), 1.0)

    def _nearest(self, word: str) -> str:
        """The word on file of which this one is a slip of the finger; empty if there is none."""
        for letter in dict.fromkeys(word[:2]):
            for other in self._by_letter.get(letter, ()):
                if abs(len(other) - len(word)) <= 2 and is_slip(word, other):
                    return other
        return ""


def is_slip(word: str, other: str) -> bool:
    """Whether two words differ by a slip: one letter more, less, other or swapped (two in words
    of nine letters and more). In words of five letters other letters make another word
    ("Boots", "Books", "Boost"), in shorter ones every difference does."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    shortest = min(len(word), len(other))
    if shortest < 5 or (word[0] != other[0] and word[:2] != other[1::-1]):
        return False
    steps = OSA.distance(word, other, score_cutoff=2)
    if steps == 1:
        return shortest > 5 or len(word) != len(other)
    return steps == 2 and shortest >= 9


def _entry(owner: int, name: str, words: tuple[str, ...]) -> _Entry:
    last = max((at for at, word in enumerate(words) if is_distinctive(word)), default=-1)
    core = words[: last + 1] if last >= 0 else words
    return _Entry(owner, name, words, core, last >= 0, frozenset(_trades(words)))


def _heads(entry: _Entry) -> list[str]:
    """Words without one of which, spelled right, a text does not hold the name: its distinctive
    ones, else its first two in one."""
    strong = [word for word in entry.words if is_distinctive(word)]
    return strong or ["".join(entry.words[:2])]


def _trades(words: Iterable[str]) -> list[str]:
    return [known.TRADE[word] for word in words if word in known.TRADE]


def _fit(words: tuple[str, ...], entry: _Entry, owner: _Owner) -> float:
    """How well claimed words fit a name on file, 0 (another one) to 100 (the same)."""
    if words == entry.words:
        return 100
    if "".join(words) == "".join(entry.words):
        return 99
    if len(words) == 1 and len(entry.words) >= 3 and words[0] == _initials(entry.words):
        return 90
    if any(word in known.APART and word not in owner.words for word in words):
        return 0
    fit = _fit_within(words, entry, owner) or _fit_shortened(words, entry)
    if not fit and entry.strong and sorted(words) == sorted(entry.words):
        return 92
    return fit or _fit_joined(words, entry, owner)


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words)


def _fit_within(words: tuple[str, ...], entry: _Entry, owner: _Owner) -> float:
    """The name on file, or its core, stands whole within the claimed words."""
    for part, whole in ((entry.words, 96.0), (entry.core, 92.0)):
        start = _position(part, words)
        if start < 0:
            continue
        before, after = words[:start], words[start + len(part) :]
        if _stands_beside(before, after, part, entry, owner):
            beside = before + after
            return whole - 2 * sum(w not in known.ROLES and w not in owner.words for w in beside)
    return 0


def _fit_shortened(words: tuple[str, ...], entry: _Entry) -> float:
    """The claimed words are how the name on file begins."""
    bare = _without_roles(words)
    if not bare or len(bare) >= len(entry.words) or entry.words[: len(bare)] != bare:
        return 0
    if any(is_distinctive(word) and len(word) >= 5 for word in bare) or bare == entry.core:
        return 86
    return 84 if len(bare) >= 2 and not _all_trade(bare) else 0


def _fit_joined(words: tuple[str, ...], entry: _Entry, owner: _Owner) -> float:
    """ "The fraud team at Huntington", "Denise from State Farm", "Specsavers at Cross Gates"."""
    for at in range(len(words) - 2, 0, -1):
        if words[at] not in _JOINTS:
            continue
        left, right = words[:at], words[at + 1 :]
        if _is_speaker(left) and (fit := _fit(right, entry, owner)):
            return fit - 2
        if words[at] in {"at", "in"} and not _trades(right) and (fit := _fit(left, entry, owner)):
            return fit - 4
    return 0


def _is_speaker(words: tuple[str, ...]) -> bool:
    """Whether the words are someone who speaks for a company, and not a company."""
    strange = sum(is_distinctive(word) for word in words)
    people = any(word in known.ROLES or word in known.FIRST_NAMES for word in words)
    return strange <= (2 if people else 1) and (people or len(words) == 1 or not _trades(words))


def _stands_beside(
    before: tuple[str, ...],
    after: tuple[str, ...],
    part: tuple[str, ...],
    entry: _Entry,
    owner: _Owner,
) -> bool:
    """Whether what surrounds a name leaves it the same organisation's."""
    if not _same_trade(before + after, part, entry, owner):
        return False
    short = len("".join(part)) <= 4
    return _may_precede(before, part, entry, owner, short) and _may_follow(
        after, entry, owner, short
    )


def _same_trade(
    beside: tuple[str, ...], part: tuple[str, ...], entry: _Entry, owner: _Owner
) -> bool:
    trades = {known.TRADE[w] for w in beside if w in known.TRADE and w not in known.ROLES}
    trades -= {known.TRADE[w] for w in beside if w in owner.words and w in known.TRADE}
    if not trades:
        return True
    if part != entry.words and entry.trades:
        return trades <= entry.trades
    if owner.trades:
        return all(known.KIN[trade] & owner.trades for trade in trades)
    return len(part[0]) >= 6 and len(trades) == 1 and not trades & known.NEVER_A_BRANCH


def _may_precede(
    before: tuple[str, ...], part: tuple[str, ...], entry: _Entry, owner: _Owner, short: bool
) -> bool:
    """People and departments may stand before any name; a surname before a long enough one."""
    person = False
    for word in before:
        own = word in owner.words and word not in known.PROUD
        if own or word in known.ROLES or word in known.FIRST_NAMES:
            person = person or word in known.FIRST_NAMES
        elif len(word) == 1:
            person = True
        elif word in known.PLACES:
            if short or not entry.strong:
                return False
        elif not is_distinctive(word) or not (person or (entry.strong and len(part) >= 2)):
            return False
    return True


def _may_follow(after: tuple[str, ...], entry: _Entry, owner: _Owner, short: bool) -> bool:
    strange = []
    for word in after:
        if word in known.ROLES or word in owner.words or word in known.TRADE:
            continue
        if word in known.FIRST_NAMES or word.isdigit():
            continue
        if not entry.strong:
            return False
        if word in known.PRODUCTS or word in known.PLACES:
            continue
        if short or (word in known.PROUD and word not in known.PLACE_NOUNS):
            return False
        if word not in known.STRUCTURE:
            strange.append(word)
    return not strange or (len(strange) <= 3 and any(_is_place_like(word) for word in strange))


def _is_place_like(word: str) -> bool:
    return word in known.PLACE_NOUNS or (len(word) >= 6 and word.endswith(known.PLACE_ENDINGS))


def _without_roles(words: tuple[str, ...]) -> tuple[str, ...]:
    start, end = 0, len(words)
    while start < end and words[start] in known.ROLES:
        start += 1
    while end > start and words[end - 1] in known.ROLES:
        end -= 1
    return words[start:end]


def _all_trade(words: tuple[str, ...]) -> bool:
    return all(word in known.TRADE or word in known.STRUCTURE for word in words)


def _position(part: tuple[str, ...], words: tuple[str, ...]) -> int:
    for at in range(len(words) - len(part) + 1):
        if words[at : at + len(part)] == part:
            return at
    return -1
