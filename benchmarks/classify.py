"""How fast calls are judged: `screener classify`, line by line, and the form, key by key.

The calls are the labelled ones of `training/`. Those of odd files warm the program up (words,
phrases and names that it met are kept); those of even files are measured, each once: no measured
call has been seen before. Even files are parted between the households, so that one's run is not
the other's warming. The floor of a line is reading its JSON and its number and writing as long an
answer; that of a key press is the same for the call as it stands; that of the rulebook is reading
the compiled file. Time is the processor's, except for a key press, where a person waits.
"""

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Row, at_least, at_most, at_share, beside, folder, took
from screener import rulecache
from screener.call import Call
from screener.classify import classify_line
from screener.desk import Desk
from screener.household_wire import household_from
from screener.phone import read_number
from screener.rulebook import cache_folder, load_rulebook
from screener.screening import Screener
from screener.store import Store
from screener.vendor import Household, Vendor

ROOT = Path(__file__).parents[1]
_PIECE = 200
_TRADES = (
    "Plumbing",
    "Dental",
    "Energy",
    "Insurance",
    "Pest Control",
    "Broadband",
    "Bank",
    "Roofing",
)
_SYLLABLES = (
    "bel",
    "cor",
    "dan",
    "fer",
    "gal",
    "hol",
    "kes",
    "lor",
    "mar",
    "nor",
    "pel",
    "tol",
    "win",
)


def rows(small: bool = False) -> Iterable[Row]:
    """Calls a second by household, the wait for a key press, and loading the rules."""
    few = household_from(json.loads((ROOT / "tests" / "scenarios" / "a1.json").read_text("utf-8")))
    many = _grown(few, 500)
    at_once = 40 if small else None
    yield from _classified("14 vendors", few, range(2, 15, 4), at_once)
    yield from _classified("500 vendors", many, range(4, 15, 4), at_once)
    yield from _typed(many, calls=1 if small else 40)
    yield _loaded(runs=1 if small else 15)


def _grown(household: Household, count: int) -> Household:
    """The household with made-up vendors beside its own (fixed seed)."""
    chance = random.Random(5)
    vendors = list(household.vendors)
    names = ["".join(letters) for letters in product(_SYLLABLES, repeat=3)]
    chance.shuffle(names)
    while len(vendors) < count:
        name = names[len(vendors)].title()
        line = f"+1614555{len(vendors):04d}"
        vendors.append(Vendor(f"{name} {chance.choice(_TRADES)}", numbers=(line,)))
    return replace(household, vendors=tuple(vendors))


def labelled_lines(authors: Iterable[int], most: int | None = None) -> list[str]:
    """Lines as `screener classify` gets them, `most` of each of those files of `training/`."""
    found: list[str] = []
    for author in authors:
        text = (ROOT / "training" / f"t{author}.jsonl").read_text("utf-8")
        for row in map(json.loads, text.splitlines()[:most]):
            call = {key: row[key] for key in ("id", "company", "said")}
            number = f"+1614555{len(found) % 10_000:04d}"
            found.append(json.dumps(call | {"at": "2026-11-02T09:00:00-05:00", "number": number}))
    return found


def _classified(
    title: str, household: Household, authors: Iterable[int], most: int | None
) -> Iterator[Row]:
    screener = Screener(load_rulebook())
    answer, _ = classify_line(labelled_lines([1], 1)[0], household, screener)

    def judge(line: str) -> None:
        json.dumps(classify_line(line, household, screener)[0])

    def parse(line: str) -> None:
        read_number(json.loads(line)["number"], household.region)
        json.dumps(answer)

    for line in labelled_lines(range(1, 15, 2), most):
        judge(line)
    taken = paces(labelled_lines(authors, most), judge, parse)
    work, floor = (1 / at_share(column, 0.5) for column in zip(*taken, strict=True))
    yield Row(f"classify, {title}", work, "calls/s", floor, at_least(3000))
    lightest = 1 / min(pace.work for pace in taken)
    yield Row(f"classify, {title}, its fastest piece", lightest, "calls/s")


class Pace(NamedTuple):
    """Processor seconds a line."""

    work: float
    floor: float


def paces(
    lines: Sequence[str], judge: Callable[[str], None], parse: Callable[[str], None]
) -> list[Pace]:
    """Work and floor turn about, over pieces of the lines."""
    found: list[Pace] = []
    for first in range(0, len(lines), _PIECE):
        piece = lines[first : first + _PIECE]
        floor, work = (took(partial(_all, each, piece)).busy for each in (parse, judge))
        found.append(Pace(work / len(piece), floor / len(piece)))
    return found


def _all(each: Callable[[str], None], lines: Sequence[str]) -> None:
    for line in lines:
        each(line)


def _typed(household: Household, calls: int) -> Iterator[Row]:
    """Calls typed letter by letter into the form, each key judged as the form does it."""
    waits: list[float] = []
    floors: list[float] = []
    with folder("classify") as place:
        path = place / "typed.db"
        path.unlink(missing_ok=True)
        with Store.open(path) as store, store.transaction():
            for vendor in household.vendors:
                store.add_vendor(vendor)
        with Desk.open(path) as desk:
            desk.screen(Call(company="-", said="-"))
            for line in labelled_lines([2])[:: 400 // calls][:calls]:
                row = json.loads(line)
                call = Call(at=datetime(2026, 11, 2, 14, tzinfo=UTC), number=row["number"])
                for said in _growing(row["said"]):
                    typed = replace(call, company=row["company"], said=said)
                    floors.append(_wait(partial(_parse, typed)))
                    waits.append(_wait(partial(desk.screen, typed)))
    for title, share in (("median", 0.5), ("99th in a hundred", 0.99)):
        wait, floor = at_share(waits, share) * 1e3, at_share(floors, share) * 1e3
        yield Row(
            f"verdict after a key press, 500 vendors, {title}", wait, "ms", floor, at_most(10)
        )


def _growing(said: str) -> list[str]:
    return [said[:end] for end in range(1, len(said) + 1)]


def _parse(call: Call) -> None:
    json.loads(json.dumps({"company": call.company, "said": call.said}))
    read_number(call.number, "US")


def _wait(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _loaded(runs: int) -> Row:
    """The rulebook from its compiled form, in a program that runs already."""
    load_rulebook()
    compiled = cache_folder() / rulecache.NAME
    work, floor = beside(load_rulebook, lambda: sha256(compiled.read_bytes()).digest(), runs)
    return Row(
        "load the rulebook, compiled before", work.busy * 1e3, "ms", floor.busy * 1e3, at_most(40)
    )
