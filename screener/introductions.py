"""How callers introduce themselves: the organisation that they say they are from.

Only where a caller speaks of themselves ("this is Spectrum", "calling from …", "lady from
AEP", "Orkin called"), never where a name is merely mentioned ("regarding your AEP bill").
"""

import re

from screener.name_words import FIRST_NAMES
from screener.names import NameBook

_OPENING = 700
"""Characters: introductions stand near the beginning."""

_BEFORE = 70
"""Characters before a link that tell who is meant."""

_WORDS_OF_A_NAME = 6

_PLAINLY = 95
"""Score that the first words need, since any word may stand there: no slips, no short forms."""

_STOP_WORDS = (
    "calling called call calls rang ringing ring phoned phoning again says said saying say wants "
    "wanted want offering offers offered offer chasing here about regarding with on to and but or "
    "is are was were has have had we i you your he she they his her their my our that this who "
    "which if as because so just how what when where not please automated recording re out up "
    "asked asking asks tells told wondering checking confirming confirms letting following trying "
    "looking back today tomorrow yesterday arranging do does did can could would will may might "
    "got sent sending needs need than over whether for"
)
_STOPS = frozenset([*_STOP_WORDS.split(), "switched", "moved", "left", "bill", "email", "letter"])
_STOP = re.compile(
    r"[.!?;:,\n\"“”()—–]|\s-\s|\b(?:" + "|".join(_STOP_WORDS.split()) + r")\b", re.IGNORECASE
)
_GREETING = re.compile(
    r"(?:[\s\"“'.,!]|\b(?:hi|hello|hey|hiya|good|morning|afternoon|evening|day|there|yes|um|uh|so|"
    r"ok|okay|ma'am|sir|well)\b)*",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\b(?P<of>from|at|with|on behalf of)\s+"
    r"|\b(?P<as>claiming|to be|being|(?:number |name )?came up as|(?:this|it|that)(?: is|'s|s| was))\s+"
    r"(?!about\b|an? (?:call|message|reminder)\b|for\b|not\b|just\b|from\b|to be\b)",
    re.IGNORECASE,
)
_HERE = re.compile(r"(?:^|[.!?,\n\"“] *|\bhi |\bhello )([\w&'’. -]{1,40}?) here\b", re.IGNORECASE)

_SPEAKING = (
    "lady man guy girl woman boy lad chap bloke kid gentleman fella rep representative agent "
    "someone somebody person people call caller calling message recording voicemail vm voice team "
    "dept department desk line manager banker technician engineer driver adviser advisor nurse "
    "receptionist director supervisor specialist officer inspector volunteer patrol robot robocall "
    "bot alert office services staff speaking ringing phoning i'm im am be being he's she's they're "
    "we're hes shes it's its is are was were"
)
_SPEAKERS = frozenset(_SPEAKING.split())
_OURSELVES = frozenset(["i'm", "im", "am", "we're", "are", "was", "were"])
_SAYING_WHO = frozenset(["hi", "hello", "hey", "morning", "afternoon", "evening", "name", "this"])
_FILLING = frozenset(["you", "me", "us", "back", "today", "again"])
_CLAIMING = frozenset(["claims", "claimed", "claiming", "pretending", "purporting", "supposed"])
_ADDRESSED = frozenset(["message", "call", "reminder", "alert"])


def introduced_as(said: str, book: NameBook) -> str:
    """The words by which a caller introduces their organisation, if they name one in the book;
    empty if they do not. Looks at the opening only."""
    text = said[:_OPENING].replace("’", "'")
    if not book.may_stand_in(text):
        return ""
    for span in _introductions(text):
        if span and book.find(span):
            return span
    first = _until_stop(text)
    matches = book.find(first) if first else ()
    return first if matches and matches[0].score >= _PLAINLY else ""


def _introductions(text: str) -> list[str]:
    """What stands where a name would stand, in the order of how plainly it is said."""
    spans = [
        _until_stop(text[found.end() :])
        for found in _LINK.finditer(text)
        if _introduces(text, found)
    ]
    spans += [found[1] for found in _HERE.finditer(text)]
    return spans


def _introduces(text: str, link: re.Match[str]) -> bool:
    """Whether a link is said of the one who calls."""
    word = link[0].split()[0].casefold()
    if word in {"to", "being"}:
        before = text[max(0, link.start() - _BEFORE) : link.start()].casefold().split()
        return bool(before) and before[-1] in _CLAIMING
    return word not in {"from", "at", "with"} or _speaks_before(text, link.start())


def _speaks_before(text: str, at: int) -> bool:
    """Whether the words before "from", "at" or "with" are someone on the line."""
    before = text[max(0, at - _BEFORE) : at].casefold().split()
    while before and before[-1] in _FILLING:
        before.pop()
    if not before:
        return at < _BEFORE
    last = before[-1].strip("\"“”'.,:;!?")
    if last in _OURSELVES and text[at : at + 4].casefold() == "with":
        # "I'm with Sky" is the consumer's answer, unless someone has just said who they are.
        said = {word.strip(",.") for word in before[:-1]}
        return bool(said & (_SAYING_WHO | FIRST_NAMES))
    if last in _SPEAKERS or last in FIRST_NAMES:
        return True
    if at <= 30 and len(before) <= 2 and last not in _STOPS:
        return True
    addressed = [word for word in before[-9:-1] if word in _ADDRESSED]
    return "name is" in " ".join(before[-4:]) or bool(addressed and "for" in before)


def _until_stop(text: str) -> str:
    greeting = _GREETING.match(text)
    text = text[greeting.end() :] if greeting else text
    stop = _STOP.search(text)
    words = text[: stop.start() if stop else 80].split()
    return " ".join(words[:_WORDS_OF_A_NAME]) if len(words) <= 2 * _WORDS_OF_A_NAME else ""
