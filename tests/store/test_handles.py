"""Locks on the file stay, whatever else in the program looks at it."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from screener.call import Call
from screener.store import Store, handles
from screener.store.care import copy_of_the_day
from screener.store.handles import head_of, hold, identity_of, let_go
from screener.store.health import look_at_file
from screener.store.restore import content_of

ANOTHER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("INSERT INTO setting VALUES ('theirs', '1')")
connection.commit()
connection.close()
"""


def open_and_close(path: Path) -> None:
    Store.open(path).close()


def look_through(path: Path) -> None:
    assert list(look_at_file(path))


@pytest.mark.parametrize("look", [open_and_close, look_through, copy_of_the_day, content_of])
def test_another_program_does_not_take_the_log_away(
    store: Store, look: Callable[[Path], object]
) -> None:
    store.log(Call(id="before"))
    look(store.path)
    before = store.data_version()
    subprocess.run([sys.executable, "-c", ANOTHER, str(store.path)], check=True)
    assert store.path.with_name(store.path.name + "-wal").exists(), "it is not the last to close"
    assert store.data_version() != before, "what it wrote is seen"
    store.log(Call(id="after"))
    with closing(sqlite3.connect(store.path)) as other:
        assert other.execute("SELECT count(*) FROM call").fetchone() == (2,)


def test_a_handle_is_kept_as_long_as_somebody_has_the_file_open(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"hello world")
    assert head_of(path, 5) == b"hello"
    one, other = hold(path), hold(path)
    assert one == other == identity_of(path)
    assert head_of(path, 5) == b"hello"
    let_go(one)
    assert one in handles._held
    let_go(other)
    assert one not in handles._held
    assert head_of(path, 5) == b"hello"


def test_a_file_that_is_replaced_is_another(tmp_path: Path) -> None:
    path, new = tmp_path / "x", tmp_path / "new"
    path.write_bytes(b"older")
    new.write_bytes(b"newer")
    held = hold(path)
    new.replace(path)
    assert identity_of(path) != held
    assert head_of(path, 5) == b"newer"
    let_go(held)
    assert identity_of(tmp_path / "nowhere") is None
    with pytest.raises(FileNotFoundError):
        hold(tmp_path / "nowhere")


def test_a_file_that_cannot_be_opened_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Store.open(path).close()
    assert identity_of(path) not in handles._held
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 40_000)
    with pytest.raises(Exception, match="damaged"):
        Store.open(path)
    assert identity_of(path) not in handles._held
