"""What was said, normalised once: words with their places, kinds, sentences and speakers.

Everything that judges words (signals, the learned part) works on `Heard`, and so do the
phrases of the rules: both go through the same normaliser, so that they meet.
"""

import re
from collections.abc import Callable, Sequence
from enum import IntEnum
from itertools import accumulate
from typing import NamedTuple, TypeVar

from screener.speaking import consumer_words
from screener.spelling import PAIRS, SINGLE, spelled_out, word_set

HEAD_CHARACTERS = 32_000
TAIL_CHARACTERS = 8_000
"""Of a longer text its beginning and its end are judged, some 6,000 and 1,500 words: three quarters
of an hour of talk, in which a caller says what they want. A pasted book must not hold up the
screen, whose keys wait while another thread judges."""


_Value = TypeVar("_Value")
Spans = tuple[tuple[int, int], ...]
_NO_SPANS: tuple[Spans, Spans, Spans] = ((), (), ())


class WordKind(IntEnum):
    """What kind of word it is: `Heard.kinds` holds one for each word."""

    WORD = 0
    NUMBER = 1
    MONEY = 2
    PERCENT = 3


class Heard(NamedTuple):
    """A text as heard. All tuples but the spans run in parallel, one entry a word.

    `words` are normalised; `starts` and `ends` are character offsets into `text`, so that
    `text[starts[i]:ends[j]]` is the original from word i to word j (an opened contraction
    gives several words with the same offsets). `kinds` holds `WordKind` values, `sentences`
    the number of the sentence, `consumer` 1 where a word is the consumer's own, told in a
    note. `numbers`, `money` and `percents` are spans (first word, word after the last).
    """

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    kinds: bytes
    sentences: tuple[int, ...]
    consumer: bytes
    numbers: Spans = ()
    money: Spans = ()
    percents: Spans = ()

    def quote(self, first: int, after: int) -> str:
        """The original text from word `first` up to, not including, word `after`."""
        return self.text[self.starts[first] : self.ends[after - 1]]


_TOKEN = re.compile(
    r"""(
    [^\W\d_][^\W_]*(?:'[^\W\d_]+)*                        # a word
  | [.!?…;](?=[\s"'”)\]]|$) | \n                          # the end of a sentence
  | (?:[$£€¥₹₦₱₩]\s?)?\d+(?:[.,:]\d+)*[^\W\d_]*%?         # a number, an amount, a share
  | [&+%€£]
  | /(?=(?:mo|mth|month|yr|year|wk|week|day|hr|hour)\b)
    )""",
    re.VERBOSE,
)
_SENTENCE_ENDS = frozenset(".!?…;\n")

_SIGNS = "$£€¥₹₦₱₩"
_FIGURE = re.compile(rf"([{_SIGNS}]?)\s?([\d.,:]+)([^\W\d_]*)(%?)")
_LETTERED_AMOUNT = re.compile(r"(?:r|rs|inr|gbp|usd|eur|aud|cad|nzd|ksh|rm)(\d+)")
_UNITS = word_set(
    "am pm hr hrs hour hours min mins mo mos mth mths month months yr yrs year years wk wks week "
    "weeks day days gb mb mbps gbps lb lbs kg mg ml ft sq mi miles x"
)

_NUMBER_WORDS = word_set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred hundreds thousand thousands million millions"
)
_SCALE_WORDS = word_set("hundred thousand million hundreds thousands millions")
_CURRENCY_AFTER = word_set(
    "dollar dollars buck bucks pound pounds quid euro euros cent cents pence penny pennies p rupee "
    "rupees rand rands grand peso pesos ringgit shilling shillings naira usd gbp eur aud cad nzd "
    "inr zar ksh kes € £ $"
)
_CURRENCY_BEFORE = word_set("rs inr usd gbp eur aud cad nzd zar ksh kes chf rm")
_EACH = frozenset({"a", "per", "each", "every"})
_PERIODS = frozenset({"month", "year", "week"})
_PERIODIC = frozenset({"monthly", "yearly", "weekly", "annually"})

_FOLDED = str.maketrans(
    "’‘ʼ`´" + "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ", "'''''" + "aaaaaaceeeeiiiinoooooouuuuyy"
)


class Memo(dict[str, _Value]):
    """What was worked out for a word before; all is forgotten when it has grown large."""

    def __init__(self, work_out: Callable[[str], _Value]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> _Value:
        if len(self) >= _MEMO_WORDS:
            self.clear()
        value = self[word] = self._work_out(word)
        return value


def hear_words(text: str) -> Heard:
    """Hear `text`: any string, also an empty one; never raises. Time is linear in its length."""
    lowered = _without_middle(_lowered(text))
    # What stands between tokens, and the tokens: adding up their lengths gives all places at
    # half of what it costs to ask match objects.
    pieces = _TOKEN.split(lowered)
    tokens = pieces[1::2]
    places = list(accumulate(map(len, pieces)))
    starts, ends = places[:-1:2], places[1::2]
    words, starts, ends, sentences = _spread(tokens, starts, ends)
    if not _JOINED.isdisjoint(words):
        _join(lowered, words, starts, ends, sentences)
    kinds = bytes(map(_KINDS.__getitem__, words))
    consumer = consumer_words(lowered, words, starts, ends, sentences)
    spans = _spans(words, kinds) if any(kinds) else _NO_SPANS
    return Heard(
        text, tuple(words), tuple(starts), tuple(ends), kinds, tuple(sentences), consumer, *spans
    )


def _spread(
    tokens: Sequence[str], starts: list[int], ends: list[int]
) -> tuple[list[str], list[int], list[int], list[int]]:
    """The words of tokens with their offsets and the numbers of their sentences: most tokens are
    a word, some stand for several, and some end a sentence."""
    words: list[str] = []
    all_starts: list[int] = []
    all_ends: list[int] = []
    sentences: list[int] = []
    sentence = 0
    for one, start, end in zip(map(_OPENED.__getitem__, tokens), starts, ends, strict=True):
        if isinstance(one, str):
            words.append(one)
            all_starts.append(start)
            all_ends.append(end)
            sentences.append(sentence)
        else:
            words += one
            all_starts += [start] * len(one)
            all_ends += [end] * len(one)
            sentences += [sentence] * len(one)
            sentence += not one
    return words, all_starts, all_ends, sentences


def normal_words(text: str) -> tuple[str, ...]:
    """The words of a piece of a phrase, normalised as calls are."""
    parts = text.lower().split()
    if all(len(part) > 1 and part.isalpha() and part not in _JOINED for part in parts):
        return tuple(word for part in parts for word in _words_of(part))
    return hear_words(text).words


def _lowered(text: str) -> str:
    """Lower case with straight apostrophes and plain letters, offset for offset."""
    lowered = text.lower()
    if text.isascii():
        return lowered
    if len(lowered) != len(text):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lowered.translate(_FOLDED)


def _without_middle(lowered: str) -> str:
    """A text of bearable length: blanks take the place of what is not judged."""
    middle = len(lowered) - HEAD_CHARACTERS - TAIL_CHARACTERS
    if middle <= 0:
        return lowered
    return lowered[:HEAD_CHARACTERS] + "\n".ljust(middle) + lowered[-TAIL_CHARACTERS:]


def _opened(raw: str) -> str | tuple[str, ...]:
    """The normalised words of one token; none for the end of a sentence."""
    if raw in _SENTENCE_ENDS:
        return ()
    words = (raw,) if len(raw) == 1 and raw.isalpha() else _words_of(raw)
    return words[0] if len(words) == 1 else words


def _words_of(raw: str) -> tuple[str, ...]:
    figure = _FIGURE.fullmatch(raw)
    if figure is None:
        lettered = _LETTERED_AMOUNT.fullmatch(raw)
        return ("$" + lettered[1],) if lettered else spelled_out(raw)
    sign, digits, tail, percent = figure.groups()
    digits = digits.replace(",", "")
    if sign:
        return ("$" + digits + tail,)
    if percent:
        return (digits + "%",)
    if tail == "p":
        return (digits, "pence")
    if tail in _UNITS:
        return (digits, *spelled_out(tail))
    return (digits + tail,)


def _kind(word: str) -> int:
    if word in _NUMBER_WORDS:
        return int(WordKind.NUMBER)
    if word.isalpha():
        return int(WordKind.WORD)
    if word[0] == "$":
        return int(WordKind.MONEY)
    if word[-1] == "%" and len(word) > 1:
        return int(WordKind.PERCENT)
    scaled = _SCALED.fullmatch(word)
    return int(WordKind.NUMBER if scaled and word != "401k" else WordKind.WORD)


_SCALED = re.compile(r"\d[\d.:]*(?:k|m|bn|mn|mil)?")

_MEMO_WORDS = 16_384
_OPENED: Memo[str | tuple[str, ...]] = Memo(_opened)
_KINDS: Memo[int] = Memo(_kind)

_JOINED = frozenset("abcdefghijklmnopqrstuvwxyz").union(*PAIRS) - {"a", "i"}


def _join(
    lowered: str, words: list[str], starts: list[int], ends: list[int], sentences: list[int]
) -> None:
    """Join spelled acronyms ("a e p") and words written apart, in place."""
    kept = 0
    at = 0
    while at < len(words):
        after, word = _joined_at(lowered, words, starts, ends, at)
        words[kept] = word
        starts[kept] = starts[at]
        ends[kept] = ends[after - 1]
        sentences[kept] = sentences[at]
        kept += 1
        at = after
    for column in (words, starts, ends, sentences):
        del column[kept:]


def _joined_at(
    lowered: str, words: Sequence[str], starts: Sequence[int], ends: Sequence[int], at: int
) -> tuple[int, str]:
    """Where the joined word that begins at `at` is over, and how it reads."""
    word = words[at]
    after = at + 1
    if len(word) == 1 and word.isalpha():
        while after < len(words) and len(words[after]) == 1 and words[after].isalpha():
            if lowered[ends[after - 1] : starts[after]] not in _LETTER_GAPS:
                break
            after += 1
        if _is_acronym(words[at:after], lowered[ends[at] : ends[at] + 1] == "."):
            return after, "".join(words[at:after])
    pair = PAIRS.get((word, words[at + 1])) if at + 1 < len(words) else None
    if pair is not None:
        return at + 2, pair
    return at + 1, SINGLE.get(word, word)


_LETTER_GAPS = frozenset({" ", ".", ". ", "-"})
_LETTER_WORDS = frozenset("aiu")


def _is_acronym(letters: Sequence[str], dotted: bool) -> bool:
    """Whether single letters in a row spell a name ("i r s") rather than words ("plan b i")."""
    if len(letters) < 2:
        return False
    if dotted or list(letters) == ["a", "m"]:
        return True
    if letters[:2] == ["u", "r"]:
        return False
    return len(letters) > 2 or _LETTER_WORDS.isdisjoint(letters)


def _spans(words: Sequence[str], kinds: bytes) -> tuple[Spans, Spans, Spans]:
    """Numbers, amounts of money and percentages that may take several words."""
    numbers: list[tuple[int, int]] = []
    money: list[tuple[int, int]] = []
    percents: list[tuple[int, int]] = []
    after = 0
    for at in [at for at, kind in enumerate(kinds) if kind]:
        if at < after:
            continue
        kind = kinds[at]
        after = at + 1
        if kind == WordKind.NUMBER:
            after = _number_end(words, kinds, at)
        elif kind == WordKind.MONEY and after < len(words) and words[after] in _SCALE_WORDS:
            after += 1
        if kind != WordKind.PERCENT:
            numbers.append((at, after))
        following = words[after] if after < len(words) else ""
        if kind == WordKind.PERCENT or following == "percent":
            percents.append((at, after + (following == "percent")))
        elif _is_money(words, kind, at, after):
            money.append((at, after + (following in _CURRENCY_AFTER)))
    return tuple(numbers), tuple(money), tuple(percents)


def _number_end(words: Sequence[str], kinds: bytes, at: int) -> int:
    """Where a number of several words is over ("one hundred and fifty", "5 million")."""
    after = at + 1
    spoken = words[at] in _NUMBER_WORDS
    while after < len(words):
        word = words[after]
        if word in _SCALE_WORDS or (spoken and word in _NUMBER_WORDS):
            spoken = True
            after += 1
        elif (
            (word == "and" and words[after - 1] in _SCALE_WORDS) or (word == "point" and spoken)
        ) and (after + 1 < len(words) and words[after + 1] in _NUMBER_WORDS):
            after += 2
        else:
            break
    return after


def _is_money(words: Sequence[str], kind: int, at: int, after: int) -> bool:
    """A sign, a currency before or after, or "a month" behind make a number an amount."""
    if kind == WordKind.MONEY or (at and words[at - 1] in _CURRENCY_BEFORE):
        return True
    following = words[after : after + 2]
    if not following:
        return False
    if following[0] in _CURRENCY_AFTER or following[0] in _PERIODIC:
        return True
    return len(following) == 2 and following[0] in _EACH and following[1] in _PERIODS
