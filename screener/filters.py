"""What calls can be asked to fulfil: the nouns of a search (docs/search.md).

`query.py` reads them from what a person types; `store/asking.py` answers them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from screener.words import Allowed, Label


class Field(StrEnum):
    """A text of a call that words can be asked in by name."""

    COMPANY = "company"
    SAID = "said"
    NOTE = "note"
    AGENT = "agent"


class Being(StrEnum):
    """What a call can be beside its label."""

    SCAM = "scam"
    CORRECTED = "corrected"
    SCREENED = "screened"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand beside each other in one text; the last may be a `beginning`."""

    text: str
    field: Field | None = None
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class Digits:
    """A telephone number from its start or from its end; `words` are the parts as typed, which
    may be said in the call as well (None: only numbers count)."""

    digits: str
    words: "tuple[Words, ...] | None" = None


@dataclass(frozen=True, slots=True)
class OfVendor:
    """Put down to a vendor that has these words in a name."""

    text: str
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """With this label shown."""

    label: Label


@dataclass(frozen=True, slots=True)
class Permitted:
    """Judged to have been allowed so."""

    permission: Allowed


@dataclass(frozen=True, slots=True)
class Is:
    """Being that."""

    being: Being


@dataclass(frozen=True, slots=True)
class Tagged:
    """With this tag of the person's, or one that begins so."""

    tag: str
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class FromSource:
    """Brought by that source."""

    source: str


@dataclass(frozen=True, slots=True)
class Was:
    """Corrected from this label of the verdict."""

    label: Label


@dataclass(frozen=True, slots=True)
class TakenBy:
    """Taken by somebody of the household with these words in the name."""

    text: str
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class OnLine:
    """Come in on an own number that holds these words, or begins or ends in these digits."""

    text: str
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class OnWeekday:
    """On that day of the week at the household's place; 0 is Monday."""

    day: int


@dataclass(frozen=True, slots=True)
class AtHour:
    """Between those hours of its clocks, both included: 9 is from 9:00 to 9:59."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Since:
    """On that day of the household or later."""

    day: date


@dataclass(frozen=True, slots=True)
class Until:
    """On that day of the household or earlier."""

    day: date


OfClock = OnWeekday | AtHour
OfHousehold = TakenBy | OnLine
Filter = (
    OfVendor
    | Labelled
    | Permitted
    | Is
    | Tagged
    | FromSource
    | Since
    | Until
    | Was
    | OfHousehold
    | OfClock
)
Atom = Words | Digits | Filter


@dataclass(frozen=True, slots=True)
class Not:
    """Not that."""

    atom: Atom


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these or more."""

    items: "tuple[Atom | Not, ...]"


Item = Atom | Not | AnyOf
Query = tuple[Item, ...]
"""All of these at once; none of them: every call."""
