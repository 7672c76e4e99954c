"""What came of a file: counted while it is brought in, told at its end."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from screener.words import Label

if TYPE_CHECKING:
    from screener.feeds.protocol import Skipped

MOST_PLACES = 20
"""So many places are named of each reason; all are counted."""


class Left(NamedTuple):
    """What was left out for one reason: how many, and where the first of them stand."""

    reason: str
    times: int
    places: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Counts while a file is gone through."""

    calls: int = 0
    duplicates: int = 0
    rang: int = 0
    vendors: int = 0
    people: int = 0
    labels: Counter[Label | None] = field(default_factory=Counter)
    _left: dict[str, tuple[list[int], list[str]]] = field(default_factory=dict)

    def leave(self, skipped: "Skipped") -> None:
        """Notes what is left out."""
        count, places = self._left.setdefault(skipped.reason, ([0], []))
        count[0] += 1
        if len(places) < MOST_PLACES:
            places.append(skipped.name or f"line {skipped.line}")

    def left(self) -> tuple[Left, ...]:
        """What was left out, the commonest reason first."""
        told = [Left(reason, n[0], tuple(places)) for reason, (n, places) in self._left.items()]
        return tuple(sorted(told, key=lambda each: (-each.times, each.reason)))

    @property
    def skipped(self) -> int:
        """How much was left out."""
        return sum(count[0] for count, _ in self._left.values())


class Imported(NamedTuple):
    """A file that was brought in, or looked through. `id` is its number among the imports, None
    where nothing is kept of it; `asked` are the vendors whom calls that went out show to have
    been asked for something, with the day of the last."""

    id: int | None
    name: str
    format: str
    calls: int
    labels: Mapping[Label | None, int]
    vendors: int
    people: int
    duplicates: int
    rang: int
    asked: Mapping[str, str]
    left: tuple[Left, ...]
    dry_run: bool
