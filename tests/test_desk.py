"""A desk loads its rooms when one is entered, and is the same desk before and after."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.desk import Desk
from screener.desk.bench import Bench
from screener.desk.rooms import Rooms
from screener.screening import Screener
from screener.store import Store

AT_ONCE = {name for part in Desk.__mro__[:-1] for name in vars(part) if not name.startswith("__")}
"""What a desk has before it has all rooms."""

FIRST_VERDICT = """
import sys
from datetime import datetime
from pathlib import Path
from screener.call import Call
from screener.desk import Desk
desk = Desk.open(Path(sys.argv[1]))
desk.find_hooks = lambda: None
desk.is_new(), desk.drafts_left(), desk.version()
desk.prepared(desk.preparing()())
desk.questions()
call = Call(at=datetime.now().astimezone(), number="(614) 555-0133", said="Press one to lower it.")
desk.save_draft(call)
desk.screen(call), desk.caller(call)
print(*sys.modules)
"""


def doors(room: type) -> set[str]:
    """What can be asked of a room."""
    return {name for name in dir(room) if not name.startswith("_")}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(Store.open(tmp_path / "calls.db")) as desk:
        yield desk


def test_a_desk_has_all_doors_of_its_rooms(desk: Desk) -> None:
    assert {name for name in doors(Rooms) if not hasattr(desk, name)} == set()


@pytest.mark.parametrize("room", [room for room in Rooms.__mro__ if room not in Bench.__mro__])
def test_each_room_can_be_entered_first(room: type, desk: Desk) -> None:
    inside = [name for name in vars(room) if not name.startswith("_") and name not in AT_ONCE]
    for name in inside[:1]:
        getattr(desk, name)
    assert isinstance(desk, room) or not inside


def test_no_room_has_a_door_that_the_desk_has_at_once() -> None:
    # A desk comes before its rooms, so that it would be asked and the room would not.
    rooms = [room for room in Rooms.__mro__ if room not in Desk.__mro__]
    assert [name for room in rooms for name in vars(room) if name in AT_ONCE] == []


def test_a_desk_keeps_all_that_it_holds_when_its_rooms_come(desk: Desk) -> None:
    household = desk.household()
    desk.say_of_hooks = print
    held = {**vars(desk)}
    assert Rooms not in type(desk).__mro__
    assert desk.days() == []
    assert type(desk).__mro__[1] is Desk
    assert Rooms in type(desk).__mro__
    assert vars(desk) == held
    assert desk.household() is household


def test_what_no_room_has_a_desk_has_not(desk: Desk) -> None:
    for _ in range(2):
        with pytest.raises(AttributeError, match="'Desk' object has no attribute 'dance'"):
            getattr(desk, "dance")  # noqa: B009 - mypy knows that there is none


def test_what_is_wrong_within_a_property_is_told_as_it_is(tmp_path: Path) -> None:
    def breaks() -> Screener:
        raise AttributeError("no such rule")

    with Desk(Store.open(tmp_path / "calls.db"), load_screener=breaks) as desk:
        for _ in range(2):
            with pytest.raises(AttributeError, match="no such rule"):
                _ = desk.screener


def test_the_first_verdict_loads_none_of_the_rooms(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    with Desk(Store.open(path)) as desk:
        desk.begin("US", "OH")
        assert desk.screener.rulebook  # compiled, and kept for the next time
    ran = subprocess.run(
        [sys.executable, "-c", FIRST_VERDICT, str(path)], capture_output=True, text=True, check=True
    )
    rooms = {room.__module__ for room in Rooms.__mro__ if room not in Desk.__mro__}
    never = {"screener.reputation", "screener.rulefiles", "screener.aftercare", "zoneinfo"}
    assert (rooms | never) & set(ran.stdout.split()) == set()
