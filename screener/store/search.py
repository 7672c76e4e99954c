"""What a person types into a search box → a full-text query that can never be wrong."""

import re
import unicodedata

_MOST_TERMS = 24
"""SQLite's parser of full-text queries has a bounded stack; nobody types more words."""

_FEWEST_DIGITS = 3
_FULL_NUMBER = 7
_LONGEST_NUMBER = 40

_NUMBER_PART = re.compile(r"[+(]?[\d()\-./]*\d[\d()\-./]*", re.ASCII)
_PUNCTUATION = re.compile(r"[\W_]+")

_ONE_DIGIT_CODES = ("1", "7")
_TWO_DIGIT_CODES = re.compile(r"2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")
"""Country calling codes (ITU-T E.164); all others have three digits."""


def storable(text: str) -> str:
    """Text as it came, but for halves of characters (lone surrogates), which no UTF-8 holds."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def fold(name: str) -> str:
    """A name without case, accents and punctuation, to tell that two are the same."""
    name = storable(name)
    # Twice: letters in fancy dress become plain ones only on the way, capitals among them.
    plain = unicodedata.normalize("NFKD", name).casefold()
    marked = unicodedata.normalize("NFKD", plain)
    bare = "".join(char for char in marked if not unicodedata.combining(char))
    return _PUNCTUATION.sub(" ", bare).strip() or " ".join(name.split())


def digits_of(text: str) -> str:
    """The ASCII digits in a text."""
    return "".join(char for char in text if "0" <= char <= "9")


def number_words(e164: str, typed: str) -> list[str]:
    """The words by which a number is found: from its start with and without the country's
    code, as typed, and backwards (marked by an r), so that the last digits find it too."""
    digits = digits_of(typed)[:_LONGEST_NUMBER]
    if not e164.startswith("+"):
        return [digits, "r" + digits[::-1]] if digits else []
    whole = e164[1:]
    words = [whole, whole[_code_length(whole) :], digits, "r" + whole[::-1]]
    return [word for word in dict.fromkeys(words) if word]


def query(text: str) -> str | None:
    """The full-text query for words as typed: all must occur, the last one as a beginning.

    Telephone numbers are found in any way of writing, by their first or last digits. None
    when there is nothing to search by.
    """
    chunks = [c for c in storable(text).replace("\0", " ").split() if _PUNCTUATION.sub("", c)]
    terms = _terms(chunks[:_MOST_TERMS])
    return " AND ".join(terms) or None


def _terms(chunks: list[str]) -> list[str]:
    terms: list[str] = []
    number: list[str] = []
    for at, chunk in enumerate(chunks):
        if _NUMBER_PART.fullmatch(chunk):
            number.append(chunk)
            continue
        terms += _number_terms(number)
        number = []
        terms.append(_quoted(chunk) + ("*" if at == len(chunks) - 1 else ""))
    return terms + _number_terms(number, last=True)


def _number_terms(parts: list[str], *, last: bool = False) -> list[str]:
    if not parts:
        return []
    apart = [_quoted(part) for part in parts]
    if last:
        apart[-1] += "*"
    digits = digits_of("".join(parts))
    if len(digits) < _FEWEST_DIGITS:
        return apart
    # The 0 or 00 that is dialled before a number is no part of it.
    bare = digits.lstrip("0") if len(digits) >= _FULL_NUMBER else digits
    forms = [f'digits : "{bare}"*', f'digits : "r{bare[::-1]}"*', " AND ".join(apart)]
    return ["(" + " OR ".join(f"({form})" for form in forms) + ")"]


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _code_length(digits: str) -> int:
    if digits.startswith(_ONE_DIGIT_CODES):
        return 1
    return 2 if _TWO_DIGIT_CODES.match(digits) else 3
