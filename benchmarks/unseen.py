"""Calls that nothing is ever fitted on, as judged by the weights that the program comes with."""

import json
import os
from collections.abc import Iterator, Sequence
from itertools import chain, product
from pathlib import Path

from fitting.__main__ import WEIGHTS
from fitting.calls import ROOT, Labelled, listen, read_file
from fitting.fit import PURPOSES
from screener.call import Call
from screener.evaluation import Figures, figures, judge_all
from screener.identity import Identity
from screener.labelled import read_labelled
from screener.learned import Learned
from screener.phone import read_number
from screener.requests import with_requests
from screener.rulebook import Rulebook
from screener.screening import Screener
from screener.vendor import Household
from screener.verdict import Verdict, judge
from screener.words import IdentityState

ROBOCALLS = Path(os.environ.get("SCREENER_SHARED", ROOT.parent / "shared")) / (
    "data/robocalls-dev.jsonl"
)
HELD_OUT = sorted((ROOT / "tests" / "held_out").glob("*.jsonl"))
SCENARIOS = sorted((ROOT / "tests" / "scenarios").glob("*.calls.jsonl"))

ASKING_ENDINGS = [
    ROOT / "tests" / "held_out" / f"{name}.txt" for name in ("requests", "further_requests")
]
HARMLESS_ENDINGS = ROOT / "tests" / "held_out" / "harmless.txt"
ORDINARY = ROOT / "tests" / "held_out" / "ordinary.txt"
"""Requests that make a scam of any call, endings that only sound like them, and ordinary calls."""

_STRANGER = Identity(IdentityState.UNKNOWN, read_number("", "US"))


def held_out() -> dict[str, list[Labelled]]:
    """The calls of `tests/held_out` by file, as labelled."""
    return {file.stem: read_file(file) for file in HELD_OUT}


def scenarios(book: Rulebook) -> dict[str, list[Labelled]]:
    """The calls of `tests/scenarios` by file, with the relationship that the program finds: their
    labels name none."""
    return {_name(file): list(_related(file, book)) for file in SCENARIOS}


def _name(file: Path) -> str:
    return file.name.removesuffix(".calls.jsonl")


def _related(file: Path, book: Rulebook) -> Iterator[Labelled]:
    for one in judge_all(read_labelled(file), Screener(book)):
        call, told = one.labelled.call, one.labelled
        relation = one.screening.relationship
        yield Labelled(0, call.company, call.said, told.purpose, told.also_selling, relation)


def by_words(calls: Sequence[Labelled], book: Rulebook) -> list[Verdict]:
    """Calls as judged when nothing but the words, the claimed company and the relationship is
    known, as the fit judges them."""
    learned = Learned.load(WEIGHTS)
    found: list[Verdict] = []
    for one in listen(calls, book):
        scores = learned.scores(one.heard, one.call.company, one.signals)
        requested = learned.request(one.heard)
        found.append(
            judge(
                with_requests(one.signals, one.heard, requested, learned.lines),
                dict(zip(PURPOSES, scores, strict=True)),
                _STRANGER,
                one.call.relation,
                calibration=learned.calibration,
            )
        )
    return found


def by_program(book: Rulebook) -> Iterator[tuple[str, Figures]]:
    """What `screener eval` says of the same files: the whole program, who it is included."""
    screener = Screener(book)
    for name, files in (("held out", HELD_OUT), *((_name(file), [file]) for file in SCENARIOS)):
        rows = chain.from_iterable(map(read_labelled, files))
        yield name, figures(judge_all(rows, screener))


def ending_in(endings: Path, book: Rulebook) -> list[Verdict]:
    """Every ordinary call of `tests/held_out`, judged with every ending of a file behind it."""
    screener = Screener(book)
    said, ends = (file.read_text("utf-8").splitlines() for file in (ORDINARY, endings))
    return [
        screener.screen(Call(said=f"{call} {end}"), Household()).verdict
        for call, end in product(said, ends)
    ]


def robocalls(book: Rulebook) -> list[Verdict]:
    """Real robocalls, judged without a household; none where the file is absent."""
    if not ROBOCALLS.is_file():
        return []
    screener = Screener(book)
    said = [json.loads(line)["said"] for line in ROBOCALLS.read_text("utf-8").splitlines()]
    return [screener.screen(Call(said=each), Household()).verdict for each in said]
