"""A call as it is held against the law: the few facts that rules ask for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import IntFlag
from typing import NamedTuple

from screener.words import Purpose


class Suspect(NamedTuple):
    """A judged call. `number` is in E.164, else as it came, empty when none was shown;
    `hidden` tells that a word for a withheld number was shown ("Private"). `vendor` is the name
    of the vendor it is attributed to, empty for nobody. `also_selling` is a call about
    something else that went on to sell. `named` tells that the caller gave a company, in the
    words where it was not noted."""

    id: str
    at: datetime
    number: str = ""
    hidden: bool = False
    company: str = ""
    vendor: str = ""
    purpose: Purpose = Purpose.SALES
    scam: bool = False
    also_selling: bool = False
    recorded: bool = False
    answered: bool = True
    named: bool = True


class Odd(IntFlag):
    """What sets a call apart from a plain one, by which somebody with a name and a number wants
    something of the consumer."""

    SCAM = 1
    ALSO_SELLING = 2
    RECORDED = 4
    HIDDEN = 8
    NAMELESS = 16
    WITHOUT_NUMBER = 32


class Sight(NamedTuple):
    """A call at a glance, enough to tell like cases. `ref` is where to look it up, `at` in
    milliseconds since 1970 UTC, `offset` in minutes; `vendor` is a number for one (None: nobody).
    Calls that agree in number, company and vendor are from one caller. `odd` are flags of `Odd`."""

    ref: int
    at: int
    offset: int
    number: str
    company: str
    vendor: int | None
    purpose: str
    odd: int


class Sightings(NamedTuple):
    """Calls at a glance, the names of their vendors, and how one call is looked up whole."""

    sights: Sequence[Sight]
    vendors: Mapping[int, str]
    look: Callable[[int], Suspect]


class ToldIn(NamedTuple):
    """The call in which something was said: its number and the company that it claimed."""

    number: str
    company: str


def sightings_of(calls: Sequence[Suspect]) -> Sightings:
    """Calls that are at hand whole."""
    numbers = {name: at for at, name in enumerate(dict.fromkeys(call.vendor for call in calls))}
    sights = [sight_of(ref, call, numbers) for ref, call in enumerate(calls)]
    return Sightings(sights, {at: name for name, at in numbers.items()}, calls.__getitem__)


def sight_of(ref: int, call: Suspect, vendors: Mapping[str, int]) -> Sight:
    """A call at a glance. `vendors` gives each vendor its number."""
    odd = (
        Odd.SCAM * (call.scam or call.purpose is Purpose.FRAUD)
        | Odd.ALSO_SELLING * call.also_selling
        | Odd.RECORDED * call.recorded
        | Odd.HIDDEN * call.hidden
        | Odd.WITHOUT_NUMBER * (not call.number)
        | Odd.NAMELESS * (call.answered and not (call.named or call.company or call.vendor))
    )
    offset = call.at.utcoffset() or timedelta()
    return Sight(
        ref,
        (call.at - _EPOCH) // _MILLISECOND,
        int(offset.total_seconds()) // 60,
        call.number,
        call.company,
        vendors[call.vendor] if call.vendor else None,
        call.purpose,
        int(odd),
    )


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
