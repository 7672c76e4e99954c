"""What to do once a caller was given something: the steps, in order, for a country."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from screener.entries import Entry
from screener.faults import Fault

LONGEST_STEP = 240
_LONGEST_SOURCE = 300
_CONFIDENCE = ("read", "secondary", "memory")
_STEP_KEYS = (
    "id",
    "gave",
    "region",
    "instead_of",
    "do",
    "link",
    "source",
    "verified_on",
    "confidence",
)


class Step(NamedTuple):
    """One step. `gave` and `regions` are empty where it is meant for all; `instead_of` names
    the step that it stands in for in its regions. `source` is where it was read and when
    (`verified_on`), `confidence` how directly: read, secondary or memory."""

    id: str
    do: str
    gave: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    instead_of: str = ""
    link: str = ""
    source: str = ""
    verified_on: date | None = None
    confidence: str = ""

    def fits(self, gave: Collection[str], region: str) -> bool:
        """Whether the step is meant for a country and what was given there."""
        here = not self.regions or region in self.regions
        return here and (not self.gave or not self.gave.isdisjoint(gave))


class Tick(NamedTuple):
    """A step of one call, and when it was done (None: not yet)."""

    step: Step
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Care:
    """The aftercare of a call: what the caller was given (ids), and the steps in order.

    `call` is its id, empty where nothing is kept; `who` names the caller, `at` is when they
    rang.
    """

    gave: tuple[str, ...]
    ticks: tuple[Tick, ...]
    call: str = ""
    who: str = ""
    at: datetime | None = None

    @property
    def left(self) -> int:
        """How many steps are still to be done."""
        return sum(tick.done_at is None for tick in self.ticks)

    def step(self, text: str) -> Step:
        """The step of that id, or at that place of the list (1 is the first). Fault for none."""
        for place, tick in enumerate(self.ticks, 1):
            if text.strip() in {tick.step.id, str(place)}:
                return tick.step
        known = ", ".join(tick.step.id for tick in self.ticks)
        raise Fault(f"step: {text!r} is not one of {known}.")


class AftercareBook:
    """The steps and what callers can be given."""

    def __init__(self, gave: Mapping[str, str], steps: Iterable[Step]) -> None:
        self.gave = dict(gave)
        """What a caller can be given, with its words for a person, by id."""
        self._steps = tuple(steps)

    def steps(self, gave: Collection[str], region: str) -> tuple[Step, ...]:
        """The steps for what was given, in order. Fault for a thing that nobody knows."""
        self.check(gave)
        fitting = [step for step in self._steps if step.fits(gave, region)]
        replaced = {step.instead_of: step for step in fitting if step.instead_of}
        found = (replaced.get(step.id, step) for step in fitting if not step.instead_of)
        return tuple(found)

    def check(self, gave: Collection[str]) -> None:
        """Fault for a thing that nobody knows."""
        for thing in gave:
            if thing not in self.gave:
                raise Fault(f"gave: {thing!r} is not one of {', '.join(self.gave)}.")


def read_aftercare(documents: Mapping[str, Mapping[str, object]]) -> AftercareBook:
    """The aftercare of parsed TOML documents by file name, in their order: what a later one
    says of a step or thing of the same id replaces what an earlier one said. Raises Fault
    that names file and entry."""
    gave: dict[str, str] = {}
    steps: dict[str, Step] = {}
    places: dict[str, Entry] = {}
    for file, document in documents.items():
        whole = Entry(document, file, ("format", "gave", "step"))
        whole.format_one()
        for entry in _entries(whole, file, "gave", ("id", "words")):
            gave[entry.text("id", 40)] = entry.text("words", 100)
        for entry in _entries(whole, file, "step", _STEP_KEYS):
            step = _read_step(entry)
            steps[step.id], places[step.id] = step, entry
    for step in steps.values():
        _check(step, steps, gave, places[step.id])
    return AftercareBook(gave, steps.values())


def _entries(whole: Entry, file: str, kind: str, known: Collection[str]) -> Iterable[Entry]:
    seen: set[str] = set()
    for number, table in enumerate(whole.tables(kind) if kind in whole else (), 1):
        name = table.get("id") if isinstance(table, Mapping) else None
        shown = name if isinstance(name, str) and name else f"{kind} {number}"
        entry = Entry(table, f"{file}, {shown}", known)
        if entry.text("id", 40) in seen:
            raise entry.fault("this id is taken by an earlier entry of the file.")
        seen.add(entry.text("id", 40))
        yield entry


def _read_step(entry: Entry) -> Step:
    confidence = entry.text("confidence", 20)
    if confidence not in _CONFIDENCE:
        raise entry.fault(f"'confidence' must be one of {', '.join(_CONFIDENCE)}.")
    regions = entry.texts("region", 2)
    if not all(len(each) == 2 and each.isascii() and each.isupper() for each in regions):
        raise entry.fault("'region' must list countries in two capital letters.")
    return Step(
        id=entry.text("id", 40),
        do=entry.text("do", LONGEST_STEP),
        gave=frozenset(entry.texts("gave", 40)),
        regions=frozenset(regions),
        instead_of=entry.text("instead_of", 40) if "instead_of" in entry else "",
        link=entry.text("link", _LONGEST_SOURCE) if "link" in entry else "",
        source=entry.text("source", _LONGEST_SOURCE),
        verified_on=_day(entry),
        confidence=confidence,
    )


def _day(entry: Entry) -> date:
    try:
        return date.fromisoformat(entry.text("verified_on", 10))
    except ValueError:
        raise entry.fault("'verified_on' must be a day such as 2026-11-22.") from None


def _check(step: Step, steps: Mapping[str, Step], gave: Mapping[str, str], entry: Entry) -> None:
    for thing in sorted(step.gave - gave.keys()):
        raise entry.fault(f"'gave': {thing!r} is nothing that a [[gave]] names.")
    if not step.instead_of:
        return
    general = steps.get(step.instead_of)
    if general is None or general.instead_of or general.regions:
        raise entry.fault("'instead_of' must name a step that is meant for all countries.")
    if not step.regions or step.gave != general.gave:
        raise entry.fault("it needs 'region', and the 'gave' of the step it stands in for.")
