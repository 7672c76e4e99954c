"""How fast calls are judged that come by the thousand, with all that is known of their callers.

Each is told who it is, what happened before, and what others complained of: as `screener import`
judges, without storing. The log has 100,000 calls, 500 vendors and a million complaints; half of
the calls come from its callers, half from numbers that never rang. They are labelled ones of
`training/`, each judged once, after others that warm the program up; the floor is that of
`benchmarks.classify`, and time is the processor's.
"""

import json
import random
from collections.abc import Iterable
from functools import partial

from benchmarks.classify import labelled_lines, paces
from benchmarks.life import made
from benchmarks.lookup import COMPLAINTS, complain
from benchmarks.measure import Row, at_least, at_share, folder
from screener.classify import screening_to
from screener.desk import Desk
from screener.phone import read_number
from screener.wire import call_from

CALLS = 100_000
_WARMING, _MEASURED = range(1, 15, 2), range(2, 29, 2)


def rows(small: bool = False) -> Iterable[Row]:
    """Calls a second in one process."""
    with folder("life") as place:
        file = made(place, 2_000 if small else CALLS)
        complain(file, 2_000 if small else COMPLAINTS)
        with Desk.open(file) as desk:
            most = 20 if small else None
            yield _pace(desk, most)


def _pace(desk: Desk, most: int | None) -> Row:
    chance = random.Random(3)
    rang = [row.number for row in desk.store.history(limit=2_000) if row.number]
    called = partial(_from_anyone, rang=rang, chance=chance)
    answer = _judged(desk, labelled_lines([1], 1)[0])

    def judge(line: str) -> None:
        json.dumps(_judged(desk, line))

    def parse(line: str) -> None:
        read_number(json.loads(line)["number"], "US")
        json.dumps(answer)

    for line in map(called, labelled_lines(_WARMING, most)):
        judge(line)
    taken = paces([called(line) for line in labelled_lines(_MEASURED, most)], judge, parse)
    work, floor = (1 / at_share(column, 0.5) for column in zip(*taken, strict=True))
    return Row(
        "judge calls with all that is known, 500 vendors", work, "calls/s", floor, at_least(2500)
    )


def _judged(desk: Desk, line: str) -> dict[str, object]:
    """The answer to a line by what the desk knows."""
    return screening_to(desk.screen(call_from(json.loads(line))))


def _from_anyone(line: str, rang: list[str], chance: random.Random) -> str:
    """The line, in one case of two from a number that rang before."""
    call = json.loads(line)
    if chance.random() < 0.5:
        call["number"] = chance.choice(rang)
    return json.dumps(call)
