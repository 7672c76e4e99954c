"""Several that listen, on one file: each call is one record, and programs are started once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from screener.call import Call
from screener.config_calls import Hook
from screener.desk import Desk
from screener.desk.hooks import Hooks
from screener.feeds.protocol import Rang
from screener.live.events import Arrival, Ended, Event, History
from screener.store import Store
from screener.vendor import Vendor
from screener.words import Status
from tests.live.conftest import NOW, Listening, minutes_ago
from tests.live.server import CALLS_OF_THE_DAY, Ncidd, day_of_calls, line_of
from tests.live.test_ends import end_of

T = TypeVar("T")
MANY = 4
LATER = NOW + timedelta(hours=14)
RINGING = Call(at=NOW, number="6145550133", source="ncid", source_id="1")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "calls.db"
    with Desk(Store.open(path), clock=lambda: LATER) as desk:
        desk.set_up(region="US", state="NY", time_zone="America/New_York")
    return path


@pytest.fixture
def desk(file: Path) -> Iterator[Desk]:
    with Desk(Store.open(file), clock=lambda: LATER) as desk:
        yield desk


def at_once(file: Path, do: Callable[[Desk], T]) -> list[T]:
    """The same by several programs that begin at one moment."""
    together = Barrier(MANY)

    def one(number: int) -> T:
        with Desk(Store.open(file), clock=lambda: LATER) as desk:
            desk.preparing()
            together.wait(60)
            return do(desk)

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def test_the_log_is_brought_in_once(file: Path, desk: Desk) -> None:
    lines = [line_of("CIDLOG", f"61455501{n:02}", "", minutes_ago(n)) for n in range(99, 0, -1)]
    found = at_once(file, lambda desk: desk.take_history("NCID box:3333", lines))
    assert desk.count() == len(lines)
    assert sum(each.calls for each in found if each is not None) == len(lines)


def test_a_call_is_stored_by_one(file: Path, desk: Desk) -> None:
    def do(desk: Desk) -> bool:
        taken = desk.take_in(RINGING) is not None
        return desk.ended(replace(RINGING, status=Status.MISSED)) or taken

    at_once(file, do)
    (row,) = desk.history()
    record = desk.record(row.id)
    assert (record.call.status, len(record.amended)) == (Status.MISSED, 1)


def test_what_two_write_down_of_a_call_is_one_record(file: Path, desk: Desk) -> None:
    at_once(file, lambda desk: desk.log(replace(RINGING, said="a new roof")))
    assert desk.count() == 1
    assert [deed.words[:15] for deed in desk.deeds(10)][:-1] == ["stored the call"]


def test_whom_one_rang_is_noted_once(file: Path, desk: Desk) -> None:
    desk.add_vendor(Vendor("Bright Smiles", numbers=("+16145550133",)))
    found = at_once(file, lambda desk: desk.rang(Rang("6145550133", NOW, True, 0)))
    assert sorted(found) == [(), (), (), ("Bright Smiles",)]


def test_programs_are_started_once_for_a_call_that_rings(file: Path) -> None:
    class Counted(Hooks):
        def run(self, event: str, record: object, screening: object) -> None:
            began.append(event)

    began: list[str] = []
    hook = Hook(("true",), frozenset({"arrived"}))

    def do(desk: Desk) -> None:
        desk.find_hooks = lambda: Counted(lambda: (hook,), lambda *_: {}, began.append)
        desk.arrived(RINGING)
        desk.arrived(replace(RINGING, source_id="2"))
        desk.arrived(RINGING)

    at_once(file, do)
    assert began == ["arrived", "arrived"]


def take(desk: Desk, event: Event) -> None:
    if isinstance(event, Arrival):
        desk.take_in(event.call)
    elif isinstance(event, Ended):
        desk.ended(event.call)
    elif isinstance(event, History):
        desk.take_history("NCID box:3333", event.lines)


async def test_all_that_listen_to_a_day_store_it_once(file: Path, listening: Listening) -> None:
    begins = minutes_ago(12 * 47)
    async with Ncidd() as server, listening(server.port) as one, listening(server.port) as other:
        await server.until_clients(2)
        for line in day_of_calls(begins):
            server.tell(line)
        server.call("CID", "2165550999", "LAST", NOW)
        server.tell(end_of(number="2165550999"))
        for heard in (one, other):
            await heard.until(lambda heard: isinstance(heard.events[-1], Ended))
        async with listening(server.port) as late:
            await late.until(lambda heard: bool(heard.history))
            events = [*one.events, *other.events, *late.events]
            done = await asyncio.to_thread(at_once, file, lambda desk: each_of(desk, events))
    assert done == [CALLS_OF_THE_DAY + 1] * MANY
    with Desk(Store.open(file), clock=lambda: LATER) as desk:
        (last,) = [row for row in desk.history() if "2165550999" in row.number]
        assert desk.record(last.id).call.duration == 155


def each_of(desk: Desk, events: list[Event]) -> int:
    for event in events:
        take(desk, event)
    return desk.count()
