"""A clock that is set back, and a folder that is taken away from under an open file."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from reliability import household
from reliability.checking import works_at_once, wrong_with
from reliability.household import NAME
from screener.call import Call
from screener.desk import Desk
from screener.faults import Fault
from screener.ledger import EntryKind
from screener.store import Store
from screener.words import OPT_OUT_PURPOSES, Label

_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Tried(NamedTuple):
    """How many things were done, how many of them were refused in a sentence, the first of those
    sentences, and what is wrong."""

    commands: int
    told: int
    sentence: str
    faults: list[str]


def vanished(folder: Path) -> Tried:
    """The folder is deleted, or the file moved, while it is open. What is acknowledged then would
    be written into nothing."""
    told: list[str] = []
    faults: list[str] = []
    doings: tuple[Callable[[Desk], object], ...] = (
        lambda desk: desk.log(Call(said="free estimate")),
        lambda desk: desk.save_draft(Call(said="free")),
        lambda desk: desk.opt("+16145550199", OPT_OUT_PURPOSES, EntryKind.OPT_OUT),
        lambda desk: desk.undo(),
    )
    for number, take_away in enumerate((_delete, _move, _exchange)):
        path = household.filled(folder / str(number) / NAME, 1, 5)
        with Desk.open(path) as desk:
            take_away(path.parent)
            for which, doing in enumerate(doings):
                try:
                    doing(desk)
                except Fault as fault:
                    told.append(str(fault))
                else:
                    faults.append(f"{take_away.__name__}: thing {which} was acknowledged")
    words = told[0].split() if told else []
    sentence = " ".join("…" if word.startswith("/") else word for word in words)
    return Tried(len(told) + len(faults), len(told), sentence, faults)


def _delete(folder: Path) -> None:
    shutil.rmtree(folder)


def _move(folder: Path) -> None:
    folder.rename(folder.with_name(folder.name + "-moved"))


def _exchange(folder: Path) -> None:
    """Another file comes under the name, as a synchronising program does it."""
    other = household.filled(folder.with_name("other") / NAME, 2, 3)
    for end in ("-wal", "-shm"):
        (folder / (NAME + end)).unlink(missing_ok=True)
    other.replace(folder / NAME)


class _Clock:
    """Runs a second at a time, and can be set."""

    def __init__(self) -> None:
        self.now = _NOON

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def set_back(folder: Path) -> Tried:
    """The clock goes back by two days in the midst of things, and forward again."""
    clock = _Clock()
    path = folder / NAME
    things = 0
    faults: list[str] = []
    calls: list[str] = []
    household.calls_xml(folder.parent / "clock.xml", 1, 50)
    for shift in (timedelta(0), timedelta(days=-2), timedelta(hours=1), timedelta(days=2)):
        clock.now += shift
        with Desk(Store.open(path, clock), clock=clock) as desk:
            draft = next(map(desk.take_draft, desk.drafts_left()), None)
            if things and (draft is None or draft.said != f"typed {things}"):
                faults.append(f"the draft of before is gone ({draft})")
            for number in range(4):
                record = desk.log(Call(company="Acme", said=f"free estimate {number}"))
                calls.append(record.call.id)
                desk.correct(record.call.id, Label.SERVICE)
                desk.correct(record.call.id, Label.UPSELL)
                things += 3
            desk.opt("+16145550199", OPT_OUT_PURPOSES, EntryKind.OPT_OUT)
            desk.undo()
            desk.redo()
            told = desk.import_file(desk.open_import(folder.parent / "clock.xml"))
            if told.calls != (50 if shift == timedelta(0) else 0):
                faults.append(f"the same file brought {told.calls} calls")
            things += 4
            desk.save_draft(Call(said=f"typed {things}"))
            faults += _wrong_order(desk, calls)
    faults += works_at_once(path)[1]
    faults += wrong_with(path)
    return Tried(things, 0, "", faults)


def _wrong_order(desk: Desk, calls: list[str]) -> list[str]:
    """The history is by when calls happened; the last correction counts, whatever the clock says."""
    wrong = []
    rows = desk.store.history(limit=1000)
    moments = [row.at for row in rows if row.at is not None]
    if moments != sorted(moments, reverse=True):
        wrong.append("the history is not in the order of time")
    shown = {row.id: row.label for row in rows}
    if any(shown.get(call) is not Label.UPSELL for call in calls):
        wrong.append("a call is missing, or an earlier correction is shown")
    return wrong
