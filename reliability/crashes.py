"""Killed (SIGKILL, the whole group) while it works: what was acknowledged is there, nothing is half.

Each kill meets a file of its own or one that goes on living. Afterwards the next command, which
walks the chain and compares it with the head that was acknowledged last, must work at once;
SQLite's own checks (`integrity_check`, `foreign_key_check`, the index of words against the calls)
must find nothing; and what the file holds, read past the program, must be what was acknowledged,
with at most the one thing in whole that was being done. Kills come at random moments over the
measured length of the work, and, for what is done in several steps, before a random one of its
statements and changes in the folder.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from reliability import deeds, household
from reliability.checking import command, works_at_once, wrong_with
from reliability.drafts import killed_while_typing
from reliability.household import NAME
from reliability.killing import Ran, Said, ran
from reliability.report import Report, Scale
from reliability.state import Changes, Model, State, difference, read
from reliability.works import ONCE, After, Bench, Work, acknowledged
from screener.words import Label

_MEASURED = 3
_LIFE = 0.5
"""Seconds that what goes on without end is let live at most."""
_FRESH_EVERY = 25
"""Kills after which what goes on begins with a new file, so that a look at it stays short."""


@dataclass(slots=True)
class Line:
    """What became of one kind of work."""

    name: str
    kills: int = 0
    midst: int = 0
    acknowledged: int = 0
    found: int = 0
    longest: float = 0.0
    faults: list[str] = field(default_factory=list)

    def cells(self) -> tuple[str, ...]:
        """For the table."""
        numbers = (self.kills, self.midst, self.acknowledged, self.found)
        return (self.name, *(f"{number:,}" for number in numbers), f"{self.longest:.2f} s")


def run(scale: Scale) -> Report:
    """Kills everything in turn."""
    harnesses = _harnesses()
    shares = sum(weight for weight, _, _ in harnesses)
    lines = []
    with household.place() as place:
        _warm(place / "warm")
        for number, (weight, name, harness) in enumerate(harnesses):
            kills = max(1, round(scale.kills * weight / shares))
            line = Line(name)
            harness(line, place / str(number), kills, random.Random(scale.seed * 100 + number))
            line.faults = [f"{name} (seed {scale.seed}): {fault}" for fault in line.faults]
            lines.append(line)
    return _told(lines)


def _told(lines: list[Line]) -> Report:
    heads = ("killed while", "kills", "in its midst", "acknowledged", "found", "next command")
    total = Line("all")
    for line in lines:
        for name in ("kills", "midst", "acknowledged", "found"):
            setattr(total, name, getattr(total, name) + getattr(line, name))
        total.longest = max(total.longest, line.longest)
    return Report(
        heads,
        [line.cells() for line in (*lines, total)],
        ["“Next command” is the longest time that `screener verify` took after a kill."],
        [fault for line in lines for fault in line.faults],
    )


Harness = Callable[[Line, Path, int, random.Random], None]


def _harnesses() -> list[tuple[int, str, Harness]]:
    """Each with its share of the kills and its name."""
    going_on = (
        ("logging calls, some told to stop", deeds.logging),
        ("correcting, noting, tagging, opting out, undoing", deeds.putting_right),
        ("storing calls in bulk", deeds.in_bulk),
    )
    return [
        *((4, name, partial(_endless, what)) for name, what in going_on),
        (4, "the same by commands, each a process", _commands),
        *((3, work.name, partial(_once, work)) for work in ONCE),
        (2, "typing in the screen (letters)", _drafts),
    ]


def _warm(place: Path) -> None:
    """Everything is imported and compiled once, so that no kill is spent on that."""
    path = household.filled(place / NAME, 1)
    for arguments in (("log", "--said", "hello"), ("doctor",), ("backup",), ("undo",), ("verify",)):
        command(path, *arguments)


def _once(work: Work, line: Line, place: Path, kills: int, dice: random.Random) -> None:
    bench = Bench(work, place)
    before = _state_before(work, bench)
    whole = [ran(acknowledged(work, bench.fresh())) for _ in range(min(_MEASURED, kills))]
    if trouble := next((one.trouble for one in whole if one.trouble), ""):
        line.faults.append(f"fails without a kill: {trouble}")
        return
    took = statistics.median(one.seconds for one in whole)
    works_at_once(bench.folder / NAME)
    done = read(bench.folder / NAME)
    for number in range(kills):
        folder = bench.fresh()
        moment, step = dice.random() * took * 1.05, dice.randrange(whole[0].steps) + 1
        killed = (
            ran(acknowledged(work, folder), at_step=step)
            if number % 2
            else ran(acknowledged(work, folder), after=moment)
        )
        at = f"step {step}" if number % 2 else f"{moment * 1000:.0f} of {took * 1000:.0f} ms"
        _count(line, killed, len(killed.said))
        faults = [killed.trouble] if killed.trouble else []
        faults += _looked(line, folder / NAME, ())
        faults += work.wrong(After(folder, before, done, bool(killed.said)))
        faults += wrong_with(folder / NAME)
        line.found += len(killed.said) if not faults else 0
        line.faults += [f"killed at {at}: {fault}" for fault in faults]


def _state_before(work: Work, bench: Bench) -> State:
    folder = bench.fresh()
    # Opened once: a file of an older step is read as it is now.
    works_at_once(folder / NAME)
    return read(folder / NAME)


def _endless(what: deeds.Deeds, line: Line, place: Path, kills: int, dice: random.Random) -> None:
    for number in range(kills):
        path = place / str(number // _FRESH_EVERY) / NAME
        if not path.exists():
            household.filled(path, number)
        model = Model(read(path))
        killed = ran(deeds.endless(path, dice.getrandbits(32), what), after=dice.random() * _LIFE)
        did, tried = _replayed(model, killed.said)
        _count(line, killed, len(did))
        faults = [killed.trouble] if killed.trouble else []
        faults += _looked(line, path, did[-1:])
        faults += _unlike(read(path), [model, *tried])
        faults += wrong_with(path)
        line.found += len(did) if not faults else 0
        line.faults += [f"kill {number}: {fault}" for fault in faults]


def _replayed(model: Model, said: list[Said]) -> tuple[list[str], list[Model]]:
    """The heads that were acknowledged; the model is brought there. And what it would be with
    what was being done, if anything was."""
    heads: list[str] = []
    tried: Changes | str | None = None
    for each in said:
        if "try" in each:
            tried = each["try"]
            continue
        if "did" in each and tried is not None:
            model.do(tried)
            heads.append(each["did"])
        tried = None
    return heads, [model.after(tried)] if tried is not None else []


def _unlike(found: State, models: list[Model]) -> Iterator[str]:
    if not any(found == model.state for model in models):
        yield "it does not hold what was acknowledged: " + difference(found, models[0].state)


def _commands(line: Line, place: Path, kills: int, dice: random.Random) -> None:
    path = household.filled(place / NAME, 1)
    for key in [key for key in read(path) if key.startswith("call ")][:5]:
        command(path, "correct", key.split()[1], "--label", Label.SERVICE)
    model = Model(_without_calls(read(path)))
    some = deeds.typed(dice, model)
    took = _length_of_a_command(household.filled(place / "measured" / NAME, 1, 5))
    anchors: tuple[str, ...] = ()
    for number in range(kills):
        changes, arguments = next(some)
        code, err = deeds.command_killed(path, arguments, dice.random() * took * 1.2)
        faults = [] if code in {0, -9} else [f"{' '.join(arguments)}: {code} {err}"]
        line.kills += 1
        line.midst += code != 0
        line.acknowledged += code == 0
        faults += _looked(line, path, anchors)
        now = _without_calls(read(path))
        after = model.after(changes)
        if code == 0 or now != model.state:
            faults += _unlike(now, [after])
            model.do(changes)
        faults += wrong_with(path)
        anchors = (deeds.head(path),)
        line.found += code == 0 and not faults
        line.faults += [f"kill {number}, {deeds.dumped(changes)}: {fault}" for fault in faults]


def _without_calls(state: State) -> State:
    """A command makes the ids of its calls up; they are known by their marks."""
    return {key: value for key, value in state.items() if not key.startswith("call ")}


def _length_of_a_command(path: Path) -> float:
    def log() -> float:
        began = time.monotonic()
        deeds.process(path, ["log", "--said", "free estimate"]).communicate()
        return time.monotonic() - began

    return statistics.median(log() for _ in range(_MEASURED))


def _drafts(line: Line, place: Path, kills: int, dice: random.Random) -> None:
    path = household.filled(place / NAME, 1)
    late = 0
    for number in range(kills):
        killed = killed_while_typing(path, dice)
        line.kills += 1
        line.midst += 1
        line.acknowledged += killed.due
        line.found += min(killed.due, killed.kept)
        late = max(late, killed.typed - killed.kept)
        faults = [*killed.wrong, *_looked(line, path, ()), *wrong_with(path)]
        line.faults += [f"kill {number}: {fault}" for fault in faults]


def _count(line: Line, killed: Ran, did: int) -> None:
    line.kills += 1
    line.midst += killed.killed
    line.acknowledged += did


def _looked(line: Line, path: Path, anchors: tuple[str, ...] | list[str]) -> list[str]:
    took, wrong = works_at_once(path, anchors)
    line.longest = max(line.longest, took)
    return wrong
