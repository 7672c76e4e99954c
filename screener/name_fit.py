"""How well a claimed name fits one on file: word by word, with what may stand beside it."""

from collections.abc import Iterable
from typing import NamedTuple

from screener import name_words as known
from screener.name_spelling import JOINTS, is_distinctive


class NameEntry(NamedTuple):
    """A name on file: whose it is (the owner's place in the book), as written and in words."""

    owner: int
    name: str
    words: tuple[str, ...]
    core: tuple[str, ...]
    """The words up to the last distinctive one; all of them if none is."""
    strong: bool
    trades: frozenset[str]


class NameOwner(NamedTuple):
    """All words of an owner's names and of what it is about, and the trades they tell."""

    words: frozenset[str]
    trades: frozenset[str]


def name_entry(owner: int, name: str, words: tuple[str, ...]) -> NameEntry:
    """A name on file from its words."""
    last = max((at for at, word in enumerate(words) if is_distinctive(word)), default=-1)
    core = words[: last + 1] if last >= 0 else words
    return NameEntry(owner, name, words, core, last >= 0, frozenset(trades_of(words)))


def trades_of(words: Iterable[str]) -> list[str]:
    """The kinds of business that the words tell of, such as "insurance"."""
    return [known.TRADE[word] for word in words if word in known.TRADE]


def fit_of(words: tuple[str, ...], entry: NameEntry, owner: NameOwner) -> float:
    """How well claimed words fit a name on file, 0 (another one) to 100 (the same)."""
    if words == entry.words:
        return 100
    if "".join(words) == "".join(entry.words):
        return 99
    if len(words) == 1 and len(entry.words) >= 3 and words[0] == initials(entry.words):
        return 90
    if any(word in known.APART and word not in owner.words for word in words):
        return 0
    fit = _fit_within(words, entry, owner) or _fit_shortened(words, entry)
    if not fit and entry.strong and sorted(words) == sorted(entry.words):
        return 92
    return fit or _fit_joined(words, entry, owner)


def initials(words: tuple[str, ...]) -> str:
    """The first letters of words, in one."""
    return "".join(word[0] for word in words)


def _fit_within(words: tuple[str, ...], entry: NameEntry, owner: NameOwner) -> float:
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


def _fit_shortened(words: tuple[str, ...], entry: NameEntry) -> float:
    """The claimed words are how the name on file begins."""
    bare = _without_roles(words)
    if not bare or len(bare) >= len(entry.words) or entry.words[: len(bare)] != bare:
        return 0
    if any(is_distinctive(word) and len(word) >= 5 for word in bare) or bare == entry.core:
        return 86
    return 84 if len(bare) >= 2 and not _all_trade(bare) else 0


def _fit_joined(words: tuple[str, ...], entry: NameEntry, owner: NameOwner) -> float:
    """ "The fraud team at Huntington", "Denise from State Farm", "Specsavers at Cross Gates"."""
    for at in range(len(words) - 2, 0, -1):
        if words[at] not in JOINTS:
            continue
        left, right = words[:at], words[at + 1 :]
        if _is_speaker(left) and (fit := fit_of(right, entry, owner)):
            return fit - 2
        if (
            words[at] in {"at", "in"}
            and not trades_of(right)
            and (fit := fit_of(left, entry, owner))
        ):
            return fit - 4
    return 0


def _is_speaker(words: tuple[str, ...]) -> bool:
    """Whether the words are someone who speaks for a company, and not a company."""
    strange = sum(is_distinctive(word) for word in words)
    people = any(word in known.ROLES or word in known.FIRST_NAMES for word in words)
    return strange <= (2 if people else 1) and (people or len(words) == 1 or not trades_of(words))


def _stands_beside(
    before: tuple[str, ...],
    after: tuple[str, ...],
    part: tuple[str, ...],
    entry: NameEntry,
    owner: NameOwner,
) -> bool:
    """Whether what surrounds a name leaves it the same organisation's."""
    if not _same_trade(before + after, part, entry, owner):
        return False
    short = len("".join(part)) <= 4
    return _may_precede(before, part, entry, owner, short) and _may_follow(
        after, entry, owner, short
    )


def _same_trade(
    beside: tuple[str, ...], part: tuple[str, ...], entry: NameEntry, owner: NameOwner
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
    before: tuple[str, ...], part: tuple[str, ...], entry: NameEntry, owner: NameOwner, short: bool
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


def _may_follow(after: tuple[str, ...], entry: NameEntry, owner: NameOwner, short: bool) -> bool:
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
