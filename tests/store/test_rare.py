"""The rooms that are loaded when they are entered: each stands in the table, with all its doors."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from screener.store import Store
from screener.store.rare import ROOMS
from screener.store.room import Room

IN_TABLE = [(file, room) for file, rooms in ROOMS.items() for room in rooms]


def doors(room: type) -> set[str]:
    return {name for name in vars(room) if not name.startswith("_")}


@pytest.mark.parametrize(("file", "room"), IN_TABLE)
def test_all_that_a_room_does_can_be_asked_of_the_store(
    file: str, room: str, tmp_path: Path
) -> None:
    home = getattr(import_module(f"screener.store.{file}"), room)
    assert doors(home) == set(ROOMS[file][room])
    with Store.open(tmp_path / "calls.db") as store:
        assert all(getattr(store, name).__func__ is vars(home)[name] for name in doors(home))


@pytest.mark.parametrize(("file", "room"), IN_TABLE)
def test_what_a_room_is_built_on_stands_in_the_table_or_in_the_store(file: str, room: str) -> None:
    home = getattr(import_module(f"screener.store.{file}"), room)
    listed = {name for rooms in ROOMS.values() for names in rooms.values() for name in names}
    below = [part for part in home.__mro__ if issubclass(part, Room)]
    assert all(issubclass(Store, part) or doors(part) <= listed for part in below)


def test_no_two_rooms_have_a_door_of_one_name() -> None:
    listed = [name for rooms in ROOMS.values() for names in rooms.values() for name in names]
    assert len(set(listed)) == len(listed)
    assert not [name for name in listed if hasattr(Store, name)]


def test_what_no_room_has_the_store_has_not(tmp_path: Path) -> None:
    with Store.open(tmp_path / "calls.db") as store, pytest.raises(AttributeError, match="dance"):
        getattr(store, "dance")  # noqa: B009 - mypy knows that there is none


def test_opening_the_store_enters_none_of_them(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from screener.store import Store;"
        "Store.open(Path(sys.argv[1])).household(); print(*sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "calls.db")],
        capture_output=True,
        text=True,
        check=True,
    )
    light = {"people", "room"}
    heavy = {f"screener.store.{file}" for file in ROOMS if file not in light}
    assert heavy & set(ran.stdout.split()) == set()
