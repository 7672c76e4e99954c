"""What all harnesses share: how much is asked of them, and what they tell."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Scale:
    """How long a run goes on: kills in all, minutes of two at once, and the seed of its dice.

    Of what is fuzzed `only` names a part, all where it is empty; `each` is how many minutes every
    one of them gets, where they do not share `minutes`."""

    kills: int = 600
    minutes: float = 5.0
    seed: int = 1
    each: float | None = None
    only: tuple[str, ...] = ()


SHORT = Scale(kills=20, minutes=1 / 4)
"""Less than a minute and a half, for every change."""


@dataclass(slots=True)
class Report:
    """A table, sentences below it, and what did not hold, a sentence each."""

    heads: Sequence[str]
    lines: list[Sequence[str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def markdown(report: Report) -> str:
    """The report for the documents."""
    table = [report.heads, ("---",) * len(report.heads), *report.lines]
    told = "".join(f"| {' | '.join(line)} |\n" for line in table)
    return told + "".join(f"\n{sentence}\n" for sentence in report.words)


def aligned(report: Report) -> str:
    """The report for the terminal."""
    table = [report.heads, *report.lines]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    )
    return "\n".join([*lines, *report.words]) + "\n"
