"""Requests, heard once more by what was learned of labelled ones.

A request for a secret, remote access or a payment that cannot be taken back makes a scam of the most
harmless call, and thieves word it as nobody has before. Words that are heard in rules say which of the
three it is; what is learned says only how much a passage sounds like one of them.
"""

from screener.hearing import Heard
from screener.learned import Lines, Requested
from screener.signals import SOMETHING, Signal
from screener.words import Purpose

SIGNAL = "LEARNED_REQUEST"
WEIGHT = 1.0
PERHAPS_WEIGHT = 0.5
"""What such a passage adds to fraud, in the unit of the rules' weights, and one that perhaps is one."""

_WHY = "Sounds like labelled requests for a secret, remote access or a payment that cannot be taken back."
_PERHAPS_WHY = (
    "May be a request for a secret, remote access or a payment that cannot be taken back: it sounds "
    "a little like labelled ones."
)


def with_requests(
    signals: tuple[Signal, ...], heard: Heard, found: Requested | None, lines: Lines
) -> tuple[Signal, ...]:
    """The signals of a call, by the passage that sounds most like a request: with a signal of that
    passage, where none of them tells of one and it lies above a line; and where it lies below all
    lines, what they tell of is doubtful, unless one of them is certain."""
    if found is None or any(signal.certain for signal in signals):
        return signals
    if any(signal.asks for signal in signals):
        if found.score >= lines.hardly:
            return signals
        return tuple([each._replace(perhaps=True) if each.asks else each for each in signals])
    if found.score < lines.perhaps:
        return signals
    return (*signals, _signal(heard, found, perhaps=found.score < lines.sure))


def _signal(heard: Heard, found: Requested, *, perhaps: bool) -> Signal:
    return Signal(
        SIGNAL,
        Purpose.FRAUD,
        PERHAPS_WEIGHT if perhaps else WEIGHT,
        heard.quote(found.first, found.after),
        _PERHAPS_WHY if perhaps else _WHY,
        start=heard.starts[found.first],
        end=heard.ends[found.after - 1],
        asks=SOMETHING,
        perhaps=perhaps,
    )
