"""What goes on and on until it is killed: calls logged, put right, refused, undone, brought in."""

import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from itertools import count, islice
from pathlib import Path

from reliability import household
from reliability.killing import Say, killed_group
from reliability.state import UNDO, Changes, Model, read
from screener.call import Call
from screener.desk import Desk
from screener.desk.stop import log_told_to_stop
from screener.faults import Fault
from screener.ledger import EntryKind
from screener.words import OPT_OUT_PURPOSES, Label

BATCH = 50
_STOPPED = len(OPT_OUT_PURPOSES)
_LABELS = ("service", "solicitation", "upsell")

Deed = tuple[Changes | str, Callable[[Desk], object]]
"""What a thing done changes, and doing it."""
Deeds = Callable[[random.Random, Model], Iterator[Deed]]

_HEAD = "SELECT lower(hex(head)), position FROM link ORDER BY position DESC LIMIT 1"


def head(path: Path) -> str:
    """The chain's head with the number of records, as it is quoted; read past the program."""
    with closing(sqlite3.connect(path)) as connection:
        line = connection.execute(_HEAD).fetchone()
    return f"{line[0]}:{line[1]}"


def endless(path: Path, seed: int, deeds: Deeds) -> Callable[[Say], None]:
    """Does one deed after another. What each changes is told before, and the head of the chain
    after it."""

    def work(say: Say) -> None:
        model = Model(read(path))
        with Desk.open(path) as desk:
            for changes, do in deeds(random.Random(seed), model):
                say({"try": changes})
                try:
                    do(desk)
                except Fault as fault:
                    say({"not": str(fault)})
                    continue
                say({"did": head(path)})
                model.do(changes)

    return work


def logging(dice: random.Random, model: Model) -> Iterator[Deed]:
    """Calls logged; one in four was told to stop, which is one deed with it."""
    for call in household.calls(dice):
        yield _told_to_stop(call, model) if dice.random() < 0.25 else _logged(call)


def _logged(call: Call) -> Deed:
    return {f"call {call.id}": call.said}, lambda desk: desk.log(call)


def _told_to_stop(call: Call, model: Model) -> Deed:
    call = Call(id=call.id, at=call.at, number=call.number, said=call.said)
    entries = f"entries on {call.number}"
    before = int(model.state.get(entries, 0))
    changes: Changes = {f"call {call.id}": call.said, entries: before + _STOPPED}
    return changes, lambda desk: log_told_to_stop(desk, call)


def putting_right(dice: random.Random, model: Model) -> Iterator[Deed]:
    """Corrections, notes, tags, opt-outs and calls, and now and then the last of them undone."""
    some = household.calls(dice)
    for done in count():
        ids = [key.split()[1] for key in model.state if key.startswith("call ")]
        kind = dice.choice(("correct", "note", "tag", "opt out", "log", "undo"))
        if kind == "undo" and model.can_undo:
            yield UNDO, lambda desk: desk.undo()
        elif kind == "opt out":
            yield _refused(f"+1614555{dice.randrange(10_000):04}", model)
        elif kind in {"correct", "note", "tag"}:
            yield _changed(kind, dice.choice(ids), done, model)
        else:
            yield _logged(next(some))


def _refused(number: str, model: Model) -> Deed:
    entries = f"entries on {number}"
    before = int(model.state.get(entries, 0))
    return (
        {entries: before + _STOPPED},
        lambda desk: desk.opt(number, OPT_OUT_PURPOSES, EntryKind.OPT_OUT, words="no"),
    )


def _changed(kind: str, call: str, done: int, model: Model) -> Deed:
    if kind == "correct":
        label = _LABELS[done % 3]
        return (
            {f"correction of {call}": label},
            lambda desk: desk.correct(call, Label(label)),
        )
    if kind == "note":
        text = f"noted {done}"
        return {f"note of {call}": text}, lambda desk: desk.note(call, text)
    return {f"tags of {call}": tags_with(model, call, done)}, lambda desk: desk.tag(
        call, [f"tag{done}"]
    )


def tags_with(model: Model, call: str, done: int) -> str:
    """The tags of a call with one more."""
    before = str(model.state.get(f"tags of {call}", "")).split()
    return " ".join(sorted({*before, f"tag{done}"}))


def in_bulk(dice: random.Random, model: Model) -> Iterator[Deed]:
    """Judged calls, fifty to a transaction."""
    some = household.calls(dice)
    while True:
        batch = list(islice(some, BATCH))
        changes = {f"call {call.id}": call.said for call in batch}
        yield (
            changes,
            lambda desk, batch=batch: desk.store.log_batch(  # type: ignore[misc]
                [(call, desk.screen(call)) for call in batch]
            ),
        )


# The same by the command line, each command a process.

Typed = tuple[Changes | str, Sequence[str]]


def typed(dice: random.Random, model: Model) -> Iterator[Typed]:
    """Commands, and what each changes."""
    for done in count():
        ids = [key.split()[2] for key in model.state if key.startswith("correction of ")]
        kind = dice.choice(("log", "log", "correct", "tag", "optout", "undo"))
        call = dice.choice(ids)
        if kind == "undo" and model.can_undo:
            yield UNDO, ("undo",)
        elif kind == "correct":
            label = _LABELS[done % 3]
            yield {f"correction of {call}": label}, ("correct", call, "--label", label)
        elif kind == "tag":
            changes = {f"tags of {call}": tags_with(model, call, done)}
            yield changes, ("tag", call, f"tag{done}")
        elif kind == "optout":
            number = f"+1614555{dice.randrange(10_000):04}"
            entries = f"entries on {number}"
            yield (
                {entries: int(model.state.get(entries, 0)) + _STOPPED},
                ("optout", number, "--words", "no"),
            )
        else:
            said = f"free estimate {done}"
            mark = f"mark-{dice.getrandbits(40):x}"
            yield (
                {f"marked {mark}": 1},
                ("log", "--company", "Acme", "--said", said, "--note", mark),
            )


def process(path: Path, arguments: Sequence[str]) -> subprocess.Popen[str]:
    """The command in a process and a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "screener", "--db", str(path), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def command_killed(path: Path, arguments: Sequence[str], after: float) -> tuple[int, str]:
    """The exit code of a command (negative: killed after so many seconds) and what it complained
    of."""
    started = process(path, arguments)
    with suppress(subprocess.TimeoutExpired):
        started.wait(after)
    killed_group(started.pid)
    _, err = started.communicate()
    return started.returncode, err


def dumped(changes: Changes | str) -> str:
    """For a message."""
    return json.dumps(changes)[:200]
