"""The labelled calls of `training/`, file by file."""

import json
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from screener.call import Call
from screener.hearing import Heard, hear_words
from screener.identity import Identity
from screener.phone import read_number
from screener.rulebook import Rulebook
from screener.signals import Ear, Signal
from screener.words import IdentityState, Purpose, Relation

ROOT = Path(__file__).resolve().parent.parent
TRAINING = ROOT / "training"
REQUESTS = "requests.txt"
HARMLESS = "harmless.txt"
"""Beside the labelled calls, one a line: requests that make a scam of any call, and what honest callers
say that sounds like them."""

_AUTHORS = {16: 15, 17: 15, 19: 18, 20: 18, 22: 21, 23: 21}
"""Files by the author of another one; each of the others is one author's alone."""

_IN_VIEW = frozenset([*range(1, 20, 2), 26, 27, 28, 30, 32, 35, 41, 43, 49, 51, 53, 60, 63])
"""Files that writers of rules have read."""

_RELATIONS = {"unclear": Relation.NONE}


class Labelled(NamedTuple):
    """One call and what a careful person says it was. `author` is the number of the author's
    first file."""

    author: int
    company: str
    said: str
    purpose: Purpose
    also_selling: bool
    relation: Relation
    in_view: bool = False
    """Whether the writers of rules had its file before them."""


class Listened(NamedTuple):
    """A labelled call as it was heard."""

    call: Labelled
    heard: Heard
    company: Heard
    signals: tuple[Signal, ...]


def read_calls(folder: Path = TRAINING) -> list[Labelled]:
    """All labelled calls, in the order of their files."""
    count = len(list(folder.glob("t*.jsonl")))
    return [
        call
        for number in range(1, count + 1)
        for call in read_file(folder / f"t{number}.jsonl", number)
    ]


def read_file(file: Path, number: int = 0) -> list[Labelled]:
    """The labelled calls of a file; `number` is its place in `training/`, if it lies there."""
    return [
        Labelled(
            _AUTHORS.get(number, number),
            row["company"],
            row["said"],
            Purpose(row["purpose"]),
            row["also_selling"],
            _RELATIONS.get(row["relationship"]) or Relation(row["relationship"]),
            in_view=number in _IN_VIEW,
        )
        for row in map(json.loads, file.read_text("utf-8").splitlines())
    ]


def listen(calls: Sequence[Labelled], rulebook: Rulebook) -> list[Listened]:
    """Every call with its signals. Rules that ask for facts about the caller stay out: a
    labelled call has none, so that their weights remain as their writers set them."""
    rules = [rule for rule in rulebook.signals if rule.when is None]
    ear = Ear(rules, rulebook.groups)
    stranger = Identity(IdentityState.UNKNOWN, read_number("", "US"))
    heard = [hear_words(call.said) for call in calls]
    return [
        Listened(
            call,
            words,
            hear_words(call.company),
            ear.hear(
                Call(said=call.said, company=call.company), stranger, Relation.NONE, heard=words
            ),
        )
        for call, words in zip(calls, heard, strict=True)
    ]


def without_company(calls: Sequence[Listened], every: int) -> list[Listened]:
    """One in `every` calls as if no company had been noted. Nearly all labelled calls name
    one; people type the words first."""
    silent = hear_words("")
    return [
        one._replace(call=one.call._replace(company=""), company=silent)
        for one in calls[::every]
        if one.call.company
    ]


def asking(calls: Sequence[Labelled], requests: Sequence[str], every: int) -> list[Labelled]:
    """One in `every` genuine calls with a request at its end for a secret, remote access or a
    payment that cannot be taken back: whatever it was about, that makes a scam of it. They count as
    in view, since the rules were written with the requests before them."""
    genuine = [call for call in calls if call.purpose in {Purpose.SERVICE, Purpose.ACCOUNT}]
    return [
        with_request(call, request)._replace(in_view=True)
        for call, request in zip(genuine[::every], cycle(requests), strict=False)
    ]


def with_request(call: Labelled, request: str) -> Labelled:
    """A call with a request at its end, and so a scam."""
    return call._replace(
        said=_going_on(call.said.rstrip(), request),
        purpose=Purpose.FRAUD,
        also_selling=False,
        relation=Relation.NONE,
    )


def read_endings(name: str, folder: Path = TRAINING) -> list[str]:
    """The endings in one of the files beside the labelled calls; none where it is missing."""
    file = folder / name
    return file.read_text("utf-8").splitlines() if file.is_file() else []


def _going_on(said: str, ending: str) -> str:
    """A text that goes on with the ending as it does itself: in sentences, or without stops."""
    if _STOPS.isdisjoint(said):
        return f"{said} {''.join(char for char in ending.lower() if char not in _MARKS)}"
    return f"{said}{'' if said[-1] in _STOPS else '.'} {ending}"


_STOPS = frozenset(".!?")
_MARKS = frozenset(".!?,;:")
