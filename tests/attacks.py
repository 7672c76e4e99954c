"""What callers, files and settings can hold to get out of a text: one list for all outlets.

Behind everything that may break a line stands `MARK`, so that a broken line begins with it.
"""

import unicodedata
from collections.abc import Iterator, Mapping

MARK = "PWNED"

BREAKS = "".join(
    f"x{end}{MARK} "
    for end in ("\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
)
"""Everything that `str.splitlines` or a terminal takes for the end of a line."""

TERMINAL = (
    "\x1b[2J\x1b[31mred\x1b[0m\x1b]0;title\x07\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\"
    "\x1b]52;c;cm0gLXJm\x07\x1bP+q544e\x1b\\\x1b_Gf=100;AAAA\x1b\\\x1bc\x1b(0\x1b#8\x1b[6n\x1b[?1049h"
    "\x9b31m\x9d0;title\x9c\x90payload\x9c\x9eprivate\x9c\x07\x08\x08\x7f\x0e\x05\x00\x1b\x1b[[31m"
)
"""CSI, OSC (title, link, clipboard), DCS, APC, resets, answers back, C1 in one byte, bell, NUL."""

DIRECTION = (
    "\u202eevil\u202c \u202dltr\u202c \u2066in\u2067side\u2068out\u2069 \u200f\u200e\u061c "
    "ze\u200bro\u200c\u200d\u2060\ufeff soft\u00ad \u180e\U000e0041\U000e0042 \ufff9a\ufffab\ufffb"
)
"""Overrides, isolates, marks, zero-width, tags and annotations."""

FLOODS = "e" + "\u0301" * 400 + " a" + "\u20dd\u0489" * 200 + " \u0e33" + "\u0e49" * 300
"""Marks piled upon one letter."""

WIDE = (
    "👨‍👩‍👧‍👦" * 20
    + "🏴\U000e0067\U000e0062\U000e007f"
    + "全角" * 20
    + "\ufdfd\u12031\ue000\U0010ffff\u0378"
)
"""Families of emoji, flags, wide and private characters, and some that are none."""

SURROGATES = "half \ud800 and \udfff \udc80"
"""Lone surrogates: names of files and arguments can hold them."""

MARKUP = (
    "[/] [bold red]x[/bold red] [@click=app.bell]y[/] [link=http://evil.example]z[/link] [#ff0000] "
    "[$accent] \\[ [[ ]] [ [/bold] :smile: {{x}} %(a)s {0.__class__} {} %s %n $x ${HOME}"
)
"""What Rich, Textual and format strings read into a text."""

PAGES = (
    "</td></table></title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>"
    '" onmouseover="alert(1)" x=\' ><svg/onload=alert(1)> javascript:alert(1) &lt; &#x3c;script> '
    "<!-- --> ]]> <![CDATA[ <?php ?> <base href=//evil.example> <meta http-equiv=refresh>"
)
"""What a page would do something with."""

TABLES = '=HYPERLINK("http://evil.example") ,"; ;\t|\r\n=cmd|\' /C calc\'!A0'
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "\u200b=1", "'=1")
"""Cells of a table, and what a spreadsheet would reckon with."""

CARDS = (
    "\r\nEND:VCARD\r\nBEGIN:VCARD\r\n \r\n\tEND:VEVENT\r\nBEGIN:VALARM\r\nATTACH:file:///etc/passwd"
    " \\n \\, \\; \\\\ ;X-A=B: \" ^n ^' =0D=0A"
)
"""Lines, folds and escapes of iCalendar and vCard."""

OTHERS = (
    "'; DROP TABLE call; -- \" OR 1=1 * NEAR(a b) col:x AND OR NOT ^ ( ) $(touch /tmp/x) `id` | & ; > "
    '../../../etc/passwd C:\\CON NUL:// \\u0000 \\ud800 "}],"label":"service" {"a":1} # comment !=='
    "*DATE* *NMBR* 123 #= x -- --db=/tmp/x -rf ~"
)
"""SQL, the search words of FTS5, shells, paths, JSON, lines of block lists and of NCID."""

LONG = "w" * 100_000
"""A word without an end."""

ATTACKS: Mapping[str, str] = {
    "breaks": BREAKS,
    "terminal": TERMINAL,
    "direction": DIRECTION,
    "floods": FLOODS,
    "wide": WIDE,
    "surrogates": SURROGATES,
    "markup": MARKUP,
    "pages": PAGES,
    "tables": TABLES,
    "cards": CARDS,
    "others": OTHERS,
}
"""All of it but the long word and the formulas, which do their harm at the beginning of a text."""

TOGETHER: Mapping[str, str] = {
    "a terminal's": BREAKS + TERMINAL + DIRECTION,
    "a page's": MARKUP + PAGES + FLOODS + WIDE,
    "a file's": TABLES + CARDS + OTHERS + SURROGATES,
}
"""The same in few texts, for what takes long."""

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""The categories of Unicode that show nothing, or do something."""


def harm(text: str, *, ends: str = "\n", wrapped: bool = False) -> str:
    """What is wrong with a text that goes to a terminal or into a file of lines; empty if
    nothing is. `ends` are the characters that end its lines; in one that is `wrapped`, a line
    may begin with any word, and words that were said stand indented in lines of their own."""
    return next(_harm(text, ends, wrapped=wrapped), "")


def _harm(text: str, ends: str, *, wrapped: bool) -> Iterator[str]:
    for char in set(text) - set(ends):
        if unicodedata.category(char) in HIDDEN:
            at = text.index(char)
            yield f"U+{ord(char):04X} in {text[max(at - 40, 0) : at + 20]!r}"
    for line in text.splitlines():
        if line == f"{MARK} x" if wrapped else line.lstrip().startswith(MARK):
            yield f"a broken line: {line[:60]!r}"
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks > 2:
            yield "marks piled up"
            return
