"""Texts as they are kept and compared: what can be stored, folded names, the digits in them."""

import re
import unicodedata

_PUNCTUATION = re.compile(r"[\W_]+")


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
    return _PUNCTUATION.sub(" ", bare(name)).strip() or " ".join(name.split())


def bare(text: str) -> str:
    """A text without case and accents."""
    if text.isascii():
        return text.lower()
    # Twice: letters in fancy dress become plain ones only on the way, capitals among them.
    plain = unicodedata.normalize("NFKD", storable(text)).casefold()
    marked = unicodedata.normalize("NFKD", plain)
    return "".join(char for char in marked if not unicodedata.combining(char))


def digits_of(text: str) -> str:
    """The ASCII digits in a text."""
    return "".join(char for char in text if "0" <= char <= "9")
