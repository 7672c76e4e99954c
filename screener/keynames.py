"""Keys as people write them, and the one name that the screen has for each."""

import unicodedata
from string import punctuation

from screener.faults import Fault
from screener.text import one_line

MODIFIERS = ("ctrl", "alt", "shift", "super")
NAMED = frozenset(
    {"escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end",
     "pageup", "pagedown", "up", "down", "left", "right"}
)  # fmt: skip
FUNCTION_KEYS = frozenset(f"f{number}" for number in range(1, 25))
_OTHERWISE = {"esc": "escape", "return": "enter", "del": "delete", "ins": "insert"}
# Textual's own short names for what Unicode calls otherwise (textual/keys.py, 8.2).
_SHORT = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_MEANT = "{!r} is no key: write it as ctrl+s, f2, shift+f5, escape or ?"


def read_key(text: str) -> str:
    """The name of a key: "Ctrl+S" is ctrl+s, "?" question_mark, "G" and "shift+g" are G.

    Raises Fault for a text that is no key.
    """
    shown = one_line(text, 40)
    parts = text.strip().split("+") if len(text.strip()) > 1 else [text.strip()]
    *modifiers, last = (part.strip() for part in parts)
    modifiers = [each.lower() for each in modifiers]
    if len(set(modifiers)) < len(modifiers) or not set(modifiers) <= set(MODIFIERS):
        raise Fault(_MEANT.format(shown))
    base = _base(last, shown)
    if modifiers == ["shift"] and len(base) == 1 and base.isalpha():
        return base.upper()
    if modifiers and len(base) == 1:
        base = base.lower()
    return "+".join((*(each for each in MODIFIERS if each in modifiers), base))


def read_keys(text: str) -> str:
    """Several keys with commas between them, as one writes them and as the screen has them."""
    parts = text.split(",") if text.strip() != "," else [text]
    return ",".join(dict.fromkeys(read_key(part) for part in parts))


def types_a_letter(key: str) -> bool:
    """Whether a key only puts a letter, digit or sign where text is typed."""
    return "+" not in key and key not in FUNCTION_KEYS and key not in NAMED - {"space"}


def _base(text: str, shown: str) -> str:
    if len(text) == 1:
        return text if text.isalnum() else _name(text, shown)
    low = text.lower()
    low = _OTHERWISE.get(low, low)
    if low in NAMED or low in FUNCTION_KEYS:
        return low
    if low not in _SIGNS:
        raise Fault(_MEANT.format(shown))
    return low


def _name(char: str, shown: str) -> str:
    try:
        name = unicodedata.name(char).lower().replace("-", "_").replace(" ", "_")
    except ValueError:
        raise Fault(_MEANT.format(shown)) from None
    return _SHORT.get(name, name)


_SIGNS = frozenset(_name(sign, sign) for sign in punctuation)
