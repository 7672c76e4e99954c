"""Whose words they are: a note mixes the caller's words with the consumer's own replies."""

from collections.abc import Sequence

from screener.spelling import word_set

_REPORTING = word_set("said told asked replied answered explained insisted repeated")
_CUES = _REPORTING | {"thanks", "thank", "interested"}
_US = frozenset({"i", "we"})
_THEM = frozenset({"him", "her", "them", "the"})
_BY_THE_WAY = word_set("just politely already only finally again then also have even")
_OF_THEM = {"him": {"he", "his"}, "her": {"she", "her"}, "them": {"they", "their"}}
_REPLIES = word_set("no nope yes yeah okay maybe not nah")
_LEADS = word_set("and but so then when until till because before")
_SHIFTS = word_set(
    "he she they caller guy lady woman man rep agent bloke fella lad girl chap someone "
    "wants wanted says said asks asked offers offered insisted insists kept keeps tried tries hung "
    "hangs still went started"
)
_SPEAKERS = frozenset({"he", "she", "they"})
_SPEAKING = word_set("said says say goes went mumbled asked asks got laughed thanked hung")
_OWN = word_set("i we my our not already no do")
_AFTERTHOUGHTS = frozenset({"so", "that", "again", "twice"})
_MARKS = frozenset(',:()"“”—–')
_QUOTES = frozenset('"“')


def consumer_words(
    lowered: str,
    words: Sequence[str],
    starts: Sequence[int],
    ends: Sequence[int],
    sentences: Sequence[int],
) -> bytes:
    """One byte a word: 1 where it is the consumer's own, told in a note.

    "I told her we already have solar" is the consumer's up to the end of the sentence or
    until the caller comes back ("…, she said"). "I told you" and "as I said" are a caller's.
    """
    own = bytearray(len(words))
    if _CUES.isdisjoint(words):
        return bytes(own)
    after = 0
    for at in [at for at, word in enumerate(words) if word in _CUES]:
        if at < after:
            continue
        cue = _cue_at(lowered, words, starts, ends, at)
        if cue is None:
            continue
        first, after, whole = cue
        if whole:
            last = _until(lowered, words, starts, ends, sentences, after)
            if all(word in _AFTERTHOUGHTS for word in words[after:last]):
                first = _clause_before(lowered, words, starts, ends, sentences, first)
            after = last
        own[first:after] = b"\1" * (after - first)
    return bytes(own)


def _cue_at(
    lowered: str, words: Sequence[str], starts: Sequence[int], ends: Sequence[int], at: int
) -> tuple[int, int, bool] | None:
    """First word, word after, and whether more follows, of a cue that ends in word `at`."""
    word = words[at]
    if word not in _CUES:
        return None
    following = words[at + 1] if at + 1 < len(words) else ""
    before = words[at - 1] if at else ""
    if word not in _REPORTING:
        return _refusal_at(words, at, before, following)
    subject = at - 1
    if before in _BY_THE_WAY and at > 1:
        subject -= 1
    if subject >= 0 and words[subject] in _US:
        return _with_subject(words, subject, word, following, at)
    begins = at == 0 or _marked(lowered, starts, ends, at)
    led = before in {"but", "so", "then", "just"}
    return _bare_cue(words, word, following, at) if begins or led else None


def _bare_cue(
    words: Sequence[str], word: str, following: str, at: int
) -> tuple[int, int, bool] | None:
    """ "Told him …" and "said no …" at the beginning of a clause, without a subject."""
    if word in {"told", "asked"} and following in _THEM - {"the"}:
        # "Told her to go to the bank", "told her she had won": what a caller said to someone else.
        told = words[at + 2] if at + 2 < len(words) else ""
        return None if told == "to" or told in _OF_THEM[following] else (at, at + 2, True)
    if word == "said" and following in _REPLIES:
        return at, at + 1, True
    return None


def _with_subject(
    words: Sequence[str], subject: int, word: str, following: str, at: int
) -> tuple[int, int, bool] | None:
    led = words[subject - 1] if subject else ""
    if following == "you" and word in {"told", "asked"}:
        return None
    if led in {"as", "like"} or (word == "asked" and following == "for"):
        return None
    return subject, at + (2 if following in _THEM and word != "said" else 1), True


def _refusal_at(
    words: Sequence[str], at: int, before: str, following: str
) -> tuple[int, int, bool] | None:
    """ "No thanks" and "not interested", unless the caller speaks of it."""
    if _refuses(before, words[at], following):
        led = words[at - 2] if at > 1 else ""
        if led in {"are", "you", "is", "if", "say", "saying"}:
            return None
        return at - 1, at + 1, False
    return None


def _refuses(before: str, word: str, following: str) -> bool:
    if word == "interested":
        return before == "not"
    return before == "no" and (word == "thanks" or following == "you")


def _until(
    lowered: str,
    words: Sequence[str],
    starts: Sequence[int],
    ends: Sequence[int],
    sentences: Sequence[int],
    after: int,
) -> int:
    """Where the consumer's words are over: at the sentence's end, or where the caller is back."""
    if after >= len(words):
        return len(words)
    sentence = sentences[after - 1]
    for at in range(after, len(words)):
        if sentences[at] != sentence:
            return at
        if at == after:
            continue
        gap = lowered[ends[at - 1] : starts[at]]
        if not _QUOTES.isdisjoint(gap.rstrip()[-1:]) and gap[:1] in {" ", ","}:
            return at
        led = words[at - 1] in _LEADS or not _MARKS.isdisjoint(gap) or " - " in gap
        if led and words[at] in _SHIFTS:
            return at
        if words[at] in _SPEAKERS and at + 1 < len(words) and words[at + 1] in _SPEAKING:
            return at
    return len(words)


def _clause_before(
    lowered: str,
    words: Sequence[str],
    starts: Sequence[int],
    ends: Sequence[int],
    sentences: Sequence[int],
    first: int,
) -> int:
    """Where the clause before a closing cue begins, if it is told of oneself; else `first`."""
    at = first
    while at and sentences[at - 1] == sentences[first]:
        at -= 1
        if at and _marked(lowered, starts, ends, at):
            break
    return at if words[at] in _OWN else first


def _marked(lowered: str, starts: Sequence[int], ends: Sequence[int], at: int) -> bool:
    """Whether a comma, dash, quotation mark or sentence end stands before the word."""
    gap = lowered[ends[at - 1] : starts[at]]
    return " - " in gap or any(not char.isspace() for char in gap) or "\n" in gap
