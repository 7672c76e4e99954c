"""The few facts about this caller that are looked up before judging."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from screener.words import Label, Purpose

if TYPE_CHECKING:
    from screener.reputation import Reputation


class Taught(NamedTuple):
    """How many calls the person put right in one way: from what the verdict said (None: the
    call was not screened) to what it was. A correction taken back is not counted."""

    was: Label | None
    now: Label
    calls: int


class Lesson(NamedTuple):
    """One call that the person put right: from which label, to which, and its words."""

    was: Label | None
    now: Label
    said: str
    company: str = ""


class SoFar(NamedTuple):
    """How often a vendor called, by purpose: in a month, and in a year."""

    month: Mapping[Purpose, int]
    year: Mapping[Purpose, int]


NONE_SO_FAR = SoFar({}, {})


@dataclass(frozen=True, slots=True)
class Known:
    """What the edge looked up about *this* caller. `classify` passes `NOTHING_KNOWN`.

    `calls` counts earlier calls from this number or company by label; `corrections` counts
    what the person corrected such calls to, and `taught` tells from what. `who` names the
    caller in sentences. `words` are words that calls put right in one way have in common and
    hardly any other call has, whoever rang. `after_opt_out` counts calls that came although
    the caller had been told to stop. `complaints` is what public files tell of the number.
    `this_month` and `this_year` count the vendor's earlier calls by purpose in the calendar
    month and year of the call; they are looked up where a preference limits them.
    """

    calls: Mapping[Label, int] = field(default_factory=dict)
    corrections: Mapping[Label, int] = field(default_factory=dict)
    complaints: "Reputation | None" = None
    who: str = ""
    taught: tuple[Taught, ...] = ()
    words: Mapping[str, Taught] = field(default_factory=dict)
    after_opt_out: int = 0
    this_month: Mapping[Purpose, int] = field(default_factory=dict)
    this_year: Mapping[Purpose, int] = field(default_factory=dict)


NOTHING_KNOWN = Known()
