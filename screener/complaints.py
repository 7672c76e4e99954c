"""What others complained of the number → one weak signal, capped by its group.

A number on the display proves nothing: callers show numbers of others, so that the complaints hang
on whoever owns it. Complaints therefore speak for sales and for fraud alike and never much; the
number of a vendor on file gets none of it; and they make no fraud of a call that was none without
them (`screening.py`).
"""

from collections.abc import Mapping
from math import log1p
from typing import TYPE_CHECKING

from screener.identity import Identity
from screener.signals import Signal
from screener.text import one_line
from screener.words import IdentityState, Purpose

if TYPE_CHECKING:
    from screener.reputation import Reputation

GROUP = "complaints"
"""The group whose cap (rules/groups.toml) bounds the signal; without a cap nothing is said."""

PER_COMPLAINT = 0.25
LEAST = 0.1
"""Log-odds for each factor of e in the decayed complaints; fewer than `LEAST` say nothing."""

_OF_A_VENDOR = {IdentityState.NUMBER_ON_FILE, IdentityState.CONTRADICTED}
_SAYS_NOTHING = {"", "other", "dropped call or no message"}
_SHOWN_SUBJECT = 70
_SIZES = ((365, "year"), (30, "month"), (7, "week"))


def signals_of(
    known: "Reputation | None", identity: Identity, caps: Mapping[str, float]
) -> tuple[Signal, ...]:
    """The signal of what is on file of the number, if any. `caps` are those of the groups."""
    if known is None or identity.state in _OF_A_VENDOR:
        return ()
    weight = known.weight + (1 if known.ranges else 0)
    if weight < LEAST:
        return ()
    bounded = min(PER_COMPLAINT * log1p(weight), caps.get(GROUP, 0.0))
    if bounded <= 0:
        return ()
    also = {Purpose.FRAUD: bounded}
    return (Signal("KNOWN_COMPLAINTS", Purpose.SALES, bounded, "", told(known), also, group=GROUP),)


def told(known: "Reputation") -> str:
    """The complaints in a sentence."""
    if not known.complaints:
        return "The number lies in a range that a list names; numbers are spoofed."
    parts = [
        "1 complaint" if known.complaints == 1 else f"{known.complaints:,} complaints",
        _about(known),
        f"{known.robocall_share:.0%} robocalls" if known.robocall_share else "",
        _newest(known),
    ]
    return f"{', '.join(filter(None, parts))}; numbers are spoofed, so this says little."


def _about(known: "Reputation") -> str:
    telling = [
        (count, subject)
        for subject, count in known.subjects.items()
        if subject.casefold() not in _SAYS_NOTHING
    ]
    if not telling:
        return ""
    count, subject = max(telling, key=lambda pair: pair[0])
    shown = one_line(subject, _SHOWN_SUBJECT)
    shown = shown[:1].lower() + shown[1:]
    if count == known.complaints:
        return f"about {shown}"
    return f"most about {shown}" if count * 2 > known.complaints else f"some about {shown}"


def _newest(known: "Reputation") -> str:
    if known.newest is None:
        return ""
    days = max((known.day - known.newest).days, 0)
    the = "" if known.complaints == 1 else "the newest "
    if days < 2:
        return the + ("yesterday" if days else "today")
    size, name = next((each for each in _SIZES if days >= 2 * each[0]), (1, "day"))
    return f"{the}{days // size} {name}s ago"
