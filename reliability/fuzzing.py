"""Fuzzed: every parser, `classify` and the commands are handed what nobody would write.

    python -m reliability fuzzing [--only NAME]... [--each 10 | --minutes 10] [--seed 1]

Hypothesis draws texts, and bends those of a checked-in corpus (reliability/seeds/). A parser may
refuse with a `Fault`; anything else that it raises, or an answer that cannot be, is told with the
shortest input that led there. `--each` gives minutes of the processor to every one; `--minutes`
are shared by all.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from traceback import extract_tb

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from reliability.report import Report, Scale
from screener.faults import Fault

_ROUND = 50
_SHOWN = 300
TEN = (
    "Ten minutes for each: `python -m reliability fuzzing --each 10`; for one, with `--only NAME`."
)


@dataclass(frozen=True, slots=True)
class Target:
    """What is fuzzed: what it is handed, and what must not raise anything but a Fault."""

    name: str
    inputs: SearchStrategy[object]
    take: Callable[[object], object]


@dataclass(slots=True)
class Tried:
    """What came of one target. `broken` has the shortest input for each place that broke."""

    name: str
    inputs: int = 0
    refused: int = 0
    seconds: float = 0.0
    broken: dict[str, str] = field(default_factory=dict)

    def cells(self) -> tuple[str, ...]:
        """For the table."""
        numbers = (self.inputs, self.refused)
        shown = (f"{number:,}" for number in numbers)
        return (self.name, *shown, f"{self.seconds:.0f}", str(len(self.broken)))


def run(scale: Scale) -> Report:
    """Everything or what is named, one after the other."""
    from reliability.parsers import targets  # noqa: PLC0415 - it imports this module

    with targets() as found:
        chosen = [each for each in found if not scale.only or each.name in scale.only]
        minutes = scale.minutes / len(chosen) if scale.each is None else scale.each
        told = report([fuzzed(each, minutes, scale.seed) for each in chosen])
    told.words.append(TEN)
    return told


def names() -> list[str]:
    """What can be fuzzed."""
    from reliability.parsers import targets  # noqa: PLC0415 - it imports this module

    with targets() as found:
        return [each.name for each in found]


def report(tried: Sequence[Tried]) -> Report:
    """The table, with what broke as faults."""
    told = Report(("what", "inputs", "of them refused", "seconds", "failures"))
    told.lines = [each.cells() for each in tried]
    told.faults = [
        f"{each.name}: {place}: {text}" for each in tried for place, text in each.broken.items()
    ]
    return told


def fuzzed(target: Target, minutes: float, begin: int = 1) -> Tried:
    """Inputs for so many minutes of the processor, at least one round of them: other programs at
    work take nothing away from it."""
    tried = Tried(target.name)
    began = time.process_time()
    ends = began + minutes * 60
    number = begin
    while not tried.inputs or time.process_time() < ends:
        _round(target, tried, number, ends)
        number += 1
    tried.seconds = time.process_time() - began
    return tried


def _round(target: Target, tried: Tried, number: int, ends: float) -> None:
    @seed(number)
    @settings(
        max_examples=_ROUND,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(target.inputs)
    def hand(given_: object) -> None:
        if tried.inputs < _ROUND or time.process_time() < ends:
            _hand(target, tried, given_)

    hand()


def _hand(target: Target, tried: Tried, given_: object) -> None:
    tried.inputs += 1
    try:
        target.take(given_)
    except Fault:
        tried.refused += 1
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        frames = extract_tb(error.__traceback__)
        ours = [frame for frame in frames if "/screener/" in frame.filename] or frames
        place = (
            f"{type(error).__name__} at {ours[-1].filename.rpartition('/')[2]}:{ours[-1].lineno}"
        )
        told = repr(given_)[:_SHOWN]
        if len(told) <= len(tried.broken.get(place, told)):
            tried.broken[place] = told
